"""What each of the newer kinds of follow-up leads to when it is done."""

from datetime import date, timedelta

import pytest

from accounts.models import User
from followups.actions import Leaving, Result, complete_follow_up
from followups.kinds import EndedWhy, Kind, Outcome, PlanStatus, Status
from followups.models import FollowUp, FollowUpPlan, Touch
from prospects.conversations import (
    AskAnswer,
    AskKind,
    DealStatus,
    PermissionChannel,
    PromiseState,
    WakeUpKind,
)
from prospects.models import Deal, Loss, Prospect, SuppressedAddress
from prospects.new_no import Asked, Condition, Named, Promised
from prospects.permissions import standing_permissions
from tests.cast import MONDAY
from tests.followups.telling import day, log, nine_on, step_of


def row_of(loss: Loss, kind: Kind) -> FollowUp:
    return FollowUp.objects.get(loss=loss, kind=kind, status=Status.OPEN)


def act(
    row: FollowUp, outcome: Outcome = Outcome.DONE, on: date | None = None, **more: object
) -> FollowUp | None:
    today = on or row.due_on
    result = Result(outcome, **more)  # type: ignore[arg-type]
    return complete_follow_up(row.pk, result, by=row.owner, today=today, now=nine_on(today)).next_step


def test_a_kept_promise_is_kept_and_counts_as_helpful(owner: User) -> None:
    loss = log(owner, promise=Promised("the two-page checklist", day(9)))
    assert act(row_of(loss, Kind.PROMISE)) is None
    promise = loss.promises.get()
    assert (promise.state, promise.settled_on) == (PromiseState.KEPT, day(9))
    assert Touch.objects.get(follow_up__kind=Kind.PROMISE).kind == "helpful"


def test_a_promise_that_was_not_kept_says_so_and_is_no_touch(owner: User) -> None:
    loss = log(owner, promise=Promised("the two-page checklist", day(9)))
    act(row_of(loss, Kind.PROMISE), kept=False)
    assert loss.promises.get().state == PromiseState.NOT_KEPT
    assert not Touch.objects.filter(follow_up__kind=Kind.PROMISE).exists()


def test_a_promise_that_repeats_is_due_again(owner: User) -> None:
    loss = log(owner, promise=Promised("an article", day(9), every_weeks=4))
    step = act(row_of(loss, Kind.PROMISE))
    assert step is not None
    assert (step.kind, step.due_on, step.promise) == (Kind.PROMISE, day(9 + 28), loss.promises.get())
    assert loss.promises.get().state == PromiseState.OPEN


def test_what_they_think_over_stands_on_the_thank_you_and_is_asked_again(owner: User) -> None:
    loss = log(owner, asks=(Asked(AskKind.REFERRAL, AskAnswer.LATER),))
    assert not FollowUp.objects.filter(kind=Kind.ASK).exists()
    step = act(row_of(loss, Kind.THANK_YOU))
    assert step is not None
    assert (step.kind, step.due_on) == (Kind.ASK, day(7))


def test_answered_with_the_thank_you_nothing_is_asked_again(owner: User) -> None:
    loss = log(owner, stay_in_touch=AskAnswer.LATER, asks=(Asked(AskKind.MAILING_LIST, AskAnswer.LATER),))
    answers = {AskKind.STAY_IN_TOUCH: AskAnswer.YES, AskKind.MAILING_LIST: AskAnswer.NO}
    assert act(row_of(loss, Kind.THANK_YOU), answers=answers) is None
    assert set(loss.asks.values_list("answer", flat=True)) == {"yes", "no"}
    standing = standing_permissions(loss.prospect)
    assert standing[PermissionChannel.CALL].is_granted
    assert not standing[PermissionChannel.NEWSLETTER].is_granted


def test_an_ask_that_reached_nobody_is_tried_twice_more(owner: User) -> None:
    loss = log(owner, asks=(Asked(AskKind.REFERENCE, AskAnswer.LATER),))
    row = act(row_of(loss, Kind.THANK_YOU))
    tries = 0
    while row is not None:
        row = act(row, Outcome.NO_ANSWER)
        tries += 1
    assert tries == 3


def test_whoever_was_named_gets_a_plan_of_their_own_once_reached(owner: User) -> None:
    loss = log(owner, referral=Named("Piet Claes", "Noordzee Vis"))
    row = row_of(loss, Kind.REFERRAL)
    piet = Prospect.objects.get(name="Piet Claes")
    assert (row.referred, row.prospect, piet.referred_by) == (piet, loss.prospect, loss.prospect)
    step = act(row, Outcome.SPOKE)
    assert step is not None
    assert (step.prospect, step.kind, step.plan.loss) == (piet, Kind.CHECK_IN, None)
    assert Touch.objects.get(follow_up=row).prospect == piet
    # Nothing was said by the one who named them.
    assert step_of(loss.prospect).due_on == day(45)


def test_whoever_was_named_and_wants_peace_gets_it_without_touching_the_other(owner: User) -> None:
    loss = log(owner, referral=Named("Piet Claes"))
    act(row_of(loss, Kind.REFERRAL), Outcome.ASKED_TO_STOP)
    assert Prospect.objects.get(name="Piet Claes").asked_to_stop_on
    assert FollowUpPlan.objects.get(prospect=loss.prospect).status == PlanStatus.ACTIVE


