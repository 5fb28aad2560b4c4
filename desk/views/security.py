"""How somebody signs in: password, passkeys, codes, and where they are signed in now."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from accounts.sessions import end_other_sessions, open_sessions
from desk.requests import SeeOther, SignedInRequest, clock
from desk.security_page import passkey_rows, session_rows


@require_safe
def security(request: SignedInRequest) -> HttpResponse:
    """The page. Looking at it writes nothing."""
    _today, now = clock(request)
    sessions = open_sessions(request.user, this=request.session.session_key or "", now=now)
    context = {
        **_second_step(request.user),
        "sessions": session_rows(sessions, request.user, now),
        "has_password": request.user.has_usable_password(),
        "here": "settings",
        "back": "/settings/",
    }
    return render(request, "desk/security.html", context)


@require_POST
def end_elsewhere(request: SignedInRequest) -> HttpResponse:
    """Sign out everywhere but here."""
    key = request.session.session_key or ""
    ended = end_other_sessions(request.user, this=key, now=timezone.now())
    if ended:
        said = ngettext("Signed out in one other place.", "Signed out in %(count)d other places.", ended)
        messages.success(request, said % {"count": ended})
    else:
        messages.info(request, _("You were signed in nowhere else."))
    return SeeOther("/settings/security/#sessions")


def _second_step(user: User) -> dict[str, Any]:
    kept = list(Authenticator.objects.filter(user=user).order_by("created_at"))
    codes = next((row for row in kept if row.type == Authenticator.Type.RECOVERY_CODES), None)
    return {
        "passkeys": passkey_rows([row for row in kept if row.type == Authenticator.Type.WEBAUTHN], user),
        "app": any(row.type == Authenticator.Type.TOTP for row in kept),
        "codes_left": len(codes.wrap().get_unused_codes()) if codes else None,
    }
