"""What is known of a person, block by block, as the aside of their page shows it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.formats import time_format
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from accounts.countries import COUNTRIES
from common.days import plain_day_and_year
from desk.person_file import PersonFile
from desk.prospect_words import question_for
from desk.timeline_agreed import wake_up_days, wake_up_text
from desk.timeline_events import Line
from followups.permission_rules import countries_in, is_strict
from prospects.conversations import (
    AskAnswer,
    AskKind,
    Likelihood,
    Pace,
    PermissionChannel,
    PermissionStrength,
    Priority,
    PromiseState,
    TopicKind,
    WakeUpState,
)
from prospects.gaps import Gap, KnownOf, first_gap
from prospects.labels import (
    ANSWERS,
    ASKS,
    LIKELIHOODS,
    PACES,
    PERMISSION_CHANNELS,
    PERMISSION_STRENGTHS,
    PRIORITIES,
)
from prospects.models import Permission, Prospect
from prospects.permissions import unsubscribed_on

ANSWER_CLASSES = {AskAnswer.YES: "ans-y", AskAnswer.LATER: "ans-q", AskAnswer.NOT_ASKED: "ans-0"}


def block_of(part: str, file: PersonFile, now: datetime) -> dict[str, Any]:
    """Context of one block that can be edited in place (desk/_known_<part>.html)."""
    blocks = {"matters": _matters, "learned": _learned, "told": _told, "reference": _reference}
    if part == "reach":
        return _reach(file, now)
    return blocks[part](file)


def _matters(file: PersonFile) -> dict[str, Any]:
    person = file.person
    manner = [PACES[Pace(person.pace)]] if person.pace else []
    manner += [PRIORITIES[Priority(person.priority)]] if person.priority else []
    return {
        "tags": file.topics_of(TopicKind.GOAL, TopicKind.CHALLENGE),
        "muted": [row.topic.name for row in file.topics if row.is_muted],
        "interests": file.topics_of(TopicKind.INTEREST),
        "manner": " · ".join(str(word) for word in manner),
        "lines": [
            Line(label, text)
            for label, text in (
                (_("Of themselves"), person.personal_cues),
                (_("From our time"), person.wanted_from_our_time),
            )
            if text
        ],
    }


def _learned(file: PersonFile) -> dict[str, Any]:
    return {"question": question_for(first_gap(_known(file)))}


def _known(file: PersonFile) -> KnownOf:
    """Which gaps are closed; what they told with any no counts."""
    person, losses = file.person, file.losses
    facts = {
        Gap.NEEDS: any(loss.needs for loss in losses),
        Gap.BUDGET: any(loss.budget for loss in losses),
        Gap.TIMING: any(loss.timing or loss.next_contact_words for loss in losses),
        Gap.DECISION: person.is_decision_maker or any(loss.people_behind.all() for loss in losses),
        Gap.GOALS: bool(file.topics_of(TopicKind.GOAL, TopicKind.CHALLENGE)),
        Gap.WANTED: bool(person.wanted_from_our_time),
        Gap.CUES: bool(person.personal_cues or file.topics_of(TopicKind.INTEREST)),
    }
    return KnownOf(frozenset(gap for gap, is_known in facts.items() if is_known), has_no=bool(losses))


def _told(file: PersonFile) -> dict[str, Any]:
    loss = file.newest_loss
    if loss is None:
        return {"lines": [], "chips": []}
    chips = [_("right, but too early")] if loss.right_but_early else []
    if loss.likelihood:
        likely = str(LIKELIHOODS[Likelihood(loss.likelihood)]).lower()
        chips.insert(0, _("likely later: %(how)s") % {"how": likely})
    told = ((_("Needs"), loss.needs), (_("Timing"), loss.timing), (_("Budget"), loss.budget))
    return {"lines": [Line(label, text) for label, text in told if text], "chips": chips}


def _reference(file: PersonFile) -> dict[str, Any]:
    return {"about": file.person.reference_for}


def _reach(file: PersonFile, now: datetime) -> dict[str, Any]:
    person = file.person
    return {"place": ", ".join(_place(person)), "clock": _clock(person, now), "spoken": _spoken(person)}


def _place(person: Prospect) -> Iterator[str]:
    if person.region:
        yield person.region
    if person.country:
        yield str(COUNTRIES.get(person.country, person.country))


def _clock(person: Prospect, now: datetime) -> str:
    """What time it is with them, where their zone is known and another than ours."""
    if not person.time_zone or person.time_zone == person.owner.time_zone:
        return ""
    return time_format(now.astimezone(ZoneInfo(person.time_zone)))


def _spoken(person: Prospect) -> str:
    if not person.language:
        return ""
    try:
        return str(get_language_info(person.language)["name_translated"])
    except KeyError:
        return person.language


@dataclass(frozen=True)
class Answered:
    """One ask with its answer; `is_open` while they think about it."""

    label: str
    answer: str
    css: str
    words: str
    is_open: bool


def answers_of(file: PersonFile) -> list[Answered]:
    """What was asked, the newest answer to each, in the order of the log page."""
    order = list(AskKind)
    asks = sorted(file.asks, key=lambda ask: order.index(AskKind(ask.kind)))
    return [
        Answered(
            label=str(ASKS[AskKind(ask.kind)]),
            answer=str(ANSWERS[AskAnswer(ask.answer)]),
            css=ANSWER_CLASSES.get(AskAnswer(ask.answer), "ans-n"),
            words=ask.words,
            is_open=ask.answer == AskAnswer.LATER,
        )
        for ask in asks
    ]


@dataclass(frozen=True)
class Channel:
    """How a channel stands: in a word, since when, in which words of theirs."""

    label: str
    state: str
    css: str
    since: str
    words: str


def channels_of(file: PersonFile) -> list[Channel]:
    """What was ever said about each channel, as it stands now; what was never spoken of is left out."""
    return [_channel(code, file.standing[code]) for code in PermissionChannel if code in file.standing]


def _channel(code: PermissionChannel, row: Permission) -> Channel:
    state = str(PERMISSION_STRENGTHS[PermissionStrength(row.strength)]) if row.is_granted else _("No")
    if row.is_granted and row.every_weeks:
        state = _("%(how)s, every %(weeks)d weeks") % {"how": state, "weeks": row.every_weeks}
    return Channel(
        label=str(PERMISSION_CHANNELS[code]),
        state=state,
        css="ans-y" if row.is_granted else "ans-n",
        since=plain_day_and_year(row.given_on),
        words=row.words,
    )


def needs_writing(file: PersonFile) -> bool:
    """Whether, in their country, every mail of the app waits for a yes in writing that is not there yet."""
    mail = (PermissionChannel.MAIL, PermissionChannel.NEWSLETTER)
    rows = [file.standing[code] for code in mail if code in file.standing]
    is_written = any(row.is_granted and row.strength == PermissionStrength.CONFIRMED for row in rows)
    return is_strict(file.person.country, countries_in(file.person.team.strict_countries)) and not is_written


def unsubscribed_of(file: PersonFile) -> str:
    """The day they unsubscribed by the link in a mail, in words; "" while they have not."""
    on = unsubscribed_on(file.standing)
    return plain_day_and_year(on) if on else ""


def paused_text(until: date | None, today: date) -> str:
    """The day until which they want to hear nothing, in words; "" while they don't mind."""
    return plain_day_and_year(until) if until and until > today else ""


