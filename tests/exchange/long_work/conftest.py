"""Every kind of work does what a test gives it to do."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from exchange import long_work
from exchange.models import Work
from exchange.work_kinds import Job
from tests.exchange.long_work.jobs import bring_in


@pytest.fixture(autouse=True)
def own_folders(settings: Any, tmp_path: Path) -> None:
    settings.WORK_DIR = tmp_path / "work"
    settings.RESULTS_DIR = tmp_path / "results"


@pytest.fixture
def job_is(monkeypatch: pytest.MonkeyPatch) -> Callable[[Job], None]:
    """Let every piece of work be this job."""

    def set_to(job: Job) -> None:
        def job_of(_work: Work) -> Job:
            return job

        monkeypatch.setattr(long_work, "job_of", job_of)

    set_to(bring_in)
    return set_to
