"""The numbers a team agreed on: what is planned, and what is shown before it, follow the same."""

from dataclasses import fields

import pytest

from accounts.models import Team, User
from accounts.working_calendar import WorkingCalendar
from followups.kinds import Kind
from followups.planning import desk_of, facts_of, propose, standing_for
from followups.rhythm import numbers_of
from followups.scheduling import Desk, check_in
from followups.team_numbers import OUR_NUMBERS, TeamNumbers
from followups.wake_up_days import wake_up_days
from prospects.conversations import ExitConversation, PermissionChannel, WakeUpKind
from prospects.new_no import Agreement, Condition
from tests.cast import MONDAY, a_no
from tests.followups.telling import day, log, open_row, step_of

CANNOT = ExitConversation.CANNOT


@pytest.fixture
def busy(team: Team, owner: User) -> User:
    """Somebody whose team agreed on numbers of its own."""
    Team.objects.filter(pk=team.pk).update(
        preferred_days={CANNOT: 59},
        value_item_day=10,
        contract_lead_days=200,
        budget_lead_days=40,
        settled_after_days=60,
    )
    return User.objects.select_related("team").get(pk=owner.pk)


def test_a_new_team_has_our_numbers(team: Team) -> None:
    assert numbers_of(Team.objects.get(pk=team.pk)) == OUR_NUMBERS


def test_every_number_is_read_from_the_team() -> None:
    told = Team(
        preferred_days={"cannot": 44},
        value_item_day=1,
        contract_lead_days=2,
        budget_lead_days=3,
        settled_after_days=4,
        cadence="30-60",
        cadences={"drifted": "60-90"},
        days_apart=21,
    )
    numbers = numbers_of(told)
    ours = {field.name: getattr(OUR_NUMBERS, field.name) for field in fields(TeamNumbers)}
    assert all(getattr(numbers, name) != value for name, value in ours.items())


@pytest.mark.parametrize("days", [29, 61, -1])
def test_a_preferred_day_outside_the_first_window_is_none(days: int) -> None:
    assert numbers_of(Team(preferred_days={"cannot": days})).preferred_day(CANNOT) == 40


def test_the_check_in_goes_where_the_team_prefers_it(busy: User) -> None:
    assert step_of(log(busy, conversation=CANNOT).prospect).due_on == day(59)
    assert step_of(log(busy, "Knut").prospect).due_on == day(45)


def test_a_later_window_prefers_its_middle_whatever_the_team_says() -> None:
    desk = Desk(MONDAY, WorkingCalendar(frozenset(range(7))), numbers=TeamNumbers({CANNOT: 31}))
    assert check_in(MONDAY, CANNOT, desk).due_on == day(31)
    assert [check_in(MONDAY, CANNOT, desk, span).due_on for span in ((60, 90), (90, 180), (165, 195))] == [
        day(75),
        day(135),
        day(180),
    ]


def test_something_useful_comes_on_the_teams_day(busy: User) -> None:
    agreement = Agreement(channels=(PermissionChannel.MAIL,))
    person = log(busy, agreement=agreement).prospect
    # Day 10 is a Thursday.
    assert open_row(person, Kind.VALUE_ITEM).due_on == day(10)


@pytest.mark.parametrize(
    ("kind", "lies"),
    [
        (WakeUpKind.CONTRACT_END, [day(500 - 200)]),
        (WakeUpKind.BUDGET_YEAR, [day(500 - 40), day(510)]),
        (WakeUpKind.GO_LIVE, [day(560)]),
        (WakeUpKind.NEW_PERSON, [day(560)]),
        (WakeUpKind.PERSON_LEAVES, [day(514)]),
        (WakeUpKind.OTHER, [day(486)]),
    ],
)
def test_lead_days_are_the_teams(kind: WakeUpKind, lies: list[object]) -> None:
    numbers = TeamNumbers(contract_lead_days=200, budget_lead_days=40, settled_after_days=60)
    every_day = WorkingCalendar(frozenset(range(7)))
    condition = Condition(kind, on=day(500), notice_on=day(500))
    assert list(wake_up_days(condition, every_day, MONDAY, numbers)) == lies


def test_what_is_shown_before_saving_is_what_is_saved(busy: User) -> None:
    told = a_no(
        conversation=CANNOT,
        agreement=Agreement(channels=(PermissionChannel.MAIL,)),
        condition=Condition(WakeUpKind.BUDGET_YEAR, on=day(300)),
    )
    shown = propose(facts_of(told, busy), standing_for(None), desk_of(busy, MONDAY)).planned()
    person = log(
        busy,
        conversation=CANNOT,
        agreement=Agreement(channels=(PermissionChannel.MAIL,)),
        condition=Condition(WakeUpKind.BUDGET_YEAR, on=day(300)),
    ).prospect
    written = person.follow_ups.order_by("due_on", "created_at")
    assert sorted((row.kind, row.due_on) for row in shown) == sorted(
        (row.kind, row.due_on) for row in written
    )
