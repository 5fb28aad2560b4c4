"""The sentences of a digest: subject, headings, what to do and until when (COPY.md I, DESIGN.md 8 and 12)."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.days import long_day, spoken_day, weekday
from followups.agenda import AgendaItem
from followups.kinds import Kind
from followups.sentences import said_ago

MOST_QUOTE_CHARACTERS = 280
NAMED_IN_SUBJECT = 2
DAYS_KNOWN_BY_NAME = 6


def note(item: AgendaItem, today: date) -> str:
    """Until when, or since when: the line under what to do."""
    if item.closes_on < today:
        return _("was due by %(day)s") % {"day": spoken_day(item.closes_on)}
    if item.due_on > today:
        return long_day(item.due_on)
    if item.is_agreed or item.kind == Kind.AGREED_MEETING:
        return _("you both agreed")
    if item.has_window():
        return _days_left((item.closes_on - today).days)
    return said_ago(item.said_on, today) if item.said_on and item.said_it else ""


def _days_left(days: int) -> str:
    if days == 0:
        return _("window open, last day")
    return ngettext("window open, %(days)d day left", "window open, %(days)d days left", days) % {
        "days": days
    }


def quote(words: str | None) -> str:
    """Their own sentence on one line, cut when it is an essay."""
    line = " ".join((words or "").split())
    if len(line) <= MOST_QUOTE_CHARACTERS:
        return line
    return line[:MOST_QUOTE_CHARACTERS].rsplit(" ", 1)[0] + "…"


def people(items: Sequence[AgendaItem]) -> list[str]:
    """The names in these rows, each person once, in their order."""
    return list({item.prospect_id: item.prospect_name for item in items}.values())


def subject(items: Sequence[AgendaItem], weekly: bool) -> str:
    """The sentence of the subject for the rows that count."""
    names = people(items)
    if len(names) == 1:
        return _one_person(items, weekly) % {"name": names[0]}
    sentence = _("This week: %(names)s") if weekly else _("Today: %(names)s")
    return sentence % {"names": _some_names(names)}


def _one_person(items: Sequence[AgendaItem], weekly: bool) -> str:
    if weekly:
        return _("This week: %(name)s")
    if all(item.is_agreed or item.kind == Kind.AGREED_MEETING for item in items):
        return _("Today, as agreed: %(name)s")
    return _("Today: %(name)s")


def _some_names(names: Sequence[str]) -> str:
    first = [name.split()[0] if name.split() else name for name in names[:NAMED_IN_SUBJECT]]
    more = len(names) - NAMED_IN_SUBJECT
    if more <= 0:
        return _("%(one)s and %(other)s") % {"one": first[0], "other": first[1]}
    return _("%(one)s, %(other)s and %(count)d more") % {"one": first[0], "other": first[1], "count": more}


def subject_after_outage(items: Sequence[AgendaItem], missed_from: date, today: date) -> str:
    """The subject of the one mail that makes up for the days we were down."""
    waiting = len(people(items))
    sentence = ngettext(
        "We were down from %(first)s to %(last)s. %(count)d person is waiting, nobody got lost",
        "We were down from %(first)s to %(last)s. %(count)d people are waiting, nobody got lost",
        waiting,
    )
    by_name = (today - missed_from).days <= DAYS_KNOWN_BY_NAME
    first, last = ((weekday if by_name else spoken_day)(day) for day in (missed_from, today))
    return sentence % {"first": first, "last": last, "count": waiting}


def headline(
    due: Sequence[AgendaItem], closed: Sequence[AgendaItem], coming: Sequence[AgendaItem]
) -> tuple[str, str]:
    """The heading and the line beneath it, for what counts: due today, window closed, later this week."""
    counts = [len(people(items)) for items in (due, closed, coming)]
    sentences = [_due_today(counts[0]), _window_closed(counts[1]), _later(counts[2])]
    said = [sentence for sentence, count in zip(sentences, counts, strict=True) if count]
    if not said:
        return _("Nobody today"), ""
    return said[0], " ".join(f"{sentence}." for sentence in said[1:])


def _due_today(count: int) -> str:
    return ngettext(
        "One person to hear from today", "%(count)d people to hear from today", count
    ) % {"count": count}  # fmt: skip


def _window_closed(count: int) -> str:
    return ngettext(
        "One person whose window has closed", "%(count)d people whose window has closed", count
    ) % {"count": count}  # fmt: skip


def _later(count: int) -> str:
    return ngettext(
        "One person later this week", "%(count)d people later this week", count
    ) % {"count": count}  # fmt: skip


def and_more(count: int) -> str:
    """What stands where the list is cut."""
    return ngettext("and %(count)d more", "and %(count)d more", count) % {"count": count}


def why_you_get_it(at: str, daily: bool, weekly: bool) -> str:
    """The first line of the foot: how often this comes and when."""
    if daily and weekly:
        return _(
            "On your working days at %(time)s, once a week with the week ahead, only when someone is due."
        ) % {"time": at}
    if weekly:
        return _("On your first working day of the week at %(time)s, only when someone is due.") % {
            "time": at
        }
    return _("On your working days at %(time)s, only when someone is due.") % {"time": at}
