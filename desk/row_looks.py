"""How a row looks: its icon, chip, dates and little thread, which follow from days and kinds alone.

Nothing of it is about a person, so most rows of a page look like some that were drawn before.
"""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from common.days import plain_day, spoken_day
from common.remembered import once_a_language
from common.templatetags.look import icon
from desk.row_marks import MOST_REMEMBERED, Mini, MiniWindow, chip_html, dates_html, mini_html
from desk.sentences import day_text, days_left_text, icon_for, span_text
from followups.agenda import AgendaItem, Section
from followups.kinds import Kind
from followups.sentences import said_ago

# Who was thanked, or is looked back at, is asked how long ago that was.
_LOOKS_BACK = {Kind.THANK_YOU, Kind.DEBRIEF}


@dataclass(frozen=True)
class Look:
    """What a row shows of its days."""

    icon: str
    icon_html: SafeString
    glyph_class: str
    chip_text: str
    chip_class: str
    chip_html: SafeString
    meta_text: str
    mini_html: SafeString
    dates_html: SafeString
    end_text: str


class _Seen(NamedTuple):
    """All that a look depends on, beside the language."""

    today: date
    section: Section | None
    kind: Kind
    manner: str
    is_agreed: bool
    is_hot: bool
    raised_hand: bool
    is_next_step: bool
    opens_on: date
    due_on: date
    closes_on: date
    last_two_way_on: date
    said_on: date | None

    def has_window(self) -> bool:
        """Whether it may be done on more than one day."""
        return self.opens_on != self.closes_on


def look_of(item: AgendaItem, today: date) -> Look:
    """The look of an agenda item on `today`."""
    return _look(
        _Seen(
            today,
            item.section(today),
            item.kind,
            item.manner,
            item.is_agreed,
            item.is_hot,
            item.raised_hand,
            item.is_next_step,
            item.opens_on,
            item.due_on,
            item.closes_on,
            item.last_two_way_on,
            item.said_on if item.said_it else None,
        )
    )


@once_a_language(MOST_REMEMBERED)
def _look(seen: _Seen) -> Look:
    name = icon_for(seen.kind, seen.manner)
    chip_text, chip_class = _chip(seen)
    return Look(
        icon=name,
        icon_html=icon(name),
        glyph_class=_glyph(seen),
        chip_text=chip_text,
        chip_class=chip_class,
        chip_html=chip_html(chip_text, chip_class),
        meta_text=_meta(seen),
        mini_html=mini_html(_mini(seen)),
        dates_html=dates_html(seen.opens_on, seen.due_on, seen.closes_on),
        end_text=plain_day(seen.closes_on) if _may_wait_to_its_end(seen) else "",
    )


def _may_wait_to_its_end(seen: _Seen) -> bool:
    return seen.has_window() and seen.closes_on > seen.today and seen.closes_on != seen.due_on


def _chip(seen: _Seen) -> tuple[str, str]:
    if seen.raised_hand and seen.is_next_step:
        return _("would like to talk"), "chip-yes"
    if seen.is_hot and seen.kind == Kind.CHECK_IN:
        return _("interested again"), "chip-yes"
    if seen.section == Section.WINDOW_CLOSED and seen.kind != Kind.DEBRIEF:
        return _("was due by %(day)s") % {"day": spoken_day(seen.closes_on)}, "chip-late"
    if seen.is_agreed:
        return _("you both agreed"), "chip-yes"
    if seen.has_window() and seen.opens_on <= seen.today:
        return days_left_text(seen.closes_on, seen.today), "chip-open"
    return "", ""


def _glyph(seen: _Seen) -> str:
    if seen.kind == Kind.DEBRIEF:
        return "glyph-no"
    if seen.section == Section.WINDOW_CLOSED:
        return "glyph-late"
    if seen.is_agreed or seen.is_hot:
        return "glyph-yes"
    return "glyph-open" if seen.has_window() and seen.section != Section.COMING else ""


def _meta(seen: _Seen) -> str:
    if seen.section == Section.COMING:
        if seen.has_window():
            return _("any day %(window)s") % {"window": span_text(seen.opens_on, seen.closes_on)}
        return day_text(seen.due_on, seen.today)
    if seen.section == Section.WINDOW_OPEN:
        return _("planned for %(day)s") % {"day": day_text(seen.due_on, seen.today)}
    if seen.said_on and seen.kind in _LOOKS_BACK:
        return said_ago(seen.said_on, seen.today)
    return ""


def _mini(seen: _Seen) -> Mini | None:
    """Lay the last contact, the window (or the agreed day) and today out on one line."""
    if not seen.has_window() and not seen.is_agreed:
        return None
    start, today = seen.last_two_way_on, seen.today
    span = max((max(seen.closes_on, today) - start).days + 7, 1)

    def across(day: date) -> int:
        return round(6 + 120 * max((day - start).days, 0) / span)

    if seen.is_agreed:
        return None if seen.due_on == today else Mini(across(today), None, across(seen.due_on))
    state = {Section.WINDOW_CLOSED: "closed", Section.COMING: "later"}.get(
        seen.section or Section.COMING, "open"
    )
    first, last = across(seen.opens_on), across(seen.closes_on)
    return Mini(across(today), MiniWindow(first, max(last - first, 4), state))
