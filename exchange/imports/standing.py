"""How the rows of an import fall out so far, and what is still to be asked. Found out once, and kept."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Self

from accounts.models import User
from exchange.dates import Order
from exchange.dialects.answers import Answers, Ask, DealRow, Problem, Question
from exchange.dialects.fields import Field, Kind
from exchange.dialects.keeping import answers_as_json, layout_as_json
from exchange.dialects.recognition import Layout
from exchange.dialects.rows import read_outcome, read_whole_row
from exchange.dialects.survey import survey
from exchange.imports.asking import Asking, answer_to, asking_from_json
from exchange.imports.fitting import unfit
from exchange.imports.noes import new_no, new_win, who_of
from exchange.imports.reading import (
    SAID,
    SETTLED,
    Cells,
    answers_of,
    cells_of,
    layout_for,
    layout_of,
    open_rows,
    said_of,
)
from exchange.lost import Outcome
from exchange.models import Import, ImportFile
from exchange.tables.refusals import Reason, Refusal, RefusedError
from exchange.tables.table import Misfit, Table

# Beside what was said and settled, Import.answers holds how the rows stand, and all that was ever asked.
KEPT, ASKED = "standing", "asked"
_MOST_KEPT = 1000  # questions


@dataclass
class Standing:
    """What every row says so far. Files by their id; `first` is a file and the line of the first no in it.

    `noes` are those that come in once everything asked is answered.
    """

    rows: dict[str, int] = field(default_factory=dict)
    misfits: int = 0
    refused: dict[str, Refusal] = field(default_factory=dict)
    outcomes: Counter[Outcome] = field(default_factory=Counter)
    taken: int = 0
    waiting: int = 0
    problems: int = 0
    noes: int = 0
    first: tuple[str, int] | None = None
    asked: list[Asking] = field(default_factory=list)

    @property
    def is_settled(self) -> bool:
        """Whether every file is read and no row waits for an answer."""
        return not self.refused and not self.waiting

    def as_json(self) -> dict[str, Any]:
        """To be kept until a file, a column or an answer changes."""
        return {
            "rows": self.rows,
            "misfits": self.misfits,
            "refused": {
                file: [each.reason, each.line, each.column, each.what, each.found, each.most]
                for file, each in self.refused.items()
            },
            "outcomes": dict(self.outcomes),
            "falls": [self.taken, self.waiting, self.problems, self.noes],
            "first": self.first,
            "asked": [each.as_json() for each in self.asked],
        }

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Self:
        """What was kept."""
        taken, waiting, problems, noes = kept["falls"]
        return cls(
            rows=kept["rows"],
            misfits=kept["misfits"],
            refused={file: Refusal(Reason(each[0]), *each[1:]) for file, each in kept["refused"].items()},
            outcomes=Counter({Outcome(name): count for name, count in kept["outcomes"].items()}),
            taken=taken,
            waiting=waiting,
            problems=problems,
            noes=noes,
            first=(kept["first"][0], kept["first"][1]) if kept["first"] else None,
            asked=[asking_from_json(each) for each in kept["asked"]],
        )


def standing_of(imp: Import, user: User, today: date) -> Standing:
    """As it was found out last; found out anew where nobody has looked since something changed."""
    kept = imp.answers.get(KEPT)
    return Standing.from_json(kept) if kept else _found(imp, user, today)


def look(imp: Import, user: User, today: date, now: datetime) -> Standing:
    """Read every row of the files, and keep what was found."""
    standing = _found(imp, user, today)
    settled = {}
    if not standing.refused:
        settled = {SETTLED: answers_as_json(answers_of(imp, user, today))}
    ever = {each.name: each for each in (*_asked_before(imp), *standing.asked)}
    asked = [each.as_json() for each in ever.values()]
    imp.answers = {**imp.answers, **settled, KEPT: standing.as_json(), ASKED: asked[-_MOST_KEPT:]}
    imp.changed_at = now
    imp.save(update_fields=["answers", "changed_at"])
    return standing


def forget_files(imp: Import) -> None:
    """A file or what its columns are has changed: what the rows said is to be found out anew."""
    imp.answers = {name: imp.answers[name] for name in (SAID, ASKED) if name in imp.answers}


def keep_answers(imp: Import, answers: Answers) -> None:
    """What somebody answered; the questions it answers stay, to be answered otherwise."""
    imp.answers = {**imp.answers, SAID: answers_as_json(answers)}


def keep_layout(file: ImportFile) -> None:
    """Note whose export a file looks like; nothing where it cannot be read."""
    file.layout = {}
    try:
        with open_rows(file) as table:
            file.layout = layout_as_json(layout_for([column.name for column in table.columns]))
    except RefusedError:
        pass
    file.save(update_fields=["options", "layout"])


def _found(imp: Import, user: User, today: date) -> Standing:
    standing, deals = Standing(), list[tuple[ImportFile, Layout]]()
    for file in imp.files.all():
        layout = _counted(file, standing)
        if layout and layout.kind is Kind.DEALS:
            deals.append((file, layout))
    if standing.refused:
        return standing
    answers, asked = answers_of(imp, user, today), dict[str, Asking]()
    for file, layout in deals:
        for each in _surveyed(file, layout, answers, standing):
            known = asked.get(each.name)
            asked[each.name] = replace(known, rows=known.rows + each.rows) if known else each
    before = _answered_before(imp, [layout for _file, layout in deals], said_of(imp, user, today))
    standing.asked = [*(each for each in before if each.name not in asked), *asked.values()]
    return standing


def _counted(file: ImportFile, standing: Standing) -> Layout | None:
    """Whose export it is, its rows counted; None where it cannot be read to its end."""
    try:
        layout = layout_of(file)
        with open_rows(file) as table:
            fits = Counter(not isinstance(cells, Misfit) for _line, cells in cells_of(table))
    except RefusedError as refused:
        standing.refused[str(file.pk)] = refused.refusal
        return None
    standing.rows[str(file.pk)] = fits.total()
    standing.misfits += fits[False] if layout.kind is Kind.DEALS else 0
    return layout


def _surveyed(file: ImportFile, layout: Layout, answers: Answers, standing: Standing) -> list[Asking]:
    with open_rows(file) as table:
        found = survey(layout, _noticed(file, table, layout, answers, standing), answers, _fits)
    standing.outcomes.update(found.outcomes)
    standing.taken += found.taken
    standing.waiting += found.waiting
    standing.problems += found.problems
    standing.noes += found.noes
    return [
        Asking(asked.question, asked.rows, asked.likely if isinstance(asked.likely, Order) else "")
        for asked in found.questions
    ]


def _noticed(
    file: ImportFile, table: Table, layout: Layout, answers: Answers, standing: Standing
) -> Iterator[Cells]:
    """The rows that fit, the first no among them that can be read noted."""
    for line, cells in cells_of(table):
        if isinstance(cells, Misfit):
            continue
        if standing.first is None and _is_a_no(layout, cells, answers):
            standing.first = (str(file.pk), line)
        yield cells


def _is_a_no(layout: Layout, cells: Cells, answers: Answers) -> bool:
    if read_outcome(layout, cells, answers) is not Outcome.DECLINED:
        return False
    return not isinstance(read_whole_row(layout, cells, answers), Problem)


def _fits(deal: DealRow) -> bool:
    """Whether it can be kept as it is; told as if its person were new, for that changes nothing about it."""
    who = who_of(deal, deal.organisation)
    return unfit(new_win(deal, who, "") if deal.outcome is Outcome.WON else new_no(deal, who)) is None


_ASKED_ABOUT = {
    Ask.DATE_ORDER: (Field.CLOSED_ON, Field.LOST_ON),
    Ask.AMOUNT_MARK: (Field.VALUE,),
    Ask.OUTCOME: (Field.STAGE, Field.STATUS),
    Ask.REASON: (Field.REASON,),
    Ask.CURRENCY: (Field.CURRENCY, Field.VALUE),
    Ask.DAY: (Field.CLOSED_ON, Field.LOST_ON),
}


def _answered_before(imp: Import, layouts: list[Layout], said: Answers) -> list[Asking]:
    """What was asked and answered earlier about columns that still mean the same."""
    return [
        each
        for each in _asked_before(imp)
        if answer_to(each, said) and any(_still_means(each.question, layout) for layout in layouts)
    ]


def _asked_before(imp: Import) -> list[Asking]:
    return [asking_from_json(each) for each in imp.answers.get(ASKED, [])]


def _still_means(question: Question, layout: Layout) -> bool:
    headers = {layout.header(name) for name in _ASKED_ABOUT[question.ask]}
    return question.column in headers or question.ask is Ask.DAY
