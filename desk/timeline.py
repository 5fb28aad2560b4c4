"""Everything that happened with a person, newest first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.changes import Change
from common.days import plain_day_and_year
from desk.person_file import MOST, PersonFile
from desk.sentences import day_text, past_day_text
from desk.timeline_agreed import agreed_events
from desk.timeline_events import Event, Line
from desk.touch_words import touch_icon, touch_lines, touch_title
from followups.kinds import Channel, Kind, Outcome, Status
from followups.labels import KINDS
from followups.models import FollowUp, Touch
from prospects.conversations import AskAnswer, AskKind, DealStatus, Decided
from prospects.labels import ANSWERS, ASKS, DECIDED
from prospects.models import Deal, ExitAsk, Feedback, Loss

ACTS = {
    "complete": gettext_lazy("Done"),
    "skip": gettext_lazy("Skipped"),
    "snooze": gettext_lazy("Put off"),
    "change_channel": gettext_lazy("Another channel"),
    "undo": gettext_lazy("Taken back"),
    "fade": gettext_lazy("Let go of by itself"),
    "re_pick": gettext_lazy("Moved off a free day"),
    "reconcile": gettext_lazy("Planned again"),
}
DEAL_ACTS = {
    "reopen_deal": ("rotate-ccw", gettext_lazy("Open again: %(deal)s")),
    "let_deal_go": ("door-open", gettext_lazy("Closed kindly: %(deal)s")),
    "new_need": ("sprout", gettext_lazy("A new need: %(deal)s")),
}
YES_ACTS = {"win_deal", "record_win"}
PLAN_ACTS = {
    "close_kindly": ("door-open", gettext_lazy("Closed kindly, without an answer")),
    "keep_silent": ("clock", gettext_lazy("Kept in touch, without an answer")),
}


def timeline_of(file: PersonFile, today: date) -> list[Event]:
    """Everything on file as events, newest first. Reads nothing but the file."""
    events = [
        *(_loss_event(loss, file) for loss in file.losses),
        *(event for loss in file.losses for event in _confirmed(loss, file)),
        *(event for loss in file.losses for event in _late_answers(loss)),
        *(_touch_event(touch, file) for touch in file.touches),
        *(_closed_event(row, file) for row in file.closed_rows),
        *(_named_event(file, number) for number in range(len(file.named))),
        *_deal_events(file),
        *_plan_events(file),
        *agreed_events(file),
    ]
    # On one day the no comes first, what answered it after: newest first turns that round.
    events.sort(key=lambda event: (event.day, event.rank, event.at), reverse=True)
    for event in events:
        event.when = past_day_text(event.day, today)
    return events[:MOST]


def _loss_event(loss: Loss, file: PersonFile) -> Event:
    parts = [loss.deal.title, loss.reason.label if loss.reason else "", loss.told_by_label()]
    return Event(
        day=loss.said_on,
        rank=0,
        at=loss.logged_at,
        icon="corner-down-right",
        glyph_class="glyph-no",
        title=_("Said no: %(kind)s") % {"kind": loss.conversation_label()},
        detail=" · ".join(part for part in parts if part),
        words=loss.in_their_words,
        lines=tuple(_lines_of(loss)),
        link=None if file.in_part else (f"/losses/{loss.pk}/edit/", _("Edit this no")),
        undo_url=f"/losses/{loss.pk}/undo/" if loss == file.newest_loss and not file.in_part else "",
    )


def _confirmed(loss: Loss, file: PersonFile) -> Iterator[Event]:
    """What went out in writing; an answer in the plan stands with its follow-up."""
    answers = [touch.follow_up for touch in file.touches if _is_answer(touch)]
    if loss.confirmed_at is None or any(row and row.loss_id == loss.pk for row in answers):
        return
    change = next((act for act in file.changes if (act.action, act.object_id) == ("confirm", loss.pk)), None)
    yield Event(
        day=_local_day(loss.confirmed_at, file),
        rank=2,
        at=loss.confirmed_at,
        icon="mail",
        title=_("Confirmed in writing"),
        words=loss.confirmation,
        undo_url=f"/changes/{change.pk}/undo/" if change else "",
    )


def _is_answer(touch: Touch) -> bool:
    """Whether the thank-you was the answer by mail: the reply to theirs, or the closing note."""
    row = touch.follow_up
    return row is not None and row.kind == Kind.THANK_YOU and touch.channel == Channel.MAIL


def _lines_of(loss: Loss) -> Iterator[Line]:
    """What lay behind a no, a line for each."""
    further = [row.reason.label for row in loss.further_reasons.all()]
    if further:
        yield Line(_("Also"), ", ".join(further))
    competitors = sorted(loss.competitors.all(), key=lambda row: not row.is_main)
    if competitors:
        yield Line(_("Up against"), ", ".join(row.competitor.name for row in competitors))
    if loss.told_to:
        yield Line(_("Told to"), str(loss.told_to))
    if not loss.offer_made:
        yield Line(_("Before anything was offered"))
    yield from _from_whom(loss)
    yield from _tender(loss)
    if loss.delegated_to:
        yield Line(_("Passed down to"), loss.delegated_to)
    for label, text in ((_("Stage"), loss.stage), (_("Came from"), loss.source)):
        if text:
            yield Line(label, text)
    yield from _they_say(loss)
    yield from _asks_at(loss)
    if loss.next_contact_on or loss.next_contact_words:
        day = plain_day_and_year(loss.next_contact_on) if loss.next_contact_on else ""
        yield Line(_("To speak again"), day, loss.next_contact_words)
    if loss.notes:
        yield Line(_("Notes"), loss.notes)


def _they_say(loss: Loss) -> Iterator[Line]:
    """What they answered to the one question, beside what we wrote down."""
    told: Feedback | None = getattr(loss, "feedback", None)
    if told is not None:
        yield Line(_("They say"), str(DECIDED[Decided(told.decided)]), told.line)


def _from_whom(loss: Loss) -> Iterator[Line]:
    if loss.is_worth_most():
        best = _("the decision maker, in person, with a reason: no other no is worth as much")
        yield Line(_("From"), best)
    elif loss.by_decision_maker:
        yield Line(_("From"), _("the decision maker"))


def _tender(loss: Loss) -> Iterator[Line]:
    """What a tender says of its days."""
    deal = loss.deal
    days = ((_("award final on %(day)s"), deal.award_on), (_("a debrief until %(day)s"), deal.debrief_by))
    if deal.is_tender:
        said = [words % {"day": plain_day_and_year(day)} for words, day in days if day]
        yield Line(_("Tender"), ", ".join(said))


def _asks_at(loss: Loss) -> Iterator[Line]:
    """What was answered there and then; what was answered later has an event of its own."""
    for ask in _in_order(loss):
        if ask.answered_on in (None, loss.said_on) and ask.answer != AskAnswer.NOT_ASKED:
            yield Line(str(ASKS[AskKind(ask.kind)]), str(ANSWERS[AskAnswer(ask.answer)]), ask.words)


def _in_order(loss: Loss) -> list[ExitAsk]:
    order = list(AskKind)
    return sorted(loss.asks.all(), key=lambda ask: order.index(AskKind(ask.kind)))


def _late_answers(loss: Loss) -> Iterator[Event]:
    for ask in _in_order(loss):
        if ask.answered_on and ask.answered_on != loss.said_on:
            yield Event(
                day=ask.answered_on,
                rank=1,
                at=loss.logged_at,
                icon="circle-help",
                glyph_class="glyph-yes" if ask.answer == AskAnswer.YES else "",
                title=f"{ASKS[AskKind(ask.kind)]}: {ANSWERS[AskAnswer(ask.answer)]}",
                words=ask.words,
            )


def _touch_event(touch: Touch, file: PersonFile) -> Event:
    row = touch.follow_up
    event = Event(
        day=touch.happened_on,
        rank=2,
        at=touch.created_at,
        icon=touch_icon(touch),
        glyph_class="glyph-yes" if touch.is_two_way else "",
        title=touch_title(touch),
        detail=touch.summary,
        lines=tuple(touch_lines(touch)),
    )
    if _is_answer(touch) and touch.outcome == Outcome.DONE:
        event.title, event.words, event.detail = _("Answered in writing"), touch.summary, ""
    if touch.outcome == Outcome.WON_BACK:
        why = next((deal.why_yes for deal in _closed_on(file, touch.happened_on) if deal.why_yes), "")
        event.words = why if why != touch.summary else ""
    if row is not None:
        _mark(event, row)
    else:
        event.undo_url = _undo_of(file, f"followups.touch:{touch.pk}")
    return event


def _mark(event: Event, row: FollowUp) -> None:
    event.kind, event.status, event.follow_up_id = row.kind, row.status, row.pk
    event.undo_url, event.version = f"/followups/{row.pk}/undo/", row.version


def _undo_of(file: PersonFile, key: str) -> str:
    change = file.change_of.get(key)
    return f"/changes/{change}/undo/" if change else ""


def _closed_event(row: FollowUp, file: PersonFile) -> Event:
    """Left out, made room, or our own look back, whose line is its author's own."""
    closed_at = row.closed_at or row.created_at
    looked_back = row.status == Status.DONE
    event = Event(
        day=closed_at.astimezone(row.owner.zone()).date(),
        rank=2,
        at=closed_at,
        icon="history" if looked_back else "skip-forward",
        title=_("Looked back") if looked_back else _("Skipped"),
        detail="" if looked_back else str(KINDS[Kind(row.kind)]),
        words=row.note if looked_back and row.owner_id == file.viewer.pk else "",
    )
    _mark(event, row)
    if row.status == Status.CANCELLED:
        # It goes back with the deed it made room for.
        event.title, event.lines, event.undo_url = _("Made room"), (Line(row.note),), ""
    return event


