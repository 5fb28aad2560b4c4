"""Somebody leaves: everything they hold goes to a colleague, and nothing is left with nobody."""

from datetime import timedelta
from functools import partial

import pytest

from accounts.changes import Change
from accounts.members import ChangedMeanwhile, reactivate
from accounts.models import Absence, User
from desk.leaving import let_leave
from digests.planning import plan_digests
from followups.actions import (
    HandsChanged,
    NewOwnerNeeded,
    NotAColleague,
    OwnerLeft,
    Retired,
    SomethingBuiltOnIt,
    add_side_prospect,
    bring_home,
    give_people,
    record_no,
    undo,
    undo_change,
)
from followups.handing_on import everything_of, held_by
from followups.kinds import Kind, Outcome, Status
from followups.models import FollowUp, FollowUpPlan
from followups.reconciliation import give_to_somebody_here
from outbox.models import Delivery
from outbox.states import State
from prospects.conversations import Manner
from prospects.facts import ProspectFacts
from prospects.models import Prospect
from tests.cast import MONDAY, NINE, a_no, make_team, make_user
from tests.followups.being_away import away, fresh, put
from tests.followups.telling import complete, day, log, nine_on, open_row, step_of
from tests.followups.together import at_the_same_time, raised

LATER = NINE + timedelta(hours=1)


def leave(leaver: User, to: User | None, by: User, **more: str) -> Retired:
    return let_leave(leaver, to, by=by, now=LATER, **more)


def of_nobody() -> list[FollowUp]:
    return list(FollowUp.objects.open().filter(owner__is_active=False))


def a_mail(state: str, owner: User | None = None, **more: object) -> Delivery:
    facts = {"address": "p@example.org", "period_key": f"{state}", "owner": owner, "due_at": NINE}
    return Delivery.objects.create(
        kind="value-item", state=state, next_attempt_at=NINE, created_at=NINE, **{**facts, **more}
    )


def test_people_plans_and_everything_open_go_to_the_new_owner(
    owner: User, colleague: User, manager: User
) -> None:
    ingrid = log(owner).prospect
    done = complete(open_row(ingrid, Kind.THANK_YOU), Outcome.DONE, on=day(1)).follow_up
    days = dict(FollowUp.objects.open().values_list("pk", "due_on"))
    retired = leave(owner, colleague, manager)
    assert retired.hands
    assert len(retired.hands.people) == 1
    assert Prospect.objects.get().owner == FollowUpPlan.objects.get().owner == colleague
    rows = FollowUp.objects.open()
    assert {row.owner for row in rows} == {colleague}
    assert {row.pk: row.due_on for row in rows}.items() <= days.items()
    # What was done stays with whoever did it.
    assert FollowUp.objects.get(pk=done.pk).owner == owner
    assert held_by(fresh(owner), MONDAY).is_nothing()
    change = Change.objects.get(action="deactivate")
    assert (change.actor, change.object_id) == (manager, owner.pk)
    assert f"prospects.prospect:{ingrid.pk}" in dict(change.after)


def test_their_debriefs_end_with_them(owner: User, colleague: User, manager: User) -> None:
    row = open_row(log(owner).prospect, Kind.DEBRIEF)
    leave(owner, colleague, manager)
    row.refresh_from_db()
    assert (row.status, row.owner) == (Status.CANCELLED, owner)


def test_only_what_falls_on_a_day_off_of_the_new_owner_moves(
    owner: User, colleague: User, manager: User
) -> None:
    ingrid, erik = log(owner, "Ingrid").prospect, log(owner, "Erik").prospect
    put(step_of(ingrid), 30, 43, 60)
    put(step_of(erik), 30, 45, 60)
    away(colleague, 43, 43)
    hands = everything_of(fresh(owner), fresh(colleague), now=LATER)
    assert [move.due_on for move in hands.moved()] == [day(42)]
    leave(owner, colleague, manager, shown=hands.token())
    assert (step_of(ingrid).due_on, step_of(erik).due_on) == (day(42), day(45))


def test_an_agreed_meeting_stays_on_its_day(owner: User, colleague: User, manager: User) -> None:
    meeting = log(owner, next_contact_on=day(40), next_contact_manner=Manner.MEETING).prospect
    away(colleague, 40, 40)
    hands = everything_of(fresh(owner), fresh(colleague), now=LATER)
    assert [move.due_on for move in hands.meetings()] == [day(40)]
    leave(owner, colleague, manager)
    row = step_of(meeting)
    assert (row.kind, row.due_on, row.owner) == (Kind.AGREED_MEETING, day(40), colleague)


