#!/usr/bin/env python3
"""Post the sixty-nine declined deals of the HubSpot sample through the real form and play the weeks after.

Prints one line of JSON; what differs from the rules goes to stderr. Exit code 0 only when nothing was missed,
sent twice or wrong.
"""

import argparse
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.replay.deals import SampleMissingError
from tests.replay.replay import ALL_DAYS, Result, play
from tests.rig.clock import ClockMissingError


def main() -> int:
    """Play the forms asked for; the exit code says whether every one was clean."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--grown", action="store_true", help="PostgreSQL and Redis, two workers, two beats")
    parser.add_argument("--days", type=int, default=ALL_DAYS, help=f"play fewer days than {ALL_DAYS}")
    parser.add_argument("--quiet", action="store_true", help="only the result, no line for each day")
    arguments = parser.parse_args()
    try:
        result = play(
            grown=arguments.grown,
            days=arguments.days,
            say=(lambda _: None) if arguments.quiet else (lambda text: print(text, file=sys.stderr)),
        )
    except (SampleMissingError, ClockMissingError) as missing:
        print(f"The replay cannot run here: {missing}.", file=sys.stderr)
        return 2
    report(result)
    return 0 if result.is_clean else 1


def report(result: Result) -> None:
    """The figures to stdout, the differences to stderr."""
    for note in result.notes:
        print(note, file=sys.stderr)
    print(json.dumps(result.line()), flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
