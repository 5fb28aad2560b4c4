"""One deal: what was offered, and every no and yes it heard."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from desk.requests import SignedInRequest
from desk.sentences import money_text
from prospects.models import Deal


@require_safe
def deal(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """The deal's page."""
    deals = Deal.objects.visible_to(request.user).select_related("prospect__organisation", "grew_out_of")
    found = get_object_or_404(deals, pk=pk)
    losses = found.losses.select_related("reason", "logged_by").order_by("-said_on")
    context = {
        "deal": found,
        "losses": list(losses[:50]),
        "value_text": money_text(found.value, found.currency),
        "here": "prospects",
    }
    return render(request, "desk/deal.html", context)
