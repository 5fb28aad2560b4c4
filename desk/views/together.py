"""Several rows of Today at once: later, or to a colleague. One receipt, and one Undo takes all of it back."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.models import User
from accounts.policy import Thing, may
from desk.forms.acts import LaterForm
from desk.requests import SeeOther, SignedInRequest, clock, next_address
from followups import actions
from followups.models import FollowUp

MOST_ROWS = 500


@require_POST
def later(request: SignedInRequest) -> HttpResponse:
    """Put those that were ticked off to another day."""
    today, now = clock(request)
    chosen = _chosen(request)
    until = _until(request, today)
    if not chosen or until is None:
        messages.error(request, _("Tick somebody first.") if not chosen else _("Choose a day after today."))
        return SeeOther(next_address(request, "/"))
    try:
        done = actions.snooze_together(
            chosen, until, by=request.user, now=now, past_window_is_fine="past_window" in request.POST
        )
    except actions.TooEarly:
        messages.error(request, _("Choose a day after today."))
        return SeeOther(next_address(request, "/"))
    except actions.PastTheirWindows as asked:
        return _ask_past_windows(request, chosen, asked.rows)
    _tell(request, done, _later_text(done))
    return SeeOther(next_address(request, "/"))


def _until(request: SignedInRequest, today: date) -> date | actions.Later | None:
    """A named day, or the one that was picked; None when it can't be read or lies too far ahead."""
    typed = request.POST.get("until") or request.POST.get("on", "")
    form = LaterForm({"until": typed}, today=today)
    return form.cleaned_data["until"] if form.is_valid() else None


def _chosen(request: SignedInRequest) -> list[UUID]:
    """The rows that were ticked; what is no id is left out."""
    found = []
    for text in request.POST.getlist("row")[:MOST_ROWS]:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found


def _later_text(done: actions.Together) -> str:
    said = [ngettext("%(count)d put off.", "%(count)d put off.", done.count) % {"count": done.count}]
    if done.want_a_day:
        words = ngettext(
            "%(count)d stays: put off twice already, it wants a real day.",
            "%(count)d stay: put off twice already, they want a real day.",
            done.want_a_day,
        )
        said.append(words % {"count": done.want_a_day})
    if done.stay:
        words = ngettext(
            "%(count)d stays: a contact rule speaks against that day.",
            "%(count)d stay: a contact rule speaks against that day.",
            done.stay,
        )
        said.append(words % {"count": done.stay})
    if done.acted_on:
        words = ngettext("%(count)d was acted on before.", "%(count)d were acted on before.", done.acted_on)
        said.append(words % {"count": done.acted_on})
    return " ".join(said)


def _tell(request: SignedInRequest, done: actions.Together, text: str) -> None:
    """The receipt, with an Undo for all of it."""
    tags = f"undo:/changes/{done.change.pk}/put-back/" if done.change else ""
    messages.success(request, text, extra_tags=tags)


def _ask_past_windows(
    request: SignedInRequest, chosen: Sequence[UUID], past: Sequence[FollowUp]
) -> HttpResponse:
    typed = [(name, request.POST[name]) for name in ("until", "on") if request.POST.get(name)]
    context = {"chosen": chosen, "past": past, "typed": typed, "address": request.path, "colleagues": None}
    return render(request, "desk/together_ask.html", context | {"here": "today"})


@require_POST
def hand_to(request: SignedInRequest) -> HttpResponse:
    """Give those that were ticked to a colleague; without one, ask to whom. For managers."""
    if not may(request.user, Thing.REASSIGNING):
        raise PermissionDenied
    _today, now = clock(request)
    chosen = _chosen(request)
    if not chosen:
        messages.error(request, _("Tick somebody first."))
        return SeeOther("/")
    colleagues = User.objects.filter(team=request.user.team, is_active=True).exclude(pk=request.user.pk)
    to = next((one for one in colleagues if str(one.pk) == request.POST.get("to")), None)
    if to is None:
        return _ask_whom(request, chosen, list(colleagues.order_by("name", "email")))
    done = actions.reassign(chosen, to, by=request.user, now=now)
    words = ngettext(
        "%(name)s looks after %(count)d person now.", "%(name)s looks after %(count)d people now.", done.count
    )
    _tell(request, done, words % {"name": to.get_full_name(), "count": done.count})
    return SeeOther("/")


def _ask_whom(request: SignedInRequest, chosen: Sequence[UUID], colleagues: Sequence[User]) -> HttpResponse:
    rows = FollowUp.objects.visible_to(request.user).filter(pk__in=chosen)
    names = rows.order_by("prospect__name").values_list("prospect__name", flat=True).distinct()
    context = {
        "chosen": chosen,
        "names": list(names),
        "colleagues": colleagues,
        "address": request.path,
        "error": _("They are not in your team.") if request.POST.get("to") else "",
        "here": "today",
    }
    return render(request, "desk/together_ask.html", context)
