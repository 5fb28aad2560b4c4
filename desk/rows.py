"""Agenda items as the rows a page shows: every word and address prepared, so that templates stay plain."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from accounts.models import User
from common.days import plain_day, short_weekday
from common.remembered import once_a_language
from common.templatetags.look import icon
from desk.deeds import Deed, deed_of
from desk.holidays_there import holiday_text
from desk.local_time import There, there_now
from desk.rhythm_words import hint_text
from desk.row_looks import Look, look_of
from desk.row_marks import MOST_REMEMBERED, chip_html, dates_html
from desk.sentences import day_text, icon_for, what_text
from followups.actions import needs_real_date
from followups.agenda import AgendaItem
from followups.kinds import Status
from followups.planning import load_of
from followups.sentences import to_do

STRIP_DAYS = 14
HIGHEST_PILE = 8
_OPEN = Status.OPEN.value


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
    sentence: str
    words: str
    look: Look
    # What stands beside its days: for whom one does it, a holiday.
    meta_text: str
    opens: date
    due: date
    closes: date
    deed: Deed | None
    there: There | None
    tomorrow: date
    hint_text: str = ""
    needs_real_date: bool = False
    at: bool = False
    # The one address every act goes to, of a row that is acted on by a mailed link; "" for its own doors.
    acts_at: str = ""

    @property
    def at_work(self) -> str:
        """Where they work, and as what."""
        return _joined(self.organisation, self.role_title)

    @property
    def chip_text(self) -> str:
        """What stands out."""
        return self.look.chip_text

    @property
    def chip_class(self) -> str:
        """The colour of that."""
        return self.look.chip_class

    @property
    def icon(self) -> str:
        """The name of its icon."""
        return self.look.icon

    @property
    def dates_html(self) -> SafeString:
        """Its dates for screen readers."""
        return self.look.dates_html

    @property
    def end_text(self) -> str:
        """The last day of a window it may wait for."""
        return self.look.end_text

    @property
    def meta_html(self) -> SafeString:
        """What stands at the end of a row: its chip, a line, the time there, the little thread."""
        there = self.there
        time_there = chip_html(there.text, "chip-late" if there.is_night else "") if there else ""
        return SafeString(
            self.look.chip_html + chip_html(self.meta_text, "") + time_there + self.look.mini_html
        )

    @property
    def done_url(self) -> str:
        """Where its outcome is asked."""
        return f"/followups/{self.id}/"

    @property
    def later_url(self) -> str:
        """Where it is asked when instead."""
        return f"/followups/{self.id}/later/"

    @property
    def snooze_url(self) -> str:
        """What puts it off."""
        return self.acts_at or f"/followups/{self.id}/snooze/"

    @property
    def skip_url(self) -> str:
        """What leaves it out."""
        return self.acts_at or f"/followups/{self.id}/skip/"

    @property
    def complete_url(self) -> str:
        """What takes its outcome."""
        return self.acts_at or f"/followups/{self.id}/complete/"

    @property
    def close_url(self) -> str:
        """The row as it was before its outcome was asked."""
        return f"/followups/{self.id}/?row=plain"


def row_of(item: AgendaItem, today: date, reader: Reader | None = None, *, at: bool = False) -> Row:
    """The row of an agenda item as it stands on `today`."""
    look = look_of(item, today)
    there = there_now(item.time_zone, reader.zone, reader.now) if reader and item.time_zone else None
    hint = item.hint(today)
    return Row(
        id=str(item.follow_up_id),
        kind=item.kind,
        status=_OPEN,
        version=item.version,
        name=item.prospect_name,
        organisation=item.organisation_name or "",
        role_title=item.title,
        prospect_url=f"/prospects/{item.prospect_id}/",
        sentence=to_do(item),
        words=item.words or "",
        look=look,
        meta_text=_joined(look.meta_text, _for_whom(item), _holiday(item, today)),
        opens=item.opens_on,
        due=item.due_on,
        closes=item.closes_on,
        deed=deed_of(item, today, reader.me if reader else ""),
        there=there,
        tomorrow=today + timedelta(days=1),
        hint_text=hint_text(hint, item.silence()) if hint else "",
        needs_real_date=needs_real_date(item.snoozes),
        at=at,
    )


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _for_whom(item: AgendaItem) -> str:
    """Whose person it is, when a colleague looks after them."""
    return _("for %(name)s") % {"name": item.plan_owner} if item.plan_owner else ""


def _holiday(item: AgendaItem, today: date) -> str:
    """That nobody may be there on the day it is for: a holiday where they live."""
    if not item.country:
        return ""
    return holiday_text(item.kind, max(item.due_on, today), item.country, item.region)


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
        status=_OPEN,
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

    @cached_property
    def html(self) -> SafeString:
        """The day as a list item, in the language it was made for."""
        return SafeString(render_to_string("desk/_strip_day.html", {"day": self}).strip())


def load_strip(
    user: User, today: date, days: int = STRIP_DAYS, load: Mapping[date, int] | None = None
) -> list[StripDay]:
    """The next days with their load (read, unless it is known); a day over the limit is marked."""
    if load is None:
        load = load_of(user, today, today + timedelta(days=days - 1))
    calendar = user.calendar()
    return [
        _strip_day(day, today, load.get(day, 0), user.team.daily_limit, calendar.is_working_day(day))
        for day in (today + timedelta(days=offset) for offset in range(days))
    ]


@once_a_language(MOST_REMEMBERED)
def _strip_day(day: date, today: date, count: int, limit: int, is_worked: bool) -> StripDay:
    is_full = count > limit
    marks = ((day == today, "now"), (not is_worked, "we"), (is_full, "busy"))
    spoken = _("%(count)s planned, more than your limit of %(limit)s") if is_full else _("%(count)s planned")
    css = "".join(f" {mark}" for applies, mark in marks if applies)
    return StripDay(
        date=day,
        iso=day.isoformat(),
        name=_("Today") if day == today else short_weekday(day),
        day=day.day,
        count=count,
        pile_html=SafeString("<i></i>" * min(count, HIGHEST_PILE)),
        css=css,
        spoken=spoken % {"count": count, "limit": limit},
        is_today=day == today,
        is_weekend="we" in css.split(),
        is_full=is_full,
        url="/spread-out/" if is_full else "",
    )
