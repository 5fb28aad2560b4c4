"""The four figures at the head of the page."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.money import money_text
from insights.money import WonBack
from insights.overview import Overview
from insights.ranking import FEWEST
from insights.rows import Among, Narrowing, rows_url


@dataclass(frozen=True, slots=True)
class Tile:
    """A figure: what it is, the number, what it is of, and beneath it more lines. `url`: its rows."""

    name: str
    number: str
    of: str = ""
    url: str = ""
    more: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Apart:
    """Noes that no rate is out of: how many of which kind, and their rows."""

    label: str
    url: str


def apart_of(page: Overview) -> list[Apart]:
    """What is counted apart, as far as there is any."""
    counted = page.counted
    found = (
        (Among.BEFORE_OFFER, counted.before_offer, _("%(n)s before an offer")),
        (Among.OURS, counted.ours, _("%(n)s we said ourselves")),
        (Among.LET_GO, counted.let_go_at_once, _("%(n)s let go at once")),
        (Among.AGAIN, counted.declined_again, _("%(n)s that a later no stands for")),
    )
    return [
        Apart(label % {"n": noes}, rows_url(page.selection, Narrowing(among=among)))
        for among, noes, label in found
        if noes
    ]


def tiles_of(page: Overview) -> list[Tile]:
    """Noes, what came back, how long it took, and what we or they said about it."""
    return [_noes(page), _came_back(page), _time(page), _beside(page)]


def _noes(page: Overview) -> Tile:
    return Tile(_("Noes told us"), str(page.counted.told_us), url=rows_url(page.selection))


def _came_back(page: Overview) -> Tile:
    rows = Narrowing(among=Among.MAY_COME_BACK, came_back=True)
    return Tile(
        _("Came back"),
        str(page.overall.hits),
        _("of %(of)s, so far") % {"of": page.overall.of},
        rows_url(page.selection, rows) if page.overall.hits else "",
        [*_money(page.money), *_ways(page.money)],
    )


def _money(won: Sequence[WonBack]) -> list[str]:
    return [money_text(one.value, one.currency) for one in won if one.value]


def _ways(won: Sequence[WonBack]) -> list[str]:
    """The declined deals themselves and new ones, apart, where there are both."""
    itself, grew = sum(one.itself for one in won), sum(one.grew for one in won)
    if not grew:
        return []
    said = ngettext("%(grew)s as a new deal", "%(grew)s as new deals", grew) % {"grew": grew}
    return [_("%(itself)s as the same deal, %(grew)s") % {"itself": itself, "grew": said}]


def _time(page: Overview) -> Tile:
    name, came_back = _("Typical time to yes"), page.overall.hits
    if page.middle is None or came_back < FEWEST:
        return Tile(name, "–", _("too few to say"))
    of = ngettext("day, for those %(count)s", "days, for those %(count)s", page.middle)
    return Tile(name, str(page.middle), of % {"count": came_back})


def _beside(page: Overview) -> Tile:
    share = page.beside
    of = _("of %(of)s") % {"of": share.of}
    if page.selection.is_of_team:
        rows = Narrowing(voice=True)
        return Tile(_("Answered by the buyer"), str(share.hits), of, _if_any(page, rows, share.hits))
    rows = Narrowing(debriefed=True)
    return Tile(_("Debriefed"), str(share.hits), of, _if_any(page, rows, share.hits))


def _if_any(page: Overview, rows: Narrowing, count: int) -> str:
    return rows_url(page.selection, rows) if count else ""