def _named_event(file: PersonFile, number: int) -> Event:
    person = file.named[number]
    return Event(
        day=_local_day(person.created_at, file),
        rank=1,
        at=person.created_at,
        icon="user-plus",
        glyph_class="glyph-yes",
        title=_("Named somebody"),
        link=(person.get_absolute_url(), person.name),
        detail=person.organisation.name if person.organisation else "",
    )


def _local_day(moment: datetime, file: PersonFile) -> date:
    return moment.astimezone(file.person.owner.zone()).date()


def _deal_events(file: PersonFile) -> Iterator[Event]:
    """What became of deals: a yes from its deal, the rest from what somebody did with it."""
    titles = {deal.pk: deal for deal in file.deals}
    acts = [change for change in file.changes if change.object_id in titles]
    for change in acts:
        if change.action in DEAL_ACTS:
            icon, words = DEAL_ACTS[change.action]
            deal = titles[change.object_id]
            yield Event(
                day=_local_day(change.at, file),
                rank=2,
                at=change.at,
                icon=icon,
                title=str(words) % {"deal": deal.title},
                undo_url=f"/changes/{change.pk}/undo/",
            )
    for deal in file.deals:
        if deal.status in {DealStatus.WON, DealStatus.WON_BACK} and deal.closed_on:
            yield from _yes_event(deal, file, acts)


