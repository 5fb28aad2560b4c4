"""Small things every answer passes through."""

import re
from collections.abc import Callable
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url

type_of_handler = Callable[[HttpRequest], HttpResponse]

PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer", "browsing-topics", "camera", "display-capture", "geolocation", "gyroscope",
        "magnetometer", "microphone", "midi", "payment", "usb",
    )
)  # fmt: skip
LOOPBACK_ADDRESS = re.compile(r"^(127\.0\.0\.1|\[::1\])(:\d+)?$")
STAYS_PUT = ("/livez", "/healthz", "/static/")


def localhost_by_name(get_response: type_of_handler) -> type_of_handler:
    """Send pages asked for by loopback address to `localhost`: passkeys refuse a bare address."""

    def middleware(request: HttpRequest) -> HttpResponse:
        asked = LOOPBACK_ADDRESS.match(request.META.get("HTTP_HOST", ""))
        if asked and request.method in {"GET", "HEAD"} and not request.path.startswith(STAYS_PUT):
            return HttpResponseRedirect(f"http://localhost{asked[2] or ''}{request.get_full_path()}")
        return get_response(request)

    return middleware


def permissions_policy(get_response: type_of_handler) -> type_of_handler:
    """Switch off every browser feature the pages never use."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        return response

    return middleware


def sign_in_as_a_page(get_response: type_of_handler) -> type_of_handler:
    """When a session ran out under an open page, send the whole page to the sign-in, not a part of it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        sign_in = resolve_url(settings.LOGIN_URL)
        asked_in_part = request.headers.get("HX-Request") == "true"
        if not asked_in_part or not response.get("Location", "").startswith(sign_in):
            return response
        page = "/" + urlsplit(request.headers.get("HX-Current-URL", "")).path.lstrip("/")
        answer = HttpResponse(status=204)
        answer["HX-Redirect"] = f"{sign_in}?{urlencode({'next': page})}"
        return answer

    return middleware
