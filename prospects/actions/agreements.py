"""Writes what was agreed: permissions, promises, conditions, and the answers to what was asked."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from accounts.changes import Trail
from accounts.models import User
from common.text import clean_line, clean_text
from library.topics import find_or_add_topic
from prospects.conversations import (
    AskAnswer,
    AskKind,
    PermissionChannel,
    PermissionSource,
    PermissionStrength,
    PromiseState,
    WakeUpKind,
    WakeUpState,
)
from prospects.models import ExitAsk, Loss, Permission, Promise, Prospect, WakeUp
from prospects.new_no import Agreement, Asked, Condition, NewNo, Promised
from prospects.permissions import ended_by_link, standing_permissions


def write_answers(new_no: NewNo, loss: Loss, *, trail: Trail) -> None:
    """What was asked and answered; what wasn't asked has no row."""
    stay = Asked(AskKind.STAY_IN_TOUCH, new_no.stay_in_touch)
    for asked in (stay, *new_no.asks):
        if asked.answer == AskAnswer.NOT_ASKED:
            continue
        answered_on = None if asked.answer == AskAnswer.LATER else loss.said_on
        words = clean_text(asked.words)
        trail.create(
            ExitAsk(loss=loss, kind=asked.kind, answer=asked.answer, words=words, answered_on=answered_on)
        )
        if asked.kind == AskKind.REFERENCE and asked.answer == AskAnswer.YES:
            note_reference(loss.prospect, words, trail=trail)


def note_reference(prospect: Prospect, what_for: str, *, trail: Trail) -> None:
    """They would speak for us; `what_for` says what they may be asked about."""
    what_for = clean_line(what_for) or prospect.reference_for
    if not prospect.is_reference or prospect.reference_for != what_for:
        trail.update(prospect, is_reference=True, reference_for=what_for)


def write_permissions(new_no: NewNo, loss: Loss, *, by: User, trail: Trail) -> None:
    """The permissions that follow from a no: granted channels, and on a no to staying in touch the end of
    the others."""
    if new_no.stay_in_touch == AskAnswer.STOP:
        return  # every row of the person's is told to stop, with their permissions
    granted = _channels_granted(new_no)
    if new_no.stay_in_touch == AskAnswer.NO:
        rest = [channel for channel in PermissionChannel if channel not in granted]
        _withdraw(loss.prospect, rest, loss=loss, by=by, trail=trail)
    elif new_no.answer(AskKind.MAILING_LIST) == AskAnswer.NO:
        _withdraw(loss.prospect, [PermissionChannel.NEWSLETTER], loss=loss, by=by, trail=trail)
    grant(
        loss.prospect,
        granted,
        new_no.agreement,
        on=loss.said_on,
        source=PermissionSource.AT_THE_NO,
        by=by,
        trail=trail,
        loss=loss,
    )


def _channels_granted(new_no: NewNo) -> list[PermissionChannel]:
    """What was ticked; "may I stay in touch" alone is asked about calls, the letter about the letter."""
    channels = set(new_no.agreement.channels)
    if new_no.stay_in_touch == AskAnswer.YES and not channels:
        channels.add(PermissionChannel.CALL)
    if new_no.answer(AskKind.MAILING_LIST) == AskAnswer.YES:
        channels.add(PermissionChannel.NEWSLETTER)
    return [channel for channel in PermissionChannel if channel in channels]


def grant(
    prospect: Prospect,
    channels: Iterable[PermissionChannel],
    agreement: Agreement,
    *,
    on: date,
    source: PermissionSource,
    by: User | None,
    trail: Trail,
    loss: Loss | None = None,
    submission: str = "",
    after: Mapping[PermissionChannel, Permission] | None = None,
) -> list[Permission]:
    """Record that channels were granted on a day, in which words; raises ValidationError.

    `after` is what stands, where this is known to be the later word, whatever the clocks say.
    """
    spots = {channel: _spot_after((after or {}).get(channel), trail.now) for channel in channels}
    return [
        trail.create(
            Permission(
                team_id=prospect.team_id,
                prospect=prospect,
                loss=loss,
                channel=channel,
                is_granted=True,
                strength=agreement.strength,
                given_on=on,
                source=source,
                words=clean_text(agreement.words),
                every_weeks=agreement.every_weeks,
                recorded_by=by,
                submission=submission,
                created_at=spots[channel][0],
                position=max(position, spots[channel][1]),
            )
        )
        for position, channel in enumerate(spots, start=len(PermissionChannel))
    ]


def _withdraw(
    prospect: Prospect, channels: Iterable[PermissionChannel], *, loss: Loss, by: User, trail: Trail
) -> None:
    withdraw(prospect, channels, PermissionSource.AT_THE_NO, on=loss.said_on, by=by, trail=trail, loss=loss)


