"""Address books phones and mail programs wrote: names, mails and phones as the eye reads them."""

from pathlib import Path

import pytest

from exchange.contacts import Birthday, Contact
from exchange.vcards.reading import AddressBook, read_vcards
from tests.exchange.real_files import DATA, needs_real_files

pytestmark = needs_real_files
FOLDER = DATA / "contacts" / "vcard"

# Read off the files by a person: name, organisation, e-mails, phones to talk on (no fax, no pager).
BY_EYE: dict[str, list[tuple[str, str, list[str], list[str]]]] = {
    "gmail-list.vcf": [
        ("Arnold Smith", "", ["asmithk@gmail.com"], []),
        ("Chris Beatle", "", ["chrisy55d@yahoo.com"], []),
        ("Doug White", "", ["dwhite@gmail.com"], []),
    ],
    "gmail-single.vcf": [
        ("Greg Dartmouth", "TheCompany", ["gdartmouth@hotmail.com"], ["555 555 1111", "555 555 2222"])
    ],
    "gmail-single2.vcf": [
        (
            "VCard Test",
            "TheCompany",
            [
                "email@example.com",
                "homeemail@example.com",
                "workemail@example.com",
                "otheremail@example.com",
                "customcategory@example.com",
            ],
            [f"555555{number}" for number in (1111, 1112, 1113, 1114, 1115, 1116, 1119, 1121)],
        )
    ],
    "issue114.vcf": [
        ("Dummy, Dummy", "Dummy GmbH", ["dummy.dummy@dummy.com"], ["+49 1234 56789", "+49 9876 54321"])
    ],
    "rfc2426-example.vcf": [
        (
            "Frank Dawson",
            "Lotus Development Corporation",
            ["frank_dawson@lotus.com", "fdawson@earthlink.net"],
            ["+1-919-676-9515"],
        ),
        ("Tim Howes", "Netscape Communications Corp.", ["howes@netscape.com"], ["+1-415-937-3419"]),
    ],
    "rfc6350-example.vcf": [
        (
            "Simon Perreault",
            "Viagenie",
            ["simon.perreault@viagenie.ca"],
            ["+1-418-656-9254 ext. 102", "+1-418-262-6501"],
        )
    ],
    "fullcontact.vcf": [
        (
            "Prefix FirstName MiddleName LastName Suffix",
            "Organization1",
            [f"{kind}@example.com" for kind in ("home", "work", "school", "other", "custom")],
            [f"555-555-{number}" for number in (1111, 1112, 1113, 1114, 1115, 1118, 1119)],
        )
    ],
    "outlook-2003.vcf": [
        ("John Doe III", "Company, The", ["jdoe@hotmail.com"], ["BusinessPhone", "HomePhone", "MobilePhone"])
    ],
    "outlook-2007.vcf": [
        (
            "Mr. Michael Angstadt Jr.",
            "TheCompany",
            ["mike.angstadt@gmail.com"],
            ["(111) 555-1111", "(111) 555-2222", "(111) 555-4444"],
        )
    ],
    "John_Doe_BLACK_BERRY.vcf": [("John Doe", "Acme Solutions", [], ["+96123456789"])],
    "John_Doe_EVOLUTION.vcf": [
        ("Mr. John Richter, James Doe Sr.", "IBM", ["john.doe@ibm.com"], ["905-666-1234", "905-555-1234"])
    ],
    "John_Doe_GMAIL.vcf": [
        ("Mr. John Richter, James Doe Sr.", "IBM", ["john.doe@ibm.com"], ["905-555-1234", "905-666-1234"])
    ],
    "John_Doe_IPHONE.vcf": [
        (
            "Mr. John Richter James Doe Sr.",
            "IBM",
            ["john.doe@ibm.com"],
            ["905-555-1234", "905-666-1234", "905-777-1234", "905-222-1234"],
        )
    ],
    "John_Doe_LOTUS_NOTES.vcf": [
        (
            "Mr. Doe John I Johny",
            "IBM",
            ["john.doe@ibm.com", "billy_bob@gmail.com"],
            ["+1 (212) 204-34456"],
        )
    ],
    "John_Doe_MAC_ADDRESS_BOOK.vcf": [
        (
            "Mr. John Richter,James Doe Sr.",
            "IBM",
            ["john.doe@ibm.com"],
            ["905-777-1234", "905-666-1234", "905-555-1234", "905-222-1234"],
        )
    ],
    "John_Doe_MS_OUTLOOK.vcf": [
        ("Mr. John Richter James Doe Sr.", "IBM", ["john.doe@ibm.cm"], ["(905) 555-1234", "(905) 666-1234"])
    ],
    "thunderbird-MoreFunctionsForAddressBook-extension.vcf": [
        (
            "John Doe",
            "TheOrganization",
            [
                "doe.john@hotmail.com",
                "additional-email@company.com",
                "additional-email1@company.com",
                "additional-email2@company.com",
                "additional-email3@company.com",
            ],
            ["555-555-1111", "555-555-2222", "555-555-5555"],
        )
    ],
    "John_Doe_ANDROID.vcf": [
        ("", "", ["john.doe@company.com"], []),
        ("", "", ["jane.doe@company.com"], []),
        ("Ñ Ñ Ñ Ñ Ñ", "", [], ["123456789"]),
        ("Ñ Ñ Ñ Ñ Ñ Ñ Ñ Ñ Ñ Ñ Ñ", "", [], ["123456", "234567", "3456789", "45678901"]),
        ("Ñ Ñ Ñ Ñ", "Ñ" * 12, ["bob@company.com"], ["123456"]),
        ("ÑÑÑÑ", "Ñ" * 44, ["henry@company.com"], ["55556666"]),
    ],
}


