"""The file of one person, a ZIP: everything stored about them as JSON, and as a page to read and to print.

Both may be given to them. The page is in words anybody knows; the JSON names tables and columns as they are.
"""

import io
import json
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.db.models import DateField, DateTimeField, Field, Model
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.functional import Promise as LazyText
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from common.days import plain_day_and_year
from exchange.person_rows import Record, records_of
from followups.models import FollowUp
from prospects.models import Loss, Prospect

FORMAT = "lostdeals.person/1"
# In the order in which one reads them.
HEADINGS: dict[str, LazyText] = {
    "prospects.prospect": gettext_lazy("The person"),
    "prospects.mergedprospect": gettext_lazy("Rows that became part of this one"),
    "prospects.prospecttopic": gettext_lazy("What matters to them"),
    "prospects.deal": gettext_lazy("What was offered"),
    "prospects.loss": gettext_lazy("What they decided, and why"),
    "prospects.feedback": gettext_lazy("What they say themselves"),
    "prospects.exitask": gettext_lazy("What they were asked"),
    "prospects.furtherreason": gettext_lazy("Further reasons"),
    "prospects.losscompetitor": gettext_lazy("Who else offered"),
    "prospects.personbehind": gettext_lazy("Who else was in it"),
    "prospects.permission": gettext_lazy("What they agreed to, and took back"),
    "prospects.promise": gettext_lazy("What was promised"),
    "prospects.wakeup": gettext_lazy("What they wait for"),
    "followups.followupplan": gettext_lazy("The plan"),
    "followups.followup": gettext_lazy("Planned and done"),
    "followups.touch": gettext_lazy("What happened between us"),
    "followups.handover": gettext_lazy("In a colleague's care"),
    "followups.handoverstep": gettext_lazy("From hand to hand"),
    "followups.erasurenotice": gettext_lazy("How long they are kept"),
    "nurture.sending": gettext_lazy("Useful things by mail"),
    "prospects.mailkey": gettext_lazy("The link to unsubscribe"),
    "prospects.suppressedaddress": gettext_lazy("Not written to any more"),
    "outbox.delivery": gettext_lazy("Mail sent to them"),
    "accounts.change": gettext_lazy("Who changed what, and when"),
}
# Columns by the words of whoever it is about: the page may be given to them.
LABELS: dict[str, LazyText] = {
    "deal": gettext_lazy("Offer"),
    "loss": gettext_lazy("Decision"),
    "plan": gettext_lazy("Plan"),
    "hand_over": gettext_lazy("In a colleague's care"),
    "follow_up": gettext_lazy("Planned"),
}
# Columns nobody reads; the JSON has them.
UNREAD = frozenset({"id", "version", "position", "before", "after", "object", "plan_id", "plan_is"})
# Rows others point at, and the columns that name them to a reader: what it was, and when.
NAMED: dict[type[Model], tuple[str, str]] = {
    Loss: ("conversation", "said_on"),
    FollowUp: ("kind", "due_on"),
}


@dataclass(frozen=True)
class Section:
    """One table to read: its heading, and each row as lines of a label and a text."""

    heading: str
    rows: tuple[tuple[tuple[str, str], ...], ...]


def person_file(person: Prospect, reader: User, now: datetime) -> bytes:
    """The ZIP: `person.json` and `person.html`."""
    records = records_of(person, reader)
    made = {"format": FORMAT, "made_at": now.isoformat(), "person": str(person.pk), "tables": records}
    context = {
        "name": person.name,
        "made": plain_day_and_year(now.astimezone(reader.zone()).date()),
        "sections": list(_sections(records, person, reader)),
        "language": translation.get_language(),
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("person.json", json.dumps(made, ensure_ascii=False, indent=1))
        archive.writestr("person.html", render_to_string("exchange/person.html", context))
    return packed.getvalue()


def file_name(person: Prospect) -> str:
    """A name that every disk takes, made of theirs as far as its letters go."""
    return f"{slugify(person.name)[:60] or 'person'}.zip"


def _sections(records: dict[str, list[Record]], person: Prospect, reader: User) -> Iterator[Section]:
    named = _named(records, reader)
    for label, heading in HEADINGS.items():
        if rows := records.get(label):
            told = (_told(row, person, named) for row in rows)
            lines = tuple(tuple(_lines(label, row, reader)) for row in told)
            yield Section(str(heading), lines)


def _named(records: dict[str, list[Record]], reader: User) -> dict[str, str]:
    """Each no and each follow-up by its id, in words."""
    return {
        row["id"]: ", ".join(_text(_field(model, name), row[name], reader) for name in columns)
        for model, columns in NAMED.items()
        for row in records.get(model._meta.label_lower, [])
    }


def _told(record: Record, person: Prospect, named: dict[str, str]) -> Record:
    """A row without the column that says whose it is (all of them are theirs), what it points at in words."""
    told = dict(record)
    if told.get("prospect_id") == str(person.pk):
        del told["prospect_id"], told["prospect_is"]
    for name, pk in record.items():
        if name.endswith("_id") and pk in named:
            told[f"{name.removesuffix('_id')}_is"] = named[pk]
    if told.get("loss_id") and told["loss_id"] not in named:
        # The no of somebody who named them: not about them.
        del told["loss_id"], told["loss_is"]
    return told


def _lines(label: str, record: Record, reader: User) -> Iterable[tuple[str, str]]:
    """The columns that say something, in words."""
    model = apps.get_model(label)
    for name, value in record.items():
        if value in (None, "", False, []) or name in UNREAD or f"{name.removesuffix('_id')}_is" in record:
            continue
        field = _field(model, name.removesuffix("_is"))
        yield _label(field, name), _text(field, value, reader)


def _field(model: type[Model], name: str) -> "Field[Any, Any] | None":
    return next((field for field in model._meta.concrete_fields if name in {field.name, field.attname}), None)


def _label(field: "Field[Any, Any] | None", name: str) -> str:
    told = LABELS.get(name.removesuffix("_is"))
    text = str(told or (field.verbose_name if field else name.replace("_", " ")))
    return text[:1].upper() + text[1:]


def _text(field: "Field[Any, Any] | None", value: object, reader: User) -> str:
    if isinstance(field, DateTimeField):
        at = datetime.fromisoformat(str(value)).astimezone(reader.zone())
        return _("%(day)s, %(clock)s") % {"day": plain_day_and_year(at.date()), "clock": f"{at:%H:%M}"}
    if isinstance(field, DateField):
        return plain_day_and_year(date.fromisoformat(str(value)))
    choices = {str(code): str(words) for code, words in (field.flatchoices if field else ())}
    return _("yes") if value is True else choices.get(str(value), str(value))
