"""What a card tells, by the columns a prospect has for it; what fits nowhere is counted, never cut."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from dataclasses import field as dataclass_field
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import dates
from django.utils.translation import gettext as _

from accounts.models import known_zones
from exchange.contacts import Birthday, Contact
from exchange.folding import plain
from exchange.people.codes import Unheld
from prospects.cards import Card, columns, same_number
from prospects.models import Prospect

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})?\Z")


@dataclass(frozen=True)
class Told:
    """A card, every address and number it has, and how many things had no place."""

    card: Card
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    unheld: dict[Unheld, int] = dataclass_field(default_factory=dict)

    def about(self, known: Card) -> "Told":
        """The same told of somebody known: of several addresses and numbers, the one that is theirs."""
        email = known.email if known.email in self.emails else self.card.email
        phone = next((one for one in self.phones if same_number(one, known.phone)), self.card.phone)
        return replace(self, card=replace(self.card, email=email, phone=phone))

    def named(self, name: str) -> "Told":
        """The same of somebody who was given a name."""
        return replace(self, card=replace(self.card, name=name)) if name else self

    def as_json(self) -> dict[str, Any]:
        """Plain values to keep; what is empty is left out."""
        card = {column: text for column, text in asdict(self.card).items() if text}
        return {"card": card, "emails": self.emails, "phones": self.phones, "unheld": self.unheld}


def told_from_json(kept: dict[str, Any]) -> Told:
    """What was kept."""
    unheld = {Unheld(code): int(count) for code, count in kept["unheld"].items()}
    return Told(Card(**kept["card"]), tuple(kept["emails"]), tuple(kept["phones"]), unheld)


def told_by(contact: Contact) -> Told:
    """What a contact tells; the birthday stands among the cues, in the language of whoever reads it in."""
    unheld = Counter[Unheld]()
    emails = tuple(filter(_can_be_written_to, contact.emails))
    language = contact.language if _LANGUAGE.match(contact.language) else ""
    zone = contact.time_zone if contact.time_zone in known_zones() else ""
    card = Card(
        name=contact.name,
        organisation=contact.organisation,
        title=contact.title,
        email=next(iter(emails), ""),
        phone=next((phone for phone in contact.phones if _fits("phone", phone)), ""),
        postal_address=contact.postal_address,
        personal_cues="\n".join(filter(None, _cues(contact, emails))),
        language=language,
        time_zone=zone,
    )
    unheld[Unheld.EMAILS] = len(emails) - bool(card.email)
    unheld[Unheld.PHONES] = len(contact.phones) - bool(card.phone)
    unheld[Unheld.URLS] = len(contact.urls)
    unheld[Unheld.LABELS] = len(contact.labels)
    unheld[Unheld.LANGUAGE] = bool(contact.language) - bool(language)
    unheld[Unheld.TIME_ZONE] = bool(contact.time_zone) - bool(zone)
    unheld[Unheld.TOO_LONG] = len(too_long := _too_long(card))
    card = replace(card, **dict.fromkeys(too_long, ""))
    return Told(card, emails, contact.phones, {code: count for code, count in unheld.items() if count})


def _cues(contact: Contact, emails: tuple[str, ...]) -> Iterator[str]:
    """What belongs into no other column; where an address should stand and none does, what stands there."""
    yield contact.note
    yield _birthday_text(contact.birthday)
    if wrong := [*contact.no_addresses, *(text for text in contact.emails if text not in emails)]:
        yield _("E-mail in the file: %(what)s") % {"what": ", ".join(wrong)}


def key_of(user_id: UUID, contact: Contact) -> str:
    """By what a card is known again, when the same person brings it again; says nothing to anybody else."""
    texts = (contact.name, contact.organisation, contact.title, contact.postal_address, contact.note)
    lists: Iterable[tuple[str, ...]] = (contact.emails, contact.phones)
    parts = ["contact", str(user_id), *map(plain, texts), *("\x1e".join(each) for each in lists)]
    parts.append(str(contact.birthday or ""))
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "replace")).hexdigest()


def _can_be_written_to(address: str) -> bool:
    try:
        validate_email(address)
    except ValidationError:
        return False
    return _fits("email", address)


def _too_long(card: Card) -> list[str]:
    return [column for column in columns() if not _fits(column, getattr(card, column))]


def _fits(column: str, text: str) -> bool:
    field: Any = Prospect._meta.get_field("name" if column == "organisation" else column)
    return field.max_length is None or len(text) <= field.max_length


def _birthday_text(birthday: Birthday | None) -> str:
    if birthday is None:
        return ""
    day = _("%(day)s %(month)s") % {"day": birthday.day, "month": dates.MONTHS[birthday.month]}
    return _("Birthday: %(day)s") % {"day": f"{day} {birthday.year}" if birthday.year else day}
