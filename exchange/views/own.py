"""Bringing back what was taken along."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.policy import Thing, may
from exchange.kinds import ImportKind, ImportState, WorkKind
from exchange.long_work import ask_for, do_work
from exchange.models import Import
from exchange.own.page import done_page, own_page
from exchange.requests import SeeOther, SignedInRequest, clock

# A file of so many bytes comes in while somebody waits.
AT_ONCE = 100_000


@require_http_methods(["GET", "HEAD", "POST"])
def own(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """What is in it and who comes along; pressing brings it in. Once it is in: what is left to do."""
    found = get_object_or_404(Import.objects.visible_to(request.user), pk=pk, kind=ImportKind.OWN)
    if found.state == ImportState.STARTED:
        return SeeOther(reverse("exchange:work", args=[found.work.pk]))
    if found.state != ImportState.OPEN:
        return render(request, "exchange/own_done.html", {**done_page(found), "here": "prospects"})
    if request.method == "POST" and may(request.user, Thing.BRINGING_BACK):
        return _bring_in(request, found)
    file = get_object_or_404(found.files)
    context = {"imp": found, "file": file, "here": "prospects", **own_page(file.path, request.user)}
    return render(request, "exchange/own.html", context)


def _bring_in(request: SignedInRequest, found: Import) -> HttpResponse:
    _today, now = clock(request)
    is_small = get_object_or_404(found.files).size <= AT_ONCE
    work = ask_for(request.user, WorkKind.IMPORT, of_import=found, now=now, at_once=is_small)
    if is_small:
        do_work(work, now)
    return SeeOther(reverse("exchange:work", args=[work.pk]))
