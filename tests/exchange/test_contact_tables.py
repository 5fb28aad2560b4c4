"""Address books as tables: known by their headers, read as people."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.contact_tables import TABLES, ContactTable, find_contacts, read_contact, recognise_contacts
from exchange.contacts import Birthday, Contact
from tests.exchange.real_files import lines_of, needs_real_files

GOOGLE = {
    "First Name": "Ana",
    "Middle Name": "",
    "Last Name": "Sousa",
    "Organization Name": "Sousa & Filhos ::: Clube",
    "Organization Title": "CEO",
    "Birthday": "--03-22",
    "Notes": "likes\nbees",
    "Labels": "Clients ::: * myContacts",
    "E-mail 1 - Label": "* Work",
    "E-mail 1 - Value": "Ana@sousa.example ::: ana@home.example",
    "E-mail 2 - Value": "third@sousa.example",
    "Phone 1 - Value": "+351 1 ::: +351 2",
    "Address 1 - Street": "Rua 1",
    "Address 1 - City": "Porto",
    "Address 1 - Postal Code": "4000",
    "Website 1 - Value": "https://sousa.example",
}
OUTLOOK = {
    "Title": "Dr.",
    "First Name": "Henrik",
    "Last Name": "Dahl",
    "Company": "Dahl Verktøy AS",
    "Job Title": "Head of purchasing",
    "Business Street": "Storgata 1",
    "Business City": "Oslo",
    "Business Postal Code": "0155",
    "Business Country/Region": "Norway",
    "Business Phone": "22 33",
    "Mobile Phone": "99 88",
    "E-mail Address": "henrik@dahl.example",
    "E-mail 2 Address": "dahl@home.example",
    "Birthday": "0/0/00",
    "Notes": "",
    "Categories": "Clients;Friends",
}


def read(row: Mapping[str, str]) -> Contact:
    table = recognise_contacts(row)
    assert table is not None
    contact = read_contact(table, row)
    assert contact is not None
    return contact


def people(*path: str) -> tuple[ContactTable, list[Contact | None]]:
    lines = lines_of("contacts", *path)
    found = find_contacts(lines)
    assert found is not None
    place, table = found
    rows = (dict(zip(lines[place], line, strict=False)) for line in lines[place + 1 :] if any(line))
    return table, [read_contact(table, row) for row in rows]


def test_google_in_full() -> None:
    assert read(GOOGLE) == Contact(
        name="Ana Sousa",
        given_name="Ana",
        family_name="Sousa",
        organisation="Sousa & Filhos",
        title="CEO",
        emails=("ana@sousa.example", "ana@home.example", "third@sousa.example"),
        phones=("+351 1", "+351 2"),
        postal_address="Rua 1\n4000 Porto",
        note="likes\nbees",
        birthday=Birthday(3, 22),
        urls=("https://sousa.example",),
        labels=("Clients", "myContacts"),
    )


def test_outlook_in_full() -> None:
    assert read(OUTLOOK) == Contact(
        name="Dr. Henrik Dahl",
        given_name="Henrik",
        family_name="Dahl",
        organisation="Dahl Verktøy AS",
        title="Head of purchasing",
        emails=("henrik@dahl.example", "dahl@home.example"),
        phones=("22 33", "99 88"),
        postal_address="Storgata 1\n0155 Oslo\nNorway",
        labels=("Clients", "Friends"),
    )


def test_a_title_alone_is_no_name_and_a_country_alone_no_address() -> None:
    empty = dict.fromkeys(OUTLOOK, "") | {"Title": "Dr.", "Business Country/Region": "Norway"}
    table = recognise_contacts(empty)
    assert table is not None
    assert read_contact(table, empty) is None


@needs_real_files
def test_google_s_older_headers_are_known() -> None:
    table, (jerry, zoe) = people("google_contacts", "google_contacts.csv")
    assert table.code == "google"
    assert jerry == Contact(
        name="Jerry Mathis",
        given_name="Jerry",
        family_name="Mathis",
        organisation="Example Partners",
        title="Founder",
        emails=("jerry@example.com",),
        phones=("(757) 555-0101",),
    )
    assert zoe is not None
    assert (zoe.name, zoe.emails) == ("Zoë, Smith", ("zoe@example.com",))


@needs_real_files
@pytest.mark.parametrize(
    ("path", "count", "first"),
    [
        (("linkedin", "Connections.csv"), 10, "Alice Johnson"),
        (("google_contacts", "linkedin_connections.csv"), 2, "Jerry Mathis"),
    ],
)
def test_linkedin_s_preamble_is_skipped(path: tuple[str, ...], count: int, first: str) -> None:
    table, found = people(*path)
    assert table.code == "linkedin"
    assert len(found) == count
    assert found[0] is not None
    assert found[0].name == first


@needs_real_files
def test_linkedin_s_people_without_an_address_are_kept() -> None:
    _, found = people("linkedin", "Connections.csv")
    carol = next(each for each in found if each and each.name == "Carol Davis")
    assert (carol.emails, carol.organisation, carol.title) == ((), "BigCo", "VP Engineering")
    assert carol.urls == ("https://linkedin.com/in/caroldavis",)


def test_linkedin_s_rows_of_nobody_are_left_out() -> None:
    (linkedin,) = (table for table in TABLES if table.code == "linkedin")
    assert (
        read_contact(linkedin, {"First Name": "", "Company": "BigCo", "Connected On": "07 Feb 2022"}) is None
    )


def test_other_tables_are_nobody_s_address_book() -> None:
    assert recognise_contacts(["First Name", "Last Name", "Email"]) is None
    assert recognise_contacts([]) is None
    assert find_contacts([["Notes:"], ["a", "b"]]) is None
    assert find_contacts([["x"]] * 15 + [list(OUTLOOK)]) is None


@given(st.sampled_from(TABLES), st.dictionaries(st.sampled_from([*GOOGLE, *OUTLOOK]), st.text(max_size=30)))
def test_no_cells_raise_anything(table: ContactTable, row: dict[str, str]) -> None:
    read_contact(table, row)
