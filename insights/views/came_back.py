"""Who came back: the yes, the no before it, and what lay between; reasons for yes beside reasons for no."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from insights.address import may_ask_for_the_team, names_for
from insights.came_back_page import came_back_page
from insights.choosing import choices_of
from insights.period_words import period_text
from insights.requests import SignedInRequest, selection_asked


@require_safe
def came_back(request: SignedInRequest) -> HttpResponse:
    """The page; everybody sees their own people, managers the team's where they ask for it.

    Yeses are not narrowed down, so the noes beside them aren't either.
    """
    selection = selection_asked(request)
    may_see_team = may_ask_for_the_team(request.user)
    context = {
        "page": came_back_page(selection.widened()),
        "period": period_text(selection, None),
        "selection": selection,
        "choices": choices_of(selection, names_for(selection), may_see_team=may_see_team),
        "here": "insights",
        "back": "/insights/",
    }
    return render(request, "insights/came_back.html", context)
