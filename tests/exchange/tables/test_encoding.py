"""The encoding of a file: proven, guessed and said so, or chosen."""

import codecs
import io
from functools import partial

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from exchange.tables.encoding import CHUNK, MARKS, Encoding, Evidence, FoundEncoding, find_encoding
from exchange.tables.refusals import Reason, Refusal, RefusedError
from tests.exchange.tables.reading import refusal_of

TEXT = "Name,Grund\r\nJörg Müßig,zu teuer\r\n"
PLAIN = "name,reason\n"


def found(data: bytes, chosen: Encoding | None = None) -> FoundEncoding:
    return find_encoding(io.BytesIO(data), chosen)


def refused(data: bytes, chosen: Encoding | None = None) -> Refusal:
    return refusal_of(partial(found, data, chosen))


@pytest.mark.parametrize("encoding", MARKS)
def test_a_byte_order_mark_says_it(encoding: Encoding) -> None:
    mark = MARKS[encoding]
    assert found(mark + TEXT.encode(encoding)) == FoundEncoding(encoding, Evidence.MARK, len(mark))
    assert found(mark) == FoundEncoding(encoding, Evidence.MARK, len(mark))


@pytest.mark.parametrize("encoding", MARKS)
def test_without_a_mark_the_bytes_prove_it(encoding: Encoding) -> None:
    assert found(TEXT.encode(encoding)) == FoundEncoding(encoding, Evidence.VALID)


@pytest.mark.parametrize("encoding", [Encoding.UTF_16_LE, Encoding.UTF_16_BE])
@pytest.mark.parametrize("text", [PLAIN, "имя,причина\nАнна,дорого\n", "名前,理由\n花子,高い\n"])
def test_utf_16_is_found_by_its_zeros(encoding: Encoding, text: str) -> None:
    assert found(text.encode(encoding)) == FoundEncoding(encoding, Evidence.VALID)


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0")), st.sampled_from([*MARKS]))
def test_any_text_after_ascii_headers_is_found(text: str, encoding: Encoding) -> None:
    assume(not text.isascii())
    data = (PLAIN * (1 + len(text) // 4) + text).encode(encoding)
    assert found(data) == FoundEncoding(encoding, Evidence.VALID)


def test_ascii_reads_the_same_in_all() -> None:
    assert found(PLAIN.encode()) == FoundEncoding(Encoding.UTF_8, Evidence.PLAIN)
    assert found(b"") == FoundEncoding(Encoding.UTF_8, Evidence.PLAIN)


def test_other_text_is_taken_for_cp1252_and_called_a_guess() -> None:
    assert found(TEXT.encode("cp1252")) == FoundEncoding(Encoding.CP1252, Evidence.GUESSED)
    assert found("Preis,10 €\n".encode("cp1252")) == FoundEncoding(Encoding.CP1252, Evidence.GUESSED)


@pytest.mark.parametrize("undefined", [b"\x81", b"\x8d", b"\x8f", b"\x90", b"\x9d"])
def test_what_cp1252_leaves_undefined_is_latin_1(undefined: bytes) -> None:
    assert found(TEXT.encode("latin-1") + undefined) == FoundEncoding(Encoding.LATIN_1, Evidence.LEFT)


def test_bytes_at_the_very_end_count_too() -> None:
    long = b"a,b\n" * CHUNK
    assert found(long + "ö".encode()).encoding is Encoding.UTF_8
    assert found(long + b"\xf6\n").encoding is Encoding.CP1252
    assert found(long + b"\xf6\x81\n").encoding is Encoding.LATIN_1


def test_a_character_may_lie_across_two_pieces() -> None:
    for before in range(4):
        data = b"a" * (CHUNK - before) + "😎".encode() * 3
        assert found(data) == FoundEncoding(Encoding.UTF_8, Evidence.VALID)


@pytest.mark.parametrize("chosen", [Encoding.CP1252, Encoding.LATIN_1, Encoding.UTF_8])
def test_what_is_chosen_is_not_found_out(chosen: Encoding) -> None:
    assert found("ä".encode() + b"\n", chosen) == FoundEncoding(chosen, Evidence.CHOSEN)


def test_a_mark_is_no_text_in_the_encoding_chosen() -> None:
    data = codecs.BOM_UTF8 + TEXT.encode()
    assert found(data, Encoding.UTF_8) == FoundEncoding(Encoding.UTF_8, Evidence.CHOSEN, 3)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_choice_that_does_not_fit_is_refused_with_the_line(end: str) -> None:
    data = end.join(["a,b", "1,2", "3,ö", "4,5"]).encode("latin-1")
    assert refused(data, Encoding.UTF_8) == Refusal(Reason.UNDECODABLE, line=3, what="utf-8")
    long = (f"a{end}" * CHUNK).encode()
    assert refused(long + b"\x81", Encoding.CP1252).line == CHUNK + 1


def test_a_mark_that_lies_is_refused_with_the_line() -> None:
    assert refused(codecs.BOM_UTF8 + b"a,b\n1,\xf6\n") == Refusal(Reason.UNDECODABLE, line=2, what="utf-8")
    cut_short = codecs.BOM_UTF16_LE + "a\nb".encode("utf-16-le") + b"\x00"
    assert refused(cut_short) == Refusal(Reason.UNDECODABLE, line=2, what="utf-16-le")


def test_utf_8_that_is_broken_in_one_place_is_no_cp1252() -> None:
    data = "a\nÄÖÜ\n".encode() + b"caf\xe9\n"
    assert refused(data) == Refusal(Reason.MIXED_ENCODINGS, line=3)
    assert found(data, Encoding.CP1252).encoding is Encoding.CP1252


def test_two_bytes_that_happen_to_be_utf_8_make_no_utf_8() -> None:
    data = "Él dijo: «CAFÉ», señor\n".encode("cp1252")
    assert found(data) == FoundEncoding(Encoding.CP1252, Evidence.GUESSED)


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"PK\x03\x04\x14\x00[Content_Types].xml", "xlsx"),
        (b"PK\x03\x04\x14\x00deals.csv", "zip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00", "xls"),
        (b"%PDF-1.7\n", "pdf"),
        (b"\x1f\x8b\x08\x00", "gzip"),
        (b"\n <!DOCTYPE html>", "html"),
        (b"<table><tr><td>", "html"),
        (codecs.BOM_UTF32_LE + "a,b".encode("utf-32-le"), "utf-32"),
        (codecs.BOM_UTF32_BE + "a,b".encode("utf-32-be"), "utf-32"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x03", ""),
    ],
)
def test_other_kinds_of_files_are_named(data: bytes, what: str) -> None:
    assert refused(data) == Refusal(Reason.NOT_TEXT, what=what)
    if what:
        assert refused(data, Encoding.LATIN_1) == Refusal(Reason.NOT_TEXT, what=what)


def test_a_zero_in_utf_8_is_left_to_the_reader() -> None:
    assert found(b"a,b\n1,\x002\n") == FoundEncoding(Encoding.UTF_8, Evidence.PLAIN)


@given(st.binary(), st.sampled_from([None, *Encoding]))
def test_any_bytes_get_an_encoding_that_reads_them_or_a_refusal(data: bytes, chosen: Encoding | None) -> None:
    try:
        encoding = found(data, chosen)
    except RefusedError:
        return
    data[encoding.mark :].decode(encoding.encoding)
