"""A landmark: only those still waiting on day 60 are compared, by what was done until then."""

import random
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from insights.findings import Verdict, finding_over_time
from insights.landmark import LANDMARK, Cell, findings_since, since_landmark
from insights.proportions import Share
from insights.survival import Wait

TODAY = date(2026, 3, 2)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def cell(group: str, said: int, came_back: int | None = None, times: int = 1) -> Cell[str]:
    """Said so many days ago, back so many days after it."""
    back = None if came_back is None else ago(said) + timedelta(days=came_back)
    return Cell(group, ago(said), back, times)


some_cells = st.lists(
    st.builds(
        cell, st.sampled_from("abc"), st.integers(0, 400), st.none() | st.integers(0, 500), st.integers(1, 9)
    )
)


def test_waits_are_counted_from_the_landmark() -> None:
    since = since_landmark(
        [
            cell("early", 100, times=3),
            cell("early", 200, came_back=90),
            cell("late", 61),
            # Came back by then, and not there yet: neither says anything here.
            cell("early", 200, came_back=60),
            cell("early", 60),
            cell("late", 59),
        ],
        TODAY,
    )
    assert since.waits == {"early": [Wait(40, False, 3), Wait(30, True)], "late": [Wait(1, False)]}
    assert since.shares == {"early": Share(1, 4), "late": Share(0, 1)}
    assert since.of == 5


def test_what_comes_back_later_than_today_is_still_waiting() -> None:
    since = since_landmark([Cell("a", ago(100), TODAY + timedelta(days=3), 2)], TODAY)
    assert since.waits == {"a": [Wait(40, False, 2)]}


@given(some_cells)
def test_nobody_counts_who_was_not_waiting_on_the_landmark(cells: list[Cell[str]]) -> None:
    since = since_landmark(cells, TODAY)
    waiting = sum(
        one.times
        for one in cells
        if one.said_on + timedelta(days=LANDMARK) < min(one.came_back_on or TODAY, TODAY)
    )
    assert since.of == waiting
    assert all(wait.days > 0 for waits in since.waits.values() for wait in waits)


@given(some_cells, st.integers(0, 60))
def test_what_happens_before_the_landmark_changes_nothing(cells: list[Cell[str]], day: int) -> None:
    came_back_early = cell("a", 300, came_back=day, times=50)
    assert since_landmark([*cells, came_back_early], TODAY) == since_landmark(cells, TODAY)


def _noes(chance: random.Random, number: int) -> list[tuple[int, int | None, int]]:
    """When said, when back, and on which day a check-in was due: it has nothing to do with coming back."""
    made = []
    for _ in range(number):
        said, back = chance.randint(100, 700), round(chance.expovariate(1 / 90))
        made.append((said, back if chance.random() < 0.5 and back <= said else None, chance.randint(5, 60)))
    return made


def test_late_check_ins_do_not_work_just_because_one_has_to_wait_for_them() -> None:
    """Check-ins without effect: from the no on late ones look better, from the landmark on they do not."""
    chance = random.Random(20260304)
    false, fooled = 0, 0
    for _ in range(60):
        cells: list[Cell[str]] = []
        naive: dict[str, list[Wait]] = {"early": [], "late": [], "none": []}
        for said, back, due in _noes(chance, 300):
            group = "none" if back is not None and back < due else "early" if due < 35 else "late"
            cells.append(cell(group, said, back))
            naive[group].append(Wait(said if back is None else back, back is not None))
        found = findings_since(since_landmark(cells, TODAY), ("early", "late"))
        false += any(one.verdict.is_claim for one in found.values())
        pair = {key: naive[key] for key in ("early", "late")}
        fooled += any(one.verdict.is_claim for one in finding_over_time(pair).values())
    assert false <= 6
    assert fooled >= 15


def test_a_check_in_that_works_is_found() -> None:
    cells = [
        *(cell("early", 400, came_back=70 + day) for day in range(40)),
        cell("early", 400, times=40),
        *(cell("late", 400, came_back=70 + day) for day in range(8)),
        cell("late", 400, times=72),
        # Chosen by the buyer: not compared.
        cell("named", 400, came_back=100, times=50),
    ]
    found = findings_since(since_landmark(cells, TODAY), ("early", "late"))
    assert {key: one.verdict for key, one in found.items()} == {
        "early": Verdict.HIGHER,
        "late": Verdict.LOWER,
    }


def test_few_are_too_few() -> None:
    cells = [cell("early", 400, came_back=70), cell("late", 400, times=3)]
    found = findings_since(since_landmark(cells, TODAY), ("early", "late"))
    assert {one.verdict for one in found.values()} == {Verdict.TOO_FEW}


def test_sooner_is_no_claim_while_the_shares_shown_do_not_differ() -> None:
    """As many come back in the end, only sooner: the picture shows two equal shares, and nothing is said."""
    cells = [
        *(cell("early", 700, came_back=61 + day // 4) for day in range(80)),
        *(cell("late", 700, came_back=200 + day // 4) for day in range(80)),
        cell("early", 700, times=4),
        cell("late", 700, times=4),
    ]
    since = since_landmark(cells, TODAY)
    assert any(one.verdict.is_claim for one in finding_over_time(since.waits).values())
    assert {one.verdict for one in findings_since(since, ("early", "late")).values()} == {Verdict.OPEN}
