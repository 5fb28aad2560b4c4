"""When a digest leaves: the pure rule."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.working_calendar import WorkingCalendar
from digests.schedule import (
    LEAST_AFTER_A_CHANGE,
    LONGEST_GAP,
    Decision,
    Planned,
    Rhythm,
    Standing,
    Wishes,
    after_a_change,
    decide,
    digest_kind_for,
    first_plan,
    instant_on,
    next_digest,
    period_key,
)

BERLIN = ZoneInfo("Europe/Berlin")
HALF_PAST_SEVEN = time(7, 30)
MON_FRI = WorkingCalendar()
EVERY_DAY = WorkingCalendar(weekdays=frozenset(range(7)))
WISHES = Wishes(BERLIN, HALF_PAST_SEVEN, MON_FRI)
WEEKLY = replace(WISHES, daily=False, weekly=True)
BOTH = replace(WISHES, weekly=True)
DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
# Monday to Friday of one week.
MON, TUE, WED, THU, FRI = (date(2026, 3, 2 + n) for n in range(5))
SAT, NEXT_MON = date(2026, 3, 7), date(2026, 3, 9)


def local(day: date, hour: int, minute: int = 0, zone: ZoneInfo = BERLIN) -> datetime:
    return datetime.combine(day, time(hour, minute), tzinfo=zone).astimezone(UTC)


def daily(day: date) -> Planned:
    return Planned(day, local(day, 7, 30), Rhythm.DAILY)


def weekly(day: date) -> Planned:
    return Planned(day, local(day, 7, 30), Rhythm.WEEKLY)


# The instant of a local time


def test_a_local_time_becomes_its_instant() -> None:
    assert instant_on(MON, HALF_PAST_SEVEN, BERLIN) == datetime(2026, 3, 2, 6, 30, tzinfo=UTC)
    assert instant_on(date(2026, 7, 6), HALF_PAST_SEVEN, BERLIN) == datetime(2026, 7, 6, 5, 30, tzinfo=UTC)


def test_a_time_inside_a_gap_becomes_the_first_valid_minute_after_it() -> None:
    spring = date(2026, 3, 29)
    assert instant_on(spring, time(2, 30), BERLIN) == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)
    assert instant_on(spring, time(2, 0), BERLIN) == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)
    assert instant_on(spring, time(1, 59), BERLIN) == datetime(2026, 3, 29, 0, 59, tzinfo=UTC)
    assert instant_on(spring, time(3, 0), BERLIN) == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)


def test_a_gap_of_half_an_hour_counts_too() -> None:
    lord_howe = ZoneInfo("Australia/Lord_Howe")
    found = instant_on(date(2026, 10, 4), time(2, 10), lord_howe)
    assert found is not None
    assert found.astimezone(lord_howe).time() == time(2, 30)


def test_a_time_that_comes_twice_means_its_first_occurrence() -> None:
    autumn = date(2026, 10, 25)
    assert instant_on(autumn, time(2, 30), BERLIN) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert instant_on(autumn, time(3, 0), BERLIN) == datetime(2026, 10, 25, 2, 0, tzinfo=UTC)


def test_a_local_date_the_zone_skips_has_no_digest() -> None:
    apia = ZoneInfo("Pacific/Apia")
    assert instant_on(date(2011, 12, 30), HALF_PAST_SEVEN, apia) is None
    wishes = Wishes(apia, HALF_PAST_SEVEN, EVERY_DAY)
    found = next_digest(wishes, date(2011, 12, 30), datetime(2011, 12, 30, tzinfo=UTC))
    assert found is not None
    assert found.day == date(2011, 12, 31)


# Which digest a day has


def test_daily_on_working_days_only() -> None:
    days = [digest_kind_for(MON + n * DAY, True, False, MON_FRI) for n in range(7)]
    assert days == [Rhythm.DAILY] * 5 + [None, None]


def test_the_weekly_replaces_the_daily_of_its_day() -> None:
    days = [digest_kind_for(MON + n * DAY, True, True, MON_FRI) for n in range(7)]
    assert days == [Rhythm.WEEKLY, *[Rhythm.DAILY] * 4, None, None]


def test_weekly_alone_comes_once_a_week() -> None:
    days = [digest_kind_for(MON + n * DAY, False, True, MON_FRI) for n in range(7)]
    assert days == [Rhythm.WEEKLY, *[None] * 6]


def test_the_weekly_comes_on_the_first_working_day_of_the_week() -> None:
    germany = WorkingCalendar(country="DE", region="BE")
    easter_monday = date(2026, 4, 6)
    assert digest_kind_for(easter_monday, True, True, germany) is None
    assert digest_kind_for(easter_monday + DAY, True, True, germany) is Rhythm.WEEKLY
    assert digest_kind_for(easter_monday + 2 * DAY, True, True, germany) is Rhythm.DAILY


def test_nobody_who_wants_none_gets_one() -> None:
    assert first_plan(replace(WISHES, daily=False), local(MON, 6)) is None


@pytest.mark.parametrize(
    ("since", "expected"),
    [
        (local(MON, 7, 29), daily(MON)),
        (local(MON, 7, 30), daily(MON)),
        (local(MON, 7, 31), daily(TUE)),
        (local(FRI, 12), daily(NEXT_MON)),
        (local(SAT, 3), daily(NEXT_MON)),
    ],
)
def test_the_first_digest_is_the_next_one_of_the_rhythm(since: datetime, expected: Planned) -> None:
    assert first_plan(WISHES, since) == expected


def test_the_period_of_a_digest_is_its_date_or_its_iso_week() -> None:
    assert period_key(daily(MON)) == "2026-03-02"
    assert period_key(weekly(MON)) == "2026-W10"
    assert period_key(replace(weekly(MON), day=date(2027, 1, 1))) == "2026-W53"


# When its instant has come


def test_before_its_instant_nothing_happens() -> None:
    standing = Standing(daily(TUE))
    assert decide(WISHES, standing, local(TUE, 7, 29)) == Decision(send=None, then=daily(TUE))


def test_at_its_instant_it_is_sent_and_the_next_one_is_planned() -> None:
    assert decide(WISHES, Standing(daily(FRI)), local(FRI, 7, 30)) == Decision(daily(FRI), daily(NEXT_MON))


def test_late_on_its_own_day_it_is_still_sent() -> None:
    assert decide(WISHES, Standing(daily(TUE)), local(TUE, 19)) == Decision(daily(TUE), daily(WED))


def test_a_digest_of_a_minute_to_midnight_may_leave_after_it() -> None:
    late = replace(WISHES, at=time(23, 59))
    planned = Planned(TUE, local(TUE, 23, 59), Rhythm.DAILY)
    decision = decide(late, Standing(planned, looked_day=MON, looked_at=local(MON, 23, 59)), local(WED, 0, 4))
    assert decision.send == planned
    assert decision.then == Planned(WED, local(WED, 23, 59), Rhythm.DAILY)
    assert decision.missed_from is None


def test_after_an_outage_todays_makes_up_for_all_that_were_missed() -> None:
    before = Standing(
        daily(TUE), last_day=MON, last_at=local(MON, 7, 30), looked_day=MON, looked_at=local(MON, 7, 30)
    )
    assert decide(WISHES, before, local(THU, 9)) == Decision(daily(THU), daily(FRI), missed_from=TUE)


def test_after_an_outage_todays_is_awaited_when_its_hour_is_ahead() -> None:
    assert decide(WISHES, Standing(daily(TUE)), local(THU, 6)) == Decision(send=None, then=daily(THU))


def test_after_an_outage_a_day_off_waits_for_the_next_working_day() -> None:
    assert decide(WISHES, Standing(daily(TUE)), local(SAT, 9)) == Decision(send=None, then=daily(NEXT_MON))


def test_a_month_of_outage_makes_one_digest() -> None:
    decision = decide(WISHES, Standing(daily(TUE)), local(date(2026, 4, 1), 12))
    assert decision.send == daily(date(2026, 4, 1))
    assert decision.then == daily(date(2026, 4, 2))


def test_a_missed_weekly_comes_later_in_its_week_under_its_own_name() -> None:
    decision = decide(WEEKLY, Standing(weekly(MON)), local(WED, 9))
    assert decision.send == weekly(WED)
    assert period_key(weekly(WED)) == period_key(weekly(MON))
    assert decision.then == weekly(NEXT_MON)


def test_a_missed_weekly_whose_hour_is_ahead_today_stays_a_weekly() -> None:
    waiting = decide(WEEKLY, Standing(weekly(MON)), local(WED, 6)).then
    assert waiting == weekly(WED)
    assert decide(WEEKLY, Standing(waiting), local(WED, 7, 30)).send == weekly(WED)


def test_a_missed_weekly_replaces_one_daily_and_no_second_one() -> None:
    decision = decide(BOTH, Standing(daily(date(2026, 2, 26))), local(WED, 9))
    assert (decision.send, decision.then) == (weekly(WED), daily(THU))


def test_a_weekly_that_was_sent_is_not_sent_again_after_an_outage() -> None:
    standing = Standing(daily(TUE), last_day=MON, last_at=local(MON, 7, 30))
    assert decide(BOTH, standing, local(THU, 9)).send == daily(THU)


def test_a_weekly_of_last_week_is_not_made_up_for() -> None:
    decision = decide(WEEKLY, Standing(weekly(MON)), local(date(2026, 3, 8), 9))
    assert (decision.send, decision.then) == (None, weekly(NEXT_MON))


def test_never_two_for_one_date() -> None:
    standing = Standing(daily(TUE), last_day=TUE, last_at=local(TUE, 6))
    assert decide(WISHES, standing, local(TUE, 9)) == Decision(send=None, then=daily(WED))


# Changes of zone, hour and days

SENT_MONDAY = Standing(None, MON, local(MON, 7, 30), MON, local(MON, 7, 30))


def test_an_earlier_hour_counts_from_tomorrow() -> None:
    found = after_a_change(replace(WISHES, at=time(6, 0)), SENT_MONDAY, local(MON, 12))
    assert found == Planned(TUE, local(TUE, 6), Rhythm.DAILY)


def test_a_later_hour_makes_no_second_digest_today() -> None:
    found = after_a_change(replace(WISHES, at=time(17, 0)), SENT_MONDAY, local(MON, 12))
    assert found == Planned(TUE, local(TUE, 17), Rhythm.DAILY)


def test_less_than_twelve_hours_after_the_last_one_is_too_soon() -> None:
    at_night = Standing(None, MON, local(MON, 23), MON, local(MON, 23))
    assert after_a_change(WISHES, at_night, local(MON, 23, 30)) == daily(WED)


def test_moving_west_makes_no_second_digest_for_the_same_date() -> None:
    auckland = ZoneInfo("Pacific/Auckland")
    sent_at = local(MON, 7, 30, auckland)
    standing = Standing(None, MON, sent_at, MON, sent_at)
    los_angeles = replace(WISHES, zone=ZoneInfo("America/Los_Angeles"))
    found = after_a_change(los_angeles, standing, sent_at + timedelta(hours=2))
    assert found is not None
    assert found.day == TUE


def test_a_change_after_the_new_hour_has_passed_waits_until_tomorrow() -> None:
    found = after_a_change(replace(WISHES, at=time(6, 0)), SENT_MONDAY, local(TUE, 7))
    assert found == Planned(WED, local(WED, 6), Rhythm.DAILY)


def test_a_change_that_would_leave_more_than_two_days_without_one_sends_todays_at_once() -> None:
    early = Standing(None, MON, local(MON, 0, 30), MON, local(MON, 0, 30))
    now = local(TUE, 22)
    found = after_a_change(replace(WISHES, at=time(21, 0)), early, now)
    assert found == Planned(TUE, now, Rhythm.DAILY)
    sent = decide(replace(WISHES, at=time(21, 0)), replace(early, planned=found), now).send
    assert sent == Planned(TUE, local(TUE, 21), Rhythm.DAILY)


def test_a_change_on_a_day_whose_digest_found_nothing_to_say_waits() -> None:
    quiet = Standing(None, date(2026, 2, 2), local(date(2026, 2, 2), 7, 30), MON, local(MON, 7, 30))
    assert after_a_change(replace(WISHES, at=time(8, 0)), quiet, local(MON, 12)) == Planned(
        TUE, local(TUE, 8), Rhythm.DAILY
    )


def test_a_first_digest_may_still_come_today_after_a_change() -> None:
    found = after_a_change(replace(WISHES, at=time(15, 0)), Standing(daily(TUE)), local(MON, 12))
    assert found == Planned(MON, local(MON, 15), Rhythm.DAILY)


def test_switching_both_off_plans_none_and_on_again_the_next() -> None:
    assert after_a_change(replace(WISHES, daily=False), SENT_MONDAY, local(MON, 12)) is None
    at_once = Planned(WED, local(WED, 12), Rhythm.DAILY)
    assert after_a_change(WISHES, SENT_MONDAY, local(WED, 12)) == at_once


# For everybody

HOURS = st.times().map(lambda moment: moment.replace(second=0, microsecond=0, tzinfo=None))
ZONES = st.sampled_from(
    [
        "Africa/Cairo",
        "Africa/Casablanca",
        "America/Havana",
        "America/New_York",
        "America/Nuuk",
        "Asia/Kathmandu",
        "Australia/Lord_Howe",
        "Europe/Berlin",
        "Pacific/Auckland",
        "Pacific/Chatham",
        "UTC",
    ]
).map(ZoneInfo)
MOMENTS = st.integers(0, 3 * 365 * 24 * 60).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + minutes * MINUTE
)
WEEKS = st.frozensets(st.integers(0, 6), min_size=1).map(lambda days: WorkingCalendar(weekdays=days))


@st.composite
def wishes(draw: st.DrawFn) -> Wishes:
    wanted = draw(st.sampled_from([(True, False), (False, True), (True, True)]))
    return Wishes(draw(ZONES), draw(HOURS), draw(WEEKS), *wanted)


@settings(max_examples=40)
@given(wishes(), MOMENTS, st.integers(3, 50))
def test_a_clock_that_ticks_every_minute_or_hour_sends_one_per_date(
    wanted: Wishes, start: datetime, minutes: int
) -> None:
    """Played over two weeks with ticks at any distance: each digest once, on its date, in time."""
    standing = Standing(first_plan(wanted, start), looked_day=date.min, looked_at=start)
    now, sent = start, []
    while now < start + 15 * DAY:
        decision = decide(wanted, standing, now)
        if decision.send:
            sent.append(decision.send)
            assert decision.send.at <= now < decision.send.at + minutes * MINUTE
            standing = replace(standing, last_day=decision.send.day, last_at=now)
        standing = replace(standing, planned=decision.then)
        now += minutes * MINUTE
    expected = _by_brute_force(wanted, start, now - minutes * MINUTE)
    assert [planned.day for planned in sent] == expected


def _by_brute_force(wanted: Wishes, start: datetime, end: datetime) -> list[date]:
    """The dates with a digest between two instants, found by walking every minute of the wall clock."""
    first = start.astimezone(wanted.zone).date() - DAY
    days = [first + n * DAY for n in range(25)]
    found = []
    for day in days:
        if digest_kind_for(day, wanted.daily, wanted.weekly, wanted.calendar) is None:
            continue
        instant = _first_minute_on_or_after(day, wanted)
        if start <= instant <= end:
            found.append(day)
    return found


def _first_minute_on_or_after(day: date, wanted: Wishes) -> datetime:
    """The first minute whose wall clock reads the wanted time or, the time being skipped, a later one."""
    moment = datetime.combine(day, time(0), tzinfo=UTC) - 16 * timedelta(hours=1)
    wall = datetime.combine(day, wanted.at)
    # Coarse steps to the neighbourhood, then minutes: no zone here moves its clock by more than an hour.
    while (moment + timedelta(hours=3)).astimezone(wanted.zone).replace(tzinfo=None) < wall:
        moment += timedelta(hours=1)
    while moment.astimezone(wanted.zone).replace(tzinfo=None) < wall:
        moment += MINUTE
    return moment


@settings(max_examples=300)
@given(ZONES, ZONES, HOURS, HOURS, MOMENTS, st.integers(0, 2000))
def test_a_change_never_makes_two_for_a_date_nor_one_too_soon_nor_too_late(
    zone: ZoneInfo, new_zone: ZoneInfo, at: time, new_at: time, start: datetime, later: int
) -> None:
    before = Wishes(zone, at, EVERY_DAY)
    last = first_plan(before, start)
    assert last is not None
    planned = next_digest(before, last.day + DAY, last.at)
    assert planned is not None
    standing = Standing(planned, last.day, last.at, last.day, last.at)
    now = min(last.at + later * MINUTE, planned.at)
    after = Wishes(new_zone, new_at, EVERY_DAY)
    found = after_a_change(after, standing, now)
    assert found is not None
    leaves = max(found.at, now)
    assert found.day > last.day
    assert leaves - last.at >= LEAST_AFTER_A_CHANGE
    # Moving west repeats a date, and a date has one digest: the zones' distance comes on top then.
    moved = abs(
        (leaves.astimezone(zone).utcoffset() or DAY) - (leaves.astimezone(new_zone).utcoffset() or DAY)
    )
    assert leaves - last.at <= LONGEST_GAP + moved + timedelta(hours=1)


def test_what_a_change_sends_at_once_keeps_its_distance_from_the_next() -> None:
    """In Cairo, from thirteen o'clock to a minute past midnight, at noon: the next night is too near."""
    cairo, noon = ZoneInfo("Africa/Cairo"), datetime(2026, 1, 5, 10, 2, tzinfo=UTC)
    friday = datetime(2026, 1, 1, 22, 0, tzinfo=UTC)
    week = WorkingCalendar(weekdays=frozenset({0, 1, 2, 3, 4}))
    standing = Standing(None, date(2026, 1, 2), friday, date(2026, 1, 2), friday)
    wanted = Wishes(cairo, time(0, 1), week)
    planned = after_a_change(wanted, standing, noon)
    assert planned is not None
    assert (planned.day, planned.at) == (date(2026, 1, 5), noon)
    decided = decide(wanted, replace(standing, planned=planned), noon + MINUTE)
    assert decided.send is not None
    assert decided.send.day == date(2026, 1, 5)
    assert decided.then is not None
    assert decided.then.at == datetime(2026, 1, 6, 22, 1, tzinfo=UTC)


