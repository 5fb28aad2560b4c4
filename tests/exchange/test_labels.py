"""Every code about a file has its words."""

import io

import pytest

from exchange.labels import (
    DELIMITERS,
    ENCODINGS,
    EVIDENCE,
    GROUNDS,
    KINDS,
    REFUSALS,
    missing_words,
    refusal_words,
)
from exchange.tables.delimiter import Delimiter, Ground
from exchange.tables.encoding import Encoding, Evidence
from exchange.tables.refusals import Kind, Reason, Refusal, RefusedError
from exchange.tables.table import Options, open_table


def test_every_code_has_words() -> None:
    assert set(ENCODINGS) == set(Encoding)
    assert set(EVIDENCE) == set(Evidence)
    assert set(DELIMITERS) == set(Delimiter)
    assert set(GROUNDS) == set(Ground)
    assert set(KINDS) == {*Kind, ""}
    assert {*REFUSALS, Reason.NOT_TEXT} == set(Reason)


WITHOUT_LINE = {
    Reason.EMPTY, Reason.UNKNOWN_DELIMITER, Reason.TOO_MANY_ROWS, Reason.BROKEN_WORKBOOK,
    Reason.WORKBOOK_TOO_LARGE,
}  # fmt: skip


@pytest.mark.parametrize("reason", [reason for reason in Reason if reason is not Reason.NOT_TEXT])
def test_every_refusal_is_a_sentence_with_its_line(reason: Reason) -> None:
    refusal = Refusal(reason, line=1234, column=5, what="utf-8", found=9, most=4_000_000)
    words = refusal_words(refusal)
    assert "%(" not in words
    assert ("1,234" in words) == (reason not in WITHOUT_LINE)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "There is nothing in this file."),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00", "This is not a text file."),
        (b"%PDF-1.7", "This is a PDF. Export the list as CSV, and upload that file."),
        (b'a,b\n1,"2\n', "The quotation mark in line 2, cell 2, is never closed."),
        (b"a,b\n\xc3\xbc,\xc3\xbc\n\xfc,2\n", "Line 3 is written in another encoding than the other lines."),
    ],
)
def test_what_is_refused_says_why(data: bytes, words: str) -> None:
    with pytest.raises(RefusedError) as refused:
        list(open_table(io.BytesIO(data)).rows())
    assert refusal_words(refused.value.refusal).startswith(words)


def test_a_choice_that_does_not_fit_is_named() -> None:
    with pytest.raises(RefusedError) as refused:
        open_table(io.BytesIO(b"a,b\n1,\x81\n"), Options(encoding=Encoding.CP1252))
    assert refusal_words(refused.value.refusal) == (
        "Line 2 is not written in Windows, western (cp1252). Choose another encoding."
    )


def test_a_row_that_was_filled_up_says_how_far() -> None:
    assert missing_words(1) == "The last cell is not in the file and is taken as empty."
    assert missing_words(3) == "The last 3 cells are not in the file and are taken as empty."
