"""`make faults`: break things on purpose and compare what came of it with an independent oracle.

DATABASE  sqlite or postgresql; both, one after the other, when it is empty
SEEDS     whole numbers, separated by commas
ONLY      names of faults, separated by commas
SHORT     anything: the sizes of `make test`

Prints one line of JSON for each fault; what differs goes to stderr. Exit code 0 only if every promise held.
"""

import json
import os
import signal
import sys
import tempfile
from pathlib import Path

from tests.faults.catalogue import BY_NAME
from tests.faults.house import POSTGRESQL, SQLITE, Ground
from tests.rig.clock import ClockMissingError, library
from tests.rig.processes import RigError

MOST_NOTES = 40


def main() -> int:
    """Play everything asked for; 1 when a promise did not hold."""
    databases = asked("DATABASE", f"{SQLITE},{POSTGRESQL}")
    seeds = [int(seed) for seed in asked("SEEDS", os.environ.get("SEED") or "1,2,3")]
    names = asked("ONLY", ",".join(BY_NAME))
    if unknown := {*databases} - {SQLITE, POSTGRESQL} | {*names} - {*BY_NAME}:
        sys.exit(f"Not known: {', '.join(sorted(unknown))}. Faults: {', '.join(BY_NAME)}.")
    try:
        library()
    except ClockMissingError as missing:
        sys.exit(f"The faults cannot be played here: {missing}.")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # our processes live in sessions of their own
    held = [play(database, seeds, names) for database in databases]
    return 0 if all(held) else 1


def asked(name: str, default: str) -> list[str]:
    """What the environment lists; make passes on what is empty."""
    return [part.strip() for part in (os.environ.get(name) or default).split(",")]


def play(database: str, seeds: list[int], names: list[str]) -> bool:
    """Play these faults with these seeds on one database; whether every promise held."""
    full = not os.environ.get("SHORT")
    held = True
    with tempfile.TemporaryDirectory(prefix="lostdeals-faults-") as home:
        Path(home).chmod(0o711)
        ground = Ground(database, Path(home) / "ground")
        ground.prepare()
        for name in names:
            for seed in seeds:
                held &= play_one(name, Path(home), ground, seed, full=full)
    return held


def play_one(name: str, home: Path, ground: Ground, seed: int, *, full: bool) -> bool:
    """Play one fault in a folder of its own and print its line; whether every promise held."""
    with tempfile.TemporaryDirectory(prefix=f"{name}-", dir=home) as folder:
        try:
            line, notes = BY_NAME[name].run(Path(folder), ground, seed, full=full)
        except (RigError, OSError) as error:
            print(f"{name}, seed {seed}, {ground.database}: {error}", *getattr(error, "__notes__", ()),
                  sep="\n", file=sys.stderr)  # fmt: skip
            return False
    print(json.dumps(line.as_json()), flush=True)
    for note in notes[:MOST_NOTES] if not line.held else ():
        print(note, file=sys.stderr)
    return line.held


if __name__ == "__main__":
    sys.exit(main())
