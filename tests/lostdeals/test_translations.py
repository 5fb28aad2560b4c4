"""Every text has its German, and what is compiled is what is written (docs/translating.md)."""

import gettext
import os
import re
import shutil
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest

from lostdeals.translations import languages_in
from prospects.exit_lines import LineFacts, flaw_of
from tests.lostdeals.launching import PROJECT

GERMAN = PROJECT / "locale" / "de" / "LC_MESSAGES"
NOT_OURS = shutil.ignore_patterns(
    ".*", "*.pyc", "__pycache__", "tests", "var", "staticfiles", "vendor", "docs", "node_modules"
)
# Of lines to say, and of the draft of a thank-you.
LINE_BLANKS = [*(field.name for field in fields(LineFacts)), "name", "goal"]
needs_gettext = pytest.mark.needs_service


def run(*command: str | Path, cwd: Path | None = None, **env: str) -> str:
    ended = subprocess.run(
        command, cwd=cwd, env=os.environ | env, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The German .po after makemessages has run over a copy of the project."""
    if shutil.which("xgettext") is None:
        pytest.skip("GNU gettext is not installed")
    copy = tmp_path_factory.mktemp("makemessages") / "project"
    shutil.copytree(PROJECT, copy, ignore=NOT_OURS)
    run(
        sys.executable, "manage.py", "makemessages", "--locale=de", "--no-wrap", cwd=copy,
        DJANGO_SETTINGS_MODULE="lostdeals.settings", LOSTDEALS_VAR=str(copy / "var"), LOSTDEALS_ENV_FILE="",
    )  # fmt: skip
    return copy / "locale" / "de" / "LC_MESSAGES" / "django.po"


def texts(po: Path, which: str) -> list[str]:
    """The English of the entries msgattrib picks."""
    picked = run("msgattrib", f"--{which}", "--no-wrap", po)
    found = re.findall(r'^(?:#~ )?msgid (".*(?:\n(?:#~ )?".*)*)', picked, re.MULTILINE)
    return [text for text in found if text != '""']  # the head of the file has no English


def catalogue(mo: Path) -> dict[str, str]:
    """Every text of a compiled catalogue; the forms of a plural one by one."""
    with mo.open("rb") as file:
        held = vars(gettext.GNUTranslations(file))["_catalog"]
    return {str(key): value for key, value in held.items() if key}


@needs_gettext
@pytest.mark.parametrize("which", ["untranslated", "only-fuzzy", "only-obsolete"])
def test_makemessages_finds_nothing_left_to_do_in_german(collected: Path, which: str) -> None:
    assert texts(collected, which) == []


@needs_gettext
def test_the_translations_are_compiled_as_they_are_written(tmp_path: Path) -> None:
    if shutil.which("msgfmt") is None:
        pytest.skip("GNU gettext is not installed")
    run("msgfmt", "--check", "-o", tmp_path / "fresh.mo", GERMAN / "django.po")
    assert catalogue(tmp_path / "fresh.mo") == catalogue(GERMAN / "django.mo")


def test_lines_to_say_can_be_filled_in_german() -> None:
    lines = [line for line in catalogue(GERMAN / "django.mo").values() if re.search(r"\{\w", line)]
    assert len(lines) > 30
    assert {line: flaw_of(line, LINE_BLANKS) for line in lines if flaw_of(line, LINE_BLANKS)} == {}


def test_german_keeps_the_voice() -> None:
    said = catalogue(GERMAN / "django.mo").values()
    loud = [text for text in said if "!" in text]
    too_close = [text for text in said if re.search(r"\b([Dd]u|[Dd]ich|[Dd]ir|[Dd]eine?[mnrs]?)\b", text)]
    assert (loud, too_close) == ([], [])


def test_a_language_is_there_as_soon_as_its_translations_are(tmp_path: Path) -> None:
    for directory in ("de", "pt_BR", "fr"):
        folder = tmp_path / directory / "LC_MESSAGES"
        folder.mkdir(parents=True)
        (folder / "django.mo").touch()
    (tmp_path / "it" / "LC_MESSAGES").mkdir(parents=True)
    assert languages_in(tmp_path) == [
        ("en", "English"), ("de", "Deutsch"), ("fr", "Français"), ("pt-br", "Português Brasileiro")
    ]  # fmt: skip
