"""Cells that spreadsheets do not run, and the way back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.csv_cells import RUN_BY_SPREADSHEETS, guarded, unguarded, written_cell
from tests.security.naughty import naughty_strings
from tests.shared_files import shared_file

BEGINNINGS = st.text(st.sampled_from(["'", *RUN_BY_SPREADSHEETS, "a", "\ufeff", " "]), max_size=5)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+49 170 1234567", "'+49 170 1234567"),
        ("-5", "'-5"),
        ("@SUM(1)", "'@SUM(1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("\n=1", "'\n=1"),
        ("＝1", "'＝1"),
        ("'=1", "''=1"),
        ("''=1", "'''=1"),
        ("'twas", "'twas"),
        ("'", "'"),
        ("a=1", "a=1"),
        ("", ""),
    ],
)
def test_what_would_run_stands_behind_an_apostrophe(text: str, written: str) -> None:
    assert guarded(text) == written
    assert unguarded(written) == text


@given(st.one_of(st.text(st.characters(codec=None)), st.builds(str.__add__, BEGINNINGS, st.text())))
def test_every_text_comes_back_and_none_would_run(text: str) -> None:
    written = guarded(text)
    assert unguarded(written) == text
    assert not written.startswith(tuple(RUN_BY_SPREADSHEETS))


@pytest.mark.parametrize("which", ["ours", "shared"])
def test_naughty_strings_come_back(which: str) -> None:
    for text in naughty_strings(which):
        assert unguarded(guarded(text)) == text
        assert not guarded(text).startswith(tuple(RUN_BY_SPREADSHEETS))


def test_known_attacks_stay_text() -> None:
    attacks = shared_file("csv", "csv-injection", "csv-payload.txt").read_text(encoding="utf-8").splitlines()
    assert len(attacks) == 6
    for attack in attacks:
        assert not guarded(attack).startswith(tuple(RUN_BY_SPREADSHEETS))
        assert unguarded(guarded(attack)) == attack


def test_numbers_stay_numbers_and_nothing_is_empty() -> None:
    assert [written_cell(value) for value in (-5, 0, None, "-5", "")] == [-5, 0, "", "'-5", ""]
