"""Whether what a row says fits the columns it is to stand in: nothing is ever cut to make it fit."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from prospects.models import Loss, Prospect
from prospects.models.columns import NAME_LENGTH
from prospects.new_no import NewNo, Offer, Who
from prospects.new_win import NewWin


class Part(StrEnum):
    """What of a row does not fit."""

    NAME = "name"
    ORGANISATION = "organisation"
    EMAIL = "email"
    PHONE = "phone"
    ROLE = "role"
    TITLE = "title"
    VALUE = "value"
    WORDS = "words"
    COMPETITOR = "competitor"
    STAGE = "stage"
    SOURCE = "source"
    NOTE = "note"


@dataclass(frozen=True)
class Unfit:
    """A part that does not fit, and how many characters there may be (0: it is not about that)."""

    part: Part
    most: int = 0


def _most(model: type[Prospect | Loss], column: str) -> int:
    length: int | None = getattr(model._meta.get_field(column), "max_length", None)
    if length is None:
        raise ValueError(f"{column} has no length")
    return length


_EMAIL, _PHONE, _ROLE = (_most(Prospect, column) for column in ("email", "phone", "title"))
_WORDS, _STAGE, _SOURCE, _NOTES = (
    _most(Loss, column) for column in ("in_their_words", "stage", "source", "notes")
)
_TOO_MUCH = Decimal(10) ** 12  # a deal's value has twelve digits before the point


def unfit(told: NewNo | NewWin) -> Unfit | None:
    """The first part of a row that does not fit; None if all of it does."""
    offer = told.offer if isinstance(told, NewNo) else Offer(title=told.title, value=told.value)
    if offer.value is not None and offer.value >= _TOO_MUCH:
        return Unfit(Part.VALUE)
    if told.who.email and not _is_address(told.who.email):
        return Unfit(Part.EMAIL)
    texts = [*_of_person(told.who), (Part.TITLE, offer.title, NAME_LENGTH)]
    texts += _of_no(told) if isinstance(told, NewNo) else []
    return next((Unfit(part, most) for part, text, most in texts if len(text) > most), None)


def _of_person(who: Who) -> list[tuple[Part, str, int]]:
    return [
        (Part.NAME, who.name, NAME_LENGTH),
        (Part.ORGANISATION, who.organisation, NAME_LENGTH),
        (Part.EMAIL, who.email, _EMAIL),
        (Part.PHONE, who.phone, _PHONE),
        (Part.ROLE, who.title, _ROLE),
    ]


def _of_no(no: NewNo) -> list[tuple[Part, str, int]]:
    return [
        (Part.WORDS, no.in_their_words, _WORDS),
        (Part.COMPETITOR, no.behind.main_competitor, NAME_LENGTH),
        (Part.STAGE, no.behind.stage, _STAGE),
        (Part.SOURCE, no.behind.source, _SOURCE),
        (Part.NOTE, no.notes, _NOTES),
    ]


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True
