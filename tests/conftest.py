"""What every test may use."""

import os
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

pytest_plugins = ["tests.cast", "tests.clearing", "tests.security.cells"]

DATA_VARIABLE = "LOSTDEALS_SHARED"

# Playwright runs an event loop in the test's thread; Django would refuse to touch the database there.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


# On a busy machine an example may take any time; how fast something is, is measured in bench/.
hypothesis_settings.register_profile("ours", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("ours")


# Rooms of tests that bring up databases of their own, past pytest's.
OWN_DATABASES = {"bench", "faults", "lostdeals", "replay", "rig"}
ASKS_FOR_A_DATABASE = {"db", "transactional_db", "live_server", "django_db_setup"}


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--on-the-database`: leave out what would say the same on any database, having none."""
    parser.addoption("--on-the-database", action="store_true", help="only tests that use a database")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A pure rule that held beside SQLite needs no PostgreSQL to hold again."""
    if not config.getoption("--on-the-database"):
        return
    left_out = [item for item in items if not _uses_a_database(item)]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if _uses_a_database(item)]


def _uses_a_database(item: pytest.Item) -> bool:
    room = item.path.relative_to(Path(__file__).parent).parts[0]
    asked = ASKS_FOR_A_DATABASE & set(getattr(item, "fixturenames", ()))
    return room in OWN_DATABASES or bool(asked) or item.get_closest_marker("django_db") is not None


def pytest_configure() -> None:
    """Every test sees how clock and mail are doing now, not how they did in the test before."""
    settings.HEALTH_KNOWN_FOR_SECONDS = 0


@pytest.fixture(autouse=True)
def own_language() -> None:
    """Every test begins in the language of the settings, whatever the last answer of the one before spoke."""
    translation.deactivate()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Generator[None, Any, Any]:
    """With CI=true, a test that skips because a server or the browser is missing has not passed.

    Missing sample data is no such reason: a clone on its own has none. Those skips name DATA_VARIABLE.
    """
    report = yield
    needs = [name for name in ("needs_service", "browser") if item.get_closest_marker(name)]
    if report.skipped and needs and not hasattr(report, "wasxfail") and os.environ.get("CI") == "true":
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        if DATA_VARIABLE in reason:
            return report
        report.outcome = "failed"
        report.longrepr = f"Skipped, and CI=true allows no skip of a test marked {', '.join(needs)}: {reason}"
    return report