def _plan_events(file: PersonFile) -> Iterator[Event]:
    """What somebody decided about a person who did not answer."""
    for change in file.changes:
        if change.action in PLAN_ACTS:
            icon, words = PLAN_ACTS[change.action]
            yield Event(
                day=_local_day(change.at, file),
                rank=2,
                at=change.at,
                icon=icon,
                title=str(words),
                undo_url=f"/changes/{change.pk}/undo/",
            )


def _yes_event(deal: Deal, file: PersonFile, acts: list[Change]) -> Iterator[Event]:
    if any(one.outcome == Outcome.WON_BACK and one.happened_on == deal.closed_on for one in file.touches):
        return  # it stands with the talk in which they said so
    won = next((act for act in acts if act.object_id == deal.pk and act.action in YES_ACTS), None)
    yield Event(
        day=deal.closed_on or _local_day(deal.created_at, file),
        rank=2,
        at=won.at if won else deal.created_at,
        icon="handshake",
        glyph_class="glyph-yes",
        title=_("Said yes: %(deal)s") % {"deal": deal.title},
        words=deal.why_yes,
        undo_url=f"/changes/{won.pk}/undo/" if won else "",
    )


def _closed_on(file: PersonFile, day: date) -> list[Deal]:
    return [deal for deal in file.deals if deal.closed_on == day]


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


__all__ = ["Act", "Event", "acts_on", "timeline_of"]
