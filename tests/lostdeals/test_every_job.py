"""Every part of a tick and of the hourly look runs twice, and at the same time, and does its work once.

A part that is new in `lostdeals/clock.py` has to stand in JOBS, with what it finds and what it leaves behind.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core import mail

from accounts.changes import Change
from accounts.models import Team, User
from digests.models import DigestSchedule
from digests.planning import plan_digests
from exchange import long_work, results
from exchange.backups.nightly import PROCESS as NIGHTLY
from exchange.models import Import, Work
from followups.actions import announce_erasures
from followups.kinds import BatonStep, Kind, Status
from followups.models import ErasureNotice, FollowUp, FollowUpPlan, HandOverStep, Touch
from followups.search.marks import any_marks
from insights.monthly_kinds import MONTHLY_LESSONS
from lostdeals import clock
from lostdeals.clock import HEARTBEAT, HOURLY_STEPS, LONG_STEPS, STEPS
from nurture.models import Sending
from outbox.models import Delivery, Heartbeat
from outbox.states import State
from prospects.models import Prospect
from tests.cast import MONDAY, make_team, make_user
from tests.digests.stage import DAY, TUESDAY, at, hears_no
from tests.exchange.imports.bringing import DEALS, bring
from tests.exchange.long_work.jobs import PIECES, an_export, an_import, bring_in, rows_in
from tests.followups.being_away import away
from tests.followups.handing import in_care
from tests.followups.telling import day, log, nine_on, open_row, step_of
from tests.followups.test_retaining import LATER, gone_quiet
from tests.insights.letters import KEY, LEAVES, begin
from tests.nurture.stage import DUE, an_item, approved, somebody
from tests.outbox.test_races import at_the_same_time
from tests.security.tables import everything_stored

pytestmark = pytest.mark.django_db(transaction=True)

PEOPLE = 3


@dataclass(frozen=True)
class Job:
    """How the work of a part comes about, and what it leaves behind when it was done once.

    `arrange` answers the instant at which the part runs.
    """

    arrange: Callable[[User, User], datetime]
    leaves: Callable[[], Any]
    expected: Any


def old_debriefs(owner: User, colleague: User) -> datetime:
    for n in range(PEOPLE):
        log(owner, f"Person {n}")
    return nine_on(day(16))


def faded() -> tuple[int, int]:
    gone = FollowUp.objects.filter(kind=Kind.DEBRIEF, status=Status.CANCELLED)
    return gone.count(), Change.objects.filter(action="fade").count()


def digests_due(owner: User, colleague: User) -> datetime:
    for user in (owner, colleague):
        hears_no(user, f"Buyer of {user.email}")
    plan_digests(at(owner, MONDAY, 12, 0))
    return at(owner, TUESDAY)


def digests_made() -> list[tuple[str, str]]:
    return sorted(Delivery.objects.values_list("recipient__email", "period_key"))


def letters_due(owner: User, colleague: User) -> datetime:
    digests_due(owner, colleague)
    begin(owner)
    return at(owner, LEAVES)


def letters_made() -> list[tuple[str, str]]:
    return sorted(Delivery.objects.filter(kind=MONTHLY_LESSONS).values_list("recipient__email", "period_key"))


def mail_due(owner: User, colleague: User) -> datetime:
    now = digests_due(owner, colleague)
    plan_digests(now)
    return now


def mail_sent() -> tuple[int, int]:
    return len(mail.outbox), Delivery.objects.filter(state=State.SENT, transmissions=1, attempt=1).count()


def mail_was_settled(owner: User, colleague: User) -> datetime:
    """One has left, one will not; neither is noted yet."""
    for n, state in enumerate((State.SENT, State.FAILED)):
        person = somebody(owner, f"Person {n}", f"person{n}@example.org")
        approved(person, an_item(owner, f"Item {n}"))
        Delivery.objects.filter(sending__prospect=person).update(state=state, sent_at=nine_on(DUE))
    return nine_on(DUE)


def settled() -> tuple[list[str], list[bool]]:
    states = Sending.objects.order_by("state").values_list("state", flat=True)
    return list(states), list(
        Touch.objects.filter(value_item__isnull=False).values_list("is_queued", flat=True)
    )


def useful_is_due(owner: User, colleague: User) -> datetime:
    """Of three who want to hear from us, one gets it by itself and one has had something lately."""
    for n in range(PEOPLE):
        person = somebody(owner, f"Person {n}", f"person{n}@example.org", every=4)
        if n == 0:
            FollowUpPlan.objects.filter(prospect=person).update(is_automatic=True)
        if n == 1:
            FollowUp.objects.filter(prospect=person, kind=Kind.VALUE_ITEM).delete()
    an_item(owner)
    return nine_on(DUE)


def proposed() -> list[tuple[str, str]]:
    return sorted(Sending.objects.values_list("prospect__name", "state"))


def people_to_read(owner: User, colleague: User) -> datetime:
    for n in range(PEOPLE):
        log(owner, f"Person {n}")
    assert any_marks()
    return nine_on(MONDAY)


def wounded_plans(owner: User, colleague: User) -> datetime:
    for n in range(PEOPLE):
        FollowUp.objects.filter(pk=step_of(log(owner, f"Person {n}").prospect).pk).delete()
    return nine_on(day(5))


def steps_standing() -> tuple[int, int]:
    return FollowUp.objects.open().standing().count(), Change.objects.filter(action="reconcile").count()


def of_nobody(owner: User, colleague: User) -> datetime:
    """As no action leaves it: rows of somebody who left, in plans of somebody who is here."""
    for n in range(PEOPLE):
        FollowUp.objects.filter(pk=step_of(log(owner, f"Person {n}").prospect).pk).update(owner=colleague)
    User.objects.filter(pk=colleague.pk).update(is_active=False)
    return nine_on(day(5))


def owners_here() -> tuple[int, int]:
    here = FollowUp.objects.open().standing().filter(owner__is_active=True)
    return here.count(), Change.objects.filter(action="reconcile_owner").count()


def somebody_is_back(owner: User, colleague: User) -> datetime:
    thanks = open_row(log(owner).prospect, Kind.THANK_YOU)
    away(owner, 1, 11, colleague)
    thanks.refresh_from_db()
    assert thanks.owner == colleague
    return nine_on(day(12))


def brought_home() -> list[str]:
    return sorted(set(FollowUp.objects.open().values_list("owner__email", flat=True)))


def batons_due(owner: User, colleague: User) -> datetime:
    User.objects.filter(pk=colleague.pk).update(is_marketing=True)
    taker = User.objects.get(pk=colleague.pk)
    for n in range(PEOPLE):
        in_care(log(owner, f"Person {n}").prospect, taker, returns_on=day(30))
    return nine_on(day(30))


def batons_back() -> tuple[int, int]:
    back = HandOverStep.objects.filter(step=BatonStep.DAY_CAME)
    return back.count(), Change.objects.filter(action="return_on_its_day").count()


def far_ahead(owner: User, colleague: User) -> datetime:
    plan_digests(at(owner, MONDAY, 6, 0))
    later = MONDAY + 200 * DAY
    DigestSchedule.objects.update(next_day=later, next_at=at(owner, later))
    return at(owner, MONDAY, 9, 0)


def planned_days() -> list[object]:
    return sorted(DigestSchedule.objects.values_list("next_day", flat=True))


def time_is_over(owner: User, colleague: User) -> datetime:
    """Some were announced a month ago, one more is to be announced now."""
    Team.objects.update(erase_after_months=12)
    for n in range(PEOPLE):
        gone_quiet(owner, f"Person {n}")
    announce_erasures(nine_on(LATER))
    gone_quiet(owner, "One more")
    return nine_on(LATER + 31 * DAY)


def erased() -> tuple[list[str], int, int]:
    acts = Change.objects.filter(action="erase").count()
    return (
        list(Prospect.objects.values_list("name", flat=True)),
        ErasureNotice.objects.count(),
        acts,
    )


def old_sign_ins(owner: User, colleague: User) -> datetime:
    """Two have run out and one has not; what was noted of them is old enough to go."""
    now = nine_on(MONDAY)
    for days in (-2, -1, 1):
        Session.objects.create(session_key=f"ends after {days}", expire_date=now + timedelta(days=days))
    for session in Session.objects.all():
        UserSession.objects.create(user=owner, session_key=session.pk, ip="127.0.0.1", user_agent="")
    UserSession.objects.update(created_at=now - timedelta(days=3))
    return now


def sign_ins_kept() -> tuple[list[str], list[str]]:
    noted = list(UserSession.objects.values_list("session_key", flat=True))
    return list(Session.objects.values_list("session_key", flat=True)), noted


def old_results(owner: User, colleague: User) -> datetime:
    """One was made a week ago, one today."""
    for days in (0, 7):
        made_at = nine_on(MONDAY) - timedelta(days=days)
        work = an_export(owner, state="done", ended_at=made_at, file_name=f"{days} days old.zip")
        with results.written(work) as file:
            file.write(b"everything")
    return nine_on(MONDAY)


def results_kept() -> list[tuple[str, bool]]:
    return sorted((work.file_name, results.can_be_fetched(work)) for work in Work.objects.all())


def old_uploads(owner: User, colleague: User) -> datetime:
    """Nobody went on with one for a week, and somebody did with the other."""
    for days in (6, 8):
        imp = bring(owner, DEALS)
        Import.objects.filter(pk=imp.pk).update(changed_at=nine_on(MONDAY) - timedelta(days=days))
    return nine_on(MONDAY)


def uploads_kept() -> list[tuple[str, int]]:
    return sorted((imp.state, imp.files.count()) for imp in Import.objects.all())


def imports_asked_for(owner: User, colleague: User) -> datetime:
    """One waits, and one is left of a worker that died."""
    for user, attempts in ((owner, 0), (colleague, 1)):
        an_export(user, kind="import", of_import=an_import(user, state="started"), attempts=attempts)
    Work.objects.filter(attempts=1).update(
        state="running", claim=uuid4(), lease_until=nine_on(MONDAY), started_at=nine_on(MONDAY)
    )
    return nine_on(MONDAY)


def brought_in() -> tuple[int, list[tuple[str, int]]]:
    return rows_in(), sorted(Work.objects.values_list("state", "attempts"))


def a_night_begins(owner: User, colleague: User) -> datetime:
    Heartbeat.objects.create(process=NIGHTLY, at=nine_on(MONDAY) - DAY)
    return nine_on(MONDAY)


def backups_made() -> tuple[int, list[datetime]]:
    made = [path for path in Path(settings.BACKUPS_DIR).glob("nightly-*") if path.suffix != ".json"]
    return len(made), list(Heartbeat.objects.filter(process=NIGHTLY).values_list("at", flat=True))


def nothing(owner: User, colleague: User) -> datetime:
    return nine_on(MONDAY)


BOTH = ["colleague@example.com", "maren@example.com"]
JOBS = {
    "fade debriefs": Job(old_debriefs, faded, (PEOPLE, PEOPLE)),
    "plan digests": Job(digests_due, digests_made, [(address, "2026-03-03") for address in BOTH]),
    "plan letters of the month": Job(letters_due, letters_made, [(address, KEY) for address in BOTH]),
    "deliver mail": Job(mail_due, mail_sent, (2, 2)),
    "settle mail": Job(mail_was_settled, settled, (["dropped", "sent"], [False])),
    "propose useful": Job(useful_is_due, proposed, [("Person 0", "approved"), ("Person 2", "proposed")]),
    "keep search": Job(people_to_read, any_marks, False),
    clock.BACKUP: Job(a_night_begins, backups_made, (1, [nine_on(MONDAY)])),
    "reconcile plans": Job(wounded_plans, steps_standing, (PEOPLE, PEOPLE)),
    "reconcile owners": Job(of_nobody, owners_here, (PEOPLE, PEOPLE)),
    "reconcile absences": Job(somebody_is_back, brought_home, ["maren@example.com"]),
    "return batons": Job(batons_due, batons_back, (PEOPLE, PEOPLE)),
    "reconcile digests": Job(far_ahead, planned_days, [TUESDAY, TUESDAY]),
    "erase in time": Job(time_is_over, erased, (["One more"], 1, PEOPLE)),
    "forget sessions": Job(old_sign_ins, sign_ins_kept, (["ends after 1"], ["ends after 1"])),
    "forget results": Job(old_results, results_kept, [("", False), ("0 days old.zip", True)]),
    "forget uploads": Job(old_uploads, uploads_kept, [("given_up", 0), ("open", 1)]),
    "do long work": Job(imports_asked_for, brought_in, (2 * PIECES, [("done", 1), ("done", 2)])),
    HEARTBEAT: Job(nothing, lambda: list(Heartbeat.objects.values_list("process", flat=True)), ["tick"]),
}


@pytest.fixture(autouse=True)
def backups(tmp_path: Path, settings: Any) -> None:
    """They are made, in a folder of the test's own."""
    settings.BACKUPS_DIR, settings.BACKUPS_KEPT = tmp_path, 2


