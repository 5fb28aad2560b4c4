"""Noes that are saved while everything breaks: what was acknowledged is on disk, and only whole."""

import json
import subprocess
import sys
import threading
import time as stopwatch
from dataclasses import replace

from tests.faults.house import PROGRAM
from tests.faults.judging import judge_noes
from tests.faults.people import DAY, MONDAY, Person
from tests.faults.saving import Desk, desks_for, percentile, save, save_until
from tests.faults.stage import Stage, at
from tests.replay.deals import PROJECT
from tests.rig.processes import wait_for

TUESDAY = MONDAY + DAY
SLOWEST_SAVE_95, SLOWEST_ANSWER = 1.5, 3.0
PAUSE_BEFORE_A_KILL = (0.0, 0.6)
PROCESSES_TO_WARM = 8
AT_ONCE = 3
LONGEST_WAIT_FOR_NOES = 600.0


def everything_killed(stage: Stage) -> None:
    """kill -9 of every process at once, PostgreSQL and Redis too, while noes are saved; again and again."""
    people = [stage.inventor.person(0) for _ in range(stage.sizes["desks"])]
    stage.move_in(people, "serve", "worker2")
    desks = desks_for(stage, people, stage.sizes["noes_each"])
    for _ in range(stage.sizes["kills"]):
        over = threading.Event()
        threads = save_until(desks, over)
        _wait_for_noes(desks, _typed(desks) + stage.sizes["noes_before"])
        stopwatch.sleep(stage.chance.uniform(*PAUSE_BEFORE_A_KILL))
        servers = stage.house.servers
        stage.house.kill("serve", "worker2", *servers)
        over.set()
        for thread in threads:
            thread.join()
        stage.house.start(*servers, "serve", "worker2")
    stage.measured["kills"] = stage.sizes["kills"]
    _judge(stage, desks)


