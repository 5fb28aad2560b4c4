"""Which figures make the benchmark end with an error."""

from typing import Any

import pytest

from bench.held import missed

FINE: dict[str, Any] = {
    "rows": 100_000, "people": 1_000_000, "database": "postgresql", "queries": 8, "cpu_ms": 10.0,
    "db_cpu_ms": 1.0, "p50_ms": 49.9, "floor_ratio": 1.5,
}  # fmt: skip


@pytest.mark.parametrize(
    ("what", "over"),
    [
        ("today", {"queries": 9}),
        ("today", {"floor_ratio": 1.51}),
        ("no_save", {"floor_ratio": 4.01}),
        ("complete", {"floor_ratio": 3.01}),
        ("search", {"p50_ms": 50.0}),
        ("search_as_manager", {"p50_ms": 50.0}),
    ],
)
def test_a_figure_above_what_is_held_is_named(what: str, over: dict[str, float]) -> None:
    assert missed([FINE | {"what": what}]) == []
    [said] = missed([FINE | {"what": what} | over])
    assert said.startswith(what)


def test_search_is_held_at_a_million_people_on_postgresql() -> None:
    slow = FINE | {"what": "search", "p50_ms": 80.0}
    assert missed([slow | {"people": 999_999}]) == []
    assert missed([slow | {"database": "sqlite"}]) == []


def test_a_first_visit_has_its_weight() -> None:
    assert missed([{"what": "first_visit", "database": "sqlite", "kilobytes": 90}]) == []
    assert missed([{"what": "first_visit", "database": "sqlite", "kilobytes": 90.1}])


def test_today_may_hardly_grow_with_the_database() -> None:
    small = FINE | {"what": "today", "db_cpu_ms": 0.0}
    assert missed([small, small | {"rows": 10_000_000, "cpu_ms": 11.5}]) == []
    assert missed([small, small | {"rows": 10_000_000, "cpu_ms": 11.6}])
    assert missed([small, small | {"rows": 10_000_000, "db_cpu_ms": 1.6}])


def test_databases_of_two_kinds_are_not_compared() -> None:
    small = FINE | {"what": "today", "database": "sqlite", "db_cpu_ms": None}
    assert missed([small, FINE | {"what": "today", "rows": 10_000_000, "cpu_ms": 30.0}]) == []


def test_digests_have_their_share_of_a_bare_loop_and_their_memory() -> None:
    run = {"what": "digests", "people": 10_000, "database": "sqlite", "ratio": 0.3, "memory_growth": 1.1}
    assert missed([run]) == []
    [slow] = missed([run | {"ratio": 0.29}])
    assert slow == "digests reach 0.29 of a bare loop to 10000 people on sqlite, 0.3 is held."
    [fat] = missed([run | {"memory_growth": 1.11}])
    assert fat == "digests grow to 1.11 times their memory to 10000 people on sqlite, 1.1 is held."


def test_the_library_is_ranked_quickly_and_read_at_once() -> None:
    run = {"what": "useful", "items": 5000, "database": "sqlite", "queries": 1, "p50_ms": 49.9}
    assert missed([run]) == []
    [slow] = missed([run | {"p50_ms": 50.0}])
    assert slow == "useful takes 50.0 ms in a library of 5000 on sqlite, less than 50 is held."
    [often] = missed([run | {"queries": 2}])
    assert often == "useful reads it by 2 queries in a library of 5000 on sqlite, 1 is held."


def test_figures_may_take_so_many_times_as_long_as_today_beside_them() -> None:
    today = FINE | {"what": "today", "cpu_ms": 9.0, "db_cpu_ms": 1.0}
    for what in ("insights", "insights_all"):
        figures = FINE | {"what": what, "cpu_ms": 30.0, "db_cpu_ms": 20.0}
        assert missed([today, figures]) == []
        [said] = missed([today, figures | {"cpu_ms": 31.0}])
        assert said == f"{what} costs 5.1 times what Today does at 100000 rows on postgresql, 5 are held."
    slow = {"what": "insights", "cpu_ms": 90.0, "db_cpu_ms": None, "database": "sqlite"}
    assert missed([today | {"database": "sqlite", "db_cpu_ms": None}, FINE | slow]) == []
    assert missed([today, FINE | slow]) == [], "another database, another run"


def test_ten_thousand_noes_come_in_within_a_minute() -> None:
    run = {"what": "import", "noes": 10_000, "each": 1, "database": "sqlite", "seconds": 60.0}
    assert missed([run, run | {"database": "postgresql", "seconds": 30.0}]) == []
    [slow] = missed([run | {"seconds": 60.1}])
    assert slow == "import of 10000 noes on sqlite takes 60.1 s, 60 are held."
    assert missed([run | {"database": "postgresql", "seconds": 30.1}])
    assert missed([run | {"noes": 9_999, "seconds": 90.0}]) == []
