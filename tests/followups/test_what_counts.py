"""Which contacts count towards the caps: the two lists of RULES.md, "Contact rules"."""

from datetime import date

import pytest

from followups.contacts import (
    By,
    Contact,
    History,
    State,
    colleagues_nearby,
    counts,
    must_name_source,
    needs_relevance,
)
from followups.kinds import Channel, Kind, TouchKind
from tests.followups.reaching_out import day

NOTHING_YET = History()


def counted(contact: Contact, history: History = NOTHING_YET) -> bool:
    return counts(contact, history)


@pytest.mark.parametrize("kind", [Kind.VALUE_ITEM, Kind.CONGRATULATE, Kind.CHECK_IN])
def test_value_items_congratulations_and_check_ins_count(kind: Kind) -> None:
    assert counted(Contact(day(0), kind))


@pytest.mark.parametrize("touch", list(TouchKind))
def test_a_touch_on_its_own_counts_whatever_it_is_for_them(touch: TouchKind) -> None:
    assert counted(Contact(day(0), touch=touch))


@pytest.mark.parametrize("kind", [Kind.VALUE_ITEM, Kind.CHECK_IN, Kind.WAKE_UP, Kind.REFERRAL])
def test_a_pitch_counts_whatever_row_it_was_made_of(kind: Kind) -> None:
    assert counted(Contact(day(0), kind, TouchKind.PITCH))


@pytest.mark.parametrize("by", list(By))
@pytest.mark.parametrize("state", list(State))
def test_it_counts_by_anybody_in_the_team_and_by_the_app_queued_and_planned(by: By, state: State) -> None:
    assert counted(Contact(day(0), Kind.VALUE_ITEM, by=by, state=state))


@pytest.mark.parametrize("kind", [Kind.THANK_YOU, Kind.PROMISE, Kind.AGREED_MEETING, Kind.DEBRIEF])
def test_thank_you_kept_promise_agreed_meeting_and_our_debrief_do_not(kind: Kind) -> None:
    assert not counted(Contact(day(0), kind))


@pytest.mark.parametrize("kind", [Kind.WAKE_UP, Kind.REFERRAL])
def test_wake_ups_and_referrals_stand_in_neither_list_and_do_not(kind: Kind) -> None:
    assert not counted(Contact(day(0), kind))


def test_a_note_of_our_own_does_not() -> None:
    assert not counted(Contact(day(0), touch=TouchKind.PERSONAL, channel=Channel.NOTE))


def test_an_ask_does_not_within_seven_days_of_the_no() -> None:
    history = History(noes_on=(day(0),))
    assert not counted(Contact(day(0), Kind.ASK), history)
    assert not counted(Contact(day(7), Kind.ASK), history)
    assert counted(Contact(day(8), Kind.ASK), history)
    assert counted(Contact(day(-1), Kind.ASK), history)


def test_a_reply_does_not_within_seven_days_of_something_they_sent() -> None:
    history = History(they_sent_on=(day(0),))
    for late, expected in [(0, False), (7, False), (8, True), (-1, True)]:
        assert counted(Contact(day(late), touch=TouchKind.HELPFUL, is_reply=True), history) is expected
    assert counted(Contact(day(3), touch=TouchKind.HELPFUL), history)


def test_the_no_itself_is_nothing_to_pitch_in_reply_to() -> None:
    assert counted(Contact(day(1), touch=TouchKind.PITCH, is_reply=True), History(noes_on=(day(0),)))


def test_a_letter_does_not_within_the_frequency_they_wanted() -> None:
    first = Contact(day(0), touch=TouchKind.HELPFUL, is_letter=True)
    history = History((first,), letter_weeks=4)
    assert not counted(first, history)
    assert counted(Contact(day(27), touch=TouchKind.HELPFUL, is_letter=True), history)
    assert not counted(Contact(day(28), touch=TouchKind.HELPFUL, is_letter=True), history)


