"""No template carries code or styles of its own (the content security policy would block them), every icon
exists, and every template at least parses."""

import json
import re
from pathlib import Path

import pytest
from django.template.loader import get_template

from common.templatetags.look import shapes

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "templates"
MAIL = TEMPLATES / "mail"
# What is taken away as a file stands alone, under no policy of ours.
FILE = TEMPLATES / "exchange" / "person.html"
PAGES = sorted(path for path in TEMPLATES.rglob("*.html") if MAIL not in path.parents and path != FILE)
COMMENT = re.compile(r"\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}", re.DOTALL)


def markup(path: Path) -> str:
    """The template without its comments."""
    return COMMENT.sub("", path.read_text())


def name_of(path: Path) -> str:
    return str(path.relative_to(TEMPLATES))


every_page = pytest.mark.parametrize("path", PAGES, ids=name_of)


@every_page
def test_a_template_parses(path: Path) -> None:
    assert get_template(name_of(path)) is not None


@every_page
def test_a_template_styles_nothing_inline(path: Path) -> None:
    assert not re.search(r"\sstyle\s*=|<style\b", markup(path))


@every_page
def test_a_template_holds_no_event_handlers(path: Path) -> None:
    assert not re.search(r"<[^>]*\s(on[a-z]+|hx-on[^=\s]*)\s*=", markup(path))


@every_page
def test_a_template_holds_no_script_without_a_source(path: Path) -> None:
    scripts = re.findall(r"<script\b[^>]*>", markup(path))

    assert all(" src=" in script for script in scripts)


@every_page
def test_a_template_links_to_no_other_host(path: Path) -> None:
    assert not re.search(r"""(src|href|action)=["'](https?:)?//""", markup(path))


@every_page
def test_every_icon_a_template_names_is_in_the_sprite(path: Path) -> None:
    named = set(re.findall(r"""\{% icon ["']([^"']+)["']""", markup(path)))

    assert named <= set(shapes())


def test_the_sprite_holds_exactly_the_icons_the_lock_lists() -> None:
    lock = json.loads((ROOT / "static" / "vendor" / "vendor.lock.json").read_text())
    listed = next(package["icons"] for package in lock["packages"] if "icons" in package)

    assert sorted(shapes()) == sorted(listed)


def test_our_script_evaluates_no_text_and_writes_no_markup() -> None:
    script = (ROOT / "static" / "app.js").read_text()

    for forbidden in ("eval(", "new Function", "innerHTML", "outerHTML =", "insertAdjacentHTML", ".style."):
        assert forbidden not in script
