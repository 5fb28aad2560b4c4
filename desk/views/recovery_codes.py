"""The recovery codes that are left, for whoever just signed in once more. Looking at them writes nothing."""

from allauth.account.decorators import reauthentication_required
from allauth.mfa.models import Authenticator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.models import User
from desk.requests import SignedInRequest


@require_safe
@never_cache
@reauthentication_required(app="allauth.mfa")  # type: ignore[untyped-decorator]  # allauth is untyped
def recovery_codes(request: SignedInRequest) -> HttpResponse:
    """Each once, until it is used."""
    context = {"codes": _unused(request.user), "here": "settings"}
    return render(request, "mfa/recovery_codes/index.html", context)


@require_safe
@never_cache
@reauthentication_required(app="allauth.mfa")  # type: ignore[untyped-decorator]  # allauth is untyped
def download(request: SignedInRequest) -> HttpResponse:
    """The same as a file to print or to put away."""
    text = "".join(f"{code}\n" for code in _unused(request.user))
    answer = HttpResponse(text, content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="lost-deals-recovery-codes.txt"'
    return answer


def _unused(user: User) -> list[str]:
    kept = Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).first()
    if kept is None:
        raise Http404
    codes: list[str] = kept.wrap().get_unused_codes()
    return codes
