"""docs/promises.md says what the kept lines say."""

from dataclasses import asdict

from tests.faults.catalogue import FAULTS
from tests.faults.lines import Line
from tests.faults.promises_page import PAGE, kept, page

CLEAN = Line(
    fault="outage", database="sqlite", queue="files", seed=1, size="short", missed=0, duplicate=0, wrong=0,
    errors=0, noes_missing=0, plans_without_check_in=0, integrity="ok", seconds=1.0, date="2026-06-08",
)  # fmt: skip


def test_the_page_is_what_the_kept_lines_make() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(kept()), "run: python -m tests.faults.promises_page"


def test_a_broken_promise_is_named_above_the_table() -> None:
    broken = asdict(CLEAN) | {"missed": 1}
    assert "Every promise held" in page([asdict(CLEAN)])
    assert "**Broken: outage on sqlite, seed 1.**" in page([broken])
    assert "Every promise held" not in page([broken])


def test_every_fault_is_explained() -> None:
    said = page([])
    assert all(f"- `{fault.name}`: {fault.says}" in said for fault in FAULTS)
