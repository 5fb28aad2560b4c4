"""Taking back what somebody did to their own planning: an absence, days that were spread out."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.changes import Change
from accounts.models import User
from accounts.policy import Thing, may
from desk.mail_times import plan_mail_anew
from desk.requests import SeeOther, SignedInRequest, clock, next_address
from desk.what_was_done import why_not
from followups import actions

OF_ABSENCES = ("go_away", "come_back")
OWN = (*OF_ABSENCES, "spread_out", "snooze_together", "reassign", "take_over_all")


@require_POST
def put_back(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Everything stands as before, as long as nothing was built on it."""
    change = get_object_or_404(Change, pk=pk, actor=request.user, action__in=OWN)
    if change.action == "reassign" and not may(request.user, Thing.REASSIGNING):
        raise PermissionDenied
    today, now = clock(request)
    try:
        actions.undo_change(change.pk, by=request.user, now=now)
    except actions.NothingToUndo:
        messages.info(request, _("There is nothing to take back any more."))
    except actions.SomethingBuiltOnIt as refusal:
        messages.info(request, why_not(refusal, request.user, today))
    else:
        if change.action in OF_ABSENCES:
            fresh = User.objects.select_related("team").get(pk=request.user.pk)
            plan_mail_anew(fresh, now, absences_changed=True)
        messages.success(request, _("Taken back. Everything stands as before."))
    return SeeOther(next_address(request, _where(change)))


def _where(change: Change) -> str:
    return "/settings/#away" if change.action in OF_ABSENCES else "/spread-out/"
