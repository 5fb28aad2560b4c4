"""The audit trail of a team for its managers: who did what to whom and when, newest first."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.apps import apps
from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from accounts.changes import Change, label_of
from accounts.models import Invitation, User
from desk.mail_list import readable_by
from desk.mail_words import kind_name, moment
from desk.trail_details import Detail, details, named_in
from desk.trail_words import GROUPS, UNDO, what_was_done
from desk.what_was_done import BY_THEMSELVES
from followups.kinds import Kind
from followups.models import FollowUp
from outbox.models import Delivery
from prospects.conversations import ExitConversation
from prospects.labels import CHIPS

PAGE = 40
THE_APP = "app"
PERIODS = ("7", "30", "365")


@dataclass(frozen=True)
class TrailFilters:
    """What the address of the list asks for."""

    who: str = ""
    kind: str = ""
    days: str = ""
    before: str = ""

    def address(self, **changes: str) -> str:
        """The query string for the same filters with some changed."""
        values = {**vars(self), **changes}
        return urlencode({name: value for name, value in values.items() if value})


@dataclass(frozen=True)
class TrailRow:
    """One act: what, by whom, when, about whom (with the way there), and what it changed."""

    id: UUID
    what: str
    who: str
    at: datetime
    when: str
    about: str
    url: str
    details: list[Detail]
    is_erased: bool


@dataclass(frozen=True)
class TrailPage:
    """A page of acts and the address of the next one, if there is one."""

    rows: list[TrailRow]
    following: str


def filters_from(query: Any, team_id: UUID) -> TrailFilters:
    """Read the filters of an address; what isn't known is left out."""
    who, kind, days, before = (query.get(name, "") for name in ("who", "kind", "days", "before"))
    return TrailFilters(
        who=who if who == THE_APP or _is_member(who, team_id) else "",
        kind=kind if kind in GROUPS else "",
        days=days if days in PERIODS else "",
        before=before if _key(before) else "",
    )


def trail_page(user: User, filters: TrailFilters, now: datetime) -> TrailPage:
    """The acts that fit, newest first. Debriefs are their author's own: nobody else reads of them."""
    found = _wanted(user, filters, now).select_related("actor", "undoes")
    changes = list(found.order_by("-at", "-pk")[: PAGE + 1])
    following = ""
    if len(changes) > PAGE:
        last = changes[PAGE - 1]
        following = filters.address(before=f"{last.at.isoformat()}|{last.pk}")
    return TrailPage(_rows(changes[:PAGE], user, now), following)


def _wanted(user: User, filters: TrailFilters, now: datetime) -> "QuerySet[Change]":
    debrief = FollowUp.objects.filter(pk=OuterRef("object_id"), kind=Kind.DEBRIEF)
    theirs = Q(actor__isnull=True) | ~Q(actor=user)
    changes = Change.objects.filter(team_id=user.team_id).exclude(theirs & Exists(debrief))
    if filters.who:
        by_app = Q(actor__isnull=True)
        changes = changes.filter(by_app if filters.who == THE_APP else Q(actor=filters.who))
    if filters.kind:
        actions = list(GROUPS[filters.kind][1])
        changes = changes.filter(Q(action__in=actions) | Q(action=UNDO, undoes__action__in=actions))
    if filters.days:
        changes = changes.filter(at__gte=now - timedelta(days=int(filters.days)))
    if key := _key(filters.before):
        at, pk = key
        changes = changes.filter(Q(at__lt=at) | Q(at=at, pk__lt=pk))
    return changes


def _rows(changes: list[Change], user: User, now: datetime) -> list[TrailRow]:
    objects, named = _objects(changes), named_in(changes)
    readable = _readable(changes, user)
    return [_row(change, objects.get(change.object_id), named, readable, user, now) for change in changes]


def _row(
    change: Change,
    about: Model | None,
    named: Mapping[UUID, str],
    readable: set[UUID],
    user: User,
    now: datetime,
) -> TrailRow:
    row = about if isinstance(about, FollowUp) else None
    hidden = isinstance(about, Delivery) and about.pk not in readable
    return TrailRow(
        id=change.pk,
        what=what_was_done(change, row),
        who=_who(change, user),
        at=change.at,
        when=moment(change.at, user, now),
        about=_name(change, about),
        url=URLS[change.object_type](about) if about and not hidden and change.object_type in URLS else "",
        details=details(change, named),
        is_erased=change.erased_at is not None,
    )


def _who(change: Change, user: User) -> str:
    if change.actor is None:
        return _("they themselves") if change.action in BY_THEMSELVES else _("the app")
    return _("you") if change.actor == user else change.actor.get_full_name()


def _name(change: Change, about: Model | None) -> str:
    """What it was about: as it was called then; where nobody wrote that down, as it is called now."""
    if change.erased_at:
        return ""
    if isinstance(about, Delivery):
        return kind_name(about)
    if isinstance(about, Invitation):
        return about.address
    if change.object_type == "prospects.teamline":
        return str(CHIPS.get(ExitConversation(change.label.partition(" ")[0]), "")) if change.label else ""
    return change.label or (label_of(about) if about else "")


def _objects(changes: Iterable[Change]) -> dict[UUID, Model]:
    """What the changes were about, as far as it is still there; a query for each kind of it."""
    wanted: dict[str, set[UUID]] = {}
    for change in changes:
        wanted.setdefault(change.object_type, set()).add(change.object_id)
    found: dict[UUID, Model] = {}
    for label, keys in wanted.items():
        model = apps.get_model(label)
        named_after = getattr(model, "named_after", "")
        rows = model._default_manager.select_related(*([named_after] if named_after else []))
        found |= rows.in_bulk(list(keys))
    return found


def _readable(changes: Iterable[Change], user: User) -> set[UUID]:
    mails = [change.object_id for change in changes if change.object_type == Delivery._meta.label_lower]
    return set(readable_by(user).filter(pk__in=mails).values_list("pk", flat=True)) if mails else set()


def _person(row: Any) -> str:
    return reverse("desk:prospect", args=[row.prospect_id])


# Where the way leads from what a change was about.
URLS: dict[str, Callable[[Any], str]] = {
    "accounts.team": lambda row: reverse("desk:settings"),
    "followups.followup": lambda row: reverse("desk:followup", args=[row.pk]),
    "followups.followupplan": _person,
    "library.topic": lambda row: reverse("desk:wake_ups"),
    "outbox.delivery": lambda row: reverse("desk:one_mail", args=[row.pk]),
    "prospects.deal": lambda row: reverse("desk:deal", args=[row.pk]),
    "prospects.loss": _person,
    "prospects.lossreason": lambda row: reverse("desk:reasons"),
    "prospects.prospect": lambda row: reverse("desk:prospect", args=[row.pk]),
    "prospects.teamline": lambda row: reverse("desk:lines"),
}


def _is_member(text: str, team_id: UUID) -> bool:
    try:
        return User.objects.filter(team_id=team_id, pk=UUID(text)).exists()
    except ValueError:
        return False


def _key(text: str) -> tuple[datetime, UUID] | None:
    """Where a page goes on: moment and act the one before ended with; None for what is no such place."""
    at, _bar, pk = text.partition("|")
    try:
        moment_read, change = parse_datetime(at), UUID(pk)
    except ValueError:
        return None
    return (moment_read, change) if moment_read and moment_read.tzinfo else None
