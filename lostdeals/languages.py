"""Which language an answer is in."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from api.answers import is_ours

# Asked by monitors every few seconds, and answered when the database does not.
MONITORS = ("/livez", "/healthz")


def speak_their_language(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Signed in, a person's own setting decides; before that what the browser asks for (LocaleMiddleware)."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path not in MONITORS and not is_ours(request.path_info) and request.user.is_authenticated:
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = translation.get_language()
        return get_response(request)

    return middleware
