"""What was done first after each no, in the cells a landmark is set on: grouped in the database."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from django.db.models import Case, Count, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.fields import CharField
from django.db.models.functions import Coalesce

from followups.kinds import STANDING_KINDS, Channel, Direction, Kind
from followups.models import Touch
from insights.day_count import DaysBetween
from insights.kinds import FirstStep, FirstTouch
from insights.landmark import LANDMARK, Cell
from insights.noes import may_come_back
from insights.selection import Selection

# Not ours to time: shown beside, never compared. Without any check-in are also those who asked us to stop,
# and those let go.
NOT_TIMED: Final = (FirstStep.NAMED, FirstStep.SPOKE, FirstStep.NONE)
TIMED: Final = tuple(step for step in FirstStep if step not in NOT_TIMED)
TOUCHES_COMPARED: Final = tuple(touch for touch in FirstTouch if touch != FirstTouch.NONE)
USEFUL: Final = Q(value_item__isnull=False) | Q(follow_up__kind__in=(Kind.VALUE_ITEM, Kind.PROMISE))
CHANNELS: Final = {
    Channel.CALL: FirstTouch.CALL,
    Channel.LETTER: FirstTouch.LETTER,
    Channel.MAIL: FirstTouch.MAIL,
}


def first_steps(selection: Selection) -> list[Cell[FirstStep]]:
    """By the first check-in within the landmark. Tries count, answered or not: what came of them is no
    longer what was done."""
    touches = Touch.objects.filter(
        Q(follow_up__kind__in=STANDING_KINDS) | Q(is_two_way=True),
        prospect=OuterRef("prospect_id"),
        happened_on__gt=OuterRef("said_on"),
    )
    step = _code(
        When(days__gt=LANDMARK, then=Value(FirstStep.NONE)),
        When(
            Q(follow_up__kind=Kind.AGREED_MEETING) | Q(follow_up__is_agreed=True), then=Value(FirstStep.NAMED)
        ),
        When(~Q(follow_up__kind=Kind.CHECK_IN) | Q(follow_up__isnull=True), then=Value(FirstStep.SPOKE)),
        When(days__lt=30, then=Value(FirstStep.UNDER_30)),
        When(days__lt=45, then=Value(FirstStep.FROM_30)),
        default=FirstStep.FROM_45,
    )
    return [
        Cell(FirstStep(code), said_on, came_back_on, times)
        for code, said_on, came_back_on, times in _cells(selection, touches, step, FirstStep.NONE)
    ]


def first_touches(selection: Selection) -> list[Cell[FirstTouch]]:
    """By what reached them first from us within the landmark; the confirmation of the no itself and what is
    still on its way are none."""
    touches = Touch.objects.filter(
        direction=Direction.OUT,
        loss__isnull=True,
        is_queued=False,
        prospect=OuterRef("prospect_id"),
        happened_on__gte=OuterRef("said_on"),
    ).exclude(channel=Channel.NOTE)
    touch = _code(
        When(days__gt=LANDMARK, then=Value(FirstTouch.NONE)),
        When(USEFUL, then=Value(FirstTouch.USEFUL)),
        *(When(channel=channel, then=Value(code)) for channel, code in CHANNELS.items()),
        default=FirstTouch.OTHER,
    )
    return [
        Cell(FirstTouch(code), said_on, came_back_on, times)
        for code, said_on, came_back_on, times in _cells(selection, touches, touch, FirstTouch.NONE)
    ]


def _code(*whens: When, default: str) -> Case:
    return Case(*whens, default=Value(default), output_field=CharField())


def _cells(
    selection: Selection, touches: QuerySet[Touch], code: Case, none: str
) -> Iterator[tuple[str, date, date | None, int]]:
    """Code, said on, came back on, how many: the code is that of the first of the touches."""
    first = (
        touches.annotate(days=DaysBetween(OuterRef("said_on"), F("happened_on")))
        .annotate(code=code)
        .order_by("happened_on", "created_at", "pk")
        .values("code")[:1]
    )
    rows = may_come_back(selection).annotate(first=Coalesce(Subquery(first), Value(none)))
    yield from rows.values_list("first", "said_on", "came_back_on").annotate(times=Count("pk")).order_by()
