"""The page of columns: each file, how it is read, where its columns go; what is asked; the first no."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from exchange.dialects.answers import Answers
from exchange.dialects.fields import Field, Kind
from exchange.dialects.recognition import Layout
from exchange.imports.ask_blocks import Asker, Block, Line, currencies
from exchange.imports.asking import Asking
from exchange.imports.columns import BY_CODE, Column, columns_of
from exchange.imports.field_words import KINDS, NOT_KNOWN, offered
from exchange.imports.first_row import first_row
from exchange.imports.reading import answers_of, layout_of, open_rows, options_of, said_of
from exchange.imports.reason_choices import ReasonChoices
from exchange.imports.standing import Standing, standing_of
from exchange.labels import DELIMITERS, ENCODINGS, EVIDENCE, GROUNDS, refusal_words
from exchange.lost import Outcome
from exchange.models import Import, ImportFile
from exchange.people.reading import is_address_book
from exchange.tables.refusals import Reason, Refusal, RefusedError
from exchange.tables.table import Form, Table

# More columns than these that go nowhere are folded away.
_FEW_UNUSED = 4
_ABOUT_QUOTES = {Reason.QUOTE_INSIDE, Reason.QUOTE_LEFT_OPEN, Reason.TEXT_AFTER_QUOTE}


@dataclass(frozen=True)
class Shown:
    """A column with what is asked about it. `state` is "ok", "q" (somebody's call) or "skip" (left out)."""

    column: Column
    blocks: list[Block]
    state: str


@dataclass
class FileCard:
    """A file of the import as the page shows it."""

    file: ImportFile
    rows: int = 0
    layout: Layout | None = None
    refusal: str = ""
    form: Form | None = None
    header_line: int = 0
    columns: list[Shown] = field(default_factory=list)
    unused: list[Shown] = field(default_factory=list)
    hidden: int = 0
    fields: list[tuple[Field, Any]] = field(default_factory=list)
    asks_about_quotes: bool = False

    @property
    def is_of_deals(self) -> bool:
        """Whether its rows are deals."""
        return self.layout is not None and self.layout.kind is Kind.DEALS

    @property
    def is_unknown(self) -> bool:
        """Whether nobody can tell yet what its rows are."""
        return self.layout is not None and not self.is_of_deals and self.layout.is_unknown

    @property
    def read_as(self) -> str:
        """Whose export it is, in which encoding and with which delimiter, in a few words."""
        if self.layout is None or self.form is None:
            return ""
        return ", ".join(
            filter(
                None,
                (
                    self.layout.dialect.name,
                    str(NOT_KNOWN if self.is_unknown else KINDS[self.layout.kind]),
                    str(ENCODINGS[self.form.encoding.encoding]),
                    str(DELIMITERS[self.form.delimiter.delimiter]),
                ),
            )
        )

    @property
    def evidence(self) -> str:
        """How the encoding is known."""
        return str(EVIDENCE[self.form.encoding.evidence]) if self.form else ""

    @property
    def ground(self) -> str:
        """How the delimiter is known."""
        return str(GROUNDS[self.form.delimiter.ground]) if self.form else ""

    @property
    def options(self) -> Any:
        """What somebody chose about how it is read."""
        return options_of(self.file)


def match_page(
    imp: Import, user: User, today: date, typed: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """The context of the page; `typed` was chosen before a session ran out: shown, and not kept."""
    standing, said = standing_of(imp, user, today), said_of(imp, user, today)
    asker = Asker(said, ReasonChoices.of_team(user.team), typed or {})
    cards = [_card(file, standing, asker) for file in imp.files.all()]
    _ask_once(cards)
    deals = [card for card in cards if card.is_of_deals]
    return {
        "imp": imp,
        "cards": cards,
        "deals": deals,
        "others": [card for card in cards if not card.is_of_deals and not card.refusal],
        "refused": [card for card in cards if card.refusal],
        "names": ", ".join(card.file.name for card in cards),
        "rows": _row_words(sum(card.rows for card in deals or cards)),
        "home": _home(deals, said),
        "elsewhere": asker.blocks(_without_a_column(cards, standing)),
        "first": _first(imp, standing, asker, user, today),
        "counts": _counts(standing, said),
        "standing": standing,
        "daily_limit": user.team.daily_limit,
        "may_be_people": not deals and all(is_address_book(card.file) for card in cards),
        "choices": _choices(),
    }


def missing_words(imp: Import, user: User, today: date) -> list[str]:
    """What keeps somebody from going on to the next step, in sentences."""
    standing, said = standing_of(imp, user, today), said_of(imp, user, today)
    names = {str(file.pk): file for file in imp.files.all()}
    if standing.refused:
        words = _("%(name)s cannot be read yet: say how, or take it away.")
        return [words % {"name": names[pk].name} for pk in standing.refused if pk in names]
    asker = Asker(said, ReasonChoices({}))
    count = sum(asker.is_open(asking) for asking in standing.asked)
    if count and standing.waiting:
        words = ngettext("One answer is still missing.", "%(count)d answers are still missing.", count)
        return [words % {"count": count}]
    if not standing.taken + standing.problems + standing.misfits:
        return [_nothing_words(standing)]
    return []


def _nothing_words(standing: Standing) -> str:
    if not standing.outcomes:
        return _("There are no deals in what you uploaded.")
    count = standing.outcomes.total()
    words = ngettext(
        "There is nothing to bring in: the one deal in this file was not declined.",
        "There is nothing to bring in: none of the %(count)s deals was declined.",
        count,
    )
    return words % {"count": _grouped(count)}


def _card(file: ImportFile, standing: Standing, asker: Asker) -> FileCard:
    card = FileCard(file, standing.rows.get(str(file.pk), 0))
    refusal = standing.refused.get(str(file.pk))
    try:
        with open_rows(file) as table:
            _read_into(card, table, standing, asker)
    except RefusedError as refused:
        refusal = refused.refusal
    _refuse(card, refusal)
    return card


def _read_into(card: FileCard, table: Table, standing: Standing, asker: Asker) -> None:
    layout = layout_of(card.file)
    columns = columns_of(card.file, layout, table, asker.typed)
    card.layout, card.form, card.header_line = layout, table.form, table.header_line
    card.hidden = len(table.columns) - len(columns)
    card.fields = offered(Kind.DEALS if card.is_unknown else layout.kind)
    asked = standing.asked if layout.kind is Kind.DEALS else []
    card.columns = [
        _shown(column, [each for each in asked if each.question.column == column.header], asker)
        for column in columns
    ]
    unused = [shown for shown in card.columns if shown.state == "skip"]
    if len(unused) > _FEW_UNUSED and not layout.is_unknown:
        card.columns = [shown for shown in card.columns if shown.state != "skip"]
        card.unused = unused


def _shown(column: Column, asked: list[Asking], asker: Asker) -> Shown:
    state = "ok" if column.goes_to else "skip"
    if any(asker.is_open(each) for each in asked):
        state = "q"
    return Shown(column, asker.blocks(asked), state)


def _refuse(card: FileCard, refusal: Refusal | None) -> None:
    chosen = options_of(card.file).marks_as_text
    card.refusal = refusal_words(refusal) if refusal else ""
    card.asks_about_quotes = chosen or (refusal is not None and refusal.reason in _ABOUT_QUOTES)


def _ask_once(cards: Iterable[FileCard]) -> None:
    """What two files ask about a column of the same name is asked at the first."""
    drawn = set[str]()
    for card in cards:
        for place, shown in enumerate(card.columns):
            blocks = [block for block in shown.blocks if block.lines[0].name not in drawn]
            drawn.update(block.lines[0].name for block in blocks)
            card.columns[place] = Shown(shown.column, blocks, shown.state)


def _without_a_column(cards: Iterable[FileCard], standing: Standing) -> list[Asking]:
    headers = {shown.column.header for card in cards if card.is_of_deals for shown in card.columns}
    return [each for each in standing.asked if each.question.column not in headers]


def _home(deals: list[FileCard], said: Answers) -> Line | None:
    """Which currency money without one is in, where some may have none."""
    layouts = [card.layout for card in deals if card.layout]
    if not any(layout.header(Field.VALUE) and not layout.header(Field.CURRENCY) for layout in layouts):
        return None
    return Line("home_currency", "", 0, said.home_currency, currencies({said.home_currency}))


def _first(imp: Import, standing: Standing, asker: Asker, user: User, today: date) -> Any:
    if standing.refused:
        return None
    return first_row(imp, standing, answers_of(imp, user, today), asker.reasons, today)


def _counts(standing: Standing, said: Answers) -> dict[str, Any]:
    """How many are noes, and what is left out, in words."""
    noes, stuck = standing.noes, standing.problems + standing.misfits
    unclear, won = standing.outcomes[Outcome.UNCLEAR], standing.outcomes[Outcome.WON]
    something = noes or unclear or stuck or (won and said.take_won)
    told = {**{str(end): count for end, count in standing.outcomes.items()}, "noes": noes, "stuck": stuck}
    return {
        "noes": noes,
        "unclear": unclear,
        "won": won,
        "take_won": said.take_won,
        "stuck": stuck,
        "told": {name: _grouped(count) for name, count in told.items()},
        "open": standing.outcomes[Outcome.OPEN],
        "deleted": standing.outcomes[Outcome.DELETED],
        "nothing": "" if something else _nothing_words(standing),
    }


def _row_words(rows: int) -> str:
    return ngettext("%(count)s row", "%(count)s rows", rows) % {"count": _grouped(rows)}


def _grouped(number: int) -> str:
    return str(number_format(number, force_grouping=True))


def _choices() -> dict[str, Any]:
    """What can be chosen about how a file is read."""
    return {
        "encodings": [(str(code), label) for code, label in ENCODINGS.items()],
        "delimiters": [(str(code), label) for code, label in DELIMITERS.items()],
        "dialects": [(code, dialect.name or _("Another program")) for code, dialect in BY_CODE.items()],
        "kinds": [(str(kind), label) for kind, label in KINDS.items()],
        "not_known": NOT_KNOWN,
    }
