"""The deeper figures as tables for files: the same counts, English headers and codes that stay."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any, Final

from insights.asked import Ask, asks, granted, named, promises
from insights.charts.rates import SHOWN_CONFIDENCE
from insights.counted import counted
from insights.csv_files import Table
from insights.dimensions import COLUMNS, COMPETITOR, REASON, VALUE, Dimension
from insights.first_steps import first_steps, first_touches
from insights.groups import Groups, by_column, by_competitor, by_reason, by_value
from insights.kinds import Fate
from insights.landmark import Cell, since_landmark
from insights.on_time import on_time, silent, within
from insights.proportions import Share, wilson
from insights.same_reason import beside
from insights.selection import Selection
from insights.voices import pairs
from prospects.conversations import AskAnswer, PromiseState

RATE: Final = ("came_back", "of", "range_low", "range_high")


def _rate(share: Share) -> tuple[object, ...]:
    bounds = wilson(share, SHOWN_CONFIDENCE)
    return share.hits, share.of, round(bounds.low, 4), round(bounds.high, 4)


def groups_table(groups: Iterable[Groups]) -> Table:
    """Noes of each group, in how many it was noted at all, and what of them came back."""
    rows = [
        (
            every.currency,
            group.key,
            group.label,
            group.counted.noes if group.seen is None else group.seen,
            group.counted.noes,
            *_rate(group.counted.share),
        )
        for every in groups
        for group in every.groups
    ]
    return Table(("currency", "key", "label", "noted_in", "noes", *RATE), rows)


def _reasons(selection: Selection) -> Table:
    return groups_table([by_reason(selection, counted(selection))])


def _competitors(selection: Selection) -> Table:
    return groups_table([by_competitor(selection, counted(selection))])


def _values(selection: Selection) -> Table:
    return groups_table(by_value(selection))


def _column(dimension: Dimension, selection: Selection) -> Table:
    return groups_table([by_column(selection, dimension, counted(selection))])


def _both_reasons(selection: Selection) -> Table:
    """Our label and theirs; those that stand apart have none of ours."""
    seen = beside(pairs(selection), SHOWN_CONFIDENCE)
    rows = [
        (ours.value, theirs.value, times, "yes" if ours is theirs else "no")
        for (ours, theirs), times in sorted(seen.matrix.items())
    ]
    apart = [("", answer, times, "") for answer, times in sorted(seen.apart.items())]
    return Table(("our_reason", "their_answer", "noes", "same"), [*rows, *apart])


def _since(cells: Callable[[Selection], Iterable[Cell[Any]]], selection: Selection) -> Table:
    since = since_landmark(cells(selection), selection.today)
    rows = [(key.value, *_rate(share)) for key, share in since.shares.items()]
    return Table(("first", *RATE), sorted(rows))


def _on_time(selection: Selection) -> Table:
    fates = on_time(selection).fates
    return Table(("became", "follow_ups"), [(fate.value, fates.get(fate, 0)) for fate in Fate])


def _on_time_by_month(selection: Selection) -> Table:
    rows = [
        (month.strftime("%Y-%m"), *(fates.get(fate, 0) for fate in Fate), *_rate(within(fates)))
        for month, fates in on_time(selection).months.items()
    ]
    header = ("month", *(fate.value for fate in Fate), "in_time", "of", "range_low", "range_high")
    return Table(header, rows)


def _silent(selection: Selection) -> Table:
    found = silent(selection)
    rows = [("everybody", *_rate(found.people)), ("decision_makers", *_rate(found.decision_makers))]
    return Table(("people", "silent", "of", "range_low", "range_high"), rows)


def _asks(selection: Selection) -> Table:
    answers = [answer for answer in AskAnswer if answer != AskAnswer.NOT_ASKED]
    rows = [
        (ask.kind.value, ask.of.noes, ask.asked.noes, *(_noes(ask, answer) for answer in answers))
        for ask in asks(selection, counted(selection))
    ]
    return Table(("ask", "noes", "asked", *(answer.value for answer in answers)), rows)


def _noes(ask: Ask, answer: AskAnswer) -> int:
    return ask.answers[answer].noes if answer in ask.answers else 0


def _asking_came_back(selection: Selection) -> Table:
    rows = [
        (ask.kind.value, key.value, *_rate(share))
        for ask in asks(selection, counted(selection))
        for key, share in ask.came_back.items()
    ]
    return Table(("ask", "answer", *RATE), rows)


def _permissions(selection: Selection) -> Table:
    rows = [(one.channel.value, one.people, one.confirmed, one.withdrawn) for one in granted(selection)]
    return Table(("channel", "people", "confirmed", "withdrawn"), rows)


def _referrals(selection: Selection) -> Table:
    people = named(selection)
    return Table(
        ("named", "contacted", "offered", "won"),
        [(people.people, people.contacted, people.offered, people.won)],
    )


def _promises(selection: Selection) -> Table:
    states = promises(selection)
    return Table(("state", "promises"), [(state.value, states.get(state, 0)) for state in PromiseState])


DEEPER: Final[Mapping[str, Callable[[Selection], Table]]] = {
    REASON.code: _reasons,
    COMPETITOR.code: _competitors,
    VALUE.code: _values,
    **{dimension.code: partial(_column, dimension) for dimension in COLUMNS},
    "both-reasons": _both_reasons,
    "check-in-intervals": partial(_since, first_steps),
    "first-touches": partial(_since, first_touches),
    "on-time": _on_time,
    "on-time-by-month": _on_time_by_month,
    "silent": _silent,
    "asks": _asks,
    "asking-came-back": _asking_came_back,
    "permissions": _permissions,
    "referrals": _referrals,
    "promises": _promises,
}
