"""Something useful on its way to prospects: one mail per glance, send it or not, and both taken back."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from desk.carried import typed_again
from desk.contact_words import blocked_text, refusal_text
from desk.forms.sending import SendingForm
from desk.mail_words import moment
from desk.requests import SeeOther, SignedInRequest, clock, next_address, version_pressed
from desk.useful_block import chosen_item
from desk.useful_mail import decided_context, glance_context, just_decided, queue_of
from desk.views.prospects import find_person
from followups import actions
from followups.kinds import Kind
from followups.models import FollowUp, FollowUpPlan
from nurture.approving import Obstructed, Stale, approve, decline, reword, take_back
from nurture.kinds import SendingState
from nurture.models import Sending
from nurture.proposing import HadBefore, propose
from nurture.reasons import OBSTACLES
from nurture.standing import sendings
from prospects.models import Prospect

SEND, KEEP, NOT_THIS_ONE = "send", "keep", "decline"


@require_safe
def queue(request: SignedInRequest) -> HttpResponse:
    """The next one that waits for a glance; with none left, what was decided last."""
    sending = queue_of(request.user).first()
    if sending is None:
        _today, now = clock(request)
        context = just_decided(request.user, now) | {"here": "mail", "back": reverse("desk:mail")}
        return render(request, "desk/useful_mail_none.html", context)
    return _page(request, sending, _form(request, sending))


@require_http_methods(["GET", "HEAD", "POST"])
def glance(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """One of them; a POST sends it, keeps the words, or says "not this one"."""
    sending = get_object_or_404(sendings().visible_to(request.user), pk=pk)
    if request.method == "POST":
        return _decide(request, sending)
    if sending.state != SendingState.PROPOSED:
        _today, now = clock(request)
        context = decided_context(sending, request.user, now)
        return render(
            request, "desk/useful_mail_decided.html", context | {"here": "mail", "back": reverse("desk:mail")}
        )
    return _page(request, sending, _form(request, sending))


def _form(request: SignedInRequest, sending: Sending) -> SendingForm:
    return SendingForm(typed_again(request, "desk:glance"), initial=SendingForm.of(sending))


def _page(request: SignedInRequest, sending: Sending, form: SendingForm) -> HttpResponse:
    _today, now = clock(request)
    context = glance_context(sending, request.user, now) | {"form": form}
    context |= just_decided(request.user, now) | {"version": sending.version}
    context |= {"here": "mail", "back": reverse("desk:mail")}
    return render(request, "desk/useful_mail.html", context)


def _decide(request: SignedInRequest, sending: Sending) -> HttpResponse:
    form = SendingForm(request.POST)
    act, version = request.POST.get("act", ""), version_pressed(request)
    _today, now = clock(request)
    if act == NOT_THIS_ONE:
        return _not_this_one(request, sending, version, now)
    if not form.is_valid():
        return _page(request, sending, form)
    try:
        if act == KEEP:
            reword(sending.pk, form.typed(), by=request.user, now=now, version=version)
            messages.success(request, _("Kept. This is how it arrives."))
            return SeeOther(reverse("desk:glance", args=[sending.pk]))
        done = approve(sending.pk, form.typed(), by=request.user, now=now, version=version)
    except (Stale, ValidationError, actions.NotPlanned, actions.NotNow, actions.RelevanceNeeded) as refused:
        return _refused(request, sending, form, refused)
    except (actions.MayNotMail, Obstructed) as refused:
        return _refused(request, sending, form, refused)
    messages.success(request, _on_its_way(done, request, now))
    return _next(request)


def _not_this_one(
    request: SignedInRequest, sending: Sending, version: int | None, now: datetime
) -> HttpResponse:
    try:
        decline(sending.pk, by=request.user, now=now, version=version)
    except Stale:
        messages.error(request, _stale())
        return SeeOther(reverse("desk:glance", args=[sending.pk]))
    said = _("“%(title)s” is not proposed to %(name)s again.")
    messages.success(request, said % {"title": sending.item.title, "name": sending.prospect.name})
    return _next(request)


def _next(request: SignedInRequest) -> HttpResponse:
    """On to the next one, with the last decision still at hand."""
    return SeeOther(reverse("desk:useful_mail"))


def _on_its_way(sending: Sending, request: SignedInRequest, now: datetime) -> str:
    due = sending.delivery.due_at if sending.delivery else now
    name = {"name": sending.prospect.name}
    if due <= now:
        return _("On its way to %(name)s.") % name
    at = moment(due, request.user, now)
    return _("To %(name)s, %(at)s: while people there work.") % {**name, "at": at}


def _stale() -> str:
    return _("Somebody acted on this meanwhile. This is how it stands; your words were not sent.")


def _refused(
    request: SignedInRequest, sending: Sending, form: SendingForm, refused: Exception
) -> HttpResponse:
    """The page again with what was typed, and why it did not leave."""
    today, _now = clock(request)
    fresh = sendings().get(pk=sending.pk)
    if isinstance(refused, Stale):
        form.add_error(None, _stale())
    elif isinstance(refused, ValidationError):
        form.add_error(None, refused)
    elif isinstance(refused, actions.RelevanceNeeded):
        form.add_error("relevance", _("Say in a few words why it matters to them."))
    elif isinstance(refused, actions.NotNow):
        form.add_error("override_reason", blocked_text(refused.blocked, today))
    elif isinstance(refused, actions.MayNotMail):
        form.add_error(None, refusal_text(refused.refusal))
    elif isinstance(refused, Obstructed):
        form.add_error(None, _(OBSTACLES[refused.obstacle]))
    else:
        form.add_error(None, _("What it was meant for is done, or their plan has ended."))
    return _page(request, fresh, form)


@require_POST
def undo(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Take back "not this one", or an approval whose mail has not left."""
    sending = get_object_or_404(sendings().visible_to(request.user), pk=pk)
    _today, now = clock(request)
    try:
        take_back(sending.pk, by=request.user, now=now, version=version_pressed(request))
    except Stale:
        messages.error(request, _("Too late: it is on its way, or somebody acted on it meanwhile."))
    else:
        messages.success(request, _("Taken back. It waits for your glance again."))
    return SeeOther(reverse("desk:glance", args=[sending.pk]))


