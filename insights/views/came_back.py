"""Who came back: the yes, the no before it, and what lay between; reasons for yes beside reasons for no."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.policy import Thing, may_see
from insights.came_back_page import came_back_page
from insights.choices import Choices
from insights.requests import SignedInRequest, selection_asked


@require_safe
def came_back(request: SignedInRequest) -> HttpResponse:
    """The page; everybody sees their own people, managers the team's where they ask for it."""
    selection = selection_asked(request)
    context = {
        "page": came_back_page(selection),
        "selection": selection,
        "may_see_team": may_see(request.user, Thing.TEAM_NUMBERS),
        "choices": Choices(),
        "here": "insights",
        "back": "/insights/",
    }
    return render(request, "insights/came_back.html", context)
