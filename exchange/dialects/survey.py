"""Pure: what a whole file says: what its columns settle, and what has to be asked, once each."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from exchange.amounts import AmountTally
from exchange.dates import DateTally, Order
from exchange.dialects.answers import Answers, Ask, DealRow, Problem, Question
from exchange.dialects.fields import Field, Row
from exchange.dialects.recognition import Layout
from exchange.dialects.rows import read_outcome, read_whole_row
from exchange.lost import Outcome
from exchange.reasons import Proposal, propose

# So many different questions are gathered; whoever has answered these is asked the next.
MOST_ASKED = 200
DAYS = (Field.CLOSED_ON, Field.LOST_ON, Field.CREATED_ON)


@dataclass(frozen=True)
class Asked:
    """A question, how many rows wait for its answer, and what we would propose (None: nothing)."""

    question: Question
    rows: int
    likely: Order | Proposal | None = None


@dataclass(frozen=True)
class Survey:
    """How the rows of a file fall out with the answers so far.

    `outcomes` counts every row; of those that are to come along, `taken` are read in full, `waiting` wait for
    an answer and `problems` cannot be read or kept; `noes` are the declined among the first two.
    """

    outcomes: dict[Outcome, int] = field(default_factory=dict)
    taken: int = 0
    waiting: int = 0
    problems: int = 0
    noes: int = 0
    questions: tuple[Asked, ...] = ()


def settle(layout: Layout, rows: Iterable[Row], answers: Answers) -> Answers:
    """The answers with what the columns prove by themselves; what somebody answered stands."""
    tallies = _Tallies(layout, answers)
    for row in rows:
        tallies.add(row)
    orders = {header: order for header, tally in tallies.days.items() if (order := tally.column.order)}
    mark = tallies.amounts.column.mark
    return replace(
        answers,
        date_orders=orders | dict(answers.date_orders),
        marks=({layout.header(Field.VALUE): mark} if mark else {}) | dict(answers.marks),
    )


def survey(
    layout: Layout,
    rows: Iterable[Row],
    answers: Answers,
    fits: Callable[[DealRow], bool] = lambda deal: True,
) -> Survey:
    """Read every row with the answers so far, and gather what is still to be asked. Keeps no row.

    `fits` says of a deal that is to come along whether it can be kept.
    """
    tallies, falls = _Tallies(layout, answers), Counter[str]()
    outcomes, asked, first = Counter[Outcome](), Counter[Question](), dict[Question, Question]()
    for row in rows:
        tallies.add(row)
        read = read_whole_row(layout, row, answers)
        outcome = read_outcome(layout, row, answers)
        outcomes[outcome] += 1
        if isinstance(read, Problem) or (isinstance(read, DealRow) and read.is_taken and not fits(read)):
            falls["problems"] += 1
            continue
        falls["noes"] += outcome is Outcome.DECLINED
        if isinstance(read, DealRow):
            falls["taken"] += read.is_taken
        else:
            falls["waiting"] += 1
            for question in dict.fromkeys(read):
                if question in first or len(first) < MOST_ASKED:
                    asked[question] += 1
                    first.setdefault(question, question)
    questions = tuple(Asked(first[each], count, tallies.likely(each)) for each, count in asked.items())
    return Survey(
        dict(outcomes), falls["taken"], falls["waiting"], falls["problems"], falls["noes"], questions
    )


class _Tallies:
    """The columns that are judged over all rows, while the rows go by."""

    def __init__(self, layout: Layout, answers: Answers) -> None:
        self.days = {layout.header(name): DateTally(answers.zone) for name in DAYS if layout.header(name)}
        self.amounts = AmountTally()
        self._layout = layout

    def add(self, row: Row) -> None:
        """Take in one row."""
        for header, tally in self.days.items():
            tally.add(row.get(header) or "")
        self.amounts.add(self._layout.cell(row, Field.VALUE))

    def likely(self, question: Question) -> Order | Proposal | None:
        """What we would propose: what the decisive rows point to, or what the words of a reason say."""
        if question.ask is Ask.REASON:
            return propose(question.example)
        if question.ask is not Ask.DATE_ORDER:
            return None
        own = self.days[question.column].column
        others = (tally.column.likely for header, tally in self.days.items() if header != question.column)
        return None if own.contradicts else own.likely or next(filter(None, others), None)
