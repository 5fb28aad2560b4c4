"""Every fault once, in a shortened form, on SQLite: real processes, a moved clock, an independent oracle."""

import json
import shutil
from pathlib import Path

import pytest

from tests.faults.catalogue import FAULTS
from tests.faults.house import Ground
from tests.faults.stage import Fault

pytestmark = [pytest.mark.faults, pytest.mark.needs_service, pytest.mark.slow]
SEED = 1


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_every_promise_holds_through(fault: Fault, home: Path, ground: Ground) -> None:
    if fault.needs_redis and shutil.which("redis-server") is None:
        pytest.skip("redis-server is not installed")
    folder = home / fault.name
    folder.mkdir()
    line, notes = fault.run(folder, ground, SEED, full=False)
    print(json.dumps(line.as_json()))
    assert line.held, "\n".join(notes)
