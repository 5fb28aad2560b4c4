"""Long work: how far it is, calling it off, fetching what it made."""

from typing import Any
from uuid import UUID

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from exchange import long_work, progress, results
from exchange.imports.steps import address_of
from exchange.kinds import OVER, ImportKind, WorkKind, WorkState
from exchange.models import Work
from exchange.requests import SignedInRequest
from exchange.work_words import ending, heading, standing

SEE_OTHER = 303
QUARTERS = 4


@never_cache
@require_safe
def work(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """How far it is, or how it ended; an import that is done says that on its own page."""
    asked = _find(request, pk)
    if asked.state == WorkState.DONE and asked.of_import_id:
        return redirect(_of_import(asked))
    context = _bar(asked) if asked.state not in OVER else _end(asked)
    here = "settings" if asked.kind == WorkKind.EXPORT else "prospects"
    return render(
        request, "exchange/work.html", {"work": asked, "heading": heading(asked), "here": here} | context
    )


@never_cache
@require_safe
def work_bar(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """The bar alone, asked for by the page every other second; once it is over, the way to the end of it."""
    asked = _find(request, pk)
    if asked.state in OVER:
        answer = HttpResponse()
        answer["HX-Redirect"] = reverse("exchange:work", args=[pk])
        return answer
    return render(
        request, "exchange/_work_bar.html", {"work": asked} | _bar(asked, request.GET.get("said", ""))
    )


@require_POST
def work_cancel(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Call it off; what is done stays done."""
    long_work.cancel(_find(request, pk), timezone.now())
    answer = redirect("exchange:work", pk)
    answer.status_code = SEE_OTHER
    return answer


@require_safe
def work_file(request: SignedInRequest, pk: UUID) -> FileResponse:
    """What it made, for whoever asked for it."""
    made = _find(request, pk)
    if made.state != WorkState.DONE or not results.can_be_fetched(made):
        raise Http404
    answer = FileResponse(made.path.open("rb"), as_attachment=True, filename=made.file_name)
    answer["Cache-Control"] = "no-store"
    return answer


def _find(request: SignedInRequest, pk: UUID) -> Work:
    return get_object_or_404(Work.objects.visible_to(request.user).select_related("of_import"), pk=pk)


def _bar(asked: Work, said: str = "") -> dict[str, Any]:
    """What the bar shows; each quarter is said aloud once, `said` being the last that was."""
    far = progress.how_far(asked.pk)
    quarter = str(far.done * QUARTERS // far.total) if far.total > 0 else "0"
    is_stopping = progress.cancel_was_pressed(asked.pk)
    return {
        "far": far,
        "text": standing(asked, far, is_stopping=is_stopping),
        "is_stopping": is_stopping,
        "quarter": quarter,
        "is_news": said.isdecimal() and said != quarter,
    }


def _end(asked: Work) -> dict[str, Any]:
    return {
        "is_over": True,
        "ending": ending(asked),
        "is_done": asked.state == WorkState.DONE,
        "can_be_fetched": results.can_be_fetched(asked),
        "of_import": _of_import(asked) if asked.of_import_id else "",
    }


def _of_import(asked: Work) -> str:
    """The page of the import it was for."""
    if asked.of_import and asked.of_import.kind != ImportKind.DEALS:
        return address_of(asked.of_import)
    return reverse("exchange:import_result", args=[asked.of_import_id])
