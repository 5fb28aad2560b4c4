"""The link of COPY.md F, "so that I have it in writing": signed, without a row, and no key of a mail.

A mail key would have to be made when the words with the link are shown, and looking writes nothing.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from common.signed_links import Garbled, OtherKey, SignedLinks, instant_of, ticks
from prospects.models import MergedProspect, Prospect

LIFE = timedelta(days=90)
# The person, when it was made.
_LINKS = SignedLinks("nurture.confirming", ">16sQ")


@dataclass(frozen=True)
class Asked:
    """Whom a link is for; `is_over` when it is too old to act."""

    person: Prospect
    is_over: bool


def confirm_link(person: Prospect, *, now: datetime) -> str:
    """The whole address that somebody gets in a mail of ours, written by hand."""
    token = _LINKS.token(person.pk.bytes, ticks(now))
    return f"{settings.SITE_URL}{reverse('nurture:confirm', args=[token])}"


def asked_by(token: str, now: datetime) -> Asked | None:
    """Whom a token is for; None for any text that is nobody's."""
    try:
        pk, made_at = _LINKS.values(token)
    except (Garbled, OtherKey):
        return None
    person = _person(UUID(bytes=pk))
    return Asked(person, now - instant_of(made_at) > LIFE) if person else None


def _person(pk: UUID) -> Prospect | None:
    """Whoever it was made for, on the row that became of theirs."""
    people = Prospect.objects.select_related("team", "owner__team")
    if person := people.filter(pk=pk).first():
        return person
    merged = MergedProspect.objects.filter(pk=pk).first()
    return people.filter(pk=merged.into_id).first() if merged else None
