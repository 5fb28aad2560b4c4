"""How check-ins ease off: the text of a cadence, and the window it gives after so many."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import CADENCE_LENGTH
from followups.cadence import (
    FARTHEST_DAY,
    GENTLE,
    LONGEST_TEXT,
    MOST_TIMES,
    NAMED,
    OURS,
    STEADY,
    BadCadence,
    Cadence,
    Fault,
    Named,
    Step,
    first_that_reads,
    name_of,
    parse,
    span_after,
)

spans = st.tuples(st.integers(1, FARTHEST_DAY - 1), st.integers(1, FARTHEST_DAY)).filter(
    lambda span: span[0] < span[1]
)
steps = st.builds(lambda span, times: Step(*span, times), spans, st.integers(1, 12))
# Short enough for their column, and no two beside each other that would become too many.
texts = st.lists(steps, min_size=1, max_size=4).map(lambda all_: ", ".join(step.as_text() for step in all_))


def test_ours_is_three_windows_of_30_to_60_then_rarer_and_rarer() -> None:
    windows = [span_after(OURS, used) for used in range(8)]
    assert windows == [(30, 60)] * 3 + [(60, 90), (90, 180)] + [(165, 195)] * 3
    assert OURS.as_text() == "3x 30-60, 60-90, 90-180, 165-195"


def test_steady_never_eases_off() -> None:
    assert {span_after(STEADY, used) for used in range(20)} == {(30, 60)}


def test_gentle_eases_off_with_every_window_and_never_lies_nearer_than_ours() -> None:
    assert [span_after(GENTLE, used) for used in range(4)] == [(30, 60), (60, 90), (90, 180), (165, 195)]
    assert all(span_after(GENTLE, used) >= span_after(OURS, used) for used in range(20))


def test_every_named_cadence_begins_at_30_to_60_and_knows_its_name() -> None:
    assert {span_after(cadence, 0) for cadence in NAMED.values()} == {(30, 60)}
    assert {name_of(cadence) for cadence in NAMED.values()} == set(Named)
    assert name_of(parse("45-75")) is None


@pytest.mark.parametrize(
    "typed",
    [
        "3x 30-60, 60-90",
        "3X30-60,60-90",
        " 3 x 30 - 60 ; 60-90 ",
        "3\N{MULTIPLICATION SIGN} 30\N{EN DASH}60,\n60\N{EM DASH}90",
        "30-60, 2x 30-60, 60-90",
        "3x 30-60, 60-90, 60-90,",
        "3x 30-60, 4x 60-90",
    ],
)
def test_the_same_cadence_may_be_typed_in_many_ways(typed: str) -> None:
    assert parse(typed).as_text() == "3x 30-60, 60-90"


@pytest.mark.parametrize(
    ("typed", "fault", "part"),
    [
        ("", Fault.EMPTY, ""),
        (" , ;", Fault.EMPTY, ""),
        ("soon", Fault.UNREADABLE, "soon"),
        ("30-60, then rarer", Fault.UNREADABLE, "then rarer"),
        ("30", Fault.UNREADABLE, "30"),
        ("-30-60", Fault.UNREADABLE, "-30-60"),
        ("60-30", Fault.DAYS, "60-30"),
        ("30-30", Fault.DAYS, "30-30"),
        ("0-30", Fault.DAYS, "0-30"),
        ("30-731", Fault.DAYS, "30-731"),
        ("0x 30-60", Fault.TIMES, "0x 30-60"),
        ("51x 30-60, 60-90", Fault.TIMES, "51x 30-60"),
        ("30x 30-60, 30x 30-60, 60-90", Fault.TIMES, "60x 30-60"),
        (", ".join(f"{day}-{day + 30}" for day in range(30, 200, 10)), Fault.TOO_LONG, ""),
    ],
)
def test_what_is_no_cadence_says_what_is_wrong_with_which_part(typed: str, fault: Fault, part: str) -> None:
    with pytest.raises(BadCadence) as refused:
        parse(typed)
    assert (refused.value.fault, refused.value.part) == (fault, part)


def test_a_text_that_reads_fits_its_column() -> None:
    assert LONGEST_TEXT == CADENCE_LENGTH


def test_the_first_text_that_reads_holds_and_ours_when_none_does() -> None:
    assert first_that_reads("", "45-75", "30-60") == parse("45-75")
    assert first_that_reads("whenever", "30-60") == STEADY
    assert first_that_reads("", "whenever") == OURS


@given(texts)
def test_written_down_and_read_again_a_cadence_is_the_same(typed: str) -> None:
    cadence = parse(typed)
    assert parse(cadence.as_text()) == cadence
    assert cadence.steps[-1].times == 1
    assert all(1 <= step.times <= MOST_TIMES for step in cadence.steps)


@given(st.lists(steps, min_size=1, max_size=5), st.integers(0, 200))
def test_the_windows_are_the_steps_each_so_often_and_the_last_for_ever(all_: list[Step], used: int) -> None:
    in_a_row = [(step.first, step.last) for step in all_ for _time in range(step.times)]
    wanted = in_a_row[used] if used < len(in_a_row) else in_a_row[-1]
    assert span_after(Cadence(tuple(all_)), used) == wanted
