"""What a team does with its value items: add, change, put aside, offer again."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.changes import Change, Trail
from accounts.models import User
from common.submissions import SavedOtherwise, row_id
from common.text import clean_line, clean_text
from library.kinds import Form, Purpose
from library.models import TOPIC_LENGTH, ItemTopic, ValueItem
from library.topics import find_or_add_topic

# A link is for people to press: nothing that runs, nothing on the machine of whoever reads.
SCHEMES = frozenset({"http", "https"})
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(?!\d)")


@dataclass(frozen=True)
class ItemFacts:
    """A value item as it was typed; `topics` are names. A link, a text, or both."""

    title: str
    link: str = ""
    text: str = ""
    why: str = ""
    purpose: Purpose = Purpose.HELPFUL
    form: Form = Form.ARTICLE
    language: str = ""
    dated_on: date | None = None
    topics: tuple[str, ...] = ()


@transaction.atomic
def add_item(facts: ItemFacts, *, by: User, now: datetime, submission: str = "") -> ValueItem:
    """Add something worth sending to the library of the team.

    The same form (`submission` is its key) adds it once. Raises ValidationError, SavedOtherwise when the form
    was saved with another title.
    """
    values = _checked(facts)
    pk = row_id(by.pk, clean_line(submission), "add_item")
    if known := ValueItem.objects.filter(pk=pk).first():
        return _the_same(known, values)
    item = ValueItem(pk=pk, team=by.team, added_by=by, created_at=now, **values)
    trail = Trail(actor=by, team=by.team, now=now)
    try:
        with transaction.atomic():
            trail.create(item)
    except IntegrityError:
        # The same form, sent twice at once.
        if known := ValueItem.objects.filter(pk=pk).first():
            return _the_same(known, values)
        raise
    _set_topics(item, facts.topics, trail)
    trail.write("add_item", item)
    return item


def _the_same(known: ValueItem, values: dict[str, object]) -> ValueItem:
    if known.title != values["title"]:
        raise SavedOtherwise
    return known


@transaction.atomic
def edit_item(item: ValueItem, facts: ItemFacts, *, by: User, now: datetime) -> Change | None:
    """Save an item as typed; None when nothing changed. Raises ValidationError."""
    values = _checked(facts)
    fresh = ValueItem.objects.select_for_update().get(pk=item.pk)
    trail = Trail(actor=by, team=by.team, now=now)
    changed = {name: value for name, value in values.items() if getattr(fresh, name) != value}
    if changed:
        trail.update(fresh, **changed)
    _set_topics(fresh, facts.topics, trail)
    return trail.write("edit_item", fresh) if trail.after else None


@transaction.atomic
def set_archived(item: ValueItem, archived: bool, *, by: User, now: datetime) -> Change | None:
    """Offer an item no longer, or again; None when that was so already. What was sent stays."""
    fresh = ValueItem.objects.select_for_update().get(pk=item.pk)
    if (fresh.archived_at is not None) == archived:
        return None
    trail = Trail(actor=by, team=by.team, now=now)
    trail.update(fresh, archived_at=now if archived else None)
    return trail.write("archive_item" if archived else "restore_item", fresh)


def _checked(facts: ItemFacts) -> dict[str, object]:
    """The columns as they are stored; raises ValidationError in a sentence."""
    values: dict[str, object] = {
        "title": clean_line(facts.title),
        "link": _checked_link(facts.link),
        "text": clean_text(facts.text),
        "why": clean_text(facts.why),
        "purpose": facts.purpose,
        "form": facts.form,
        "language": clean_line(facts.language),
        "dated_on": facts.dated_on,
    }
    if not values["title"]:
        raise ValidationError({"title": _("What is it called?")})
    if not values["link"] and not values["text"]:
        raise ValidationError({"link": _("Paste a link, or write the text itself.")})
    return values


def _checked_link(typed: str) -> str:
    """A link that opens a page; what begins without a scheme gets the safe one."""
    link = clean_line(typed)
    if not link:
        return ""
    if not _SCHEME.match(link):
        link = f"https://{link}"
    try:
        parts = urlsplit(link)
        is_page = parts.scheme.lower() in SCHEMES and "." in (parts.hostname or "") and " " not in link
    except ValueError:
        is_page = False
    if not is_page or parts.username or parts.password:
        raise ValidationError({"link": _("That is no address of a page. It begins with https://.")})
    return link


def _set_topics(item: ValueItem, names: tuple[str, ...], trail: Trail) -> None:
    """What it is about is this, nothing else."""
    wanted = {name.casefold(): name for typed in names if (name := clean_line(typed)[:TOPIC_LENGTH])}
    standing = {row.topic.name.casefold(): row for row in item.topics.select_related("topic")}
    for key, row in standing.items():
        if key not in wanted:
            trail.deleted(row)
            row.delete()
    for key, name in wanted.items():
        if key not in standing and (topic := find_or_add_topic(name, item.team, trail=trail)):
            trail.create(ItemTopic(item=item, topic=topic))
