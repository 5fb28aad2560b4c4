"""Whether we may reach out, and when: RULES.md, "Contact rules", one sentence each."""

from dataclasses import replace
from typing import Any

import pytest

from followups.contact_rules import (
    Actor,
    Allowed,
    Blocked,
    Instead,
    Limits,
    Reason,
    give_before_ask,
)
from followups.contacts import By, Closed, Contact, History, State
from followups.kinds import Channel, Kind, TouchKind
from tests.followups.reaching_out import PLANNED, check_in, day, is_fine, item, judged, pitch, refused

TWO_HELPFUL = (item(-60), item(-30))

# Fourteen days apart


def test_nothing_stands_against_the_first_touch() -> None:
    assert judged(item(0)) == Allowed(needs_relevance=True)


def test_two_counted_touches_lie_fourteen_days_apart() -> None:
    before = item(0)
    assert refused(item(13), before) == Blocked(Reason.TOO_SOON_AFTER, day(14), (Instead.REPLY,), by=before)
    assert is_fine(item(14), before)


def test_two_on_one_day_are_one_too_many() -> None:
    assert refused(item(0), check_in(0)).next_day == day(14)


def test_the_latest_touch_before_is_the_one_that_is_told() -> None:
    went_against_it = item(10)
    assert refused(item(20), item(8), went_against_it, item(25, **PLANNED)).by == went_against_it


def test_a_planned_touch_blocks_the_days_before_it_too() -> None:
    ahead = check_in(20, **PLANNED)
    blocked = refused(item(7), ahead)
    assert (blocked.reason, blocked.by, blocked.next_day) == (Reason.TOO_CLOSE_BEFORE, ahead, day(34))
    assert is_fine(item(6), ahead)


def test_the_next_day_is_found_between_the_past_and_what_is_planned() -> None:
    assert refused(item(3), item(0), check_in(28, **PLANNED)).next_day == day(14)
    assert refused(item(3), item(0), check_in(27, **PLANNED)).next_day == day(41)


def test_a_queued_mail_counts_from_its_approval_whoever_approved_it() -> None:
    queued = item(0, state=State.QUEUED, by=By.COLLEAGUE)
    assert refused(item(5), queued).by == queued


def test_what_the_app_sent_blocks_as_well() -> None:
    assert refused(check_in(5), item(0, by=By.APP)).reason == Reason.TOO_SOON_AFTER


def test_what_does_not_count_neither_blocks_nor_is_blocked() -> None:
    thanks = Contact(day(0), Kind.THANK_YOU)
    assert is_fine(item(1), thanks)
    assert is_fine(thanks, item(0))


def test_the_team_sets_the_days_apart() -> None:
    assert is_fine(item(7), item(0), limits=Limits(days_apart=7))
    assert refused(item(20), item(0), limits=Limits(days_apart=21)).next_day == day(21)


def test_a_touch_on_a_day_that_has_passed_is_judged_on_that_day_and_shown_a_day_ahead() -> None:
    blocked = refused(item(-20), item(-15), today=day(0))
    assert (blocked.reason, blocked.next_day) == (Reason.TOO_CLOSE_BEFORE, day(0))


# A check-in and its retries


def test_a_retry_is_never_blocked_by_its_own_check_in() -> None:
    assert is_fine(check_in(5, plan="a", tries=1), check_in(0, plan="a"))
    assert is_fine(check_in(10, plan="a", tries=2), check_in(0, plan="a"), check_in(5, plan="a", tries=1))


def test_a_check_in_with_its_retries_counts_once() -> None:
    tries = [check_in(0, plan="a"), check_in(5, plan="a", tries=1), check_in(10, plan="a", tries=2)]
    assert is_fine(item(52), *tries, item(24), item(38))
    assert refused(item(66), *tries, item(24), item(38), item(52)).reason == Reason.TOO_MANY


def test_the_days_apart_are_measured_from_the_last_try() -> None:
    tries = [check_in(0, plan="a"), check_in(10, plan="a", tries=1)]
    assert refused(item(15), *tries).next_day == day(24)


def test_another_plans_check_in_is_another_touch() -> None:
    assert refused(check_in(5, plan="b", tries=1), check_in(0, plan="a")).reason == Reason.TOO_SOON_AFTER


