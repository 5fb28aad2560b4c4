"""Passkeys: added, used in place of the password, after it, and again before something is changed.

allauth begins a ceremony when a page is looked at, which writes into the session. Here a press begins it: the
script of the page asks for a challenge by POST, and the answer goes through allauth's own views.
"""

from collections.abc import Callable
from typing import Any

from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from allauth.account.internal.stagekit import get_pending_stage
from allauth.account.internal.templatekit import get_entrance_context_data
from allauth.account.views import BaseReauthenticateView
from allauth.core.exceptions import ReauthenticationRequired
from allauth.decorators import rate_limit
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.stages import AuthenticateStage
from allauth.mfa.webauthn.internal import auth
from allauth.mfa.webauthn.views import AddWebAuthnView, LoginWebAuthnView, ReauthenticateWebAuthnView
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from django.views.generic.edit import FormView

Begin = Callable[[HttpRequest], dict[str, Any] | None]


class _Add(AddWebAuthnView):  # type: ignore[misc]
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return FormView.get_context_data(self, **kwargs)

    def get_success_url(self) -> str:
        codes = self.did_generate_recovery_codes
        return reverse("mfa_view_recovery_codes" if codes else "desk:security")


class _Again(ReauthenticateWebAuthnView):  # type: ignore[misc]
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found: dict[str, Any] = BaseReauthenticateView.get_context_data(self, **kwargs)
        return found

    def form_invalid(self, form: Any) -> HttpResponse:
        answer: HttpResponse = self.render_to_response(self.get_context_data(form=form))
        return answer


class _SecondStep(AuthenticateView):  # type: ignore[misc]
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kinds = {row.type for row in self.stage.login.user.authenticator_set.all()}
        return {
            **get_entrance_context_data(self.request),
            "view": self,
            "form": self.auth_form,
            "webauthn_form": self.webauthn_form if "webauthn" in kinds else None,
            "has_codes": bool(kinds - {"webauthn"}),
            "has_app": "totp" in kinds,
        }


class _SignIn(LoginWebAuthnView):  # type: ignore[misc]
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect("account_login")


add = never_cache(_Add.as_view())
again = never_cache(_Again.as_view())
second_step = _SecondStep.as_view()
sign_in = login_not_required(never_cache(_SignIn.as_view()))


@login_not_required
@never_cache
@require_POST
@rate_limit(action="passkey_challenge")  # type: ignore[untyped-decorator]  # allauth is untyped
def challenge(request: HttpRequest) -> HttpResponse:
    """What the browser needs to ask for a passkey; kept in the session until it is answered, once."""
    begin = _BEGINNINGS.get(request.POST.get("for", ""))
    try:
        options = begin(request) if begin else None
    except ReauthenticationRequired:
        options = None
    if options is None:
        return JsonResponse({}, status=403)
    return JsonResponse(options)


def _to_sign_in(request: HttpRequest) -> dict[str, Any] | None:
    return None if request.user.is_authenticated else _asking(None)


def _after_the_password(request: HttpRequest) -> dict[str, Any] | None:
    stage = get_pending_stage(request)
    if stage is None or stage.key != AuthenticateStage.key:
        return None
    return _asking(stage.login.user)


def _once_more(request: HttpRequest) -> dict[str, Any] | None:
    return _asking(request.user) if request.user.is_authenticated else None


def _to_add(request: HttpRequest) -> dict[str, Any] | None:
    raise_if_reauthentication_required(request, app="allauth.mfa")
    options: dict[str, Any] = auth.begin_registration(request.user, passwordless=True)
    return options


def _asking(user: Any) -> dict[str, Any]:
    options: dict[str, Any] = auth.begin_authentication(user)
    return options


_BEGINNINGS: dict[str, Begin] = {
    "sign-in": _to_sign_in,
    "second-step": _after_the_password,
    "again": _once_more,
    "add": _to_add,
}
