"""What a person's page shows: what is next, the thread, what happened, what is known."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from accounts.models import User
from accounts.policy import Thing, may
from common.money import money_text
from desk.around import people_around
from desk.automatic_block import automatic_block
from desk.baton_block import baton_block
from desk.contact_words import contact_text
from desk.debrief_block import debrief_block
from desk.forms.permission import PermissionForm
from desk.forms.side import WindowForm
from desk.forms.touch import TouchForm
from desk.known_of import (
    answers_of,
    block_of,
    channels_of,
    needs_writing,
    paused_text,
    promises_of,
    unsubscribed_of,
    wake_ups_of,
)
from desk.links_to_give import asking_in_writing
from desk.opening import opening_for
from desk.person_file import PersonFile, file_of
from desk.prospect_words import ended_text, meter_text
from desk.receipt_of_no import receipt_context
from desk.rhythm_words import cadence_text, span_of_days
from desk.rows import row_of
from desk.rule_note import MOST_COLLEAGUES, RuleNote, rule_note
from desk.silence_block import silence_block
from desk.thread import story_of, thread_items, thread_of
from desk.timeline import timeline_of
from desk.useful_block import to_send, useful_lines, waiting_text
from followups.agenda import AgendaItem
from followups.cadence import first_that_reads
from followups.contact_history import history_of, limits_of
from followups.contact_rules import Blocked, give_before_ask
from followups.contacts import Closed, History, State
from followups.kinds import STANDING_KINDS, PlanStatus
from followups.lookup import open_items_of
from followups.models import FollowUp, FollowUpPlan
from followups.neighbours import colleagues_near
from followups.verdicts import verdict_on
from library.models import ValueItem
from prospects.models import Loss, Prospect
from prospects.visibility import may_see_all_of

BLOCKS = ("matters", "learned", "told", "reach", "reference")


def page_of(
    person: Prospect, viewer: User, today: date, now: datetime, item: ValueItem | None = None
) -> dict[str, Any]:
    """The whole page, its forms empty; `item` is something to be sent. The number of queries does not grow
    with the story."""
    file = file_of(person, viewer)
    history = history_of(person)
    context: dict[str, Any] = {
        "prospect": person,
        "plan": file.plan,
        "events": timeline_of(file, today),
        "deals": file.deals[:20],
        "touch_form": TouchForm(today=today, team_id=person.team_id),
        "permission_form": PermissionForm(today=today),
        **receipt_context(person, viewer, today),
        "may_merge": may(viewer, Thing.MERGING),
        "may_see_all": may_see_all_of(person, viewer),
        "in_part": file.in_part,
        "here": "prospects",
        "baton": baton_block(person, file.plan, viewer, today),
        **_useful_context(file, history, today, item),
        **_next_context(file, history, today),
        **_thread_context(file, today),
        **_aside_context(file, history, today, now),
    }
    return context


def _useful_context(
    file: PersonFile, history: History, today: date, item: ValueItem | None
) -> dict[str, Any]:
    """What of the library would help them; and what is about to be sent, where something was chosen."""
    person, viewer = file.person, file.viewer
    lines = useful_lines(person, history, today) if file.topics else []
    sending = to_send(item, person, viewer, history, today) if item else None
    return {
        "useful": lines,
        "useful_waits": waiting_text(person, history, today),
        "sending": sending,
        "automatic": automatic_block(person, file.plan, today),
    }


def _next_context(file: PersonFile, history: History, today: date) -> dict[str, Any]:
    """The next thing to do, whatever its kind (never a debrief), and what else is planned."""
    items = open_items_of(file.viewer, file.person)
    following = next((item for item in items if item.is_counted), None)
    own_page = file.person.get_absolute_url()
    # A referral stands with both: whoever acts on it here comes back here.
    rows = {item.follow_up_id: replace(row_of(item, today), prospect_url=own_page) for item in items}
    near = colleagues_near(file.person, max(following.due_on, today) if following else today)
    around = {"colleagues": [contact_text(contact, today) for contact in near[:MOST_COLLEAGUES]]}
    if following is None:
        return {"row": None, "also_planned": list(rows.values()), **around}
    return {
        "row": rows[following.follow_up_id],
        "opener": opening_for(following, file, today),
        "also_planned": [row for pk, row in rows.items() if pk != following.follow_up_id],
        "rule": _rule_against(following, history, today),
        **around,
    }


def _rule_against(item: AgendaItem, history: History, today: date) -> RuleNote | None:
    """What the contact rules say against doing it today; one query."""
    if item.referred_id:
        return None
    rows = FollowUp.objects.select_related("owner__team", "plan__loss", "prospect")
    row = rows.get(pk=item.follow_up_id)
    others = tuple(one for one in history.contacts if one.ref != row.pk)
    verdict = verdict_on(row, today, replace(history, contacts=others), today=today)
    return rule_note(verdict, today) if isinstance(verdict, Blocked) else None


def _thread_context(file: PersonFile, today: date) -> dict[str, Any]:
    plan = file.plan
    if plan is None:
        return {}
    story = story_of(file, plan)
    loss = plan.loss
    step = next((row for row in story.open_rows if row.kind in STANDING_KINDS), None)
    return {
        "silence": silence_block(plan, step, today),
        "thread": thread_of(story, today),
        "thread_items": thread_items(story, today),
        "loss": loss,
        "interested_in": loss.deal if loss and _is_hot(plan, loss, file.person) else None,
        "value_text": money_text(loss.deal.value, loss.deal.currency) if loss else "",
        "window_text": window_text(plan),
    }


def _is_hot(plan: FollowUpPlan, loss: Loss, person: Prospect) -> bool:
    """Whether they are interested again, in a deal that is (still) theirs."""
    return plan.is_hot and loss.deal.prospect_id == person.pk


def window_text(plan: FollowUpPlan) -> str:
    """How often we keep in touch, where the plan has a window or a rhythm of its own."""
    if plan.window_from and plan.window_to:
        return span_of_days(plan.window_from, plan.window_to)
    return cadence_text(first_that_reads(plan.cadence)) if plan.cadence else ""


def _aside_context(file: PersonFile, history: History, today: date, now: datetime) -> dict[str, Any]:
    is_stopped = history.closed == Closed.STOPPED
    active = file.plan if file.plan and file.plan.status == PlanStatus.ACTIVE else None
    return {
        "known": {part: block_of(part, file, now) for part in BLOCKS},
        "has_no": file.newest_loss is not None,
        "asks": answers_of(file),
        "channels": channels_of(file),
        "needs_writing": needs_writing(file),
        "unsubscribed": unsubscribed_of(file),
        "paused_until": paused_text(history.paused_until, today),
        "in_writing": asking_in_writing(file.person, file.standing, today),
        "promises": promises_of(file),
        "wake_ups": wake_ups_of(file, today),
        "people": people_around(file),
        "meter": _meter(file.person, history, today),
        "debrief": debrief_block(file),
        "active_plan": active,
        "is_stopped": is_stopped,
        "ended_text": ended_text(
            file.person.name, file.plan.ended_why if file.plan else "", is_stopped=is_stopped
        ),
        "window_form": window_form(active),
    }


def _meter(person: Prospect, history: History, today: date) -> str:
    has_offered = any(one.is_pitch and one.state == State.HAPPENED for one in history.contacts)
    return meter_text(give_before_ask(history, today, limits_of(person.team)), has_offered=has_offered)


def window_form(plan: FollowUpPlan | None, data: Any = None) -> WindowForm:
    """The form of how often, beginning with how it is now; the usual rhythm is that of a no."""
    span = (plan.window_from, plan.window_to) if plan else None
    known = WindowForm.known(span, plan.cadence if plan else "")
    return WindowForm(data, may_be_usual=bool(plan and plan.loss_id), initial=known)
