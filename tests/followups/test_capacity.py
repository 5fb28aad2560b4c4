"""How many check-ins a day the rhythm asks for, and how many people a limit carries."""

from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from accounts.working_calendar import WorkingCalendar
from followups.cadence import Span
from followups.capacity import capacity_of
from followups.kinds import Kind
from followups.long_run import capacity_for, least_likely_silent
from followups.models import FollowUp, FollowUpPlan
from prospects.conversations import Likelihood
from prospects.new_no import Behind
from tests.cast import MONDAY
from tests.followups.being_away import away, fresh
from tests.followups.telling import day, log, plan_of

# A slow machine is no fault of the rules.
CALM = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

WEEKDAYS = WorkingCalendar()
USUAL = (30, 60)


def test_six_a_day_carry_about_190_plans_at_30_to_60_days() -> None:
    capacity = capacity_of({USUAL: 190}, WEEKDAYS, MONDAY, 6)
    assert 190 <= capacity.carried <= 195
    assert not capacity.is_too_much()
    assert capacity_of({USUAL: 200}, WEEKDAYS, MONDAY, 6).is_too_much()


def test_longer_windows_ask_for_less_and_fewer_working_days_carry_less() -> None:
    half = capacity_of({(60, 120): 100}, WEEKDAYS, MONDAY, 6)
    assert half.asked * 2 == capacity_of({USUAL: 100}, WEEKDAYS, MONDAY, 6).asked
    part_time = WorkingCalendar(frozenset({0, 1}))
    assert capacity_of({USUAL: 100}, part_time, MONDAY, 6).carried < 80


def test_nobody_asks_for_nothing() -> None:
    nothing = capacity_of({}, WEEKDAYS, MONDAY, 6)
    assert (nothing.plans, nothing.asked, nothing.carried, nothing.is_too_much()) == (0, 0, 0, False)


def test_a_year_off_is_no_division_by_nothing() -> None:
    away_for_long = WorkingCalendar(absences=((MONDAY, date(2030, 1, 1)),))
    assert capacity_of({USUAL: 45}, away_for_long, MONDAY, 6).asked == 1


SPANS = st.tuples(st.integers(1, 300), st.integers(1, 300)).map(lambda pair: (pair[0], sum(pair)))


@CALM
@given(st.dictionaries(SPANS, st.integers(1, 500), min_size=1, max_size=5), st.integers(1, 100))
def test_what_is_carried_says_the_same_as_what_is_asked(plans: dict[Span, int], limit: int) -> None:
    capacity = capacity_of(plans, WEEKDAYS, MONDAY, limit)
    assert capacity.plans == sum(plans.values())
    # As many as are carried fit; one more than the share of the limit does not.
    assert capacity.is_too_much() is (capacity.limit / capacity.asked < 1)
    assert abs(capacity.carried - limit * capacity.plans / capacity.asked) < 1


# Read from the plans


def test_active_plans_of_ones_own_are_reckoned_each_at_its_window(owner: User, colleague: User) -> None:
    for number in range(4):
        log(owner, f"Person {number}")
    log(colleague, "Theirs")
    gone = plan_of(log(owner, "Gone").prospect)
    FollowUp.objects.filter(plan=gone).delete()
    FollowUpPlan.objects.filter(pk=gone.pk).update(status="ended", ended_why="closed", ended_on=MONDAY)
    usual = capacity_for(owner, MONDAY)
    assert usual.plans == 4
    assert usual.asked == capacity_of({USUAL: 4}, WEEKDAYS, MONDAY, 6).asked
    # A window of their own, and one that has eased off.
    mine = FollowUpPlan.objects.filter(owner=owner, status="active").order_by("pk")
    FollowUpPlan.objects.filter(pk=mine[0].pk).update(window_from=90, window_to=180)
    FollowUpPlan.objects.filter(pk=mine[1].pk).update(windows_used=3)
    assert capacity_for(owner, MONDAY).asked == (
        capacity_of({USUAL: 2, (90, 180): 1, (60, 90): 1}, WEEKDAYS, MONDAY, 6).asked
    )


def test_an_absence_makes_the_days_that_are_left_fuller(owner: User) -> None:
    log(owner)
    before = capacity_for(owner, MONDAY).asked
    away(owner, 100, 200)
    assert capacity_for(fresh(owner), MONDAY).asked > before


def test_whom_a_kind_close_would_cost_the_least(owner: User) -> None:
    def person(name: str, likelihood: Likelihood | None = None, **columns: object) -> None:
        plan = plan_of(log(owner, name, behind=Behind(likelihood=likelihood)).prospect)
        FollowUpPlan.objects.filter(pk=plan.pk).update(**columns)

    person("Heard from", Likelihood.LOW)
    person("Low", Likelihood.LOW, unanswered_check_ins=1)
    person("Nobody said", unanswered_check_ins=1)
    person("Often", unanswered_check_ins=3)
    person("Long ago", last_two_way_on=day(-200))
    person("High", Likelihood.HIGH, unanswered_check_ins=4)
    person("Hot", Likelihood.LOW, unanswered_check_ins=4, is_hot=True)
    agreed = plan_of(log(owner, "Agreed", next_contact_on=day(40)).prospect)
    FollowUpPlan.objects.filter(pk=agreed.pk).update(unanswered_check_ins=4)
    names = [plan.prospect.name for plan in least_likely_silent(owner, MONDAY, 10)]
    assert names == ["Low", "Often", "Nobody said", "Long ago", "High"]
    assert [plan.prospect.name for plan in least_likely_silent(owner, MONDAY, 2)] == ["Low", "Often"]


def test_a_wake_up_of_somebody_silent_hides_nobody(owner: User) -> None:
    plan = plan_of(log(owner).prospect)
    FollowUpPlan.objects.filter(pk=plan.pk).update(unanswered_check_ins=1)
    FollowUp.objects.filter(plan=plan, kind=Kind.THANK_YOU).update(kind=Kind.ASK)
    assert len(least_likely_silent(owner, MONDAY, 10)) == 1
