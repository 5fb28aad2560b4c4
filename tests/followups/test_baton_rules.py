"""When a plan may be handed over, until when, and which step leads where."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from followups.baton_rules import (
    LEADS,
    Reason,
    Refused,
    Stand,
    latest_return,
    refusal,
    state_after,
    suggested_return,
)
from followups.contacts import Closed
from followups.kinds import BATON_RUNS, BATON_WAITS, Baton, BatonStep
from followups.permission_rules import BY_MAIL, Grant
from prospects.conversations import PermissionChannel

TODAY = date(2026, 3, 2)
DAYS = st.dates(date(2026, 1, 1), date(2030, 12, 31))
CHANNELS = st.lists(st.sampled_from(PermissionChannel), min_size=1, unique=True)
STANDS = st.builds(
    Stand,
    has_plan=st.booleans(),
    is_running=st.booleans(),
    closed=st.none() | st.sampled_from(Closed),
    grants=st.dictionaries(st.sampled_from(PermissionChannel), st.sampled_from(Grant)),
    meeting_on=st.none() | DAYS,
)
ALL_YES = dict.fromkeys(PermissionChannel, Grant.SAID)
FREE = Stand(has_plan=True, is_running=False, closed=None, grants=ALL_YES)


def test_said_aloud_is_enough_and_each_channel_is_asked() -> None:
    assert refusal(FREE, list(PermissionChannel), TODAY) is None
    grants = {PermissionChannel.MAIL: Grant.CONFIRMED, PermissionChannel.CALL: Grant.WITHDRAWN}
    stand = Stand(has_plan=True, is_running=False, closed=None, grants=grants)
    assert refusal(stand, [PermissionChannel.MAIL], TODAY) is None
    lacking = (PermissionChannel.CALL, PermissionChannel.NEWSLETTER)
    asked = [PermissionChannel.MAIL, *lacking]
    assert refusal(stand, asked, TODAY) == Refused(Reason.NO_PERMISSION, channels=lacking)


def test_a_suppressed_address_stands_against_mail_not_against_a_call() -> None:
    stand = Stand(has_plan=True, is_running=False, closed=Closed.SUPPRESSED, grants=ALL_YES)
    assert refusal(stand, [PermissionChannel.CALL], TODAY) is None
    assert refusal(stand, [PermissionChannel.CALL, PermissionChannel.MAIL], TODAY) == Refused(
        Reason.SUPPRESSED
    )


@given(STANDS, CHANNELS, DAYS)
def test_nobody_is_handed_over_whom_a_rule_protects(
    stand: Stand, channels: list[PermissionChannel], returns_on: date
) -> None:
    if refusal(stand, channels, returns_on) is not None:
        return
    assert stand.has_plan
    assert not stand.is_running
    assert stand.closed != Closed.STOPPED
    assert stand.closed != Closed.SUPPRESSED or BY_MAIL.isdisjoint(channels)
    assert all(stand.grants.get(channel) in {Grant.SAID, Grant.CONFIRMED} for channel in channels)
    assert stand.meeting_on is None or stand.meeting_on - returns_on >= timedelta(days=7)


@given(STANDS, CHANNELS, DAYS)
def test_a_refusal_says_what_would_have_to_be_otherwise(
    stand: Stand, channels: list[PermissionChannel], returns_on: date
) -> None:
    refused = refusal(stand, channels, returns_on)
    if refused and refused.reason == Reason.AFTER_MEETING:
        assert refused.latest
        assert refusal(stand, channels, refused.latest) is None
    if refused and refused.reason == Reason.NO_PERMISSION:
        assert set(refused.channels) <= set(channels)
        rest = [one for one in channels if one not in refused.channels]
        again = refusal(stand, rest, returns_on)
        assert again is None or again.reason != Reason.NO_PERMISSION


@given(st.none() | DAYS, st.none() | DAYS, DAYS)
def test_what_is_suggested_may_be_chosen(agreed_on: date | None, closes_on: date | None, today: date) -> None:
    day = suggested_return(agreed_on=agreed_on, closes_on=closes_on, today=today)
    if day is None:
        assert agreed_on is not None
        assert latest_return(agreed_on) <= today
        return
    assert day > today
    assert agreed_on is None or day == agreed_on - timedelta(days=7)
    assert agreed_on is not None or closes_on is None or day >= closes_on


def test_without_anything_agreed_it_is_a_quarter_and_never_inside_the_window() -> None:
    assert suggested_return(agreed_on=None, closes_on=None, today=TODAY) == date(2026, 5, 31)
    assert suggested_return(agreed_on=None, closes_on=date(2026, 5, 1), today=TODAY) == date(2026, 5, 31)
    assert suggested_return(agreed_on=None, closes_on=date(2026, 8, 29), today=TODAY) == date(2026, 8, 29)


@given(st.lists(st.sampled_from(BatonStep), max_size=12))
def test_whatever_happens_it_ends_once_and_only_what_was_taken_returns(steps: list[BatonStep]) -> None:
    state, was_taken = Baton.OFFERED, False
    for step in steps:
        after = state_after(state, step)
        if after is None:
            continue
        assert state in BATON_RUNS
        was_taken = was_taken or after == Baton.TAKEN
        assert (after == Baton.RETURNED) <= was_taken
        assert after not in {Baton.SENT_BACK, Baton.WITHDRAWN} or state in BATON_WAITS
        state = after


def test_every_step_but_the_first_leads_somewhere() -> None:
    assert set(LEADS) == set(BatonStep) - {BatonStep.OFFERED}
    assert state_after(Baton.TAKEN, BatonStep.OFFERED) is None
