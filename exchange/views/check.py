"""Looking over what an import would bring. GET shows; POST names whom the files do not name, and goes on."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from common.text import clean_line
from exchange.imports.check_page import Looked, Show, look_over
from exchange.imports.check_words import (
    calls_words,
    empty_words,
    facts_of,
    nothing_words,
    number,
    said_between,
    tabs_of,
)
from exchange.imports.choices import Choices, choices_of, note_names
from exchange.imports.leftovers import ERRORS_FILE, leftover_lines
from exchange.imports.noes import spelt
from exchange.imports.opening import sorted_rows, summary_of
from exchange.imports.sorting import STUCK, Lot
from exchange.imports.steps import address_of
from exchange.imports.summary import Summary
from exchange.kinds import ImportKind, ImportState
from exchange.models import Import, Work
from exchange.requests import SeeOther, SignedInRequest, clock
from exchange.tables.refusals import RefusedError
from prospects.models.columns import NAME_LENGTH

HIGHEST_PAGE = 100_000
# What the buttons of the form with the names say besides a page of it.
STEPS, OTHER_ROWS = ("match", "spread"), "show:"


@require_http_methods(["GET", "HEAD", "POST"])
def check(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """The rows of an import of deals, a page at a time, and all of them counted."""
    imp = find_import(request, pk)
    if imp.state != ImportState.OPEN or imp.kind != ImportKind.DEALS:
        return SeeOther(address_of(imp))
    if request.method == "POST":
        return _name(request, imp)
    return _look(request, imp, choices_of(imp), _show(request), _page(request))


@require_safe
def errors(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """The rows that cannot come in, each with its reason, as a file."""
    imp = find_import(request, pk)
    if imp.state == ImportState.DONE:
        return redirect("exchange:work_file", get_object_or_404(Work, of_import=imp, user=request.user).pk)
    if imp.state != ImportState.OPEN or imp.kind != ImportKind.DEALS:
        raise Http404
    today, _at = clock(request)
    try:
        stuck = [one for one in sorted_rows(imp, request.user, today) if one.lot in STUCK]
    except (RefusedError, FileNotFoundError):
        return SeeOther(address_of(imp))
    answer = HttpResponse("".join(leftover_lines(stuck)), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{ERRORS_FILE}"'
    answer["Cache-Control"] = "no-store"
    return answer


def _look(
    request: SignedInRequest, imp: Import, choices: Choices, show: Show, page: int, status: int = 200
) -> HttpResponse:
    today, _at = clock(request)
    try:
        summary = summary_of(imp, request.user, today)
        rows = sorted_rows(imp, request.user, today, choices)
        looked = look_over(rows, summary, choices, show, page)
    except (RefusedError, FileNotFoundError):
        return SeeOther(address_of(imp))  # what is wrong is said there
    return render(request, "exchange/check.html", _context(imp, summary, looked, show), status=status)


def _context(imp: Import, summary: Summary, looked: Looked, show: Show) -> dict[str, Any]:
    return {
        "imp": imp,
        "files": list(imp.files.all()),
        "show": show,
        "looked": looked,
        "summary": summary,
        "rows_text": number(summary.rows),
        "tabs": tabs_of(summary, show),
        "facts": list(facts_of(summary)),
        "nothing": nothing_words(summary),
        "empty": empty_words(show),
        "waiting": summary.lots[Lot.ASKED],
        "between": said_between(summary),
        "calls": calls_words(summary, imp.team.daily_limit),
        "page_before": looked.page - 1,
        "page_after": looked.page + 1,
        "here": "prospects",
    }


def find_import(request: SignedInRequest, pk: UUID) -> Import:
    """An import of whoever asks; anybody else's does not exist."""
    return get_object_or_404(Import.objects.visible_to(request.user), pk=pk)


def _name(request: SignedInRequest, imp: Import) -> HttpResponse:
    """Note who said no at the organisations shown, and go on; a name too long to keep comes back as typed."""
    places, names = request.POST.getlist("where"), request.POST.getlist("name")
    typed = {spelt(where): clean_line(name) for where, name in zip(places, names, strict=False)}
    note_names(imp, {where: name for where, name in typed.items() if len(name) <= NAME_LENGTH})
    if any(len(name) > NAME_LENGTH for name in typed.values()):
        kept = choices_of(imp)
        as_typed = replace(kept, names={**kept.names, **typed})
        return _look(request, imp, as_typed, Show.NAMES, _page(request), status=422)
    return SeeOther(_onward(imp, request.POST.get("go", ""), _page(request)))


def _onward(imp: Import, go: str, page: int) -> str:
    """Where a button leads once the names are kept: another step, other rows, or a page of names."""
    if go in STEPS:
        return address_of(imp, go)
    show = go.removeprefix(OTHER_ROWS)
    if show != go and show in set(Show):
        return f"{address_of(imp, 'check')}?show={show}"
    return f"{address_of(imp, 'check')}?show={Show.NAMES}&page={_number_in(go, page)}"


def _show(request: SignedInRequest) -> Show:
    asked = request.GET.get("show", "")
    return Show(asked) if asked in set(Show) else Show.IN


def _page(request: SignedInRequest) -> int:
    asked = request.GET.get("page") or request.POST.get("page") or ""
    return _number_in(asked, 1)


def _number_in(asked: str, otherwise: int) -> int:
    return min(max(int(asked), 1), HIGHEST_PAGE) if asked.isdecimal() and len(asked) < 7 else otherwise
