"""Taking back what was done on a person's page."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.changes import Change
from desk.requests import SeeOther, SignedInRequest, clock
from followups import actions
from followups.lookup import change_for
from prospects.models import Prospect


@require_POST
def undo(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Take one change back, as long as nothing was built on it."""
    try:
        change, person = change_for(request.user, pk)
    except Change.DoesNotExist as gone:
        raise Http404 from gone
    _today, now = clock(request)
    try:
        actions.undo_change(change.pk, by=request.user, now=now)
    except actions.NothingToUndo:
        messages.info(request, _("There is nothing to take back any more."))
    except actions.SomethingBuiltOnIt:
        messages.info(request, _("This can't be taken back: something was done since that builds on it."))
    else:
        messages.success(request, _("Taken back. %(name)s stands as before.") % {"name": person.name})
    is_left = Prospect.objects.filter(pk=person.pk).exists()
    return SeeOther(person.get_absolute_url() if is_left else reverse("desk:prospects"))
