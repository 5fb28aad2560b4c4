"""The audit trail of the team."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.policy import Thing, may_see
from desk.requests import SignedInRequest
from desk.trail_page import THE_APP, filters_from, trail_page
from desk.trail_words import GROUPS


@require_safe
def changes(request: SignedInRequest) -> HttpResponse:
    """Who did what to whom and when, for managers; `before` goes on where a page ended."""
    if not may_see(request.user, Thing.TEAMS_TRAIL):
        raise PermissionDenied
    filters = filters_from(request.GET, request.user.team_id)
    members = User.objects.filter(team_id=request.user.team_id).order_by("name", "email")
    context = {
        "page": trail_page(request.user, filters, timezone.now()),
        "filters": filters,
        "people": [(str(user.pk), user.get_full_name()) for user in members] + [(THE_APP, _("the app"))],
        "kinds": [(code, label) for code, (label, _actions) in GROUPS.items()],
        "periods": [("7", _("The last 7 days")), ("30", _("The last 30 days")), ("365", _("The last year"))],
        "here": "settings",
        "back": "/settings/",
    }
    return render(request, "desk/trail.html", context)
