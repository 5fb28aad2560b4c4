"""A calendar by a secret address."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from accounts.calendar_addresses import whose_calendar
from exchange.calendar_file import MIME_TYPE
from exchange.feed import feed_of
from followups.agenda import agenda_for


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
