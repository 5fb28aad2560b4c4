"""Everything that happened with a person, newest first."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.changes import Change
from desk.sentences import day_text, past_day_text
from followups.kinds import Channel, Kind, Outcome, Status
from followups.labels import OUTCOMES
from followups.models import FollowUp, Touch
from prospects.models import Loss, Prospect

MOST_EVENTS = 100

TOUCH_ICONS = {
    Channel.CALL: "phone",
    Channel.MAIL: "mail",
    Channel.MEETING: "calendar-check",
    Channel.LETTER: "pen-line",
    Channel.SOCIAL: "message-circle",
    Channel.NOTE: "file-text",
}

ACTS = {
    "complete": gettext_lazy("Done"),
    "skip": gettext_lazy("Skipped"),
    "snooze": gettext_lazy("Put off"),
    "undo": gettext_lazy("Taken back"),
    "fade": gettext_lazy("Let go of by itself"),
    "re_pick": gettext_lazy("Moved off a free day"),
    "reconcile": gettext_lazy("Planned again"),
}


@dataclass(frozen=True)
class Event:
    """One line of What happened."""

    day: date
    when: str
    icon: str
    glyph_class: str
    title: str
    detail: str = ""
    words: str = ""
    kind: str = ""
    status: str = ""
    follow_up_id: UUID | None = None
    undo_url: str = ""
    version: int | None = None


def timeline_of(prospect: Prospect, today: date) -> list[Event]:
    """Noes, touches and what was left out, newest first; three queries."""
    events = [_loss_event(loss, today) for loss in _losses(prospect)]
    events += [_touch_event(touch, today) for touch in _touches(prospect)]
    events += [_skipped_event(row, today) for row in _left_out(prospect)]
    # On one day the no comes first, what answered it after: newest first turns that round.
    return sorted(events, key=lambda event: (event.day, event.kind != ""), reverse=True)[:MOST_EVENTS]


def _losses(prospect: Prospect) -> list[Loss]:
    rows = prospect.losses.select_related("deal", "reason").order_by("-said_on", "-logged_at")
    return list(rows[:MOST_EVENTS])


def _touches(prospect: Prospect) -> list[Touch]:
    """Touches of their own; the touch a no is, stands in the no's own line."""
    rows = prospect.touches.filter(loss__isnull=True).select_related("follow_up")
    return list(rows.order_by("-happened_on", "-created_at")[:MOST_EVENTS])


def _left_out(prospect: Prospect) -> list[FollowUp]:
    rows = prospect.follow_ups.filter(status=Status.SKIPPED).select_related("owner").order_by("-closed_at")
    return list(rows[:MOST_EVENTS])


def _loss_event(loss: Loss, today: date) -> Event:
    parts = [loss.deal.title, loss.reason.label if loss.reason else "", loss.told_by_label()]
    return Event(
        day=loss.said_on,
        when=past_day_text(loss.said_on, today),
        icon="corner-down-right",
        glyph_class="glyph-no",
        title=_("Said no: %(kind)s") % {"kind": loss.conversation_label()},
        detail=" · ".join(part for part in parts if part),
        words=loss.in_their_words,
    )


def _touch_event(touch: Touch, today: date) -> Event:
    row = touch.follow_up
    return Event(
        day=touch.happened_on,
        when=past_day_text(touch.happened_on, today),
        icon=TOUCH_ICONS[Channel(touch.channel)],
        glyph_class="glyph-yes" if touch.is_two_way else "",
        title=touch_title(touch),
        detail=touch.summary,
        kind=row.kind if row else "",
        status=row.status if row else "",
        follow_up_id=row.pk if row else None,
        undo_url=f"/followups/{row.pk}/undo/" if row else "",
        version=row.version if row else None,
    )


def touch_title(touch: Touch) -> str:
    """What a touch was, in two or three words; its follow-up should be loaded with it."""
    row = touch.follow_up
    if row is not None and row.kind == Kind.THANK_YOU and touch.outcome == Outcome.DONE:
        return _("Thank-you note")
    if touch.outcome and touch.outcome != Outcome.DONE:
        return str(OUTCOMES[Outcome(touch.outcome)])
    return _("Check-in")


def _skipped_event(row: FollowUp, today: date) -> Event:
    day = row.closed_at.astimezone(row.owner.zone()).date() if row.closed_at else row.due_on
    return Event(
        day=day,
        when=past_day_text(day, today),
        icon="skip-forward",
        glyph_class="",
        title=_("Skipped"),
        kind=row.kind,
        status=row.status,
        follow_up_id=row.pk,
        undo_url=f"/followups/{row.pk}/undo/",
        version=row.version,
    )


@dataclass(frozen=True)
class Act:
    """One act on a follow-up, from the audit trail."""

    what: str
    who: str
    when: str


def acts_on(follow_up: FollowUp, today: date) -> list[Act]:
    """Who did what to a follow-up, newest first."""
    changes = Change.objects.filter(object_id=follow_up.pk).select_related("actor").order_by("-at")
    zone = follow_up.owner.zone()
    return [
        Act(
            what=str(ACTS.get(change.action, change.action)),
            who=str(change.actor) if change.actor else _("Lost Deals"),
            when=day_text(change.at.astimezone(zone).date(), today),
        )
        for change in changes[:20]
    ]
