"""Today: what is due, what was just done, the load of the next two weeks, the mail that waits."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import User
from desk.context import Notices, notices_for
from desk.filters import Filter, filter_html, shown_count
from desk.held_mail import held_part
from desk.live import mark_from, watching
from desk.receipts import todays_receipts
from desk.requests import SignedInRequest, clock
from desk.rows import reader_of
from desk.to_accept import to_accept_part
from desk.today_page import agenda_of_today, today_context
from desk.useful_mail import waiting_part
from desk.views.first_run import first_run
from followups.agenda import open_versions
from prospects.models import Prospect


@require_safe
def today(request: SignedInRequest) -> HttpResponse:
    """The page of the day; with nobody in it yet, the first run."""
    user = request.user
    day, now = clock(request)
    agenda = agenda_of_today(user, day)
    receipts = todays_receipts(user, day)
    waiting = shown_count(agenda)
    notices = notices_for(user, now)
    nothing = not waiting and not receipts and not notices.to_answer
    if nothing and not Prospect.objects.filter(owner=user).exists():
        return first_run(request, day)
    wanted = Filter.of(request.GET.dict())
    shown = wanted.of_agenda(agenda)
    context = today_context(user, day, agenda, shown, reader_of(user, now)) | watching(agenda)
    counts = {"shown": shown_count(shown), "waiting": waiting}
    context["filter_html"] = filter_html(wanted, counts) if waiting else ""
    context |= _waiting(user, now, notices) | {"receipts": receipts, "here": "today"}
    return render(request, "desk/today.html", context)


def _waiting(user: User, now: datetime, notices: Notices) -> dict[str, Any]:
    """The mail and the hand-overs that wait as sections, and no banner about them; a query where any does."""
    held = held_part(user, now) if notices.mail_is_held else None
    batons = to_accept_part(user, now) if notices.to_answer else None
    return {
        "banners": notices.said,
        "held": held,
        "glances": notices.glances,
        "to_glance_at": waiting_part(user, notices.glances),
        "to_accept": batons,
        "to_answer": notices.to_answer,
    }


@require_safe
def state(request: SignedInRequest) -> HttpResponse:
    """Whether Today still stands as it was drawn: 304 if it does, else the mark it has now; one query."""
    day, _now = clock(request)
    etag = f'"{mark_from(open_versions(request.user, day), day.isoformat())}"'
    same = request.headers.get("If-None-Match") == etag
    response = HttpResponse(status=304 if same else 204)
    response["ETag"], response["Cache-Control"] = etag, "private, no-cache"
    return response
