"""Pure: yes, partly and no of each question, side by side in one bar."""

from dataclasses import dataclass

from insights.charts.scale import percent


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """How often each answer was given."""

    label: str
    yes: int
    partly: int
    no: int

    @property
    def of(self) -> int:
        """How often any was."""
        return self.yes + self.partly + self.no


@dataclass(frozen=True, slots=True)
class DrawnAnswers:
    """A row with the widths of its three parts, and where the second and third begin."""

    row: AnswerRow
    yes: str
    partly_x: str
    partly: str
    no_x: str
    no: str


@dataclass(frozen=True, slots=True)
class AnswerChart:
    """Answers under a finding."""

    title: str
    caption: str
    rows: tuple[AnswerRow, ...]
    csv_url: str = ""

    @property
    def drawn(self) -> tuple[DrawnAnswers, ...]:
        """The rows as they are drawn; each bar is full, whatever it is of."""
        return tuple(_drawn(row) for row in self.rows)


def _drawn(row: AnswerRow) -> DrawnAnswers:
    of = row.of or 1
    yes, partly, no = row.yes / of, row.partly / of, row.no / of
    return DrawnAnswers(row, percent(yes), percent(yes), percent(partly), percent(yes + partly), percent(no))
