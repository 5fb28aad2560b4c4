"""What we took from others is exactly what the lock file says, and nothing more."""

import hashlib
import json
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOCK = ROOT / "static" / "vendor" / "vendor.lock.json"


def locked_files() -> dict[str, str]:
    """Path -> SHA-256, of every file in the lock."""
    packages = json.loads(LOCK.read_text())["packages"]
    return {entry["to"]: entry["sha256"] for package in packages for entry in package["files"]}


def present_files() -> set[str]:
    """Every file below the two vendor folders, the lock itself apart."""
    folders = (ROOT / "static" / "vendor", ROOT / "tests" / "vendor")
    found = {path for folder in folders for path in folder.rglob("*") if path.is_file()}
    return {str(path.relative_to(ROOT)) for path in found - {LOCK}}


def test_every_vendored_file_is_in_the_lock_and_every_locked_file_is_there() -> None:
    assert present_files() == set(locked_files())


def test_every_vendored_file_has_its_locked_hash() -> None:
    differing = [
        path
        for path, digest in locked_files().items()
        if hashlib.sha256((ROOT / path).read_bytes()).hexdigest() != digest
    ]

    assert differing == []


def test_every_package_comes_with_its_version_its_licence_and_the_text_of_it() -> None:
    for package in json.loads(LOCK.read_text())["packages"]:
        assert package["version"], package["name"]
        assert package["licence"], package["name"]
        assert any(entry["to"].endswith("LICENSE") for entry in package["files"]), package["name"]


def test_no_vendored_style_or_script_asks_for_a_source_map_or_brings_pictures_along() -> None:
    for path in ROOT.glob("static/vendor/**/*.css"):
        assert "data:" not in path.read_text(), path
    for path in [*ROOT.glob("static/vendor/**/*.css"), *ROOT.glob("static/vendor/**/*.js")]:
        assert "sourceMappingURL" not in path.read_text(), path
