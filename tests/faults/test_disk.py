"""The database judged while it is at work: what is written meanwhile is no fault of it."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread

import psycopg
import pytest

from tests.faults.disk import Disk
from tests.rig.processes import Crew, RigError, start_postgres

pytestmark = [pytest.mark.needs_service, pytest.mark.slow]


@pytest.fixture
def server() -> Iterator[str]:
    # Not under pytest's own folder, which the server's own user may not pass.
    with tempfile.TemporaryDirectory(prefix="lostdeals-postgresql-") as home:
        Path(home).chmod(0o711)
        crew = Crew(Path(home))
        try:
            yield start_postgres(crew)
        except RigError as fault:
            pytest.skip(str(fault))
        finally:
            crew.stop()


def test_a_table_that_grows_meanwhile_is_well(server: str) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute("CREATE TABLE grows (id serial PRIMARY KEY)")
    over = Event()
    writer = Thread(target=write_until, args=(server, over))
    writer.start()
    try:
        found = [Disk(server).check() for _time in range(40)]
    finally:
        over.set()
        writer.join()
    assert set(found) == {"ok"}
    with psycopg.connect(server) as connection:
        row = connection.execute("SELECT count(*) FROM grows").fetchone()
        assert row is not None
        assert row[0] > 40, "nobody wrote meanwhile"


def write_until(server: str, over: Event) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        while not over.is_set():
            connection.execute("INSERT INTO grows DEFAULT VALUES")
