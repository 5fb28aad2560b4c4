"""How long people are kept: the setting, who is announced to be erased, and keeping them."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.policy import Thing, may
from desk.carried import typed_again
from desk.forms.retention import RetentionForm
from desk.meanwhile import ChangedMeanwhile
from desk.requests import SeeOther, SignedInRequest, clock
from desk.retention_page import announced_people
from desk.views.prospects import find_person
from desk.views.settings import fresh_user, save_settings, say_saved
from followups import actions


@require_http_methods(["GET", "HEAD", "POST"])
def retention(request: SignedInRequest) -> HttpResponse:
    """After how many months, and who is next."""
    if not may(request.user, Thing.ERASING):
        raise PermissionDenied
    team = fresh_user(request).team
    if request.method != "POST":
        return _page(request, RetentionForm(typed_again(request, "desk:retention"), instance=team))
    form = RetentionForm(request.POST, instance=team)
    if not form.is_valid():
        return _page(request, form)
    try:
        _changed, told = save_settings(request, form)
    except ChangedMeanwhile as changed:
        return _page(request, changed.form)
    say_saved(request, told)
    return SeeOther(reverse("desk:retention"))


def _page(request: SignedInRequest, form: RetentionForm | object) -> HttpResponse:
    today, _now = clock(request)
    context = {
        "form": form,
        "announced": announced_people(request.user.team_id, today),
        "here": "settings",
        "back": "/settings/",
    }
    return render(request, "desk/retention.html", context)


@require_POST
def keep(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Somebody stays all the same."""
    if not may(request.user, Thing.ERASING):
        raise PermissionDenied
    person = find_person(request, pk)
    today, now = clock(request)
    if actions.keep_person(person, by=request.user, today=today, now=now):
        messages.success(request, _("%(name)s stays.") % {"name": person.name})
    else:
        messages.info(request, _("%(name)s is not about to be erased.") % {"name": person.name})
    return SeeOther(reverse("desk:retention"))
