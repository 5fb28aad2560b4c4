"""What meets a form whose sender is signed out or whose page was too old: nothing saved, no word lost."""

from typing import Any

from allauth.account.forms import LoginForm
from allauth.account.views import LoginView
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from desk.carried import CARRIED_FIELD, SIGNED_OUT, Carried, TooMuch, keep, seal, typed_in
from desk.requests import SeeOther, SignedInRequest


@never_cache
def sign_in_page(request: HttpRequest, typed: Carried) -> HttpResponse:
    """The sign-in page in answer to a form: 403, and what was typed in a hidden field of it."""
    view = LoginView()
    view.setup(request)
    context = view.get_context_data(form=LoginForm(request=request)) | _sealed(typed)
    return _keeping_words(render(request, "account/login.html", context, status=403))


@never_cache
def form_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """What Django answers when a form's token is missing or old (CSRF_FAILURE_VIEW)."""
    typed = typed_in(request) if _is_from_us(request) else None
    if typed and not request.user.is_authenticated:
        return sign_in_page(request, typed)
    if typed is None:
        return render(request, "403_csrf.html", status=403)
    context = _sealed(typed) if typed.is_for(request.user) else {"somebody_elses": True}
    return _keeping_words(render(request, "403_csrf.html", context, status=403))


def _keeping_words(answer: HttpResponse) -> HttpResponse:
    """Told to scripts as well: they leave what is typed in the page alone."""
    answer[SIGNED_OUT] = "1"
    return answer


def _sealed(typed: Carried) -> dict[str, Any]:
    try:
        return {CARRIED_FIELD: seal(typed)}
    except TooMuch:
        return {"too_much": True}


def _is_from_us(request: HttpRequest) -> bool:
    """Whether a page of ours sent this form, as far as the browser says: nobody typed another's words."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        return False
    ours = {f"{request.scheme}://{request.get_host()}", *settings.CSRF_TRUSTED_ORIGINS}
    return "Origin" not in request.headers or request.headers["Origin"] in ours


@require_POST
def show_again(request: SignedInRequest) -> HttpResponse:
    """From the page that says a form was too old, back to the form with everything typed."""
    return SeeOther(keep(request, request.POST.get(CARRIED_FIELD, "")) or "/")