def promises_of(file: PersonFile) -> list[Line]:
    """What we still owe them, with its day; who asked us to stop is owed nothing more."""
    stopped = _stopped(file)
    return [
        Line(promise.what, stopped or _due(promise.promised_for, promise.every_weeks))
        for promise in file.promises
        if promise.state == PromiseState.OPEN
    ]


def _due(day: date | None, every_weeks: int | None) -> str:
    parts = [plain_day_and_year(day)] if day else []
    parts += [_("every %(weeks)d weeks") % {"weeks": every_weeks}] if every_weeks else []
    return ", ".join(parts)


def wake_ups_of(file: PersonFile, today: date) -> list["Awaited"]:
    """What would change things, with its days and where it is dropped; not for who asked us to stop."""
    stopped = _stopped(file)
    return [
        Awaited(
            wake_up_text(row),
            stopped or wake_up_days(row, today),
            "" if stopped else reverse("desk:wake_up_drop", args=[row.pk]),
        )
        for row in file.wake_ups
        if row.state == WakeUpState.WAITING
    ]


@dataclass(frozen=True)
class Awaited:
    """What would change things, its days, and where one says that it doesn't count any more."""

    label: str
    text: str
    drop_url: str = ""


def _stopped(file: PersonFile) -> str:
    return _("not any more: they asked you to stop") if file.person.asked_to_stop_on else ""
