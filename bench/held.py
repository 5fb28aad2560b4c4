"""Pure: the figures we hold ourselves to, and which of them a run missed."""

from collections.abc import Iterator
from typing import Any

Figure = dict[str, Any]

MOST_QUERIES = {"today": 8, "insights": 17, "insights_all": 17}
MOST_FLOORS = {"today": 1.5, "no_save": 4.0, "complete": 3.0}
MOST_KILOBYTES = 90
# Of a run of digests: mails in a second against those of a bare loop, and the memory of the worker over it.
LEAST_SHARE = {"digests": 0.3}
MOST_GROWTH = {"digests": 1.1}
SEARCH_MILLISECONDS, SEARCH_PEOPLE = 50, 1_000_000
# Ranking a library of that size for somebody, read by so many queries.
USEFUL_MILLISECONDS, USEFUL_ITEMS, USEFUL_QUERIES = 50, 5_000, 1
# The page of figures over the noes of a team: processor time as a multiple of Today's in the same run.
MOST_TODAYS = {"postgresql": 5.0, "sqlite": 10.0}
INSIGHTS = ("insights", "insights_all")
# Bringing so many noes in: the whole of the last step, in one transaction.
IMPORT_SECONDS, IMPORT_NOES = {"sqlite": 60, "postgresql": 30}, 10_000
GROWTH, GROWS_FROM, GROWS_TO = 1.15, 100_000, 10_000_000


def missed(figures: list[Figure]) -> list[str]:
    """A sentence for every held figure that was measured and is above what it may be."""
    return [said for figure in figures for said in _missed_by(figure)] + [
        *_growth(figures),
        *_beside_today(figures),
    ]


def _missed_by(figure: Figure) -> Iterator[str]:
    what, where = figure["what"], f"at {figure.get('rows')} rows on {figure.get('database')}"
    if figure.get("queries", 0) > MOST_QUERIES.get(what, float("inf")):
        yield f"{what} takes {figure['queries']} queries {where}, {MOST_QUERIES[what]} are held."
    if figure.get("floor_ratio", 0) > MOST_FLOORS.get(what, float("inf")):
        yield f"{what} costs {figure['floor_ratio']} times the floor {where}, {MOST_FLOORS[what]} are held."
    if figure.get("ratio", 1) < LEAST_SHARE.get(what, 0):
        of = f"of a bare loop {_to(figure)}"
        yield f"{what} reach {figure['ratio']} {of}, {LEAST_SHARE[what]} is held."
    if figure.get("memory_growth", 1) > MOST_GROWTH.get(what, float("inf")):
        held = f"{MOST_GROWTH[what]} is held"
        yield f"{what} grow to {figure['memory_growth']} times their memory {_to(figure)}, {held}."
    if figure.get("kilobytes", 0) > MOST_KILOBYTES:
        yield f"A first visit weighs {figure['kilobytes']} kB, {MOST_KILOBYTES} are held."
    if _is_searched_at_full_size(figure) and figure["p50_ms"] >= SEARCH_MILLISECONDS:
        yield f"{what} takes {figure['p50_ms']} ms {where}, less than {SEARCH_MILLISECONDS} is held."
    if what.startswith("useful") and figure["items"] >= USEFUL_ITEMS:
        yield from _useful(figure)
    if what == "import" and figure["noes"] >= IMPORT_NOES:
        yield from _import(figure)


def _import(figure: Figure) -> Iterator[str]:
    most = IMPORT_SECONDS[figure["database"]]
    if figure["seconds"] > most:
        of = f"{figure['noes']} noes on {figure['database']}"
        yield f"import of {of} takes {figure['seconds']} s, {most} are held."


def _useful(figure: Figure) -> Iterator[str]:
    where = f"in a library of {figure['items']} on {figure['database']}"
    if figure["p50_ms"] >= USEFUL_MILLISECONDS:
        held = f"less than {USEFUL_MILLISECONDS} is held"
        yield f"{figure['what']} takes {figure['p50_ms']} ms {where}, {held}."
    if figure["queries"] > USEFUL_QUERIES:
        yield f"{figure['what']} reads it by {figure['queries']} queries {where}, {USEFUL_QUERIES} is held."


def _to(figure: Figure) -> str:
    return f"to {figure['people']} people on {figure['database']}"


def _is_searched_at_full_size(figure: Figure) -> bool:
    searched = figure["what"].startswith("search") and figure["database"] == "postgresql"
    return searched and figure["people"] >= SEARCH_PEOPLE


def _growth(figures: list[Figure]) -> Iterator[str]:
    todays = [figure for figure in figures if figure["what"] == "today"]
    for database in dict.fromkeys(figure["database"] for figure in todays):
        cost = {figure["rows"]: _cost(figure) for figure in todays if figure["database"] == database}
        if GROWS_FROM in cost and GROWS_TO in cost and cost[GROWS_TO] > GROWTH * cost[GROWS_FROM]:
            by = f"{cost[GROWS_TO] / cost[GROWS_FROM]:.2f}"
            yield f"today costs {by} times as much at {GROWS_TO} rows as at {GROWS_FROM} on {database}."


def _beside_today(figures: list[Figure]) -> Iterator[str]:
    """The pages of figures that cost more than so many times what Today does beside them: in processor time,
    which on a busy machine says more than how long it took."""
    todays = {_run(figure): _cost(figure) for figure in figures if figure["what"] == "today"}
    for figure in figures:
        today = todays.get(_run(figure)) if figure["what"] in INSIGHTS else None
        if today and _cost(figure) > MOST_TODAYS[figure["database"]] * today:
            times, held = f"{_cost(figure) / today:.1f}", MOST_TODAYS[figure["database"]]
            where = f"at {figure['rows']} rows on {figure['database']}"
            yield f"{figure['what']} costs {times} times what Today does {where}, {held:g} are held."


def _run(figure: Figure) -> tuple[object, ...]:
    return figure["database"], figure["rows"], figure["people"]


def _cost(figure: Figure) -> float:
    """The processor time of the web process and of the database's, in milliseconds."""
    return float(figure["cpu_ms"] + (figure["db_cpu_ms"] or 0))