def book(name: str) -> AddressBook:
    return read_vcards((FOLDER / name).read_bytes())


def only(name: str) -> Contact:
    (contact,) = book(name).contacts
    return contact


@pytest.mark.parametrize("name", BY_EYE)
def test_names_mails_and_phones_are_those_the_eye_reads(name: str) -> None:
    read = book(name)
    assert read.refused == ()
    assert [
        (each.name, each.organisation, list(each.emails), list(each.phones)) for each in read.contacts
    ] == BY_EYE[name]


def test_every_file_of_the_folder_was_checked() -> None:
    assert {path.name for path in FOLDER.glob("*.vcf")} == set(BY_EYE)


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.vcf")), ids=lambda path: path.name)
def test_cut_off_anywhere_a_file_still_raises_nothing(path: Path) -> None:
    data = path.read_bytes()
    for end in range(0, len(data), max(1, len(data) // 60)):
        read_vcards(data[:end])


def test_a_letter_can_be_addressed() -> None:
    assert only("outlook-2003.vcf").postal_address.splitlines() == [
        "TheOffice",
        "123 Main St",
        "Austin, TX 12345",
        "United States of America",
    ]
    assert only("issue114.vcf").postal_address.splitlines()[-3:] == [
        "Dummy-Dummy-Strasse 1",
        "61352 Bad Homburg",
        "Germany",
    ]


def test_notes_keep_their_lines() -> None:
    assert only("outlook-2003.vcf").note == "This is the note field!!\nSecond line\n\nThird line is empty"
    assert only("fullcontact.vcf").note == "Notes line 1\nNotes line 2"
    assert only("outlook-2007.vcf").note.splitlines()[2].startswith("But I'm not sure because there's")


def test_birthdays_languages_and_zones_are_read_where_they_stand() -> None:
    simon = only("rfc6350-example.vcf")
    assert (simon.birthday, simon.language, simon.time_zone) == (Birthday(2, 3), "fr", "-0500")
    assert only("gmail-single.vcf").birthday == Birthday(9, 10, 1960)
    assert only("John_Doe_GMAIL.vcf").urls == ("http://www.ibm.com",)
