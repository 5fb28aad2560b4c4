"""Correcting what is known of a person."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from accounts.changes import Change, Trail
from accounts.models import User
from followups.actions.plans import lock_owner
from prospects import actions as facts
from prospects.conversations import TopicKind
from prospects.facts import ProspectFacts, Told
from prospects.models import Loss, Prospect

# The columns of a person's row that are typed as they are; the rest is in ProspectFacts.
DETAILS = frozenset(
    {
        "form_of_address",
        "postal_address",
        "country",
        "region",
        "language",
        "time_zone",
        "personal_cues",
        "wanted_from_our_time",
        "pace",
        "priority",
        "learned",
        "is_reference",
        "reference_for",
    }
)


@dataclass(frozen=True)
class Typed:
    """What was typed about a person, part by part; None and a missing name leave things as they are.

    `details` are columns of DETAILS, `topics` all topics of a kind, `told` is about their newest no.
    """

    facts: ProspectFacts | None = None
    details: Mapping[str, object] = field(default_factory=dict)
    topics: Mapping[TopicKind, tuple[str, ...]] = field(default_factory=dict)
    told: Told | None = None


@transaction.atomic
def edit_prospect(
    prospect: Prospect,
    typed: ProspectFacts | Typed | Callable[[Prospect, Loss | None], Typed],
    *,
    by: User,
    now: datetime,
) -> Change | None:
    """Save what was typed about a person; returns the change it is, None where nothing differs.

    `typed` may be found from the person and their newest no as they stand, locked. Raises ValidationError
    on an unusable value.
    """
    if isinstance(typed, ProspectFacts):
        typed = Typed(typed)
    # What a no or an outcome learns about a person is written under this lock.
    lock_owner(prospect.owner_id)
    people = Prospect.objects.select_for_update(of=("self",)).select_related("team", "organisation")
    person = people.get(pk=prospect.pk)
    loss = person.losses.order_by("-said_on", "-logged_at").first()
    if callable(typed):
        typed = typed(person, loss)
    trail = Trail(actor=by, team=by.team, now=now)
    if typed.facts:
        facts.rewrite_prospect(person, typed.facts, trail=trail)
    details = {name: value for name, value in typed.details.items() if name in DETAILS}
    facts.rewrite_details(person, details, trail=trail)
    _set_topics(person, typed.topics, trail)
    if loss and typed.told:
        facts.rewrite_told(loss, typed.told, trail=trail)
    return trail.write("edit_prospect", person) if trail.after else None


def _set_topics(person: Prospect, topics: Mapping[TopicKind, tuple[str, ...]], trail: Trail) -> None:
    """What becomes of another kind goes first: a topic is one thing to a person."""
    wanted = {kind: {name.casefold() for name in names} for kind, names in topics.items()}
    for kind in topics:
        kept = [row.topic.name for row in person.topics.filter(kind=kind).select_related("topic")]
        kept = [name for name in kept if name.casefold() in wanted[kind]]
        facts.set_topics(person, kind, tuple(kept), trail=trail)
    for kind, names in topics.items():
        facts.set_topics(person, kind, names, trail=trail)
