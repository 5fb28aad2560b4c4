"""Debriefs fade a fortnight after their day; they never pile up."""

from datetime import UTC, datetime, time

import pytest

from accounts.changes import Change
from accounts.models import User
from followups.actions import fade_debriefs, fading, undo
from followups.kinds import Kind, Outcome, Status
from followups.models import FollowUp
from prospects.models import Prospect
from tests.followups.telling import complete, day, log, nine_on, open_row, open_rows

# The debrief of a no of MONDAY is due on Tuesday, day 1.
LAST_DAY = day(15)
DAY_AFTER = day(16)


@pytest.fixture
def debrief(owner: User) -> FollowUp:
    return open_row(log(owner).prospect, Kind.DEBRIEF)


def status(row: FollowUp) -> str:
    return FollowUp.objects.get(pk=row.pk).status


def test_on_the_fourteenth_day_it_stands_on_the_fifteenth_it_goes(debrief: FollowUp) -> None:
    assert fade_debriefs(nine_on(LAST_DAY)) == 0
    assert status(debrief) == Status.OPEN
    assert fade_debriefs(nine_on(DAY_AFTER)) == 1
    assert status(debrief) == Status.CANCELLED


def test_running_twice_changes_nothing_more(debrief: FollowUp) -> None:
    assert [fade_debriefs(nine_on(DAY_AFTER)) for _ in range(3)] == [1, 0, 0]
    assert Change.objects.filter(action="fade").count() == 1


@pytest.mark.parametrize(
    ("zone", "hour", "goes"),
    [
        ("Pacific/Kiritimati", 9, False),  # fourteen hours ahead: 23:00 on day 15
        ("Pacific/Kiritimati", 10, True),  # midnight there
        ("UTC", 23, False),
        ("America/Los_Angeles", 23, False),
    ],
)
def test_the_day_is_judged_in_the_owners_zone(debrief: FollowUp, zone: str, hour: int, goes: bool) -> None:
    User.objects.update(time_zone=zone)
    assert fade_debriefs(datetime.combine(LAST_DAY, time(hour), tzinfo=UTC)) == goes


def test_far_behind_utc_it_stands_a_day_longer(debrief: FollowUp) -> None:
    User.objects.update(time_zone="Pacific/Pago_Pago")
    assert fade_debriefs(datetime.combine(DAY_AFTER, time(10, 59), tzinfo=UTC)) == 0
    assert fade_debriefs(datetime.combine(DAY_AFTER, time(11), tzinfo=UTC)) == 1


def test_nothing_but_debriefs_fades(debrief: FollowUp) -> None:
    fade_debriefs(nine_on(day(200)))
    assert {kind for kind, _ in open_rows(debrief.prospect)} == {Kind.THANK_YOU, Kind.CHECK_IN}


def test_a_debrief_of_a_plan_that_has_ended_fades_too(debrief: FollowUp) -> None:
    check_in = FollowUp.objects.get(kind=Kind.CHECK_IN)
    complete(check_in, Outcome.WON_BACK, on=day(2))
    assert fade_debriefs(nine_on(DAY_AFTER)) == 1


def test_a_debrief_that_was_done_stays_done(debrief: FollowUp) -> None:
    complete(debrief, Outcome.DONE, on=day(1))
    assert fade_debriefs(nine_on(DAY_AFTER)) == 0
    assert undo(debrief.pk, by=debrief.owner, now=nine_on(DAY_AFTER)).status == Status.OPEN


def test_more_than_a_batch_goes_over_several_ticks(owner: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fading, "BATCH", 2)
    for n in range(5):
        log(owner, f"Person {n}")
    assert [fade_debriefs(nine_on(DAY_AFTER)) for _ in range(4)] == [2, 2, 1, 0]
    assert Prospect.objects.count() == 5


def test_one_that_cant_go_never_keeps_the_others_and_is_told(
    owner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [open_row(log(owner, f"Person {number}").prospect, Kind.DEBRIEF) for number in range(3)]
    cancel = fading.cancel

    def cancel_but_one(row: FollowUp, trail: object) -> None:
        if row.pk == rows[1].pk:
            raise ValueError(row.pk)
        cancel(row, trail)  # type: ignore[arg-type]

    monkeypatch.setattr(fading, "cancel", cancel_but_one)
    with pytest.raises(fading.CouldNotFade):
        fade_debriefs(nine_on(DAY_AFTER))
    assert [status(row) for row in rows] == [Status.CANCELLED, Status.OPEN, Status.CANCELLED]
