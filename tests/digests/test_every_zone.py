"""The pure rule in every zone there is, around each of its clock changes from 2026 to 2028."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest

from accounts.working_calendar import WorkingCalendar
from digests.schedule import Planned, Standing, Wishes, decide, instant_on, next_digest

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
FIRST, LAST = date(2026, 1, 1), date(2028, 12, 31)
HALF_HOURS = tuple(time(hour, minute) for hour in range(4) for minute in (0, 30))
TIMES = (*HALF_HOURS, time(1, 59), time(7, 30), time(23, 59))
EVERY_DAY = WorkingCalendar(weekdays=frozenset(range(7)))
ZONES = sorted(name for name in available_timezones() if name not in {"localtime", "Factory"})


def days_of_change(zone: ZoneInfo) -> list[date]:
    """The local dates around each change of offset."""
    midnights = [
        datetime.combine(FIRST + n * DAY, time(0), tzinfo=UTC) for n in range((LAST - FIRST).days + 1)
    ]
    offsets = [moment.astimezone(zone).utcoffset() for moment in midnights]
    changes = [midnights[n].date() for n in range(1, len(offsets)) if offsets[n] != offsets[n - 1]]
    return [day + n * DAY for day in changes for n in (-2, -1, 0, 1)]


def first_minute_reading(day: date, at: time, zone: ZoneInfo) -> datetime:
    """The first minute whose wall clock reads `at` on `day` or later, found by walking."""
    wanted = datetime.combine(day, at)
    moment = wanted.replace(tzinfo=zone).astimezone(UTC) - timedelta(hours=2)
    while moment.astimezone(zone).replace(tzinfo=None) < wanted:
        moment += MINUTE
    return moment


CHANGES = {name: days for name in ZONES if (days := days_of_change(ZoneInfo(name)))}


def test_the_world_still_changes_its_clocks() -> None:
    assert len(ZONES) > 400
    assert len(CHANGES) > 100


@pytest.mark.parametrize("part", range(8))
def test_the_instant_is_the_first_minute_that_reads_the_time(part: int) -> None:
    wrong = [
        (name, day, at)
        for name in list(CHANGES)[part::8]
        for day in CHANGES[name]
        for at in TIMES
        if instant_on(day, at, ZoneInfo(name)) != first_minute_reading(day, at, ZoneInfo(name))
    ]
    assert wrong == []


def test_every_date_in_every_zone_has_exactly_one_digest_in_its_order() -> None:
    for name, days in CHANGES.items():
        for at in TIMES:
            wishes = Wishes(ZoneInfo(name), at, EVERY_DAY)
            instants = [instant_on(day, at, wishes.zone) for day in sorted(set(days))]
            known = [instant for instant in instants if instant is not None]
            assert len(known) == len(instants), (name, at)
            assert known == sorted(set(known)), (name, at)


def test_a_gap_that_ends_at_midnight_moves_a_late_digest_into_the_next_minute() -> None:
    nuuk = ZoneInfo("America/Nuuk")
    found = instant_on(date(2026, 3, 28), time(23, 30), nuuk)
    assert found is not None
    assert found.astimezone(nuuk).replace(tzinfo=None) == datetime.combine(date(2026, 3, 29), time(0))


@pytest.mark.parametrize("working", [EVERY_DAY, WorkingCalendar()], ids=["every day", "Monday to Friday"])
def test_played_through_each_change_every_working_date_has_one_digest_at_its_first_minute(
    working: WorkingCalendar,
) -> None:
    wrong = []
    for name, days in CHANGES.items():
        for at in (*HALF_HOURS, time(7, 30)):
            wishes = Wishes(ZoneInfo(name), at, working)
            for first in sorted(set(days))[::4]:
                sent = played(wishes, first - DAY, first + 6 * DAY)
                dates = working.days(first - DAY, first + 5 * DAY)
                if [digest.day for digest in sent] != list(dates) or any(
                    digest.at != instant_on(digest.day, at, wishes.zone) for digest in sent
                ):
                    wrong.append((name, at, first, sent))
    assert wrong == []


def played(wishes: Wishes, first: date, before: date) -> list[Planned]:
    """What leaves from the local date `first` on, with a look at each instant that was planned."""
    beginning = datetime.combine(first, time(0), tzinfo=wishes.zone).astimezone(UTC)
    standing = Standing(next_digest(wishes, first, beginning - DAY))
    sent: list[Planned] = []
    while standing.planned is not None and standing.planned.day < before:
        decision = decide(wishes, standing, standing.planned.at)
        assert decision.send is not None
        sent.append(decision.send)
        moment = decision.send.at
        standing = Standing(decision.then, decision.send.day, moment, decision.send.day, moment)
    return sent


@pytest.mark.parametrize("at", [*HALF_HOURS, time(7, 30), time(23, 30)])
def test_samoa_had_no_thirtieth_of_december_and_no_digest_for_it(at: time) -> None:
    apia = Wishes(ZoneInfo("Pacific/Apia"), at, EVERY_DAY)
    assert instant_on(date(2011, 12, 30), at, apia.zone) is None
    sent = played(apia, date(2011, 12, 27), date(2012, 1, 3))
    days = [27, 28, 29, 31, 1, 2]
    assert [digest.day.day for digest in sent] == days
    # The wall clock goes on as if the date had never been: a day later by the clock on every wall.
    assert {later.at - one.at for one, later in pairwise(sent)} == {DAY}


def test_a_friday_that_was_skipped_is_made_up_for_by_nobody() -> None:
    """The 30th was a Friday: Thursday's digest is followed by Monday's."""
    apia = Wishes(ZoneInfo("Pacific/Apia"), time(7, 30), WorkingCalendar())
    sent = played(apia, date(2011, 12, 28), date(2012, 1, 4))
    assert [digest.day for digest in sent] == [
        date(2011, 12, 28), date(2011, 12, 29), date(2012, 1, 2), date(2012, 1, 3)
    ]  # fmt: skip


def test_from_one_digest_the_next_is_that_of_the_next_date() -> None:
    for name, days in CHANGES.items():
        wishes = Wishes(ZoneInfo(name), time(2, 30), EVERY_DAY)
        for day in days:
            this = next_digest(wishes, day, datetime.min.replace(tzinfo=UTC))
            assert this is not None
            following = next_digest(wishes, this.day + DAY, this.at)
            assert following is not None
            assert following.day == this.day + DAY, name
            assert timedelta(hours=22) <= following.at - this.at <= timedelta(hours=26), name
