"""Puts the mail with something useful into words; a glance before it leaves shows the mail itself."""

import re
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.translation import override

from accounts.models import User
from common.days import plain_day_and_year
from followups.contact_history import history_of
from followups.mailed_items import mail_permission, source_to_name
from library.models import ValueItem
from nurture import words
from nurture.models import Sending
from outbox.message import UnusableAddress, address, header_text
from prospects.exit_lines import LineFacts, fill
from prospects.greeting import salute
from prospects.lines import FIRST_LINE_REFERRED, language_for, text_in
from prospects.models import Prospect

_BLANK_LINE = re.compile(r"\n\s*\n")


@dataclass(frozen=True)
class Composed:
    """The mail as it arrives. `paragraphs` stand before the item, `item_text` in place of its link.

    `stop_url` and `change_url` are empty as long as it has no key: nothing is made by looking at it.
    """

    language: str
    subject: str
    from_name: str
    reply_to: str
    greeting: str
    paragraphs: tuple[str, ...]
    item_title: str
    item_url: str
    item_text: tuple[str, ...]
    signed: str
    team: str
    postal_address: str
    why: str
    noted: str
    stop: str
    change: str
    stop_url: str = ""
    change_url: str = ""


def language_of(person: Prospect) -> str:
    """The language they are written to: theirs if we speak it, else that of whoever looks after them."""
    with override(person.owner.language):
        return language_for(person.language)


def compose(sending: Sending, mail_key: str = "") -> Composed:
    """The mail of a sending as it would leave now. Prospect, owners, team and item should be loaded."""
    person = sending.prospect
    language = language_of(person)
    signs = who_signs(sending)
    team = person.team
    return Composed(
        language=language,
        subject=sending.subject or sending.item.title,
        from_name=text_in(language, words.FROM) % {"name": signs.name, "team": team.public_name},
        reply_to=_reply_to(person.owner),
        greeting=salute(person.name, person.form_of_address, language),
        paragraphs=tuple(_paragraphs(sending, language)),
        item_title=sending.item.title,
        item_url=link_of(sending),
        item_text=paragraphs_of(sending.item.text),
        signed=signs.name,
        team=team.public_name,
        postal_address=team.postal_address,
        why=_why(person, language),
        noted=text_in(language, words.NOTED) if is_counted(sending) else "",
        stop=text_in(language, words.STOP),
        change=text_in(language, words.CHANGE),
        stop_url=f"{settings.SITE_URL}/unsubscribe/{mail_key}/" if mail_key else "",
        change_url=f"{settings.SITE_URL}/preferences/{mail_key}/" if mail_key else "",
    )


def who_signs(sending: Sending) -> User:
    """Whose mail it is: the holder's; the first one in a colleague's care is still the salesperson's."""
    return sending.prospect.owner if sending.introduces else sending.owner


def is_counted(sending: Sending) -> bool:
    """Whether its link leads over our page that notes that it was opened."""
    return sending.prospect.team.counts_opens and bool(sending.item.page())


def link_of(sending: Sending) -> str:
    """Where its link leads; empty for an item that is a text."""
    return f"{settings.SITE_URL}/go/{sending.link_key}/" if is_counted(sending) else sending.item.page()


def paragraphs_of(text: str) -> tuple[str, ...]:
    """A text in its paragraphs."""
    return tuple(part.strip() for part in _BLANK_LINE.split(text) if part.strip())


def first_reason(item: ValueItem, topics: list[str], person: Prospect) -> str:
    """Why it is for them, to begin from; empty where they share nothing: then a person says it."""
    if not topics:
        return ""
    return text_in(language_of(person), words.THOUGHT_OF_YOU) % {"topic": topics[0]}


def _paragraphs(sending: Sending, language: str) -> list[str]:
    person, said = sending.prospect, []
    source = source_to_name(person, history_of(person, but_touch=sending.touch_id))
    if source:
        said.append(fill(text_in(language, FIRST_LINE_REFERRED), LineFacts(referrer=source)))
    if sending.introduces:
        named = {"colleague": sending.introduces.taker.name}
        said.append(text_in(language, words.INTRODUCTION) % named)
    return [*said, *([sending.relevance] if sending.relevance else []), *paragraphs_of(sending.words)]


def _reply_to(user: User) -> str:
    """Where an answer goes; of an address that is none its words: the glance shows them, no mail leaves."""
    try:
        return str(address(user.email, user.name))
    except UnusableAddress:
        return header_text(user.email)


def _why(person: Prospect, language: str) -> str:
    permission = mail_permission(person)
    if permission is None:
        return ""
    return text_in(language, words.AGREED) % {"day": _day_in(language, permission.given_on)}


def _day_in(language: str, day: date) -> str:
    with override(language):
        return plain_day_and_year(day)
