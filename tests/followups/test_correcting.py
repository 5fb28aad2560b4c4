"""A no that was written down wrongly is put right, or taken back as a whole."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from accounts.changes import Change
from accounts.models import User
from followups.actions import (
    Corrected,
    NewTouch,
    NothingToUndo,
    SomethingBuiltOnIt,
    correct_no,
    log_touch,
    movable_check_in,
    note_confirmation,
    snooze,
    take_no_back,
    undo_change,
)
from followups.kinds import Channel, Direction, Kind, Outcome
from followups.models import FollowUp, FollowUpPlan, Touch
from prospects.conversations import (
    AskAnswer,
    AskKind,
    ExitConversation,
    GoodDeal,
    Likelihood,
    PermissionChannel,
    ToldBy,
)
from prospects.corrections import Correction
from prospects.models import Deal, Loss, LossReason, Prospect
from prospects.new_no import Agreement, Asked, Behind, Offer, Other, Promised, Who
from tests.cast import MONDAY, NINE
from tests.followups.telling import complete, day, log, nine_on, open_row, plan_of, step_of
from tests.security.tables import everything_stored

LATER = NINE + timedelta(hours=1)
# Whatever happens, changes are kept and versions go up.
COUNTED_UP = ("accounts_change", "followups_followup")


def as_logged(loss: Loss, **changes: Any) -> Correction:
    """The no as it stands, with some things put right."""
    competitors = loss.competitors.select_related("competitor").order_by("competitor__name")
    main = [row.competitor.name for row in competitors if row.is_main]
    behind = Behind(
        needs=loss.needs, timing=loss.timing, budget=loss.budget, stage=loss.stage, source=loss.source,
        competitors=tuple(row.competitor.name for row in competitors), main_competitor="".join(main),
        further_reason_ids=tuple(row.reason_id for row in loss.further_reasons.all()),
        delegated_to=loss.delegated_to, right_but_early=loss.right_but_early,
        likelihood=Likelihood(loss.likelihood) if loss.likelihood else None,
    )  # fmt: skip
    behind = replace(behind, **changes.pop("behind", {}))
    right = Correction(
        conversation=ExitConversation(loss.conversation), said_on=loss.said_on, reason_id=loss.reason_id,
        in_their_words=loss.in_their_words, told_by=ToldBy(loss.told_by) if loss.told_by else None,
        by_decision_maker=loss.by_decision_maker, behind=behind, notes=loss.notes,
        offer=Offer(title=loss.deal.title, value=loss.deal.value, currency=loss.deal.currency),
    )  # fmt: skip
    return replace(right, **changes)


def correct(loss: Loss, *, on: date = MONDAY, by: User | None = None, **changes: Any) -> Corrected:
    right = as_logged(loss, **changes)
    return correct_no(loss, right, by=by or loss.logged_by, today=on, now=nine_on(on) + timedelta(hours=1))


def stored_but(*tables: str) -> dict[str, str]:
    """Everything stored, these tables apart."""
    return {table: state for table, state in everything_stored().items() if table not in tables}


def reason(owner: User, conversation: ExitConversation, number: int = 0) -> LossReason:
    return LossReason.objects.filter(team=owner.team, conversation=conversation).order_by("label")[number]


def named(loss: Loss) -> list[tuple[str, bool]]:
    rows = loss.competitors.order_by("competitor__name")
    return list(rows.values_list("competitor__name", "is_main"))


# What was written down


def test_what_was_written_down_is_put_right(owner: User) -> None:
    loss = log(owner, in_their_words="No buget.", told_by=ToldBy.CALL, notes="One")
    correct(
        loss, in_their_words="No budget.", told_by=ToldBy.MET, by_decision_maker=True, notes="Two",
        offer=Offer(title="The pilot", value=Decimal("1250.50"), currency="chf"),
        behind={
            "needs": "Planning", "timing": "May", "budget": "None", "stage": "Offer", "source": "Fair",
            "delegated_to": "Ada", "likelihood": Likelihood.HIGH, "right_but_early": True,
        },
    )  # fmt: skip
    loss = Loss.objects.select_related("deal").get(pk=loss.pk)
    assert (loss.in_their_words, loss.told_by, loss.notes) == ("No budget.", ToldBy.MET, "Two")
    assert (loss.needs, loss.timing, loss.budget) == ("Planning", "May", "None")
    assert (loss.stage, loss.source, loss.delegated_to) == ("Offer", "Fair", "Ada")
    assert (loss.likelihood, loss.right_but_early, loss.by_decision_maker) == ("high", True, True)
    assert (loss.deal.title, loss.deal.value, loss.deal.currency) == ("The pilot", Decimal("1250.50"), "CHF")


def test_words_are_cleaned_at_the_border(owner: User) -> None:
    loss = correct(log(owner), in_their_words="A\x00b\u202e", behind={"stage": " two \n lines "}).loss
    loss.refresh_from_db()
    assert (loss.in_their_words, loss.stage) == ("Ab", "two lines")


def test_saving_it_unchanged_writes_nothing(owner: User) -> None:
    loss = log(owner, behind=Behind(competitors=("Acme", "Bolt"), main_competitor="Acme"))
    before = everything_stored()
    assert correct(loss) == Corrected(loss, None, None)
    assert everything_stored() == before


def test_its_touch_tells_the_same(owner: User) -> None:
    loss = log(owner, told_by=ToldBy.CALL, in_their_words="Not now")
    correct(loss, told_by=ToldBy.MAIL, in_their_words="Not this year", said_on=day(-2))
    touch = Touch.objects.get(loss=loss)
    assert (touch.channel, touch.summary, touch.happened_on) == (Channel.MAIL, "Not this year", day(-2))


def test_silence_is_no_touch_and_words_are_one(owner: User) -> None:
    loss = log(owner, told_by=ToldBy.CALL)
    correct(loss, told_by=ToldBy.SILENCE)
    assert not Touch.objects.filter(loss=loss).exists()
    correct(Loss.objects.get(pk=loss.pk), told_by=ToldBy.MAIL)
    touch = Touch.objects.get(loss=loss)
    assert (touch.channel, touch.direction, touch.plan) == (
        Channel.MAIL,
        Direction.IN,
        plan_of(loss.prospect),
    )


def test_what_was_agreed_with_it_was_agreed_on_its_day(owner: User) -> None:
    loss = log(
        owner,
        stay_in_touch=AskAnswer.YES,
        asks=(Asked(AskKind.REFERENCE, AskAnswer.YES), Asked(AskKind.REFERRAL, AskAnswer.LATER)),
        agreement=Agreement((PermissionChannel.CALL,)),
    )
    correct(loss, said_on=day(-5))
    assert set(loss.permissions.values_list("given_on", flat=True)) == {day(-5)}
    answered = dict(loss.asks.values_list("kind", "answered_on"))
    assert (answered[AskKind.REFERENCE], answered[AskKind.REFERRAL]) == (day(-5), None)
    assert Deal.objects.get(pk=loss.deal_id).closed_on == day(-5)


# Reasons and competitors


def test_reasons_come_and_go(owner: User) -> None:
    not_now, other = ExitConversation.NOT_A_PRIORITY, ExitConversation.CANNOT
    first, second = reason(owner, not_now, 0), reason(owner, not_now, 1)
    third = reason(owner, other)
    loss = log(owner, reason_id=first.pk, behind=Behind(further_reason_ids=(second.pk,)))
    correct(loss, reason_id=second.pk, behind={"further_reason_ids": (third.pk, second.pk)})
    loss.refresh_from_db()
    assert loss.reason == second
    assert [row.reason for row in loss.further_reasons.all()] == [third]


def test_a_reason_of_another_team_is_none(owner: User, stranger: User) -> None:
    theirs = reason(stranger, ExitConversation.NOT_A_PRIORITY)
    loss = log(owner)
    for changes in ({"reason_id": theirs.pk}, {"behind": {"further_reason_ids": (theirs.pk,)}}):
        with pytest.raises(LossReason.DoesNotExist):
            correct(loss, **changes)


def test_competitors_come_and_go_and_one_is_the_main_one(owner: User) -> None:
    loss = log(owner, behind=Behind(competitors=("Acme", "Bolt"), main_competitor="Acme"))
    correct(loss, behind={"competitors": ("bolt", "Corvid"), "main_competitor": "Bolt"})
    assert named(loss) == [("Bolt", True), ("Corvid", False)]
    correct(Loss.objects.get(pk=loss.pk), behind={"competitors": (), "main_competitor": ""})
    assert named(loss) == []


def test_the_main_one_changes_places(owner: User) -> None:
    loss = log(owner, behind=Behind(competitors=("Acme", "Bolt"), main_competitor="Acme"))
    change = correct(loss, behind={"competitors": ("Acme", "Bolt"), "main_competitor": "Bolt"}).change
    assert named(loss) == [("Acme", False), ("Bolt", True)]
    assert change is not None
    undo_change(change.pk, by=owner, now=LATER)
    assert named(loss) == [("Acme", True), ("Bolt", False)]


# The check-in


def test_another_kind_of_no_prefers_another_day(owner: User) -> None:
    loss = log(owner)
    assert step_of(loss.prospect).due_on == day(45)
    corrected = correct(loss, conversation=ExitConversation.CANNOT)
    step = step_of(loss.prospect)
    assert corrected.moved == step
    assert (step.opens_on, step.due_on, step.closes_on) == (day(30), day(39), day(60))
    assert step.version == 2


def test_another_day_moves_the_window(owner: User) -> None:
    loss = log(owner)
    corrected = correct(loss, said_on=day(-10))
    assert corrected.moved is not None
    step = step_of(loss.prospect)
    assert (step.opens_on, step.closes_on) == (day(20), day(50))
    assert plan_of(loss.prospect).last_two_way_on == day(-10)


def test_a_no_that_is_old_after_all_takes_its_turn(owner: User) -> None:
    loss = log(owner)
    correct(loss, said_on=day(-100))
    assert step_of(loss.prospect).due_on == day(1)


def test_words_alone_move_nothing(owner: User) -> None:
    loss = log(owner)
    assert correct(loss, in_their_words="Other", told_by=ToldBy.MET).moved is None
    assert step_of(loss.prospect).version == 1


def test_an_agreed_day_stays(owner: User) -> None:
    loss = log(owner, next_contact_on=day(50))
    assert movable_check_in(loss) is None
    assert correct(loss, said_on=day(-10)).moved is None
    assert step_of(loss.prospect).due_on == day(50)


def test_what_somebody_put_off_stays(owner: User) -> None:
    loss = log(owner)
    snooze(step_of(loss.prospect).pk, day(52), by=owner, today=MONDAY, now=NINE + timedelta(minutes=1))
    assert movable_check_in(loss) is None
    correct(loss, conversation=ExitConversation.CANNOT)
    assert step_of(loss.prospect).due_on == day(52)


@pytest.mark.parametrize("outcome", [Outcome.SPOKE, Outcome.NO_ANSWER])
def test_a_check_in_after_the_first_stays(owner: User, outcome: Outcome) -> None:
    loss = log(owner)
    complete(step_of(loss.prospect), outcome, on=day(45))
    before = step_of(loss.prospect).due_on
    assert movable_check_in(loss) is None
    correct(loss, conversation=ExitConversation.CANNOT, on=day(45))
    assert step_of(loss.prospect).due_on == before


def test_what_they_said_since_counts_on(owner: User) -> None:
    loss = log(owner)
    wrote = NewTouch(Channel.MAIL, day(10), direction=Direction.IN)
    log_touch(loss.prospect, wrote, by=owner, today=day(10), now=nine_on(day(10)))
    correct(loss, said_on=day(-5), on=day(11))
    assert plan_of(loss.prospect).last_two_way_on == day(10)
    assert step_of(loss.prospect).opens_on == day(40)


def test_the_newest_no_decides(owner: User) -> None:
    first = log(owner, on=day(-20))
    second = log(owner, who=Who(prospect_id=first.prospect_id), conversation=ExitConversation.CANNOT)
    assert plan_of(first.prospect).loss == second
    correct(second, said_on=day(-30))
    plan = plan_of(first.prospect)
    assert (plan.loss, plan.last_two_way_on) == (first, day(-20))
    step = step_of(first.prospect)
    assert (step.opens_on, step.due_on, step.loss) == (day(10), day(25), first)


def test_whoever_stood_behind_it_is_planned_anew_too(owner: User) -> None:
    loss = log(owner, behind=Behind(people=(Other("Tom Berg", "Plant manager"),)), next_contact_on=day(50))
    tom = Prospect.objects.get(name="Tom Berg")
    assert step_of(tom).opens_on == day(30)
    assert correct(loss, said_on=day(-10)).moved is None
    assert step_of(tom).opens_on == day(20)
    assert plan_of(tom).last_two_way_on == day(-10)


def test_what_somebody_said_themselves_counts_for_them(owner: User) -> None:
    loss = log(owner, behind=Behind(people=(Other("Tom Berg"),)))
    tom = Prospect.objects.get(name="Tom Berg")
    theirs = log(owner, who=Who(prospect_id=tom.pk), on=day(5))
    correct(loss, said_on=day(-10), on=day(6))
    assert (plan_of(tom).loss, plan_of(tom).last_two_way_on) == (theirs, day(5))
    assert step_of(tom).opens_on == day(35)


def test_a_no_that_was_let_go_leaves_the_plan_alone(owner: User) -> None:
    first = log(owner, on=day(-20))
    second = log(owner, who=Who(prospect_id=first.prospect_id), good_deal=GoodDeal.NO)
    before = step_of(first.prospect).due_on
    assert movable_check_in(second) is None
    assert correct(second, said_on=day(-3), conversation=ExitConversation.CANNOT).moved is None
    assert step_of(first.prospect).due_on == before


def test_an_ended_plan_stays_ended(owner: User) -> None:
    loss = log(owner, stay_in_touch=AskAnswer.NO)
    assert correct(loss, said_on=day(-3)).moved is None
    assert not FollowUp.objects.filter(prospect=loss.prospect, kind=Kind.CHECK_IN).exists()


def test_it_was_not_said_after_it_was_written_down(owner: User) -> None:
    loss = log(owner)
    with pytest.raises(ValidationError) as refused:
        correct(loss, said_on=day(1), on=day(3))
    assert "said_on" in refused.value.message_dict


# Taken back


def test_a_correction_can_be_taken_back(owner: User) -> None:
    loss = log(owner, told_by=ToldBy.CALL)
    before = stored_but(*COUNTED_UP)
    due = step_of(loss.prospect).due_on
    change = correct(
        loss, conversation=ExitConversation.CANNOT, said_on=day(-10), told_by=ToldBy.SILENCE,
        behind={"competitors": ("Acme",), "main_competitor": "Acme"},
    ).change  # fmt: skip
    assert change is not None
    undo_change(change.pk, by=owner, now=LATER)
    assert stored_but(*COUNTED_UP) == before
    assert step_of(loss.prospect).due_on == due


@pytest.fixture
def empty(owner: User) -> Iterator[None]:
    """After the test stands what stood before it, the history of changes apart."""
    before = stored_but("accounts_change")
    yield
    assert stored_but("accounts_change") == before


def test_a_no_about_somebody_else_is_gone_with_everything_it_wrote(owner: User, empty: None) -> None:
    loss = log(
        owner, promise=Promised("the checklist"), asks=(Asked(AskKind.FEEDBACK, AskAnswer.YES, "Price"),),
        agreement=Agreement((PermissionChannel.MAIL,)), email="ingrid@example.com",
    )  # fmt: skip
    take_no_back(loss, by=owner, now=LATER)
    assert not Prospect.objects.exists()


def test_it_goes_although_it_was_corrected(owner: User, empty: None) -> None:
    loss = log(owner)
    correct(loss, in_their_words="Other words")
    correct(Loss.objects.get(pk=loss.pk), said_on=day(-4), behind={"competitors": ("Acme",)})
    take_no_back(loss, by=owner, now=LATER)


def test_a_second_no_leaves_the_first_as_it_was(owner: User) -> None:
    first = log(owner, on=day(-20))
    before = stored_but(*COUNTED_UP)
    due = step_of(first.prospect).due_on
    second = log(owner, who=Who(prospect_id=first.prospect_id))
    take_no_back(second, by=owner, now=LATER)
    assert stored_but(*COUNTED_UP) == before
    assert step_of(first.prospect).due_on == due


def test_once_something_built_on_it_it_stays(owner: User) -> None:
    acted, confirmed, again = log(owner, "Ada"), log(owner, "Bea", told_by=ToldBy.CALL), log(owner, "Cy")
    complete(open_row(acted.prospect, Kind.THANK_YOU), Outcome.DONE, on=MONDAY)
    note_confirmation(confirmed, "Thank you", by=owner, today=MONDAY, now=LATER)
    log(owner, who=Who(prospect_id=again.prospect_id))
    for loss in (acted, confirmed, again):
        before = everything_stored()
        with pytest.raises(SomethingBuiltOnIt):
            take_no_back(loss, by=owner, now=LATER)
        assert everything_stored() == before


def test_a_refusal_leaves_the_corrections_standing(owner: User) -> None:
    loss = log(owner)
    correct(loss, in_their_words="Right words")
    complete(open_row(loss.prospect, Kind.THANK_YOU), Outcome.DONE, on=MONDAY)
    with pytest.raises(SomethingBuiltOnIt):
        take_no_back(loss, by=owner, now=LATER)
    assert Loss.objects.get(pk=loss.pk).in_their_words == "Right words"


def test_it_goes_once(owner: User) -> None:
    loss = log(owner)
    take_no_back(loss, by=owner, now=LATER)
    with pytest.raises(NothingToUndo):
        take_no_back(loss, by=owner, now=LATER)
    assert Change.objects.filter(action="undo").count() == 1
    assert not FollowUpPlan.objects.exists()


def test_the_same_form_can_be_sent_again_after_that(owner: User) -> None:
    loss = log(owner, submission="a-form")
    take_no_back(loss, by=owner, now=LATER)
    assert log(owner, submission="a-form").pk != loss.pk


def with_something_useful(owner: User) -> Loss:
    return log(owner, agreement=Agreement((PermissionChannel.MAIL,)))


def kinds_open(loss: Loss) -> set[str]:
    return set(FollowUp.objects.filter(loss=loss).open().values_list("kind", flat=True))


@pytest.mark.parametrize(
    "changes",
    [
        {"conversation": ExitConversation.WE_DECLINED},
        {"conversation": ExitConversation.DRIFTED, "said_on": day(-12)},
        {"said_on": date(2020, 1, 6)},
    ],
    ids=["we declined", "earlier, so the check-in is too near", "years ago"],
)
def test_something_useful_gives_way_where_the_no_would_not_have_written_it(
    owner: User, changes: dict[str, Any]
) -> None:
    loss = with_something_useful(owner)
    assert Kind.VALUE_ITEM in kinds_open(loss)
    correct(loss, **changes)
    assert Kind.VALUE_ITEM not in kinds_open(loss)


def test_something_useful_stays_where_there_is_room(owner: User) -> None:
    loss = with_something_useful(owner)
    correct(loss, conversation=ExitConversation.COMPETITOR_CHOSEN)
    assert Kind.VALUE_ITEM in kinds_open(loss)


def test_thanks_for_what_was_said_long_ago_are_none(owner: User) -> None:
    loss = log(owner)
    correct(loss, said_on=day(-15))
    assert Kind.THANK_YOU not in kinds_open(loss)
