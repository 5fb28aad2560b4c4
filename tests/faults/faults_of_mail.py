"""Mail servers that refuse, put off, hang up, or do not know one address of five hundred."""

from datetime import timedelta

from tests.faults.judging import Allowance
from tests.faults.mail_server import HangsUp, NotNow, NotThem, Polite
from tests.faults.people import DAY, MONDAY
from tests.faults.stage import Stage, at

TUESDAY, WEDNESDAY = MONDAY + DAY, MONDAY + 2 * DAY
EVERYTHING = ("web", "worker1", "worker2", "beat1")
REFUSES_FOR = timedelta(hours=6)
AFTER_THE_REFUSAL = timedelta(minutes=20)
UNHEALTHY_WITHIN = timedelta(minutes=5)
MINUTE = timedelta(minutes=1)


def mail_refused(stage: Stage) -> None:
    """The mail server refuses for six hours: first nobody opens, then everybody is sent away."""
    stage.move_in(stage.inventor.people(stage.sizes["people"]), *EVERYTHING)
    stage.mail.stop()
    due, step = at(TUESDAY, 7, 30), timedelta(minutes=stage.sizes["step_minutes"])
    stage.house.pass_to(due, settled=False)
    stage.house.pass_to(due + UNHEALTHY_WITHIN - MINUTE, settled=False)
    stage.must_be(healthy=False)
    passed = step
    while passed < REFUSES_FOR:
        if passed >= REFUSES_FOR / 2 and stage.mail.lets_in:
            stage.mail.lets_in = False
            stage.mail.start()
        stage.house.pass_to(due + passed, settled=False)
        passed += step
    stage.house.pass_to(due + REFUSES_FOR, settled=False)
    stage.must_be(healthy=False)
    stage.measured["let_in_after"] = len(stage.mail.received)
    stage.mail.lets_in = True
    stage.house.pass_to(stage.clock.now() + timedelta(minutes=6))
    stage.drain()
    stage.must_be(healthy=True)
    stage.judge([TUESDAY], Allowance(late=REFUSES_FOR + AFTER_THE_REFUSAL))


def greylisting(stage: Stage) -> None:
    """Everybody's first mail is put off with 451."""
    stage.move_in(stage.inventor.people(stage.sizes["people"]), *EVERYTHING)
    greylist = stage.mail.manners = NotNow(stage.clock.now)
    stage.house.pass_to(at(TUESDAY, 7, 30), settled=False)
    for _ in range(4):
        stage.house.pass_to(stage.clock.now() + 2 * MINUTE, settled=False)
    stage.drain()
    stage.measured["put_off"] = len(greylist.first_seen)
    stage.judge([TUESDAY])


def bad_address(stage: Stage) -> None:
    """One address of all is unknown to the server."""
    people = stage.inventor.people(stage.sizes["people"])
    unknown = stage.chance.choice([person.email for person in people if person.noes])
    stage.mail.manners = NotThem(unknown)
    stage.move_in(people, *EVERYTHING)
    stage.house.pass_to(at(TUESDAY, 7, 31))
    stage.drain()
    stage.judge([TUESDAY], Allowance(refused=frozenset({unknown})))


def no_answer(stage: Stage) -> None:
    """The server takes some mails and hangs up without a word: once for some, twice for others."""
    people = stage.inventor.people(stage.sizes["people"])
    times = {person.email: stage.chance.choice((0, 0, 1, 2)) for person in people}
    stage.mail.manners = HangsUp(times)
    stage.move_in(people, *EVERYTHING)
    stage.house.pass_to(at(TUESDAY, 7, 30), settled=False)
    stage.drain()
    stage.measured["unknown"] = sum(mail.state == "unknown" for mail in stage.house.disk.mails())
    stage.mail.manners = Polite()
    stage.house.pass_to(at(WEDNESDAY, 7, 31))
    stage.drain()
    stage.judge([TUESDAY, WEDNESDAY], Allowance(copies=True, unknown=True))
