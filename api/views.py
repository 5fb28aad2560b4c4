"""The door of the JSON API. Behind it there is nothing yet: whoever may enter finds no address there."""

from datetime import datetime

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from accounts.api_tokens import authenticate
from accounts.models import ApiToken
from api.answers import answer
from api.limits import asks_too_often, client_address

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
BODY_AT_MOST = 1024 * 1024
CHALLENGE = 'Bearer realm="Lost Deals"'


# Without cookies there is no session to abuse: a form on another site has no token to send.
@csrf_exempt
@login_not_required
def reserved(request: HttpRequest) -> HttpResponse:
    """Every address of the API, until it is built."""
    now = timezone.now()
    if settings.SECURE_SSL_REDIRECT and not request.is_secure():
        # No redirect: the token that came in the clear must not come to be used that way.
        return answer(403, "Use https.")
    if _body_length(request) > BODY_AT_MOST:
        return answer(413, "This is too large.")
    header = request.headers.get("Authorization", "")
    if not header:
        return answer(404, "There is nothing here.")
    token = authenticate(header, now)
    return _refused(request, now) if token is None else _let_in(request, token, now)


def _refused(request: HttpRequest, now: datetime) -> HttpResponse:
    if asks_too_often(f"address {client_address(request)}", now):
        return answer(429, "Too many tries. Wait a minute.", Retry_After="60")
    challenge = f'{CHALLENGE}, error="invalid_token"'
    return answer(401, "This token does not work.", WWW_Authenticate=challenge)


def _let_in(request: HttpRequest, token: ApiToken, now: datetime) -> HttpResponse:
    if asks_too_often(f"token {token.pk}", now):
        return answer(429, "Too many requests. Wait a minute.", Retry_After="60")
    if request.method not in SAFE and not token.may_write():
        challenge = f'{CHALLENGE}, error="insufficient_scope", scope="write"'
        return answer(403, "This token may only read.", WWW_Authenticate=challenge)
    return answer(404, "There is nothing here.")


def _body_length(request: HttpRequest) -> int:
    length = request.META.get("CONTENT_LENGTH") or "0"
    return int(length) if str(length).isdecimal() else 0
