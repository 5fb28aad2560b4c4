"""A check-in is not put on a holiday where the person lives, as long as its window holds another day."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from accounts.working_calendar import WorkingCalendar
from followups.actions import NewTouch, Typed, edit_prospect, log_touch, re_pick_days_off
from followups.kinds import Channel, Outcome
from followups.planning import desk_of, facts_of, propose, standing_for
from followups.scheduling import Desk, Window, pick_day, queued_check_in, retry
from prospects.conversations import Manner
from prospects.models import Prospect
from prospects.new_no import About
from tests.cast import MONDAY, NINE, a_no
from tests.followups.being_away import put
from tests.followups.telling import complete, day, log, nine_on, step_of

# A slow machine is no fault of the rules.
CALM = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

# Norway's national day in 2026 is a Sunday; Ascension Day is a Thursday.
ASCENSION = date(2026, 5, 14)
HERE = Desk(date(2026, 5, 4), WorkingCalendar())
THERE = HERE.living_in("NO", "")


def test_the_day_beside_it_is_taken_the_earlier_first() -> None:
    window = Window(date(2026, 5, 11), date(2026, 5, 22))
    assert pick_day(window, ASCENSION, HERE)[0] == ASCENSION
    assert pick_day(window, ASCENSION, THERE)[0] == date(2026, 5, 13)


def test_a_full_day_is_better_than_their_holiday() -> None:
    window = Window(date(2026, 5, 13), ASCENSION)
    full = THERE.with_load({date(2026, 5, 13): 9})
    assert pick_day(window, ASCENSION, full)[0] == date(2026, 5, 13)


def test_where_the_window_holds_nothing_else_the_holiday_is_taken() -> None:
    assert pick_day(Window(ASCENSION, ASCENSION), ASCENSION, THERE)[0] == ASCENSION


def test_nobody_knows_where_they_live() -> None:
    assert HERE.living_in("", "") == HERE


def test_a_place_nobody_knows_stops_nothing() -> None:
    assert pick_day(Window(ASCENSION, ASCENSION), ASCENSION, HERE.living_in("XX", "YY"))[0] == ASCENSION


def test_another_try_keeps_clear_of_it() -> None:
    monday = Desk(date(2026, 5, 11), WorkingCalendar())
    assert retry(1, None, monday).due_on == ASCENSION
    assert retry(1, None, monday.living_in("NO", "")).due_on == date(2026, 5, 15)


def test_an_old_no_keeps_clear_of_it_and_leaves_its_room_to_the_next() -> None:
    desk = Desk(date(2026, 5, 13), WorkingCalendar())
    assert queued_check_in(desk.living_in("NO", "")).due_on == date(2026, 5, 15)
    assert queued_check_in(desk).due_on == ASCENSION


@CALM
@given(
    st.dates(date(2024, 1, 1), date(2030, 12, 31)), st.integers(0, 40), st.integers(0, 40),
    st.sampled_from([("NO", ""), ("DE", "BY"), ("US", "TX"), ("JP", "")]),
)  # fmt: skip
def test_never_on_a_holiday_of_theirs_while_another_day_is_left(
    first: date, length: int, wish: int, place: tuple[str, str]
) -> None:
    window = Window(first, date.fromordinal(first.toordinal() + length))
    desk = Desk(first, WorkingCalendar()).living_in(*place)
    picked, _window = pick_day(window, date.fromordinal(first.toordinal() + wish), desk)
    left = [one for one in desk.calendar.days(window.first, window.last) if not desk.is_holiday_there(one)]
    assert picked in left or not left


# Everywhere a check-in is planned


def in_norway(loss_prospect: Prospect, owner: User) -> Prospect:
    edit_prospect(loss_prospect, Typed(details={"country": "NO"}), by=owner, now=NINE)
    loss_prospect.refresh_from_db()
    return loss_prospect


def test_the_first_check_in_of_a_no_that_says_where_they_live(owner: User) -> None:
    said_on = date(2026, 3, 30)  # day 45 is Ascension Day
    step = step_of(log(owner, on=said_on, about=About(country="NO")).prospect)
    assert step.due_on == date(2026, 5, 13)
    assert step_of(log(owner, "Erik", on=said_on).prospect).due_on == ASCENSION


@pytest.mark.parametrize("country", ["", "NO"])
def test_preview_and_save_ask_the_same_question(owner: User, country: str) -> None:
    said_on = date(2026, 3, 30)
    no = a_no(said_on=said_on, about=About(country=country))
    shown = propose(facts_of(no, owner), standing_for(None), desk_of(owner, said_on)).step
    written = step_of(log(owner, on=said_on, about=About(country=country)).prospect)
    assert shown is not None
    assert shown.due_on == written.due_on


def test_a_second_no_of_somebody_known_to_live_there(owner: User) -> None:
    ingrid = in_norway(log(owner).prospect, owner)
    log(owner, on=date(2026, 3, 30), prospect_id=ingrid.pk)
    assert step_of(ingrid).due_on == date(2026, 5, 13)


def test_the_check_in_after_a_talk(owner: User) -> None:
    ingrid = in_norway(log(owner).prospect, owner)
    talk = date(2026, 3, 30)
    log_touch(ingrid, NewTouch(Channel.CALL, talk, spoke=True), by=owner, today=talk, now=nine_on(talk))
    assert step_of(ingrid).due_on == date(2026, 5, 13)


def test_the_next_one_and_another_try(owner: User) -> None:
    ingrid = in_norway(log(owner).prospect, owner)
    put(step_of(ingrid), 28, 28, 40)
    complete(step_of(ingrid), Outcome.SPOKE, on=date(2026, 3, 30))
    assert step_of(ingrid).due_on == date(2026, 5, 13)
    complete(step_of(ingrid), Outcome.NO_ANSWER, on=date(2026, 5, 11))
    assert step_of(ingrid).due_on == date(2026, 5, 15)


def test_an_agreed_day_stays_holiday_or_not(owner: User) -> None:
    ingrid = in_norway(log(owner, next_contact_on=ASCENSION).prospect, owner)
    assert step_of(ingrid).due_on == ASCENSION
    meeting = log(
        owner, "Erik", next_contact_on=ASCENSION, next_contact_manner=Manner.MEETING,
        about=About(country="NO"),
    )  # fmt: skip
    assert step_of(meeting.prospect).due_on == ASCENSION


def test_when_the_owners_days_change_theirs_are_kept_clear_of_as_well(owner: User) -> None:
    ingrid = in_norway(log(owner).prospect, owner)
    step = step_of(ingrid)
    put(step, 60, 74, 85)  # Friday after Ascension Day
    owner.working_days = "0123"
    owner.save()
    re_pick_days_off(owner, today=MONDAY, now=nine_on(MONDAY))
    step.refresh_from_db()
    assert step.due_on == day(72)  # Wednesday, not Thursday
