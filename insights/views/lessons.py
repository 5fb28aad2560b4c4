"""What one would do differently, and what colleagues shared of it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from common.text import clean_line
from insights.debriefs import stop_sharing
from insights.lessons import lesson_page
from insights.models import Debrief
from insights.next_page import SeeOther, next_address
from insights.requests import SignedInRequest, clock

LONGEST_SEARCH = 120


@require_safe
def lessons(request: SignedInRequest) -> HttpResponse:
    """Every lesson one may read, newest first."""
    words = clean_line(request.GET.get("q", ""))[:LONGEST_SEARCH]
    lines, following = lesson_page(request.user, words, request.GET.get("before", ""))
    later = {"q": words, "before": following} if words else {"before": following}
    context = {
        "lines": lines,
        "q": words,
        "following": f"?{urlencode(later)}" if following else "",
        "here": "insights",
    }
    return render(request, "insights/lessons.html", context)


@require_POST
def stop(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """The team sees the sentence no more; one's own alone."""
    debrief = get_object_or_404(Debrief.objects.of(request.user), pk=pk)
    _today, now = clock(request)
    stop_sharing(debrief, now=now)
    messages.success(request, _("Only you see it now."))
    return SeeOther(next_address(request, reverse("insights:lessons")))
