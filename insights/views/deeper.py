"""The deeper figures: reasons, follow-ups, asking."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from insights.address import may_ask_for_the_team, names_for, understood
from insights.asking_page import asking_page
from insights.choosing import choices_of, shown_choices
from insights.follow_ups_page import follow_ups_page
from insights.period_words import period_text
from insights.reasons_page import reasons_page
from insights.requests import SignedInRequest, selection_asked
from insights.selection import Selection


@require_safe
def reasons(request: SignedInRequest) -> HttpResponse:
    """Noes and what came back by everything that was noted; our reasons beside the buyer's."""
    selection, around = _around(request)
    return render(request, "insights/reasons.html", {**around, "page": reasons_page(selection)})


@require_safe
def follow_ups(request: SignedInRequest) -> HttpResponse:
    """What was done first and what came back after; how far follow-ups are done while they help."""
    selection, around = _around(request)
    return render(request, "insights/follow_ups.html", {**around, "page": follow_ups_page(selection)})


@require_safe
def asking(request: SignedInRequest) -> HttpResponse:
    """What asking brought."""
    selection, around = _around(request)
    return render(request, "insights/asking.html", {**around, "page": asking_page(selection)})


def _around(request: SignedInRequest) -> tuple[Selection, dict[str, Any]]:
    """What the address asks about, and what stands above every page of figures."""
    asked = selection_asked(request)
    names = names_for(asked)
    selection, left_out = understood(request.GET, asked, names)
    return selection, {
        "selection": selection,
        "period": period_text(selection, None),
        "choices": choices_of(selection, names, may_see_team=may_ask_for_the_team(request.user)),
        "chosen": shown_choices(selection, names),
        "left_out": left_out,
        "here": "insights",
    }
