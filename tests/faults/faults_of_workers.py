"""Workers that die in the middle of their work."""

import time as stopwatch
from collections import Counter
from datetime import timedelta

from tests.faults.judging import Allowance
from tests.faults.mail_server import Polite, Slow
from tests.faults.people import DAY, MONDAY, PROSPECT_MAIL
from tests.faults.stage import Stage, at
from tests.rig.processes import wait_for

TUESDAY, WEDNESDAY = MONDAY + DAY, MONDAY + 2 * DAY
WORKERS = ("worker1", "worker2")
# What two workers that are killed all the time may take for a morning's mail, by the moved clock.
KILLED_ALL_THE_TIME = timedelta(hours=3)


def worker_killed(stage: Stage) -> None:
    """A worker is killed at random moments while digests go out; the next morning nobody is."""
    people = stage.inventor.people(stage.sizes["people"])
    slow = stage.mail.manners = Slow(stage.chance)
    stage.move_in(people, "web", *WORKERS, "beat1")
    stage.clock.jump(at(TUESDAY, 7, 30))
    kill_workers(stage, slow, stage.sizes["kills"])
    slow.open()
    stage.drain()
    stage.mail.manners = Polite()
    stage.measured["unknown"] = sum(mail.state == "unknown" for mail in stage.house.disk.mails())
    stage.house.pass_to(at(WEDNESDAY, 7, 31))
    stage.drain()
    stage.judge([TUESDAY, WEDNESDAY], Allowance(late=KILLED_ALL_THE_TIME, copies=True, unknown=True))


def prospect_mail(stage: Stage) -> None:
    """The same for mail to prospects, of a kind that only these workers know: once each, or held."""
    mails = stage.sizes["mails"]
    slow = stage.mail.manners = Slow(stage.chance)
    stage.people = [stage.inventor.person(1)]
    stage.clock.jump(at(TUESDAY, 10))
    stage.house.fill(stage.people, prospect_mails=mails)
    stage.house.worker_options = ("--include", "tests.faults.prospect_kind")
    stage.house.start("web", *WORKERS, "beat1")
    kill_workers(stage, slow, stage.sizes["kills"])
    slow.open()
    stage.drain()
    _judge_prospects(stage, mails)


def _judge_prospects(stage: Stage, mails: int) -> None:
    came = Counter(letter.recipients[0] for letter in stage.mail.received if not letter.kind)
    rows = {mail.address: mail for mail in stage.house.disk.mails() if mail.kind == PROSPECT_MAIL}
    states = Counter(mail.state for mail in rows.values())
    stage.measured |= {"sent": states["sent"], "held": states["held"], "transmissions": came.total()}
    if len(rows) != mails:
        stage.tally.err(f"{len(rows)} mail rows of {mails}")
    for address, mail in rows.items():
        if mail.state not in ("sent", "held"):
            stage.tally.miss(f"{address}: its row is {mail.state}, {came[address]} came")
        if mail.state == "sent" and came[address] != 1:
            stage.tally.err(f"{address}: sent, and {came[address]} came")
        if came[address] > 1:
            stage.tally.repeat(f"{address}: {came[address]} came")
            stage.tally.err(f"{address}: a prospect had {came[address]} copies")
    for letter in stage.mail.received:
        if letter.recipients[0] not in rows and letter.recipients[0] != stage.people[0].email:
            stage.tally.err(f"a mail to {letter.recipients}")


def kill_workers(stage: Stage, slow: Slow, kills: int) -> None:
    """Kill one of the workers so many times, each time after some mails and a random pause.

    The mails are shared out among the kills, so that the last one still meets some.
    """
    done = 0
    wait_for(lambda: slow.stalled > 0, "the first mail")
    while done < kills and stage.left_to_send():
        wait_for(lambda: slow.stalled > 0 or not stage.left_to_send(), "a worker that sends")
        kills_left = kills - done
        spare = max(0, stage.left_to_send() - kills_left)
        slow.allow(min(spare, stage.chance.randrange(2 * spare // kills_left + 1)))
        stopwatch.sleep(stage.chance.uniform(0, 0.4))
        victim = stage.chance.choice(WORKERS)
        stage.house.kill(victim)
        stage.house.start(victim)
        done += 1
    stage.measured["kills"] = done
