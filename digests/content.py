"""What one digest says, ready for plain templates: every value is prepared here, none is looked up there."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from common.days import long_day
from digests import subjects, words
from digests.beside import MOST_NAMED, NOTHING, Beside
from followups.agenda import COMING_DAYS, Agenda, AgendaItem, Section
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
    # The button's name where it is read aloud.
    opens: str


@dataclass(frozen=True)
class BatonLine:
    """A hand-over that waits for the reader's answer, and where they give it."""

    name: str
    organisation: str
    said: str
    url: str


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
    # What waits for an answer: the sentence that counts, and a line for each, none where names are left out.
    to_accept: str
    batons: tuple[BatonLine, ...]
    held: str
    # Each a heart and the rest of its sentence.
    came_back: tuple[tuple[str, str], ...]
    coming: tuple[str, ...]
    why: str
    today_url: str
    mail_url: str
    batons_url: str
    settings_url: str


@dataclass(frozen=True)
class Reader:
    """What the digest needs to know of who reads it. `missed_from` is set when it makes up for an outage."""

    site_url: str
    at: str
    daily: bool
    weekly: bool
    missed_from: date | None = None
    even_empty: bool = False
    # Numbers stand for names, organisations and quotes: nobody learns from the mail who it is about.
    without_names: bool = False
    # The address at which its reader acts on a row; without it a row leads to its page behind the sign-in.
    link_to: Callable[[AgendaItem], str] | None = None


def digest_of(agenda: Agenda, reader: Reader, *, weekly: bool, beside: Beside = NOTHING) -> Digest:
    """The digest for an agenda: closed windows first, then today, in the weekly also the rest of the week."""
    sections = _sections(agenda, weekly=weekly)
    everything = [item for _title, items in sections for item in items]
    link_to = reader.link_to or _page_of(reader.site_url)
    rows = [] if reader.without_names else _rows(sections, agenda.day, link_to)
    heading, lead = _headline(agenda, reader, beside, weekly=weekly)
    more = len(rows) - MOST_ROWS
    return Digest(
        subject=_subject(agenda, reader, _counted(everything), beside, weekly=weekly),
        preheader=lead or heading if reader.without_names else subjects.preheader(everything) or lead,
        heading=heading,
        lead=lead,
        day=long_day(agenda.day),
        rows=tuple(rows[:MOST_ROWS]),
        and_more=words.and_more(more) if more > 0 else "",
        to_accept=words.to_accept(len(beside.to_accept)) if beside.to_accept else "",
        batons=() if reader.without_names else _batons(beside, reader.site_url),
        held=words.held(beside.held) if beside.held else "",
        came_back=_came_back(beside, reader),
        coming=() if weekly or reader.without_names else _coming(agenda),
        why=words.why_you_get_it(reader.at, reader.daily, reader.weekly, reader.even_empty),
        today_url=f"{reader.site_url}/",
        mail_url=f"{reader.site_url}/mail/",
        batons_url=f"{reader.site_url}/handovers/",
        settings_url=f"{reader.site_url}/settings/#digest",
    )


def _batons(beside: Beside, site_url: str) -> tuple[BatonLine, ...]:
    """The first few; the sentence counts them all."""
    return tuple(
        BatonLine(one.name, one.organisation, words.baton(one), f"{site_url}/handovers/{one.id}/")
        for one in beside.to_accept[:MOST_NAMED]
    )


def _sections(agenda: Agenda, *, weekly: bool) -> list[tuple[str, Sequence[AgendaItem]]]:
    later = [(_("Later this week"), agenda.week)] if weekly else []
    names = {Section.WINDOW_CLOSED: _("Window closed"), Section.TODAY: _("Today")}
    return [*((names[section], items) for section, items in agenda.due_sections()), *later]


def _headline(agenda: Agenda, reader: Reader, beside: Beside, *, weekly: bool) -> tuple[str, str]:
    """The heading, and the sentences beneath it on one line."""
    heading, said = words.headline(
        _counted(agenda.today), _counted(agenda.window_closed), _counted(agenda.week)
    )
    said = [*said, *words.tally(agenda.digest_items())]
    if coming_next := subjects.next_person(beside.next_item, agenda.day, named=not reader.without_names):
        said.append(coming_next)
    return heading or subjects.nobody(weekly), " ".join(f"{sentence}." for sentence in said)


def _subject(
    agenda: Agenda, reader: Reader, counted: Sequence[AgendaItem], beside: Beside, *, weekly: bool
) -> str:
    if not counted:
        named = not reader.without_names
        held = words.held(beside.held) if beside.held else ""
        waits = words.to_accept(len(beside.to_accept)) if beside.to_accept else held
        rest = waits or subjects.next_person(beside.next_item, agenda.day, named=named)
        return subjects.subject_when_empty(rest, weekly)
    if reader.missed_from is not None:
        return subjects.subject_after_outage(counted, reader.missed_from, agenda.day)
    # A weekly whose rows are all due today says so: "this week" would sound like there was time.
    says_week = weekly and any(item.is_counted for item in agenda.week)
    said = subjects.subject_without_names if reader.without_names else subjects.subject
    return said(counted, says_week)


def _came_back(beside: Beside, reader: Reader) -> tuple[tuple[str, str], ...]:
    if beside.came_back and reader.without_names:
        return ((words.so_many_came_back(len(beside.came_back)), ""),)
    named = tuple(words.came_back(somebody) for somebody in beside.came_back[:MOST_NAMED])
    more = len(beside.came_back) - MOST_NAMED
    return (*named, (words.and_more(more), "")) if more > 0 else named


def _coming(agenda: Agenda) -> tuple[str, ...]:
    """What the next seven days bring, besides what is due."""
    ahead = [*agenda.window_open, *agenda.coming]
    last = agenda.day + timedelta(days=COMING_DAYS)
    return tuple(words.coming([item for item in ahead if item.due_on <= last and item.is_counted]))


def _counted(items: Sequence[AgendaItem]) -> list[AgendaItem]:
    return [item for item in items if item.is_counted]


def _page_of(site_url: str) -> Callable[[AgendaItem], str]:
    return lambda item: f"{site_url}/followups/{item.follow_up_id}/"


def _rows(
    sections: Sequence[tuple[str, Sequence[AgendaItem]]], today: date, link_to: Callable[[AgendaItem], str]
) -> list[Row]:
    filled = [(title, items) for title, items in sections if items]
    return [
        _row(item, today, link_to, title if index == 0 and len(filled) > 1 else "")
        for title, items in filled
        for index, item in enumerate(items)
    ]


def _row(item: AgendaItem, today: date, link_to: Callable[[AgendaItem], str], section: str) -> Row:
    return Row(
        name=item.prospect_name,
        organisation=item.organisation_name or "",
        to_do=to_do(item),
        quote=words.quote(item.words),
        note=words.note(item, today),
        tone=_tone(item, today),
        url=link_to(item),
        bar=_bar(item, today),
        section=section,
        opens=words.open_person(item.prospect_name),
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
