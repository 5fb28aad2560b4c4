"""Days that hold more than the limit, before and after. GET shows, POST spreads them out."""

from datetime import date, datetime, time
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.changes import Change
from desk.day_loads import DayLoad, day_load
from desk.requests import SeeOther, SignedInRequest, clock
from desk.shifts import moved
from followups.actions import SpreadChanged, spread_out_days
from followups.spreading import Spread, spread_of

PAGE = "/spread-out/"


@require_http_methods(["GET", "HEAD", "POST"])
def spread_out(request: SignedInRequest) -> HttpResponse:
    """The days over the limit and where what may move would go."""
    today, now = clock(request)
    if request.method != "POST":
        return _page(request, spread_of(request.user, today))
    try:
        done = spread_out_days(request.user, today=today, now=now, shown=request.POST.get("shown") or None)
    except SpreadChanged as news:
        return _page(request, news.spread, changed=True)
    count = len(done.spread.moves)
    if count:
        words = ngettext("%(count)d follow-up moved.", "%(count)d follow-ups moved.", count)
        messages.success(request, words % {"count": count})
    else:
        messages.info(request, _("There was nothing to move."))
    return SeeOther(PAGE)


def _page(request: SignedInRequest, spread: Spread, *, changed: bool = False) -> HttpResponse:
    today, _now = clock(request)
    context = {
        "days": [_day(day, spread) for day in spread.days()],
        "shifts": moved(spread.moves, spread.rows, today),
        "limit": spread.limit,
        "stays_full": any(spread.then.get(day, 0) > spread.limit for day in spread.over),
        "shown": spread.token(),
        "changed": changed,
        "undo": _done_today(request, today),
        "here": "today",
    }
    return render(request, "desk/spread_out.html", context)


def _day(day: date, spread: Spread) -> DayLoad:
    return day_load(day, spread.before.get(day, 0), spread.then.get(day, 0), spread.limit)


def _done_today(request: SignedInRequest, today: date) -> UUID | None:
    """What they spread out today and can still take back in one press."""
    since = datetime.combine(today, time.min, tzinfo=request.user.zone())
    own = Change.objects.filter(actor=request.user, action="spread_out", at__gte=since)
    return own.filter(undone_by__isnull=True).order_by("-at").values_list("pk", flat=True).first()
