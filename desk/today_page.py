"""What Today shows: its sections with their batches, the strip, what stands beside it."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.functional import Promise as LazyText
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common.days import long_day
from desk.batches import BATCH_NAMES, Pile, piles_of
from desk.row_html import coming_html, row_html
from desk.rows import STRIP_DAYS, Reader, coming_row, load_strip, row_of
from desk.sentences import today_headline
from desk.tips import tips_for
from followups.agenda import Agenda, AgendaItem, Items, Section, agenda_for
from followups.kinds import Kind
from followups.models import FollowUpPlan

MOST_ROWS = 60
SECTION_NAMES: dict[Section, LazyText] = {
    Section.WINDOW_CLOSED: _("Window closed"),
    Section.TODAY: _("Today"),
    Section.WINDOW_OPEN: _("Window open"),
    Section.COMING: _("Coming up"),
}
# Where rows are done one after the other; an open window is looked through.
IN_BATCHES = {Section.WINDOW_CLOSED, Section.TODAY}


@dataclass(frozen=True)
class PartOfPart:
    """The rows of one batch; without a name where the section is too short for batches."""

    key: str
    name: str
    count: int
    html: SafeString


@dataclass(frozen=True)
class Part:
    """One section: `more` rows wait beyond those it shows."""

    key: str
    name: str
    count: int
    more: int
    piles: list[PartOfPart]


def agenda_of_today(user: User, day: date) -> Agenda:
    """What is due, and what is planned for the days of the strip; one query."""
    return agenda_for(user, day, until=day + timedelta(days=STRIP_DAYS - 1))


def today_context(user: User, day: date, agenda: Agenda, shown: Agenda, reader: Reader) -> dict[str, Any]:
    """Everything Today shows but the receipts; only the rows of `shown`, all else is of the whole day."""
    parts = parts_of(shown, day, reader)
    strip = load_strip(user, day, load=load_in(agenda))
    return headline_of(user, day, agenda) | {
        "day_text": long_day(day),
        "first_section": parts[0] if parts else None,
        "other_sections": parts[1:],
        "tips": tips_for(user, day, agenda, strip),
        "coming": _coming(shown.coming[:MOST_ROWS], day),
        "strip": strip,
        "tomorrow": day + timedelta(days=1),
    }


def load_in(agenda: Agenda) -> Counter[date]:
    """The load of the strip's days, from an agenda that reaches as far."""
    due = (*agenda.today, *agenda.week)
    return Counter(item.due_on for item in due if item.due_on >= agenda.day and item.kind != Kind.DEBRIEF)


def headline_of(user: User, day: date, agenda: Agenda) -> dict[str, Any]:
    """The sentence that counts, what stands beneath it, and the badge: they change with every act."""
    counted = agenda.counted()
    closed = sum(1 for item in agenda.window_closed if item.is_counted)
    headline, beneath = today_headline(len(counted) - closed, closed)
    return {
        "headline": headline,
        "beneath": beneath,
        "next_person": None if counted else next_person(user, day, agenda),
        "badge": len(counted),
    }


def parts_of(agenda: Agenda, day: date, reader: Reader) -> list[Part]:
    """The sections that have rows, coming up apart."""
    shown = [(section, items) for section, items in agenda.sections() if items and section != Section.COMING]
    # The cursor stands on the first row when the page opens.
    first = shown[0][1][0] if shown else None
    return [_part(section, items, day, reader, first) for section, items in shown]


def _part(section: Section, items: Items, day: date, reader: Reader, first: AgendaItem | None) -> Part:
    shown = items[:MOST_ROWS]
    piles = piles_of(shown) if section in IN_BATCHES else [Pile(None, shown)]
    return Part(
        key=section.value,
        name=str(SECTION_NAMES[section]),
        count=len(items),
        more=max(len(items) - MOST_ROWS, 0),
        piles=[_pile(pile, day, reader, first) for pile in piles],
    )


def _pile(pile: Pile, day: date, reader: Reader, first: AgendaItem | None) -> PartOfPart:
    rows = (row_html(row_of(item, day, reader, at=item is first)) for item in pile.items)
    return PartOfPart(
        key=pile.batch or "",
        name=str(BATCH_NAMES[pile.batch]) if pile.batch else "",
        count=len(pile.items),
        html=SafeString("\n".join(rows)),
    )


def _coming(items: Items, day: date) -> SafeString:
    return SafeString("\n".join(coming_html(coming_row(item, day)) for item in items))


def next_person(user: User, day: date, agenda: Agenda) -> dict[str, Any] | None:
    """Who is next when nobody is due: a name and a day."""
    waiting: tuple[AgendaItem, ...] = (*agenda.window_open, *agenda.coming)
    if waiting:
        item = min(waiting, key=lambda item: item.due_on)
        return {"name": item.prospect_name, "day": item.due_on}
    plan = (
        FollowUpPlan.objects.active()
        .filter(owner=user, follow_ups__status="open", follow_ups__due_on__gt=day)
        .order_by("follow_ups__due_on")
        .values_list("prospect__name", "follow_ups__due_on")
        .first()
    )
    return {"name": plan[0], "day": plan[1]} if plan else None
