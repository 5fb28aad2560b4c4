"""Uploading files to bring in; imports begun and brought in."""

import logging
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from exchange.imports import uploads
from exchange.imports.arriving import MOST_FILES, take_in
from exchange.imports.standing import look
from exchange.imports.steps import address_of
from exchange.imports.upload_page import upload_page
from exchange.kinds import ImportKind
from exchange.models import Import
from exchange.people.staging import stage_if_it_can_be_read
from exchange.requests import SeeOther, SignedInRequest, clock

logger = logging.getLogger(__name__)

NO_ROOM = gettext_lazy("There is no room for this file on the server. Tell whoever looks after it.")


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: SignedInRequest) -> HttpResponse:
    """Choose files; what they are is found out, and where to go on from there."""
    errors: list[str] = []
    if request.method == "POST":
        files = request.FILES.getlist("files")
        errors = wrong_with(files)
        imp, refused = (None, errors) if errors else _begin(request, files)
        if imp is not None:
            for words in refused:
                messages.error(request, words)
            return SeeOther(address_of(imp))
        errors = refused
    context = {**upload_page(request.user), "errors": errors, "here": "prospects"}
    return render(request, "exchange/upload.html", context, status=422 if errors else 200)


@require_POST
def give_up(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Let an import go: its files are deleted, nothing of them was written."""
    _today, now = clock(request)
    imp = get_object_or_404(Import.objects.visible_to(request.user), pk=pk)
    if uploads.give_up(imp, now):
        messages.success(request, _("Given up. The files are deleted; nothing of them was saved."))
    return SeeOther(reverse("exchange:import"))


def wrong_with(files: "list[UploadedFile[Any]]", already: int = 0) -> list[str]:
    """What keeps these files from being looked at, in a sentence."""
    if not files:
        return [_("Choose a file first.")]
    if len(files) + already > MOST_FILES:
        return [_("At most %(count)d files at once.") % {"count": MOST_FILES}]
    return []


def _begin(request: SignedInRequest, files: "list[UploadedFile[Any]]") -> tuple[Import | None, list[str]]:
    """A new import of what can be used of these files, and a sentence for each that cannot."""
    today, now = clock(request)
    user = request.user
    imp = Import.objects.create(
        team=user.team, user=user, kind=ImportKind.DEALS, created_at=now, changed_at=now
    )
    try:
        refused = take_in(files, imp)
    except OSError:
        logger.exception("An upload could not be kept.")
        refused = [str(NO_ROOM)]
        uploads.discard(imp)
    if not imp.files.exists():
        imp.delete()
        return None, refused
    for names in uploads.make_room(imp, now):
        words = _(
            "%(names)s is given up: at most %(most)d imports can be begun at once. Nothing of it was saved."
        )
        messages.warning(request, words % {"names": names, "most": uploads.MOST_OPEN})
    if imp.kind == ImportKind.DEALS:
        look(imp, user, today, now)
    elif imp.kind == ImportKind.CONTACTS:
        stage_if_it_can_be_read(imp, user)
    return imp, refused
