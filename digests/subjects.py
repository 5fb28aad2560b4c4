"""The subject of a digest: the sentence of Today, in a few shapes (COPY.md I), and what stands after it."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.days import plain_day_and_year, spoken_day, weekday
from followups.agenda import AgendaItem
from followups.kinds import Kind

NAMED_IN_SUBJECT = 2
NAMED_IN_PREHEADER = 12
DAYS_KNOWN_BY_NAME = 6


def people(items: Sequence[AgendaItem]) -> list[str]:
    """The names in these rows, each person once, in their order."""
    return list({item.prospect_id: item.prospect_name for item in items}.values())


def subject(items: Sequence[AgendaItem], weekly: bool) -> str:
    """The sentence for the rows that count."""
    names = people(items)
    if raised := _raised_hands(items):
        return _raised(raised[0], len(names) - 1)
    if len(names) == 1:
        return _one_person(items, weekly) % {"name": names[0]}
    sentence = _("This week: %(names)s") if weekly else _("Today: %(names)s")
    return sentence % {"names": _with_promises(_some_names(names), items)}


def _raised_hands(items: Sequence[AgendaItem]) -> list[str]:
    """Who would like to talk, and is to be called now."""
    return people([item for item in items if item.raised_hand and item.is_next_step])


def _raised(name: str, others: int) -> str:
    if not others:
        return _("%(name)s would like to talk") % {"name": name}
    sentence = ngettext(
        "%(name)s would like to talk, and %(count)d other",
        "%(name)s would like to talk, and %(count)d others",
        others,
    )
    return sentence % {"name": name, "count": others}


def subject_without_names(items: Sequence[AgendaItem], weekly: bool) -> str:
    """The same in numbers."""
    count = len(people(items))
    if weekly:
        sentence = ngettext("This week: one person", "This week: %(count)d people", count)
    else:
        sentence = ngettext("Today: one person", "Today: %(count)d people", count)
    return _with_promises(sentence % {"count": count}, items)


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


def subject_when_empty(rest: str, weekly: bool) -> str:
    """Nobody is due; `rest` says what there is to say all the same."""
    return f"{nobody(weekly)}. {rest}" if rest else nobody(weekly)


def nobody(weekly: bool) -> str:
    """That nobody is due."""
    return _("Nobody this week") if weekly else _("Nobody today")


def next_person(item: AgendaItem | None, today: date, *, named: bool) -> str:
    """Who comes next, and when; empty when nobody is planned."""
    if item is None:
        return ""
    if named:
        return _("Next: %(name)s on %(day)s") % {"name": item.prospect_name, "day": _day(item.due_on, today)}
    return _("Next: somebody on %(day)s") % {"day": _day(item.due_on, today)}


def preheader(items: Sequence[AgendaItem]) -> str:
    """What stands after the subject in the list of mails: names."""
    return ", ".join(people(items)[:NAMED_IN_PREHEADER])


def _one_person(items: Sequence[AgendaItem], weekly: bool) -> str:
    if weekly:
        return _("This week: %(name)s")
    # With its hour once one is noted: so far a day is agreed, and no hour.
    if all(item.is_agreed or item.kind == Kind.AGREED_MEETING for item in items):
        return _("Today, as agreed: %(name)s")
    return _("Today: %(name)s")


def _some_names(names: Sequence[str]) -> str:
    first = [name.split()[0] if name.split() else name for name in names[:NAMED_IN_SUBJECT]]
    more = len(names) - NAMED_IN_SUBJECT
    if more <= 0:
        return _("%(one)s and %(other)s") % {"one": first[0], "other": first[1]}
    return _("%(one)s, %(other)s and %(count)d more") % {"one": first[0], "other": first[1], "count": more}


def _with_promises(said: str, items: Sequence[AgendaItem]) -> str:
    promises = sum(item.kind == Kind.PROMISE for item in items)
    if not promises:
        return said
    return ngettext("%(said)s, one promise due", "%(said)s, %(count)d promises due", promises) % {
        "said": said,
        "count": promises,
    }


def _day(day: date, today: date) -> str:
    if (day - today).days <= DAYS_KNOWN_BY_NAME:
        return weekday(day)
    return spoken_day(day) if day.year == today.year else plain_day_and_year(day)
