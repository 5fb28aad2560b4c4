"""What one tick does: everything due now, each step by itself, so that one broken step stops no other.

A step answers with the number of people it failed for. What failed, as a whole or for somebody, is noted
before the heartbeat: a tick that cannot say what went wrong counts as a tick that is missing.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from accounts.address_confirmations import CONFIRM_ADDRESS
from accounts.invite_mail import INVITE
from accounts.notices import NOTICE
from accounts.password_resets import PASSWORD_RESET
from accounts.sessions import forget_ended_sessions
from desk.retention import keep_as_long_as_agreed
from digests.mails import DIGEST_DAILY, DIGEST_WEEKLY
from digests.now import DIGEST_NOW
from digests.planning import heal_schedules, plan_digests
from exchange import results
from exchange.backups.nightly import back_up
from exchange.imports import uploads
from exchange.long_work import do_waiting
from followups.actions import bring_home, fade_debriefs, return_on_their_day
from followups.models import FollowUpPlan
from followups.reconciliation import give_to_somebody_here
from followups.reconciliation import reconcile as reconcile_plans
from followups.search.keeping import catch_up
from insights.monthly_mail import MONTHLY
from insights.monthly_planning import plan_letters
from nurture.mails import USEFUL_MAIL
from nurture.proposing import propose_due
from nurture.raised_hand import RAISED_HAND
from nurture.settling import settle_mail
from outbox import troubles
from outbox.delivery import deliver_due
from outbox.heartbeat import beat

logger = logging.getLogger(__name__)

ACCOUNT_MAIL = (PASSWORD_RESET, CONFIRM_ADDRESS, NOTICE, INVITE)
MAIL_KINDS = (DIGEST_DAILY, DIGEST_WEEKLY, DIGEST_NOW, MONTHLY, RAISED_HAND, USEFUL_MAIL, *ACCOUNT_MAIL)
HEARTBEAT = "heartbeat"
BACKUP = "make backup"
WHOLE = 0

Step = Callable[[datetime], int | None]


@dataclass(frozen=True)
class TickReport:
    """Which steps of a tick went through, and for how many people the others failed (0: as a whole)."""

    done: tuple[str, ...]
    faults: Mapping[str, int]

    @property
    def broken(self) -> tuple[str, ...]:
        """The steps that did not go through, or not for everybody."""
        return tuple(self.faults)

    @property
    def ok(self) -> bool:
        """Whether every step went through for everybody."""
        return not self.faults


def fade(now: datetime) -> None:
    """Let old debriefs go."""
    fade_debriefs(now)


def plan(now: datetime) -> int:
    """Make the digests that are due."""
    return plan_digests(now).failed


def plan_monthly(now: datetime) -> int:
    """Make the letters of the month that are due."""
    return plan_letters(now).failed


def deliver(now: datetime) -> int:
    """Hand the mails that are due to the mail server."""
    return deliver_due(kinds=MAIL_KINDS, now=now).failed


def deliver_account_mail(now: datetime) -> None:
    """Of the mails that are due, those for which somebody sits and waits."""
    deliver_due(kinds=ACCOUNT_MAIL, now=now)


def settle(now: datetime) -> int:
    """Note what became of mail to prospects."""
    return settle_mail(now)


def propose(now: datetime) -> int:
    """Propose something useful for whom it is due."""
    return propose_due(now).failed


def keep_search(_now: datetime) -> None:
    """Read for the search whoever changed."""
    catch_up()


def make_backup(now: datetime) -> None:
    """Make the backup of this night."""
    back_up(now)


def heal_plans(now: datetime) -> int:
    """Give plans that miss their next step one, and say so; those that still miss it failed."""
    report = reconcile_plans(now)
    if report.healed:
        logger.warning("%d of %d active plans had no next step; healed.", len(report.healed), report.active)
    return FollowUpPlan.objects.without_next_step().count()


def heal_owners(now: datetime) -> int:
    """Give follow-ups of people who have left to a colleague, and say so; those nobody has failed."""
    given, left = give_to_somebody_here(now)
    if given or left:
        logger.warning("%d open follow-ups were of people who left; given on. %d are nobody's.", given, left)
    return left


def bring_absences_home(now: datetime) -> int:
    """Give back what was lent for an absence that is over."""
    bring_home(now)
    return 0


def return_batons(now: datetime) -> int:
    """Bring back to sales what is due back from marketing's care."""
    return return_on_their_day(now)


