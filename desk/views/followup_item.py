"""What of the library goes out with a planned "something useful"."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from desk.requests import SeeOther, SignedInRequest, clock, next_address
from desk.useful_block import chosen_item
from followups import actions
from followups.models import FollowUp


@require_POST
def choose(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Send this item with it; without one it is open again what goes out."""
    row = get_object_or_404(FollowUp.objects.visible_to(request.user), pk=pk)
    typed = request.POST.get("value_item", "")
    item = chosen_item(request.user, typed)
    if typed and (item is None or item.archived_at):
        messages.error(request, _("That is not in the library any more."))
        return SeeOther(row.get_absolute_url())
    try:
        _today, now = clock(request)
        actions.choose_item(row.pk, item, by=request.user, now=now)
    except actions.NotOpen:
        messages.error(request, _("Somebody was faster: this is done already."))
    except actions.Unfitting:
        messages.error(request, _("Nothing of the library goes out with this."))
    else:
        said = _("“%(title)s” goes out with it.") % {"title": item.title} if item else _("Left open again.")
        messages.success(request, said)
    return SeeOther(next_address(request, row.get_absolute_url()))
