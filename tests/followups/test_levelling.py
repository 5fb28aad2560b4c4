"""Days over the limit give what may move to the nearest days with room."""

from datetime import date, timedelta
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.working_calendar import WorkingCalendar
from followups.kinds import Kind
from followups.levelling import Move, OpenRow, after, handed_over, off_days_off, spread_out
from followups.scheduling import Desk
from tests.cast import MONDAY
from tests.followups.telling import day

# A slow machine is no fault of the rules.
CALM = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

LAST = day(13)


def a_row(number: int, opens: int, due: int, closes: int, **more: object) -> OpenRow:
    kind = more.pop("kind", Kind.CHECK_IN)
    return OpenRow(UUID(int=number), kind, day(opens), day(due), day(closes), **more)  # type: ignore[arg-type]


def a_desk(rows: list[OpenRow], limit: int = 6, **more: object) -> Desk:
    """An owner's desk with these rows and nothing else."""
    desk = Desk(MONDAY, WorkingCalendar(), daily_limit=limit, **more)  # type: ignore[arg-type]
    for row in rows:
        if row.kind != Kind.DEBRIEF:
            desk = desk.with_load({row.due_on: 1})
    return desk


def dues(moves: tuple[Move, ...]) -> list[tuple[int, date]]:
    return [(move.row.ref.int, move.due_on) for move in moves]


def test_under_the_limit_nothing_moves() -> None:
    rows = [a_row(n, 1, 3, 10) for n in range(6)]
    assert spread_out(rows, a_desk(rows), LAST) == ()


def test_just_as_many_move_as_are_too_many_each_to_the_nearest_day_with_room() -> None:
    rows = [a_row(n, 1, 3, 10) for n in range(9)]
    moves = spread_out(rows, a_desk(rows), LAST)
    assert [move.due_on for move in moves] == [day(2)] * 3
    assert all((move.opens_on, move.closes_on) == (day(1), day(10)) for move in moves)


def test_no_day_gets_over_the_limit_by_it() -> None:
    rows = [a_row(n, 1, 3, 4) for n in range(8)]
    moves = spread_out(rows, a_desk(rows, limit=2), LAST)
    assert sorted(move.due_on for move in moves) == [day(1)] * 2 + [day(2)] * 2 + [day(4)] * 2


def test_where_nobody_can_go_the_day_stays_too_full() -> None:
    rows = [a_row(n, 3, 3, 4) for n in range(5)]
    desk = a_desk(rows, limit=2)
    moves = spread_out(rows, desk, LAST)
    assert [move.due_on for move in moves] == [day(4)] * 2


def test_what_is_agreed_promised_or_without_a_window_stays() -> None:
    stays = [
        a_row(1, 3, 3, 3),
        a_row(2, 1, 3, 9, is_agreed=True),
        a_row(3, 3, 3, 3, kind=Kind.PROMISE),
        a_row(4, 3, 3, 3, kind=Kind.AGREED_MEETING),
        a_row(5, 1, 3, 9, kind=Kind.WAKE_UP),
    ]
    assert spread_out(stays, a_desk(stays, limit=1), LAST) == ()


def test_nothing_is_put_on_today_on_a_day_off_or_on_a_closed_day() -> None:
    rows = [a_row(n, -5, 4, 9, closed=frozenset({day(3), day(2), day(1)})) for n in range(2)]
    [move] = spread_out(rows, a_desk(rows, limit=1), LAST)
    assert move.due_on == day(7)
    rows = [a_row(n, -5, 0, 4) for n in range(2)]
    [move] = spread_out(rows, a_desk(rows, limit=1), LAST)
    assert move.due_on == day(1)


def test_whoever_has_the_fewest_days_to_go_to_goes_first() -> None:
    narrow, wide = a_row(9, 3, 3, 4), a_row(1, 1, 3, 10)
    also = a_row(5, 3, 3, 3, kind=Kind.PROMISE)
    rows = [wide, narrow, also]
    moves = spread_out(rows, a_desk(rows, limit=1), LAST)
    assert dues(moves) == [(9, day(4)), (1, day(2))]


def test_their_holidays_are_kept_clear_of() -> None:
    rows = [a_row(n, 66, 74, 80, country="NO") for n in range(2)]
    [move] = spread_out(rows, a_desk(rows, limit=1), day(80))
    assert move.due_on == day(72)  # the Thursday between is Ascension Day


def test_days_beyond_those_shown_are_left_alone() -> None:
    rows = [a_row(n, 10, 20, 30) for n in range(9)]
    assert spread_out(rows, a_desk(rows), LAST) == ()