def test_a_new_check_in_of_the_plan_is_another_touch() -> None:
    assert refused(check_in(5, plan="a"), check_in(0, plan="a")).reason == Reason.TOO_SOON_AFTER


def test_the_retry_of_an_agreed_call_counts_the_call_does_not() -> None:
    call = check_in(0, plan="a", is_agreed=True)
    assert is_fine(check_in(5, plan="a", tries=1), call)
    assert refused(item(6), call, check_in(5, plan="a", tries=1)).reason == Reason.TOO_SOON_AFTER
    assert is_fine(item(6), call)


# At most four in ninety


def test_at_most_four_lie_in_ninety_days() -> None:
    four = [item(0), item(14), item(28), item(42)]
    blocked = refused(item(60), *four)
    assert (blocked.reason, blocked.by, blocked.next_day) == (Reason.TOO_MANY, None, day(90))
    assert refused(item(89), *four).reason == Reason.TOO_MANY
    assert is_fine(item(90), *four)


def test_any_ninety_days_that_hold_the_day_are_looked_at() -> None:
    around = [item(0), item(20), item(60, **PLANNED), item(80, **PLANNED)]
    assert refused(item(40), *around, today=day(30)).reason == Reason.TOO_MANY
    assert is_fine(item(40), *around[:3], today=day(30))


def test_what_lies_ninety_days_behind_what_is_planned_is_another_span() -> None:
    planned = item(60, **PLANNED)
    assert refused(item(40), item(0), item(20), planned, item(89, **PLANNED)).reason == Reason.TOO_MANY
    assert is_fine(item(40), item(0), item(20), planned, item(90, **PLANNED))


def test_too_many_once_is_not_too_many_for_ever() -> None:
    five = [item(0), item(14), item(28), item(42), item(56)]
    assert refused(item(103), *five).next_day == day(104)


def test_uncounted_ones_are_not_among_the_four() -> None:
    four = [item(0), item(14), item(28), Contact(day(42), Kind.PROMISE)]
    assert is_fine(item(60), *four)


def test_the_team_sets_how_many_in_how_many_days() -> None:
    limits = Limits(most=1, within_days=30)
    assert refused(item(29), item(0), limits=limits).next_day == day(30)


# Never blocked


@pytest.mark.parametrize("contacts", [(item(0),), (item(-45), item(-30), item(-15), item(0))])
def test_a_reply_is_never_blocked(contacts: tuple[Contact, ...]) -> None:
    wrote: dict[str, Any] = {"they_sent_on": (day(0),), "agreed_on": day(30)}
    assert is_fine(pitch(7, is_reply=True), *contacts, **wrote)
    assert not is_fine(pitch(8, is_reply=True), *contacts, **wrote)


def test_a_reply_says_no_why_and_everything_else_does() -> None:
    reply = judged(pitch(1, is_reply=True), they_sent_on=(day(0),))
    assert reply == Allowed(needs_relevance=False)
    assert judged(item(1), they_sent_on=(day(0),)) == Allowed(needs_relevance=True)


def test_a_day_they_named_is_never_too_soon() -> None:
    assert is_fine(item(3), item(0), named_days=(day(3),))
    assert is_fine(Contact(day(3), Kind.AGREED_MEETING), item(0), agreed_on=day(3))


def test_a_named_day_is_the_next_allowed_one() -> None:
    assert refused(item(1), item(0), named_days=(day(3),)).next_day == day(3)


def test_the_check_in_after_interested_is_never_too_soon() -> None:
    assert is_fine(check_in(7, after_interested=True), check_in(0))


def test_a_letter_in_its_frequency_goes_between_the_others() -> None:
    letter = Contact(day(30), touch=TouchKind.HELPFUL, channel=Channel.MAIL, is_letter=True)
    last = replace(letter, day=day(0))
    assert is_fine(letter, last, item(29), letter_weeks=4)
    assert not is_fine(letter, last, item(29), letter_weeks=13)


# Peace before an agreed day


def test_before_an_agreed_day_nothing_that_counts() -> None:
    blocked = refused(item(29), agreed_on=day(30))
    assert blocked == Blocked(Reason.BEFORE_AGREED_DAY, day(30), (Instead.AGREED_DAY, Instead.REPLY))
    assert is_fine(item(30), agreed_on=day(30))


