"""Agenda items as the rows a page shows: every word and address prepared, so that templates stay plain."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.working_calendar import WorkingCalendar
from common.days import plain_day, short_weekday, spoken_day
from common.templatetags.look import icon
from desk.deeds import Deed, deed_of
from desk.holidays_there import holiday_text
from desk.local_time import There, there_now
from desk.rhythm_words import hint_text
from desk.row_marks import Mini, MiniWindow, chip_html, dates_html, mini_html
from desk.sentences import (
    day_text,
    days_left_text,
    icon_for,
    span_text,
    what_text,
)
from followups.actions import needs_real_date
from followups.agenda import AgendaItem, Section
from followups.kinds import Kind, Status
from followups.planning import load_of
from followups.sentences import said_ago, to_do

STRIP_DAYS = 14
HIGHEST_PILE = 8


@dataclass(frozen=True)
class Reader:
    """Who looks at the rows, and when: for the time at the other end and the name beneath a draft."""

    zone: ZoneInfo
    now: datetime
    me: str


def reader_of(user: User, now: datetime) -> Reader:
    """The reader a user is at the instant `now`."""
    return Reader(user.zone(), now, user.get_full_name())


@dataclass(frozen=True)
class Row:
    """One follow-up as a row of Today."""

    id: str
    kind: str
    status: str
    version: int
    name: str
    organisation: str
    role_title: str
    prospect_url: str
    done_url: str
    later_url: str
    snooze_url: str
    skip_url: str
    complete_url: str
    close_url: str
    sentence: str
    words: str
    chip_text: str
    chip_class: str
    icon: str
    icon_html: SafeString
    glyph_class: str
    meta_text: str
    meta_html: SafeString
    dates_html: SafeString
    opens: date
    due: date
    closes: date
    deed: Deed | None
    there: There | None
    end_text: str
    tomorrow: date
    hint_text: str = ""
    needs_real_date: bool = False
    at: bool = False

    @property
    def at_work(self) -> str:
        """Where they work, and as what."""
        return " · ".join(part for part in (self.organisation, self.role_title) if part)


def row_of(item: AgendaItem, today: date, reader: Reader | None = None, *, at: bool = False) -> Row:
    """The row of an agenda item as it stands on `today`."""
    section = item.section(today)
    pk = str(item.follow_up_id)
    chip_text, chip_class = _chip(item, section, today)
    meta_text = _joined(_meta(item, section, today), _for_whom(item), _holiday(item, today))
    there = there_now(item.time_zone or "", reader.zone, reader.now) if reader and item.time_zone else None
    icon_name = icon_for(item.kind, item.manner)
    return Row(
        id=pk,
        kind=item.kind,
        status=Status.OPEN.value,
        version=item.version,
        name=item.prospect_name,
        organisation=item.organisation_name or "",
        role_title=item.title,
        prospect_url=f"/prospects/{item.prospect_id}/",
        done_url=f"/followups/{pk}/",
        later_url=f"/followups/{pk}/later/",
        snooze_url=f"/followups/{pk}/snooze/",
        skip_url=f"/followups/{pk}/skip/",
        complete_url=f"/followups/{pk}/complete/",
        close_url=f"/followups/{pk}/?row=plain",
        sentence=to_do(item),
        words=item.words or "",
        chip_text=chip_text,
        chip_class=chip_class,
        icon=icon_name,
        icon_html=icon(icon_name),
        glyph_class=_glyph(item, section),
        meta_text=meta_text,
        meta_html=_meta_html(chip_text, chip_class, meta_text, there, _mini(item, section, today)),
        dates_html=dates_html(item.opens_on, item.due_on, item.closes_on),
        opens=item.opens_on,
        due=item.due_on,
        closes=item.closes_on,
        deed=deed_of(item, today, reader.me if reader else ""),
        there=there,
        end_text=plain_day(item.closes_on) if _may_wait_to_its_end(item, today) else "",
        tomorrow=today + timedelta(days=1),
        hint_text=hint_text(item.hint(today), item.silence()),
        needs_real_date=needs_real_date(item.snoozes),
        at=at,
    )


def _meta_html(
    chip_text: str, chip_class: str, meta: str, there: There | None, mini: Mini | None
) -> SafeString:
    """What stands at the end of a row: its chip, a line, the time there, the little thread."""
    time_there = chip_html(there.text, "chip-late" if there.is_night else "") if there else ""
    parts = (chip_html(chip_text, chip_class), chip_html(meta, ""), time_there, mini_html(mini))
    return mark_safe("".join(parts))


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


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _for_whom(item: AgendaItem) -> str:
    """Whose person it is, when a colleague looks after them."""
    return _("for %(name)s") % {"name": item.plan_owner} if item.plan_owner else ""


def _holiday(item: AgendaItem, today: date) -> str:
    """That nobody may be there on the day it is for: a holiday where they live."""
    return holiday_text(item.kind, max(item.due_on, today), item.country, item.region)


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

    id: str
    kind: str
    status: str
    icon_html: SafeString
    name: str
    prospect_url: str
    line: str
    when_text: str
    dates_html: SafeString


def coming_row(item: AgendaItem, today: date) -> ComingRow:
    """A follow-up of the next seven days, in one line."""
    line = what_text(
        item.kind, item.conversation or "", item.manner, agreed=item.is_agreed, told_by=item.told_by or ""
    )
    if item.has_window():
        last = plain_day(item.closes_on)
        line = _("window opens, until %(last)s") % {"last": last}
    line = _joined(line, _for_whom(item), _holiday(item, today))
    return ComingRow(
        id=str(item.follow_up_id),
        kind=item.kind,
        status=Status.OPEN.value,
        icon_html=icon(icon_for(item.kind, item.manner)),
        name=item.prospect_name,
        prospect_url=f"/prospects/{item.prospect_id}/",
        line=line,
        when_text=day_text(item.opens_on, today),
        dates_html=dates_html(item.opens_on, item.due_on, item.closes_on),
    )


@dataclass(frozen=True)
class StripDay:
    """One day of the load strip."""

    date: date
    iso: str
    name: str
    day: int
    count: int
    pile_html: SafeString
    css: str
    spoken: str
    is_today: bool
    is_weekend: bool
    is_full: bool
    url: str = ""


def load_strip(
    user: User, today: date, days: int = STRIP_DAYS, load: Mapping[date, int] | None = None
) -> list[StripDay]:
    """The next days with their load (read, unless it is known); a day over the limit is marked."""
    if load is None:
        load = load_of(user, today, today + timedelta(days=days - 1))
    calendar = user.calendar()
    return [
        _strip_day(day, today, load.get(day, 0), user.team.daily_limit, calendar)
        for day in (today + timedelta(days=offset) for offset in range(days))
    ]


def _strip_day(day: date, today: date, count: int, limit: int, calendar: WorkingCalendar) -> StripDay:
    is_full = count > limit
    marks = ((day == today, "now"), (not calendar.is_working_day(day), "we"), (is_full, "busy"))
    spoken = _("%(count)s planned, more than your limit of %(limit)s") if is_full else _("%(count)s planned")
    css = "".join(f" {mark}" for applies, mark in marks if applies)
    return StripDay(
        date=day,
        iso=day.isoformat(),
        name=_("Today") if day == today else short_weekday(day),
        day=day.day,
        count=count,
        pile_html=mark_safe("<i></i>" * min(count, HIGHEST_PILE)),
        css=css,
        spoken=spoken % {"count": count, "limit": limit},
        is_today=day == today,
        is_weekend="we" in css.split(),
        is_full=is_full,
        url="/spread-out/" if is_full else "",
    )
