"""What the planner asks of the contact rules: what gives way, what may stand, which day is next."""

from accounts.working_calendar import WorkingCalendar
from followups.contact_rules import Allowed, Reason, allowed_among, next_allowed_day
from followups.contacts import Contact, History, State
from followups.kinds import Kind
from tests.cast import MONDAY
from tests.followups.reaching_out import PLANNED, check_in, day, is_fine, item, judged, refused


def test_a_check_in_does_not_wait_for_what_is_merely_planned() -> None:
    useful, congratulation = item(20, **PLANNED), Contact(day(25), Kind.CONGRATULATE, **PLANNED)
    verdict = judged(check_in(30), useful, congratulation)
    assert verdict == Allowed(needs_relevance=True, moves=(useful, congratulation))


def test_what_lies_far_enough_off_need_not_move() -> None:
    assert judged(check_in(30), item(16, **PLANNED)) == Allowed(needs_relevance=True)


def test_what_gives_way_is_not_counted_against_itself() -> None:
    verdict = judged(check_in(56), item(0), item(14), item(42, **PLANNED))
    assert verdict == Allowed(needs_relevance=True)
    crowded = judged(check_in(56), item(0), item(14), item(28), item(42, **PLANNED))
    assert crowded == Allowed(needs_relevance=True, moves=(item(42, **PLANNED),))


def test_a_retry_waits_for_its_planned_check_in() -> None:
    history = History((check_in(5, plan="a", **PLANNED),))
    assert next_allowed_day(check_in(0, plan="a", tries=1), history, today=MONDAY) == day(5)


def test_a_check_in_does_wait_for_what_is_on_its_way() -> None:
    assert refused(check_in(30), item(20, state=State.QUEUED)).reason == Reason.TOO_SOON_AFTER


def test_what_waits_past_its_day_may_happen_today() -> None:
    waiting = check_in(-10, **PLANNED)
    assert refused(item(10), waiting, today=MONDAY).by == waiting
    assert is_fine(item(14), waiting, today=MONDAY)


def test_an_unsent_item_never_holds_up_the_check_in() -> None:
    unsent = item(-10, **PLANNED)
    assert judged(check_in(0), unsent) == Allowed(needs_relevance=True, moves=(unsent,))


def test_the_planner_keeps_what_fits_the_check_in_first() -> None:
    first, useful, congratulation = check_in(31), item(16), Contact(day(30), Kind.CONGRATULATE)
    kept = allowed_among([useful, congratulation, first], History(), today=MONDAY)
    assert kept == (useful, first)
    assert allowed_among([item(18), first], History(), today=MONDAY) == (first,)


def test_a_value_item_gives_way_less_than_fourteen_days_before_the_check_in() -> None:
    assert refused(item(15), check_in(28, **PLANNED)).reason == Reason.TOO_CLOSE_BEFORE
    assert is_fine(item(15), check_in(29, **PLANNED))


def test_the_next_working_day_is_given_when_the_calendar_is_known() -> None:
    wanted, history = item(3), History((item(-1),))  # day 13 is a Sunday
    assert next_allowed_day(wanted, history, today=MONDAY) == day(13)
    assert next_allowed_day(wanted, history, today=MONDAY, calendar=WorkingCalendar()) == day(14)


def test_a_working_day_that_is_taken_again_is_passed_over() -> None:
    # Saturday the 12th would do, Monday the 14th stands too near the check-in on the 27th.
    wanted, history = item(3), History((item(-2), check_in(27, **PLANNED)))
    assert next_allowed_day(wanted, history, today=MONDAY) == day(12)
    assert next_allowed_day(wanted, history, today=MONDAY, calendar=WorkingCalendar()) == day(42)


def test_a_day_that_is_fine_is_its_own_next_day_and_never_before_today() -> None:
    assert next_allowed_day(item(5), History(), today=MONDAY) == day(5)
    assert next_allowed_day(item(-5), History(), today=MONDAY) == MONDAY
