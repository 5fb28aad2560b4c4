"""What the pages of figures let somebody choose, and what stands chosen, with a way to take each off."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import parse_qsl

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from insights.address import Names
from insights.band_words import band_words
from insights.kinds import Period, Whose
from insights.labels import PERIODS, WHOSE
from insights.selection import NARROWING, Selection, first_day
from prospects.conversations import ExitConversation
from prospects.labels import ANSWERS, ASKS, CHIPS, DECIDED, LIKELIHOODS, TOLD_BY

# By which word a narrowing that is a code is shown.
CODE_WORDS: Final[Mapping[str, Mapping[Any, LazyText]]] = {
    "conversation": CHIPS,
    "likelihood": LIKELIHOODS,
    "told_by": TOLD_BY,
    "decided": DECIDED,
    "ask": ASKS,
    "answer": ANSWERS,
    "decider": {"yes": gettext_lazy("From the decision maker"), "no": gettext_lazy("From somebody else")},
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose: by its address, or its value in a form."""

    label: str
    value: str
    is_chosen: bool
    query: str = ""


@dataclass(frozen=True)
class Choices:
    """What can be chosen. `reasons` are groups: the kind of no, and the reasons under it."""

    periods: list[Choice]
    whose: list[Choice]
    conversations: list[Choice]
    reasons: list[tuple[str, list[Choice]]]
    is_own_period: bool
    # Parts of the address the two forms keep: beside a kind of no and a reason, beside days.
    kept: list[tuple[str, str]]
    kept_beside_days: list[tuple[str, str]]


def choices_of(selection: Selection, names: Names, *, may_see_team: bool) -> Choices:
    """Everything the row above the figures offers."""
    return Choices(
        periods=[_period(selection, period, label) for period, label in PERIODS.items()],
        whose=[_whose(selection, whose, label) for whose, label in WHOSE.items()] if may_see_team else [],
        conversations=[
            Choice(str(label), code.value, selection.conversation is code)
            for code, label in CHIPS.items()
            if code is not ExitConversation.WE_DECLINED
        ],
        reasons=_reasons(selection, names),
        is_own_period=selection.period is None,
        kept=_kept(selection, {"conversation", "reason"}),
        kept_beside_days=_kept(selection, {"period", "from", "to"}),
    )


def _kept(selection: Selection, but: set[str]) -> list[tuple[str, str]]:
    return [(name, value) for name, value in parse_qsl(selection.query()) if name not in but]


def _period(selection: Selection, period: Period, label: LazyText) -> Choice:
    dates = {"first_on": first_day(period, selection.today), "last_on": selection.today}
    query = selection.query(period=period, **dates)
    return Choice(str(label), period.value, selection.period is period, query)


def _whose(selection: Selection, whose: Whose, label: LazyText) -> Choice:
    return Choice(str(label), whose.value, selection.whose is whose, selection.query(whose=whose))


def _reasons(selection: Selection, names: Names) -> list[tuple[str, list[Choice]]]:
    groups: dict[str, list[Choice]] = {}
    for reason in names.reasons.values():
        if selection.conversation in (None, reason.conversation):
            group = str(CHIPS[ExitConversation(reason.conversation)])
            choice = Choice(reason.label, str(reason.pk), selection.reason == reason.pk)
            groups.setdefault(group, []).append(choice)
    return list(groups.items())


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the figures are narrowed to, and the address without it."""

    label: str
    query: str


def shown_choices(selection: Selection, names: Names) -> list[Chosen]:
    """Everything that stands chosen beside whose and since when."""
    return [
        Chosen(_label(name, getattr(selection, name), names), selection.query(**{name: _nothing(name)}))
        for name in NARROWING
        if getattr(selection, name)
    ]


def _nothing(name: str) -> Any:
    return "" if name in {"stage", "source", "decider"} else None


def _label(name: str, value: Any, names: Names) -> str:
    if name in CODE_WORDS:
        return str(CODE_WORDS[name].get(value, value))
    labels: dict[str, Callable[[Any], str]] = {
        "reason": names.reason,
        "competitor": lambda _pk: names.competitor,
        "band": band_words,
        "stage": lambda stage: _("Stage: %(stage)s") % {"stage": stage},
        "source": lambda source: _("Source: %(source)s") % {"source": source},
    }
    return labels[name](value) if name in labels else str(value)
