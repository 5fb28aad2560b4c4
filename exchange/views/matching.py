"""Matching the columns of files of deals, and what is asked about them."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from exchange.imports import uploads
from exchange.imports.arriving import take_in
from exchange.imports.check_page import Show
from exchange.imports.match_page import match_page, missing_words
from exchange.imports.matching import take_posted, wrong_days
from exchange.imports.standing import forget_files, look
from exchange.imports.steps import address_of
from exchange.kinds import ImportKind, ImportState
from exchange.models import Import
from exchange.people.reading import is_address_book
from exchange.requests import SeeOther, SignedInRequest, clock, typed_again
from exchange.views.upload import NO_ROOM, wrong_with

# What is pressed to stay with these files, or to go on with them.
_STAYING = {"", "again", "check", "stuck", "add"}


@require_http_methods(["GET", "HEAD", "POST"])
def match(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Where the columns go, what is asked about them, how the files are read; files come and go here, too."""
    today, _now = clock(request)
    imp = get_object_or_404(Import.objects.visible_to(request.user), pk=pk)
    if imp.state != ImportState.OPEN or imp.kind != ImportKind.DEALS:
        return SeeOther(address_of(imp))
    if request.method == "POST":
        wrong = wrong_days(imp, _last_of_each(request.POST), request.user, today)
        onward = _taken(request, imp)
        if wrong and request.POST.get("act", "") in _STAYING:
            return _shown(request, imp, wrong, request.POST)
        return SeeOther(onward)
    errors = missing_words(imp, request.user, today) if "missing" in request.GET else []
    return _shown(request, imp, errors, typed_again(request, "exchange:import_match"))


def _shown(request: SignedInRequest, imp: Import, errors: list[str], typed: QueryDict | None) -> HttpResponse:
    """The page, with what keeps somebody from going on and what they typed."""
    today, _now = clock(request)
    context = {
        **match_page(imp, request.user, today, _last_of_each(typed) if typed else None),
        "errors": errors,
        "here": "prospects",
        "back": reverse("exchange:import"),
        "short": _("Import"),
    }
    refused = request.method == "POST" and "HX-Request" not in request.headers  # htmx shows no 422
    return render(request, "exchange/match.html", context, status=422 if refused else 200)


def _taken(request: SignedInRequest, imp: Import) -> str:
    """Keep what was posted, do what was asked for; where to go on."""
    today, now = clock(request)
    act, _colon, what = request.POST.get("act", "").partition(":")
    for words in take_posted(imp, _last_of_each(request.POST), request.user, today, now):
        messages.warning(request, words)
    here = address_of(imp)
    if act == "add":
        _add(request, imp)
    elif act == "remove":
        return _remove(request, imp, what)
    elif act == "people":
        return _as_people(imp)
    elif act == "stuck":
        return f"{address_of(imp, 'check')}?show={Show.STUCK}"
    elif act == "check":
        missing = missing_words(imp, request.user, today)
        return f"{here}?missing=1" if missing else address_of(imp, "check")
    return address_of(imp)


def _last_of_each(posted: QueryDict) -> dict[str, str]:
    return {name: str(posted[name]) for name in posted}


def _add(request: SignedInRequest, imp: Import) -> None:
    """More files of the same export."""
    files = request.FILES.getlist("files")
    said = wrong_with(files, already=imp.files.count())
    if not said:
        try:
            said = take_in(files, imp)
        except OSError:
            said = [str(NO_ROOM)]
    for words in said:
        messages.error(request, words)
    _look_again(request, imp)


def _remove(request: SignedInRequest, imp: Import, what: str) -> str:
    """One file leaves; without any the import is given up."""
    _today, now = clock(request)
    for file in imp.files.all():
        if str(file.pk) == what:
            uploads.remove(file)
    if not imp.files.exists():
        uploads.give_up(imp, now)
        return reverse("exchange:import")
    _look_again(request, imp)
    return address_of(imp)


def _look_again(request: SignedInRequest, imp: Import) -> None:
    today, now = clock(request)
    forget_files(imp)
    look(imp, request.user, today, now)


def _as_people(imp: Import) -> str:
    """These files hold people alone: go on with them as such."""
    if all(is_address_book(file) for file in imp.files.all()):
        imp.kind, imp.answers = ImportKind.CONTACTS, {}
        imp.save(update_fields=["kind", "answers"])
    return address_of(imp)
