"""Pure: address books as tables, of Google, Outlook and LinkedIn, told apart by their headers."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from common.text import clean_line, clean_text
from exchange.contacts import (
    Birthday,
    Contact,
    addresses,
    full_name,
    lines_of,
    no_addresses,
    numbers,
    postal_lines,
)
from exchange.dates import days_of
from exchange.folding import plain

Row = Mapping[str, str | None]

_SEVERAL = " ::: "  # Google: several values in one cell
_MOST_OF_A_KIND = 9  # E-mail 1 to E-mail 9
# A preamble is a few lines long; a header further down is no header.
_LONGEST_PREAMBLE = 15
_YEARLESS = re.compile(r"\s*--(\d{2})-(\d{2})\s*\Z")


@dataclass(frozen=True)
class ContactTable:
    """Whose address book it is, and how a row of it is read; `marks` must all be among the headers."""

    code: str
    name: str
    marks: tuple[tuple[str, ...], ...]
    read: Callable[["Cells"], Contact]

    def fits(self, headers: Iterable[str]) -> bool:
        """Whether a file with these headers is such a book."""
        there = frozenset(map(plain, headers))
        return any(there.issuperset(map(plain, marks)) for marks in self.marks)


class Cells:
    """The cells of a row by folded header; what is not there is empty."""

    def __init__(self, row: Row) -> None:
        self._cells = {plain(header): text or "" for header, text in row.items() if header}

    def line(self, *headers: str) -> str:
        """The first of these cells that is not empty, on one line."""
        return next(filter(None, (clean_line(self.text(header)) for header in headers)), "")

    def text(self, header: str) -> str:
        """A cell as it is."""
        return self._cells.get(plain(header), "")

    def each(self, *headers: str) -> list[str]:
        """Every value of these cells, in their order."""
        return [part for header in headers for part in self.text(header).split(_SEVERAL)]

    def numbered(self, pattern: str) -> list[str]:
        """Every value of "E-mail 1 - Value", "E-mail 2 - Value" and so on."""
        return self.each(*(pattern.format(number) for number in range(1, _MOST_OF_A_KIND + 1)))


def recognise_contacts(headers: Iterable[str]) -> ContactTable | None:
    """Whose address book has these headers; None if nobody's we know."""
    headers = list(headers)
    return next((table for table in TABLES if table.fits(headers)), None)


def find_contacts(lines: Iterable[Sequence[str]]) -> tuple[int, ContactTable] | None:
    """The line (from 0) where an address book's header stands, past any preamble, and whose book it is."""
    for place, line in zip(range(_LONGEST_PREAMBLE), lines, strict=False):
        if table := recognise_contacts(line):
            return place, table
    return None


def read_contact(table: ContactTable, row: Row) -> Contact | None:
    """A row as a contact; None if it tells of nobody (LinkedIn keeps rows of people who left)."""
    contact = table.read(Cells(row))
    return contact if contact.is_somebody else None


def _google(cells: Cells) -> Contact:
    given = cells.line("First Name", "Given Name")
    family = cells.line("Last Name", "Family Name")
    middle = cells.line("Middle Name", "Additional Name")
    return Contact(
        name=cells.line("Name")
        or full_name(cells.line("Name Prefix"), given, middle, family, cells.line("Name Suffix"))
        or cells.line("File As", "Nickname"),
        given_name=given,
        family_name=family,
        organisation=_first_value(cells, "Organization Name", "Organization 1 - Name"),
        title=_first_value(cells, "Organization Title", "Organization 1 - Title"),
        emails=addresses(cells.numbered("E-mail {} - Value")),
        no_addresses=no_addresses(cells.numbered("E-mail {} - Value")),
        phones=numbers(cells.numbered("Phone {} - Value")),
        postal_address=_google_address(cells),
        note=clean_text(cells.text("Notes")),
        birthday=_birthday(cells.text("Birthday")),
        urls=lines_of(cells.numbered("Website {} - Value")),
        language=cells.line("Language"),
        labels=lines_of(label.lstrip("* ") for label in cells.each("Labels", "Group Membership")),
    )


