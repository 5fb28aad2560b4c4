import os
from pathlib import Path
from typing import Any

import pytest

from lostdeals.static_files import collect_if_changed


@pytest.fixture
def source(tmp_path: Path, settings: Any) -> Path:
    folder = tmp_path / "source"
    folder.mkdir()
    (folder / "app.css").write_text("body { color: black }")
    settings.STATICFILES_DIRS = [folder]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATIC_ROOT = tmp_path / "collected"
    return folder


def test_files_are_collected_once_and_again_when_one_changes(source: Path, settings: Any) -> None:
    collected = Path(settings.STATIC_ROOT) / "app.css"
    assert collect_if_changed() is True
    assert collected.read_text() == "body { color: black }"
    assert collect_if_changed() is False
    (source / "app.css").write_text("body { color: plum }")
    os.utime(source / "app.css", (2_000_000_000, 2_000_000_000))
    assert collect_if_changed() is True
    assert collected.read_text() == "body { color: plum }"


def test_a_new_file_is_collected_too(source: Path, settings: Any) -> None:
    collect_if_changed()
    (source / "new.js").write_text("let x = 1;")
    assert collect_if_changed() is True
    assert (Path(settings.STATIC_ROOT) / "new.js").exists()
