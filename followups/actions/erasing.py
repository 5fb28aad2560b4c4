"""Somebody is erased: plan, follow-ups, touches and facts go; nothing of it can be undone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _

from accounts.changes import row_key
from accounts.models import Team, normalise_email
from followups.actions.plans import lock_owners, owners_of_person
from followups.changes_about import changes_about
from followups.contact_history import closed_to_us
from followups.contacts import Closed
from followups.models import ErasureNotice, FollowUp, FollowUpPlan, HandOver, HandOverStep, Touch
from followups.scheduling import CHECK_IN_SPAN
from followups.search.keeping import forget
from prospects import actions as facts
from prospects.models import MergedProspect, Prospect
from prospects.permissions import standing_permissions, unsubscribed_on

# Their rows, in the order in which they can go, each with what says that it is theirs. A follow-up about
# them stands with whoever named them.
GOES: tuple[tuple[type[Model], tuple[str, ...]], ...] = (
    (Touch, ("prospect",)),
    (FollowUp, ("prospect", "plan__prospect", "referred", "promise__prospect", "wake_up__prospect")),
    (HandOverStep, ("hand_over__prospect", "hand_over__plan__prospect")),
    (HandOver, ("prospect", "plan__prospect")),
    (FollowUpPlan, ("prospect",)),
    (ErasureNotice, ("prospect",)),
)
NAMES = ("name", "also_called", "email")


@dataclass(frozen=True)
class Erased:
    """What has to be known to take the last traces away; it is kept nowhere.

    `keys` are the rows that are gone (`app.model:id`), `names` how they were called and written to.
    """

    person_id: UUID
    team: Team
    keys: frozenset[str]
    names: frozenset[str]
    addresses: frozenset[str]
    readers: frozenset[UUID]
    # Changes about whoever sits in their chair, who was called after them for a while.
    told_of_successors: frozenset[UUID]


@transaction.atomic
def erase_person(person: Prospect, *, now: datetime, objects: bool) -> Erased:
    """Take somebody out of every table of followups and prospects, and out of the search.

    `objects`: they do not want to be kept; a mark of their address stays, so that nobody writes to them. It
    stays in any case where they had asked for less. Raises Prospect.DoesNotExist when they are gone already.
    """
    lock_owners(owners_of_person(person, team_id=person.team_id))
    about = Prospect.objects.select_for_update(of=("self",)).select_related("team", "owner", "organisation")
    person = about.get(pk=person.pk)
    erased = _known_of(person)
    is_refused = objects or _asked_for_less(person)
    _let_go_of(person)
    for rows in _rows_about(person.pk):
        rows.delete()
    facts.rename_whoever_follows(person, _("Whoever follows"))
    facts.erase_facts(person)
    facts.forget_suppressed(person.team, erased.addresses)
    if is_refused:
        facts.mark_erased(person.team, erased.addresses, on=person.owner.today(now))
    forget([person.pk])
    return erased


def _rows_about(person_id: UUID) -> Iterable[QuerySet[Model]]:
    for model, paths in GOES:
        theirs = Q()
        for path in paths:
            theirs |= Q(**{path: person_id})
        yield model._default_manager.filter(pk__in=model._default_manager.filter(theirs).values("pk"))


def _known_of(person: Prospect) -> Erased:
    keys = {row_key(person)}
    for rows in (*_rows_about(person.pk), *facts.rows_about(person.pk)):
        keys |= {row_key(row) for row in rows.only("pk")}
    merged = MergedProspect.objects.filter(into=person).values_list("pk", flat=True)
    keys |= {f"{Prospect._meta.label_lower}:{pk}" for pk in merged}
    names, addresses = _called(person)
    if person.organisation and person.organisation.prospects.count() == 1:
        keys.add(row_key(person.organisation))
        names.add(person.organisation.name)
    readers = person.team.members.values_list("pk", flat=True)
    return Erased(
        person.pk,
        person.team,
        frozenset(keys),
        frozenset(names),
        frozenset(addresses),
        frozenset(readers),
        frozenset(_told_of_successors(person)),
    )


def _told_of_successors(person: Prospect) -> Iterable[UUID]:
    for successor in person.successors.all():
        for change in changes_about(successor).filter(erased_at__isnull=True):
            if person.name in f"{change.label} {change.before} {change.after}":
                yield change.pk


def _called(person: Prospect) -> tuple[set[str], set[str]]:
    """How they are and were called, and their addresses, as far as the trail tells."""
    rows = [{name: getattr(person, name) for name in NAMES}]
    own = _keys(person)
    for before, after in changes_about(person).values_list("before", "after"):
        rows += [row for key, row in (*before, *after) if row and key in own]
    names = {row[name] for row in rows for name in NAMES if row.get(name)}
    return names, {normalise_email(row["email"]) for row in rows if row.get("email")}


def _keys(person: Prospect) -> set[str]:
    """Their row, and those that were merged into it."""
    merged = person.merged.values_list("pk", flat=True)
    return {f"{Prospect._meta.label_lower}:{pk}" for pk in (person.pk, *merged)}


def _asked_for_less(person: Prospect) -> bool:
    """Whether anything stands against writing to them: a stop, a suppressed address, an unsubscribe, a no."""
    is_closed = closed_to_us(person) in {Closed.STOPPED, Closed.SUPPRESSED, Closed.NO}
    return is_closed or unsubscribed_on(standing_permissions(person)) is not None


def _let_go_of(person: Prospect) -> None:
    """Rows of others that stand on theirs: who stood behind a no of theirs keeps a plan, with a window of its
    own; what somebody else did stays, without what it was about."""
    theirs = Q(loss__prospect=person, loss__deal__prospect=person)
    plans = FollowUpPlan.objects.filter(theirs).exclude(prospect=person)
    for plan in plans.order_by("pk"):
        first, last = plan.window_from or CHECK_IN_SPAN[0], plan.window_to or CHECK_IN_SPAN[1]
        FollowUpPlan.objects.filter(pk=plan.pk).update(loss=None, window_from=first, window_to=last)
    for model in (FollowUp, Touch):
        rows = model._default_manager.filter(theirs).exclude(prospect=person)
        model._default_manager.filter(pk__in=list(rows.values_list("pk", flat=True))).update(loss=None)
    touches = Touch.objects.exclude(prospect=person)
    touches.filter(plan__prospect=person).update(plan=None)
    about_them = FollowUp.objects.filter(Q(prospect=person) | Q(referred=person) | Q(plan__prospect=person))
    touches.filter(follow_up__in=about_them).update(follow_up=None)
