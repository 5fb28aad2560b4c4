"""Pages at an address that holds a secret: whoever has the address may use it, so nothing hands it on."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.cache import add_never_cache_headers

View = Callable[..., HttpResponse]

# Of the address only who we are goes along. With nothing at all (no-referrer) browsers send `Origin: null`
# with the form of such a page, which then looks as if it came from elsewhere.
ORIGIN_ALONE = "strict-origin"


def keep_to_itself(answer: HttpResponseBase) -> None:
    """Nobody keeps this answer, nobody finds it, and it names its address to nobody.

    What the view says itself stands: a calendar may be asked for again, and has no form.
    """
    if not answer.has_header("Cache-Control"):
        add_never_cache_headers(answer)
    answer.headers.setdefault("Referrer-Policy", ORIGIN_ALONE)
    answer.headers.setdefault("X-Robots-Tag", "noindex, nofollow")


def at_a_secret_address(view: View) -> View:
    """Who is signed in does not matter there, and is not told: the address says whom it is for."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        request.user = AnonymousUser()
        return view(request, *args, **kwargs)

    return guarded


def speak(request: HttpRequest, language: str) -> None:
    """The rest of this answer is in the language of whom the address is for."""
    translation.activate(language)
    request.LANGUAGE_CODE = translation.get_language()
