"""Why we hear no, as a table: kinds of no with their reasons beneath, how many, what it was worth, what came
back. Money stands by currency and is not added up across them."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from common.money import by_currency, money_text
from insights.address import Names
from insights.proportions import Share
from insights.rows import Among, Narrowing, rows_url
from insights.selection import Selection
from insights.tally import Amount, Tally, Why, money_by_why
from prospects.conversations import ExitConversation
from prospects.labels import CHIPS


@dataclass(frozen=True)
class WhyLine:
    """A line: a kind of no (`is_kind`; `closer_url` narrows the page to it), or a reason beneath one."""

    label: str
    noes: int
    noes_url: str
    money: tuple[str, ...]
    came_back: Share
    came_back_url: str
    is_kind: bool = False
    closer_url: str = ""


@dataclass(frozen=True)
class WhyTable:
    """The lines in order: the most common first, each with its reasons beneath."""

    lines: tuple[WhyLine, ...]


NONE = Share(0, 0)


@dataclass
class _Sums:
    noes: int = 0
    share: Share = NONE
    money: tuple[tuple[str, Decimal], ...] = ()


def why_table(selection: Selection, names: Names, counted: Tally) -> WhyTable:
    """The table of what was counted; one query for the money."""
    sums = _sums(counted, money_by_why(selection) if counted.told_us else [])
    kinds: defaultdict[ExitConversation, _Sums] = defaultdict(_Sums)
    for (kind, _reason), one in sums.items():
        kinds[kind] = _added(kinds[kind], one)
    lines: list[WhyLine] = []
    for kind, together in sorted(kinds.items(), key=lambda pair: -pair[1].noes):
        lines.append(_kind_line(selection, kind, together))
        reasons = {reason: one for (of, reason), one in sums.items() if of is kind}
        if set(reasons) != {None}:
            lines += _reason_lines(selection, names, kind, reasons)
    return WhyTable(tuple(lines))


def _sums(counted: Tally, amounts: list[Amount]) -> dict[Why, _Sums]:
    shares = counted.shares()
    sums = {why: _Sums(noes, shares.get(why, NONE)) for why, noes in counted.by_why().items()}
    for amount in amounts:
        if amount.why in sums:
            sums[amount.why].money += ((amount.currency, amount.value),)
    return sums


def _added(one: _Sums, other: _Sums) -> _Sums:
    return _Sums(one.noes + other.noes, one.share + other.share, one.money + other.money)


def _kind_line(selection: Selection, kind: ExitConversation, sums: _Sums) -> WhyLine:
    narrowed = selection.but(conversation=kind)
    closer = "" if selection.conversation else f"{reverse('insights:overview')}?{narrowed.query()}"
    return _line(narrowed, str(CHIPS[kind]), sums, closer_url=closer, is_kind=True)


def _reason_lines(
    selection: Selection,
    names: Names,
    kind: ExitConversation,
    reasons: Mapping[UUID | None, _Sums],
) -> list[WhyLine]:
    lines = []
    for reason, sums in sorted(reasons.items(), key=lambda pair: -pair[1].noes):
        label = names.reason(reason) or _("No reason noted")
        narrowed = selection.but(conversation=kind, reason=reason or selection.reason)
        lines.append(_line(narrowed, label, sums, no_reason=reason is None))
    return lines


def _line(
    selection: Selection,
    label: str,
    sums: _Sums,
    *,
    no_reason: bool = False,
    is_kind: bool = False,
    closer_url: str = "",
) -> WhyLine:
    back = Narrowing(Among.MAY_COME_BACK, came_back=True, no_reason=no_reason)
    amounts = by_currency(sums.money).items()
    return WhyLine(
        label=label,
        noes=sums.noes,
        noes_url=rows_url(selection, Narrowing(no_reason=no_reason)),
        money=tuple(money_text(value, currency) for currency, value in amounts),
        came_back=sums.share,
        came_back_url=rows_url(selection, back),
        is_kind=is_kind,
        closer_url=closer_url,
    )
