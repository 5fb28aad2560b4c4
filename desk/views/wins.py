"""Log a deal that was a yes, in one line."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from desk.carried import typed_again
from desk.forms.wins import WinForm
from desk.requests import SeeOther, SignedInRequest, clock
from followups import actions
from prospects.models import Prospect


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: SignedInRequest) -> HttpResponse:
    """Who said yes and why; `?prospect=<id>` begins with somebody known."""
    today, now = clock(request)
    typed = request.POST if request.method == "POST" else typed_again(request, "desk:win_new")
    form = WinForm(typed, user=request.user, today=today, initial=_begun(request))
    declined: actions.MayBeTheDeclined | None = None
    if request.method == "POST" and form.is_valid():
        is_another = form.cleaned_data["is_another"]
        try:
            won = actions.record_win(form.win(), by=request.user, today=today, now=now, is_another=is_another)
        except ValidationError as error:
            form.add_error(None, error.messages)
        except actions.MayBeTheDeclined as question:
            declined = question
        else:
            text = _("Noted: %(name)s said yes.") % {"name": won.deal.prospect.name}
            messages.success(request, text, extra_tags=f"undo:/changes/{won.change.pk}/undo/")
            return SeeOther(won.deal.get_absolute_url())
    context = {"form": form, "declined": declined, "here": "prospects", "back": "/prospects/"}
    return render(request, "desk/win_new.html", context)


def _begun(request: SignedInRequest) -> dict[str, Any]:
    try:
        pk = UUID(request.GET.get("prospect", ""))
    except ValueError:
        return {}
    person = get_object_or_404(Prospect.objects.visible_to(request.user), pk=pk)
    return {"prospect": person.pk, "prospect_name": person.name}
