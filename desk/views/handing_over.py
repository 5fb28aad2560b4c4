"""All people of somebody go to a colleague: GET shows, POST does it. For managers."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.changes import Change
from accounts.policy import Thing, may
from common.days import plain_day_and_year
from desk.forms.team import HandOverForm
from desk.hands import hands_shown
from desk.requests import SeeOther, SignedInRequest, clock
from followups.actions import HandsChanged, NotAColleague, give_people
from followups.handing_on import Hands, people_of

PAGE = "/settings/hand-over/"
LATELY = timedelta(days=7)


@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: SignedInRequest) -> HttpResponse:
    """Whose people go to whom; first what would move, then it is done."""
    if not may(request.user, Thing.REASSIGNING):
        raise PermissionDenied
    sent = request.POST if request.method == "POST" else request.GET
    form = HandOverForm(sent if "giver" in sent else None, team_id=request.user.team_id)
    if not form.is_bound or not form.is_valid():
        return _page(request, form)
    return _do(request, form) if request.method == "POST" else _show(request, form)


def _show(
    request: SignedInRequest, form: HandOverForm, hands: Hands | None = None, *, changed: bool = False
) -> HttpResponse:
    today, now = clock(request)
    giver, to = form.cleaned_data["giver"], form.cleaned_data["to"]
    hands = hands or people_of(giver, to, now=now)
    shown = {"giver": giver, "to": to, "hands": hands_shown(hands, today), "is_empty": hands.is_empty()}
    return _page(request, form, **shown, changed=changed)


def _do(request: SignedInRequest, form: HandOverForm) -> HttpResponse:
    _today, now = clock(request)
    giver, to = form.cleaned_data["giver"], form.cleaned_data["to"]
    shown = request.POST.get("shown") or None
    try:
        given = give_people(giver, to, by=request.user, now=now, shown=shown)
    except HandsChanged as news:
        return _show(request, form, news.hands, changed=True)
    except NotAColleague:
        form.add_error("to", _("Choose a colleague of your team who sells and is active."))
        return _page(request, form)
    count = len(given.hands.people)
    if given.change is None:
        messages.info(request, _("There was nothing to give."))
    else:
        words = ngettext(
            "%(name)s looks after %(count)d person now.", "%(name)s looks after %(count)d people now.", count
        )
        undo = f"undo:/changes/{given.change.pk}/put-back/"
        messages.success(request, words % {"name": to.get_full_name(), "count": count}, extra_tags=undo)
    return SeeOther(PAGE)


def _page(request: SignedInRequest, form: HandOverForm, **more: Any) -> HttpResponse:
    context = {
        "form": form,
        "undo": _newest_of(request),
        "here": "settings",
        "back": "/settings/team/",
        **more,
    }
    return render(request, "desk/hand_over.html", context)


def _newest_of(request: SignedInRequest) -> dict[str, Any] | None:
    """What they gave on lately and can still take back in one press, as long as nobody acted on it."""
    since = timezone.now() - LATELY
    done = Change.objects.filter(actor=request.user, action="reassign", at__gte=since, undone_by=None)
    change = done.order_by("-at").first()
    return {"pk": change.pk, "day": plain_day_and_year(request.user.today(change.at))} if change else None
