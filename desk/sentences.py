"""The sentences of the pages: what to do, when, and what comes next (DESIGN.md, section 8)."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from common.days import plain_day, plain_day_and_year, short_day, short_day_and_year
from followups.kinds import Kind
from followups.scheduling import Planned
from prospects.conversations import ExitConversation, Manner, ToldBy

ICONS = {
    Kind.THANK_YOU: "pen-line",
    Kind.DEBRIEF: "history",
    Kind.CHECK_IN: "phone",
    Kind.AGREED_MEETING: "calendar-check",
    Kind.ASK: "circle-help",
    Kind.PROMISE: "package",
    Kind.VALUE_ITEM: "gift",
    Kind.WAKE_UP: "bell",
    Kind.REFERRAL: "user-plus",
    Kind.CONGRATULATE: "party-popper",
}


def day_text(day: date, today: date | None = None) -> str:
    """A day in short: "today", "tomorrow", "Fri 13 Mar", with the year when it is another."""
    if today is not None and day == today:
        return _("today")
    if today is not None and (day - today).days == 1:
        return _("tomorrow")
    if today is not None and day.year != today.year:
        return short_day_and_year(day)
    return short_day(day)


def past_day_text(day: date, today: date) -> str:
    """A day that has been, short enough for a margin: "today", "7 Oct", "7 Oct 2025"."""
    if day == today:
        return _("today")
    return plain_day(day) if day.year == today.year else plain_day_and_year(day)


def span_text(first: date, last: date) -> str:
    """A window: "6 Mar – 5 Apr"."""
    return f"{plain_day(first)} – {plain_day(last)}"


def numbers(count: int) -> str:
    """A small number as a word, at the head of a sentence."""
    words = [
        _("Nobody"),
        _("One"),
        _("Two"),
        _("Three"),
        _("Four"),
        _("Five"),
        _("Six"),
        _("Seven"),
        _("Eight"),
        _("Nine"),
        _("Ten"),
        _("Eleven"),
        _("Twelve"),
    ]
    return words[count] if count < len(words) else str(count)


def about(count: int) -> int:
    """A number as one says it with "about": from a hundred on in tens, the smaller."""
    return count // 10 * 10 if count >= 100 else count


SHORT_NAMES = {
    Kind.ASK: gettext_lazy("Ask what is still open"),
    Kind.PROMISE: gettext_lazy("Send what was promised"),
    Kind.VALUE_ITEM: gettext_lazy("Something useful"),
    Kind.WAKE_UP: gettext_lazy("Wake-up"),
    Kind.REFERRAL: gettext_lazy("Contact whom they named"),
    Kind.CONGRATULATE: gettext_lazy("Congratulate"),
}


def icon_for(kind: str, manner: str = "") -> str:
    """The icon of a follow-up."""
    if kind == Kind.CHECK_IN and manner == Manner.MAIL:
        return "mail"
    return ICONS[Kind(kind)]


def what_text(
    kind: str, conversation: str, manner: str | None = None, *, agreed: bool = False, told_by: str = ""
) -> str:
    """What a planned follow-up is, in two or three words."""
    if kind == Kind.THANK_YOU:
        closing = is_closing_note(conversation, told_by)
        return _("Closing note") if closing else _("Thank-you note")
    if kind == Kind.DEBRIEF:
        return _("Debrief, a minute")
    if kind == Kind.AGREED_MEETING:
        return _("Meet, as agreed")
    if kind in SHORT_NAMES:
        return str(SHORT_NAMES[Kind(kind)])
    if manner == Manner.MAIL:
        return _("Write, as agreed") if agreed else _("Check in by mail")
    if agreed:
        return _("Call, as agreed")
    return _("Check in by phone")


def is_closing_note(conversation: str, told_by: str | None) -> bool:
    """Whether the thanks are the closing note: they went quiet. Who wrote a mail gets an answer to it."""
    return conversation == ExitConversation.DRIFTED and told_by != ToldBy.MAIL


def when_text(row: Planned, today: date) -> str:
    """When a planned follow-up is due: its day, and its window when it has one."""
    day = day_text(row.due_on, today)
    if row.opens_on == row.closes_on:
        return day
    return _("%(day)s, any day %(window)s") % {"day": day, "window": span_text(row.opens_on, row.closes_on)}


def days_left_text(closes_on: date, today: date) -> str:
    """How long the window stays open."""
    days = (closes_on - today).days
    if days == 0:
        return _("window open, last day")
    return ngettext("window open · %(days)d day left", "window open · %(days)d days left", days) % {
        "days": days
    }


def today_headline(due: int, closed: int) -> tuple[str, str]:
    """The sentence that counts for you, and the one beneath it."""
    due_line = ngettext(
        "%(number)s person to hear from today", "%(number)s people to hear from today", due
    ) % {"number": numbers(due)}
    if not due and not closed:
        return _("Nobody today"), ""
    if not due:
        due_line = _("Nobody new today")
    if not closed:
        return due_line, ""
    beneath = ngettext(
        "And one whose window has closed. Start there, or anywhere.",
        "And %(number)s whose window has closed. Start there, or anywhere.",
        closed,
    ) % {"number": numbers(closed).lower()}
    return due_line, beneath