def _first_value(cells: Cells, *headers: str) -> str:
    return next(filter(None, map(clean_line, cells.each(*headers))), "")


def _google_address(cells: Cells) -> str:
    if whole := cells.text("Address 1 - Formatted").split(_SEVERAL)[0].strip():
        return clean_text(whole)
    parts = [
        cells.text(f"Address 1 - {part}").split(_SEVERAL)[0]
        for part in ("PO Box", "Extended Address", "Street", "City", "Region", "Postal Code", "Country")
    ]
    return postal_lines(parts[:3], *parts[3:])


def _outlook(cells: Cells) -> Contact:
    mails = cells.each("E-mail Address", "E-mail 2 Address", "E-mail 3 Address")
    given, family = cells.line("First Name"), cells.line("Last Name")
    name = full_name(cells.line("Title"), given, cells.line("Middle Name"), family, cells.line("Suffix"))
    return Contact(
        name=name if given or family else "",
        given_name=given,
        family_name=family,
        organisation=cells.line("Company"),
        title=cells.line("Job Title"),
        emails=addresses(mails),
        no_addresses=no_addresses(mails),
        phones=numbers(
            cells.each(
                "Primary Phone",
                "Business Phone",
                "Mobile Phone",
                "Business Phone 2",
                "Company Main Phone",
                "Home Phone",
                "Home Phone 2",
                "Other Phone",
            )
        ),
        postal_address=_outlook_address(cells, "Business") or _outlook_address(cells, "Home"),
        note=clean_text(cells.text("Notes")),
        birthday=_birthday(cells.text("Birthday")),
        urls=lines_of(cells.each("Web Page", "Personal Web Page")),
        language=cells.line("Language"),
        labels=lines_of(cells.text("Categories").split(";")),
    )


def _outlook_address(cells: Cells, where: str) -> str:
    streets = [cells.text(f"{where} {part}") for part in ("Address PO Box", "Street", "Street 2", "Street 3")]
    country = cells.line(f"{where} Country/Region", f"{where} Country")
    city, region, code = (cells.line(f"{where} {part}") for part in ("City", "State", "Postal Code"))
    # A country alone is no address: Outlook fills it in by itself.
    return postal_lines(streets, city, region, code, country) if any(streets) or city else ""


def _linkedin(cells: Cells) -> Contact:
    given, family = cells.line("First Name"), cells.line("Last Name")
    name = full_name(given, family)
    return Contact(
        name=name,
        given_name=given,
        family_name=family,
        # Without a name or an address there is nobody, whatever stands beside.
        organisation=cells.line("Company") if name or cells.line("Email Address") else "",
        title=cells.line("Position"),
        emails=addresses(cells.each("Email Address")),
        no_addresses=no_addresses(cells.each("Email Address")),
        urls=lines_of(cells.each("URL")),
    )


def _birthday(text: str) -> Birthday | None:
    if match := _YEARLESS.match(text):
        return Birthday(int(match[1]), int(match[2]))
    day = days_of(text).only
    return Birthday(day.month, day.day, day.year) if day else None


TABLES = (
    ContactTable(
        "linkedin",
        "LinkedIn",
        (("First Name", "Last Name", "Email Address", "Company", "Position", "Connected On"),),
        _linkedin,
    ),
    ContactTable(
        "google",
        "Google Contacts",
        (
            ("First Name", "Last Name", "E-mail 1 - Value"),
            ("First Name", "Last Name", "Organization Name", "Labels"),
            ("Given Name", "Family Name", "E-mail 1 - Value"),
            ("Given Name", "Family Name", "Group Membership"),
        ),
        _google,
    ),
    ContactTable(
        "outlook",
        "Outlook",
        (
            ("First Name", "Last Name", "E-mail Address"),
            ("First Name", "Last Name", "Company", "Business Phone"),
        ),
        _outlook,
    ),
)
