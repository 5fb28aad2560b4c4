"""What the page of one hand-over shows: what they were told, what to do, what not, the way back."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.models import User
from common.days import plain_day_and_year, spoken_day
from desk.forms.hand_over import AnswerForm, AskForm, GiveBackForm, SendBackForm
from desk.hand_over_note import Line, line_as_said
from desk.hand_over_words import (
    CHANNELS,
    channels_text,
    first_of,
    no_channels_text,
    often_text,
    refused_chip,
    refused_text,
)
from desk.sentences import past_day_text
from followups.baton_rules import Refused, Stand, refusal
from followups.hand_overs import ToldToMarketing, agreed_channels, stand_of, told_to_marketing, way_of
from followups.kinds import BATON_WAITS, Baton, BatonStep
from followups.models import HandOver, HandOverStep
from prospects.conversations import PermissionChannel, PermissionStrength, PromiseState
from prospects.exit_lines import first_name
from prospects.labels import PERMISSION_STRENGTHS
from prospects.models import Loss, Permission, Promise, Prospect

FORMS = {"ask": AskForm, "send-back": SendBackForm, "answer": AnswerForm, "return": GiveBackForm}
SERIES = {PermissionChannel.MAIL, PermissionChannel.NEWSLETTER}


@dataclass(frozen=True)
class Please:
    """One thing to do, or not to; `bold` are the words that carry it, `icon` says which it is."""

    text: str
    bold: tuple[str, ...] = ()
    icon: str = "check"
    is_no: bool = False


@dataclass(frozen=True)
class Step:
    """One step on the baton's way."""

    what: str
    who: str
    when: str
    day: date
    words: str


@dataclass(frozen=True)
class Doors:
    """What whoever looks may do with it now."""

    take: bool = False
    ask: bool = False
    send_back: bool = False
    answer: bool = False
    withdraw: bool = False
    give_back: bool = False

    def any(self) -> bool:
        """Whether there is anything."""
        return any(vars(self).values())


def doors_of(hand_over: HandOver, viewer: User) -> Doors:
    """What somebody may do: the taker before it is taken, sales all along, both while it is in care."""
    is_taker = viewer.pk == hand_over.taker_id
    is_sales = viewer.pk in {hand_over.giver_id, hand_over.prospect.owner_id} or viewer.is_manager
    waits = hand_over.state in BATON_WAITS
    return Doors(
        take=is_taker and waits,
        ask=is_taker and hand_over.state == Baton.OFFERED,
        send_back=is_taker and waits,
        answer=is_sales and hand_over.state == Baton.ASKED,
        withdraw=is_sales and waits,
        give_back=hand_over.state == Baton.TAKEN and (is_taker or is_sales),
    )


def detail_context(hand_over: HandOver, viewer: User, now: datetime, **bound: Any) -> dict[str, Any]:
    """Everything about one hand-over; `bound` is a form that came back, by its door."""
    person, today = hand_over.prospect, viewer.today(now)
    told = told_to_marketing(person, agreed_channels(hand_over))
    name = first_name(person.name) or person.name
    stand = stand_of(person, hand_over.plan, but=hand_over)
    refused = _against(hand_over, stand) if hand_over.state in BATON_WAITS else None
    way = way_of(hand_over)
    return {
        "hand_over": hand_over,
        "person": person,
        "person_url": person.get_absolute_url() if _sees(viewer, person) else "",
        "first_name": name,
        "said_no": _said_no(told.loss),
        "told": _told(told, hand_over),
        "told_by": _told_by(told.loss, hand_over),
        "their_words": told.their_words,
        "please": list(_please(hand_over, told)),
        "then": list(_then(hand_over, told, name, stand.meeting_on)),
        "way": [_step(step, viewer, today) for step in way],
        "question": _question(hand_over, way),
        "doors": doors_of(hand_over, viewer),
        "against": refused_text(refused) if refused else "",
        "against_chip": refused_chip(refused) if refused else "",
        "is_taker": viewer.pk == hand_over.taker_id,
        "giver": first_of(hand_over.giver),
        "taker": first_of(hand_over.taker),
        "forms": {door.replace("-", "_"): bound.get(door) or form() for door, form in FORMS.items()},
        "opened": next(iter(bound), ""),
    }


def _against(hand_over: HandOver, stand: Stand) -> Refused | None:
    """What stands against taking it over, as things are now."""
    return refusal(stand, agreed_channels(hand_over), hand_over.returns_on)


