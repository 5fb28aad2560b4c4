"""Pure: how long to wait before the next try, and when to stop trying."""

from datetime import datetime, timedelta

from outbox.states import Audience

FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(minutes=15)
GIVE_UP_AFTER = timedelta(days=5)
TOO_LATE_FOR_A_PROSPECT = timedelta(days=7)

FIRST_PAUSE = timedelta(seconds=15)
LONGEST_PAUSE = timedelta(minutes=5)


def wait_before_retry(attempt: int) -> timedelta:
    """How long a mail waits after its attempt-th try (from 1): doubling, a quarter of an hour at most.

    A waiting digest is worth little the next day, so the cap is short: after hours of a server that says
    "later" the mail leaves within minutes of its recovery.
    """
    return _doubled(FIRST_WAIT, attempt, LONGEST_WAIT)


def pause_of_breaker(failures: int) -> timedelta:
    """How long we leave a server alone that refused to talk to us for the failures-th time in a row."""
    return _doubled(FIRST_PAUSE, failures, LONGEST_PAUSE)


def is_worth_another_try(due_at: datetime, now: datetime) -> bool:
    """Whether a mail due at `due_at` is still tried at `now`: for five days."""
    return now - due_at < GIVE_UP_AFTER


def is_too_late(audience: Audience, due_at: datetime, now: datetime) -> bool:
    """Whether a mail has lost its sense: to a prospect a week late; our own people still want to know."""
    return audience is Audience.PROSPECT and now - due_at > TOO_LATE_FOR_A_PROSPECT


def _doubled(first: timedelta, times: int, longest: timedelta) -> timedelta:
    doublings = min(max(times, 1) - 1, 20)
    return min(longest, timedelta(seconds=first.total_seconds() * (1 << doublings)))
