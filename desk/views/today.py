"""Today: what is due, what was just done, the load of the next two weeks."""

from dataclasses import replace
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import User
from common.days import long_day
from desk.receipts import todays_receipts
from desk.requests import SignedInRequest, clock
from desk.rows import coming_row, load_strip, row_of
from desk.sentences import today_headline
from desk.tips import tips_for
from desk.views.first_run import first_run
from followups.agenda import Agenda, Section, agenda_for
from followups.models import FollowUpPlan
from prospects.models import Prospect

MOST_ROWS = 60


@require_safe
def today(request: SignedInRequest) -> HttpResponse:
    """The page of the day; with nobody in it yet, the first run."""
    day, _now = clock(request)
    agenda = agenda_for(request.user, day)
    receipts = todays_receipts(request.user, day)
    nothing = not any(items for _section, items in agenda.sections()) and not receipts
    if nothing and not Prospect.objects.filter(owner=request.user).exists():
        return first_run(request, day)
    context = {**today_context(request.user, day, agenda), "receipts": receipts, "here": "today"}
    return render(request, "desk/today.html", context)


def today_context(user: User, day: date, agenda: Agenda) -> dict[str, Any]:
    """Everything Today shows but the receipts."""
    sections = _sections(agenda, day)
    strip = load_strip(user, day)
    return headline_of(user, day, agenda) | {
        "day_text": long_day(day),
        "first_section": sections[0] if sections else None,
        "other_sections": sections[1:],
        "tips": tips_for(user, day, agenda, strip),
        "coming": [coming_row(item, day) for item in agenda.coming[:MOST_ROWS]],
        "strip": strip,
        "limit": user.team.daily_limit,
    }


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


def _sections(agenda: Agenda, day: date) -> list[dict[str, Any]]:
    """The sections that have rows, coming up apart; a long one says how many more there are."""
    sections: list[dict[str, Any]] = [
        {
            "key": section.value,
            "rows": [row_of(item, day) for item in items[:MOST_ROWS]],
            "count": len(items),
            "more": max(len(items) - MOST_ROWS, 0),
        }
        for section, items in agenda.sections()
        if items and section != Section.COMING
    ]
    if sections:
        # The cursor stands on the first row when the page opens.
        sections[0]["rows"][0] = replace(sections[0]["rows"][0], at=True)
    return sections


def next_person(user: User, day: date, agenda: Agenda) -> dict[str, Any] | None:
    """Who is next when nobody is due: a name and a day."""
    waiting = (*agenda.window_open, *agenda.coming)
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
