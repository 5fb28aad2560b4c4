"""The address a calendar reads Today from: made and shown once, replaced in one press, turned off."""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.calendar_addresses import AddressChanged, make_address, turn_off_address
from accounts.models import CalendarFeed, User
from common.days import plain_day_and_year
from desk.forms.calendar_address import AddressForm
from desk.requests import SeeOther, SignedInRequest

SECTION = "/settings/#calendar"


@dataclass(frozen=True)
class Standing:
    """The address that stands: which one, and the day it was made, in words. Its secret nobody knows."""

    id: UUID
    since: str


def standing_address(user: User) -> Standing | None:
    """What the settings say about the address of `user`."""
    feed = CalendarFeed.objects.filter(user=user).first()
    return Standing(feed.pk, plain_day_and_year(user.today(feed.created_at))) if feed else None


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def calendar_address(request: SignedInRequest) -> HttpResponse:
    """A new address, in the answer itself and nowhere else; looked at again it leads to the settings."""
    form = AddressForm(request.POST)
    if request.method != "POST" or not form.is_valid():
        return SeeOther(SECTION)
    replaces = form.cleaned_data["replaces"]
    try:
        token = make_address(request.user, replaces=replaces, now=timezone.now())
    except AddressChanged:
        messages.info(request, _("Nothing was changed: the address had been replaced meanwhile."))
        return SeeOther(SECTION)
    address = settings.SITE_URL + reverse("exchange:calendar_feed", args=[token])
    context = {
        "address": address,
        # The same address in the spelling that calendar programs open by themselves.
        "webcal": f"webcal://{address.partition('://')[2]}",
        "has_replaced": replaces is not None,
        "here": "settings",
        "back": SECTION,
    }
    return render(request, "desk/calendar_address.html", context)


@require_POST
def turn_off(request: SignedInRequest) -> HttpResponse:
    """No calendar reads along any more."""
    if turn_off_address(request.user, now=timezone.now()):
        messages.success(request, _("Turned off. The address no longer works."))
    return SeeOther(SECTION)
