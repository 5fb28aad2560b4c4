"""Taking everything along."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from exchange.exports.page import export_page
from exchange.exports.running import may_take
from exchange.exports.taking import Taking
from exchange.kinds import Taken, WorkKind
from exchange.long_work import ask_for, do_work
from exchange.requests import SeeOther, SignedInRequest, clock

# So many people are packed while somebody waits.
AT_ONCE = 100


@require_http_methods(["GET", "HEAD", "POST"])
def export(request: SignedInRequest) -> HttpResponse:
    """What can be taken, and what stays; pressing it packs."""
    if request.method != "POST":
        return render(request, "exchange/export.html", export_page(request.user))
    _today, now = clock(request)
    taken = request.POST.get("taken", "")
    if taken not in set(Taken) or not may_take(request.user, Taken(taken)):
        raise PermissionDenied
    is_small = Taking(Taken(taken), request.user).people() <= AT_ONCE
    work = ask_for(request.user, WorkKind.EXPORT, wanted={"taken": taken}, now=now, at_once=is_small)
    if is_small:
        do_work(work, now)
    return SeeOther(reverse("exchange:work", args=[work.pk]))
