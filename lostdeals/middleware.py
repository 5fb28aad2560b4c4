"""Two small things every answer passes through."""

import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

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
