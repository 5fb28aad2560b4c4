"""Everything stored about one person, table by table, as plain values; only what is not theirs is left out.

What is not theirs: lessons and debriefs, which belong to whoever wrote them, and the key in their mails.
"""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import ForeignKey, Model, Q, QuerySet

from accounts.changes import Change
from accounts.models import User
from followups.changes_about import changes_about
from followups.kinds import Kind
from followups.models import ErasureNotice, FollowUp, FollowUpPlan, HandOver, HandOverStep, Touch
from nurture.models import Sending
from outbox.models import Delivery
from outbox.states import NEVER_SHOWN
from prospects.models import (
    Deal,
    ExitAsk,
    Feedback,
    FurtherReason,
    Loss,
    LossCompetitor,
    MailKey,
    MergedProspect,
    Permission,
    PersonBehind,
    Promise,
    Prospect,
    ProspectTopic,
    SuppressedAddress,
    WakeUp,
)

# Each table with the paths that lead from a row to the person.
TABLES: tuple[tuple[type[Model], tuple[str, ...]], ...] = (
    (Prospect, ("pk",)),
    (MergedProspect, ("into",)),
    (ProspectTopic, ("prospect",)),
    (Deal, ("prospect", "losses__prospect")),
    (Loss, ("prospect",)),
    (ExitAsk, ("loss__prospect",)),
    (Feedback, ("prospect",)),
    (FurtherReason, ("loss__prospect",)),
    (LossCompetitor, ("loss__prospect",)),
    (PersonBehind, ("prospect", "loss__prospect")),
    (Permission, ("prospect",)),
    (Promise, ("prospect",)),
    (WakeUp, ("prospect",)),
    (FollowUpPlan, ("prospect",)),
    (FollowUp, ("prospect", "referred")),
    (Touch, ("prospect",)),
    (HandOver, ("prospect",)),
    (HandOverStep, ("hand_over__prospect",)),
    (ErasureNotice, ("prospect",)),
    (MailKey, ("prospect",)),
    (Sending, ("prospect",)),
)
# Mail of ours names them too; what it said of others is not theirs.
OF_A_MAIL = ("id", "kind", "address", "state", "subject", "due_at", "sent_at", "body_text")
NOT_THEIRS: dict[type[Model], frozenset[str]] = {
    MailKey: frozenset({"key"}),
    Loss: frozenset({"submission"}),
    Permission: frozenset({"submission"}),
    Touch: frozenset({"submission"}),
    HandOver: frozenset({"submission"}),
    Sending: frozenset({"link_key"}),
}

# In what the trail kept of a row.
NEVER_TOLD = frozenset({"submission", "key", "link_key", "lesson", "note"})

Record = dict[str, Any]
Records = dict[str, list[Record]]


def records_of(person: Prospect, reader: User) -> Records:
    """Table -> its rows, oldest first where they have an age. `reader` is whoever takes the file."""
    found: Records = {}
    for model, paths in TABLES:
        rows = _theirs(model, paths, person).select_related(*_keys_of(model))
        found[model._meta.label_lower] = [_record(row, reader) for row in rows]
    stops = SuppressedAddress.objects.filter(team=person.team_id, address=person.email)
    found["prospects.suppressedaddress"] = [_record(row, reader) for row in stops]
    found["outbox.delivery"] = [_plain_row(row, OF_A_MAIL) for row in _mail_to(person)]
    ids = frozenset(row["id"] for rows in found.values() for row in rows)
    found["accounts.change"] = [_act(row, person, ids) for row in _acts(person)]
    return found


def _theirs(model: type[Model], paths: Iterable[str], person: Prospect) -> QuerySet[Any]:
    theirs = Q()
    for path in paths:
        theirs |= Q(**{path: person.pk})
    names = {field.name for field in model._meta.concrete_fields}
    order = [name for name in ("created_at", "logged_at", "at") if name in names]
    return model._default_manager.filter(theirs).distinct().order_by(*order, "pk")


def _keys_of(model: type[Model]) -> list[str]:
    return [field.name for field in model._meta.concrete_fields if isinstance(field, ForeignKey)]


def _mail_to(person: Prospect) -> QuerySet[Delivery]:
    """What was mailed to them; our own reminders are none of it."""
    to_them = Delivery.objects.filter(recipient__isnull=True, owner__team=person.team_id)
    to_them = to_them.exclude(kind__in=NEVER_SHOWN)
    rows = to_them.filter(address__iexact=person.email) if person.email else to_them.none()
    return rows.order_by("due_at", "pk")


def _acts(person: Prospect) -> QuerySet[Change]:
    return changes_about(person).select_related("actor").order_by("at", "pk")


def _record(row: Model, reader: User) -> Record:
    """A row with its columns as values; of what it points at the name stands beside the id."""
    hidden = NOT_THEIRS.get(type(row), frozenset()) | _kept_from(row, reader)
    record: Record = {}
    for field in row._meta.concrete_fields:
        if field.name in hidden or field.name == "team":
            continue
        record[field.attname] = plain(getattr(row, field.attname))
        if isinstance(field, ForeignKey) and record[field.attname]:
            record[f"{field.name}_is"] = str(getattr(row, field.name))
    return record


def _kept_from(row: Model, reader: User) -> frozenset[str]:
    """What somebody noted to themselves at a debrief is its author's own."""
    if isinstance(row, FollowUp) and row.kind == Kind.DEBRIEF and row.owner_id != reader.pk:
        return frozenset({"note"})
    return frozenset()


def _plain_row(row: Model, names: Iterable[str]) -> Record:
    return {name: plain(getattr(row, name)) for name in names}


def _act(change: Change, person: Prospect, ids: frozenset[str]) -> Record:
    """Who did what to which of their rows and when, with what stood there before and after."""
    return {
        "id": plain(change.pk),
        "at": plain(change.at),
        "actor": str(change.actor) if change.actor else None,
        "action": change.action,
        "object": f"{change.object_type}:{change.object_id}",
        "before": _told(change.before, str(person.pk), ids),
        "after": _told(change.after, str(person.pk), ids),
    }


def _told(rows: Iterable[tuple[str, Record | None]], person: str, ids: frozenset[str]) -> list[Any]:
    """The rows of a change without other people's, and without what is kept from whoever reads it.

    A lesson (it stood on the no once) and a note at a follow-up are not told: whose it was is not known any
    more.
    """
    return [
        [key, row and {name: value for name, value in row.items() if name not in NEVER_TOLD}]
        for key, row in rows
        if key.partition(":")[2] in ids or (row or {}).get("prospect_id") == person
    ]


def plain(value: Any) -> Any:
    """A value as JSON takes it, nothing lost."""
    if isinstance(value, UUID | Decimal):
        return str(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    return value
