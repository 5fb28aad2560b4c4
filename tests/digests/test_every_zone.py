"""The pure rule in every zone there is, around each of its clock changes from 2026 to 2028."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest

from accounts.working_calendar import WorkingCalendar
from digests.schedule import Wishes, instant_on, next_digest

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
FIRST, LAST = date(2026, 1, 1), date(2028, 12, 31)
TIMES = (time(0, 0), time(0, 30), time(1, 59), time(2, 0), time(2, 30), time(3, 0), time(7, 30), time(23, 59))
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
