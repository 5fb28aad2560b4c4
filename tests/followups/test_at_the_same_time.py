"""Two people, or two tabs, in the very same moment."""

from functools import partial

import pytest

from accounts.models import User
from followups.actions import NotOpen, Result, complete_follow_up, fade_debriefs, record_no, undo
from followups.kinds import Kind, Outcome, Status
from followups.models import FollowUp, FollowUpPlan, Touch
from followups.reconciliation import reconcile
from prospects.models import Loss, Organisation, Prospect
from tests.cast import MONDAY, NINE, a_no, make_team, make_user
from tests.followups.telling import complete, day, log, nine_on, open_row, open_rows, step_of
from tests.followups.together import at_the_same_time, raised

pytestmark = pytest.mark.django_db(transaction=True)

ADDRESS = "ingrid@havbruk.example"


@pytest.fixture
def owner() -> User:
    return make_user(make_team("Vogt and partners"), "maren@example.com", is_manager=True)


@pytest.fixture
def colleague(owner: User) -> User:
    return make_user(owner.team, "colleague@example.com", is_manager=True)


def test_the_same_submission_makes_one_loss(owner: User) -> None:
    save = partial(record_no, a_no(submission="key-1", email=ADDRESS), by=owner, today=MONDAY, now=NINE)
    results = at_the_same_time(save, save, save)
    assert not raised(results)
    assert sorted(result.is_new for result in results) == [False, False, True]
    assert len({result.loss for result in results}) == 1
    assert Loss.objects.count() == Prospect.objects.count() == FollowUpPlan.objects.count() == 1


def test_two_noes_of_one_new_person_make_one_plan(owner: User) -> None:
    save = partial(record_no, a_no(email=ADDRESS), by=owner, today=MONDAY, now=NINE)
    assert not raised(at_the_same_time(save, save))
    assert Loss.objects.count() == 2
    assert Prospect.objects.count() == 1
    assert FollowUp.objects.open().standing().count() == 1


def test_two_noes_never_take_the_same_last_room(owner: User) -> None:
    owner.team.daily_limit = 1
    owner.team.save()
    saves = [
        partial(record_no, a_no(f"Person {n}", organisation=""), by=owner, today=MONDAY, now=NINE)
        for n in range(4)
    ]
    assert not raised(at_the_same_time(*saves))
    dues = FollowUp.objects.standing().values_list("due_on", flat=True)
    assert sorted(dues) == [day(43), day(44), day(45), day(46)]


def test_capitals_of_every_alphabet_are_shared_too(owner: User, colleague: User) -> None:
    noes = [
        partial(record_no, a_no(f"{name} {user.pk}", organisation=name), by=user, today=MONDAY, now=NINE)
        for user, name in ((owner, "ÖBB"), (colleague, "öbb"), (owner, "Öbb"), (colleague, "ÖBb"))
    ]
    assert not raised(at_the_same_time(*noes))
    assert Organisation.objects.count() == 1


def test_colleagues_who_name_one_organisation_share_it(owner: User, colleague: User) -> None:
    saves = [
        partial(record_no, a_no(f"Person {n}", organisation=f"House {n % 3}"), by=by, today=MONDAY, now=NINE)
        for n in range(3)
        for by in (owner, colleague)
    ]
    assert not raised(at_the_same_time(*saves))
    assert sorted(Organisation.objects.values_list("name", flat=True)) == ["House 0", "House 1", "House 2"]


def test_two_managers_logging_for_each_other_do_not_wait_in_a_circle(owner: User, colleague: User) -> None:
    mine, theirs = log(owner, "Mine").prospect, log(colleague, "Theirs").prospect
    saves = [
        partial(record_no, a_no(prospect_id=person.pk), by=by, today=MONDAY, now=NINE)
        for _ in range(3)
        for by, person in ((owner, theirs), (colleague, mine))
    ]
    assert not raised(at_the_same_time(*saves))
    assert (mine.losses.count(), theirs.losses.count()) == (4, 4)


def test_one_row_completed_twice_has_one_touch_and_one_next_step(owner: User) -> None:
    step = step_of(log(owner).prospect)
    acts = [partial(complete, step, outcome, on=day(45)) for outcome in (Outcome.SPOKE, Outcome.NO_ANSWER)]
    results = at_the_same_time(*acts)
    assert [type(error) for error in raised(results)] == [NotOpen]
    assert Touch.objects.filter(follow_up=step).count() == 1
    assert FollowUp.objects.open().standing().count() == 1


def test_a_double_press_on_undo_takes_one_act_back(owner: User) -> None:
    step = step_of(log(owner).prospect)
    done = complete(step, Outcome.SPOKE, on=day(45)).follow_up
    press = partial(undo, step.pk, by=owner, now=nine_on(day(45)), expected_version=done.version)
    assert len(raised(at_the_same_time(press, press))) == 1
    assert step_of(step.prospect).pk == step.pk
    assert not Touch.objects.filter(follow_up=step).exists()


def test_a_no_and_a_completion_leave_one_next_step(owner: User) -> None:
    ingrid = log(owner).prospect
    step = step_of(ingrid)
    results = at_the_same_time(
        partial(complete, step, Outcome.SPOKE, on=day(45)),
        partial(record_no, a_no(prospect_id=ingrid.pk, said_on=day(45)), by=owner, today=day(45), now=NINE),
    )
    assert not raised(results)
    assert FollowUp.objects.open().standing().count() == 1


def test_two_stops_for_one_person_end_everything_and_nobody_waits_in_a_circle(
    owner: User, colleague: User
) -> None:
    people = [
        Prospect.objects.create(team=owner.team, owner=by, name="Ingrid", email=ADDRESS)
        for by in (owner, colleague)
    ]
    losses = [log(person.owner, prospect_id=person.pk) for person in people]
    assert len({loss.prospect for loss in losses}) == 2
    steps = [step_of(person) for person in people]
    acts = [
        partial(
            complete_follow_up,
            step.pk,
            Result(Outcome.ASKED_TO_STOP),
            by=step.owner,
            today=day(1),
            now=nine_on(day(1)),
        )
        for step in steps
    ]
    results = at_the_same_time(*acts)
    assert {type(error) for error in raised(results)} <= {NotOpen}
    assert not any(open_rows(person) for person in people)
    assert not FollowUpPlan.objects.active().exists()


def test_a_debrief_fades_once(owner: User) -> None:
    debrief = open_row(log(owner).prospect, Kind.DEBRIEF)
    fade = partial(fade_debriefs, nine_on(day(16)))
    assert sorted(at_the_same_time(fade, fade)) == [0, 1]
    debrief.refresh_from_db()
    assert (debrief.status, debrief.version) == (Status.CANCELLED, 2)


def test_a_plan_is_healed_once(owner: User) -> None:
    for n in range(3):
        step_of(log(owner, f"Person {n}").prospect).delete()
    heal = partial(reconcile, nine_on(day(5)))
    results = at_the_same_time(heal, heal)
    assert not raised(results)
    assert sum(len(report.healed) for report in results) == 3
    assert FollowUp.objects.open().standing().count() == 3
