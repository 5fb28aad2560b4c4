"""What was agreed, promised and waited for, as events of the story."""

from collections.abc import Iterator
from datetime import date
from itertools import groupby

from django.utils.translation import gettext as _

from common.days import plain_day_and_year
from desk.person_file import PersonFile
from desk.sentences import day_text
from desk.timeline_events import Event, Line
from prospects.conversations import (
    PermissionChannel,
    PermissionSource,
    PermissionStrength,
    PromiseState,
    WakeUpKind,
    WakeUpState,
)
from prospects.labels import PERMISSION_CHANNELS, PERMISSION_SOURCES, PERMISSION_STRENGTHS, WAKE_UPS
from prospects.models import Permission, Promise, WakeUp
from prospects.permissions import ended_by_link


def agreed_events(file: PersonFile) -> Iterator[Event]:
    """Permissions given and taken back, promises, wake-ups."""
    yield from _permission_events(file)
    for promise in file.promises:
        yield from _promise_events(promise, file)
    for wake_up in file.wake_ups:
        yield from _wake_up_events(wake_up, file)
    stopped_on = file.person.asked_to_stop_on
    if stopped_on and not any(row.source == PermissionSource.ASKED_TO_STOP for row in file.permissions):
        yield Event(
            day=stopped_on,
            rank=3,
            at=file.person.created_at,
            icon="user-x",
            title=_("Asked a colleague to stop"),
        )


def _permission_events(file: PersonFile) -> Iterator[Event]:
    """What was said in one breath is one event."""

    def breath(row: Permission) -> tuple[object, ...]:
        return (row.given_on, row.created_at, row.is_granted, row.source, row.words, row.strength)

    for _key, rows in groupby(file.permissions, key=breath):
        yield _permission_event(list(rows), file)


def _permission_event(rows: list[Permission], file: PersonFile) -> Event:
    first = rows[0]
    is_stop = first.source == PermissionSource.ASKED_TO_STOP
    change = next((pk for row in rows if (pk := file.change_of.get(f"prospects.permission:{row.pk}"))), None)
    return Event(
        day=first.given_on,
        rank=3 if is_stop else 1,
        at=first.created_at,
        icon="user-x" if is_stop else "shield-check",
        glyph_class="glyph-yes" if first.is_granted else "",
        title=_permission_title(rows),
        detail="" if is_stop else _how(first),
        words=first.words,
        lines=tuple(_recorded(first)),
        undo_url=f"/changes/{change}/undo/" if change else "",
    )


def _permission_title(rows: list[Permission]) -> str:
    if rows[0].source == PermissionSource.ASKED_TO_STOP:
        return _("Asked you to stop")
    given = {row.channel for row in rows}
    if ended_by_link(rows[0]) and given == {PermissionChannel.MAIL, PermissionChannel.NEWSLETTER}:
        return _("Unsubscribed from what the app sends")
    named = [str(PERMISSION_CHANNELS[one]) for one in PermissionChannel if one in given]
    form = _("Agreed to: %(channels)s") if rows[0].is_granted else _("No longer: %(channels)s")
    return form % {"channels": ", ".join(named)}


def _how(row: Permission) -> str:
    source = str(PERMISSION_SOURCES[PermissionSource(row.source)])
    if not row.is_granted:
        return source
    strength = str(PERMISSION_STRENGTHS[PermissionStrength(row.strength)])
    return f"{strength} · {source}"


def _recorded(row: Permission) -> Iterator[Line]:
    if row.every_weeks:
        yield Line(_("At most"), _("every %(weeks)d weeks") % {"weeks": row.every_weeks})
    if row.recorded_by:
        yield Line(_("Noted by"), str(row.recorded_by))


def _promise_events(promise: Promise, file: PersonFile) -> Iterator[Event]:
    """Made, and not kept; one that was kept stands with what was sent."""
    made_on = promise.created_at.astimezone(file.person.owner.zone()).date()
    loss = next((loss for loss in file.losses if loss.pk == promise.loss_id), None)
    yield Event(
        day=loss.said_on if loss else made_on,
        rank=1,
        at=promise.created_at,
        icon="package",
        title=_("Promised: %(what)s") % {"what": promise.what},
        detail=" · ".join(_promised_for(promise)),
    )
    if promise.state == PromiseState.NOT_KEPT and promise.settled_on:
        yield Event(
            day=promise.settled_on,
            rank=2,
            at=promise.created_at,
            icon="package",
            glyph_class="glyph-late",
            title=_("Not kept: %(what)s") % {"what": promise.what},
        )


def _promised_for(promise: Promise) -> Iterator[str]:
    if promise.promised_for:
        yield _("for %(day)s") % {"day": plain_day_and_year(promise.promised_for)}
    if promise.every_weeks:
        yield _("every %(weeks)d weeks") % {"weeks": promise.every_weeks}


def wake_up_text(wake_up: WakeUp) -> str:
    """What they wait for, in words."""
    if wake_up.is_re_entry:
        return _("Their choice stalls")
    kind = str(WAKE_UPS[WakeUpKind(wake_up.kind)])
    if wake_up.kind == WakeUpKind.OTHER and wake_up.what:
        return wake_up.what
    return f"{kind}: {wake_up.what}" if wake_up.what else kind


def wake_up_days(wake_up: WakeUp, today: date | None = None) -> str:
    """Its days, as far as they are known."""
    parts = []
    if wake_up.happens_on:
        parts.append(_dated(wake_up.happens_on, today))
    if wake_up.notice_on:
        parts.append(_("notice by %(day)s") % {"day": _dated(wake_up.notice_on, today)})
    return ", ".join(parts)


def _dated(day: date, today: date | None) -> str:
    """A day as seen from today; without one, as in a story, with its year."""
    return day_text(day, today) if today else plain_day_and_year(day)


def _wake_up_events(wake_up: WakeUp, file: PersonFile) -> Iterator[Event]:
    noted_on = wake_up.created_at.astimezone(file.person.owner.zone()).date()
    loss = next((loss for loss in file.losses if loss.pk == wake_up.loss_id), None)
    yield Event(
        day=loss.said_on if loss else noted_on,
        rank=1,
        at=wake_up.created_at,
        icon="bell",
        title=_("Would change things: %(what)s") % {"what": wake_up_text(wake_up)},
        detail=wake_up_days(wake_up),
    )
    if wake_up.state == WakeUpState.TRIGGERED and wake_up.triggered_on:
        yield Event(
            day=wake_up.triggered_on,
            rank=2,
            at=wake_up.created_at,
            icon="bell",
            glyph_class="glyph-open",
            title=_("Has happened: %(what)s") % {"what": wake_up_text(wake_up)},
        )
