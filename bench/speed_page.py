"""Writes docs/speed.md from figures that were printed: `make bench > bench/results/NAME.jsonl`, then this.

`python -m bench.speed_page` writes the page; a test checks that it is what the committed figures make.
"""

import json
from pathlib import Path

from bench import held
from bench.held import Figure
from bench.web import ROOT

RESULTS = ROOT / "bench" / "results"
PAGE = ROOT / "docs" / "speed.md"
NAMES = {
    "floor_page": "*The plain page*",
    "today": "Today, 50 due",
    "no_form": "Log a no: the form",
    "search": "Search, a salesperson",
    "search_as_manager": "Search, the manager of the biggest team",
    "insights": "Insights, twelve months, the manager of the biggest team",
    "insights_all": "Insights, all noes, the same",
    "floor_form": "*The plain form*",
    "no_preview": "Log a no: the preview",
    "no_save": "Log a no: saving it",
    "no_save_all_fields": "Log a no: saving it with everything filled in",
    "complete": "Complete a check-in",
}
HEAD = """# What it costs

This page is generated: `python -m bench.speed_page` writes it from the figures in `bench/results/`, which
`make bench` printed.

Seconds say something about one machine. What holds elsewhere are the **ratios**: in the same run, in the
same process, turn by turn, a *floor* is measured too, written as Django's tutorial would write it. The plain
page has our whole middleware, the session and the user from the database, one indexed query and a table of
fifty rows in a plain template. The plain form writes one row and three in a transaction. "Floors" is the
processor time of a request in the web process as a multiple of that.

Requests go over real HTTP to gunicorn with the settings of `serve` and one worker, over a connection that is
kept, by somebody signed in. The database holds many desks in several teams; whoever looks at Today has
exactly fifty follow-ups due and a plan beyond them.

    make bench                                          # both small sizes on SQLite, a few minutes
    make bench ROWS=1000000 DATABASE=postgresql
    make bench ROWS=100000,10000000 DATABASE=postgresql # sizes compared with each other in one run
    make bench-digests                                  # a morning of 10,000 digests
    make bench-useful                                   # what of 5,000 items somebody would be glad of
    make bench-import                                   # 10,000 old noes in one transaction

A morning of digests is held against a bare loop that sends the same bytes, already built, over one
connection to the same mail server, in turns with it. What the loop leaves out is planning, reading,
rendering, claims and marks.

Old noes are brought in as a worker does it, from the file to the end of the last step: every row read and
sorted, then people, deals, noes, plans, a place in the queue and the trail of each, all or nothing. Once each
is of somebody new, once thirty are of one organisation where nobody is named.
"""
COLUMNS = ("", "queries", "web, ms CPU", "database, ms CPU", "median, ms", "floors")


def page(figures: list[Figure]) -> str:
    """The page these figures make."""
    return "\n".join([HEAD, *_held(figures), *_tables(figures), *_rest(figures)]).rstrip() + "\n"


def _held(figures: list[Figure]) -> list[str]:
    queries, floors = held.MOST_QUERIES, held.MOST_FLOORS
    lines = [
        "## What we hold ourselves to",
        "",
        f"- Today with 50 due: at most {floors['today']} plain pages and {queries['today']} queries; "
        f"at {held.GROWS_TO:,} rows at most {held.GROWTH} times its cost at {held.GROWS_FROM:,}",
        f"- the page of insights for the manager of the biggest team, which heard three of five noes "
        f"(100,000 at 170,000 rows): the processor time of at most "
        f"{held.MOST_TODAYS['postgresql']:g} times Today on PostgreSQL, "
        f"{held.MOST_TODAYS['sqlite']:g} times on SQLite, by at most {queries['insights']} queries",
        f"- saving a no: at most {floors['no_save']:g} plain forms; completing a check-in: "
        f"at most {floors['complete']:g}",
        f"- a first visit: at most {held.MOST_KILOBYTES} kB",
        f"- a morning of digests: at least {held.LEAST_SHARE['digests']} of the mails a second of a bare "
        f"loop, and a worker that grows to at most {held.MOST_GROWTH['digests']} times its memory",
        f"- what of a library of {held.USEFUL_ITEMS:,} somebody would be glad of: read by one query, "
        f"ranked in under {held.USEFUL_MILLISECONDS} ms",
        f"- bringing in {held.IMPORT_NOES:,} old noes in one transaction: at most "
        f"{held.IMPORT_SECONDS['sqlite']} s on SQLite, {held.IMPORT_SECONDS['postgresql']} s on PostgreSQL",
        f"- search among {held.SEARCH_PEOPLE:,} people on PostgreSQL: under {held.SEARCH_MILLISECONDS} ms",
        "",
        "`make bench`, `make bench-digests`, `make bench-useful` and `make bench-import` end with an error "
        "when one is missed.",
        "",
    ]
    missed = held.missed(figures)
    if missed:
        return [*lines, "Missed in the figures below:", "", *(f"- {fault}" for fault in missed), ""]
    return [*lines, "All of them hold in the figures below.", ""]


