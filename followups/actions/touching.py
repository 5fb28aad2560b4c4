"""Something happened between us, beside what was planned: a call, a mail, a meeting, a note; in or out."""

from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.changes import Change, Trail
from accounts.models import User
from common.text import clean_line, clean_text
from followups.actions.plans import lock_owner, retime
from followups.contact_history import desk_for, history_of
from followups.contact_rules import Actor, Blocked, Reason, judge
from followups.contacts import Contact, would_answer
from followups.kinds import Channel, Direction, TouchKind
from followups.models import FollowUp, FollowUpPlan, Touch
from followups.planning import desk_of, desk_without, next_check_in
from prospects.models import Prospect

# What stands against a kind word: only that the door is not open. It is neither use nor offer.
CLOSED_DOORS = frozenset({Reason.STOPPED, Reason.SUPPRESSED, Reason.SAID_NO, Reason.LET_GO})
# Where both sides may have been heard, and nobody can tell from the channel alone.
SPOKEN = frozenset({Channel.CALL, Channel.SOCIAL})


@dataclass(frozen=True)
class NewTouch:
    """A touch as it was told; `spoke` says that a call of ours reached them.

    `relevance` is why it mattered to them, `override_reason` why it happened against a contact rule.
    """

    channel: Channel
    happened_on: date
    direction: Direction = Direction.OUT
    kind: TouchKind = TouchKind.PERSONAL
    spoke: bool = False
    summary: str = ""
    relevance: str = ""
    override_reason: str = ""

    @property
    def is_two_way(self) -> bool:
        """Whether both were heard: they reached out, we met, or we spoke."""
        is_spoken = self.spoke and self.channel in SPOKEN
        return self.direction == Direction.IN or self.channel == Channel.MEETING or is_spoken

    @property
    def goes_out(self) -> bool:
        """Whether it reached them, from us."""
        return self.direction == Direction.OUT and self.channel != Channel.NOTE


class NotNow(Exception):
    """A contact rule stands against it: which one, from when on it is fine, what would be fine instead."""

    def __init__(self, blocked: Blocked) -> None:
        super().__init__(blocked.reason)
        self.blocked = blocked

    @property
    def may_override(self) -> bool:
        """Whether a person may do it all the same, with a reason that is kept."""
        return self.blocked.may_override(Actor.PERSON)


class RelevanceNeeded(ValueError):
    """What goes out to be of use, or to offer something, says why it matters to them."""


@dataclass(frozen=True)
class Logged:
    """A touch on disk, the change it is (to take it back), and the check-in if it moved."""

    touch: Touch
    change: Change
    moved: FollowUp | None


@transaction.atomic
def log_touch(prospect: Prospect, touch: NewTouch, *, by: User, today: date, now: datetime) -> Logged:
    """Write down what happened; a two-way touch sets the clock anew (RULES.md, The check-in's window).

    `today` is the local date of `by`. Raises ValidationError (in the future, too long, nothing said),
    NotNow unless there is an override reason, RelevanceNeeded.
    """
    owner = lock_owner(prospect.owner_id)
    _check(touch, today)
    # The plan lives in its owner's zone.
    day = today if owner.pk == by.pk else owner.today(now)
    is_blocked = _judge(prospect, touch, day)
    trail = Trail(actor=by, team=by.team, now=now)
    plan = FollowUpPlan.objects.filter(prospect=prospect).order_by("status", "-created_at").first()
    row = trail.create(_row(prospect, touch, plan, by, now, keeps_reason=is_blocked))
    moved = _set_clock(prospect, touch, owner, day, trail) if touch.is_two_way else None
    return Logged(row, trail.write("log_touch", prospect), moved)


def _check(touch: NewTouch, today: date) -> None:
    if touch.happened_on > today:
        raise ValidationError({"happened_on": _("That day is still to come.")})
    if touch.channel == Channel.NOTE and not clean_text(touch.summary):
        raise ValidationError({"summary": _("What do you want to remember?")})


def _judge(prospect: Prospect, touch: NewTouch, today: date) -> bool:
    """Whether a rule stood against it and a person went against the rule; raises NotNow, RelevanceNeeded."""
    if not touch.goes_out:
        return False
    # What both said moves the open check-in: it is no reason to wait.
    step = open_step(prospect) if touch.is_two_way else None
    history = history_of(prospect, but=step if step and not step.is_agreed else None)
    wanted = Contact(
        touch.happened_on,
        touch=touch.kind,
        channel=touch.channel,
        is_reply=would_answer(touch.happened_on, history),
    )
    verdict = judge(wanted, history, today=today)
    if isinstance(verdict, Blocked) and _stands(verdict, touch):
        refusal = NotNow(verdict)
        if not refusal.may_override or not clean_line(touch.override_reason):
            raise refusal
        _check_relevance(touch)
        return True
    if not wanted.is_reply:
        _check_relevance(touch)
    return False


def _stands(blocked: Blocked, touch: NewTouch) -> bool:
    return touch.kind != TouchKind.PERSONAL or blocked.reason in CLOSED_DOORS


def _check_relevance(touch: NewTouch) -> None:
    if touch.kind != TouchKind.PERSONAL and not clean_line(touch.relevance):
        raise RelevanceNeeded


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
        created_at=now,
    )


def open_step(prospect: Prospect) -> FollowUp | None:
    """The open check-in or meeting of a person's plan."""
    return FollowUp.objects.filter(prospect=prospect).open().standing().first()


def _set_clock(
    prospect: Prospect, touch: NewTouch, owner: User, today: date, trail: Trail
) -> FollowUp | None:
    """Count from this touch on, unless it is older than the last one; returns the check-in if it moved."""
    plan = FollowUpPlan.objects.select_related("loss__deal").filter(prospect=prospect).active().first()
    if plan is None or touch.happened_on < plan.last_two_way_on:
        return None
    step = plan.follow_ups.open().standing().first()
    is_news = touch.happened_on > plan.last_two_way_on
    if is_news:
        trail.update(plan, last_two_way_on=touch.happened_on)
    if step is None or step.is_agreed or not (is_news or step.tries):
        return None
    return move_check_in(step, plan, owner, today, trail)


def move_check_in(
    step: FollowUp, plan: FollowUpPlan, owner: User, today: date, trail: Trail
) -> FollowUp | None:
    """Re-time the open check-in in its own row, counted from the last two-way contact; None if it stays."""
    desk = desk_for(desk_without(step, desk_of(owner, today)), history_of(plan.prospect, but=step))
    planned = next_check_in(plan, plan.last_two_way_on, desk)
    stands = (step.opens_on, step.due_on, step.closes_on, step.tries)
    if stands == (planned.opens_on, planned.due_on, planned.closes_on, 0):
        return None
    retime(step, planned, step.loss, trail)
    return step
