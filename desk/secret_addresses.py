"""Pages at an address that holds a secret: whoever has the address may use it, so nothing hands it on."""

from django.conf import settings
from django.http.response import HttpResponseBase
from django.utils.cache import add_never_cache_headers

# Of the address only who we are goes along. With nothing at all (no-referrer) browsers send `Origin: null`
# with the form of such a page, which then looks as if it came from elsewhere.
ORIGIN_ALONE = "strict-origin"


def keep_to_itself(answer: HttpResponseBase) -> None:
    """Nobody keeps this answer, nobody finds it, and it names its address to nobody.

    What the view says itself stands: a calendar may be asked for again, and has no form.
    """
    if not answer.has_header("Cache-Control"):
        add_never_cache_headers(answer)
    if answer.headers.get("Referrer-Policy") in {None, settings.SECURE_REFERRER_POLICY}:
        answer["Referrer-Policy"] = ORIGIN_ALONE
    answer.headers.setdefault("X-Robots-Tag", "noindex, nofollow")
