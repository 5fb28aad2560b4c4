"""What somebody agrees to, said on their page; and the end of everything."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from common.submissions import SavedOtherwise
from desk.contact_words import refusal_text
from desk.forms.permission import PermissionForm
from desk.repeats import ask_whether_one_more
from desk.requests import SeeOther, SignedInRequest, clock
from desk.views.prospects import find_person, person_page
from followups import actions
from followups.permission_rules import Refusal


@require_POST
def permissions(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Note what they agreed to, or took back."""
    person = find_person(request, pk)
    today, now = clock(request)
    form = PermissionForm(request.POST, today=today)
    if form.is_valid():
        note = actions.withdraw_permission if form.withdraws else actions.grant_permission
        try:
            change = note(person, form.word(), by=request.user, today=today, now=now)
        except actions.AskedToStop:
            form.add_error(None, refusal_text(Refusal.STOPPED))
        except SavedOtherwise:
            ask_whether_one_more(form, request.POST)
        except ValidationError as error:
            form.add_error(None, " ".join(error.messages))
        else:
            messages.success(request, _("Noted."), extra_tags=f"undo:/changes/{change.pk}/undo/")
            return SeeOther(person.get_absolute_url())
    return person_page(request, person, permission_form=form, form=form)


@require_POST
def stop(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """They asked us to stop: at once, for the whole team."""
    person = find_person(request, pk)
    _today, now = clock(request)
    change = actions.ask_to_stop(person, by=request.user, today=person.owner.today(now), now=now)
    text = _("%(name)s asked you to stop. Nothing is planned any more.") % {"name": person.name}
    undo = f"undo:/changes/{change.pk}/undo/" if change else ""
    messages.success(request, text, extra_tags=undo)
    return SeeOther(person.get_absolute_url())
