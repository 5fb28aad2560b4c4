"""Today: what is due, what was just done, the load of the next two weeks."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from desk.receipts import todays_receipts
from desk.requests import SignedInRequest, clock
from desk.rows import reader_of
from desk.today_page import agenda_of_today, today_context
from desk.views.first_run import first_run
from prospects.models import Prospect


@require_safe
def today(request: SignedInRequest) -> HttpResponse:
    """The page of the day; with nobody in it yet, the first run."""
    user = request.user
    day, now = clock(request)
    agenda = agenda_of_today(user, day)
    receipts = todays_receipts(user, day)
    nothing = not any(items for _section, items in agenda.sections()) and not receipts
    if nothing and not Prospect.objects.filter(owner=user).exists():
        return first_run(request, day)
    context = today_context(user, day, agenda, reader_of(user, now))
    return render(request, "desk/today.html", context | {"receipts": receipts, "here": "today"})
