"""What the page shows that looks over an import: some of its rows, and all of them counted."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import islice

from django.utils.translation import gettext as _

from common.days import plain_day_and_year
from common.money import money_text
from exchange.dialects.answers import DealRow
from exchange.imports.choices import Choices
from exchange.imports.leftovers import cells_as_they_were
from exchange.imports.noes import spelt, value_of
from exchange.imports.people import Met
from exchange.imports.sorting import COMING, LEFT_OUT, STUCK, Lot, Sorted
from exchange.imports.summary import Summary
from exchange.imports.words import LOTS, MOST_SHOWN, remark_words, why_words
from prospects.labels import CHIPS
from prospects.models.columns import NAME_LENGTH

PAGE = 50
NAMES_PAGE = 25
# Of a row that cannot be read, so many cells and characters.
CELLS_SHOWN = 3


class Show(StrEnum):
    """Which rows of an import are looked at."""

    IN = "in"
    NAMES = "names"  # organisations where nobody is named
    STUCK = "stuck"
    OUT = "out"
    HERE = "here"


_LOTS = {Show.IN: COMING, Show.STUCK: STUCK, Show.OUT: LEFT_OUT, Show.HERE: frozenset({Lot.HERE})}


@dataclass(frozen=True)
class CheckRow:
    """One row as the page shows it; what it does not say is empty."""

    file: str
    line: int
    name: str = ""
    organisation: str = ""
    offer: str = ""
    said_on: str = ""
    chip: str = ""
    reason: str = ""
    words: str = ""
    remark: str = ""
    person_url: str = ""
    is_wrong: bool = False


@dataclass(frozen=True)
class Unnamed:
    """An organisation where nobody is named: its noes, and who was named there by hand."""

    organisation: str
    noes: int
    name: str = ""
    error: str = ""


@dataclass
class Looked:
    """A page of rows (from 1), or of organisations."""

    page: int
    rows: list[CheckRow] = field(default_factory=list)
    unnamed: list[Unnamed] = field(default_factory=list)
    has_more: bool = False


def look_over(rows: Iterable[Sorted], summary: Summary, choices: Choices, show: Show, page: int) -> Looked:
    """The rows of one page; of the others none is kept, and none is read behind it."""
    if show is Show.NAMES:
        first = (page - 1) * NAMES_PAGE
        unnamed = list(_unnamed(summary, choices))
        some = unnamed[first : first + NAMES_PAGE]
        return Looked(page, unnamed=some, has_more=len(unnamed) > first + NAMES_PAGE)
    first, there = (page - 1) * PAGE, count_of(summary, show)
    if first >= there:
        return Looked(page)
    wanted = (one for one in rows if one.lot in _LOTS[show])
    kept = [_row(one) for one in islice(wanted, first, min(first + PAGE, there))]
    return Looked(page, kept, has_more=there > first + PAGE)


def count_of(summary: Summary, show: Show) -> int:
    """How many rows (or organisations) there are to be looked at."""
    if show is Show.NAMES:
        return len(summary.unnamed)
    return sum(summary.lots[lot] for lot in _LOTS[show])


def _unnamed(summary: Summary, choices: Choices) -> Iterator[Unnamed]:
    """Those with the most noes first."""
    for organisation, noes in sorted(summary.unnamed.items(), key=lambda pair: (-pair[1], pair[0])):
        name = choices.names.get(spelt(organisation), "")
        yield Unnamed(organisation, noes, name, _name_error(name))


def _name_error(name: str) -> str:
    if len(name) <= NAME_LENGTH:
        return ""
    return _("At most %(most)d characters, please. This name has %(count)d.") % {
        "most": NAME_LENGTH,
        "count": len(name),
    }


def _row(one: Sorted) -> CheckRow:
    deal = one.row.read
    file, line = one.row.file.name, one.row.line
    if not isinstance(deal, DealRow):
        return CheckRow(file, line, name=_first_cells(one), remark=why_words(one), is_wrong=True)
    if not deal.is_taken:
        return CheckRow(file, line, name=deal.title, remark=str(LOTS[one.lot]))
    wrong = why_words(one)
    return CheckRow(
        file,
        line,
        name=deal.person.name or (one.met.who.name if one.met else deal.organisation or deal.title),
        organisation="" if one.met and one.met.who.is_unnamed else deal.organisation,
        offer=_offer(deal),
        said_on=plain_day_and_year(deal.said_on) if deal.said_on else "",
        chip=str(CHIPS[deal.conversation]) if deal.conversation else "",
        reason=deal.reason,
        words=deal.their_words,
        remark=wrong or remark_words(one),
        person_url=_url(one.met),
        is_wrong=bool(wrong),
    )


def _offer(deal: DealRow) -> str:
    value = value_of(deal)
    named = deal.title if deal.title not in {deal.organisation, deal.person.name} else ""
    return " · ".join(filter(None, (named, money_text(value, deal.currency) if value else "")))


def _url(met: Met | None) -> str:
    return met.known.get_absolute_url() if met and met.known else ""


def _first_cells(one: Sorted) -> str:
    """Something to know the row by."""
    cells = (cell.strip() for cell in cells_as_they_were(one))
    return " · ".join(islice(filter(None, cells), CELLS_SHOWN))[:MOST_SHOWN]
