"""Every fault once, in a shortened form, on SQLite: real processes, a moved clock, an independent oracle."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.faults.catalogue import FAULTS
from tests.faults.house import SQLITE, Ground
from tests.faults.stage import Fault
from tests.rig.clock import ClockMissingError, library

pytestmark = [pytest.mark.faults, pytest.mark.needs_service, pytest.mark.slow]
SEED = 1


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    """Not pytest's own: PostgreSQL and Redis have to pass through, and long paths are no sockets."""
    with TemporaryDirectory(prefix="lostdeals-faults-") as folder:
        Path(folder).chmod(0o711)
        yield Path(folder)


@pytest.fixture(scope="module")
def ground(home: Path) -> Ground:
    try:
        library()
    except ClockMissingError as missing:
        pytest.skip(str(missing))
    ground = Ground(SQLITE, home / "ground")
    ground.prepare()
    return ground


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_every_promise_holds_through(fault: Fault, home: Path, ground: Ground) -> None:
    if fault.needs_redis and shutil.which("redis-server") is None:
        pytest.skip("redis-server is not installed")
    folder = home / fault.name
    folder.mkdir()
    line, notes = fault.run(folder, ground, SEED, full=False)
    print(json.dumps(line.as_json()))
    assert line.held, "\n".join(notes)
