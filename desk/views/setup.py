"""The one-time page that makes the first account."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from accounts.sessions import begin
from desk.first_account import AlreadySetUp, make_first_account, setup_is_open
from desk.forms.setup import SetupForm
from desk.requests import SeeOther


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def setup(request: HttpRequest, token: str) -> HttpResponse:
    """Make the first account and sign it in; a used or unknown address does not exist."""
    if not setup_is_open(token):
        raise Http404
    form = SetupForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            user = make_first_account(token=token, language=get_language(), **form.cleaned_data)
        except AlreadySetUp:
            raise Http404 from None
        begin(request, user)
        return SeeOther("/")
    return render(request, "desk/setup.html", {"form": form})
