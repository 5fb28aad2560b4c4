"""Where the faults are played: a folder, and a database that is ready to be copied."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.faults.house import SQLITE, Ground
from tests.rig.clock import ClockMissingError, library


@pytest.fixture(scope="package")
def home() -> Iterator[Path]:
    """Not pytest's own: PostgreSQL and Redis have to pass through, and long paths are no sockets."""
    with TemporaryDirectory(prefix="lostdeals-faults-") as folder:
        Path(folder).chmod(0o711)
        yield Path(folder)


@pytest.fixture(scope="package")
def ground(home: Path) -> Ground:
    try:
        library()
    except ClockMissingError as missing:
        pytest.skip(str(missing))
    ground = Ground(SQLITE, home / "ground")
    ground.prepare()
    return ground
