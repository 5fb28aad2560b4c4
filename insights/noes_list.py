"""The noes behind a figure, as lines of a list and of a file."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.days import plain_day_and_year
from common.money import money_text
from insights.rows import Among, Narrowing
from prospects.conversations import DealStatus, GoodDeal
from prospects.models import Loss

HEADER: Final = (
    "said_on",
    "person",
    "organisation",
    "kind_of_no",
    "reason",
    "deal",
    "value",
    "currency",
    "became",
    "came_back_on",
)
AMONG: Final[dict[Among, LazyText]] = {
    Among.TOLD_US: gettext_lazy("Noes told us"),
    Among.MAY_COME_BACK: gettext_lazy("Noes that may come back"),
    Among.OURS: gettext_lazy("Noes we said ourselves"),
    Among.BEFORE_OFFER: gettext_lazy("Noes before an offer"),
    Among.LET_GO: gettext_lazy("Noes let go at once"),
    Among.AGAIN: gettext_lazy("Noes to a deal that was declined again"),
    Among.ALL: gettext_lazy("Every no"),
}

BECAME: Final[dict[str, LazyText]] = {
    "came_back": gettext_lazy("Came back"),
    "declined_again": gettext_lazy("Declined again since"),
    "open_again": gettext_lazy("Talked about again"),
    "let_go": gettext_lazy("Let go"),
    "waiting": gettext_lazy("Still waiting"),
}


@dataclass(frozen=True)
class NoLine:
    """A no in the list."""

    said_on: str
    person: str
    url: str
    organisation: str
    why: str
    reason: str
    value: str
    became: str
    is_back: bool


def lines_of(losses: Iterable[Loss]) -> list[NoLine]:
    """What is shown of each."""
    return [
        NoLine(
            plain_day_and_year(loss.said_on),
            loss.prospect.name,
            loss.prospect.get_absolute_url(),
            loss.prospect.organisation.name if loss.prospect.organisation else "",
            loss.conversation_label(),
            loss.reason.label if loss.reason else "",
            money_text(loss.deal.value, loss.deal.currency),
            became_text(loss),
            loss.came_back_on is not None,
        )
        for loss in losses
    ]


def became_text(loss: Loss) -> str:
    """What became of a no, in a few words."""
    if loss.came_back_on:
        return _("Came back on %(day)s") % {"day": plain_day_and_year(loss.came_back_on)}
    return str(BECAME[became(loss)])


def became(loss: Loss) -> str:
    """What became of it as a code, which stays in files."""
    if loss.came_back_on:
        return "came_back"
    if loss.declined_again:
        return "declined_again"
    if loss.deal.status == DealStatus.OPEN:
        return "open_again"
    if loss.good_deal == GoodDeal.NO or loss.deal.status == DealStatus.LET_GO:
        return "let_go"
    return "waiting"


def file_rows(losses: QuerySet[Loss]) -> Iterator[Sequence[object]]:
    """What stands in the file of each, in the order of HEADER."""
    for loss in losses.iterator(chunk_size=2000):
        organisation = loss.prospect.organisation
        yield (
            loss.said_on.isoformat(),
            loss.prospect.name,
            organisation.name if organisation else "",
            loss.conversation,
            loss.reason.label if loss.reason else "",
            loss.deal.title,
            loss.deal.value,
            loss.deal.currency if loss.deal.value is not None else "",
            became(loss),
            loss.came_back_on.isoformat() if loss.came_back_on else "",
        )


def narrowing_words(narrowing: Narrowing) -> str:
    """What the list is about, as its heading."""
    parts = [str(AMONG[narrowing.among])]
    if narrowing.came_back is not None:
        parts.append(_("came back") if narrowing.came_back else _("not back yet"))
    if narrowing.month:
        parts.append(_("said in %(month)s") % {"month": _month(narrowing.month)})
    if narrowing.back_month:
        parts.append(_("with a yes in %(month)s") % {"month": _month(narrowing.back_month)})
    if narrowing.no_reason:
        parts.append(_("no reason noted"))
    if narrowing.voice:
        parts.append(_("answered by the buyer"))
    if narrowing.debriefed:
        parts.append(_("debriefed by you"))
    return ", ".join(parts)


def _month(day: date) -> str:
    return date_format(day, "F Y")
