"""Somebody does not answer: another channel, staying in touch all the same, or a kind close."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from desk.requests import SeeOther, SignedInRequest, clock, next_address, version_pressed
from desk.views.prospects import find_person
from followups import actions
from followups.models import FollowUp
from prospects.conversations import Manner


@require_POST
def channel(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """The next try goes another way: a mail in place of the call, or a call."""
    row = get_object_or_404(FollowUp.objects.visible_to(request.user), pk=pk)
    _today, now = clock(request)
    try:
        moved = actions.change_channel(
            pk, by=request.user, now=now, expected_version=version_pressed(request)
        )
    except actions.NotOpen:
        messages.info(request, _("This was acted on before. Here is how it stands now."))
    except actions.Unfitting:
        messages.error(request, _("The next contact is one you agreed on. It stays as it is."))
    else:
        text = _("Next time by mail.") if moved.manner == Manner.MAIL else _("Next time by phone.")
        messages.success(request, text, extra_tags=f"undo:/followups/{pk}/undo/")
    return SeeOther(next_address(request, row.get_absolute_url()))


@require_POST
def keep(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Stay in touch with somebody long silent; asked again two years on."""
    person = find_person(request, pk)
    _today, now = clock(request)
    try:
        change = actions.keep_silent(pk, by=request.user, today=person.owner.today(now), now=now)
    except actions.NoPlan:
        messages.info(request, _("Nothing is planned for %(name)s any more.") % {"name": person.name})
    else:
        text = _("%(name)s stays. You will be asked again in two years.") % {"name": person.name}
        messages.success(request, text, extra_tags=f"undo:/changes/{change.pk}/undo/")
    return SeeOther(next_address(request, person.get_absolute_url()))


@require_POST
def close_kindly(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Let them go: nothing more is planned."""
    person = find_person(request, pk)
    _today, now = clock(request)
    try:
        change = actions.close_kindly(pk, by=request.user, today=person.owner.today(now), now=now)
    except actions.NoPlan:
        messages.info(request, _("Nothing is planned for %(name)s any more.") % {"name": person.name})
    else:
        text = _("Closed kindly. Nothing more is planned for %(name)s.") % {"name": person.name}
        messages.success(request, text, extra_tags=f"undo:/changes/{change.pk}/undo/")
    return SeeOther(person.get_absolute_url())
