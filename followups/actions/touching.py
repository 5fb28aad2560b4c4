"""Something happened between us, beside what was planned: a call, a mail, a meeting, a note; in or out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.changes import Change, Trail, row_key
from accounts.models import User
from common.submissions import SavedOtherwise
from common.text import clean_line, clean_text
from followups.actions.batons import hear_back
from followups.actions.built_on import keys_in
from followups.actions.judging import Judged, check_relevance, insist
from followups.actions.making_room import make_room
from followups.actions.plans import hear_from, lock_owners, owners_of_person, planner_among, retime
from followups.contact_history import desk_for, history_of, limits_of
from followups.contact_rules import Actor, Allowed, Blocked, Reason, judge
from followups.contacts import Contact, History, is_reply, would_answer
from followups.kinds import STANDING_KINDS, Channel, Direction, TouchKind
from followups.models import FollowUp, FollowUpPlan, Touch
from followups.permission_rules import PERMITTED, Refusal, why_not
from followups.planning import desk_of, desk_without, next_check_in
from followups.rhythm import counts_from
from followups.verdicts import grants_of
from library.models import ValueItem
from prospects.models import Prospect

# What stands against a kind word: only that the door is not open. It is neither use nor offer.
CLOSED_DOORS = frozenset(
    {Reason.STOPPED, Reason.SUPPRESSED, Reason.SAID_NO, Reason.LET_GO, Reason.CHANNEL_TAKEN_BACK}
)
# What somebody types into the form of a touch.
TOLD = (
    "prospect_id", "channel", "direction", "is_two_way", "happened_on", "kind", "relevance", "summary",
    "value_item_id",
)  # fmt: skip
# Where both sides may have been heard, and nobody can tell from the channel alone.
SPOKEN = frozenset({Channel.CALL, Channel.SOCIAL})


@dataclass(frozen=True)
class NewTouch:
    """A touch as it was told; `spoke` says that a call of ours reached them.

    `relevance` is why it mattered to them, `override_reason` why it happened against a contact rule,
    `submission` the key of the form it was typed into, `value_item` what of the library they got with it.
    """

    channel: Channel
    happened_on: date
    direction: Direction = Direction.OUT
    kind: TouchKind = TouchKind.PERSONAL
    spoke: bool = False
    summary: str = ""
    relevance: str = ""
    override_reason: str = ""
    submission: str = ""
    value_item: ValueItem | None = None

    @property
    def is_two_way(self) -> bool:
        """Whether both were heard: they reached out, we met, or we spoke."""
        is_spoken = self.spoke and self.channel in SPOKEN
        return self.direction == Direction.IN or self.channel == Channel.MEETING or is_spoken

    @property
    def goes_out(self) -> bool:
        """Whether it reached them, from us."""
        return self.direction == Direction.OUT and self.channel != Channel.NOTE


@dataclass(frozen=True)
class Logged:
    """A touch on disk, the change it is (to take it back), the check-in if it moved, and what was planned
    and made room for it."""

    touch: Touch
    change: Change
    moved: FollowUp | None
    made_room: tuple[FollowUp, ...] = ()


@transaction.atomic
def log_touch(prospect: Prospect, touch: NewTouch, *, by: User, today: date, now: datetime) -> Logged:
    """Write down what happened; a two-way touch sets the clock anew (RULES.md, The check-in's window).

    `today` is the local date of `by`. The same submission twice makes one touch. Raises ValidationError (in
    the future, too long, nothing said), NotNow unless there is an override reason, RelevanceNeeded,
    SavedOtherwise when the submission was saved with something else in it.
    """
    # Whoever else plans for them waits: what one of us does counts for all.
    owners = lock_owners(owners_of_person(prospect, team_id=prospect.team_id))
    owner = planner_among(owners, prospect.owner_id)
    if known := _already_noted(prospect, touch, by):
        return known
    _check(touch, today)
    # The plan lives in its owner's zone.
    day = today if owner.pk == by.pk else owner.today(now)
    judged = _judge(prospect, touch, day)
    trail = Trail(actor=by, team=by.team, now=now)
    plan = FollowUpPlan.objects.filter(prospect=prospect).order_by("status", "-created_at").first()
    if plan and touch.is_two_way:
        hear_back(plan, touch.happened_on, prospect, by=by, trail=trail, today=day)
    row = trail.create(_row(prospect, touch, plan, by, now, keeps_reason=judged.goes_against))
    moved = _set_clock(prospect, touch, owners, day, trail) if touch.is_two_way else None
    room = make_room(plan, judged.history, today=day, trail=trail) if plan and judged.history else ()
    return Logged(row, trail.write("log_touch", prospect), moved, room)


def _already_noted(prospect: Prospect, touch: NewTouch, by: User) -> Logged | None:
    """What was noted from this very form before: it is told again, not written again."""
    key = clean_line(touch.submission)
    row = Touch.objects.filter(by=by, submission=key).select_related("prospect").first() if key else None
    if row is None:
        return None
    again = _row(prospect, touch, None, by, row.created_at, keeps_reason=False)
    if any(getattr(row, name) != getattr(again, name) for name in TOLD):
        raise SavedOtherwise
    changes = Change.objects.filter(object_id=prospect.pk, action="log_touch", at=row.created_at)
    change = next(change for change in changes if row_key(row) in dict(change.after))
    told = FollowUp.objects.filter(prospect=prospect, pk__in=keys_in(change, FollowUp)).order_by("pk")
    moved = next((one for one in told if one.kind in STANDING_KINDS), None)
    return Logged(row, change, moved, tuple(one for one in told if one != moved))


def _check(touch: NewTouch, today: date) -> None:
    if touch.happened_on > today:
        raise ValidationError({"happened_on": _("That day is still to come.")})
    if touch.channel == Channel.NOTE and not clean_text(touch.summary):
        raise ValidationError({"summary": _("What do you want to remember?")})


def _judge(prospect: Prospect, touch: NewTouch, today: date) -> Judged:
    """Whether it may be, and whether a person went against a rule; raises NotNow, RelevanceNeeded."""
    if not touch.goes_out and not touch.is_two_way:
        return Judged()
    # What both said moves the open check-in: it is no reason to wait.
    step = open_step(prospect) if touch.is_two_way else None
    history = history_of(prospect, but=step if step and not step.is_agreed else None)
    if not touch.goes_out:
        return Judged(history)
    wanted = Contact(
        touch.happened_on,
        touch=touch.kind,
        channel=touch.channel,
        is_reply=would_answer(touch.happened_on, history),
    )
    verdict = _verdict(wanted, history, prospect, today)
    goes_against = isinstance(verdict, Blocked) and _stands(verdict, touch)
    if goes_against and isinstance(verdict, Blocked):
        insist(verdict, touch.override_reason)
    if touch.kind != TouchKind.PERSONAL and (goes_against or not wanted.is_reply):
        check_relevance(touch.relevance)
    return Judged(history, goes_against)


def _verdict(wanted: Contact, history: History, prospect: Prospect, today: date) -> Allowed | Blocked:
    """What the rules say, and before days and numbers: whether they took back their yes to this channel."""
    verdict = judge(wanted, history, today=today, limits=limits_of(prospect.team))
    channel = PERMITTED.get(wanted.channel or Channel.NOTE)
    is_closed = isinstance(verdict, Blocked) and verdict.reason in CLOSED_DOORS
    if is_closed or channel is None or is_reply(wanted, history):
        return verdict
    refusal = why_not(channel, grants_of(prospect)[channel], actor=Actor.PERSON)
    return Blocked(Reason.CHANNEL_TAKEN_BACK) if refusal == Refusal.WITHDRAWN else verdict


def _stands(blocked: Blocked, touch: NewTouch) -> bool:
    return touch.kind != TouchKind.PERSONAL or blocked.reason in CLOSED_DOORS


def _row(
    prospect: Prospect,
    touch: NewTouch,
    plan: FollowUpPlan | None,
    by: User,
    now: datetime,
    *,
    keeps_reason: bool,
) -> Touch:
    return Touch(
        team_id=prospect.team_id,
        prospect=prospect,
        plan=plan,
        by=by,
        channel=touch.channel,
        direction=touch.direction,
        is_two_way=touch.is_two_way,
        happened_on=touch.happened_on,
        kind=touch.kind,
        relevance=clean_line(touch.relevance),
        override_reason=clean_line(touch.override_reason) if keeps_reason else "",
        summary=clean_text(touch.summary),
        submission=clean_line(touch.submission),
        value_item=touch.value_item,
        created_at=now,
    )


def open_step(prospect: Prospect) -> FollowUp | None:
    """The open check-in or meeting of a person's plan."""
    return FollowUp.objects.filter(prospect=prospect).open().standing().first()


def _set_clock(
    prospect: Prospect, touch: NewTouch, owners: Mapping[UUID, User], today: date, trail: Trail
) -> FollowUp | None:
    """Count from this touch on, unless it is older than the last one; returns the check-in if it moved."""
    plan = FollowUpPlan.objects.select_related("loss__deal").filter(prospect=prospect).active().first()
    if plan is None or touch.happened_on < plan.last_two_way_on:
        return None
    step = plan.follow_ups.open().standing().first()
    is_news = hear_from(plan, touch.happened_on, trail)
    if step is None or step.is_agreed or not (is_news or step.tries):
        return None
    return move_check_in(step, plan, planner_among(owners, plan.owner_id), today, trail)


def move_check_in(
    step: FollowUp, plan: FollowUpPlan, owner: User, today: date, trail: Trail
) -> FollowUp | None:
    """Re-time the open check-in in its own row, in the window that is its turn; None if it stays."""
    desk = desk_for(desk_without(step, desk_of(owner, today)), history_of(plan.prospect, but=step))
    planned = next_check_in(plan, counts_from(plan), desk)
    stands = (step.opens_on, step.due_on, step.closes_on, step.tries)
    if stands == (planned.opens_on, planned.due_on, planned.closes_on, 0):
        return None
    retime(step, planned, step.loss, trail)
    return step
