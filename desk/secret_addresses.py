"""Pages at an address that holds a secret: whoever has the address may use it, so nothing hands it on."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.views.decorators.cache import never_cache

View = Callable[..., HttpResponse]

# Of the address only who we are goes along. With nothing at all (no-referrer) browsers send `Origin: null`
# with the form of such a page, which then looks as if it came from elsewhere.
ORIGIN_ALONE = "strict-origin"


def at_a_secret_address(view: View) -> View:
    """The answers of a view are kept by nobody, found by nobody, and name their address to nobody.

    Who is signed in does not matter there, and is not told: the address says whom it is for.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        request.user = AnonymousUser()
        answer = view(request, *args, **kwargs)
        answer["Referrer-Policy"] = ORIGIN_ALONE
        answer["X-Robots-Tag"] = "noindex, nofollow"
        return answer

    return never_cache(guarded)


def speak(request: HttpRequest, language: str) -> None:
    """The rest of this answer is in the language of whom the address is for."""
    translation.activate(language)
    request.LANGUAGE_CODE = translation.get_language()
