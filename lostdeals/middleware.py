"""Small things every answer passes through."""

import re
from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ObjectDoesNotExist, SuspiciousOperation
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.template.loader import render_to_string
from django.views.defaults import page_not_found

from accounts.working_calendar import NoWorkingDay
from common.addresses import parts_of
from common.secret_paths import is_for_buyers, may_hold_a_secret
from desk.carried import SIGNED_OUT, forget, typed_again, typed_in
from desk.secret_addresses import keep_to_itself
from desk.views.signed_out import sign_in_page
from exchange.imports.steps import takes_files
from followups.actions import OwnerLeft
from followups.models import FollowUp
from lostdeals.encodings import ODD_ENCODING
from prospects.models import Deal, Loss, Prospect, WakeUp

type_of_handler = Callable[[HttpRequest], HttpResponse]
type_of_view = Callable[..., HttpResponseBase]

PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer", "browsing-topics", "camera", "display-capture", "geolocation", "gyroscope",
        "magnetometer", "microphone", "midi", "payment", "usb",
    )
)  # fmt: skip
# What goes when a person is erased, or merged with another.
MAY_GO: tuple[type[Model], ...] = (Prospect, FollowUp, Loss, Deal, WakeUp)
LOOPBACK_ADDRESS = re.compile(r"^(127\.0\.0\.1|\[::1\])(:\d+)?$")
OUR_NAME = b"Lost Deals"
STAYS_PUT = ("/livez", "/healthz", "/static/", "/api/")


def as_forms_are_sent(get_response: type_of_handler) -> type_of_handler:
    """Refuse what no form of ours sends before anybody reads it, or keeps its files on disk.

    A body that is too large, a length that is none (without one the server hands on no body at all), and an
    encoding that isn't UTF-8. Files are taken where they are asked for, from people who are signed in.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdecimal() or ODD_ENCODING in request.META:
            raise SuspiciousOperation("no form of ours is sent like this")
        size = int(length[:20])
        if size > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            if size > settings.UPLOAD_MAX_BYTES or not takes_files(request.path_info):
                return render(request, "413.html", status=413)
            if SESSION_KEY not in request.session:
                return redirect_to_login(request.path_info)
        return get_response(request)

    return middleware


def localhost_by_name(get_response: type_of_handler) -> type_of_handler:
    """Send pages asked for by loopback address to `localhost`: passkeys refuse a bare address."""

    def middleware(request: HttpRequest) -> HttpResponse:
        asked = LOOPBACK_ADDRESS.match(request.META.get("HTTP_HOST", ""))
        if asked and request.method in {"GET", "HEAD"} and not request.path.startswith(STAYS_PUT):
            return HttpResponseRedirect(f"http://localhost{asked[2] or ''}{request.get_full_path()}")
        return get_response(request)

    return middleware


def secret_addresses(get_response: type_of_handler) -> type_of_handler:
    """What is answered at an address with a secret in it keeps to itself: refusals and mistakes as well."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if may_hold_a_secret(request.path_info):
            keep_to_itself(response)
        return response

    return middleware


def as_buyers_read(get_response: type_of_handler) -> type_of_handler:
    """At a buyer's address what is refused, missing or broken is said without a word of ours."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        names_us = response.status_code >= 400 and OUR_NAME in response.content
        if names_us and is_for_buyers(request.path_info):
            words = {"is_broken": response.status_code >= 500}
            response.content = render_to_string("nurture/no_page.html", words).encode()
            if response.has_header("Content-Length"):
                response["Content-Length"] = str(len(response.content))
        return response

    return middleware


def nobody_at_secret_addresses(get_response: type_of_handler) -> type_of_handler:
    """Who is signed in does not matter there, and is not told, not even by a refusal or a mistake of ours."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if may_hold_a_secret(request.path_info):
            request.user = AnonymousUser()
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
        page = "/" + parts_of(request.headers.get("HX-Current-URL", "")).path.lstrip("/")
        answer = HttpResponse(status=204)
        answer["HX-Redirect"] = f"{sign_in}?{urlencode({'next': page})}"
        answer[SIGNED_OUT] = "1"
        return answer

    return middleware


def address_for_scripts(get_response: type_of_handler) -> type_of_handler:
    """Tell a script that sent a form (`X-Stay: 1`) where to go after saving: it can't read a redirect.

    Following it would show the page, and what the page says only once, to the script alone.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code == 303 and request.headers.get("X-Stay") == "1":
            response.status_code = 204
            response["X-See-Other"] = response["Location"]
            del response["Location"]
        return response

    return middleware


class SignInKeepingWords(LoginRequiredMiddleware):
    """Everybody signs in first; what they typed into a form goes with them until it is saved."""

    def process_view(
        self,
        request: HttpRequest,
        view_func: type_of_view,
        view_args: tuple[str, ...],
        view_kwargs: dict[str, Any],
    ) -> HttpResponseBase | None:
        """The sign-in page, carrying what was typed; a script only hears that they are signed out."""
        if not getattr(view_func, "login_required", True):
            return None  # Django would ask who it is all the same, and read the session for it
        refusal = super().process_view(request, view_func, view_args, view_kwargs)
        # Rooms below the desk ask for it here.
        request.typed_again = partial(typed_again, request)  # type: ignore[attr-defined]
        typed = typed_in(request) if refusal else None
        if typed is None:
            return refusal
        if request.headers.get("HX-Request") != "true":
            return sign_in_page(request, typed)
        answer = HttpResponse(status=204)
        answer[SIGNED_OUT] = "1"
        return answer

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """After a save (303) nothing is left to show again."""
        if request.method == "POST" and response.status_code == 303:
            forget(request)
        return response


# What stands in the way without being a fault of ours, and the page that says so.
IN_THE_WAY: dict[type[Exception], str] = {
    NoWorkingDay: "no_working_day.html",
    OwnerLeft: "owner_left.html",
}


class SomethingInTheWay:
    """A calendar without a working day in years, somebody who left at this very moment: say so."""

    def __init__(self, get_response: type_of_handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The page that says what is wrong; nothing was saved, as every act is one transaction."""
        template = IN_THE_WAY.get(type(exception))
        return render(request, template, status=409) if template else None


class GoneMeanwhile:
    """What an address names may be erased, or merged away, while it is acted on: then it does not exist."""

    def __init__(self, get_response: type_of_handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """As any address that names nothing. A row missing for another reason is a fault of ours."""
        named = request.resolver_match.kwargs.get("pk") if request.resolver_match else None
        if not isinstance(exception, ObjectDoesNotExist) or named is None or _is_there(named):
            return None
        return page_not_found(request, exception)


def _is_there(pk: object) -> bool:
    return any(model._default_manager.filter(pk=str(pk)).exists() for model in MAY_GO)
