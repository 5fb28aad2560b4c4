"""Hand-overs: what waits for somebody or is in their care, one of them in full, and the doors of its way."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common.days import spoken_day
from desk.hand_over_page import FORMS, detail_context
from desk.hand_over_undo import undo_of
from desk.hand_over_words import first_of, moved_text, refused_text
from desk.hand_overs_page import MOST, Part, list_context
from desk.requests import SeeOther, SignedInRequest, clock, next_address, version_pressed
from followups import actions
from followups.hand_overs import WITH_ITS_PEOPLE
from followups.models import HandOver

PAGE = "/handovers/"
MOST_AT_ONCE = 500


@require_safe
def hand_overs(request: SignedInRequest) -> HttpResponse:
    """Everybody somebody was given or gave, part by part."""
    _today, now = clock(request)
    context = list_context(request.user, request.GET.get("tab", ""), None, now)
    return render(request, "desk/hand_overs.html", context | {"here": "hand_overs"})


@require_safe
def hand_over(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """One of them beside the list."""
    return _page(request, _find(request, pk))


def _find(request: SignedInRequest, pk: UUID) -> HandOver:
    """One they gave, were given or may see; any other does not exist."""
    rows = HandOver.objects.visible_to(request.user).select_related(
        *WITH_ITS_PEOPLE, "prospect__team", "giver__team", "taker__team"
    )
    return get_object_or_404(rows, pk=pk)


def _page(request: SignedInRequest, found: HandOver, **bound: Form) -> HttpResponse:
    _today, now = clock(request)
    listed = list_context(request.user, request.GET.get("tab", ""), found, now)
    context = listed | detail_context(found, request.user, now, **bound)
    more = {"here": "hand_overs", "back": listed["list_url"], "form": next(iter(bound.values()), None)}
    return render(request, "desk/hand_overs.html", context | more)


@require_POST
def take_over(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Take somebody into one's care."""
    found, (_today, now) = _find(request, pk), clock(request)
    try:
        actions.take_over(found.pk, by=request.user, version=version_pressed(request), now=now)
    except actions.BatonMoved as moved:
        messages.info(request, moved_text(moved.hand_over))
        return SeeOther(found.get_absolute_url())
    except actions.NotHandedOver as refusal:
        messages.error(request, f"{found.prospect.name}: {refused_text(refusal.refused)}")
        return SeeOther(found.get_absolute_url())
    said = _("You look after %(name)s until %(day)s.")
    day = spoken_day(found.returns_on)
    messages.success(
        request, said % {"name": found.prospect.name, "day": day}, extra_tags=undo_of(found, request.user)
    )
    return SeeOther(next_address(request, found.get_absolute_url()))


@require_POST
def withdraw(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Take the offer back before anybody took it."""
    found, (_today, now) = _find(request, pk), clock(request)
    try:
        actions.withdraw_hand_over(found.pk, by=request.user, version=version_pressed(request), now=now)
    except actions.BatonMoved as moved:
        messages.info(request, moved_text(moved.hand_over))
    else:
        said = _("Taken back. %(name)s stays with you.") % {"name": found.prospect.name}
        messages.success(request, said, extra_tags=undo_of(found, request.user))
    return SeeOther(found.get_absolute_url())


@require_POST
def ask(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Ask whoever gave it, before taking it."""
    said = _("Asked. %(name)s sees your question.")
    return _with_words(
        request, pk, "ask", _saying("words", actions.ask_giver), lambda row: said % _giver(row)
    )


@require_POST
def answer(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Answer what the taker asked."""
    said = _("Answered. %(name)s can take it over.")
    return _with_words(
        request, pk, "answer", _saying("words", actions.answer_taker), lambda row: said % _taker(row)
    )


@require_POST
def send_back(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """It can't be taken yet: why, and what would be needed."""
    said = _("Sent back. %(name)s sees why.")
    return _with_words(
        request,
        pk,
        "send-back",
        lambda form, row, **how: actions.send_back(
            row.pk, form.cleaned_data["reason"], form.cleaned_data["missing"], **how
        ),
        lambda row: said % _giver(row),
    )


@require_POST
def give_back(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """It comes back before its day, given or fetched."""
    return _with_words(
        request,
        pk,
        "return",
        lambda form, row, **how: actions.bring_back(row.pk, words=form.cleaned_data["words"], **how),
        lambda row: _("%(person)s is back with %(name)s.") % {"person": row.prospect.name, **_owner(row)},
    )


def _giver(row: HandOver) -> dict[str, str]:
    return {"name": first_of(row.giver)}


def _taker(row: HandOver) -> dict[str, str]:
    return {"name": first_of(row.taker)}


def _owner(row: HandOver) -> dict[str, str]:
    return {"name": first_of(row.prospect.owner)}


def _saying(field: str, action: Callable[..., HandOver]) -> Callable[..., HandOver]:
    """The action with the one thing that was typed."""
    return lambda form, row, **how: action(row.pk, form.cleaned_data[field], **how)


def _with_words(
    request: SignedInRequest,
    pk: UUID,
    door: str,
    act: Callable[..., HandOver],
    told: Callable[[HandOver], str],
) -> HttpResponse:
    """Do it with what was typed; what can't be done says why, and the words stay in their box."""
    found, (_today, now) = _find(request, pk), clock(request)
    form = FORMS[door](request.POST)
    if form.is_valid():
        try:
            act(form, found, by=request.user, version=version_pressed(request), now=now)
        except actions.BatonMoved as moved:
            form.add_error(None, moved_text(moved.hand_over))
        except ValidationError as error:
            form.add_error(None, " ".join(error.messages))
        else:
            messages.success(request, told(found), extra_tags=undo_of(found, request.user))
            return SeeOther(next_address(request, found.get_absolute_url()))
    found.refresh_from_db(fields=["state", "version"])
    return _page(request, found, **{door: form})


@require_http_methods(["GET", "HEAD", "POST"])
def take_over_all(request: SignedInRequest) -> HttpResponse:
    """All clear ones at once: first the table, then it is done for those that are ticked."""
    _today, now = clock(request)
    if request.method != "POST":
        context = list_context(request.user, Part.NEW, None, now)
        return render(request, "desk/take_over_all.html", context | {"here": "hand_overs", "back": PAGE})
    chosen = _chosen(request)
    if not chosen:
        messages.error(request, _("Tick somebody first."))
        return SeeOther(f"{PAGE}take-over/")
    done = actions.take_over_all(chosen, by=request.user, now=now)
    _tell(request, done)
    return SeeOther(f"{PAGE}?tab={Part.CARE if done.taken else Part.NEW}")


def _chosen(request: SignedInRequest) -> list[UUID]:
    """Those that were ticked; what is no id is left out."""
    found = []
    for text in request.POST.getlist("hand_over")[:MOST_AT_ONCE]:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found


def _tell(request: SignedInRequest, done: actions.TakenOver) -> None:
    """How many were taken, and of the others whom and why."""
    if count := len(done.taken):
        form = ngettext(
            "You look after %(count)d person more.", "You look after %(count)d people more.", count
        )
        undo = f"undo:/changes/{done.change.pk}/put-back/" if done.change else ""
        messages.success(request, form % {"count": count}, extra_tags=undo)
    for left in done.left[:MOST]:
        said: dict[str, Any] = {"name": left.hand_over.prospect.name, "why": refused_text(left.refused)}
        messages.info(request, _("Left alone: %(name)s. %(why)s") % said)