def redis_down(stage: Stage) -> None:
    """Redis is killed and comes back while noes are saved."""
    people = [stage.inventor.person(0) for _ in range(stage.sizes["desks"])]
    stage.move_in(people, "web", "worker1", "worker2", "beat1")
    each = stage.sizes["noes_each"]
    desks = desks_for(stage, people, each)
    threads = save(desks, AT_ONCE)
    _wait_for_noes(desks, len(desks) * each // 4)
    stage.house.kill("redis")
    _wait_for_noes(desks, len(desks) * each * 3 // 4)
    stage.house.start("redis")
    for thread in threads:
        thread.join()
    slowest = percentile([second for desk in desks for second in desk.seconds], 0.95)
    stage.measured["p95_seconds"] = round(slowest, 3)
    if slowest >= SLOWEST_SAVE_95:
        stage.tally.err(f"one save in twenty took {slowest:.2f} s or more")
    for desk in desks:
        if len(desk.acknowledged) < each:
            stage.tally.err(f"{each - len(desk.acknowledged)} noes of {desk.person.email} were not saved")
    _judge(stage, desks)


def redis_stopped(stage: Stage) -> None:
    """Redis takes connections and says nothing: saving, signing in and Today do not wait for it."""
    people = stage.inventor.people(stage.sizes["people"])
    stage.move_in(people, "web", "worker1", "worker2", "beat1")
    stage.house.pass_to(at(TUESDAY, 7, 31))
    stage.clock.jump(at(TUESDAY, 9))
    for _ in range(PROCESSES_TO_WARM):  # what a process does for the first time takes longer, Redis or not
        stage.house.browser().get("/accounts/login/")
    stage.house.freeze("redis")
    seconds: dict[str, list[float]] = {"sign_in": [], "today": [], "save": []}
    desks = [_work_without_redis(stage, person, seconds) for person in people]
    stage.house.thaw("redis")
    for what, taken in seconds.items():
        stage.measured[f"{what}_max_seconds"] = round(max(taken), 3)
        if max(taken) >= SLOWEST_ANSWER:
            stage.tally.err(f"{what} took {max(taken):.1f} s while Redis said nothing")
    acknowledged = [no.email for desk in desks for no in desk.acknowledged]
    stage.noes_missing = judge_noes(acknowledged, stage.house.disk, stage.tally)
    stage.people = [replace(desk.person, noes=(*desk.person.noes, *desk.typed)) for desk in desks]
    stage.house.pass_to(at(TUESDAY + DAY, 7, 31))
    stage.drain()
    stage.judge([TUESDAY, TUESDAY + DAY])


def _work_without_redis(stage: Stage, person: Person, seconds: dict[str, list[float]]) -> Desk:
    desk = Desk(person, stage.house.browser(), [stage.inventor.no(TUESDAY)])
    started = stopwatch.monotonic()
    desk.sign_in()
    signed_in = stopwatch.monotonic()
    stage.today_must_show(person, TUESDAY, desk.browser)
    seconds["sign_in"].append(signed_in - started)
    seconds["today"].append(stopwatch.monotonic() - signed_in)
    if not desk.save_one() or desk.refused:
        stage.tally.err(f"a no of {person.email} was not saved: {desk.refused}")
    seconds["save"] += desk.seconds
    return desk


def mixed_writes(stage: Stage) -> None:
    """Many processes write at once, each its own mixture, beside web, workers and beat."""
    people = stage.inventor.people(stage.sizes["processes"])
    stage.move_in(people, "web", "worker1", "worker2", "beat1")
    # Each does the work of two people, so that everybody's is done by two.
    pairs = [(people[number].email, people[number - 1].email) for number in range(len(people))]
    writers = [_start_writer(stage, number, pair) for number, pair in enumerate(pairs)]
    tales = [json.loads(writer.communicate()[0] or "{}") for writer in writers]
    for writer, tale in zip(writers, tales, strict=True):
        if writer.returncode:
            stage.tally.err(f"a writer ended with {writer.returncode}")
        for fault in tale.get("faults", ()):
            stage.tally.err(fault)
    stage.measured["writes"] = sum(tale.get("done", 0) for tale in tales)
    written = {email for tale in tales for email in tale.get("noes", ())}
    missing = written - stage.house.disk.traces()
    stage.noes_missing = len(missing)
    for email in sorted(missing):
        stage.tally.miss(f"the no of {email} is not on disk")


def _start_writer(stage: Stage, number: int, people: tuple[str, str]) -> "subprocess.Popen[str]":
    command = ("-c", PROGRAM, "tests.faults.writer", str(stage.sizes["writes"]), str(number), *people)
    return subprocess.Popen(
        [sys.executable, *command], env=stage.house.env, cwd=PROJECT, stdout=subprocess.PIPE, text=True
    )


def _typed(desks: list[Desk]) -> int:
    return sum(len(desk.typed) for desk in desks)


def _wait_for_noes(desks: list[Desk], number: int) -> None:
    """Until so many are typed, or nobody has anything left to type."""

    def are_there() -> bool:
        return _typed(desks) >= number or all(desk.is_done for desk in desks)

    wait_for(are_there, f"{number} noes", LONGEST_WAIT_FOR_NOES)


def _judge(stage: Stage, desks: list[Desk]) -> None:
    """Noes on disk against those acknowledged; the next morning's digests against those on disk."""
    for desk in desks:
        for refusal in desk.refused:
            stage.tally.err(refusal)
    acknowledged = [no.email for desk in desks for no in desk.acknowledged]
    stage.measured |= {"noes": len(acknowledged), "unanswered": _typed(desks) - len(acknowledged)}
    stage.noes_missing = judge_noes(acknowledged, stage.house.disk, stage.tally)
    on_disk = set(stage.house.disk.whole_noes())
    stage.people = [desk.as_saved(on_disk) for desk in desks]
    stage.house.pass_to(at(TUESDAY, 7, 31))
    stage.drain()
    stage.judge([TUESDAY])
