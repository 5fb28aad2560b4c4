"""A buyer's own page: what they agreed to, to change, to stop, and "I'd like to talk" (COPY.md, H)."""

from collections.abc import Callable
from datetime import datetime

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from common.days import long_day
from followups import actions
from nurture.buyers_words import speak_to
from nurture.forms.preferences import PreferencesForm
from nurture.forms.said import shown_ids
from nurture.preferences import preferences_of
from prospects.mail_keys import whose_mail_key
from prospects.models import Prospect

PAGE = "nurture/preferences.html"
Press = Callable[[HttpRequest, Prospect, datetime], HttpResponse]


@login_not_required
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: HttpRequest, token: str) -> HttpResponse:
    """Looking shows; only a POST acts, the tenth like the first.

    Whoever has the key may press, so a token of a form and its cookie would add nothing.
    """
    person = whose_mail_key(token)
    if person is None:
        return render(request, "nurture/unknown_link.html", status=404)
    speak_to(request, person)
    now = timezone.now()
    press = PRESSES.get(request.POST.get("press", "")) if request.method == "POST" else None
    try:
        return press(request, person, now) if press else _page(request, person, now)
    except (actions.AskedToStop, actions.HandNotTaken):
        # They had asked before: the page says so.
        return _page(request, person, now)


def _page(
    request: HttpRequest,
    person: Prospect,
    now: datetime,
    form: PreferencesForm | None = None,
    *,
    is_saved: bool = False,
) -> HttpResponse:
    today = person.owner.today(now)
    shown = preferences_of(person, today)
    context = {
        "shown": shown,
        "form": form or PreferencesForm(None, shown, today=today),
        "is_saved": is_saved,
    }
    return render(request, PAGE, context)


def _save(request: HttpRequest, person: Prospect, now: datetime) -> HttpResponse:
    today = person.owner.today(now)
    form = PreferencesForm(request.POST, preferences_of(person, today), today=today)
    if not form.is_valid():
        return _page(request, person, now, form)
    actions.note_wishes(person, form.wishes(), now=now)
    person.refresh_from_db()
    return _page(request, person, now, is_saved=True)


def _stop(request: HttpRequest, person: Prospect, now: datetime) -> HttpResponse:
    actions.stop_on_page(person, now=now)
    return _page(request, person, now)


def _talk(request: HttpRequest, person: Prospect, now: datetime) -> HttpResponse:
    hand = actions.raise_hand(person, now=now)
    day = long_day(hand.calls_by) if hand.calls_by else ""
    context = {"me": hand.owner.get_full_name(), "day": day, "team": person.team.public_name}
    return render(request, "nurture/hand_raised.html", context)


def _confirm(request: HttpRequest, person: Prospect, now: datetime) -> HttpResponse:
    actions.confirm_in_writing(person, shown_ids(request.POST), now=now)
    return _page(request, person, now, is_saved=True)


PRESSES: dict[str, Press] = {"save": _save, "stop": _stop, "talk": _talk, "confirm": _confirm}
