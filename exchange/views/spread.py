"""The last step of an import: whose the noes will be and how their days fill. POST brings them in."""

from itertools import islice
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from exchange import long_work
from exchange.imports.check_words import calls_words, nothing_words, number, too_many_words
from exchange.imports.choices import choices_of, note_owners
from exchange.imports.noes import spelt
from exchange.imports.opening import mark_of, summary_of
from exchange.imports.owners import may_give, sellers_here
from exchange.imports.reading import answers_of, read_deals
from exchange.imports.running import most_at_once
from exchange.imports.spread_page import sellers_of, shares_of
from exchange.imports.steps import address_of
from exchange.kinds import ImportKind, ImportState, WorkKind, WorkState
from exchange.models import Import
from exchange.requests import SeeOther, SignedInRequest, clock
from exchange.tables.refusals import RefusedError
from exchange.views.check import find_import

# So many rows come in while one waits for the page; more are long work.
AT_ONCE = 200


@require_http_methods(["GET", "HEAD", "POST"])
def spread(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """How the days fill, before and after; then bring it in, once, however often it is pressed."""
    imp = find_import(request, pk)
    if imp.kind != ImportKind.DEALS or imp.state != ImportState.OPEN:
        return SeeOther(address_of(imp) if imp.kind != ImportKind.DEALS else _result(imp))
    try:
        if request.method == "POST":
            return _post(request, imp)
        return _page(request, imp)
    except (RefusedError, FileNotFoundError):
        return SeeOther(address_of(imp))


def _page(request: SignedInRequest, imp: Import) -> HttpResponse:
    today, _now = clock(request)
    user, choices = request.user, choices_of(imp)
    summary = summary_of(imp, user, today)
    context = {
        "imp": imp,
        "files": list(imp.files.all()),
        "summary": summary,
        "rows_text": number(summary.rows),
        "nothing": nothing_words(summary) or too_many_words(summary, most_at_once()),
        "mark": mark_of(imp, today),
        "shares": shares_of(summary, user, today),
        "sellers": sellers_of(summary, choices, user),
        "colleagues": sellers_here(user) if may_give(user) else [],
        "calls": calls_words(summary, user.team.daily_limit),
        "limit": user.team.daily_limit,
        "here": "prospects",
    }
    return render(request, "exchange/spread.html", context)


def _post(request: SignedInRequest, imp: Import) -> HttpResponse:
    """Note who looks after whom; and unless that is all that was asked for, bring it in.

    What was changed since the page was drawn, in another tab say, is to be seen first. A form that does not
    say what it was drawn from is taken as it is.
    """
    today, now = clock(request)
    mark = mark_of(imp, today)
    is_as_drawn = request.POST.get("drawn", mark) == mark
    note_owners(imp, _owners_chosen(request))
    if "look" in request.POST:
        return SeeOther(address_of(imp, "check" if request.POST["look"] == "check" else "spread"))
    if not is_as_drawn:
        messages.error(
            request, _("It was changed meanwhile, in another tab perhaps. This is how it stands now.")
        )
        return SeeOther(address_of(imp, "spread"))
    at_once = _is_small(request, imp)
    work = long_work.ask_for(request.user, WorkKind.IMPORT, of_import=imp, now=now, at_once=at_once)
    if at_once:
        long_work.do_work(work, now)
    if work.state in {WorkState.DONE}:
        messages.success(request, _("They are in."))
        return SeeOther(_result(imp))
    return SeeOther(reverse("exchange:work", args=[work.pk]))


def _owners_chosen(request: SignedInRequest) -> dict[str, UUID]:
    """Sellers of the files, and a colleague each; anybody else who is named is nobody."""
    if not may_give(request.user):
        return {}
    here = {str(each.pk): each.pk for each in [*sellers_here(request.user), request.user]}
    pairs = zip(request.POST.getlist("seller"), request.POST.getlist("owner"), strict=False)
    return {spelt(seller): here[pk] for seller, pk in pairs if pk in here}


def _is_small(request: SignedInRequest, imp: Import) -> bool:
    today, _now = clock(request)
    rows = read_deals(imp, answers_of(imp, request.user, today))
    return sum(1 for _row in islice(rows, AT_ONCE + 1)) <= AT_ONCE


def _result(imp: Import) -> str:
    return reverse("exchange:import_result", args=[imp.pk])