def _sees(viewer: User, person: Prospect) -> bool:
    """Whether somebody has a page of the person, or knows them from here alone."""
    return Prospect.objects.visible_to(viewer).filter(pk=person.pk).exists()


def _said_no(loss: Loss | None) -> str:
    if loss is None:
        return ""
    what = {"day": spoken_day(loss.said_on), "kind": loss.conversation_label()}
    return _("Said no on %(day)s: %(kind)s") % what


def _told(told: ToldToMarketing, hand_over: HandOver) -> Line | None:
    """What they were told: as it was sent to them, else the line that was said."""
    if told.confirmation:
        return Line(told.confirmation, language=hand_over.prospect.language)
    return line_as_said(told.loss, hand_over.giver)


def _told_by(loss: Loss | None, hand_over: HandOver) -> str:
    """By whom, when and how."""
    if loss is None:
        return ""
    who = first_of(hand_over.giver) if loss.logged_by_id == hand_over.giver_id else ""
    how = _("in writing") if loss.confirmation else loss.told_by_label().lower()
    return ", ".join(part for part in (who, spoken_day(loss.said_on), how) if part)


def _please(hand_over: HandOver, told: ToldToMarketing) -> Iterator[Please]:
    often = often_text(hand_over.every_weeks)
    for channel in agreed_channels(hand_over):
        what = capfirst(str(CHANNELS[channel]))
        yield Please(", ".join(part for part in (what, often if channel in SERIES else "") if part))
    if topics := tuple(row.topic.name for row in told.topics if not row.is_muted):
        yield Please(_("Anything on"), topics)
    for promise in told.promises:
        if promise.state == PromiseState.OPEN:
            yield Please(_promise_text(promise), icon="package")
    not_wanted = no_channels_text(one for one in PermissionChannel if one not in agreed_channels(hand_over))
    if not_wanted:
        yield Please(not_wanted, icon="x", is_no=True)
    if muted := [row.topic.name for row in told.topics if row.is_muted]:
        yield Please(_("Nothing on"), tuple(muted), icon="x", is_no=True)


def _promise_text(promise: Promise) -> str:
    what = {"what": promise.what, "day": spoken_day(promise.promised_for) if promise.promised_for else ""}
    return (_("Promised by %(day)s: %(what)s") if promise.promised_for else _("Promised: %(what)s")) % what


def _then(hand_over: HandOver, told: ToldToMarketing, name: str, meeting_on: date | None) -> Iterator[Please]:
    yield _back(hand_over, meeting_on)
    sooner = _("Sooner, if %(name)s answers, asks for a price or wants to talk") % {"name": name}
    yield Please(sooner, icon="corner-down-right")
    for row in told.permissions:
        yield Please(_permission_text(row, name), icon="shield-check")
    kept = [promise.what for promise in told.promises if promise.state == PromiseState.KEPT]
    if kept:
        yield Please(_("Promised and kept: %(what)s") % {"what": "; ".join(kept)}, icon="package")


def _back(hand_over: HandOver, meeting_on: date | None) -> Please:
    """When it comes back, and why then."""
    giver = {"name": first_of(hand_over.prospect.owner)}
    if meeting_on and meeting_on > hand_over.returns_on:
        form = _("They meet on %(day)s: back to %(name)s on")
        text = form % {**giver, "day": spoken_day(meeting_on)}
    else:
        text = _("Back to %(name)s on") % giver
    return Please(text, (spoken_day(hand_over.returns_on),), icon="calendar-check")


def _permission_text(row: Permission, name: str) -> str:
    """What they agreed to, how and when: "Permission: mail, said aloud by Tom on 2 March"."""
    return _("Permission: %(what)s, %(how)s by %(name)s on %(day)s") % {
        "what": channels_text([PermissionChannel(row.channel)]),
        "how": str(PERMISSION_STRENGTHS[PermissionStrength(row.strength)]).lower(),
        "name": name,
        "day": plain_day_and_year(row.given_on),
    }


def _step(step: HandOverStep, viewer: User, today: date) -> Step:
    day = viewer.today(step.at)
    return Step(
        what=step.get_step_display(),
        who=step.by.get_full_name() if step.by else "",
        when=past_day_text(day, today),
        day=day,
        # The note stands by itself, above.
        words="" if step.step == BatonStep.OFFERED else step.words,
    )


def _question(hand_over: HandOver, way: list[HandOverStep]) -> str:
    """What the taker wants to know, while nobody has answered."""
    if hand_over.state != Baton.ASKED:
        return ""
    return next((step.words for step in reversed(way) if step.step == BatonStep.ASKED), "")
