"""Writes docs/promises.md: `make faults > tests/faults/results/NAME.jsonl`, then this.

`python -m tests.faults.promises_page` writes the page; a test checks that it is what the kept lines make.
"""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from tests.faults.catalogue import FAULTS
from tests.faults.lines import Line
from tests.replay.deals import PROJECT

RESULTS = PROJECT / "tests" / "faults" / "results"
PAGE = PROJECT / "docs" / "promises.md"
Result = dict[str, Any]

HEAD = """# What Lost Deals promises, and what happens when everything breaks

This page is generated: `python -m tests.faults.promises_page` writes it from the lines in
`tests/faults/results/`, which `make faults` printed.

    make faults                                        # everything in full, with three seeds: hours
    make faults DATABASE=sqlite SEEDS=7 ONLY=outage    # one fault with one seed
    make faults SHORT=1                                # the sizes `make test` uses, on both databases

## The promises

| | promise |
|---|---|
| A1 | A saved "no" is never lost: after a success page it is on disk, with its plan and its check-in |
| A2 | A due follow-up stays visible until somebody acts; Today needs only the web process and the database |
| A3 | At most one digest per person and day; a crash in the hand-over may make one more copy of the same |
| A4 | After an outage of up to 30 days: one digest with everything due, not one for each missed day |
| A5 | Digests leave within 10 minutes of your local time, exactly one on days when the clocks change |
| A6 | A prospect is never mailed twice about one item; when nobody knows whether a mail left, it is held |
| A11 | Redis and the queue can be wiped at any time |
| A12 | The app says when it is not working: `/healthz` is not 200 within five minutes |
| A14 | An import is in whole or not at all, and once, however often it is submitted |
| A15 | One bad address never stops the others |

## How it is proved

Every fault is played with real processes: web, two workers, beat, Redis or the queue of files, SQLite or
PostgreSQL, and a mail server that keeps every transmission. Their clock is moved (libfaketime), so an hour
or a month goes by in seconds. People and their noes come from the seed; an oracle that shares no code with
the app works out from these facts alone who must be mailed when and about whom, and what must be on disk.

- **missed**: a digest that did not come, somebody due who is not named in it, a row that is not on disk
- **duplicate**: further copies of the same mail, with the same Message-ID. Where nothing crashed and no reply
  got lost they count as wrong too, as do a third copy and a second, different digest
- **wrong**: mail at the wrong time, on the wrong day, to or about the wrong person; a row nobody asked for;
  anything slower than promised; "database is locked"
- **5xx**: answers of the web process that broke
- **on disk**: acknowledged noes that are missing, active plans without exactly one open check-in, and what
  the database says of itself (SQLite: `integrity_check` and foreign keys; PostgreSQL: constraints, foreign
  keys, and the rows of each table against those of its key)
"""
COLUMNS = (
    "fault",
    "database",
    "seed",
    "size",
    "missed",
    "duplicate",
    "wrong",
    "5xx",
    "on disk",
    "seconds",
    "measured",
)
NUMBERS = range(4, 8)


def page(results: Sequence[Result]) -> str:
    """The page these lines make."""
    return "\n".join([HEAD, *_verdict(results), *_faults(), *_table(results)]).rstrip() + "\n"


def held(result: Result) -> bool:
    """Whether every promise held."""
    return Line(**result).held


def _verdict(results: Sequence[Result]) -> list[str]:
    lines = ["## What came of it", ""]
    if not results:
        return [*lines, "Nothing is kept yet.", ""]
    dates = sorted({result["date"] for result in results})
    when = dates[0] if len(dates) == 1 else f"{dates[0]} to {dates[-1]}"
    sizes = " and ".join(sorted({result["size"] for result in results}))
    lines.append(f"Played {when}, in {sizes} size. Seconds and p95 depend on the machine; the counts do not.")
    if any(result["size"] == "short" for result in results):
        lines.append("Lines in short size were printed beside other work on the same machine.")
    broken = [result for result in results if not held(result)]
    for result in broken:
        lines.append(f"\n**Broken: {result['fault']} on {result['database']}, seed {result['seed']}.**")
    if not broken:
        lines.append("Every promise held in every line below.")
    return [*lines, ""]


def _faults() -> list[str]:
    return [*(f"- `{fault.name}`: {fault.says}" for fault in FAULTS), ""]


def _table(results: Sequence[Result]) -> list[str]:
    if not results:
        return []
    rule = ["---:" if number in NUMBERS else "---" for number in range(len(COLUMNS))]
    return [_row(COLUMNS), _row(rule), *(_row(_cells(result)) for result in results)]


def _cells(result: Result) -> list[str]:
    on_disk = [
        f"{result['noes_missing']} noes missing" if result["noes_missing"] else "",
        f"{result['plans_without_check_in']} plans without" if result["plans_without_check_in"] else "",
        result["integrity"],
    ]
    return [
        f"`{result['fault']}`",
        {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[result["database"]] + f", {result['queue']}",
        str(result["seed"]),
        f"{result['size']}: {_pairs(result['sizes'])}",
        *(str(result[name]) for name in ("missed", "duplicate", "wrong", "errors")),
        ", ".join(filter(None, on_disk)),
        str(result["seconds"]),
        _pairs(result["measured"]),
    ]


def _pairs(values: dict[str, Any]) -> str:
    return ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in values.items())


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def kept() -> list[Result]:
    """The lines of every kept run, fault by fault in the order of the catalogue."""
    order = {fault.name: number for number, fault in enumerate(FAULTS)}
    files = sorted(RESULTS.glob("*.jsonl"))
    lines = [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    return sorted(
        lines, key=lambda line: (order[line["fault"]], line["size"], line["database"], line["seed"])
    )


if __name__ == "__main__":
    Path(PAGE).write_text(page(kept()), encoding="utf-8")
