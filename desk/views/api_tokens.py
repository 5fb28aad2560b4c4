"""API tokens: made and shown once, listed, revoked in one press."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.api_tokens import MadeBefore, make_api_token, revoke_api_token
from accounts.models import ApiToken, User
from common.days import plain_day_and_year
from desk.forms.api_token import ApiTokenForm
from desk.requests import SeeOther, SignedInRequest

PAGE = "/settings/tokens/"


@dataclass(frozen=True)
class Line:
    """One token of the list, its days in words; its secret nobody knows."""

    id: UUID
    name: str
    begins: str
    may_write: bool
    made: str
    ends: str
    has_ended: bool
    used: str


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def api_tokens(request: SignedInRequest) -> HttpResponse:
    """The tokens there are, and a new one: its secret stands in this answer and nowhere else."""
    form = ApiTokenForm(request.POST if request.method == "POST" else None)
    now = timezone.now()
    if request.method == "POST" and form.is_valid():
        try:
            token, secret = make_api_token(form.new_token(now), by=request.user, now=now)
        except MadeBefore:
            said = _(
                "It is made already, and was shown once. Did you not copy it? Revoke it, and make another."
            )
            messages.info(request, said)
            return SeeOther(PAGE)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            context = {"secret": secret, "token": token, "here": "settings", "back": PAGE}
            return render(request, "desk/api_token_made.html", context)
    context = {"form": form, "tokens": _lines(request.user, now), "here": "settings", "back": "/settings/"}
    return render(request, "desk/api_tokens.html", context)


def _lines(user: User, now: datetime) -> list[Line]:
    tokens = ApiToken.objects.filter(user=user, revoked_at__isnull=True).order_by("-created_at", "pk")
    return [_line(token, user, now) for token in tokens]


def _line(token: ApiToken, user: User, now: datetime) -> Line:
    def day(at: datetime | None) -> str:
        return plain_day_and_year(user.today(at)) if at else ""

    return Line(
        id=token.pk,
        name=token.name,
        begins=token.prefix,
        may_write=token.may_write(),
        made=day(token.created_at),
        ends=day(token.expires_at),
        has_ended=bool(token.expires_at and token.expires_at <= now),
        used=day(token.last_used_at),
    )


@require_POST
def revoke(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """It works no longer, from the next request on."""
    try:
        done = revoke_api_token(pk, by=request.user, now=timezone.now())
    except ApiToken.DoesNotExist as gone:
        raise Http404 from gone
    if done:
        messages.success(request, _("Revoked. The token no longer works."))
    return SeeOther(PAGE)