def test_who_holds_something_names_who_takes_over(owner: User, manager: User) -> None:
    log(owner)
    with pytest.raises(NewOwnerNeeded):
        leave(owner, None, manager)
    assert fresh(owner).is_active


def test_who_holds_nothing_may_simply_go(marketer: User, manager: User) -> None:
    assert leave(marketer, None, manager).hands is None
    assert not fresh(marketer).is_active


def test_the_new_owner_is_somebody_here_who_sells(
    owner: User, colleague: User, marketer: User, manager: User, stranger: User
) -> None:
    log(owner)
    User.objects.filter(pk=colleague.pk).update(is_active=False)
    for nobody in (owner, colleague, marketer, stranger):
        with pytest.raises(NotAColleague):
            leave(owner, nobody, manager)
    with pytest.raises(NotAColleague):
        leave(stranger, None, manager)
    assert fresh(owner).is_active
    assert fresh(stranger).is_active


def test_what_was_shown_is_what_happens(owner: User, colleague: User, manager: User) -> None:
    log(owner)
    shown = everything_of(fresh(owner), fresh(colleague), now=LATER).token()
    log(owner, "Erik")
    with pytest.raises(HandsChanged) as news:
        leave(owner, colleague, manager, shown=shown)
    assert len(news.value.hands.people) == 2
    assert fresh(owner).is_active


def test_nobody_leaves_twice(owner: User, manager: User) -> None:
    leave(owner, None, manager)
    with pytest.raises(ChangedMeanwhile):
        leave(owner, None, manager)


def test_mail_to_them_stops_and_held_mail_finds_a_new_owner(
    owner: User, colleague: User, manager: User
) -> None:
    held = a_mail(State.HELD, owner)
    sent = a_mail(State.SENT, owner, sent_at=NINE)
    digest = a_mail(State.PENDING, recipient=owner, address=owner.email)
    plan_digests(NINE)
    with pytest.raises(NewOwnerNeeded):
        leave(owner, None, manager)
    leave(owner, colleague, manager)
    for mail in (held, sent, digest):
        mail.refresh_from_db()
    assert (held.owner, held.state) == (colleague, State.HELD)
    assert sent.owner == owner
    assert digest.state == State.DROPPED
    plan_digests(nine_on(day(1)))
    assert not Delivery.objects.filter(recipient=owner).exclude(pk=digest.pk).exists()


def test_whom_they_stood_in_for_is_looked_after_by_the_new_owner(
    owner: User, colleague: User, manager: User
) -> None:
    thanks = open_row(log(owner).prospect, Kind.THANK_YOU)
    away(owner, 1, 4, colleague)
    leave(colleague, manager, manager)
    thanks.refresh_from_db()
    assert (thanks.owner, Absence.objects.get().stand_in) == (manager, manager)
    bring_home(nine_on(day(7)))
    thanks.refresh_from_db()
    assert thanks.owner == owner


def test_who_is_away_can_be_the_one_who_takes_over(owner: User, colleague: User, manager: User) -> None:
    thanks = open_row(log(owner).prospect, Kind.THANK_YOU)
    away(owner, 1, 4, colleague)
    leave(colleague, owner, manager)
    thanks.refresh_from_db()
    absence = Absence.objects.get()
    assert (thanks.owner, thanks.due_on) == (owner, day(7))
    assert (absence.then, absence.stand_in) == (Absence.Then.MOVE, None)


def test_nothing_comes_home_to_somebody_who_left(owner: User, colleague: User, manager: User) -> None:
    thanks = open_row(log(owner).prospect, Kind.THANK_YOU)
    away(owner, 1, 4, colleague)
    leave(owner, colleague, manager)
    assert not Absence.objects.exists()
    bring_home(nine_on(day(7)))
    thanks.refresh_from_db()
    assert (thanks.owner, of_nobody()) == (colleague, [])


def test_undoing_never_gives_anything_back_to_somebody_who_left(
    owner: User, colleague: User, manager: User
) -> None:
    ingrid = log(owner).prospect
    thanks = complete(open_row(ingrid, Kind.THANK_YOU), Outcome.DONE, on=day(1)).follow_up
    given = give_people(owner, colleague, by=manager, now=LATER)
    leave(owner, None, manager)
    assert given.change
    with pytest.raises(SomethingBuiltOnIt):
        undo_change(given.change.pk, by=manager, now=nine_on(day(2)))
    undo(thanks.pk, by=manager, now=nine_on(day(2)))
    thanks.refresh_from_db()
    assert (thanks.status, thanks.owner, of_nobody()) == (Status.OPEN, colleague, [])


