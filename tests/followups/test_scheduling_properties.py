"""What holds for every no, every calendar and every load."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from accounts.working_calendar import WorkingCalendar
from followups.exit_plan import NoFacts, first_plan, plan_ends
from followups.kinds import STANDING_KINDS, Kind
from followups.scheduling import Desk, Window, check_in_window, pick_day, queued_check_in, retry
from prospects.conversations import AskAnswer, ExitConversation, GoodDeal, Manner, ToldBy

TODAYS = st.dates(date(2024, 1, 1), date(2030, 12, 31))
PLACES = st.sampled_from([("", ""), ("DE", "BY"), ("DE", "BE"), ("US", "TX"), ("NO", ""), ("JP", "")])


@st.composite
def desks(draw: st.DrawFn) -> Desk:
    today = draw(TODAYS)
    country, region = draw(PLACES)
    starts = draw(st.lists(st.integers(-10, 90), max_size=3))
    absences = tuple(
        (today + timedelta(days=start), today + timedelta(days=start + draw(st.integers(0, 40))))
        for start in starts
    )
    weekdays = frozenset(draw(st.sets(st.integers(0, 6), min_size=1)))
    load = draw(st.dictionaries(st.integers(0, 80), st.integers(0, 9)))
    return Desk(
        today,
        WorkingCalendar(weekdays, country, region, absences),
        {today + timedelta(days=offset): count for offset, count in load.items()},
        draw(st.integers(1, 8)),
    )


@st.composite
def noes(draw: st.DrawFn, today: date) -> NoFacts:
    return NoFacts(
        conversation=draw(st.sampled_from(ExitConversation)),
        said_on=today - timedelta(days=draw(st.integers(0, 120))),
        told_by=draw(st.none() | st.sampled_from(ToldBy)),
        stay_in_touch=draw(st.sampled_from(AskAnswer)),
        agreed_on=draw(st.none() | st.integers(-20, 400).map(lambda n: today + timedelta(days=n))),
        manner=draw(st.none() | st.sampled_from(Manner)),
        good_deal=draw(st.sampled_from(GoodDeal)),
        wants_debrief=draw(st.booleans()),
    )


@given(st.data(), desks())
def test_a_first_plan_is_always_sound(data: st.DataObject, desk: Desk) -> None:
    no = data.draw(noes(desk.today))
    plan = first_plan(no, desk)
    assert first_plan(no, desk) == plan  # same input, same answer
    for row in plan:
        assert desk.today <= row.opens_on <= row.due_on <= row.closes_on
        assert row.kind == Kind.AGREED_MEETING or desk.calendar.is_working_day(row.due_on)
    standing = [row for row in plan if row.kind in STANDING_KINDS]
    assert len(standing) == (0 if plan_ends(no) else 1)
    assert len({row.kind for row in plan}) == len(plan)


@given(desks(), st.sampled_from(ExitConversation), st.integers(0, 60))
def test_a_check_in_lies_in_its_window_after_today(
    desk: Desk, conversation: ExitConversation, age: int
) -> None:
    said_on = desk.today - timedelta(days=age)
    row = first_plan(NoFacts(conversation, said_on), desk)[-1]
    window = check_in_window(said_on, desk)
    assert window.first > desk.today
    assert row.opens_on == window.first
    has_working_day = bool(desk.calendar.days(window.first, window.last))
    assert (row.closes_on == window.last) is has_working_day
    if age < 30:
        assert window == Window(said_on + timedelta(days=30), said_on + timedelta(days=60))


@given(desks(), st.integers(0, 60), st.integers(0, 40), st.integers(-30, 90))
def test_no_other_day_of_the_window_would_be_better(desk: Desk, start: int, length: int, wish: int) -> None:
    window = Window(desk.today + timedelta(days=start), desk.today + timedelta(days=start + length))
    preferred = desk.today + timedelta(days=wish)
    chosen, _ = pick_day(window, preferred, desk)
    days = [window.first + timedelta(days=n) for n in range(length + 1)]
    working = [day for day in days if desk.calendar.is_working_day(day)]
    if not working:
        assert chosen > window.last
        return

    def cost(day: date) -> tuple[bool, int, int, date]:
        load = desk.load.get(day, 0)
        full = load >= desk.daily_limit
        return full, load if full else 0, abs((day - preferred).days), day

    assert chosen == sorted(working, key=cost)[0]


@given(desks(), st.integers(1, 30))
def test_a_queue_never_goes_over_the_limit_and_leaves_no_room_behind(desk: Desk, count: int) -> None:
    for _ in range(count):
        row = queued_check_in(desk)
        earlier = desk.calendar.days(desk.today + timedelta(days=1), row.due_on - timedelta(days=1))
        assert all(desk.load.get(day, 0) >= desk.daily_limit for day in earlier)
        assert desk.load.get(row.due_on, 0) < desk.daily_limit
        assert desk.today < row.opens_on <= row.due_on <= row.closes_on
        assert (row.closes_on - row.opens_on).days < 7
        desk = desk.with_load({row.due_on: 1})


@given(desks())
def test_a_retry_lies_on_the_third_to_seventh_working_day(desk: Desk) -> None:
    row = retry(1, None, desk)
    between = desk.calendar.days(desk.today + timedelta(days=1), row.due_on)
    assert 3 <= len(between) <= 7
    assert row.opens_on <= row.due_on <= row.closes_on
