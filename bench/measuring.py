"""Rounds in which everything takes its turn, so that a busy moment of the machine meets all of it alike."""

import gzip
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import median

from bench.held import Figure
from bench.scenarios import SCENARIOS, Scenario, Visit
from bench.seed import Stage
from bench.web import Answer, Web, cpu_milliseconds

IN_A_ROW = 4
WARM_UP = 2


@dataclass
class Costs:
    """What one thing cost, turn by turn (milliseconds per request) and request by request."""

    cpu: list[float] = field(default_factory=list)
    db_cpu: list[float] = field(default_factory=list)
    walls: list[float] = field(default_factory=list)
    queries: int = 0


class Bench:
    """One filled installation under measurement."""

    def __init__(self, web: Web, stage: Stage, database_pids: Callable[[], list[int]]) -> None:
        self.web = web
        self.stage = stage
        self.costs: dict[str, Costs] = defaultdict(Costs)
        self._database_pids = database_pids
        self._reader = Visit(web, stage, stage.reader)
        self._manager = Visit(web, stage, stage.manager)
        self._writers = [Visit(web, stage, desk) for desk in stage.writers]

    def turn(self, number: int) -> None:
        """Everything once, beginning elsewhere each time."""
        for place in range(len(SCENARIOS)):
            scenario = SCENARIOS[(place + number) % len(SCENARIOS)]
            self._measure(scenario, number, keep=number >= WARM_UP)

    def count_queries(self) -> None:
        """Once each, after the rounds."""
        for scenario in SCENARIOS:
            visit = self._visit(scenario, 0)
            visit.browser.connect()
            self.costs[scenario.what].queries = visit.browser.queries(scenario.request(visit))

    def _visit(self, scenario: Scenario, number: int) -> Visit:
        if scenario.who == "writer":
            return self._writers[number % len(self._writers)]
        return self._manager if scenario.who == "manager" else self._reader

    def _measure(self, scenario: Scenario, number: int, *, keep: bool) -> None:
        visit = self._visit(scenario, number)
        visit.browser.connect()
        requests = [scenario.request(visit) for _again in range(IN_A_ROW)]
        database = self._database_pids()
        before = cpu_milliseconds([self.web.worker]), cpu_milliseconds(database)
        answers = [visit.browser.send(request) for request in requests]
        after = cpu_milliseconds([self.web.worker]), cpu_milliseconds(database)
        for answer in answers:
            check(scenario, answer)
        if keep:
            costs = self.costs[scenario.what]
            costs.cpu.append((after[0] - before[0]) / IN_A_ROW)
            costs.db_cpu.append((after[1] - before[1]) / IN_A_ROW)
            costs.walls += [answer.milliseconds for answer in answers]

    def figures(self, database: str) -> list[Figure]:
        """One per scenario."""
        middle = {what: median(costs.cpu) for what, costs in self.costs.items()}
        return [
            {
                "what": scenario.what,
                "rows": self.stage.rows,
                "people": self.stage.people,
                "database": database,
                "queries": costs.queries,
                "cpu_ms": round(middle[scenario.what], 2),
                # SQLite works inside the web process.
                "db_cpu_ms": round(median(costs.db_cpu), 2) if database == "postgresql" else None,
                "p50_ms": round(median(costs.walls), 2),
                "floor_ratio": round(middle[scenario.what] / middle[scenario.floor], 2),
            }
            for scenario in SCENARIOS
            for costs in [self.costs[scenario.what]]
        ]


class Unexpected(RuntimeError):
    """An answer is not the one that was to be measured."""


def check(scenario: Scenario, answer: Answer) -> None:
    """Raises Unexpected unless the answer is the one to be measured."""
    body = gzip.decompress(answer.body) if answer.headers.get("content-encoding") == "gzip" else answer.body
    piece, times = scenario.holds
    is_elsewhere = bool(scenario.leads_to) and answer.headers.get("location") != scenario.leads_to
    if answer.status != scenario.status or is_elsewhere or (piece and body.count(piece) < times):
        text = body.decode(errors="replace")
        raise Unexpected(f"{scenario.what} answered {answer.status}, not as expected:\n{text[:20000]}")