def heal_digests(now: datetime) -> int:
    """Plan digests anew that stand further ahead than the rules allow."""
    return heal_schedules(now).failed


def erase_in_time(now: datetime) -> int:
    """Announce and erase whom the teams keep no longer."""
    return keep_as_long_as_agreed(now).failed


def forget_sessions(now: datetime) -> int:
    """Delete what is left of sessions that ran out."""
    forget_ended_sessions(now)
    return 0


def forget_results(now: datetime) -> None:
    """Delete what long work made a week ago."""
    results.forget_old(now)


def forget_uploads(now: datetime) -> None:
    """Give up imports nobody goes on with, and delete their files."""
    uploads.forget_old(now)


def do_long_work(now: datetime) -> int:
    """Bring in and pack up what somebody asked for."""
    return do_waiting(now)


STEPS: dict[str, Step] = {
    "fade debriefs": fade,
    "plan digests": plan,
    "plan letters of the month": plan_monthly,
    "deliver mail": deliver,
    "settle mail": settle,
    "keep search": keep_search,
    BACKUP: make_backup,
}
# What a start waits for: everything but the copy of a database that may be large.
STEPS_OF_A_START = {name: step for name, step in STEPS.items() if name != BACKUP}
HOURLY_STEPS: dict[str, Step] = {
    "propose useful": propose,
    "reconcile plans": heal_plans,
    "reconcile owners": heal_owners,
    "reconcile absences": bring_absences_home,
    "return batons": return_batons,
    "reconcile digests": heal_digests,
    "erase in time": erase_in_time,
    "forget sessions": forget_sessions,
    "forget results": forget_results,
    "forget uploads": forget_uploads,
}
# Apart from the tick, which would wait for it.
LONG_STEPS: dict[str, Step] = {"do long work": do_long_work}


def tick(now: datetime, steps: Mapping[str, Step] | None = None) -> TickReport:
    """Run every step once with the same `now` (aware), then beat. Never raises: it logs and notes faults."""
    return _run("tick", STEPS if steps is None else steps, now)


def reconcile(now: datetime) -> TickReport:
    """Check what must always hold, once an hour. Never raises: faults are logged and noted."""
    return _run("reconcile", HOURLY_STEPS, now)


def long_work(now: datetime) -> TickReport:
    """Do what takes long, with a heartbeat of its own. Never raises: faults are logged and noted."""
    return _run("long work", LONG_STEPS, now)


def _run(process: str, steps: Mapping[str, Step], now: datetime) -> TickReport:
    failed = {name: _people_failed(name, step, now) for name, step in steps.items()}
    faults = {name: people for name, people in failed.items() if people is not None}
    done = tuple(name for name in steps if name not in faults)

    def close(now: datetime) -> None:
        _note(done, faults, now)
        beat(process, now)

    # The heartbeat comes last: a tick that hangs is a tick that is missing.
    if _people_failed(HEARTBEAT, close, now) is not None:
        return TickReport(done, {**faults, HEARTBEAT: WHOLE})
    return TickReport((*done, HEARTBEAT), faults)


def _people_failed(name: str, step: Step, now: datetime) -> int | None:
    """How many people a step failed for, WHOLE when it raised; None when all went well."""
    try:
        return step(now) or None
    except Exception:
        logger.exception("A step of the tick did not go through: %s", name)
        return WHOLE


def _note(done: tuple[str, ...], faults: Mapping[str, int], now: datetime) -> None:
    for name, people in faults.items():
        troubles.note(name, people, now)
    troubles.end(done)
