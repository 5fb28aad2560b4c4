"""What your noes are telling you: the page of figures."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from insights.address import may_ask_for_the_team, names_for, understood
from insights.choosing import choices_of, shown_choices
from insights.overview import overview_of
from insights.quotes import what_people_told
from insights.requests import SignedInRequest, selection_asked
from insights.tiles import apart_of, tiles_of


@require_safe
def overview(request: SignedInRequest) -> HttpResponse:
    """Figures and charts of the noes the address asks about."""
    asked = selection_asked(request)
    names = names_for(asked)
    selection, left_out = understood(request.GET, asked, names)
    page = overview_of(selection, request.user, names)
    may_see_team = may_ask_for_the_team(request.user)
    context = {
        "page": page,
        "selection": selection,
        "tiles": tiles_of(page),
        "apart": apart_of(page),
        "quotes": what_people_told(selection) if page.counted.told_us else None,
        "choices": choices_of(selection, names, may_see_team=may_see_team),
        "chosen": shown_choices(selection, names),
        "left_out": left_out,
        "here": "insights",
    }
    return render(request, "insights/overview.html", context)