@pytest.mark.parametrize("kind", [Kind.THANK_YOU, Kind.PROMISE])
def test_before_an_agreed_day_what_does_not_count_is_fine(kind: Kind) -> None:
    assert is_fine(Contact(day(5), kind), agreed_on=day(30))


def test_before_an_agreed_day_what_a_standing_promise_covers_is_fine_within_the_caps() -> None:
    assert is_fine(item(14, under_promise=True), item(0), agreed_on=day(30))
    assert refused(item(10, under_promise=True), item(0), agreed_on=day(30)).reason == Reason.TOO_SOON_AFTER


def test_while_they_pause_nothing_that_counts() -> None:
    blocked = refused(item(29), paused_until=day(30))
    assert blocked == Blocked(Reason.PAUSED, day(30), (Instead.REPLY,))
    assert blocked.may_override(Actor.PERSON)
    assert not blocked.may_override(Actor.APP)
    assert is_fine(item(30), paused_until=day(30))
    assert refused(item(14, under_promise=True), paused_until=day(30)).reason == Reason.PAUSED


def test_while_they_pause_a_day_they_named_and_what_does_not_count_are_fine() -> None:
    assert is_fine(check_in(20, is_agreed=True), paused_until=day(30), agreed_on=day(20))
    assert is_fine(item(9), paused_until=day(30), named_days=(day(9),))
    for kind in (Kind.THANK_YOU, Kind.PROMISE, Kind.AGREED_MEETING):
        assert is_fine(Contact(day(5), kind), paused_until=day(30))


def test_who_raises_a_hand_in_a_pause_is_answered() -> None:
    answer = item(12, is_reply=True)
    assert is_fine(answer, paused_until=day(30), they_sent_on=(day(10),))


def test_the_agreed_call_itself_waits_for_its_day() -> None:
    call = check_in(10, is_agreed=True)
    assert refused(call, agreed_on=day(30)).reason == Reason.BEFORE_AGREED_DAY
    assert is_fine(replace(call, day=day(30)), agreed_on=day(30))
    assert is_fine(replace(call, day=day(33)), item(30), agreed_on=day(30))


def test_a_tender_is_quiet_until_its_award_is_final() -> None:
    blocked = refused(item(20), award_on=day(20))
    assert (blocked.reason, blocked.next_day) == (Reason.BEFORE_AWARD, day(21))
    assert is_fine(item(21), award_on=day(20))
    assert refused(item(20), awaits_award=True).next_day is None


def test_the_debrief_request_and_an_agreed_day_do_not_wait_for_the_award() -> None:
    assert is_fine(Contact(day(1), Kind.ASK), noes_on=(day(0),), awaits_award=True)
    assert is_fine(check_in(9, is_agreed=True), agreed_on=day(9), awaits_award=True)


# Give before ask


def test_a_pitch_unlocks_after_two_helpful_touches() -> None:
    one_short = refused(pitch(30), item(0))
    assert (one_short.reason, one_short.missing, one_short.next_day) == (Reason.PITCH_TOO_EARLY, 1, None)
    assert is_fine(pitch(30), item(0), item(14), today=day(30))


def test_the_helpful_ones_are_counted_from_the_last_pitch() -> None:
    given = [item(-140), item(-120), pitch(-100), item(-40)]
    assert refused(pitch(0), *given).missing == 1
    assert is_fine(pitch(0), *given, item(-20))


def test_what_was_helpful_on_the_day_of_the_pitch_does_not_count_for_the_next() -> None:
    assert refused(pitch(60), pitch(0), Contact(day(0), Kind.PROMISE), item(20)).missing == 1


def test_a_kept_promise_is_helpful_and_a_check_in_is_not() -> None:
    assert is_fine(pitch(30), item(0), Contact(day(10), Kind.PROMISE))
    assert refused(pitch(30), item(0), check_in(14)).missing == 1


def test_a_value_item_about_our_work_is_a_pitch() -> None:
    about_us = replace(item(30), touch=TouchKind.PITCH)
    assert refused(about_us).missing == 2
    assert give_before_ask(History((about_us, item(50))), day(60)).helpful == 1


def test_what_is_queued_or_planned_has_helped_nobody_yet() -> None:
    queued = item(0, state=State.QUEUED)
    assert refused(pitch(60), queued, item(20, **PLANNED)).missing == 2


def test_a_promised_offer_is_kept_not_pitched() -> None:
    assert is_fine(Contact(day(0), Kind.PROMISE, TouchKind.PITCH))


