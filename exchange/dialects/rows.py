"""Pure: one row of a file as a deal, by the answers so far; or what must be asked, or what is wrong."""

import html
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

from common.text import clean_line, clean_text
from exchange.amounts import Amounts, amounts_of, currency_of
from exchange.contacts import addresses, full_name, no_addresses, numbers
from exchange.currencies import CODES, CURRENCY_OF_SIGN
from exchange.dates import days_of
from exchange.dialects.answers import (
    EVERY_OTHER,
    Answers,
    Ask,
    DealRow,
    Person,
    Problem,
    Question,
    ReasonAnswer,
    Why,
)
from exchange.dialects.fields import Field, Row
from exchange.dialects.recognition import Layout
from exchange.dialects.wishes import read_wish
from exchange.folding import plain
from exchange.lost import Outcome, Signs, outcome_of
from prospects.conversations import ExitConversation

_PERSON_WITH_ADDRESS = re.compile(r"\s*(.*?)\s*[(<]([^()<>]*@[^()<>]*)[)>]\s*\Z", re.DOTALL)
_LONGEST_PERSON = 500  # letters of a name with its address
_SEVERAL = re.compile(r"[;,\n]| ::: ")
_LINE_TAG = re.compile(r"<(?:br|/p|/div|/li)\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[a-zA-Z/!][^<>]*>")
_NO_DAY = "-"


def read_row(layout: Layout, row: Row, answers: Answers) -> DealRow | Question | Problem:
    """A row as a deal, the first thing to ask about it, or what is wrong with it."""
    read = read_whole_row(layout, row, answers)
    return read[0] if isinstance(read, list) else read


def read_whole_row(layout: Layout, row: Row, answers: Answers) -> DealRow | Problem | list[Question]:
    """As read_row, with everything there is to ask about the row at once."""
    return _Reader(layout, row, answers).read()


def read_outcome(layout: Layout, row: Row, answers: Answers) -> Outcome:
    """How a row's deal ended, with the answers so far; UNCLEAR where it is still to be asked."""
    return _Reader(layout, row, answers).outcome()