@require_POST
def by_the_app(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Let the app send an item somebody chose: it is looked at first like any other."""
    person = find_person(request, pk)
    item = chosen_item(request.user, request.POST.get("value_item", ""))
    if item is None:
        messages.error(request, _("That is not in the library any more."))
        return SeeOther(person.get_absolute_url())
    _today, now = clock(request)
    try:
        sending = propose(person, item, _planned(person, item.pk), by=request.user, now=now)
    except actions.NotPlanned:
        messages.error(request, _("Nothing goes out: there is no plan for them, or no mail address."))
    except HadBefore:
        messages.error(request, _("They have had this already."))
    except actions.MayNotMail as refused:
        messages.error(request, refusal_text(refused.refusal))
    else:
        return SeeOther(reverse("desk:glance", args=[sending.pk]))
    return SeeOther(next_address(request, person.get_absolute_url()))


@require_POST
def automatic(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Let useful things go to them by themselves, as often as they agreed to, or not any more."""
    person = find_person(request, pk)
    plan = FollowUpPlan.objects.filter(prospect=person).active().select_related("prospect__team").first()
    wanted = request.POST.get("wanted") == "yes"
    _today, now = clock(request)
    try:
        if plan is None:
            raise actions.NotPlanned
        actions.set_automatic(plan, wanted, by=request.user, now=now)
    except actions.MayNotMail as refused:
        messages.error(request, refusal_text(refused.refusal))
    except actions.NotPlanned:
        messages.error(request, _("There is no plan for them, or they named no rhythm."))
    else:
        on, off = _("It goes by itself now, as often as they agreed to."), _("You look at each first.")
        messages.success(request, on if wanted else off)
    return SeeOther(person.get_absolute_url())


def _planned(person: Prospect, item_id: UUID) -> FollowUp | None:
    """The open "something useful" it is sent for: where it was chosen, else one that has no choice yet."""
    rows = FollowUp.objects.open().filter(prospect=person, kind=Kind.VALUE_ITEM).order_by("due_on", "pk")
    return rows.filter(value_item=item_id).first() or rows.filter(value_item=None).first()
