"""How an import stands, and what came of it."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from exchange import results
from exchange.imports.result_page import facts_done, sentence_of
from exchange.imports.steps import address_of
from exchange.kinds import ImportKind, ImportState, WorkState
from exchange.models import Import, Work
from exchange.requests import SeeOther, SignedInRequest
from exchange.views.check import find_import


@require_safe
def result(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """What came of an import of deals; while it is at work, that has a page of its own."""
    imp = find_import(request, pk)
    if imp.kind != ImportKind.DEALS:
        return SeeOther(address_of(imp))
    work = Work.objects.filter(of_import=imp).first()
    if imp.state == ImportState.STARTED and work:
        return redirect("exchange:work", work.pk)
    return render(request, "exchange/result.html", _context(imp, work))


def _context(imp: Import, work: Work | None) -> dict[str, Any]:
    is_done = imp.state == ImportState.DONE
    return {
        "imp": imp,
        "is_done": is_done,
        "is_open": imp.state == ImportState.OPEN,
        "was_stopped": work is not None and work.state in {WorkState.CANCELLED, WorkState.FAILED},
        "sentence": sentence_of(imp) if is_done else "",
        "facts": list(facts_done(imp)) if is_done else [],
        "to_name": imp.counts.get("people_to_name", 0),
        "has_leftovers": is_done and work is not None and results.can_be_fetched(work),
        "work": work,
        "here": "prospects",
    }
