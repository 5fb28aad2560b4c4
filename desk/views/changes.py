"""Taking back what was done on a person's page."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.changes import Change
from desk.no_with_lesson import SomebodyLookedBack, take_back
from desk.requests import SeeOther, SignedInRequest, clock, next_address
from desk.what_was_done import looked_back_text, no_taken_back, why_not, with_the_list
from followups import actions
from followups.lookup import change_for
from prospects.models import Loss, Prospect
from prospects.visibility import sees_in_part

# What tells of somebody what is kept from those who have them in care.
WRITTEN_DOWN = ("record_no", "correct_no", "edit_prospect")


@require_POST
def undo(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Take one change back, as long as nothing was built on it."""
    try:
        change, person = change_for(request.user, pk)
    except Change.DoesNotExist as gone:
        raise Http404 from gone
    if change.action in WRITTEN_DOWN and sees_in_part(person, request.user):
        # With it would come what is private of it.
        raise PermissionDenied
    today, now = clock(request)
    said = _("Taken back. %(name)s stands as before.") % {"name": person.name}
    try:
        if loss := Loss.objects.filter(pk=change.object_id).first() if change.action == "record_no" else None:
            said = no_taken_back(take_back(loss, by=request.user, now=now))
        else:
            actions.undo_change(change.pk, by=request.user, now=now)
    except actions.NothingToUndo:
        messages.info(request, _("There is nothing to take back any more."))
    except actions.SomethingBuiltOnIt as refusal:
        messages.info(request, with_the_list(why_not(refusal, request.user, today), person))
    except SomebodyLookedBack:
        messages.info(request, looked_back_text())
    else:
        messages.success(request, said)
    if not Prospect.objects.filter(pk=person.pk).exists():
        return SeeOther(reverse("desk:prospects"))
    return SeeOther(next_address(request, person.get_absolute_url()))
