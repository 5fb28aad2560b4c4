"""What one digest says, ready for plain templates: every value is prepared here, none is looked up there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

from django.utils.translation import gettext as _

from common.days import long_day
from digests import words
from followups.agenda import Agenda, AgendaItem
from followups.sentences import to_do

MOST_ROWS = 50
# Pixels of the little bar: before the window, the window, after it (DESIGN.md 12).
BAR_BEFORE, BAR_WINDOW, BAR_AFTER = 26, 56, 14


@dataclass(frozen=True)
class Bar:
    """The window as a bar of four pieces: before, passed, the mark of today, still to come (pixels)."""

    before: int
    passed: int
    rest: int
    is_closed: bool


@dataclass(frozen=True)
class Row:
    """One row of the mail. `section` is set on the first row of a section when there are several."""

    name: str
    organisation: str
    to_do: str
    quote: str
    note: str
    tone: str
    url: str
    bar: Bar | None
    section: str


@dataclass(frozen=True)
class Digest:
    """One digest, in the reader's language."""

    subject: str
    preheader: str
    heading: str
    lead: str
    day: str
    rows: tuple[Row, ...]
    and_more: str
    why: str
    today_url: str
    settings_url: str


@dataclass(frozen=True)
class Reader:
    """What the digest needs to know of who reads it. `missed_from` is set when it makes up for an outage."""

    site_url: str
    at: str
    daily: bool
    weekly: bool
    missed_from: date | None = None


def digest_of(agenda: Agenda, reader: Reader, *, weekly: bool) -> Digest:
    """The digest for an agenda: closed windows first, then today, in the weekly also the rest of the week."""
    sections = [(_("Window closed"), agenda.window_closed), (_("Today"), agenda.today)]
    if weekly:
        sections.append((_("Later this week"), agenda.week))
    everything = list(chain.from_iterable(items for _title, items in sections))
    heading, lead = words.headline(
        _counted(agenda.today), _counted(agenda.window_closed), _counted(agenda.week)
    )
    more = len(everything) - MOST_ROWS
    return Digest(
        subject=_subject(agenda, reader, _counted(everything), weekly=weekly),
        preheader=", ".join(words.people(everything)[:12]),
        heading=heading,
        lead=lead,
        day=long_day(agenda.day),
        rows=tuple(_rows(sections, agenda.day, reader.site_url))[:MOST_ROWS],
        and_more=words.and_more(more) if more > 0 else "",
        why=words.why_you_get_it(reader.at, reader.daily, reader.weekly),
        today_url=f"{reader.site_url}/",
        settings_url=f"{reader.site_url}/settings/#digest",
    )


def _subject(agenda: Agenda, reader: Reader, counted: Sequence[AgendaItem], *, weekly: bool) -> str:
    if reader.missed_from is not None:
        return words.subject_after_outage(counted, reader.missed_from, agenda.day)
    # A weekly whose rows are all due today says so: "this week" would sound like there was time.
    return words.subject(counted, weekly and any(item.is_counted for item in agenda.week))


def _counted(items: Sequence[AgendaItem]) -> list[AgendaItem]:
    return [item for item in items if item.is_counted]


def _rows(sections: Sequence[tuple[str, Sequence[AgendaItem]]], today: date, site_url: str) -> list[Row]:
    filled = [(title, items) for title, items in sections if items]
    return [
        _row(item, today, site_url, title if index == 0 and len(filled) > 1 else "")
        for title, items in filled
        for index, item in enumerate(items)
    ]


def _row(item: AgendaItem, today: date, site_url: str, section: str) -> Row:
    return Row(
        name=item.prospect_name,
        organisation=item.organisation_name or "",
        to_do=to_do(item),
        quote=words.quote(item.words),
        note=words.note(item, today),
        tone=_tone(item, today),
        url=f"{site_url}/followups/{item.follow_up_id}/",
        bar=_bar(item, today),
        section=section,
    )


def _tone(item: AgendaItem, today: date) -> str:
    if item.closes_on < today:
        return "clay"
    return "gold" if item.has_window() and item.opens_on <= today else "plain"


def _bar(item: AgendaItem, today: date) -> Bar | None:
    if not item.has_window() or item.opens_on > today:
        return None
    if item.closes_on < today:
        return Bar(BAR_BEFORE, BAR_WINDOW - BAR_AFTER, BAR_AFTER, is_closed=True)
    length = (item.closes_on - item.opens_on).days
    passed = BAR_WINDOW * (today - item.opens_on).days // length
    return Bar(BAR_BEFORE, max(passed, 1), max(BAR_WINDOW - passed, 1), is_closed=False)