def _tables(figures: list[Figure]) -> list[str]:
    lines: list[str] = []
    measured = [figure for figure in figures if figure["what"] in NAMES]
    for database, rows in dict.fromkeys((figure["database"], figure["rows"]) for figure in measured):
        here = [figure for figure in measured if (figure["database"], figure["rows"]) == (database, rows)]
        name = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[database]
        lines += [f"## {name}, {rows:,} follow-ups, {here[0]['people']:,} people", ""]
        lines += [_row(COLUMNS), _row(("---", *["---:"] * (len(COLUMNS) - 1)))]
        lines += [_row(_cells(figure)) for figure in here]
        lines.append("")
    return lines


def _cells(figure: Figure) -> tuple[str, ...]:
    in_database = "" if figure["db_cpu_ms"] is None else f"{figure['db_cpu_ms']:.1f}"
    return (
        NAMES[figure["what"]],
        str(figure["queries"]),
        f"{figure['cpu_ms']:.1f}",
        in_database,
        f"{figure['p50_ms']:.1f}",
        f"{figure['floor_ratio']:.2f}",
    )


def _rest(figures: list[Figure]) -> list[str]:
    lines = ["## Besides", ""]
    for figure in figures:
        if figure["what"] == "first_visit":
            lines.append(f"- First visit on {figure['database']}: {figure['kilobytes']} kB compressed")
        if figure["what"] == "seeding":
            lines.append(f"- Filling {figure['rows']:,} rows on {figure['database']}: {figure['seconds']} s")
        if figure["what"] == "digests":
            lines.append(_morning(figure))
        if figure["what"].startswith("useful"):
            lines.append(_useful(figure))
        if figure["what"] == "import":
            lines.append(_import(figure))
        if figure["what"] == "when":
            lines.append(f"- Reading words for a date, over {figure['rows']} phrases: {figure['cpu_ms']} ms")
    return list(dict.fromkeys(lines))


def _useful(figure: Figure) -> str:
    share = f"{figure['sharing']:,} of {figure['items']:,} items share a topic"
    return f"- What somebody would be glad of on {figure['database']}, {share}: {figure['p50_ms']} ms"


def _import(figure: Figure) -> str:
    of = f"{figure['noes']:,} old noes on {figure['database']}, {figure['each']} of each person"
    asked = f"{figure['queries']:,} statements, {figure['cpu_ms']:g} ms of processor time each"
    return f"- {of}: {figure['seconds']:g} s; {asked}; memory {figure['memory_mb']:g} MB"


def _morning(figure: Figure) -> str:
    mails = f"{figure['mails_a_second']:g} mails a second, {figure['cpu_ms']:g} ms of processor time each"
    bare = f"{figure['ratio']:g} of the {figure['bare_mails_a_second']:g} of a bare loop"
    grown = f"memory {figure['memory_mb']:g} MB, grown to {figure['memory_growth']:g} times"
    return f"- {figure['people']:,} digests on {figure['database']}: {mails}; {bare}; {grown}"


def _row(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(cells)} |"


def committed() -> list[Figure]:
    """The figures of every committed run, in the order of the files' names."""
    files = sorted(RESULTS.glob("*.jsonl"))
    return [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines()]


if __name__ == "__main__":
    Path(PAGE).write_text(page(committed()), encoding="utf-8")
