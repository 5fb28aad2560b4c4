"""A touch beside the plan: what it moves, what stands against it, and how it is taken back."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from followups.actions import (
    Logged,
    NewTouch,
    NotNow,
    RelevanceNeeded,
    SomethingBuiltOnIt,
    ask_to_stop,
    log_touch,
    undo_change,
)
from followups.contact_history import history_of
from followups.contact_rules import Instead, Reason, give_before_ask
from followups.contacts import counts
from followups.kinds import Channel, Direction, Kind, Outcome, TouchKind
from followups.models import FollowUp, FollowUpPlan, Touch
from prospects.conversations import AskAnswer, Manner
from prospects.models import Prospect
from tests.followups.telling import complete, day, log, nine_on, open_row, plan_of, step_of

WHY = "They want to open the new hall on time."
# Before any rule minds: long after the no, long before the check-in that is planned for day 45.
ON = day(16)


@pytest.fixture
def ingrid(owner: User) -> Prospect:
    return log(owner).prospect


def say(person: Prospect, on: date = ON, channel: Channel = Channel.MAIL, **told: Any) -> Logged:
    """Log a touch on the day it happened; an owner of another name as `by`."""
    by = told.pop("by", person.owner)
    today = told.pop("today", on)
    return log_touch(person, NewTouch(channel, on, **told), by=by, today=today, now=nine_on(today))


def they_wrote(person: Prospect, on: date = ON, **told: Any) -> Logged:
    return say(person, on, direction=Direction.IN, **told)


def be_helpful(person: Prospect, on: date, **told: Any) -> Logged:
    return say(person, on, kind=TouchKind.HELPFUL, **{"relevance": WHY, **told})


def dates(row: FollowUp) -> tuple[date, date, date]:
    row.refresh_from_db()
    return row.opens_on, row.due_on, row.closes_on


def test_what_happened_is_kept_as_it_was_told(ingrid: Prospect) -> None:
    logged = be_helpful(ingrid, ON, summary=" An article \n on halls\x00", channel=Channel.LETTER)
    touch = Touch.objects.get(pk=logged.touch.pk)
    assert (touch.channel, touch.direction, touch.kind) == ("letter", "out", "helpful")
    assert (touch.summary, touch.relevance) == ("An article \n on halls", WHY)
    assert (touch.happened_on, touch.by, touch.plan) == (ON, ingrid.owner, plan_of(ingrid))
    assert not touch.is_two_way


def test_what_we_merely_send_never_pushes_the_check_in_away(ingrid: Prospect) -> None:
    step = step_of(ingrid)
    before = dates(step)
    assert be_helpful(ingrid, ON).moved is None
    assert say(ingrid, ON, Channel.CALL, summary="Nobody picked up").moved is None
    assert dates(step) == before
    assert plan_of(ingrid).last_two_way_on == day(0)


@pytest.mark.parametrize(
    "told",
    [
        {"direction": Direction.IN},
        {"direction": Direction.IN, "channel": Channel.SOCIAL},
        {"channel": Channel.MEETING},
        {"channel": Channel.CALL, "spoke": True},
    ],
)
def test_a_two_way_touch_moves_the_check_in_in_its_own_row(ingrid: Prospect, told: dict[str, Any]) -> None:
    step = step_of(ingrid)
    logged = say(ingrid, ON, **told)
    assert logged.moved == step_of(ingrid) == step
    assert logged.touch.is_two_way
    # Thirty to sixty days from the touch; day 45 after it is a Saturday.
    assert FollowUp.objects.get(pk=step.pk).version == step.version + 1
    assert dates(step) == (day(46), date(2026, 5, 1), day(76))
    assert plan_of(ingrid).last_two_way_on == ON


@pytest.mark.parametrize("channel", [Channel.MAIL, Channel.NOTE, Channel.LETTER])
def test_spoken_counts_only_where_people_speak(ingrid: Prospect, channel: Channel) -> None:
    assert say(ingrid, ON, channel, spoke=True, summary="Something").moved is None


def test_tries_begin_anew_once_they_call_back(ingrid: Prospect) -> None:
    complete(step_of(ingrid), Outcome.NO_ANSWER, on=day(45))
    assert step_of(ingrid).tries == 1
    they_wrote(ingrid, day(46), channel=Channel.CALL)
    step = step_of(ingrid)
    assert (step.tries, step.opens_on, step.closes_on) == (0, day(76), day(106))


def test_an_agreed_day_is_not_moved(owner: User) -> None:
    person = log(owner, next_contact_on=day(40)).prospect
    before = dates(step_of(person))
    assert they_wrote(person).moved is None
    assert dates(step_of(person)) == before
    assert plan_of(person).last_two_way_on == ON


def test_an_agreed_meeting_is_not_moved(owner: User) -> None:
    person = log(owner, next_contact_on=day(40), next_contact_manner=Manner.MEETING).prospect
    they_wrote(person)
    assert (step_of(person).kind, step_of(person).due_on) == (Kind.AGREED_MEETING, day(40))


def test_a_touch_remembered_late_sets_no_clock_back(ingrid: Prospect) -> None:
    they_wrote(ingrid)
    before = dates(step_of(ingrid))
    assert they_wrote(ingrid, day(7), today=day(20)).moved is None
    assert (dates(step_of(ingrid)), plan_of(ingrid).last_two_way_on) == (before, ON)


def test_a_second_word_on_one_day_moves_nothing_more(ingrid: Prospect) -> None:
    they_wrote(ingrid)
    step = step_of(ingrid)
    assert they_wrote(ingrid, channel=Channel.CALL).moved is None
    assert step_of(ingrid).version == step.version


def test_a_late_touch_plans_nothing_before_tomorrow(ingrid: Prospect) -> None:
    they_wrote(ingrid, day(10), today=day(90))
    step = step_of(ingrid)
    assert step.opens_on == day(91)
    assert step.due_on > day(90)


def test_the_plan_lives_in_its_owners_calendar(ingrid: Prospect, manager: User) -> None:
    ingrid.owner.working_days = "3"
    ingrid.owner.save()
    they_wrote(ingrid, by=manager)
    assert step_of(ingrid).due_on.weekday() == 3
    assert Touch.objects.latest("created_at").by == manager


def test_a_touch_after_the_plans_end_is_kept_all_the_same(owner: User) -> None:
    person = log(owner, stay_in_touch=AskAnswer.NO).prospect
    logged = they_wrote(person)
    assert (logged.moved, logged.touch.plan) == (None, plan_of(person))
    assert not FollowUpPlan.objects.filter(prospect=person).active().exists()


def test_a_person_without_any_plan_can_be_touched(owner: User) -> None:
    person = Prospect.objects.create(team=owner.team, owner=owner, name="Piet Claes")
    assert they_wrote(person).touch.plan is None


def test_a_note_is_about_something(ingrid: Prospect) -> None:
    with pytest.raises(ValidationError) as refused:
        say(ingrid, channel=Channel.NOTE, summary=" \x00 ")
    assert "summary" in refused.value.message_dict
    assert say(ingrid, channel=Channel.NOTE, summary="Her daughter starts school").moved is None


def test_tomorrow_has_not_happened(ingrid: Prospect) -> None:
    with pytest.raises(ValidationError) as refused:
        they_wrote(ingrid, day(17), today=day(16))
    assert "happened_on" in refused.value.message_dict
    assert not Touch.objects.filter(loss__isnull=True).exists()


@pytest.mark.parametrize("kind", [TouchKind.HELPFUL, TouchKind.PITCH])
def test_what_goes_out_says_why_it_matters_to_them(ingrid: Prospect, kind: TouchKind) -> None:
    for offset in (0, 16):  # two that help, so that an offer may follow
        be_helpful(ingrid, day(-90 + offset), today=ON)
    with pytest.raises(RelevanceNeeded):
        say(ingrid, day(-40), kind=kind, relevance="  ", today=ON)


def test_a_kind_word_and_a_note_need_no_reason(ingrid: Prospect) -> None:
    assert say(ingrid, summary="Wished her a good summer").touch.relevance == ""
    assert say(ingrid, channel=Channel.NOTE, summary="She sails").touch.relevance == ""


def test_an_offer_waits_for_enough_that_helps(ingrid: Prospect) -> None:
    with pytest.raises(NotNow) as refused:
        say(ingrid, kind=TouchKind.PITCH, relevance=WHY)
    blocked = refused.value.blocked
    assert (blocked.reason, blocked.missing) == (Reason.PITCH_TOO_EARLY, 2)
    assert refused.value.may_override
    assert not Touch.objects.filter(loss__isnull=True).exists()


def test_a_person_may_go_against_a_rule_with_a_reason_that_is_kept(ingrid: Prospect) -> None:
    asked: dict[str, Any] = {"kind": TouchKind.PITCH, "relevance": WHY}
    asked["override_reason"] = " She asked what it costs "
    assert say(ingrid, **asked).touch.override_reason == "She asked what it costs"
    assert give_before_ask(history_of(ingrid), ON).missing == 2


def test_a_reason_nobody_needed_is_not_kept(ingrid: Prospect) -> None:
    assert be_helpful(ingrid, ON, override_reason="Just in case").touch.override_reason == ""


def test_two_that_help_unlock_an_offer(ingrid: Prospect) -> None:
    complete(step_of(ingrid), Outcome.NOT_YET, on=day(30), next_on=day(200))
    reason = {"override_reason": "They wanted it"}
    be_helpful(ingrid, day(60), **reason)
    be_helpful(ingrid, day(80), **reason)
    assert give_before_ask(history_of(ingrid), day(100)).missing == 0


def test_too_near_to_the_last_one_names_the_next_good_day(ingrid: Prospect) -> None:
    be_helpful(ingrid, day(15))
    with pytest.raises(NotNow) as refused:
        be_helpful(ingrid, day(20))
    blocked = refused.value.blocked
    assert blocked.reason == Reason.TOO_SOON_AFTER
    assert blocked.next_day is not None
    assert blocked.next_day == day(29)
    assert Instead.REPLY in blocked.instead


def test_an_agreed_day_keeps_them_in_peace(owner: User) -> None:
    person = log(owner, next_contact_on=day(60)).prospect
    with pytest.raises(NotNow) as refused:
        be_helpful(person, day(20))
    assert refused.value.blocked.reason == Reason.BEFORE_AGREED_DAY


def test_what_both_said_is_never_too_near_to_the_check_in_it_moves(ingrid: Prospect) -> None:
    logged = be_helpful(ingrid, day(40), channel=Channel.MEETING)
    assert logged.moved is not None
    assert logged.moved.opens_on == day(70)


def test_what_answers_them_is_never_in_the_way(ingrid: Prospect) -> None:
    be_helpful(ingrid, day(15))
    they_wrote(ingrid, day(18))
    reply = say(ingrid, day(20), kind=TouchKind.PITCH)
    assert (reply.touch.relevance, reply.touch.override_reason) == ("", "")
    history = history_of(ingrid)
    by_ref = {contact.ref: contact for contact in history.contacts}
    assert not counts(by_ref[reply.touch.pk], history)


@pytest.mark.parametrize("later", [0, 2])
def test_only_the_first_answer_is_one(ingrid: Prospect, later: int) -> None:
    they_wrote(ingrid, day(18))
    say(ingrid, day(20), kind=TouchKind.PITCH)
    with pytest.raises(NotNow):
        say(ingrid, day(20 + later), kind=TouchKind.PITCH, relevance=WHY)


def test_an_answer_after_a_week_is_none(ingrid: Prospect) -> None:
    they_wrote(ingrid, day(10))
    with pytest.raises(NotNow):
        say(ingrid, day(18), kind=TouchKind.PITCH, relevance=WHY)


def test_what_a_colleague_did_counts_for_the_same_address(owner: User, colleague: User) -> None:
    mine = log(owner, email="ingrid@havbruk.example").prospect
    theirs = log(colleague, email="ingrid@havbruk.example").prospect
    be_helpful(theirs, day(15))
    with pytest.raises(NotNow) as refused:
        be_helpful(mine, day(20))
    assert refused.value.blocked.by is not None
    assert refused.value.blocked.by.by == "colleague"


def test_to_whom_asked_to_stop_nothing_goes_whatever_the_reason(ingrid: Prospect) -> None:
    ask_to_stop(ingrid, by=ingrid.owner, today=ON, now=nine_on(ON))
    ingrid.refresh_from_db()
    for kind in TouchKind:
        with pytest.raises(NotNow) as refused:
            say(ingrid, kind=kind, relevance=WHY, override_reason="I wanted to")
        assert not refused.value.may_override
    assert they_wrote(ingrid).touch.pk
    assert say(ingrid, channel=Channel.NOTE, summary="Called the switchboard by mistake").touch.pk


def test_a_closed_door_stands_against_a_kind_word_too(owner: User) -> None:
    person = log(owner, stay_in_touch=AskAnswer.NO).prospect
    with pytest.raises(NotNow) as refused:
        say(person, day(20), summary="Happy birthday")
    assert refused.value.blocked.reason == Reason.SAID_NO
    say(person, day(20), summary="Happy birthday", override_reason="She turned sixty")


def test_a_touch_taken_back_leaves_everything_as_it_was(ingrid: Prospect) -> None:
    step = step_of(ingrid)
    version = step.version
    before = (dates(step), plan_of(ingrid).last_two_way_on)
    logged = they_wrote(ingrid)
    undo_change(logged.change.pk, by=ingrid.owner, now=nine_on(ON))
    assert not Touch.objects.filter(loss__isnull=True).exists()
    assert (dates(step), plan_of(ingrid).last_two_way_on) == before
    assert FollowUp.objects.get(pk=step.pk).version == version + 2


def test_a_touch_others_build_on_stays(ingrid: Prospect) -> None:
    logged = they_wrote(ingrid)
    complete(step_of(ingrid), Outcome.SPOKE, on=day(60))
    with pytest.raises(SomethingBuiltOnIt):
        undo_change(logged.change.pk, by=ingrid.owner, now=nine_on(day(60)))
    assert Touch.objects.filter(pk=logged.touch.pk).exists()


def test_what_nothing_builds_on_can_go_later_too(ingrid: Prospect) -> None:
    logged = say(ingrid, channel=Channel.NOTE, summary="She sails")
    complete(open_row(ingrid, Kind.THANK_YOU), Outcome.DONE, on=day(17))
    undo_change(logged.change.pk, by=ingrid.owner, now=nine_on(day(17)))
    assert not Touch.objects.filter(summary="She sails").exists()


@pytest.mark.parametrize("then", ["another word", "a talk"])
def test_the_clock_never_goes_back_behind_a_talk_of_the_same_day(ingrid: Prospect, then: str) -> None:
    logged = they_wrote(ingrid)
    if then == "a talk":
        complete(step_of(ingrid), Outcome.SPOKE, on=ON)
    else:
        they_wrote(ingrid, channel=Channel.CALL)
    with pytest.raises(SomethingBuiltOnIt), transaction.atomic():
        undo_change(logged.change.pk, by=ingrid.owner, now=nine_on(ON))
    assert plan_of(ingrid).last_two_way_on == ON
    assert Touch.objects.filter(pk=logged.touch.pk).exists()