@pytest.fixture
def owner() -> User:
    return make_user(make_team("Vogt and partners"), "maren@example.com")


@pytest.fixture
def colleague(owner: User) -> User:
    return make_user(owner.team, "colleague@example.com")


@pytest.fixture(autouse=True)
def own_folders_and_a_job(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.WORK_DIR, settings.RESULTS_DIR = tmp_path / "work", tmp_path / "results"
    monkeypatch.setattr(long_work, "job_of", lambda work: bring_in)


def work_of(name: str) -> clock.Step:
    """The part itself; the heartbeat is what a tick without parts does."""
    if name == HEARTBEAT:
        return lambda now: clock.tick(now, steps={}).ok and None  # type: ignore[func-returns-value]
    return {**STEPS, **HOURLY_STEPS, **LONG_STEPS}[name]


def test_no_part_is_left_out() -> None:
    assert set(JOBS) == {*STEPS, *HOURLY_STEPS, *LONG_STEPS, HEARTBEAT}, (
        "a new part needs a Job: what it finds and leaves"
    )


@pytest.mark.parametrize("name", JOBS)
def test_run_twice_it_does_its_work_once(name: str, owner: User, colleague: User) -> None:
    job, work = JOBS[name], work_of(name)
    now = job.arrange(owner, colleague)
    assert job.leaves() != job.expected, "there has to be work to do"
    work(now)
    assert job.leaves() == job.expected
    stored = everything_stored()
    work(now)
    assert (job.leaves(), everything_stored()) == (job.expected, stored)


@pytest.mark.parametrize("name", JOBS)
def test_run_at_the_same_time_it_does_its_work_once(name: str, owner: User, colleague: User) -> None:
    job, work = JOBS[name], work_of(name)
    now = job.arrange(owner, colleague)
    answers = at_the_same_time(lambda: work(now))
    assert job.leaves() == job.expected
    assert [answer for answer in answers if answer] == [], "nobody it failed for"
    # And once more, late: nothing is left over.
    work(now + timedelta(minutes=1) if name != HEARTBEAT else now)
    assert job.leaves() == job.expected