@pytest.mark.parametrize("outcome", [Outcome.SPOKE, Outcome.INTERESTED, Outcome.NOT_YET])
def test_a_talk_at_a_wake_up_moves_the_check_in(owner: User, outcome: Outcome) -> None:
    loss = log(owner, condition=Condition(WakeUpKind.GO_LIVE, "their new ERP", on=day(-9)))
    row = row_of(loss, Kind.WAKE_UP)
    act(row, outcome, next_on=row.due_on + timedelta(days=100))
    expected = {Outcome.SPOKE: 45, Outcome.INTERESTED: 7, Outcome.NOT_YET: 100}[outcome]
    assert abs((step_of(loss.prospect).due_on - row.due_on).days - expected) <= 3
    assert FollowUp.objects.filter(plan=row.plan, status=Status.OPEN, kind=Kind.CHECK_IN).count() == 1


def test_a_wake_up_nobody_answered_is_tried_again_beside_the_check_in(owner: User) -> None:
    loss = log(owner, condition=Condition(WakeUpKind.GO_LIVE, on=day(-9)))
    before = step_of(loss.prospect).due_on
    step = act(row_of(loss, Kind.WAKE_UP), Outcome.NO_ANSWER)
    assert step is not None
    assert (step.kind, step.tries, step.wake_up) == (Kind.WAKE_UP, 1, loss.wake_ups.get())
    assert step_of(loss.prospect).due_on == before


def test_who_leaves_the_company_goes_one_way_and_the_chair_another(owner: User) -> None:
    loss = log(owner, email="ingrid@havbruk.example", stay_in_touch=AskAnswer.YES)
    ingrid, havbruk = loss.prospect, loss.prospect.organisation
    leaving = Leaving("Nordkyst", "ingrid@nordkyst.example", "Aksel Berg")
    step = act(step_of(ingrid), Outcome.LEFT_COMPANY, leaving=leaving)
    ingrid.refresh_from_db()
    aksel = Prospect.objects.get(name="Aksel Berg")
    assert step is not None
    assert (step.prospect, aksel.succeeds, aksel.organisation) == (aksel, ingrid, havbruk)
    assert ingrid.organisation is not None
    assert (ingrid.organisation.name, ingrid.email) == ("Nordkyst", "ingrid@nordkyst.example")
    assert SuppressedAddress.objects.get().address == "ingrid@havbruk.example"
    assert not any(row.is_granted for row in standing_permissions(ingrid).values())
    assert Deal.objects.get().prospect == aksel
    old = FollowUpPlan.objects.get(prospect=ingrid)
    assert (old.status, old.ended_why) == (PlanStatus.ENDED, EndedWhy.LEFT_COMPANY)
    congratulation = old.follow_ups.get(status=Status.OPEN, kind=Kind.CONGRATULATE)
    assert (congratulation.due_on - old.ended_on).days in range(30, 36)
    assert ingrid.losses.get() == loss


def test_a_chair_without_a_name_is_kept_all_the_same(owner: User) -> None:
    ingrid = log(owner).prospect
    act(step_of(ingrid), Outcome.LEFT_COMPANY)
    assert Prospect.objects.get(succeeds=ingrid).name == "Whoever follows Ingrid Solheim"


def test_a_chair_keeps_the_contract_it_waits_for(owner: User) -> None:
    loss = log(owner, condition=Condition(WakeUpKind.CONTRACT_END, on=day(400)))
    act(step_of(loss.prospect), Outcome.LEFT_COMPANY)
    row = FollowUp.objects.get(kind=Kind.WAKE_UP, status=Status.OPEN)
    assert row.prospect.succeeds == loss.prospect
    assert row.plan.status == PlanStatus.ACTIVE


def test_an_open_deal_of_the_chair_can_come_back(owner: User) -> None:
    ingrid = log(owner).prospect
    step = act(step_of(ingrid), Outcome.LEFT_COMPANY)
    assert step is not None
    act(step, Outcome.WON_BACK, why_yes="The new one knew us.")
    assert Deal.objects.get().status == DealStatus.WON_BACK


@pytest.mark.parametrize("kind", [Kind.THANK_YOU, Kind.PROMISE, Kind.WAKE_UP])
def test_please_stop_at_any_of_them_ends_everything(owner: User, kind: Kind) -> None:
    loss = log(
        owner,
        promise=Promised("the checklist", day(9)),
        condition=Condition(WakeUpKind.OTHER, "the merger", on=day(60)),
    )
    act(row_of(loss, kind), Outcome.ASKED_TO_STOP, on=MONDAY)
    assert not FollowUp.objects.filter(status=Status.OPEN).exists()
    assert FollowUpPlan.objects.get().ended_why == EndedWhy.OPTED_OUT
    assert not any(row.is_granted for row in standing_permissions(loss.prospect).values())


def test_two_people_of_one_name_without_an_organisation_are_two(owner: User) -> None:
    for name in ("Alpha One", "Beta Two"):
        log(owner, name, organisation="", referral=Named("Peter Maier"))
    assert Prospect.objects.filter(name="Peter Maier").count() == 2


def test_a_promise_that_repeats_and_was_missed_once_is_due_again(owner: User) -> None:
    loss = log(owner, promise=Promised("an article", day(9), every_weeks=4))
    step = act(row_of(loss, Kind.PROMISE), kept=False)
    assert step is not None
    assert step.due_on == day(9 + 28)
    assert loss.promises.get().state == PromiseState.NOT_KEPT
