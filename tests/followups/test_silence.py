"""What stays unanswered: what is counted, when it begins again, and what the app says about it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followups.kinds import STANDING_KINDS, Kind, Outcome
from followups.scheduling import MOST_RETRIES
from followups.silence import HEARD, QUIET_SPAN, Hint, Silence, after, hint_for, is_heard, span_in_silence
from prospects.conversations import ExitConversation
from tests.cast import MONDAY

DRIFTED = ExitConversation.DRIFTED
NOT_NOW = ExitConversation.NOT_A_PRIORITY
LONG_AGO = date(2024, 3, 2)

silences = st.builds(Silence, st.integers(0, 50), st.integers(0, 50), st.integers(0, 50))
acts = st.tuples(st.sampled_from(Outcome), st.sampled_from(Kind), st.integers(0, MOST_RETRIES))


def told(*outcomes: Outcome) -> Silence:
    """How it stands after these outcomes of check-ins and their retries, one after the other."""
    silence, tries = HEARD, 0
    for outcome in outcomes:
        silence = after(silence, outcome, Kind.CHECK_IN, tries)
        is_try = outcome in {Outcome.NO_ANSWER, Outcome.LEFT_MESSAGE} and tries < MOST_RETRIES
        tries = tries + 1 if is_try else 0
    return silence


def said_of(
    silence: Silence,
    conversation: ExitConversation = NOT_NOW,
    *,
    last: date = MONDAY,
    kept: date | None = None,
    today: date = MONDAY,
) -> Hint | None:
    return hint_for(silence, conversation, last_two_way_on=last, kept_on=kept, today=today)


def test_a_check_in_with_its_retries_is_one_check_in_and_uses_up_one_window() -> None:
    assert told(Outcome.NO_ANSWER) == Silence(0, 1, 0)
    assert told(Outcome.NO_ANSWER, Outcome.LEFT_MESSAGE) == Silence(0, 2, 0)
    assert told(Outcome.NO_ANSWER, Outcome.LEFT_MESSAGE, Outcome.NO_ANSWER) == Silence(1, 3, 1)


def test_what_was_done_uses_up_a_window_and_is_neither_an_answer_nor_a_try_in_vain() -> None:
    assert after(Silence(1, 3, 1), Outcome.DONE, Kind.CHECK_IN, 0) == Silence(2, 3, 1)


def test_left_out_its_window_is_used_up_and_nobody_was_tried() -> None:
    assert Silence(1, 3, 1).skipped() == Silence(2, 3, 1)


@pytest.mark.parametrize(
    "outcome", [Outcome.SPOKE, Outcome.NOT_YET, Outcome.INTERESTED, Outcome.NEW_NEED, Outcome.WON_BACK]
)
@pytest.mark.parametrize("kind", [Kind.CHECK_IN, Kind.WAKE_UP, Kind.ASK])
def test_once_they_say_something_everything_begins_again(outcome: Outcome, kind: Kind) -> None:
    assert after(Silence(4, 7, 2), outcome, kind, 1) == HEARD


def test_a_meeting_that_took_place_is_an_answer_and_a_check_in_that_was_merely_done_is_none() -> None:
    assert is_heard(Outcome.DONE, Kind.AGREED_MEETING)
    assert not is_heard(Outcome.DONE, Kind.CHECK_IN)


def test_a_wake_up_nobody_answered_is_a_try_and_no_check_in() -> None:
    assert after(HEARD, Outcome.NO_ANSWER, Kind.WAKE_UP, 2) == Silence(0, 1, 0)


def test_after_three_check_ins_in_vain_there_is_one_in_60_days_at_most() -> None:
    assert span_in_silence((30, 60), Silence(2, 6, 2), NOT_NOW) == (30, 60)
    assert span_in_silence((30, 60), Silence(3, 9, 3), NOT_NOW) == QUIET_SPAN == (60, 90)
    assert span_in_silence((90, 180), Silence(4, 9, 3), NOT_NOW) == (90, 180)


def test_who_drifted_away_is_left_in_peace_after_two() -> None:
    assert span_in_silence((30, 60), Silence(1, 3, 1), DRIFTED) == (30, 60)
    assert span_in_silence((30, 60), Silence(2, 6, 2), DRIFTED) == (60, 90)


def test_three_single_tries_in_vain_suggest_something_else_and_two_of_who_drifted() -> None:
    assert said_of(Silence(0, 2, 0)) is None
    assert said_of(Silence(1, 3, 1)) == Hint.TRY_ELSEWHERE
    assert said_of(Silence(0, 1, 0), DRIFTED) is None
    assert said_of(Silence(0, 2, 0), DRIFTED) == Hint.TRY_ELSEWHERE


def test_after_24_months_without_an_answer_the_app_asks_whether_to_keep_them() -> None:
    tried = Silence(5, 9, 3)
    assert said_of(tried, last=LONG_AGO, today=date(2026, 3, 1)) == Hint.TRY_ELSEWHERE
    assert said_of(tried, last=LONG_AGO, today=date(2026, 3, 2)) == Hint.KEEP_OR_CLOSE
    assert said_of(Silence(1, 0, 0), last=LONG_AGO, today=date(2026, 3, 2)) == Hint.KEEP_OR_CLOSE


def test_nobody_owes_an_answer_to_what_was_never_asked() -> None:
    assert said_of(HEARD, last=date(2019, 1, 1)) is None


def test_kept_they_are_asked_about_again_as_much_later() -> None:
    tried = Silence(5, 1, 0)
    assert said_of(tried, last=LONG_AGO, kept=date(2026, 3, 2), today=date(2028, 3, 1)) is None
    assert said_of(tried, last=LONG_AGO, kept=date(2026, 3, 2), today=date(2028, 3, 2)) == Hint.KEEP_OR_CLOSE


def test_of_the_29th_of_february_two_years_later_is_the_28th() -> None:
    tried, leap = Silence(5, 1, 0), date(2024, 2, 29)
    assert said_of(tried, last=leap, today=date(2026, 2, 27)) is None
    assert said_of(tried, last=leap, today=date(2026, 2, 28)) == Hint.KEEP_OR_CLOSE


@given(silences, acts)
def test_counts_only_grow_one_at_a_time_or_begin_again(
    silence: Silence, act: tuple[Outcome, Kind, int]
) -> None:
    outcome, kind, tries = act
    then = after(silence, outcome, kind, tries)
    if then == HEARD:
        return
    steps = (
        then.windows_used - silence.windows_used,
        then.unanswered_tries - silence.unanswered_tries,
        then.unanswered_check_ins - silence.unanswered_check_ins,
    )
    assert set(steps) <= {0, 1}
    assert steps[0] >= steps[2], "a check-in in vain has used up its window"
    assert kind in STANDING_KINDS or steps[0] == 0


@given(silences, st.sampled_from(ExitConversation), st.integers(0, 2000))
def test_a_hint_once_given_never_goes_away_by_waiting(
    silence: Silence, conversation: ExitConversation, days: int
) -> None:
    def said(day: date) -> Hint | None:
        return hint_for(silence, conversation, last_two_way_on=MONDAY, kept_on=None, today=day)

    now, later = said(MONDAY + timedelta(days=days)), said(MONDAY + timedelta(days=days + 1))
    assert now is None or later in {now, Hint.KEEP_OR_CLOSE}
