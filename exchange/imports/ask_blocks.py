"""What is asked about a column, as the page shows it: in place, once per column or value."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import groupby

from django.utils.formats import number_format
from django.utils.functional import Promise as LazyText
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from common.days import spoken_day
from exchange.amounts import Mark, amounts_of
from exchange.currencies import CODES, SHARED_SIGNS
from exchange.dates import Order, days_of
from exchange.dialects.answers import Answers, Ask
from exchange.imports.asking import ENDS, LEAVE, Asking, answer_to, every_other
from exchange.imports.reason_choices import Group, ReasonChoices
from exchange.lost import Outcome

_LONGEST = 80  # characters of a value
# From so many texts on there is one answer for all that have none of their own.
_MANY = 8
OUTCOMES: dict[Outcome, LazyText] = {
    Outcome.DECLINED: gettext_lazy("A no"),
    Outcome.WON: gettext_lazy("A yes"),
    Outcome.OPEN: gettext_lazy("Still open"),
}


@dataclass(frozen=True)
class Line:
    """One field: its name, what it is about, how many rows wait for it, what is chosen, what can be."""

    name: str
    text: str
    rows: int
    chosen: str
    options: Sequence[tuple[str, str]] = ()
    groups: Sequence[Group] = ()


@dataclass(frozen=True)
class Block:
    """What is asked about a column. `look`: "radios" (one line), "pairs" (a line for each value) or "day".

    Of a day: `how` is the field that leaves such rows out, `leaves` whether it does, `latest` the last day.
    """

    look: str
    title: str
    lines: tuple[Line, ...]
    strong: str = ""
    how: str = ""
    leaves: bool = False
    latest: str = ""


@dataclass(frozen=True)
class Asker:
    """Draws questions, with what was chosen a moment ago (`typed`), was answered, or would be proposed."""

    said: Answers
    reasons: ReasonChoices
    typed: Mapping[str, str] = field(default_factory=dict)

    def blocks(self, asked: Iterable[Asking]) -> list[Block]:
        """The questions about one column, kind by kind."""
        in_order = sorted(asked, key=lambda each: list(Ask).index(each.question.ask))
        kinds = groupby(in_order, key=lambda each: each.question.ask)
        return [_DRAWN[ask](self, list(each)) for ask, each in kinds]

    def is_open(self, asking: Asking) -> bool:
        """Whether nobody has answered it yet."""
        return not answer_to(asking, self.said)

    def _dates(self, asked: list[Asking]) -> Block:
        (asking,) = asked
        days = days_of(asking.question.example, zone=self.said.zone)
        read = {Order.DAY_FIRST: days.day_first, Order.MONTH_FIRST: days.month_first}
        options = [(str(order), spoken_day(day)) for order, day in read.items() if day]
        line = self._line(asking, asking.likely, options)
        return Block("radios", _("is which day?"), (line,), strong=_shortened(asking.question.example))

    def _marks(self, asked: list[Asking]) -> Block:
        (asking,) = asked
        amounts = amounts_of(asking.question.example)
        read = {Mark.POINT: amounts.point, Mark.COMMA: amounts.comma}
        options = [(str(mark), _number(value)) for mark, value in read.items() if value is not None]
        line = self._line(asking, "", options)
        return Block("radios", _("is how much?"), (line,), strong=_shortened(asking.question.example))

    def _outcomes(self, asked: list[Asking]) -> Block:
        options = [(str(end), str(OUTCOMES[end])) for end in ENDS]
        lines = tuple(self._line(each, "", options) for each in asked)
        return Block("pairs", _("How did these end?"), lines)

    def _reasons(self, asked: list[Asking]) -> Block:
        groups = tuple(self.reasons.groups())
        lines = [
            self._line(each, self.reasons.proposed(each.question.example), groups=groups)
            for each in sorted(asked, key=lambda each: -each.rows)
        ]
        count = len(lines)
        if count > _MANY:
            others = self._line(every_other(), "", groups=groups, text=_("All others"))
            lines.append(others)
        title = ngettext("One of your reasons needs a home", "%(count)d of your reasons need a home", count)
        return Block("pairs", title % {"count": count}, tuple(lines))

    def _currencies(self, asked: list[Asking]) -> Block:
        lines = tuple(
            self._line(each, "", currencies(SHARED_SIGNS.get(each.question.value, ()))) for each in asked
        )
        return Block("pairs", _("Which currency is it?"), lines)

    def _days(self, asked: list[Asking]) -> Block:
        (asking, *_further) = asked
        line = self._line(asking, "")
        leaves = self.typed.get(asking.how, line.chosen) == LEAVE
        text = ngettext(
            "%(count)d row tells no day, or one that has yet to come. When was it decided?",
            "%(count)d rows tell no day, or one that has yet to come. When was it decided?",
            line.rows,
        )
        line = replace(line, chosen="" if line.chosen == LEAVE else line.chosen)
        latest = self.said.today.isoformat() if self.said.today else ""
        return Block(
            "day", text % {"count": line.rows}, (line,), how=asking.how, leaves=leaves, latest=latest
        )

    def _line(
        self,
        asking: Asking,
        proposed: str,
        options: Sequence[tuple[str, str]] = (),
        groups: Sequence[Group] = (),
        text: str = "",
    ) -> Line:
        chosen = self.typed.get(asking.name) or answer_to(asking, self.said) or proposed
        text = text or _shortened(asking.question.example)
        return Line(asking.name, text, asking.rows, chosen, options, groups)


_DRAWN: dict[Ask, Callable[[Asker, list[Asking]], Block]] = {
    Ask.DATE_ORDER: Asker._dates,
    Ask.AMOUNT_MARK: Asker._marks,
    Ask.OUTCOME: Asker._outcomes,
    Ask.REASON: Asker._reasons,
    Ask.CURRENCY: Asker._currencies,
    Ask.DAY: Asker._days,
}


def currencies(first: Iterable[str] = ()) -> list[tuple[str, str]]:
    """Every currency, some of them first."""
    likely = sorted(first)
    return [(code, code) for code in (*likely, *sorted(CODES - set(likely)))]


def _shortened(value: str) -> str:
    """A value of a file as the page shows it: an empty one has a name, a very long one its beginning."""
    return Truncator(value).chars(_LONGEST) if value else pgettext("a cell", "empty")


def _number(value: Decimal) -> str:
    return str(number_format(value, decimal_pos=2, force_grouping=True))
