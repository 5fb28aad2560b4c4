"""Somebody's plan is offered to marketing: the form on a page of its own, prefilled with what is known."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from common.submissions import SavedOtherwise
from desk.carried import typed_again
from desk.forms.hand_over import HandOverToMarketingForm
from desk.hand_over_undo import undo_of
from desk.hand_over_words import first_of, refused_text
from desk.handing_page import Suggested, form_of, handing_context, noted, suggested_for
from desk.repeats import ask_whether_one_more
from desk.requests import SeeOther, SignedInRequest, clock
from desk.views.prospects import find_person
from followups import actions
from followups.hand_overs import running_of
from followups.models import HandOver
from prospects.models import Prospect
from prospects.visibility import may_see_all_of


@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """The form; sent, whoever was chosen sees it among what waits for them."""
    person = find_person(request, pk)
    if not may_see_all_of(person, request.user):
        raise PermissionDenied
    if request.method == "POST":
        return _offer(request, person)
    if running := running_of(person):
        return SeeOther(running.get_absolute_url())
    suggested = suggested_for(person, request.user, clock(request)[0])
    typed = typed_again(request, "desk:hand_over_new")
    return _page(request, person, suggested, form_of(suggested, typed))


def _offer(request: SignedInRequest, person: Prospect) -> HttpResponse:
    today, now = clock(request)
    suggested = suggested_for(person, request.user, today)
    form = form_of(suggested, request.POST)
    if form.is_valid():
        try:
            offer = noted(form.offer(), suggested)
            given = actions.hand_over(person, offer, by=request.user, today=today, now=now)
        except actions.NotHandedOver as refusal:
            form.add_error(None, refused_text(refusal.refused))
        except SavedOtherwise:
            ask_whether_one_more(form, request.POST)
        except ValidationError as error:
            _explain(form, error)
        else:
            messages.success(request, _offered(given), extra_tags=undo_of(given, request.user))
            return SeeOther(person.get_absolute_url())
    return _page(request, person, suggested, form)


def _explain(form: HandOverToMarketingForm, error: ValidationError) -> None:
    """What was wrong, beside its field."""
    for field, said in error.message_dict.items():
        form.add_error(field if field in form.fields else None, said)


def _offered(given: HandOver) -> str:
    names = {"taker": first_of(given.taker), "name": given.prospect.name}
    return _("Offered. Until %(taker)s takes over, %(name)s stays with you.") % names


def _page(
    request: SignedInRequest, person: Prospect, suggested: Suggested, form: HandOverToMarketingForm
) -> HttpResponse:
    context = handing_context(suggested, form, clock(request)[0])
    more = {"here": "prospects", "back": person.get_absolute_url()}
    return render(request, "desk/hand_over_new.html", context | more)
