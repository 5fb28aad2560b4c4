"""What it costs to read words for a date, per phrase of the table the tests use.

Run as `python -m bench.when`. Prints one JSON line: `rows` phrases, `cpu_ms` the mean and `p50_ms` the median
milliseconds a phrase takes once the public holidays of the years around are known.
"""

import json
import time
from statistics import median

from followups.when import read
from tests.followups.when_phrases import NO_DATES, rows

ROUNDS = 20


def measure() -> dict[str, str | int | float]:
    """Reads every phrase, those that are no dates included, and tells what one costs."""
    table = rows()
    today, calendar = table[0][:2]
    asked = [(words, today, calendar) for today, calendar, words, _day in table]
    asked += [(words, today, calendar) for words in NO_DATES]
    for question in asked:
        read(*question)
    walls, began = [], time.process_time()
    for question in asked * ROUNDS:
        start = time.perf_counter()
        read(*question)
        walls.append(time.perf_counter() - start)
    cpu = (time.process_time() - began) / len(walls)
    return {
        "what": "when",
        "rows": len(asked),
        "cpu_ms": round(cpu * 1000, 4),
        "p50_ms": round(median(walls) * 1000, 4),
    }


if __name__ == "__main__":
    print(json.dumps(measure()))
