"""Everything on record about one person, read once for their page, in as many queries however much it is."""

from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.db.models import Q

from accounts.changes import Change
from accounts.models import User
from followups.kinds import Channel, Kind, Status
from followups.models import FollowUp, FollowUpPlan, Touch
from prospects.conversations import PermissionChannel, TopicKind
from prospects.models import Deal, ExitAsk, Loss, Permission, Promise, Prospect, ProspectTopic, WakeUp
from prospects.permissions import newest_words
from prospects.visibility import veil, veil_noes

# Of each sort of record no more than this is read and shown.
MOST = 100
# Acts that stand in the story and can be taken back there.
TOLD = (
    "log_touch",
    "grant_permission",
    "withdraw_permission",
    "ask_to_stop",
    "reopen_deal",
    "win_deal",
    "record_win",
    "let_deal_go",
    "new_need",
    "confirm",
    "close_kindly",
    "keep_silent",
)


@dataclass(frozen=True)
class PersonFile:
    """One person with what happened; lists are newest first unless told otherwise."""

    person: Prospect
    viewer: User
    # Private notes are kept from the viewer: nothing of them is in here.
    in_part: bool
    plan: FollowUpPlan | None
    losses: tuple[Loss, ...]
    touches: tuple[Touch, ...]
    # Follow-ups that ended without a touch: left out, made room with a note, or our own look back.
    closed_rows: tuple[FollowUp, ...]
    permissions: tuple[Permission, ...]
    promises: tuple[Promise, ...]
    wake_ups: tuple[WakeUp, ...]
    deals: tuple[Deal, ...]
    topics: tuple[ProspectTopic, ...]
    # Those around them whom the viewer may see: who named them or was named, who sits or sat in a chair of
    # theirs, who stood behind a no of theirs.
    kin: tuple[Prospect, ...]
    changes: tuple[Change, ...]

    @property
    def newest_loss(self) -> Loss | None:
        """Their newest no."""
        return self.losses[0] if self.losses else None

    @cached_property
    def named(self) -> list[Prospect]:
        """Whom they named."""
        return [one for one in self.kin if one.referred_by_id == self.person.pk]

    @cached_property
    def standing(self) -> dict[PermissionChannel, Permission]:
        """The newest word per channel."""
        return newest_words(reversed(self.permissions))

    @cached_property
    def asks(self) -> list[ExitAsk]:
        """What was asked, the newest answer to each kind."""
        newest: dict[str, ExitAsk] = {}
        for loss in self.losses:
            for ask in loss.asks.all():
                newest.setdefault(ask.kind, ask)
        return list(newest.values())

    def topics_of(self, *kinds: TopicKind) -> list[str]:
        """Their topics of some kinds, by name."""
        return [row.topic.name for row in self.topics if row.kind in kinds]

    @cached_property
    def change_of(self) -> dict[str, UUID]:
        """Row key -> the change that made it and can be taken back."""
        return {key: change.pk for change in self.changes for key, row in change.before if row is None}


def file_of(person: Prospect, viewer: User) -> PersonFile:
    """Read everything about a person that `viewer` may see."""
    in_part = veil(person, viewer)
    deals = tuple(person.deals.order_by("-created_at")[:MOST])
    losses = _losses(person)
    if in_part:
        veil_noes(losses)
    return PersonFile(
        person=person,
        viewer=viewer,
        plan=_newest_plan(person),
        losses=losses,
        in_part=in_part,
        touches=_touches(person, in_part=in_part),
        closed_rows=_closed_rows(person),
        permissions=_permissions(person),
        promises=tuple(person.promises.order_by("-created_at", "pk")[:MOST]),
        wake_ups=tuple(person.wake_ups.order_by("-created_at", "pk")[:MOST]),
        deals=deals,
        topics=tuple(person.topics.select_related("topic").order_by("topic__name", "pk")[:MOST]),
        kin=_kin(person, viewer),
        changes=_changes([person.pk, *(row.pk for row in (*deals, *losses))]),
    )


def _newest_plan(person: Prospect) -> FollowUpPlan | None:
    # "active" comes before "ended".
    plans = person.plans.select_related("loss__deal", "loss__prospect", "prospect")
    return plans.order_by("status", "-created_at").first()


def _losses(person: Prospect) -> tuple[Loss, ...]:
    rows = person.losses.select_related(
        "deal", "reason", "told_to", "logged_by", "feedback"
    ).prefetch_related(
        "asks", "further_reasons__reason", "competitors__competitor", "people_behind__prospect"
    )
    return tuple(rows.order_by("-said_on", "-logged_at")[:MOST])


def _touches(person: Prospect, *, in_part: bool) -> tuple[Touch, ...]:
    """Touches of their own; the touch a no is, stands in the no's own line."""
    rows = person.touches.filter(loss__isnull=True).select_related("follow_up__promise")
    if in_part:
        rows = rows.exclude(channel=Channel.NOTE)
    return tuple(rows.order_by("-happened_on", "-created_at")[:MOST])


def _closed_rows(person: Prospect) -> tuple[FollowUp, ...]:
    left_out = Q(status=Status.SKIPPED) | (Q(status=Status.CANCELLED) & ~Q(note=""))
    looked_back = Q(status=Status.DONE, kind=Kind.DEBRIEF)
    rows = (
        person.follow_ups.filter(left_out | looked_back).select_related("owner").order_by("-closed_at", "pk")
    )
    return tuple(rows[:MOST])


def _permissions(person: Prospect) -> tuple[Permission, ...]:
    rows = person.permissions.select_related("recorded_by")
    return tuple(rows.order_by("-given_on", "-created_at", "-position", "-pk"))


def _kin(person: Prospect, viewer: User) -> tuple[Prospect, ...]:
    before = [pk for pk in (person.referred_by_id, person.succeeds_id) if pk]
    theirs = Q(referred_by=person) | Q(succeeds=person) | Q(stood_behind__loss__prospect=person)
    rows = Prospect.objects.visible_to(viewer).filter(theirs | Q(pk__in=before)).exclude(pk=person.pk)
    return tuple(rows.select_related("organisation").order_by("-created_at", "pk").distinct()[:MOST])


def _changes(about: list[UUID]) -> tuple[Change, ...]:
    rows = Change.objects.filter(object_id__in=about, action__in=TOLD, undone_by__isnull=True)
    return tuple(rows.order_by("-at", "pk")[:MOST])