class _Reader:
    """Reads one row, and collects on the way what must be asked."""

    def __init__(self, layout: Layout, row: Row, answers: Answers) -> None:
        self.layout, self.row, self.answers = layout, row, answers
        self.questions: list[Question] = []
        self.problem: Problem | None = None

    def read(self) -> DealRow | Problem | list[Question]:
        """The whole row, as far as it matters."""
        outcome = self.outcome()
        if outcome is Outcome.UNCLEAR:
            return self.questions
        wanted = outcome is Outcome.DECLINED or (outcome is Outcome.WON and self.answers.take_won)
        deal = self._taken(outcome) if wanted else self._left_out(outcome)
        return self.problem or self.questions or deal

    def cell(self, name: Field) -> str:
        """A cell on one line; empty if the file has no such column."""
        raw = self._raw(name)
        if raw.isascii() and raw.isprintable() and "  " not in raw:
            return raw.strip()  # most cells, and quick
        return clean_line(raw)

    def first_of(self, name: Field) -> str:
        """The first of several values in a cell."""
        parts = self.layout.dialect.lists_with
        return clean_line(self._raw(name).split(parts)[0]) if parts else self.cell(name)

    def words(self, name: Field) -> str:
        """A cell with its lines."""
        text = self._raw(name)
        if self.layout.dialect.html_in_cells:
            text = html.unescape(_TAG.sub("", _LINE_TAG.sub("\n", text)))
        return clean_text(text)

    def _raw(self, name: Field) -> str:
        return self.layout.cell(self.row, name)

    def _ask(self, ask: Ask, name: Field, *, value: str = "", example: str = "") -> None:
        self.questions.append(Question(ask, self.layout.header(name), value, example))

    def outcome(self) -> Outcome:
        """How it ended: what the export says, else what was answered."""
        outcome = outcome_of(self._signs())
        if outcome is not Outcome.UNCLEAR:
            return outcome
        name = Field.STAGE if self.layout.header(Field.STAGE) else Field.STATUS
        value = self.cell(name)
        answer = self.answers.outcomes.get(plain(value), Outcome.UNCLEAR)
        if answer is Outcome.UNCLEAR:
            self._ask(Ask.OUTCOME, name, value=plain(value), example=value)
        return answer

    def _signs(self) -> Signs:
        def sign(name: Field) -> str | None:
            return self.cell(name) if self.layout.header(name) else None

        return Signs(
            is_lost=sign(Field.IS_LOST),
            is_won=sign(Field.IS_WON),
            is_closed=sign(Field.IS_CLOSED),
            is_deleted=sign(Field.IS_DELETED),
            is_active=sign(Field.IS_ACTIVE),
            probability=sign(Field.PROBABILITY),
            status=sign(Field.STATUS),
            stage=sign(Field.STAGE),
            has_reason=bool(self.cell(Field.REASON)),
            has_lost_day=bool(self.cell(Field.LOST_ON)),
            blank_is_no=self.layout.dialect.blank_flag_is_no,
        )

    def _left_out(self, outcome: Outcome) -> DealRow:
        return DealRow(outcome, self.cell(Field.RECORD_ID), self.cell(Field.TITLE), self.cell(Field.STAGE))

    def _taken(self, outcome: Outcome) -> DealRow:
        person, *further = self._people()
        value, currency = self._money()
        meaning = self._meaning() if outcome is Outcome.DECLINED else None
        organisation = self.cell(Field.ORGANISATION)
        deal = DealRow(
            outcome,
            record_id=self.cell(Field.RECORD_ID),
            title=self.cell(Field.TITLE) or organisation or person.name,
            stage=self.cell(Field.STAGE),
            said_on=self._said_on(),
            created_on=self._created_on(),
            value=value,
            currency=currency,
            reason=self.cell(Field.REASON),
            conversation=meaning.conversation if meaning else None,
            is_price=meaning.is_price if meaning else False,
            reason_key=meaning.key if meaning else "",
            their_words=self.words(Field.THEIR_WORDS),
            competitor=self.cell(Field.COMPETITOR),
            owner=self.cell(Field.OWNER),
            source=self.cell(Field.SOURCE),
            note=self.words(Field.NOTE),
            person=person,
            further_people=tuple(further),
            organisation=organisation,
            organisation_id=self.first_of(Field.ORGANISATION_ID),
            organisation_domain=self.cell(Field.ORGANISATION_DOMAIN).lower(),
        )
        if not _tells_who(deal):
            self.problem = self.problem or Problem(Why.NOBODY)
        return deal

    def _said_on(self) -> date | None:
        """The day of the no: the day it was lost, else the day it was closed."""
        for name in (Field.LOST_ON, Field.CLOSED_ON):
            if text := self.cell(name).strip(_NO_DAY):
                return self._day(name, text)
        return self._day_if_none()

    def _day(self, name: Field, text: str) -> date | None:
        header = self.layout.header(name)
        days = days_of(text, zone=self.answers.zone)
        order = self.answers.date_orders.get(header)
        if days.is_ambiguous and order is None:
            self._ask(Ask.DATE_ORDER, name, example=text)
            return None
        day = days.under(order)
        if day is None:
            self.problem = self.problem or Problem(Why.DATE, header, text)
        elif self.answers.today and day > self.answers.today:
            return self._day_if_none(header, text)
        return day

    def _day_if_none(self, header: str = "", ahead: str = "") -> date | None:
        """What was answered for rows without a day; `ahead` is the day in the row that has yet to come."""
        if self.answers.leave_undated:
            why = Problem(Why.AHEAD, header, ahead) if ahead else Problem(Why.NO_DAY)
            self.problem = self.problem or why
        elif self.answers.day_if_none is None:
            closed = bool(self.layout.header(Field.CLOSED_ON))
            self._ask(Ask.DAY, Field.CLOSED_ON if closed else Field.LOST_ON, example=ahead)
        return self.answers.day_if_none

    def _created_on(self) -> date | None:
        """Nice to know, never worth a question."""
        orders = self.answers.date_orders
        order = orders.get(self.layout.header(Field.CREATED_ON))
        order = order or orders.get(self.layout.header(Field.CLOSED_ON))
        return days_of(self.cell(Field.CREATED_ON), zone=self.answers.zone).under(order)

    def _money(self) -> tuple[Decimal | None, str]:
        header, text = self.layout.header(Field.VALUE), self.cell(Field.VALUE)
        if not text.strip("-"):
            return None, ""
        amounts, mark = amounts_of(text), self.answers.marks.get(header)
        if amounts.is_ambiguous and mark is None:
            self._ask(Ask.AMOUNT_MARK, Field.VALUE, example=text)
            return None, ""
        value = amounts.under(mark)
        if value is None or value < 0:
            self.problem = self.problem or Problem(Why.AMOUNT, header, text)
            return None, ""
        return value, self._currency(amounts) if value else self.answers.home_currency

    def _currency(self, amounts: Amounts) -> str:
        """The currency of its column, of the amount itself, of whoever answered, or the one at home."""
        home, answered = self.answers.home_currency, self.answers.currencies
        if written := self.cell(Field.CURRENCY):
            if found := _code(written) or answered.get(written):
                return found
            self._ask(Ask.CURRENCY, Field.CURRENCY, value=written, example=written)
            return ""
        if found := currency_of(amounts, home) or answered.get(amounts.sign, ""):
            return found
        if amounts.sign:
            self._ask(Ask.CURRENCY, Field.VALUE, value=amounts.sign, example=self.cell(Field.VALUE))
        return home

    def _meaning(self) -> ReasonAnswer | None:
        """What the reason says; without a reason we do not know yet."""
        text = self.cell(Field.REASON)
        if not plain(text):
            return ReasonAnswer(ExitConversation.UNKNOWN)
        reasons = self.answers.reasons
        answer = reasons.get(plain(text)) or reasons.get(EVERY_OTHER)
        if answer is None:
            self._ask(Ask.REASON, Field.REASON, value=plain(text), example=text)
        return answer

    def _people(self) -> list[Person]:
        """Whoever stands in the row, at least one (who may be nobody); the first is the one we talked to."""
        name = self.cell(Field.PERSON) or full_name(self.cell(Field.FIRST_NAME), self.cell(Field.LAST_NAME))
        parts = _SEVERAL.split(self.cell(Field.EMAIL))
        emails = addresses(parts)
        main = Person(
            name,
            emails,
            numbers((self.cell(Field.PHONE), self.cell(Field.MOBILE))),
            self.cell(Field.JOB),
            self.first_of(Field.PERSON_ID),
            read_wish(self.layout, self.row, self.answers.today, self.answers.zone),
            ", ".join(no_addresses(parts)),
        )
        if not self.layout.dialect.people_in_one_cell:
            return [main]
        found = [_PERSON_WITH_ADDRESS.match(part[:_LONGEST_PERSON]) for part in name.split(";")]
        people = [Person(clean_line(each[1]), addresses([each[2]])) for each in found if each]
        if len(people) != len(found):
            return [main]
        first = replace(main, name=people[0].name, emails=people[0].emails or emails)
        return [first, *people[1:]]


def _tells_who(deal: DealRow) -> bool:
    """Whether there is somebody, or somewhere to look for them."""
    person = deal.person
    return bool(
        person.name
        or person.emails
        or person.record_id
        or deal.organisation
        or deal.organisation_id
        or deal.organisation_domain
    )


def _code(text: str) -> str:
    code = text.upper()
    return code if code in CODES else CURRENCY_OF_SIGN.get(text.casefold(), "")
