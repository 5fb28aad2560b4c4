"""The edits the vendor script makes to other people's files, and how it reads an icon."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture(scope="module")
def script() -> ModuleType:
    path = Path(__file__).resolve().parents[2] / "scripts" / "refresh_vendor.py"
    spec = importlib.util.spec_from_file_location("refresh_vendor", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    "comment", ["/*# sourceMappingURL=bootstrap.min.css.map */", "//# sourceMappingURL=htmx.min.js.map"]
)
def test_the_source_map_comment_goes_and_the_code_before_it_stays(script: ModuleType, comment: str) -> None:
    assert script.without_source_map(f"a{{b:c}}\n{comment}\n") == "a{b:c}\n"


def test_a_picture_inside_a_style_becomes_none(script: ModuleType) -> None:
    css = """a{b:url("data:image/svg+xml,%3csvg viewBox='0 0 16 16'%3e%3c/svg%3e");c:d}"""

    assert script.without_data_uris(css) == "a{b:none;c:d}"


def test_an_icon_gives_its_drawing_without_its_frame(script: ModuleType) -> None:
    svg = '<!-- licence -->\n<svg\n  class="x"\n>\n  <path d="M0 0" />\n  <circle r="1" />\n</svg>\n'

    assert script.shapes(svg) == '<path d="M0 0"/><circle r="1"/>'


def test_a_changed_file_is_told_before_anything_is_written(script: ModuleType) -> None:
    package = {"name": "x", "integrity": "same", "files": [{"to": "a.css", "sha256": "0" * 64}]}

    assert script.differences(package, "same", {"a.css": b"changed"}) == [
        "a.css: differs from its locked hash"
    ]
