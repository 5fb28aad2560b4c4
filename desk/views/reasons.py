"""The team's reasons under each kind of no."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.policy import Thing, may
from common.submissions import fresh_key
from common.text import clean_line
from desk.requests import SeeOther, SignedInRequest
from prospects.conversations import ExitConversation
from prospects.labels import CHIPS
from prospects.models import LossReason
from prospects.reasons import add_reason, rename_reason, set_archived


@require_safe
def reasons(request: SignedInRequest) -> HttpResponse:
    """Every reason by kind of no; a manager adds, renames, archives."""
    return _page(request)


def _page(request: SignedInRequest, *, error: str = "", at: str = "", typed: str = "") -> HttpResponse:
    groups: dict[str, list[LossReason]] = {code.value: [] for code in ExitConversation}
    for reason in LossReason.objects.of_team(request.user.team_id):
        groups[reason.conversation].append(reason)
    context = {
        "groups": [(code, CHIPS[ExitConversation(code)], rows) for code, rows in groups.items()],
        "may_change": may(request.user, Thing.REASONS),
        "error": error,
        "error_at": at,
        "typed": typed,
        "submission": fresh_key(),
        "here": "settings",
        "back": "/settings/",
    }
    return render(request, "desk/reasons.html", context)


def _managers_only(request: SignedInRequest) -> None:
    if not may(request.user, Thing.REASONS):
        raise PermissionDenied


@require_POST
def add(request: SignedInRequest) -> HttpResponse:
    """A new reason under a kind of no."""
    _managers_only(request)
    conversation, label = request.POST.get("conversation", ""), request.POST.get("label", "")
    if conversation not in set(ExitConversation):
        messages.error(request, _("Choose the kind of no it belongs to."))
        return _page(request)
    try:
        add_reason(
            ExitConversation(conversation),
            label,
            by=request.user,
            now=timezone.now(),
            submission=clean_line(request.POST.get("submission", "")),
        )
    except ValidationError as refused:
        return _page(request, error=refused.messages[0], at=conversation, typed=label)
    messages.success(request, _("Added."))
    return SeeOther("/settings/reasons/")


def _reason(request: SignedInRequest, pk: UUID) -> LossReason:
    return get_object_or_404(LossReason.objects.of_team(request.user.team_id), pk=pk)


@require_POST
def rename(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Another name, on old noes too."""
    reason = _reason(request, pk)
    _managers_only(request)
    label = request.POST.get("label", "")
    try:
        rename_reason(reason, label, by=request.user, now=timezone.now())
    except ValidationError as refused:
        return _page(request, error=refused.messages[0], at=str(pk), typed=label)
    messages.success(request, _("Saved."))
    return SeeOther("/settings/reasons/")


@require_POST
def archive(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Stop offering a reason (or offer it again with `archived` empty); old noes keep it."""
    reason = _reason(request, pk)
    _managers_only(request)
    archived = request.POST.get("archived", "yes") == "yes"
    set_archived(reason, archived, by=request.user, now=timezone.now())
    messages.success(request, _("No longer offered.") if archived else _("Offered again."))
    return SeeOther("/settings/reasons/")
