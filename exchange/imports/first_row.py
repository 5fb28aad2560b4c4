"""The first no of an import as it would become, for whoever looks over its columns."""

from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

from common.days import plain_day_and_year
from common.money import money_text
from exchange.dialects.answers import Answers, Ask, DealRow, ReasonAnswer
from exchange.dialects.rows import read_whole_row
from exchange.folding import plain
from exchange.imports.asking import Asking, taken
from exchange.imports.reading import Cells, book_for, cells_of, layout_of, open_rows
from exchange.imports.reason_choices import ReasonChoices
from exchange.imports.standing import Standing
from exchange.models import Import
from prospects.conversations import ExitConversation
from prospects.labels import CHIPS

# RULES.md: a no older than that is queued; one older than the other has no thank-you.
_QUEUED_AFTER, _THANKED_WITHIN = 60, 14
# Files of more people than this are not searched for a single one.
_FEW_ROWS = 20_000


@dataclass(frozen=True)
class FirstRow:
    """What the card shows; any of it may be empty."""

    line: int
    name: str
    organisation: str
    reason: str
    facts: str
    words: str
    note: str
    no: str
    thanks: bool
    check_in: str


def first_row(
    imp: Import, standing: Standing, answers: Answers, reasons: ReasonChoices, today: date
) -> FirstRow | None:
    """The first no, with what would be proposed where nobody has answered; None where there is none."""
    found = _cells_of_first(imp, standing)
    if found is None:
        return None
    line, file_id, cells = found
    layout = layout_of(imp.files.get(pk=file_id))
    read = read_whole_row(layout, cells, _supposing(standing.asked, answers, reasons, today))
    if not isinstance(read, DealRow):
        return None
    deal = _joined(imp, standing, read)
    return _card(line, deal, answers, reasons, today)


def _cells_of_first(imp: Import, standing: Standing) -> tuple[int, str, Cells] | None:
    if standing.first is None:
        return None
    file_id, wanted = standing.first
    with open_rows(imp.files.get(pk=file_id)) as table:
        for count, (line, cells) in enumerate(cells_of(table), 1):
            if line == wanted and isinstance(cells, dict):
                return count, file_id, cells
    return None


def _supposing(asked: list[Asking], answers: Answers, reasons: ReasonChoices, today: date) -> Answers:
    """The answers, and what is proposed for those still missing."""
    unknown = dict[str, ReasonAnswer]()
    answers = replace(answers, day_if_none=answers.day_if_none or today)
    for asking in asked:
        asked_now = asking.question
        if asked_now.ask is Ask.DATE_ORDER and asked_now.column not in answers.date_orders:
            answers = taken(asking, asking.likely or "day_first", answers, reasons)
        elif asked_now.ask is Ask.REASON and asked_now.value not in answers.reasons:
            unknown[asked_now.value] = _proposed(asked_now.example, reasons)
    return replace(answers, reasons={**answers.reasons, **unknown})


def _proposed(text: str, reasons: ReasonChoices) -> ReasonAnswer:
    proposed = reasons.answer(reasons.proposed(text), text)
    return proposed or ReasonAnswer(ExitConversation.UNKNOWN)


def _joined(imp: Import, standing: Standing, deal: DealRow) -> DealRow:
    if sum(standing.rows.values()) > _FEW_ROWS:
        return deal
    return book_for(imp, deal).join(deal)


def _card(line: int, deal: DealRow, answers: Answers, reasons: ReasonChoices, today: date) -> FirstRow:
    said_on = deal.said_on or today
    age = (today - said_on).days
    person = deal.person
    name = person.name or next(iter(person.emails), "")
    facts = (plain_day_and_year(said_on), money_text(deal.value, deal.currency) if deal.value else "")
    return FirstRow(
        line=line,
        name=name or _("Somebody at %(organisation)s") % {"organisation": deal.organisation},
        organisation=deal.organisation if name else "",
        reason=_reason(deal, answers, reasons),
        facts=" · ".join(filter(None, facts)),
        words=deal.their_words,
        note=deal.note,
        no=_no_words(said_on, age),
        thanks=age <= _THANKED_WITHIN,
        check_in=_("spread out in step 4") if age > _QUEUED_AFTER else _("30 to 60 days after the no"),
    )


def _reason(deal: DealRow, answers: Answers, reasons: ReasonChoices) -> str:
    """What it was answered or is proposed to be; what stands in the file where nobody can tell."""
    if deal.conversation is None:
        return ""
    if deal.conversation is ExitConversation.UNKNOWN and plain(deal.reason) not in answers.reasons:
        return deal.reason or str(CHIPS[ExitConversation.UNKNOWN])
    return reasons.label(ReasonAnswer(deal.conversation, deal.is_price, deal.reason_key))


def _no_words(said_on: date, age: int) -> str:
    day = plain_day_and_year(said_on)
    if age <= _THANKED_WITHIN:
        return day
    return _("%(day)s, so long ago we skip the thank-you") % {"day": day}
