"""What a person's page shows: what is next, the thread, what happened, what is known."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from accounts.models import User
from desk.around import people_around
from desk.contact_words import contact_text
from desk.forms.permission import PermissionForm
from desk.forms.side import WindowForm, span_of_days
from desk.forms.touch import TouchForm
from desk.known_of import answers_of, block_of, channels_of, needs_writing, promises_of, wake_ups_of
from desk.opening import opening_for
from desk.person_file import PersonFile, file_of
from desk.prospect_words import ended_text, meter_text
from desk.receipt_of_no import receipt_context
from desk.rows import row_of
from desk.sentences import money_text
from desk.thread import story_of, thread_items, thread_of
from desk.timeline import timeline_of
from followups.contact_history import history_of
from followups.contact_rules import give_before_ask
from followups.contacts import Closed, History, State
from followups.kinds import PlanStatus
from followups.lookup import open_items_of
from followups.models import FollowUpPlan
from followups.neighbours import colleagues_near
from prospects.models import Prospect

BLOCKS = ("matters", "learned", "told", "reach", "reference")


def page_of(person: Prospect, viewer: User, today: date, now: datetime) -> dict[str, Any]:
    """The whole page, its forms empty. The number of queries does not grow with the story."""
    file = file_of(person, viewer)
    context: dict[str, Any] = {
        "prospect": person,
        "plan": file.plan,
        "events": timeline_of(file, today),
        "deals": file.deals[:20],
        "touch_form": TouchForm(today=today),
        "permission_form": PermissionForm(today=today),
        **receipt_context(person, viewer, today),
        "here": "prospects",
        **_next_context(file, today),
        **_thread_context(file, today),
        **_aside_context(file, today, now),
    }
    return context


def _next_context(file: PersonFile, today: date) -> dict[str, Any]:
    """The next thing to do, whatever its kind (never a debrief), and what else is planned."""
    items = open_items_of(file.viewer, file.person)
    following = next((item for item in items if item.is_counted), None)
    own_page = file.person.get_absolute_url()
    # A referral stands with both: whoever acts on it here comes back here.
    rows = {item.follow_up_id: replace(row_of(item, today), prospect_url=own_page) for item in items}
    if following is None:
        return {"row": None, "also_planned": list(rows.values())}
    near = colleagues_near(file.person, max(following.due_on, today))
    return {
        "row": rows[following.follow_up_id],
        "opener": opening_for(following, file, today),
        "also_planned": [row for pk, row in rows.items() if pk != following.follow_up_id],
        "colleagues": [contact_text(contact, today) for contact in near[:2]],
    }


def _thread_context(file: PersonFile, today: date) -> dict[str, Any]:
    plan = file.plan
    if plan is None:
        return {}
    story = story_of(file, plan)
    loss = plan.loss
    return {
        "thread": thread_of(story, today),
        "thread_items": thread_items(story, today),
        "loss": loss,
        "value_text": money_text(loss.deal.value, loss.deal.currency) if loss else "",
        "window_text": window_text(plan),
    }


def window_text(plan: FollowUpPlan) -> str:
    """How often we keep in touch, where the plan has a window of its own."""
    return span_of_days(plan.window_from, plan.window_to) if plan.window_from and plan.window_to else ""


def _aside_context(file: PersonFile, today: date, now: datetime) -> dict[str, Any]:
    history = history_of(file.person)
    is_stopped = history.closed == Closed.STOPPED
    active = file.plan if file.plan and file.plan.status == PlanStatus.ACTIVE else None
    return {
        "known": {part: block_of(part, file, now) for part in BLOCKS},
        "has_no": file.newest_loss is not None,
        "asks": answers_of(file),
        "channels": channels_of(file),
        "needs_writing": needs_writing(file),
        "promises": promises_of(file),
        "wake_ups": wake_ups_of(file, today),
        "people": people_around(file),
        "meter": meter_text(give_before_ask(history, today), has_offered=_has_offered(history)),
        "lesson": _lesson(file),
        "active_plan": active,
        "is_stopped": is_stopped,
        "ended_text": ended_text(
            file.person.name, file.plan.ended_why if file.plan else "", is_stopped=is_stopped
        ),
        "window_form": window_form(active),
    }


def _has_offered(history: History) -> bool:
    return any(contact.is_pitch and contact.state == State.HAPPENED for contact in history.contacts)


def window_form(plan: FollowUpPlan | None, data: Any = None) -> WindowForm:
    """The form of how often, beginning with how it is now; the usual rhythm is that of a no."""
    span = (plan.window_from, plan.window_to) if plan else None
    return WindowForm(data, may_be_usual=bool(plan and plan.loss_id), initial=WindowForm.known(span))


def _lesson(file: PersonFile) -> str:
    """What whoever looks wrote they would do differently; another's is theirs alone."""
    loss = file.newest_loss
    return loss.lesson if loss and loss.logged_by_id == file.viewer.pk else ""
