"""Two rows of one person: found, compared, and made one. A manager's act."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.policy import Thing, may
from common.text import clean_line
from desk.merging_page import (
    candidates,
    field_lines,
    joins_text,
    permission_lines,
    plan_lines,
    plan_text,
)
from desk.requests import SeeOther, SignedInRequest, clock
from desk.views.prospects import find_person
from followups import actions
from followups.joining import Joined, join
from nurture.merging import move_sendings
from prospects.models import Prospect


@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """GET: who may be the same person, or with `other` what would become of both. POST: make them one."""
    if not may(request.user, Thing.MERGING):
        raise PermissionDenied
    keep = find_person(request, pk)
    other = request.POST.get("other") or request.GET.get("other")
    if not other:
        return _choose(request, keep)
    if _are_one(keep, other):
        # Pressed twice, or in another tab.
        messages.info(request, _("They are one person already: everything of both stands here."))
        return SeeOther(keep.get_absolute_url())
    gone = _other(request, keep, other)
    owner = _owner(request, keep, gone)
    if request.method == "POST":
        return _merge(request, keep, gone, owner)
    return _preview(request, join(keep, gone, owner, today=owner.today(clock(request)[1])))


def _choose(request: SignedInRequest, keep: Prospect) -> HttpResponse:
    today, _now = clock(request)
    typed = clean_line(request.GET.get("q", ""))[:200]
    context = {
        "prospect": keep,
        "q": typed,
        "candidates": candidates(keep, request.user, typed, today),
        "here": "prospects",
        "back": keep.get_absolute_url(),
    }
    return render(request, "desk/merge.html", context)


def _are_one(keep: Prospect, typed: str) -> bool:
    """Whether the other row became this one already."""
    return any(str(row) == typed for row in keep.merged.values_list("pk", flat=True))


def _other(request: SignedInRequest, keep: Prospect, typed: str) -> Prospect:
    """The other row, one of the own team; nobody is merged with themselves."""
    try:
        other = find_person(request, UUID(typed))
    except ValueError as error:
        raise Http404 from error
    if other == keep:
        raise Http404
    return other


def _owner(request: SignedInRequest, keep: Prospect, gone: Prospect) -> User:
    """Whoever was chosen of the two; by default who looks after the row that stays."""
    wanted = request.POST.get("owner") or request.GET.get("owner")
    return gone.owner if wanted == str(gone.owner_id) else keep.owner


def _merge(request: SignedInRequest, keep: Prospect, gone: Prospect, owner: User) -> HttpResponse:
    _today, now = clock(request)
    shown = request.POST.get("shown") or None
    try:
        change = actions.merge(
            keep.pk, gone.pk, owner_id=owner.pk, by=request.user, now=now, shown=shown, also=move_sendings
        )
    except actions.JoinsOtherwise as changed:
        return _preview(request, changed.joined, changed=True)
    except actions.NotTheSame as gone_since:
        raise Http404 from gone_since
    except ValidationError:
        joined = join(keep, gone, owner, today=owner.today(now))
        return _preview(
            request, joined, error=_("Their notes are too long together. Shorten one of them first.")
        )
    text = _("One person now: %(name)s. Everything of both stands here.") % {"name": keep.name}
    messages.success(request, text, extra_tags=f"undo:/changes/{change.pk}/undo/")
    return SeeOther(keep.get_absolute_url())


def _preview(request: SignedInRequest, joined: Joined, **more: Any) -> HttpResponse:
    today, _now = clock(request)
    owners = {person.owner_id: person.owner for person in (joined.keep, joined.gone)}
    context = {
        "joined": joined,
        "fields": field_lines(joined),
        "joins": joins_text(joined.gone),
        "plan": plan_lines(joined, today),
        "permissions": permission_lines(joined),
        "here_plan": plan_text(joined.keep, today),
        "there_plan": plan_text(joined.gone, today),
        "owners": [(pk, owner.get_full_name(), pk == joined.owner.pk) for pk, owner in owners.items()],
        "shown": joined.token(),
        "here": "prospects",
        "back": f"{joined.keep.get_absolute_url()}merge/",
        **more,
    }
    return render(request, "desk/merge_preview.html", context)
