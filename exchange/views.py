"""What leaves as a file: a calendar by a secret address, and everything stored about one person."""

from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from accounts.calendar_addresses import whose_calendar
from accounts.models import User
from exchange.calendar_file import MIME_TYPE
from exchange.feed import feed_of
from exchange.person_file import file_name, person_file
from followups.agenda import agenda_for
from prospects.models import Prospect
from prospects.visibility import may_see_all_of


@login_not_required
@require_safe
def calendar_feed(request: HttpRequest, token: str) -> HttpResponse:
    """The follow-ups of whoever has this address, for their calendar; any other address does not exist."""
    user = whose_calendar(token)
    if user is None:
        raise Http404
    now = timezone.now()
    with translation.override(user.language):
        feed = feed_of(agenda_for(user, user.today(now)), user, settings.SITE_URL)
        mark = feed.mark()
        unchanged = get_conditional_response(request, etag=mark)
        answer = unchanged or HttpResponse(feed.file(now), content_type=MIME_TYPE)
    return _for_one_calendar(answer, mark, user.language)


def _for_one_calendar(answer: HttpResponse, mark: str, language: str) -> HttpResponse:
    """The secret stands in the address: nobody in between keeps the answer, no link hands the address on."""
    answer["ETag"] = mark
    answer["Cache-Control"] = "private, no-cache"
    answer["Referrer-Policy"] = "no-referrer"
    answer["Content-Language"] = language
    # Saved by hand, the file is not called after the secret.
    answer["Content-Disposition"] = 'attachment; filename="lost-deals.ics"'
    return answer


class SignedInRequest(HttpRequest):
    """A request of somebody signed in (LoginRequiredMiddleware sees to it)."""

    user: User


@require_safe
def person_export(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Everything stored about one person, for their owner and the managers; no copy is kept on the way."""
    people = Prospect.objects.visible_to(request.user).select_related("team", "organisation")
    person = get_object_or_404(people, pk=pk)
    if not may_see_all_of(person, request.user):
        raise PermissionDenied
    packed = person_file(person, request.user, timezone.now())
    answer = HttpResponse(packed, content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="{file_name(person)}"'
    answer["Cache-Control"] = "no-store"
    return answer
