"""Agenda items as the rows a page shows: every word and address prepared, so that templates stay plain."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.models import User
from common.days import plain_day, short_weekday, spoken_day
from desk.sentences import (
    day_text,
    days_left_text,
    icon_for,
    span_text,
    what_text,
)
from followups.agenda import AgendaItem, Section
from followups.kinds import Kind, Status
from followups.planning import load_of
from followups.sentences import said_ago, to_do

STRIP_DAYS = 14
HIGHEST_PILE = 8


@dataclass(frozen=True)
class MiniWindow:
    """A check-in window on the little thread."""

    x: int
    width: int
    state: str


@dataclass(frozen=True)
class Mini:
    """The little thread beside a row, laid out between 6 (the last contact) and 126."""

    now: int
    window: MiniWindow | None
    meet: int | None = None
    done: tuple[int, ...] = ()


@dataclass(frozen=True)
class Row:
    """One follow-up as a row of Today."""

    id: UUID
    kind: str
    status: str
    version: int
    name: str
    organisation: str
    role_title: str
    prospect_url: str
    done_url: str
    snooze_url: str
    skip_url: str
    complete_url: str
    close_url: str
    sentence: str
    words: str
    chip_text: str
    chip_class: str
    icon: str
    glyph_class: str
    meta_text: str
    opens: date
    due: date
    closes: date
    mini: Mini | None
    phone: str
    email: str
    end_text: str
    tomorrow: date
    at: bool = False


def row_of(item: AgendaItem, today: date) -> Row:
    """The row of an agenda item as it stands on `today`."""
    section = item.section(today)
    chip_text, chip_class = _chip(item, section, today)
    return Row(
        id=item.follow_up_id,
        kind=item.kind,
        status=Status.OPEN,
        version=item.version,
        name=item.prospect_name,
        organisation=item.organisation_name or "",
        role_title=item.title,
        prospect_url=f"/prospects/{item.prospect_id}/",
        done_url=f"/followups/{item.follow_up_id}/",
        snooze_url=f"/followups/{item.follow_up_id}/snooze/",
        skip_url=f"/followups/{item.follow_up_id}/skip/",
        complete_url=f"/followups/{item.follow_up_id}/complete/",
        close_url=f"/followups/{item.follow_up_id}/?row=plain",
        sentence=to_do(item),
        words=item.words or "",
        chip_text=chip_text,
        chip_class=chip_class,
        icon=icon_for(item.kind, item.manner),
        glyph_class=_glyph(item, section),
        meta_text=_meta(item, section, today),
        opens=item.opens_on,
        due=item.due_on,
        closes=item.closes_on,
        mini=_mini(item, section, today),
        phone=item.phone,
        email=item.email,
        end_text=plain_day(item.closes_on) if _may_wait_to_its_end(item, today) else "",
        tomorrow=today + timedelta(days=1),
    )


def _may_wait_to_its_end(item: AgendaItem, today: date) -> bool:
    return item.has_window() and item.closes_on > today and item.closes_on != item.due_on


def _chip(item: AgendaItem, section: Section | None, today: date) -> tuple[str, str]:
    if item.is_hot and item.kind == Kind.CHECK_IN:
        return _("interested again"), "chip-yes"
    if section == Section.WINDOW_CLOSED and item.kind != Kind.DEBRIEF:
        return _("was due by %(day)s") % {"day": spoken_day(item.closes_on)}, "chip-late"
    if item.is_agreed:
        return _("you both agreed"), "chip-yes"
    if item.has_window() and item.opens_on <= today:
        return days_left_text(item.closes_on, today), "chip-open"
    return "", ""


def _glyph(item: AgendaItem, section: Section | None) -> str:
    if item.kind == Kind.DEBRIEF:
        return "glyph-no"
    if section == Section.WINDOW_CLOSED:
        return "glyph-late"
    if item.is_agreed or item.is_hot:
        return "glyph-yes"
    return "glyph-open" if item.has_window() and section != Section.COMING else ""


def _meta(item: AgendaItem, section: Section | None, today: date) -> str:
    if section == Section.COMING:
        if item.has_window():
            window = span_text(item.opens_on, item.closes_on)
            return _("any day %(window)s") % {"window": window}
        return day_text(item.due_on, today)
    if section == Section.WINDOW_OPEN:
        return _("planned for %(day)s") % {"day": day_text(item.due_on, today)}
    if item.said_on and item.said_it and item.kind in {Kind.THANK_YOU, Kind.DEBRIEF}:
        return said_ago(item.said_on, today)
    return ""


def _mini(item: AgendaItem, section: Section | None, today: date) -> Mini | None:
    """Lay the last contact, the window (or the agreed day) and today out on one line."""
    if not item.has_window() and not item.is_agreed:
        return None
    start = item.last_two_way_on
    span = max((max(item.closes_on, today) - start).days + 7, 1)

    def across(day: date) -> int:
        return round(6 + 120 * max((day - start).days, 0) / span)

    if item.is_agreed:
        return None if item.due_on == today else Mini(across(today), None, across(item.due_on))
    state = {Section.WINDOW_CLOSED: "closed", Section.COMING: "later"}.get(section or Section.COMING, "open")
    first, last = across(item.opens_on), across(item.closes_on)
    return Mini(across(today), MiniWindow(first, max(last - first, 4), state))


@dataclass(frozen=True)
class ComingRow:
    """One line of Coming up."""

    id: UUID
    kind: str
    status: str
    opens: date
    due: date
    closes: date
    icon: str
    name: str
    prospect_url: str
    line: str
    when_text: str


def coming_row(item: AgendaItem, today: date) -> ComingRow:
    """A follow-up of the next seven days, in one line."""
    line = what_text(item.kind, item.conversation or "", item.manner, agreed=item.is_agreed)
    if item.has_window():
        last = plain_day(item.closes_on)
        line = _("window opens, until %(last)s") % {"last": last}
    return ComingRow(
        id=item.follow_up_id,
        kind=item.kind,
        status=Status.OPEN,
        opens=item.opens_on,
        due=item.due_on,
        closes=item.closes_on,
        icon=icon_for(item.kind, item.manner),
        name=item.prospect_name,
        prospect_url=f"/prospects/{item.prospect_id}/",
        line=line,
        when_text=day_text(item.opens_on, today),
    )


@dataclass(frozen=True)
class StripDay:
    """One day of the load strip."""

    date: date
    weekday: str
    day: int
    count: int
    bricks: range
    is_today: bool
    is_weekend: bool
    is_full: bool
    url: str = ""


def load_strip(user: User, today: date, days: int = STRIP_DAYS) -> list[StripDay]:
    """The next days with their load; a day over the limit is marked."""
    load = load_of(user, today, today + timedelta(days=days - 1))
    calendar, limit = user.calendar(), user.team.daily_limit
    strip = []
    for offset in range(days):
        day = today + timedelta(days=offset)
        count = load.get(day, 0)
        strip.append(
            StripDay(
                date=day,
                weekday=short_weekday(day),
                day=day.day,
                count=count,
                bricks=range(min(count, HIGHEST_PILE)),
                is_today=offset == 0,
                is_weekend=not calendar.is_working_day(day),
                is_full=count > limit,
            )
        )
    return strip
