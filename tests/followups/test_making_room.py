"""What is merely planned gives way to what was done: moved in the same change, or left out with a word."""

from datetime import date
from typing import Any

import pytest

from accounts.models import User
from followups.actions import Logged, NewTouch, Result, complete_follow_up, log_touch, undo, undo_change
from followups.contact_history import history_of, limits_of
from followups.contact_rules import Allowed, judge
from followups.kinds import Channel, Direction, Kind, Outcome, Status, TouchKind
from followups.models import FollowUp
from prospects.conversations import AskAnswer, AskKind, PermissionChannel
from prospects.models import Prospect
from prospects.new_no import Agreement, Asked
from tests.followups.telling import complete, day, log, nine_on, open_row, step_of

WHY = "They want to open the new hall on time."
REASON = "She rang and wanted it"
MAY_WRITE = Agreement(channels=(PermissionChannel.MAIL,))


@pytest.fixture
def ingrid(owner: User) -> Prospect:
    """Something useful on day 15, a congratulation on day 30, the check-in on day 45."""
    moved_on = (Asked(AskKind.CONGRATULATE, AskAnswer.YES),)
    return log(owner, agreement=MAY_WRITE, asks=moved_on).prospect


def be_helpful(person: Prospect, on: date, **told: Any) -> Logged:
    told = {"kind": TouchKind.HELPFUL, "relevance": WHY, "override_reason": REASON, **told}
    return log_touch(person, NewTouch(Channel.MAIL, on, **told), by=person.owner, today=on, now=nine_on(on))


def due(person: Prospect, kind: Kind) -> date:
    return open_row(person, kind).due_on


def keeps_the_rules(person: Prospect, on: date) -> bool:
    """Whether every planned contact may stand where it stands."""
    history, limits = history_of(person), limits_of(person.team)
    planned = [one for one in history.contacts if one.is_planned and one.kind != Kind.THANK_YOU]
    return all(
        isinstance(judge(one, history.without(one), today=on, limits=limits), Allowed) for one in planned
    )


def test_what_was_planned_moves_to_the_next_allowed_working_day(ingrid: Prospect) -> None:
    assert due(ingrid, Kind.VALUE_ITEM) == day(15)
    logged = be_helpful(ingrid, day(7))
    row = open_row(ingrid, Kind.VALUE_ITEM)
    assert (row.opens_on, row.due_on, row.closes_on) == (row.due_on,) * 3
    assert row.due_on >= day(7 + 14)
    assert row in logged.made_room
    assert keeps_the_rules(ingrid, day(7))


def test_the_check_in_stays(ingrid: Prospect) -> None:
    before = step_of(ingrid).due_on
    be_helpful(ingrid, day(40))
    assert step_of(ingrid).due_on == before


def test_far_enough_away_nothing_moves(ingrid: Prospect) -> None:
    assert be_helpful(ingrid, day(1)).made_room == ()
    assert due(ingrid, Kind.VALUE_ITEM) == day(15)


def test_a_kind_word_counts_as_well(ingrid: Prospect) -> None:
    logged = be_helpful(ingrid, day(10), kind=TouchKind.PERSONAL, relevance="", override_reason="")
    assert logged.made_room[0].kind == Kind.VALUE_ITEM


def test_a_note_of_our_own_moves_nothing(ingrid: Prospect) -> None:
    note = NewTouch(Channel.NOTE, day(10), summary="She sails")
    logged = log_touch(ingrid, note, by=ingrid.owner, today=day(10), now=nine_on(day(10)))
    assert logged.made_room == ()


def test_what_they_send_moves_the_check_in_and_no_more(ingrid: Prospect) -> None:
    said = NewTouch(Channel.MAIL, day(10), Direction.IN)
    logged = log_touch(ingrid, said, by=ingrid.owner, today=day(10), now=nine_on(day(10)))
    assert logged.moved == step_of(ingrid)
    assert logged.made_room == ()
    assert due(ingrid, Kind.VALUE_ITEM) == day(15)


def test_a_check_in_done_early_moves_what_it_comes_near(ingrid: Prospect) -> None:
    done = complete(step_of(ingrid), Outcome.SPOKE, on=day(10))
    assert {row.kind for row in done.made_room} == {Kind.VALUE_ITEM}
    assert due(ingrid, Kind.VALUE_ITEM) >= day(24)
    assert keeps_the_rules(ingrid, day(10))


def test_one_moved_does_not_land_on_another(ingrid: Prospect) -> None:
    complete(step_of(ingrid), Outcome.SPOKE, on=day(14))
    first, second = due(ingrid, Kind.VALUE_ITEM), due(ingrid, Kind.CONGRATULATE)
    assert abs((first - second).days) >= 14


def test_undo_puts_everything_back(ingrid: Prospect) -> None:
    before = {row.pk: (row.opens_on, row.due_on, row.closes_on) for row in FollowUp.objects.all()}
    step = step_of(ingrid)
    complete(step, Outcome.SPOKE, on=day(10))
    undo(step.pk, by=ingrid.owner, now=nine_on(day(10)))
    assert {row.pk: (row.opens_on, row.due_on, row.closes_on) for row in FollowUp.objects.all()} == before
    logged = be_helpful(ingrid, day(7))
    undo_change(logged.change.pk, by=ingrid.owner, now=nine_on(day(7)))
    assert {row.pk: (row.opens_on, row.due_on, row.closes_on) for row in FollowUp.objects.all()} == before


def test_a_moved_row_is_another_version_so_that_old_pages_are_stale(ingrid: Prospect) -> None:
    before = open_row(ingrid, Kind.VALUE_ITEM).version
    be_helpful(ingrid, day(7))
    assert open_row(ingrid, Kind.VALUE_ITEM).version == before + 1


def test_where_they_name_a_day_nothing_useful_comes_before_it(ingrid: Prospect) -> None:
    done = complete(step_of(ingrid), Outcome.NOT_YET, on=day(3), next_on=day(120))
    row = FollowUp.objects.get(prospect=ingrid, kind=Kind.VALUE_ITEM)
    assert (row.status, row.note != "") == (Status.CANCELLED, True)
    assert row in done.made_room
    assert due(ingrid, Kind.CONGRATULATE) == day(120)


def test_what_a_person_put_against_a_rule_stays_there(ingrid: Prospect) -> None:
    FollowUp.objects.filter(kind=Kind.VALUE_ITEM).update(due_on=day(44), opens_on=day(44), closes_on=day(44))
    assert be_helpful(ingrid, day(13)).made_room == ()
    assert due(ingrid, Kind.VALUE_ITEM) == day(44)


def test_a_colleagues_plan_is_left_to_the_colleague(owner: User, colleague: User) -> None:
    same = {"email": "ingrid@havbruk.example", "agreement": MAY_WRITE}
    theirs = log(colleague, **same).prospect
    mine = log(owner, **same).prospect
    before = due(theirs, Kind.VALUE_ITEM)
    be_helpful(mine, day(10))
    assert due(theirs, Kind.VALUE_ITEM) == before


def test_nothing_planned_costs_no_further_query(owner: User, django_assert_max_num_queries: Any) -> None:
    person = log(owner, email="ingrid@havbruk.example").prospect
    step = step_of(person)

    with django_assert_max_num_queries(20):
        complete_follow_up(step.pk, Result(Outcome.SPOKE), by=owner, today=day(45), now=nine_on(day(45)))
