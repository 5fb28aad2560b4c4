"""More than the limit: what the rhythm asks for in the long run, and what can be done about it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.formats import number_format
from django.views.decorators.http import require_safe

from common.days import plain_day_and_year
from desk.requests import SignedInRequest, clock
from desk.sentences import about
from followups.long_run import capacity_for, least_likely_silent

MOST_SHOWN = 20


@require_safe
def long_run(request: SignedInRequest) -> HttpResponse:
    """The number, the limit, and three ways out: ease off, hand over, let go."""
    today, _now = clock(request)
    capacity = capacity_for(request.user, today)
    silent = least_likely_silent(request.user, today, MOST_SHOWN)
    context = {
        "capacity": capacity,
        "asked": number_format(capacity.asked, decimal_pos=1),
        "carried": about(capacity.carried),
        "silent": [(plan, plain_day_and_year(plan.last_two_way_on)) for plan in silent],
        "is_manager": request.user.is_manager,
        "here": "today",
    }
    return render(request, "desk/long_run.html", context)