def test_a_colleagues_load_counts_when_rows_are_handed_over() -> None:
    rows = [a_row(n, 1, 5, 12) for n in range(4)]  # a Saturday
    theirs = Desk(MONDAY, WorkingCalendar(), {day(4): 5}, daily_limit=6)
    assert [move.due_on for move in handed_over(rows, theirs)] == [day(4), day(3), day(3), day(3)]


# For every load and every calendar

ROWS = st.lists(
    st.tuples(
        st.integers(0, 13), st.integers(0, 10), st.integers(0, 10), st.booleans(),
        st.sampled_from([Kind.CHECK_IN, Kind.CHECK_IN, Kind.CHECK_IN, Kind.PROMISE, Kind.DEBRIEF]),
        st.sampled_from([frozenset(), frozenset({day(3)}), frozenset({day(2), day(4), day(8)})]),
    ),
    max_size=24,
)  # fmt: skip


def drawn(rows: list[tuple[int, int, int, bool, Kind, frozenset[date]]]) -> list[OpenRow]:
    found = []
    for number, (due, before, later, agreed, kind, closed) in enumerate(rows):
        windowed = kind == Kind.CHECK_IN
        opens, closes = (due - before, due + later) if windowed else (due, due)
        found.append(a_row(number, opens, due, closes, kind=kind, is_agreed=agreed, closed=closed))
    return found


@st.composite
def calendars(draw: st.DrawFn) -> WorkingCalendar:
    starts = draw(st.lists(st.integers(0, 20), max_size=2))
    absences = tuple((day(start), day(start + draw(st.integers(0, 9)))) for start in starts)
    return WorkingCalendar(frozenset(draw(st.sets(st.integers(0, 6), min_size=1))), "DE", "BE", absences)


@CALM
@given(ROWS, calendars(), st.integers(1, 6))
def test_spreading_out_is_always_sound(
    given_rows: list[tuple[int, int, int, bool, Kind, frozenset[date]]],
    calendar: WorkingCalendar,
    limit: int,
) -> None:
    rows = drawn(given_rows)
    desk = Desk(MONDAY, calendar, a_desk(rows).load, limit)
    moves = spread_out(rows, desk, LAST)
    assert spread_out(list(reversed(rows)), desk, LAST) == moves  # same input in any order, same answer
    then = desk
    for move in moves:
        assert move.row.may_be_spread()
        assert move.row.opens_on <= move.due_on <= move.row.closes_on
        assert move.due_on > MONDAY
        assert calendar.is_working_day(move.due_on)
        assert move.due_on not in move.row.closed
        then = after(move, then)
    assert len({move.row.ref for move in moves}) == len(moves)
    assert sum(then.load.values()) == sum(desk.load.values())
    for one in {*desk.load, *then.load}:
        before, later = desk.load.get(one, 0), then.load.get(one, 0)
        assert later <= max(before, limit)
        assert later >= min(before, limit)  # nothing leaves a day that is not too full
    # Done once, it is done.
    moved = {move.row.ref: move for move in moves}
    standing = [
        OpenRow(
            row.ref, row.kind, row.opens_on, moved[row.ref].due_on, row.closes_on, row.is_agreed, row.closed
        )
        if row.ref in moved
        else row
        for row in rows
    ]
    assert spread_out(standing, then, LAST) == ()


@CALM
@given(ROWS, calendars(), st.integers(1, 6))
def test_off_a_day_off_only_to_a_working_day_and_nothing_else_moves(
    given_rows: list[tuple[int, int, int, bool, Kind, frozenset[date]]],
    calendar: WorkingCalendar,
    limit: int,
) -> None:
    rows = drawn(given_rows)
    desk = Desk(MONDAY, calendar, a_desk(rows).load, limit)
    moves = off_days_off(rows, desk)
    assert {move.row.ref for move in moves} == {
        row.ref for row in rows if not calendar.is_working_day(row.due_on)
    }
    for move in moves:
        assert calendar.is_working_day(move.due_on)
        assert move.due_on >= MONDAY
        assert move.opens_on <= move.due_on <= move.closes_on
        if move.row.has_window():
            assert move.opens_on <= move.row.opens_on
            inside = calendar.days(max(move.row.opens_on, MONDAY), move.row.closes_on)
            free = [one for one in inside if one not in move.row.closed]
            assert not free or move.due_on in free
        else:
            assert move.due_on == calendar.on_or_after(max(move.row.due_on, MONDAY))
        assert abs(move.due_on - move.row.due_on) < timedelta(days=60)
