"""Pure: a vCard file as contacts. Our own reader: docs/decisions says why no library does."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

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
from exchange.vcards.lines import Card, Stray, cards, unfold
from exchange.vcards.properties import NoPropertyError, Property, read_property

VERSIONS = ("", "2.1", "3.0", "4.0")  # a card that says none is read as 3.0
# Nobody answers there.
_NOT_FOR_TALKING = frozenset({"FAX", "PAGER", "MODEM", "TELEX"})
_NOT_FOR_MAIL = frozenset({"X400", "TLX", "EWORLD", "MCIMAIL", "TELEX"})
# Free text whose author forgot to fold it: a line that is no property goes on with it.
_FREE_TEXT = frozenset({"NOTE", "LABEL", "COMMENT"})
_BIRTHDAY = re.compile(r"(?:(\d{4})-?|--)(\d{2})-?(\d{2})(?:T.*)?\Z")
_EXTENSION = re.compile(r";ext=", re.IGNORECASE)


class Why(StrEnum):
    """Why a card could not be taken."""

    NO_END = "no_end"
    UNKNOWN_VERSION = "unknown_version"
    NO_PROPERTY = "no_property"
    NOBODY = "nobody"
    OUTSIDE = "outside"


@dataclass(frozen=True)
class Refused:
    """A card that was not taken: where it begins, the line that is wrong, and why."""

    begins: int
    line: int
    why: Why


@dataclass(frozen=True)
class AddressBook:
    """What a file holds, in its order."""

    contacts: tuple[Contact, ...]
    refused: tuple[Refused, ...]


def read_vcards(data: bytes) -> AddressBook:
    """Every card of a vCard file. What is wrong with one says nothing about the others; raises nothing."""
    read = [_read(card) for card in cards(data)]
    return AddressBook(
        tuple(each for each in read if isinstance(each, Contact)),
        tuple(each for each in read if isinstance(each, Refused)),
    )


def _read(card: Card | Stray) -> Contact | Refused:
    if isinstance(card, Stray):
        return Refused(card.number, card.number, Why.OUTSIDE)
    if not card.is_whole:
        return Refused(card.number, card.number, Why.NO_END)
    if card.version not in VERSIONS:
        return Refused(card.number, card.number, Why.UNKNOWN_VERSION)
    read = _properties(card)
    if isinstance(read, Refused):
        return read
    contact = _contact(read, card.number)
    return contact if contact.is_somebody else Refused(card.number, card.number, Why.NOBODY)


def _properties(card: Card) -> list[Property] | Refused:
    """The properties of a card; lines that are none go on with the free text before them."""
    properties, further = list[Property](), list[bytes]()
    for line in unfold(card):
        try:
            found = read_property(line.text, line.number)
        except NoPropertyError:
            if not properties or properties[-1].name not in _FREE_TEXT:
                return Refused(card.number, line.number, Why.NO_PROPERTY)
            further.append(line.text)
            continue
        _go_on(properties, further)
        if found is not None:
            properties.append(found)
    _go_on(properties, further)
    return properties


def _go_on(properties: list[Property], further: list[bytes]) -> None:
    if further:
        properties[-1] = properties[-1].going_on(b"\n".join(further))
        further.clear()


def _contact(properties: list[Property], line: int) -> Contact:
    family, given, further, before, after = _name_parts(properties)
    mails = [each.text for each in _named(properties, "EMAIL", but=_NOT_FOR_MAIL)]
    return Contact(
        name=_first(properties, "FN") or full_name(before, given, further, family, after),
        given_name=given,
        family_name=family,
        organisation=_organisation(properties),
        title=_first(properties, "TITLE") or _first(properties, "ROLE"),
        emails=addresses(mails),
        no_addresses=no_addresses(mails),
        phones=numbers(_number(each) for each in _named(properties, "TEL", but=_NOT_FOR_TALKING)),
        postal_address=_postal_address(properties),
        note=clean_text("\n\n".join(dict.fromkeys(each.text for each in _named(properties, "NOTE")))),
        birthday=_birthday(properties),
        urls=lines_of(each.text for each in _named(properties, "URL")),
        language=_first(properties, "LANG"),
        time_zone=_first(properties, "TZ"),
        labels=lines_of(label for each in _named(properties, "CATEGORIES") for label in each.listed()),
        line=line,
    )


def _named(properties: Iterable[Property], name: str, *, but: frozenset[str] = frozenset()) -> list[Property]:
    """The properties of a name, the ones liked best first."""
    found = (each for each in properties if each.name == name and not each.types & but)
    return sorted(found, key=lambda each: each.preference)


def _first(properties: Iterable[Property], name: str) -> str:
    return next((text for each in _named(properties, name) if (text := clean_line(each.text))), "")


def _name_parts(properties: Iterable[Property]) -> list[str]:
    for each in _named(properties, "N"):
        return [clean_line(part) for part in each.components(5)[:5]]
    return [""] * 5


def _organisation(properties: Iterable[Property]) -> str:
    """The organisation without its departments."""
    names = (clean_line(each.components(1)[0]) for each in _named(properties, "ORG"))
    return next(filter(None, names), "")


def _number(each: Property) -> str:
    text = each.text.strip()
    if text.lower().startswith("tel:"):
        text = _EXTENSION.sub(" ext. ", text[4:])
    return text


def _postal_address(properties: Iterable[Property]) -> str:
    """The address a letter goes to: the one liked best, then the one at work, then the first."""
    found = _named(properties, "ADR")
    for each in sorted(found, key=lambda each: (each.preference, "WORK" not in each.types)):
        box, extended, street, city, region, code, country = each.components(7)[:7]
        if "\n" in box:  # a label of several lines that slipped in here
            box = ""
        if written := postal_lines((box, extended, street), city, region, code, country):
            return written
    return ""


def _birthday(properties: Iterable[Property]) -> Birthday | None:
    for each in _named(properties, "BDAY"):
        if match := _BIRTHDAY.match(each.text.strip()):
            month, day = int(match[2]), int(match[3])
            if 1 <= month <= 12 and 1 <= day <= 31:
                return Birthday(month, day, int(match[1]) if match[1] else None)
    return None
