"""Clocks: two of them, one that changes with the season, and days in which nobody works."""

import time as stopwatch
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from tests.faults.judging import Allowance
from tests.faults.oracle import first_minute
from tests.faults.people import DAY, MONDAY, Person
from tests.faults.stage import Stage, at

TUESDAY = MONDAY + DAY
FRIDAY, NEXT_MONDAY = MONDAY + 4 * DAY, MONDAY + 7 * DAY
WORKERS = ("worker1", "worker2")
HOUR = timedelta(hours=1)
SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)
# The night's wishes: a gap from two to three in spring; in autumn these hours come twice.
AT_NIGHT = [time(hour, minute) for hour in (0, 1, 2, 3, 7) for minute in (0, 30)]
EVERY_DAY = "0123456"
DRAINED_WITHIN_SECONDS = 60.0
THIRTY_DAYS = 30 * DAY


def two_beats(stage: Stage) -> None:
    """Two beats and two workers for an hour in which everybody's digest falls due, a few each minute."""
    people = [
        stage.inventor.person(stage.chance.randrange(0, 4), digest_at=time(7, stage.chance.randrange(60)))
        for _ in range(stage.sizes["people"])
    ]
    stage.move_in(people, "web", *WORKERS, "beat1", "beat2")
    step = timedelta(minutes=stage.sizes["step_minutes"])
    moment, end = at(TUESDAY, 7), at(TUESDAY, 8)
    while moment <= end:
        stage.house.pass_to(moment)
        moment += step
    stage.judge([TUESDAY], Allowance(late=step + timedelta(minutes=10)))


def clocks_go_forward(stage: Stage) -> None:
    """The night in which an hour is missing."""
    _night(stage, SPRING)


def clocks_go_back(stage: Stage) -> None:
    """The night in which an hour comes twice."""
    _night(stage, AUTUMN)


def _night(stage: Stage, sunday: date) -> None:
    friday, saturday = sunday - 2 * DAY, sunday - DAY
    stage.clock.jump(at(saturday, 22))
    people = [_up_at_night(stage, number, friday, saturday) for number in range(stage.sizes["people"])]
    stage.move_in(people, "web", *WORKERS, "beat1", "beat2")
    step = timedelta(minutes=stage.sizes["step_minutes"])
    moment, end = at(saturday, 23).astimezone(UTC), at(sunday, 8)
    while moment <= end:
        stage.house.pass_to(moment)
        moment += step
    stage.house.pass_to(at(sunday + DAY, 8))
    stage.drain()
    # On Monday the clock jumps over the night, and everybody's digest comes at eight.
    stage.judge([sunday, sunday + DAY], Allowance(late=8 * HOUR + step))
    late = [
        letter.moment - _due(people, letter.recipients[0], sunday)
        for letter in stage.mail.received
        if letter.moment < at(sunday, 9)
    ]
    stage.measured["latest_minutes"] = round(max(late, default=timedelta()) / timedelta(minutes=1), 1)
    if late and max(late) > step + timedelta(minutes=10):
        stage.tally.err(f"a digest of the night came {max(late)} after its moment")


def _up_at_night(stage: Stage, number: int, friday: date, saturday: date) -> Person:
    """Somebody who works every day, wants their digest at some hour of the night, and joins on its eve."""
    at_night = AT_NIGHT[number % len(AT_NIGHT)]
    person = stage.inventor.person(1 + number % 3, friday, digest_at=at_night, working_days=EVERY_DAY)
    return replace(person, joined=saturday, joined_at=time(22))


def _due(people: list[Person], email: str, day: date) -> datetime:
    person = next(person for person in people if person.email == email)
    return first_minute(day, person.digest_at, person.local(day, time(12)).tzinfo)


def outage(stage: Stage) -> None:
    """Three days without a worker; thirty days with everything off. Each time one digest, with all in it."""
    stage.move_in(stage.inventor.people(stage.sizes["people"]), "web", "beat1")
    for day in range(1, 4):
        stage.clock.jump(at(MONDAY + day * DAY, 12))
        stage.must_be(healthy=False)
    stage.today_must_show(next(person for person in stage.people if person.noes), MONDAY + 3 * DAY)
    stage.clock.jump(at(FRIDAY, 10))
    _catch_up(stage, "after_three_days", *WORKERS)
    stage.house.pass_to(at(NEXT_MONDAY, 7, 31))
    stage.drain()
    stage.house.stop_orderly("web", "beat1", *WORKERS)
    back = at(NEXT_MONDAY, 10) + THIRTY_DAYS
    stage.clock.jump(back)
    _catch_up(stage, "after_thirty_days", "web", "beat1", *WORKERS)
    # Quiet for the rest of the day: nothing is made up for one by one.
    stage.house.pass_to(back + HOUR)
    stage.drain()
    stage.must_be(healthy=True)
    stage.judge([FRIDAY, NEXT_MONDAY, back.date()], Allowance(late=4 * HOUR))


def _catch_up(stage: Stage, name: str, *parts: str) -> None:
    since, started = stage.clock.now(), stopwatch.monotonic()
    stage.house.start(*parts)
    stage.house.wait_for_tick(since, settled=False)
    stage.drain(quick=True)
    seconds = stopwatch.monotonic() - started
    stage.measured[f"drained_{name}_seconds"] = round(seconds, 1)
    if seconds > DRAINED_WITHIN_SECONDS:
        stage.tally.err(f"{name.replace('_', ' ')} the queue took {seconds:.0f} s to drain")
