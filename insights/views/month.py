"""What the noes of a month taught: a page to read aloud in a team meeting."""

from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.policy import Thing, may_see
from insights import month_words
from insights.addresses import read_month
from insights.calendar_months import Month, month_of
from insights.kinds import Whose
from insights.labels import WHOSE
from insights.month_story import first_day_told, month_story
from insights.requests import SignedInRequest, clock


@require_safe
def last_month(request: SignedInRequest) -> HttpResponse:
    """The month that is just over."""
    today, _now = clock(request)
    return redirect("insights:one_month", month_of(today).before().key)


@require_safe
def month(request: SignedInRequest, key: str) -> HttpResponse:
    """One month: of one's own people, or of the team for whoever sees its numbers."""
    today, _now = clock(request)
    asked = read_month(key)
    if asked is None or asked > month_of(today):
        raise Http404
    whose = _whose(request)
    context = _told(request.user, asked, whose, today) | {
        "whose": whose,
        "whose_choices": tuple(WHOSE.items()) if may_see(request.user, Thing.TEAM_NUMBERS) else (),
        "earlier": asked.before() if asked.first_day > first_day_told(request.user, whose, today) else None,
        "later": asked.following() if asked < month_of(today) else None,
        "is_over": asked < month_of(today),
        "here": "insights",
        "back": "/insights/",
    }
    return render(request, "insights/month.html", context)


def _whose(request: SignedInRequest) -> Whose:
    """The team's for whoever sees its numbers: the page is for a meeting. Their own where they ask for it."""
    if not may_see(request.user, Thing.TEAM_NUMBERS):
        return Whose.ME
    return Whose.ME if request.GET.get("whose") == Whose.ME else Whose.TEAM


def _told(user: User, asked: Month, whose: Whose, today: date) -> dict[str, Any]:
    story = month_story(user, asked, whose, today, own_lessons=False)
    return {
        "story": story,
        "heading": month_words.heading(story),
        "month_name": month_words.month_name(asked),
        "counted": month_words.counted(story),
        "reasons": month_words.reason_chart(story),
        "changes": month_words.changes(story),
        "asking": month_words.asking(story),
        "backs": month_words.backs(story),
    }
