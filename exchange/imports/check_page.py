"""What the page shows that looks over an import before it comes in: some of its rows, and all of them counted."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from common.days import plain_day_and_year
from common.money import money_text
from exchange.dialects.answers import DealRow
from exchange.imports.choices import Choices
from exchange.imports.noes import spelt, value_of
from exchange.imports.people import Met
from exchange.imports.sorting import COMING, LEFT_OUT, STUCK, Lot, Sorted
from exchange.imports.summary import Counting, Summary
from exchange.imports.words import LOTS, met_words, why_words
from prospects.labels import CHIPS

PAGE = 50
NAMES_PAGE = 25


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


@dataclass
class Looked:
    """A page of rows, and what all of them come to."""

    summary: Summary
    rows: list[CheckRow] = field(default_factory=list)
    unnamed: list[Unnamed] = field(default_factory=list)
    page: int = 1
    has_more: bool = False


def look_over(rows: Iterable[Sorted], choices: Choices, show: Show, page: int) -> Looked:
    """One pass over all rows; keeps those of the page (from 1) that are looked at, and no others."""
    counting, kept = Counting(), list[Sorted]()
    first, number = (page - 1) * PAGE, 0
    lots = _LOTS.get(show, frozenset[Lot]())
    for one in rows:
        counting.add(one)
        if one.lot in lots:
            if first <= number < first + PAGE:
                kept.append(one)
            number += 1
    looked = Looked(counting.summary, [_row(one) for one in kept], page=page, has_more=number > first + PAGE)
    if show is Show.NAMES:
        first = (page - 1) * NAMES_PAGE
        unnamed = list(_unnamed(counting.summary, choices))
        looked.unnamed = unnamed[first : first + NAMES_PAGE]
        looked.has_more = len(unnamed) > first + NAMES_PAGE
    return looked


def _unnamed(summary: Summary, choices: Choices) -> Iterator[Unnamed]:
    """Those with the most noes first."""
    for organisation, noes in sorted(summary.unnamed.items(), key=lambda pair: (-pair[1], pair[0])):
        yield Unnamed(organisation, noes, choices.names.get(spelt(organisation), ""))


def _row(one: Sorted) -> CheckRow:
    deal = one.row.read
    file, line = one.row.file.name, one.row.line
    if not isinstance(deal, DealRow):
        return CheckRow(file, line, name=_first_cell(one), remark=why_words(one), is_wrong=True)
    if not deal.is_taken:
        return CheckRow(file, line, name=deal.title, remark=str(LOTS[one.lot]))
    wrong = why_words(one)
    return CheckRow(
        file,
        line,
        name=one.met.who.name if one.met else deal.person.name or deal.organisation or deal.title,
        organisation="" if one.met and one.met.who.is_unnamed else deal.organisation,
        offer=_offer(deal),
        said_on=plain_day_and_year(deal.said_on) if deal.said_on else "",
        chip=str(CHIPS[deal.conversation]) if deal.conversation else "",
        reason=deal.reason,
        words=deal.their_words,
        remark=wrong or (met_words(one.met) if one.met else str(LOTS[one.lot])),
        person_url=_url(one.met),
        is_wrong=bool(wrong),
    )


def _offer(deal: DealRow) -> str:
    value = value_of(deal)
    named = deal.title if deal.title not in {deal.organisation, deal.person.name} else ""
    return " · ".join(filter(None, (named, money_text(value, deal.currency) if value else "")))


def _url(met: Met | None) -> str:
    return met.known.get_absolute_url() if met and met.known else ""


def _first_cell(one: Sorted) -> str:
    """Something to know the row by."""
    return next((cell for cell in one.row.cells.values() if cell.strip()), "")[:80]
