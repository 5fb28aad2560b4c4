"""Sales hands a person over to marketing: what may be offered, what is asked, and who has them then."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.models import User
from common.submissions import SavedOtherwise
from followups.actions import (
    BatonMoved,
    NotHandedOver,
    Word,
    answer_taker,
    ask_giver,
    ask_to_stop,
    bring_back,
    send_back,
    take_over,
    take_over_all,
    withdraw_hand_over,
    withdraw_permission,
)
from followups.baton_rules import Reason
from followups.hand_overs import way_of
from followups.kinds import Baton, BatonStep, Kind
from followups.models import FollowUp, HandOver
from prospects.conversations import AskAnswer, Manner, PermissionChannel
from prospects.models import Prospect
from tests.followups.being_away import away
from tests.followups.handing import MAIL, in_care, offer, said_yes, take
from tests.followups.telling import day, log, nine_on, open_row, plan_of, step_of

LATER = nine_on(day(0)) + timedelta(hours=1)


@pytest.fixture
def ingrid(owner: User) -> Prospect:
    """Somebody who said yes to mail."""
    person = log(owner, email="ingrid@example.com").prospect
    said_yes(person, by=owner)
    return person


def steps(baton: HandOver) -> list[str]:
    return [step.step for step in way_of(baton)]


def owners(person: Prospect) -> dict[str, User]:
    return {row.kind: row.owner for row in FollowUp.objects.open().filter(prospect=person)}


def test_until_it_is_taken_sales_keeps_everything(ingrid: Prospect, owner: User, marketer: User) -> None:
    baton = offer(ingrid, marketer, note="She likes short mails.")
    assert baton.state == Baton.OFFERED
    assert plan_of(ingrid).owner == owner
    assert set(owners(ingrid).values()) == {owner}
    assert [(step.step, step.words) for step in way_of(baton)] == [("offered", "She likes short mails.")]


def test_taken_over_the_plan_is_marketings_and_the_person_stays_with_sales(
    ingrid: Prospect, owner: User, marketer: User
) -> None:
    before = {row.pk: (row.opens_on, row.due_on, row.closes_on) for row in FollowUp.objects.open()}
    baton = take(offer(ingrid, marketer))
    assert baton.state == Baton.TAKEN
    assert plan_of(ingrid).owner == marketer
    assert owners(ingrid) == {Kind.THANK_YOU: marketer, Kind.CHECK_IN: marketer, Kind.DEBRIEF: owner}
    ingrid.refresh_from_db()
    assert ingrid.owner == owner
    assert {row.pk: (row.opens_on, row.due_on, row.closes_on) for row in FollowUp.objects.open()} == before


def test_the_agreed_meeting_stays_with_sales(owner: User, marketer: User) -> None:
    ingrid = log(owner, next_contact_on=day(91), next_contact_manner=Manner.MEETING).prospect
    take_it = in_care(ingrid, marketer, returns_on=day(84))
    assert take_it.state == Baton.TAKEN
    assert step_of(ingrid).owner == owner
    assert plan_of(ingrid).owner == marketer


def test_it_has_to_be_back_a_week_ahead_of_the_meeting(owner: User, marketer: User) -> None:
    ingrid = log(owner, next_contact_on=day(91), next_contact_manner=Manner.MEETING).prospect
    said_yes(ingrid, by=owner)
    with pytest.raises(NotHandedOver) as refusal:
        offer(ingrid, marketer, returns_on=day(85))
    assert refusal.value.reason == Reason.AFTER_MEETING
    assert refusal.value.refused.latest == day(84)


@pytest.mark.parametrize(
    "told",
    [
        {"returns_on": day(0)},
        {"channels": ()},
        {"every_weeks": 0},
        {"note": "x" * 4001},
    ],
)
def test_what_cannot_be_meant_is_said_by_field(
    ingrid: Prospect, marketer: User, told: dict[str, object]
) -> None:
    with pytest.raises(ValidationError) as refusal:
        offer(ingrid, marketer, **told)
    assert list(refusal.value.message_dict) == list(told)


def test_only_marketing_of_the_own_team_takes(
    ingrid: Prospect, owner: User, colleague: User, manager: User, stranger: User, marketer: User
) -> None:
    stranger.is_marketing = True
    stranger.save()
    for nobody in (colleague, owner, stranger):
        with pytest.raises(ValidationError) as refusal:
            offer(ingrid, nobody)
        assert list(refusal.value.message_dict) == ["taker"]
    marketer.is_active = False
    marketer.save()
    with pytest.raises(ValidationError):
        offer(ingrid, marketer)


def test_only_whoever_looks_after_them_hands_over_or_a_manager(
    ingrid: Prospect, owner: User, colleague: User, manager: User, marketer: User, stranger: User
) -> None:
    for nobody in (colleague, stranger, marketer):
        with pytest.raises(PermissionDenied):
            offer(ingrid, marketer, by=nobody)
    baton = offer(ingrid, marketer, by=manager)
    assert baton.giver == owner
    assert [step.by for step in way_of(baton)] == [manager]


def test_a_channel_nobody_said_yes_to_is_refused_by_name(ingrid: Prospect, marketer: User) -> None:
    with pytest.raises(NotHandedOver) as refusal:
        offer(ingrid, marketer, channels=(MAIL, PermissionChannel.CALL))
    assert refusal.value.reason == Reason.NO_PERMISSION
    assert refusal.value.refused.channels == (PermissionChannel.CALL,)


def test_who_asked_to_stop_is_not_handed_over(ingrid: Prospect, owner: User, marketer: User) -> None:
    ask_to_stop(ingrid, by=owner, today=day(1), now=nine_on(day(1)))
    with pytest.raises(NotHandedOver) as refusal:
        offer(ingrid, marketer)
    assert refusal.value.reason == Reason.STOPPED


def test_without_a_plan_there_is_nothing_to_hand_over(owner: User, marketer: User) -> None:
    ingrid = log(owner, stay_in_touch=AskAnswer.NO).prospect
    with pytest.raises(NotHandedOver) as refusal:
        offer(ingrid, marketer)
    assert refusal.value.reason == Reason.NO_PLAN


def test_one_at_a_time(ingrid: Prospect, marketer: User) -> None:
    offer(ingrid, marketer)
    with pytest.raises(NotHandedOver) as refusal:
        offer(ingrid, marketer)
    assert refusal.value.reason == Reason.ALREADY_RUNNING


def test_the_same_form_twice_is_one(ingrid: Prospect, marketer: User) -> None:
    first = offer(ingrid, marketer, submission="k1")
    assert offer(ingrid, marketer, submission="k1") == first
    with pytest.raises(SavedOtherwise):
        offer(ingrid, marketer, submission="k1", note="Something else")
    assert HandOver.objects.count() == 1


def test_a_question_goes_back_and_forth(ingrid: Prospect, owner: User, marketer: User) -> None:
    baton = offer(ingrid, marketer)
    baton = ask_giver(baton.pk, "Which topics?", by=marketer, version=1, now=LATER)
    assert baton.state == Baton.ASKED
    baton = answer_taker(baton.pk, "Planning", by=owner, version=2, now=LATER + timedelta(hours=1))
    assert baton.state == Baton.OFFERED
    assert [(step.step, step.by, step.words) for step in way_of(baton)[1:]] == [
        ("asked", marketer, "Which topics?"),
        ("answered", owner, "Planning"),
    ]


def test_sent_back_it_says_why_and_what_is_missing(ingrid: Prospect, owner: User, marketer: User) -> None:
    baton = offer(ingrid, marketer)
    with pytest.raises(ValidationError):
        send_back(baton.pk, " ", by=marketer, now=LATER)
    baton = send_back(baton.pk, "no topic", "two or three topics.", by=marketer, now=LATER)
    assert baton.state == Baton.SENT_BACK
    words = "Can't take this one yet: no topic. What I'd need: two or three topics."
    assert way_of(baton)[-1].words == words
    assert plan_of(ingrid).owner == owner
    again = offer(ingrid, marketer)
    assert again.state == Baton.OFFERED


def test_the_giver_takes_an_offer_back_but_not_what_was_taken(
    ingrid: Prospect, owner: User, marketer: User
) -> None:
    baton = withdraw_hand_over(offer(ingrid, marketer).pk, by=owner, now=LATER)
    assert baton.state == Baton.WITHDRAWN
    taken = take(offer(ingrid, marketer))
    with pytest.raises(BatonMoved):
        withdraw_hand_over(taken.pk, by=owner, now=LATER)


def test_each_step_is_one_persons_to_make(
    ingrid: Prospect, owner: User, colleague: User, manager: User, marketer: User
) -> None:
    pk = offer(ingrid, marketer).pk
    for nobody in (owner, colleague, manager):
        with pytest.raises(PermissionDenied):
            take_over(pk, by=nobody, now=LATER)
        with pytest.raises(PermissionDenied):
            ask_giver(pk, "Why?", by=nobody, now=LATER)
        with pytest.raises(PermissionDenied):
            send_back(pk, "No", by=nobody, now=LATER)
    for nobody in (marketer, colleague):
        with pytest.raises(PermissionDenied):
            answer_taker(pk, "So", by=nobody, now=LATER)
        with pytest.raises(PermissionDenied):
            withdraw_hand_over(pk, by=nobody, now=LATER)
    take_over(pk, by=marketer, now=LATER)
    with pytest.raises(PermissionDenied):
        bring_back(pk, by=colleague, now=LATER)


def test_of_another_team_it_does_not_exist(ingrid: Prospect, marketer: User, stranger: User) -> None:
    with pytest.raises(HandOver.DoesNotExist):
        take_over(offer(ingrid, marketer).pk, by=stranger, now=LATER)


def test_a_page_that_is_old_moves_nothing(ingrid: Prospect, owner: User, marketer: User) -> None:
    baton = offer(ingrid, marketer)
    ask_giver(baton.pk, "Which topics?", by=marketer, version=1, now=LATER)
    with pytest.raises(BatonMoved) as refusal:
        take_over(baton.pk, by=marketer, version=1, now=LATER)
    assert refusal.value.hand_over.state == Baton.ASKED
    with pytest.raises(BatonMoved):
        withdraw_hand_over(baton.pk, by=owner, version=1, now=LATER)


def test_what_was_said_since_counts_when_it_is_taken(ingrid: Prospect, owner: User, marketer: User) -> None:
    baton = offer(ingrid, marketer)
    withdraw_permission(ingrid, Word((MAIL,), day(1)), by=owner, today=day(1), now=nine_on(day(1)))
    with pytest.raises(NotHandedOver) as refusal:
        take(baton, on=day(2))
    assert refusal.value.reason == Reason.NO_PERMISSION
    assert plan_of(ingrid).owner == owner


def test_rows_keep_off_the_days_off_of_whoever_takes_them(
    ingrid: Prospect, owner: User, marketer: User
) -> None:
    due = open_row(ingrid, Kind.THANK_YOU).due_on
    offset = (due - day(0)).days
    away(marketer, offset, offset)
    take(offer(ingrid, marketer))
    assert open_row(ingrid, Kind.THANK_YOU).due_on == day(offset + 1)


def test_what_a_stand_in_does_for_an_absence_stays_with_them(
    ingrid: Prospect, owner: User, colleague: User, marketer: User
) -> None:
    row = step_of(ingrid)
    offset = (row.due_on - day(0)).days
    away(owner, offset, offset, colleague)
    take(offer(ingrid, marketer))
    assert owners(ingrid) == {Kind.THANK_YOU: marketer, Kind.CHECK_IN: colleague, Kind.DEBRIEF: owner}


def test_all_clear_ones_at_once(owner: User, marketer: User) -> None:
    people = [log(owner, name).prospect for name in ("Ann", "Bea", "Cleo", "Dora")]
    for person in people:
        said_yes(person, by=owner)
    ann, bea, cleo, dora = (offer(person, marketer) for person in people)
    ask_giver(bea.pk, "Which topics?", by=marketer, now=LATER)
    ask_to_stop(people[2], by=owner, today=day(0), now=LATER)
    done = take_over_all([ann.pk, bea.pk, cleo.pk, dora.pk], by=marketer, now=LATER)
    assert {row.prospect for row in done.taken} == {people[0], people[3]}
    assert {(one.hand_over.pk, one.refused.reason) for one in done.left} == {
        (bea.pk, Reason.ASKED),
        (cleo.pk, Reason.MOVED),
    }
    assert done.change
    assert plan_of(people[1]).owner == owner


def test_of_all_at_once_what_is_not_offered_to_me_is_not_looked_at(
    ingrid: Prospect, colleague: User, marketer: User
) -> None:
    baton = offer(ingrid, marketer)
    done = take_over_all([baton.pk], by=colleague, now=LATER)
    assert (done.taken, done.left, done.change) == ((), (), None)


def test_back_with_sales_before_its_day(ingrid: Prospect, owner: User, marketer: User) -> None:
    baton = take(offer(ingrid, marketer))
    baton = bring_back(baton.pk, by=marketer, words="She wants a price.", now=LATER)
    assert baton.state == Baton.RETURNED
    assert plan_of(ingrid).owner == owner
    assert set(owners(ingrid).values()) == {owner}
    assert (way_of(baton)[-1].step, way_of(baton)[-1].words) == (BatonStep.RETURNED, "She wants a price.")
    with pytest.raises(BatonMoved):
        bring_back(baton.pk, by=owner, now=LATER)
