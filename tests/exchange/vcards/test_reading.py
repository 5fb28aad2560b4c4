"""vCards as they should be and as they come: folds, charsets, escapes, and cards that are broken."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.contacts import Birthday, Contact
from exchange.vcards.reading import AddressBook, Refused, Why, read_vcards


def card(*lines: str, version: str = "3.0", end: str = "\r\n") -> str:
    return end.join(("BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", ""))


def read(*lines: str, version: str = "3.0") -> Contact:
    book = read_vcards(card(*lines, version=version).encode())
    assert book.refused == ()
    (contact,) = book.contacts
    return contact


def names(book: AddressBook) -> list[str]:
    return [contact.name for contact in book.contacts]


def test_a_folded_line_goes_on_after_one_space() -> None:
    assert read("FN:Ana So", " usa", "NOTE:a long", "  note").note == "a long note"
    assert read("FN:Ana So", " usa").name == "Ana Sousa"
    assert read("FN:Ana So", "\tusa", version="4.0").name == "Ana Sousa"


def test_in_2_1_the_space_of_a_fold_belongs_to_the_text() -> None:
    assert read("FN:Ana", " Sousa", version="2.1").name == "Ana Sousa"


def test_quoted_printable_goes_on_after_its_soft_break() -> None:
    contact = read(
        "FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:J=C3=BCrgen=",
        "=20Gro=C3=9F",
        "EMAIL:j@example.com",
        version="2.1",
    )
    assert (contact.name, contact.emails) == ("Jürgen Groß", ("j@example.com",))


@pytest.mark.parametrize(("charset", "codec"), [("ISO-8859-1", "latin-1"), ("windows-1251", "cp1251")])
def test_a_card_may_name_its_charset(charset: str, codec: str) -> None:
    name = "Жанна" if codec == "cp1251" else "Zoë"
    data = card(f"FN;CHARSET={charset}:{name}", version="2.1").encode(codec)
    assert names(read_vcards(data)) == [name]


def test_a_charset_that_is_none_or_does_not_hold_is_no_mishap() -> None:
    assert names(read_vcards(card("FN;CHARSET=KLINGON:Zoë").encode())) == ["Zoë"]
    assert names(read_vcards(card("FN;CHARSET=US-ASCII:Zoë").encode())) == ["Zoë"]
    assert names(read_vcards(card("FN:Zoë").encode("cp1252"))) == ["Zoë"]


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_a_file_may_come_in_any_encoding(codec: str) -> None:
    data = (card("FN:Zoë Müller", "TEL:030 123") + card("FN:René")).encode(codec)
    assert names(read_vcards(data)) == ["Zoë Müller", "René"]


def test_a_fold_may_part_a_character() -> None:
    data = card("FN:Zoë").encode().replace("ë".encode(), b"\xc3\r\n \xab")
    assert names(read_vcards(data)) == ["Zoë"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\r\r\n"])
def test_a_line_may_end_as_it_likes(end: str) -> None:
    assert names(read_vcards(card("FN:Ana", "PHOTO;ENCODING=b:AAAA", " BBBB", end=end).encode())) == ["Ana"]


@pytest.mark.parametrize("picture", [("/9j/4AAQ", "", ""), (" AAAA", " BBBB=", ""), ("AAAA", "BBBB")])
def test_pictures_are_left_out(picture: tuple[str, ...]) -> None:
    contact = read("FN:Ana", "PHOTO;ENCODING=BASE64;TYPE=JPEG:", *picture, "TEL:1", version="2.1")
    assert (contact.name, contact.phones) == ("Ana", ("1",))


def test_a_group_before_a_property_changes_nothing() -> None:
    assert read("item1.EMAIL;type=pref:a@example.com", "item1.X-ABLabel:x").emails == ("a@example.com",)


def test_what_is_preferred_comes_first() -> None:
    mails = read("EMAIL:b@example.com", "EMAIL;PREF=2:c@example.com", "EMAIL;TYPE=pref:a@example.com").emails
    assert mails == ("a@example.com", "c@example.com", "b@example.com")


def test_an_address_is_taken_once_and_in_lower_case() -> None:
    assert read("FN:A", "EMAIL:A@Example.com", "EMAIL:mailto:a@example.com", "EMAIL:no address").emails == (
        "a@example.com",
    )


def test_fax_and_pager_are_no_phones() -> None:
    assert read("TEL;TYPE=WORK,FAX:1", "TEL;FAX:2", "TEL;PAGER:3", "TEL;CELL:4").phones == ("4",)


def test_a_name_without_its_full_form_is_put_together() -> None:
    assert read("N:Sousa;Ana;Maria;Dr.;MBA").name == "Dr. Ana Maria Sousa MBA"
    contact = read("FN:  ", "N:Sousa;Ana")
    assert (contact.name, contact.given_name, contact.family_name) == ("Ana Sousa", "Ana", "Sousa")


def test_escapes_are_taken_back() -> None:
    contact = read(r"FN:Dahl\, Henrik", r"ORG:Dahl\; Sons;Sales", r"NOTE:one\ntwo\\three\Nfour")
    assert (contact.name, contact.organisation) == ("Dahl, Henrik", "Dahl; Sons")
    assert contact.note == "one\ntwo\\three\nfour"


def test_a_colon_inside_quotes_ends_nothing() -> None:
    assert read('TEL;X-ID="a:b;c";TYPE=CELL:123').phones == ("123",)


def test_an_address_with_and_without_a_region() -> None:
    assert (
        read("FN:A", "ADR:;;Main St 1;Austin;TX;12345;USA").postal_address
        == "Main St 1\nAustin, TX 12345\nUSA"
    )
    assert read("FN:A", "ADR:;;Weg 1;Bonn;;53111;").postal_address == "Weg 1\n53111 Bonn"


@pytest.mark.parametrize(
    ("text", "birthday"),
    [
        ("1980-03-22", Birthday(3, 22, 1980)),
        ("19800322T000000Z", Birthday(3, 22, 1980)),
        ("--0322", Birthday(3, 22)),
        ("--03-22", Birthday(3, 22)),
        ("in spring", None),
        ("1980-13-40", None),
    ],
)
def test_birthdays(text: str, birthday: Birthday | None) -> None:
    assert read("FN:A", f"BDAY:{text}").birthday == birthday


def test_a_card_inside_a_card_is_left_out() -> None:
    data = card("FN:Ana", "AGENT:", "BEGIN:VCARD", "FN:Her agent", "END:VCARD", "TEL:1", version="2.1")
    (contact,) = read_vcards(data.encode()).contacts
    assert (contact.name, contact.phones) == ("Ana", ("1",))


BROKEN = [
    (card("FN:Ana").replace("END:VCARD\r\n", ""), Refused(5, 5, Why.NO_END)),
    (card("FN:Ana", "this is no property"), Refused(5, 8, Why.NO_PROPERTY)),
    (card("FN:Ana", version="9.0"), Refused(5, 5, Why.UNKNOWN_VERSION)),
    (card("CATEGORIES:nobody"), Refused(5, 5, Why.NOBODY)),
    ("scribbles\r\nmore scribbles\r\n", Refused(5, 5, Why.OUTSIDE)),
]


@pytest.mark.parametrize(("broken", "refused"), BROKEN, ids=lambda each: getattr(each, "why", ""))
def test_a_broken_card_is_refused_with_its_line_and_the_others_are_kept(
    broken: str, refused: Refused
) -> None:
    book = read_vcards((card("FN:Before") + broken + card("FN:After")).encode())
    assert names(book) == ["Before", "After"]
    assert book.refused == (refused,)


def test_a_note_nobody_folded_goes_on_with_its_lines() -> None:
    contact = read("FN:Ana", "NOTE:first line", "second line, with words", "EMAIL:a@example.com")
    assert contact.note == "first line\nsecond line, with words"
    assert contact.emails == ("a@example.com",)


def test_a_card_without_a_name_is_kept_for_its_address() -> None:
    contact = read("EMAIL:a@example.com")
    assert (contact.name, contact.is_somebody) == ("", True)


@pytest.mark.parametrize(
    "lines", [["NOTE:x"] + [" y"] * 100_000, ["NOTE:x"] + ["junk"] * 50_000, ["TEL" + ';"' * 50_000 + ":x"]]
)
def test_a_card_of_any_length_is_soon_done_with(lines: list[str]) -> None:
    (contact,) = read_vcards("\n".join(["BEGIN:VCARD", "FN:Ana", *lines, "END:VCARD"]).encode()).contacts
    assert contact.name == "Ana"


def test_nothing_holds_nobody() -> None:
    assert read_vcards(b"") == AddressBook((), ())
    assert read_vcards(b"\r\n\r\n") == AddressBook((), ())


@given(st.binary(max_size=400))
def test_no_bytes_raise_anything(data: bytes) -> None:
    read_vcards(data)
    read_vcards(b"BEGIN:VCARD\r\n" + data + b"\r\nEND:VCARD\r\n")
    read_vcards(b"BEGIN:VCARD\r\nVERSION:2.1\r\nFN;ENCODING=QUOTED-PRINTABLE:" + data + b"\r\nEND:VCARD\r\n")


PLAIN = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S"]), min_size=1, max_size=60)


@given(PLAIN, PLAIN, st.integers(10, 75))
def test_what_is_written_and_folded_is_what_is_read(name: str, note: str, width: int) -> None:
    def escaped(text: str) -> str:
        return text.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;")

    def folded(line: str) -> str:
        return "\r\n ".join(line[at : at + width] for at in range(0, len(line), width))

    contact = read(folded(f"FN:{escaped(name)}"), folded(f"NOTE:{escaped(note)}"))
    assert contact == read(f"FN:{escaped(name)}", f"NOTE:{escaped(note)}")
    assert "".join(contact.note.split()) == "".join(read(f"FN:x{escaped(note)}").name[1:].split())
