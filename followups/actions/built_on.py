"""What has been done since to the rows a change wrote: what builds on it, and what merely moved them."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Model, Q, QuerySet

from accounts.changes import Change, Snapshot
from accounts.models import Absence
from followups.changes_about import changes_about
from followups.models import FollowUp
from prospects.models import Prospect

# What moves a row on its own, or clears it away: it does not build on whatever made the row.
MERE_MOVES = ("fade", "re_pick", "go_away", "come_back", "bring_home", "spread_out")
# How many of the newest acts are looked through.
LOOKED_THROUGH = 50


def keys_in(change: Change, model: type[Model]) -> list[UUID]:
    """The rows of one model that a change touched."""
    keys = [key.partition(":") for key, _row in change.after]
    return [UUID(pk) for label, _colon, pk in keys if label == model._meta.label_lower]


def moved_since(change: Change, owners: Iterable[UUID]) -> dict[str, Snapshot]:
    """By row, the columns that were set since by mere moves; `owners` are those whose planning it touched."""
    rows, owners = keys_in(change, FollowUp), list(owners)
    absences = Absence.objects.filter(user__in=owners).values("pk")
    about = Q(object_id__in=[*rows, *owners]) | Q(object_id__in=absences)
    moves = Q(action__in=MERE_MOVES) | Q(undoes__action__in=MERE_MOVES)
    found: dict[str, Snapshot] = {}
    for move in Change.objects.filter(about, moves, at__gte=change.at).order_by("at"):
        for key, row in move.after:
            found[key] = {**found.get(key, {}), **(row or {})}
    return found


def what_built_on(change: Change, key: str) -> Change | None:
    """The newest act since that changed the row `key`, else any row of the change; None if there is none."""
    later = list(_since(change))
    keys = [name for name, _row in change.after]
    for wanted in ([key], keys):
        for act in later:
            stood = dict(act.before)
            if any(stood.get(name) for name in wanted):
                return act
    return next((act for act in later if act.at > change.at), None)


def _since(change: Change) -> "QuerySet[Change]":
    """What was done since to the people a change is about, newest first; what was taken back is not."""
    about = Q(pk__in=[])
    for person in Prospect.objects.filter(pk__in=people_in(change)):
        about |= Q(pk__in=changes_about(person).values("pk"))
    acts = Change.objects.filter(about, at__gte=change.at, undone_by__isnull=True)
    acts = acts.exclude(pk=change.pk).exclude(action="undo").select_related("actor")
    return acts.order_by("-at")[:LOOKED_THROUGH]


def people_in(change: Change) -> set[UUID]:
    """The people a change was about."""
    snapshots = (dict(change.before) | dict(change.after)).values()
    named = {UUID(row["prospect_id"]) for row in snapshots if row and row.get("prospect_id")}
    follow_ups = FollowUp.objects.filter(pk__in=keys_in(change, FollowUp))
    return named | set(keys_in(change, Prospect)) | set(follow_ups.values_list("prospect_id", flat=True))