def test_the_team_sets_how_many_helpful_ones() -> None:
    assert is_fine(pitch(0), limits=Limits(helpful_before_pitch=0))
    assert refused(pitch(0), *TWO_HELPFUL, limits=Limits(helpful_before_pitch=3)).missing == 1


def test_an_unlocked_pitch_still_keeps_its_distance() -> None:
    assert refused(pitch(0), item(-30), item(-10)).reason == Reason.TOO_SOON_AFTER


def test_the_meter_says_how_far_it_is() -> None:
    meter = give_before_ask(History((pitch(-50), item(-40))), day(0))
    assert (meter.helpful, meter.needed, meter.missing) == (1, 2, 1)
    assert give_before_ask(History((item(-40), item(-20), item(0))), day(0)).missing == 0


# A door that is not open


@pytest.mark.parametrize("kind", list(Kind))
def test_after_please_stop_nothing_goes_out_not_even_a_reply(kind: Kind) -> None:
    wanted = Contact(day(1), kind, is_reply=True)
    assert refused(wanted, closed=Closed.STOPPED, they_sent_on=(day(0),)) == Blocked(Reason.STOPPED)


@pytest.mark.parametrize(("closed", "reason"), [(Closed.NO, Reason.SAID_NO), (Closed.LET_GO, Reason.LET_GO)])
def test_a_no_leaves_thank_you_debrief_and_promise(closed: Closed, reason: Reason) -> None:
    left = {Kind.THANK_YOU, Kind.DEBRIEF, Kind.PROMISE}
    assert {kind for kind in Kind if is_fine(Contact(day(1), kind), closed=closed)} == left
    blocked = refused(item(1), closed=closed)
    assert blocked == Blocked(reason, None, (Instead.THANK_YOU, Instead.REPLY))


def test_who_refused_may_still_be_answered() -> None:
    answer = Contact(day(1), touch=TouchKind.PERSONAL, is_reply=True)
    assert is_fine(answer, closed=Closed.NO, they_sent_on=(day(0),))


def test_a_suppressed_address_gets_no_mail_but_may_be_called() -> None:
    assert refused(item(0, channel=Channel.MAIL), closed=Closed.SUPPRESSED) == Blocked(Reason.SUPPRESSED)
    letter = Contact(day(0), touch=TouchKind.HELPFUL, is_letter=True)
    assert refused(letter, closed=Closed.SUPPRESSED, letter_weeks=4).reason == Reason.SUPPRESSED
    assert is_fine(check_in(0, channel=Channel.CALL), closed=Closed.SUPPRESSED)


# Going against a rule


@pytest.mark.parametrize("reason", list(Reason))
def test_a_person_may_override_all_but_a_stop_and_the_app_nothing(reason: Reason) -> None:
    blocked = Blocked(reason)
    is_final = reason in {Reason.STOPPED, Reason.SUPPRESSED}
    assert blocked.may_override(Actor.PERSON) is not is_final
    assert blocked.may_override(Actor.APP_APPROVED) is not is_final
    assert not blocked.may_override(Actor.APP)


# What would be fine instead


def test_a_promise_still_open_is_fine_instead() -> None:
    promise = Contact(day(9), Kind.PROMISE, **PLANNED)
    assert Instead.PROMISE in refused(item(5), item(0), promise).instead
    assert Instead.PROMISE not in refused(item(5), item(0)).instead


def test_something_helpful_is_fine_instead_of_a_pitch_if_the_caps_allow_it() -> None:
    assert Instead.HELPFUL in refused(pitch(0)).instead
    assert Instead.HELPFUL not in refused(pitch(0), item(-3)).instead


def test_the_letter_is_fine_instead_when_it_is_time_for_it() -> None:
    letter = Contact(day(-20), touch=TouchKind.HELPFUL, is_letter=True)
    assert Instead.LETTER in refused(item(0), item(-3), letter, letter_weeks=2).instead
    assert Instead.LETTER not in refused(item(0), item(-3), letter, letter_weeks=4).instead


def test_what_is_planned_is_fine_instead_if_it_may_come_earlier() -> None:
    ahead = check_in(10, **PLANNED)
    assert Instead.PLANNED_ONE in refused(item(0), ahead).instead
    assert Instead.PLANNED_ONE not in refused(item(0), ahead, item(-4)).instead