def withdraw(
    prospect: Prospect,
    channels: Iterable[PermissionChannel],
    source: PermissionSource,
    *,
    on: date,
    by: User | None,
    trail: Trail,
    words: str = "",
    loss: Loss | None = None,
    submission: str = "",
    after: Mapping[PermissionChannel, Permission] | None = None,
) -> list[Permission]:
    """Record that channels are withdrawn as of a day.

    `after` is what stands: a yes that was written in the meantime, by a clock that is ahead of this one, does
    not outlive it.
    """
    spots = {channel: _spot_after((after or {}).get(channel), trail.now) for channel in channels}
    return [
        trail.create(
            Permission(
                team_id=prospect.team_id,
                prospect=prospect,
                loss=loss,
                channel=channel,
                is_granted=False,
                strength=PermissionStrength.SAID,
                given_on=on,
                source=source,
                words=clean_text(words),
                recorded_by=by,
                submission=submission,
                created_at=spots[channel][0],
                position=max(position, spots[channel][1]),
            )
        )
        for position, channel in enumerate(spots)
    ]


def _spot_after(newest: Permission | None, now: datetime) -> tuple[datetime, int]:
    """Where in the history something stands that comes after `newest`: its instant and its position."""
    if newest is None or newest.created_at < now:
        return now, 0
    return newest.created_at, newest.position + 1


def withdraw_all(
    prospect: Prospect, source: PermissionSource, *, on: date, by: User | None, trail: Trail
) -> None:
    """Every channel is withdrawn, also those never spoken of; one that stands withdrawn is left alone."""
    standing = standing_permissions(prospect)
    rest = [
        channel
        for channel in PermissionChannel
        if (row := standing.get(channel)) is None or row.is_granted or row.source != source
    ]
    # A later grant dated ahead may not outlive the stop.
    latest = max([on, *(row.given_on for row in standing.values())])
    withdraw(prospect, rest, source, on=latest, by=by, trail=trail, after=standing)


# What the app sends by itself.
SENT_BY_THE_APP = (PermissionChannel.MAIL, PermissionChannel.NEWSLETTER)


def note_unsubscribed(prospect: Prospect, *, on: date, trail: Trail) -> None:
    """By the link in a mail they ended what the app sends; a channel that stands so is left alone."""
    standing = standing_permissions(prospect)
    rest = [channel for channel in SENT_BY_THE_APP if not ended_by_link(standing.get(channel))]
    # A grant dated ahead, by a clock further east, may not outlive it.
    latest = max([on, *(standing[channel].given_on for channel in rest if channel in standing)])
    source = PermissionSource.PRESSED_LINK
    withdraw(prospect, rest, source, on=latest, by=None, trail=trail, after=standing)


def write_promise(promised: Promised, prospect: Prospect, loss: Loss | None, *, trail: Trail) -> Promise:
    """What we said we would send or do."""
    return trail.create(
        Promise(
            team_id=prospect.team_id,
            prospect=prospect,
            loss=loss,
            what=clean_line(promised.what),
            promised_for=promised.on,
            every_weeks=promised.every_weeks,
            created_at=trail.now,
        )
    )


def settle_promise(promise: Promise, state: PromiseState, *, on: date, trail: Trail) -> None:
    """It was kept, or it wasn't; one that repeats stays open when it was kept."""
    repeats = promise.every_weeks is not None and state == PromiseState.KEPT
    trail.update(promise, state=PromiseState.OPEN if repeats else state, settled_on=on)


def write_condition(condition: Condition, prospect: Prospect, loss: Loss | None, *, trail: Trail) -> WakeUp:
    """What would have to happen; without a day it waits under a topic, together with everybody who does."""
    what = clean_line(condition.what)
    is_dated = condition.on is not None or condition.notice_on is not None
    topic = None if is_dated else find_or_add_topic(what, prospect.team, trail=trail)
    return trail.create(
        WakeUp(
            team_id=prospect.team_id,
            prospect=prospect,
            loss=loss,
            kind=condition.kind,
            what=what,
            happens_on=condition.on,
            notice_on=condition.notice_on,
            topic=topic,
            created_at=trail.now,
        )
    )


def write_re_entry(loss: Loss, *, trail: Trail) -> WakeUp:
    """ "If it stalls, call me": a wake-up of its own."""
    return trail.create(
        WakeUp(
            team_id=loss.team_id,
            prospect=loss.prospect,
            loss=loss,
            kind=WakeUpKind.VENDOR_STUMBLES,
            is_re_entry=True,
            created_at=trail.now,
        )
    )


def mark_triggered(wake_up: WakeUp, *, on: date, trail: Trail) -> None:
    """What was waited for has happened."""
    trail.update(wake_up, state=WakeUpState.TRIGGERED, triggered_on=on)


def drop_condition(wake_up: WakeUp, *, trail: Trail) -> None:
    """It does not count any more whether it happens."""
    trail.update(wake_up, state=WakeUpState.DROPPED)


def answer_ask(ask: ExitAsk, answer: AskAnswer, words: str, *, on: date, trail: Trail) -> None:
    """What they said to something still open."""
    answered_on = None if answer == AskAnswer.LATER else on
    trail.update(ask, answer=answer, words=clean_text(words) or ask.words, answered_on=answered_on)
    if ask.kind == AskKind.REFERENCE and answer == AskAnswer.YES:
        note_reference(ask.loss.prospect, ask.words, trail=trail)