CHANGES = st.lists(st.tuples(st.integers(1, 60 * 60), ZONES, HOURS), min_size=1, max_size=6)


@settings(max_examples=150)
@given(ZONES, HOURS, WEEKS, MOMENTS, CHANGES)
def test_however_often_zone_and_hour_change_a_date_has_one_digest_and_no_gap_is_long(
    zone: ZoneInfo,
    at: time,
    working: WorkingCalendar,
    start: datetime,
    changes: list[tuple[int, ZoneInfo, time]],
) -> None:
    """Played minute by minute where something happens: at each planned instant, and at each change."""
    wanted = Wishes(zone, at, working)
    first = first_plan(wanted, start)
    assert first is not None
    standing, now, sent = Standing(first), start, []
    moved = timedelta()
    for later, new_zone, new_at in [*changes, (60 * 24 * 20, zone, at)]:
        change_at = now + later * MINUTE
        while standing.planned is not None and standing.planned.at <= change_at:
            now = max(now, standing.planned.at)
            standing, decided = _looked(wanted, standing, now)
            sent += decided
        now = change_at
        moved += abs(
            (now.astimezone(wanted.zone).utcoffset() or DAY) - (now.astimezone(new_zone).utcoffset() or DAY)
        )
        wanted = replace(wanted, zone=new_zone, at=new_at)
        standing = replace(standing, planned=after_a_change(wanted, standing, now))
    days = [digest.day for digest, _left in sent]
    assert days == sorted(set(days)), "never two for one date"
    for (one, left), (other, left_later) in pairwise(sent):
        assert left_later - left >= LEAST_AFTER_A_CHANGE
        between = (other.day - one.day).days - 1
        off = between - len(working.days(one.day + DAY, other.day - DAY))
        # Moving west repeats a date, and a date has one digest: the zones' distance comes on top.
        assert left_later - left <= LONGEST_GAP + off * DAY + moved + timedelta(hours=2)


def _looked(
    wanted: Wishes, standing: Standing, now: datetime
) -> tuple[Standing, list[tuple[Planned, datetime]]]:
    decision = decide(wanted, standing, now)
    if decision.send is None:
        return replace(standing, planned=decision.then), []
    day = decision.send.day
    return Standing(decision.then, day, now, day, now), [(decision.send, now)]
