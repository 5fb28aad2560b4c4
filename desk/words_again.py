"""The words of a no that was taken back, for the form of the right person: everything but who it was.

They are read from the audit trail, as they stood when the no was taken back.
"""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import translation

from accounts.changes import Change, Snapshot
from accounts.models import User
from desk.forms.asks import WORDS_OF
from desk.forms.person import TOPIC_FIELDS
from followups.kinds import Kind
from insights.models import Debrief
from library.models import Topic
from prospects.conversations import AskKind
from prospects.models import Competitor, Organisation, Prospect
from prospects.titles import default_title

Rows = dict[str, Snapshot]

# Columns of the no by the name of their field.
OF_THE_NO = {
    "conversation": "conversation", "reason": "reason_id", "in_their_words": "in_their_words",
    "said_on": "said_on", "told_by": "told_by", "told_to": "told_to_id", "delegated_to": "delegated_to",
    "stage": "stage", "source": "source", "good_deal": "good_deal", "likelihood": "likelihood",
    "needs": "needs", "timing": "timing", "budget": "budget", "next_contact": "next_contact_words",
    "next_contact_on": "next_contact_on", "next_contact_manner": "next_contact_manner", "notes": "notes",
}  # fmt: skip
OF_THE_DEAL = {
    "deal_value": "value", "deal_currency": "currency", "tender_award_on": "award_on",
    "tender_debrief_by": "debrief_by",
}  # fmt: skip
OF_THE_PROMISE = {"promise": "what", "promise_on": "promised_for", "promise_every": "every_weeks"}
OF_THE_CONDITION = {
    "wake_up_kind": "kind", "wake_up": "what", "wake_up_on": "happens_on", "notice_on": "notice_on",
}  # fmt: skip
OF_THE_PERSON = (
    "personal_cues", "wanted_from_our_time", "pace", "priority", "form_of_address", "postal_address",
    "country", "region", "language", "time_zone",
)  # fmt: skip
YES = "True"


def taken_back(user: User, pk: UUID) -> Change:
    """The no `user` logged or took back, by the change that logged it; raises Change.DoesNotExist."""
    logged = Change.objects.filter(team_id=user.team_id, action="record_no", undone_by__isnull=False)
    change = logged.select_related("undone_by").get(pk=pk)
    if user.pk not in {change.actor_id, change.undone_by.actor_id}:
        raise Change.DoesNotExist
    return change


def words_of(change: Change, viewer: User) -> dict[str, Any]:
    """What the form of a no begins with, by the names of its fields; who it was is left out."""
    rows = _as_it_stood(change)
    before: dict[str, Snapshot | None] = dict(change.before)
    _key, loss = next(_of(rows, "prospects.loss"))
    found = _named(loss, OF_THE_NO)
    found |= _ticked(loss, {"is_decision_maker": "by_decision_maker", "right_but_early": "right_but_early"})
    found["offer_made"] = "yes" if loss["offer_made"] == YES else "no"
    found["lesson"] = _lesson(change, loss, viewer)
    for part in (_deal, _behind, _asks, _agreed, _person):
        found |= part(rows, before)
    return {name: value for name, value in found.items() if value not in (None, "", [])}


def debrief_again(user: User, pk: UUID | None) -> Snapshot | None:
    """What `user` had asked themselves about the no that this change logged, as it was taken back with it."""
    try:
        return _debrief(taken_back(user, pk), user) if pk else None
    except Change.DoesNotExist:
        return None


def _debrief(change: Change, viewer: User) -> Snapshot | None:
    gone: Rows = {key: row for key, row in change.undone_by.before if row}
    rows = (row for _key, row in _of(gone, Debrief._meta.label_lower))
    return next((row for row in rows if row["author_id"] == str(viewer.pk)), None)


def _lesson(change: Change, loss: Snapshot, viewer: User) -> str | None:
    """What `viewer` would do differently: their debrief as it was taken back with the no. In older changes
    it stands on the no, of whoever logged it."""
    if debrief := _debrief(change, viewer):
        return debrief["lesson"]
    gone: Rows = {key: row for key, row in change.undone_by.before if row}
    stood_on_the_no = any("lesson" in row for _key, row in _of(gone, "prospects.loss"))
    return loss.get("lesson") if stood_on_the_no and change.actor_id == viewer.pk else None


def _as_it_stood(change: Change) -> Rows:
    """The rows the no wrote, with the corrections that were taken back together with it."""
    rows: dict[str, Snapshot | None] = dict(change.after)
    corrections = Change.objects.filter(
        object_id=change.object_id, action="correct_no", undone_by__at=change.undone_by.at
    )
    for correction in corrections.order_by("at"):
        for key, row in correction.after:
            rows[key] = None if row is None else {**(rows.get(key) or {}), **row}
    return {key: row for key, row in rows.items() if row is not None}


def _of(rows: Rows, model: str) -> Iterator[tuple[str, Snapshot]]:
    return ((key, row) for key, row in rows.items() if key.startswith(f"{model}:"))


