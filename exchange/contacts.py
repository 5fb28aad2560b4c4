"""Pure: a person as an address book tells of them, wherever that book comes from."""

from collections.abc import Iterable
from dataclasses import dataclass

from common.text import clean_line


@dataclass(frozen=True)
class Birthday:
    """A day of the year, with the year where the book knows it."""

    month: int
    day: int
    year: int | None = None


@dataclass(frozen=True)
class Contact:
    """One person of an address book; what the book does not say is empty.

    `name` may be empty: an address without a name is worth offering, and has to be named by somebody.
    `line` is where it began in its file, counted from 1. E-mails and phones stand in order of preference.
    """

    name: str
    organisation: str = ""
    title: str = ""
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    postal_address: str = ""
    note: str = ""
    given_name: str = ""
    family_name: str = ""
    birthday: Birthday | None = None
    urls: tuple[str, ...] = ()
    language: str = ""
    time_zone: str = ""
    labels: tuple[str, ...] = ()
    no_addresses: tuple[str, ...] = ()  # what stands where e-mail addresses should and is none
    line: int = 0

    @property
    def is_somebody(self) -> bool:
        """Whether there is anything by which to know whom this is about."""
        return bool(self.name or self.organisation or self.emails or self.phones)


def addresses(texts: Iterable[str]) -> tuple[str, ...]:
    """The texts that can be e-mail addresses: lower case, without "mailto:", each once, in their order."""
    return _each_once(_address(text) for text in texts)


def no_addresses(texts: Iterable[str]) -> tuple[str, ...]:
    """The texts that cannot be e-mail addresses, on one line each, each once, in their order."""
    return _each_once(clean_line(text) for text in texts if not _address(text))


def numbers(texts: Iterable[str]) -> tuple[str, ...]:
    """Phone numbers on one line each, as they were written, each once, in their order."""
    return _each_once(clean_line(text) for text in texts)


def lines_of(texts: Iterable[str]) -> tuple[str, ...]:
    """Texts of one line, the empty ones left out, each once, in their order."""
    return _each_once(clean_line(text) for text in texts)


def full_name(*parts: str) -> str:
    """The parts of a name that are there, one space between them."""
    return clean_line(" ".join(parts))


def postal_lines(street: Iterable[str], city: str, region: str, code: str, country: str) -> str:
    """An address to write on an envelope: where there is a region, its code follows it, else it leads."""
    city, region, code = clean_line(city), clean_line(region), clean_line(code)
    place = full_name(code, city)
    if region:
        place = full_name(", ".join(filter(None, (city, region))), code)
    streets = [clean_line(line) for text in street for line in text.splitlines()]
    return "\n".join(filter(None, (*streets, place, clean_line(country))))


def _address(text: str) -> str:
    # Inside an address no space means anything: folded lines leave some there.
    address = "".join(clean_line(text).split()).lower().removeprefix("mailto:")
    before, at, after = address.rpartition("@")
    return address if before and at and after and "@" not in before else ""


def _each_once(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in texts if text))
