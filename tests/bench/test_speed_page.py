"""docs/speed.md says what the committed figures say."""

from bench.speed_page import PAGE, committed, page


def test_the_page_is_what_the_committed_figures_make() -> None:
    figures = committed()
    assert any(figure["what"] == "today" for figure in figures)
    assert PAGE.read_text(encoding="utf-8") == page(figures), "run: python -m bench.speed_page"


def test_a_missed_figure_is_named_on_the_page() -> None:
    too_many = {
        "what": "today", "rows": 100, "people": 100, "database": "sqlite", "queries": 9,
        "cpu_ms": 1.0, "db_cpu_ms": None, "p50_ms": 1.0, "floor_ratio": 1.0,
    }  # fmt: skip
    said = page([too_many])
    assert "today takes 9 queries" in said
    assert "All of them hold" not in said
