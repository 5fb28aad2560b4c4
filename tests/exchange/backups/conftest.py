"""Installations of their own to be copied and restored: real processes, under the real clock."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.exchange.backups.houses import House
from tests.rig.processes import Crew, RigError, start_postgres


@pytest.fixture(autouse=True)
def clock() -> None:
    """As it is: nothing here depends on the day."""


@pytest.fixture(scope="session")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A var/ with a few people and their noes, made once."""
    house = House(tmp_path_factory.mktemp("ground") / "var")
    house.must("migrate", "--verbosity", "0")
    house.run("tests.exchange.backups.filled", "6")
    return house.var


@pytest.fixture
def build(ground: Path, tmp_path: Path) -> Callable[[str], House]:
    """Build a house with these people in it."""

    def built(name: str) -> House:
        shutil.copytree(ground, tmp_path / name)
        return House(tmp_path / name)

    return built


@pytest.fixture
def house(build: Callable[[str], House]) -> House:
    """One of them."""
    return build("var")


@pytest.fixture
def empty(tmp_path: Path) -> House:
    """A machine where nothing was installed yet."""
    return House(tmp_path / "new")


@pytest.fixture
def server() -> Iterator[str]:
    """The address of an empty PostgreSQL."""
    # Not under pytest's own folder, which the server's own user may not pass.
    home = tempfile.TemporaryDirectory(prefix="lostdeals-postgresql-")
    Path(home.name).chmod(0o711)
    crew = Crew(Path(home.name))
    try:
        yield start_postgres(crew).replace("postgres://", "postgresql://")
    except RigError as fault:
        pytest.skip(str(fault))
    finally:
        crew.stop()
        home.cleanup()
