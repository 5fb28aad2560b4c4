"""The moved clock itself: what a run proves is worth as much as the time its processes read."""

import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.rig.clock import ClockMissingError, MovedClock, library

SPRING = datetime(2026, 3, 23, tzinfo=UTC)
DAYS = 90

READ = """
import sys, threading, time
first, last, until = float(sys.argv[1]), float(sys.argv[2]), time.monotonic() + 2
wrong, read = [], [0, 0, 0, 0]
def look(number):
    while time.monotonic() < until:
        now = time.time()
        read[number] += 1
        if not first <= now <= last:
            wrong.append(now)
threads = [threading.Thread(target=look, args=(number,)) for number in range(4)]
for thread in threads: thread.start()
for thread in threads: thread.join()
print(len(wrong), min(read) > 1000)
"""


@pytest.mark.needs_service
@pytest.mark.slow
def test_no_thread_ever_reads_another_time_while_the_clock_jumps(tmp_path: Path) -> None:
    try:
        library()
    except ClockMissingError as missing:
        pytest.skip(str(missing))
    clock = MovedClock(tmp_path, SPRING)
    bounds = (SPRING - timedelta(minutes=1), SPRING + timedelta(days=DAYS))
    command = [sys.executable, "-c", READ, *(str(bound.timestamp()) for bound in bounds)]
    with subprocess.Popen(
        command, env=clock.environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as child:
        for hour in range(24 * (DAYS - 1)):
            if child.poll() is not None:
                break
            clock.jump(SPRING + timedelta(hours=hour))
            time.sleep(0.02)
        output = child.communicate(timeout=30)[0]
    assert output.split() == ["0", "True"]
