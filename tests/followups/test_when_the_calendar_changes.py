"""Open rows on what is no longer a working day are re-picked; nothing else moves."""

from datetime import date

from accounts.models import User
from followups.actions import re_pick_days_off
from followups.kinds import Kind
from followups.models import FollowUp
from prospects.conversations import Manner
from prospects.models import Prospect
from tests.cast import MONDAY
from tests.followups.telling import day, log, nine_on, open_row, step_of


def change_days(owner: User, working_days: str, today: date = MONDAY) -> int:
    """The owner works on other weekdays from now on; returns how many rows moved."""
    owner.working_days = working_days
    owner.save()
    return re_pick_days_off(owner, today=today, now=nine_on(today))


def move(row: FollowUp, opens: int, due: int, closes: int) -> None:
    FollowUp.objects.filter(pk=row.pk).update(opens_on=day(opens), due_on=day(due), closes_on=day(closes))


def dates(row: FollowUp) -> tuple[date, date, date]:
    row.refresh_from_db()
    return row.opens_on, row.due_on, row.closes_on


def test_a_check_in_is_re_picked_nearest_to_its_day_inside_its_window(owner: User) -> None:
    step = step_of(log(owner).prospect)  # Thursday, day 45
    assert change_days(owner, "0124") == 1
    assert dates(step) == (day(30), day(44), day(60))


def test_the_limit_counts(owner: User) -> None:
    steps = [step_of(log(owner, f"Person {n}").prospect) for n in range(6)]
    owner.team.daily_limit = 4
    owner.team.save()
    change_days(owner, "0124")
    assert sorted(dates(step)[1] for step in steps) == [day(44)] * 4 + [day(46)] * 2


def test_without_a_window_it_is_the_first_working_day_after(owner: User) -> None:
    ingrid = log(owner).prospect
    thanks, debrief = open_row(ingrid, Kind.THANK_YOU), open_row(ingrid, Kind.DEBRIEF)
    change_days(owner, "34")
    assert dates(thanks) == dates(debrief) == (day(3),) * 3


def test_an_agreed_call_moves_and_an_agreed_meeting_stays(owner: User) -> None:
    call = step_of(log(owner, "Erik", next_contact_on=day(8)).prospect)
    meeting = log(owner, "Aisha", next_contact_on=day(8), next_contact_manner=Manner.MEETING).prospect
    change_days(owner, "024")
    assert dates(call) == (day(9),) * 3
    assert dates(step_of(meeting)) == (day(8),) * 3


def test_rows_on_working_days_and_past_rows_do_not_move(owner: User) -> None:
    ingrid = log(owner).prospect
    before = {row.pk: dates(row) for row in FollowUp.objects.all()}
    assert change_days(owner, "0123456") == 0
    assert change_days(owner, "0", today=day(46)) == 0
    assert {row.pk: dates(row) for row in FollowUp.objects.filter(prospect=ingrid)} == before


def test_a_window_half_past_is_re_picked_from_today_on(owner: User) -> None:
    step = step_of(log(owner).prospect)
    move(step, 30, 47, 60)  # put off to a Saturday
    change_days(owner, "123", today=day(46))  # today is a Friday
    assert dates(step) == (day(30), day(50), day(60))


def test_a_window_without_any_working_day_left_ends_later(owner: User) -> None:
    step = step_of(log(owner).prospect)
    move(step, 57, 58, 60)  # Tuesday to Friday
    change_days(owner, "0")
    assert dates(step) == (day(57), day(63), day(63))


def test_holidays_of_a_new_country_are_stepped_around(owner: User) -> None:
    step = step_of(log(owner).prospect)
    move(step, 30, 35, 60)  # Easter Monday
    owner.country = "DE"
    owner.save()
    re_pick_days_off(owner, today=MONDAY, now=nine_on(MONDAY))
    assert dates(step)[1] == date(2026, 4, 7)


def test_a_debrief_takes_no_room_where_it_moves_to(owner: User) -> None:
    owner.team.daily_limit = 1
    owner.team.save()
    ingrid = log(owner).prospect
    debrief, step = open_row(ingrid, Kind.DEBRIEF), step_of(ingrid)
    move(open_row(ingrid, Kind.THANK_YOU), 10, 10, 10)
    move(step, 1, 2, 4)
    change_days(owner, "034")  # Tuesday goes, and Wednesday
    assert dates(debrief) == (day(3),) * 3
    assert dates(step) == (day(1), day(3), day(4))


def test_running_twice_moves_nothing_more(owner: User) -> None:
    log(owner)
    assert change_days(owner, "0124") > 0
    assert re_pick_days_off(owner, today=MONDAY, now=nine_on(MONDAY)) == 0


def test_a_colleagues_rows_stay(owner: User, colleague: User) -> None:
    theirs: Prospect = log(colleague).prospect
    before = dates(step_of(theirs))
    change_days(owner, "0")
    assert dates(step_of(theirs)) == before