def test_a_letter_without_a_frequency_counts() -> None:
    assert counted(Contact(day(0), touch=TouchKind.HELPFUL, is_letter=True))


@pytest.mark.parametrize("kind", [Kind.VALUE_ITEM, Kind.CONGRATULATE, Kind.CHECK_IN])
def test_nothing_does_on_a_day_they_named(kind: Kind) -> None:
    assert not counted(Contact(day(5), kind), History(named_days=(day(5),)))
    assert not counted(Contact(day(5), kind), History(agreed_on=day(5)))
    assert counted(Contact(day(6), kind), History(named_days=(day(5),)))


def test_the_agreed_call_does_not_even_when_it_is_made_late() -> None:
    assert not counted(Contact(day(7), Kind.CHECK_IN, is_agreed=True), History(agreed_on=day(5)))


def test_the_check_in_after_they_were_interested_does_not() -> None:
    assert not counted(Contact(day(7), Kind.CHECK_IN, after_interested=True))


def test_what_a_standing_promise_covers_still_counts() -> None:
    assert counted(Contact(day(7), Kind.VALUE_ITEM, under_promise=True))


def test_a_contact_is_something() -> None:
    with pytest.raises(ValueError, match="of some kind"):
        Contact(day(0))


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind != Kind.DEBRIEF])
def test_every_touch_outwards_says_why_it_matters_to_them(kind: Kind) -> None:
    assert needs_relevance(Contact(day(0), kind), NOTHING_YET)


def test_a_reply_needs_not_say_why_nor_does_what_they_never_see() -> None:
    answered = History(they_sent_on=(day(0),))
    assert not needs_relevance(Contact(day(2), touch=TouchKind.HELPFUL, is_reply=True), answered)
    assert needs_relevance(Contact(day(9), touch=TouchKind.HELPFUL, is_reply=True), answered)
    assert not needs_relevance(Contact(day(2), Kind.DEBRIEF), NOTHING_YET)
    assert not needs_relevance(Contact(day(2), touch=TouchKind.PERSONAL, channel=Channel.NOTE), NOTHING_YET)


def test_the_thank_you_that_answers_a_no_by_mail_is_a_reply() -> None:
    history = History(noes_on=(day(0),))
    assert not needs_relevance(Contact(day(0), Kind.THANK_YOU, is_reply=True), history)


def test_a_referred_person_hears_at_the_first_contact_who_named_them() -> None:
    planned = Contact(day(3), Kind.CHECK_IN, state=State.PLANNED)
    note = Contact(day(0), touch=TouchKind.PERSONAL, channel=Channel.NOTE)
    assert must_name_source(History((planned, note)))
    assert not must_name_source(History((Contact(day(0), touch=TouchKind.PERSONAL),)))


@pytest.mark.parametrize(
    ("late", "by", "seen"),
    [
        (0, By.COLLEAGUE, True),
        (7, By.COLLEAGUE, True),
        (-7, By.COLLEAGUE, True),
        (8, By.COLLEAGUE, False),
        (-8, By.COLLEAGUE, False),
        (0, By.YOU, False),
        (0, By.APP, False),
    ],
)
def test_two_of_us_at_one_organisation_within_seven_days_are_noticed(late: int, by: By, seen: bool) -> None:
    theirs = Contact(day(late), touch=TouchKind.PERSONAL, by=by)
    assert colleagues_nearby(day(0), [theirs]) == ((theirs,) if seen else ())


def test_a_colleagues_debrief_is_no_touch_of_the_organisation() -> None:
    assert colleagues_nearby(day(0), [Contact(day(0), Kind.DEBRIEF, by=By.COLLEAGUE)]) == ()


def test_a_history_grows_and_shrinks_by_the_very_contact() -> None:
    one, twin = (Contact(date(2026, 3, 2), Kind.VALUE_ITEM) for _ in range(2))
    both = NOTHING_YET.plus(one, twin)
    assert len(both.contacts) == 2
    left = both.without(one).contacts
    assert len(left) == 1
    assert left[0] is twin