def test_who_comes_back_has_nothing(owner: User, colleague: User, manager: User) -> None:
    log(owner)
    leave(owner, colleague, manager)
    reactivate(owner, by=manager, now=nine_on(day(2)))
    assert held_by(fresh(owner), day(2)).is_nothing()
    log(fresh(owner), "Erik", on=day(3))
    assert step_of(Prospect.objects.get(name="Erik")).owner == owner


def test_nothing_is_saved_for_somebody_who_left(owner: User, colleague: User, manager: User) -> None:
    leave(owner, colleague, manager)
    stale = owner
    with pytest.raises(OwnerLeft):
        record_no(a_no("Erik"), by=stale, today=MONDAY, now=LATER)
    with pytest.raises(OwnerLeft):
        record_no(a_no("Erik", owner_id=owner.pk), by=manager, today=MONDAY, now=LATER)
    with pytest.raises(OwnerLeft):
        add_side_prospect(ProspectFacts(name="Piet"), None, by=stale, today=MONDAY, now=LATER)
    with pytest.raises(OwnerLeft):
        away(manager, 1, 4, stale)
    assert not Prospect.objects.exists()


def test_the_hourly_look_gives_on_what_is_nobodys_and_reports_the_rest(owner: User, colleague: User) -> None:
    """No action leaves it so: written by hand."""
    row, other = step_of(log(owner).prospect), step_of(log(colleague, "Erik").prospect)
    FollowUp.objects.filter(pk=row.pk).update(owner=colleague)
    User.objects.filter(pk=colleague.pk).update(is_active=False)
    given, left = give_to_somebody_here(NINE)
    row.refresh_from_db()
    assert (given, row.owner) == (1, owner)
    assert left == FollowUp.objects.open().filter(prospect=other.prospect).count() > 0
    assert give_to_somebody_here(NINE) == (0, left)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("whose", ["their own", "a colleague's, for them"])
def test_a_no_saved_while_they_leave_is_not_left_with_nobody(whose: str) -> None:
    team = make_team("Vogt and partners")
    leaver = make_user(team, "leaver@example.com")
    to = make_user(team, "to@example.com")
    boss = make_user(team, "boss@example.com", is_manager=True)
    known = log(leaver, "Known").prospect
    by, more = (leaver, {}) if whose == "their own" else (boss, {"owner_id": leaver.pk})
    acts = [
        partial(record_no, a_no(f"Person {n}", organisation="", **more), by=by, today=MONDAY, now=NINE)
        for n in range(3)
    ]
    again = partial(record_no, a_no(prospect_id=known.pk, said_on=MONDAY), by=boss, today=MONDAY, now=NINE)
    results = at_the_same_time(*acts, partial(leave, leaver, to, boss), again)
    assert {type(error) for error in raised(results)} <= {OwnerLeft}
    assert not fresh(leaver).is_active
    assert of_nobody() == []
    assert {person.owner for person in Prospect.objects.all()} == {to}
    assert {plan.owner for plan in FollowUpPlan.objects.all()} == {to}


@pytest.mark.django_db(transaction=True)
def test_a_completion_while_they_leave_goes_on_for_the_new_owner() -> None:
    team = make_team("Vogt and partners")
    leaver, to = make_user(team, "leaver@example.com"), make_user(team, "to@example.com")
    boss = make_user(team, "boss@example.com", is_manager=True)
    steps = [step_of(log(leaver, f"Person {n}").prospect) for n in range(3)]
    acts = [partial(complete, step, Outcome.SPOKE, on=day(45)) for step in steps]
    assert raised(at_the_same_time(partial(leave, leaver, to, boss), *acts)) == []
    assert of_nobody() == []
    assert {row.owner for row in FollowUp.objects.open()} == {to}


@pytest.mark.django_db(transaction=True)
def test_two_who_leave_to_each_other_leave_nothing_with_nobody() -> None:
    team = make_team("Vogt and partners")
    one, two = make_user(team, "one@example.com"), make_user(team, "two@example.com")
    boss = make_user(team, "boss@example.com", is_manager=True)
    log(one, "Ingrid")
    log(two, "Erik")
    results = at_the_same_time(partial(leave, one, two, boss), partial(leave, two, one, boss))
    assert [type(error) for error in raised(results)] == [NotAColleague]
    assert of_nobody() == []
