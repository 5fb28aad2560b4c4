"""The noes of a selection, group by group with their words and rows: what charts and files both show."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _

from insights.band_words import band_words
from insights.counted import (
    NO_VALUE,
    Counted,
    counted_by,
    counted_by_cell,
    counted_by_competitor,
    merged,
)
from insights.dimensions import COMPETITOR, REASON, VALUE, Dimension
from insights.rows import Among, Narrowing, rows_url
from insights.selection import Selection
from insights.value_bands import bands
from prospects.conversations import ExitConversation
from prospects.labels import CHIPS

NOT_NOTED: Final = "not_noted"
ALL_OTHERS: Final = "all_others"
MOST_CURRENCIES: Final = 3
RATED: Final = Narrowing(Among.MAY_COME_BACK)


@dataclass(frozen=True, slots=True)
class Group:
    """Noes alike in one thing. `seen`: in how many it was noted at all, where that is not the same."""

    key: str
    label: str
    counted: Counted
    url: str = ""
    seen: int | None = None

    @property
    def is_noted(self) -> bool:
        """Whether it says anything."""
        return self.key != NOT_NOTED

    @property
    def rated_url(self) -> str:
        """The rows its rate is out of; none where the rate is of some that no address tells from the rest."""
        is_told_apart = self.seen not in (None, self.counted.noes)
        return "" if is_told_apart or not self.url else f"{self.url}&{RATED.query()}"


@dataclass(frozen=True)
class Groups:
    """All groups of a dimension; together they are the `whole`. `currency`: of values alone."""

    dimension: Dimension
    groups: tuple[Group, ...]
    whole: Counted
    currency: str = ""

    @property
    def is_noted(self) -> bool:
        """Whether anything was noted of it."""
        return any(group.is_noted and group.key != ALL_OTHERS for group in self.groups)

    def words(self, text: object) -> str:
        """A text of the dimension, with the currency in its place."""
        return str(text) % {"currency": self.currency} if self.currency else str(text)


def by_reason(selection: Selection, whole: Counted) -> Groups:
    """By the team's own reasons. One query."""
    found = counted_by(selection, *REASON.columns)
    times = Counter(label for _pk, label, _kind in found)
    groups = [
        Group(
            str(pk or NOT_NOTED),
            _reason_label(label, kind, is_alone=times[label] == 1),
            one,
            rows_url(selection, reason=pk) if pk else rows_url(selection, Narrowing(no_reason=True)),
        )
        for (pk, label, kind), one in found.items()
    ]
    return Groups(REASON, _with_the_rest(groups, whole), whole)


def by_competitor(selection: Selection, whole: Counted) -> Groups:
    """By the main competitor; `seen` says in how many noes each was. One query."""
    groups = [
        Group(str(pk), name, one, _competitor_url(selection, pk), seen)
        for (pk, name), (one, seen) in counted_by_competitor(selection).items()
    ]
    rest = whole.without(group.counted for group in groups)
    if groups and rest.noes:
        groups.append(Group(NOT_NOTED, _("No competitor as the main one"), rest))
    return Groups(COMPETITOR, tuple(groups), whole)


def _competitor_url(selection: Selection, pk: UUID) -> str:
    """Of another one beside the one that is asked about an address can't name the rows."""
    return rows_url(selection, competitor=pk) if selection.competitor in (None, pk) else ""


def by_column(selection: Selection, dimension: Dimension, whole: Counted) -> Groups:
    """By something that stands on the no itself. One query."""
    found = counted_by(selection, *dimension.columns)
    groups = [_column_group(selection, dimension, key, one) for (key,), one in found.items()]
    if dimension.in_order:
        order = [*dimension.in_order, NOT_NOTED]
        groups.sort(key=lambda group: order.index(group.key))
    return Groups(dimension, _with_the_rest(groups, whole), whole)


def by_value(selection: Selection) -> list[Groups]:
    """By what was offered, currency by currency, the most common ones. One query."""
    cells = counted_by_cell(selection)
    noes: Counter[str] = Counter()
    for (currency, cell), one in cells.items():
        noes[currency] += one.noes if cell != NO_VALUE else 0
    common = [currency for currency, times in noes.most_common(MOST_CURRENCIES) if times]
    return [_of_currency(selection, currency, cells) for currency in common]


def _of_currency(selection: Selection, currency: str, cells: dict[tuple[str, int], Counted]) -> Groups:
    counts = {cell: one.noes for (of, cell), one in cells.items() if of == currency and cell != NO_VALUE}
    groups = [
        Group(
            str(band),
            band_words(band),
            merged(cells, currency, band.low, band.high),
            rows_url(selection, band=band.within(selection.band)),
        )
        for band in bands(currency, counts)
    ]
    return Groups(VALUE, tuple(groups), sum((group.counted for group in groups), Counted()), currency)


def _column_group(selection: Selection, dimension: Dimension, key: Any, one: Counted) -> Group:
    if key in ("", None):
        return Group(NOT_NOTED, _("Not noted"), one)
    label = str(dimension.codes[key]) if dimension.codes else str(key)
    narrowed = {True: "yes", False: "no"}[key] if isinstance(key, bool) else key
    return Group(str(narrowed), label, one, rows_url(selection, None, **{dimension.narrows: narrowed}))


def _reason_label(label: str | None, kind: str | None, *, is_alone: bool) -> str:
    """A label that stands under several kinds of no ("Price") says under which."""
    if not label or not kind:
        return _("No reason noted")
    if is_alone:
        return label
    return _("%(reason)s (%(kind)s)") % {"reason": label, "kind": CHIPS[ExitConversation(kind)]}


def _with_the_rest(groups: Sequence[Group], whole: Counted) -> tuple[Group, ...]:
    """What was not noted goes last, before it all that is too small to be shown by itself."""
    rest = whole.without(group.counted for group in groups)
    noted = [group for group in groups if group.is_noted]
    others = [Group(ALL_OTHERS, _("All others"), rest)] if rest.noes else []
    return (*noted, *others, *(group for group in groups if not group.is_noted))


def noted(groups: Iterable[Group]) -> list[Group]:
    """Those that say something."""
    return [group for group in groups if group.is_noted]