def _named(row: Snapshot, columns: dict[str, str]) -> dict[str, Any]:
    return {name: row.get(column) for name, column in columns.items()}


def _ticked(row: Snapshot, columns: dict[str, str]) -> dict[str, Any]:
    return {name: row.get(column) == YES for name, column in columns.items()}


def _deal(rows: Rows, before: dict[str, Snapshot | None]) -> dict[str, Any]:
    """A deal that was there before is the wrong person's."""
    key, row = next(_of(rows, "prospects.deal"))
    if before.get(key) is not None:
        return {}
    found = _named(row, OF_THE_DEAL) | _ticked(row, {"tender": "is_tender"})
    return found if row["title"] in _titles_by_default(row, rows) else found | {"deal_title": row["title"]}


def _titles_by_default(row: Snapshot, rows: Rows) -> set[str]:
    """What the deal is called when nobody said what was offered: it names the wrong person's firm."""
    person = rows.get(f"prospects.prospect:{row['prospect_id']}") or {}
    standing = Prospect.objects.select_related("organisation").filter(pk=row["prospect_id"] or "").first()
    if standing is None:
        firm = _name_of(Organisation, person.get("organisation_id"), rows)
        standing = Prospect(name=person.get("name") or "")
        standing.organisation = Organisation(name=firm) if firm else None
    titles = set()
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            titles.add(default_title(standing))
    return titles


def _behind(rows: Rows, _before: dict[str, Snapshot | None]) -> dict[str, Any]:
    named = [row for _key, row in _of(rows, "prospects.losscompetitor")]
    names = {row["competitor_id"]: _name_of(Competitor, row["competitor_id"], rows) for row in named}
    people = [row for _key, row in _of(rows, "prospects.personbehind")]
    return {
        "reasons": [row["reason_id"] for _key, row in _of(rows, "prospects.furtherreason")],
        "competitors": "\n".join(names.values()),
        "main_competitor": next((names[row["competitor_id"]] for row in named if row["is_main"] == YES), ""),
        "others": "\n".join(_line(row, rows) for row in people),
    }


def _line(row: Snapshot, rows: Rows) -> str:
    """Somebody behind the no, as one types them."""
    parts = [_name_of(Prospect, row["prospect_id"], rows), row["role"] or "", row["tone"] or ""]
    return "; ".join(parts).rstrip("; ")


def _asks(rows: Rows, _before: dict[str, Snapshot | None]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for _key, row in _of(rows, "prospects.exitask"):
        kind = AskKind(row["kind"] or "")
        found[f"ask_{kind}"] = row["answer"]
        if kind in WORDS_OF:
            found[WORDS_OF[kind]] = row["words"]
    given = [row for _key, row in _of(rows, "prospects.permission") if row["is_granted"] == YES]
    if given:
        found["permission_channels"] = [row["channel"] for row in given]
        found |= _named(
            given[0],
            {
                "permission_words": "words",
                "permission_strength": "strength",
                "permission_every": "every_weeks",
            },
        )
    for _key, row in _of(rows, "followups.followup"):
        # A row that was there before holds what changed in it alone.
        if row.get("kind") == Kind.REFERRAL and row.get("referred_id"):
            found |= _referral(row["referred_id"] or "", rows)
    return found


def _referral(pk: str, rows: Rows) -> dict[str, Any]:
    written = rows.get(f"prospects.prospect:{pk}") or {}
    return {
        "referral_name": _name_of(Prospect, pk, rows),
        "referral_organisation": _name_of(Organisation, written.get("organisation_id"), rows),
    }


def _agreed(rows: Rows, _before: dict[str, Snapshot | None]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for _key, row in _of(rows, "prospects.promise"):
        found |= _named(row, OF_THE_PROMISE)
    for _key, row in _of(rows, "prospects.wakeup"):
        if row["is_re_entry"] != YES:
            found |= _named(row, OF_THE_CONDITION)
    return found


def _person(rows: Rows, before: dict[str, Snapshot | None]) -> dict[str, Any]:
    """What the talk taught us about them; of notes that were added to, what was added."""
    _key, loss = next(_of(rows, "prospects.loss"))
    key = f"prospects.prospect:{loss['prospect_id']}"
    written, stood = rows.get(key, {}), before.get(key) or {}
    found = {
        name: (written[name] or "").removeprefix(stood.get(name) or "").strip()
        for name in OF_THE_PERSON
        if name in written
    }
    for name, kind in TOPIC_FIELDS.items():
        topics = [
            row["topic_id"] for _key, row in _of(rows, "prospects.prospecttopic") if row["kind"] == kind
        ]
        found[name] = ", ".join(_name_of(Topic, pk, rows) for pk in topics)
    return found


def _name_of(model: Any, pk: str | None, rows: Rows) -> str:
    """A row's name: as the no wrote it, or as it stands."""
    if not pk:
        return ""
    written = rows.get(f"{model._meta.label_lower}:{pk}") or {}
    return written.get("name") or next(iter(model.objects.filter(pk=pk).values_list("name", flat=True)), "")
