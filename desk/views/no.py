"""Log a "no": the page, its preview, saving it."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.changes import Change
from accounts.models import User
from desk.carried import typed_again
from desk.forms.no import NoForm
from desk.log_page import NextContact, next_contact, page_context
from desk.no_with_lesson import record
from desk.preview import Preview, preview_of
from desk.receipts import noted, noted_as
from desk.repeats import as_another, ask_whether_another, remember, saved_before, says_something_else
from desk.requests import SeeOther, SignedInRequest, clock
from desk.when_words import reading_text
from desk.words_again import debrief_again, taken_back, words_of
from followups.actions import Recorded
from followups.when import Reading
from prospects.models import Deal, InvalidTransition, Loss, Prospect

WORDS_OF = "words_of"
SOMEBODY_ELSE = "somebody_else"


@require_http_methods(["GET", "HEAD", "POST"])
def log_no(request: SignedInRequest) -> HttpResponse:
    """Show the form; saved, go on to the prospect."""
    today, now = clock(request)
    if request.method != "POST":
        typed = typed_again(request, "desk:no", "desk:no_preview")
        form = NoForm(typed, user=request.user, today=today, initial=_prefill(request))
        return _page(request, form, preview_of(form, request.user, now), next_contact(form))
    saved = saved_before(request.user, request.POST)
    if saved and not says_something_else(request, saved):
        return _told_again(request, saved, today)
    form = NoForm(as_another(request.POST) if saved else request.POST, user=request.user, today=today)
    if saved:
        ask_whether_another(form, saved)
    recorded = _save(form, request, today, now)
    if recorded is None:
        return _page(request, form, preview_of(form, request.user, now), next_contact(form))
    remember(request)
    prospect = recorded.loss.prospect
    is_mine = _is_theirs(prospect, request.user)
    if recorded.is_new:
        messages.success(request, _noted(recorded, form, today, is_mine=is_mine))
    return SeeOther(prospect.get_absolute_url() if is_mine else reverse("desk:today"))


def _told_again(request: SignedInRequest, saved: Loss, today: date) -> HttpResponse:
    """What the first answer said, which may never have arrived."""
    messages.success(request, noted(saved, today))
    is_mine = _is_theirs(saved.prospect, request.user)
    return SeeOther(saved.prospect.get_absolute_url() if is_mine else reverse("desk:today"))


@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: SignedInRequest) -> HttpResponse:
    """What the form would write; changes nothing. The fragment for htmx, else the whole page."""
    today, now = clock(request)
    data = _about_somebody_else(request) if request.method == "POST" else None
    form = NoForm(data, user=request.user, today=today)
    shown, heard = preview_of(form, request.user, now), next_contact(form)
    if request.htmx:
        context = {"form": form, "preview": shown, "heard": heard, "swap": True}
        return render(request, "desk/_preview.html", context)
    return _page(request, form.as_typed() if form.is_bound else form, shown, heard)


def _about_somebody_else(request: SignedInRequest) -> QueryDict:
    """What was typed; with `?somebody_else` whoever was chosen, and their deal, are taken out of it."""
    if SOMEBODY_ELSE not in request.GET:
        return request.POST
    typed = request.POST.copy()
    for name in ("prospect", "deal"):
        typed.pop(name, None)
    return typed


def _save(form: NoForm, request: SignedInRequest, today: date, now: datetime) -> Recorded | None:
    if not form.is_valid():
        return None
    new_no = form.new_no()
    assert new_no is not None  # a valid form has its conversation
    user, lesson = request.user, form.cleaned_data["lesson"]
    again = debrief_again(user, _uuid(request.POST.get(WORDS_OF)))
    try:
        return record(new_no, lesson, by=user, today=today, now=now, again=again)
    except (InvalidTransition, Deal.DoesNotExist):
        form.add_error("deal", _("This deal is not open any more, or it isn't theirs."))
    except ValidationError as error:
        form.add_error(None, error.messages)
    return None


def _noted(recorded: Recorded, form: NoForm, today: date, *, is_mine: bool) -> str:
    """What was saved, in a line; a day that was read from words is named."""
    if not is_mine:
        owner = recorded.loss.prospect.owner
        return _("Noted. %(name)s looks after them from here.") % {"name": owner.get_full_name()}
    said = [noted_as(recorded.loss, recorded.plan, recorded.step, today)]
    step = recorded.step
    is_used = step is not None and step.is_agreed and step.loss_id == recorded.loss.pk
    if isinstance(form.reading, Reading) and is_used:
        said.append(reading_text(form.reading, today))
    return " ".join(said)


def _is_theirs(prospect: Prospect, user: User) -> bool:
    """Whether `user` may look at them; whose owner they are needs no asking."""
    return prospect.owner_id == user.pk or Prospect.objects.visible_to(user).filter(pk=prospect.pk).exists()


def _page(
    request: HttpRequest, form: NoForm, preview: Preview, heard: NextContact | None = None
) -> HttpResponse:
    context = {"form": form, "preview": preview, "heard": heard, "here": "no", "notabs": True, "back": "/"}
    # A form that begins with words of its own has no room for a draft.
    context["fresh"] = request.method != "POST" and not form.is_bound and WORDS_OF not in request.GET
    context["short"] = _("Log a “no”")
    context["words_of"] = _uuid((request.POST if request.method == "POST" else request.GET).get(WORDS_OF))
    return render(request, "desk/log.html", context | page_context(form))


def _prefill(request: SignedInRequest) -> dict[str, Any]:
    """`?prospect=<id>` or `?deal=<id>`: whom or what the no is about; `?words_of=<change>`: the words of one
    that was taken back."""
    if change_id := _uuid(request.GET.get(WORDS_OF)):
        return _words_again(request, change_id)
    deal_id, prospect_id = _uuid(request.GET.get("deal")), _uuid(request.GET.get("prospect"))
    if deal_id:
        mine = Deal.objects.visible_to(request.user).select_related("prospect__organisation")
        deal = get_object_or_404(mine, pk=deal_id)
        return {"deal": deal, "prospect": deal.prospect}
    if prospect_id:
        people = Prospect.objects.visible_to(request.user).select_related("organisation")
        return {"prospect": get_object_or_404(people, pk=prospect_id)}
    return {}


def _words_again(request: SignedInRequest, pk: UUID) -> dict[str, Any]:
    try:
        return words_of(taken_back(request.user, pk), request.user)
    except Change.DoesNotExist as gone:
        raise Http404 from gone


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
