"""The review of a quarter: what it was, and what the team changes."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.policy import Thing, may, may_see
from insights.addresses import quarter_key, read_quarter
from insights.calendar_quarters import Quarter, quarter_of
from insights.decisions import (
    DecidedMeanwhile,
    decide,
    decisions_of,
    how_it_stands,
    may_own,
    note_kept,
)
from insights.forms.decisions import DecisionsForm
from insights.kinds import Whose
from insights.labels import WHOSE
from insights.month_story import first_day_told
from insights.next_page import SeeOther, typed_again
from insights.quarter_review import quarter_review
from insights.quarter_words import biggest, cohort_row, quarter_name, voice
from insights.requests import SignedInRequest, clock

KEPT: Mapping[str, bool | None] = {"yes": True, "no": False, "": None}


@require_safe
def last_quarter(request: SignedInRequest) -> HttpResponse:
    """The quarter that is just over."""
    today, _now = clock(request)
    return redirect("insights:one_quarter", quarter_key(quarter_of(today).before()))


@require_safe
def quarter(request: SignedInRequest, key: str) -> HttpResponse:
    """One quarter: of one's own people, or of the team for whoever sees its numbers."""
    return _page(request, _asked(request, key))


@require_POST
def decide_quarter(request: SignedInRequest, key: str) -> HttpResponse:
    """What we change: three decisions; a manager's to write."""
    asked = _to_write(request, key)
    _today, now = clock(request)
    form = _form(request, asked, request.POST)
    if not form.is_valid():
        return _page(request, asked, form)
    try:
        decide(asked, form.wanted(), by=request.user, now=now, seen=form.cleaned_data["seen"])
    except DecidedMeanwhile:
        return _page(request, asked, _once_more(request, asked))
    except ValidationError as error:
        form.add_error(None, error.messages)
        return _page(request, asked, form)
    messages.success(request, _("Noted. Everybody in the team reads it here."))
    return SeeOther(f"{_address(asked)}#decisions")


@require_POST
def kept(request: SignedInRequest, key: str) -> HttpResponse:
    """Of the decisions after the quarter before: kept, not kept, not said."""
    asked = _to_write(request, key)
    _today, now = clock(request)
    before = asked.before()
    said = {row.pk: _kept(request, row.pk) for row in decisions_of(request.user.team, before)}
    note_kept(before, said, by=request.user, now=now)
    messages.success(request, _("Noted."))
    return SeeOther(f"{_address(asked)}#kept")


def _kept(request: SignedInRequest, pk: UUID) -> bool | None:
    return KEPT.get(request.POST.get(f"kept_{pk}", ""))


def _asked(request: SignedInRequest, key: str) -> Quarter:
    """A quarter that has begun."""
    today, _now = clock(request)
    asked = read_quarter(key)
    if asked is None or asked > quarter_of(today):
        raise Http404
    return asked


def _to_write(request: SignedInRequest, key: str) -> Quarter:
    if not may(request.user, Thing.QUARTER):
        raise PermissionDenied
    return _asked(request, key)


def _address(asked: Quarter) -> str:
    return reverse("insights:one_quarter", args=[quarter_key(asked)])


def _form(request: SignedInRequest, asked: Quarter, data: Any = None) -> DecisionsForm:
    team = request.user.team
    return DecisionsForm(data, quarter=asked, standing=decisions_of(team, asked), members=may_own(team))


def _once_more(request: SignedInRequest, asked: Quarter) -> DecisionsForm:
    """The same form with what was typed, drawn from how it stands by now."""
    typed = request.POST.copy()
    standing = decisions_of(request.user.team, asked)
    typed["seen"] = how_it_stands(standing)
    form = _form(request, asked, typed)
    now_there = " · ".join(row.what for row in standing) or _("nothing")
    sentence = _("A colleague changed this meanwhile. It says now: %(standing)s. Press Save for yours.")
    form.add_error(None, sentence % {"standing": now_there})
    return form


def _page(request: SignedInRequest, asked: Quarter, form: DecisionsForm | None = None) -> HttpResponse:
    today, _now = clock(request)
    team, may_write = request.user.team, may(request.user, Thing.QUARTER)
    whose, again = _whose(request), typed_again(request, "insights:quarter_decide")
    first = first_day_told(request.user, whose, today)
    context = _told(request, asked, whose, today) | {
        "decisions": decisions_of(team, asked),
        "decided_before": decisions_of(team, asked.before()),
        "form": (form or _form(request, asked, again)) if may_write else None,
        "whose": whose,
        "whose_choices": tuple(WHOSE.items()) if may_see(request.user, Thing.TEAM_NUMBERS) else (),
        "key": quarter_key(asked),
        "earlier": quarter_key(asked.before()) if asked.first_day > first else "",
        "later": quarter_key(asked.following()) if asked < quarter_of(today) else "",
        "is_over": asked < quarter_of(today),
        "here": "insights",
        "back": "/insights/",
    }
    return render(request, "insights/quarter.html", context)


def _told(request: SignedInRequest, asked: Quarter, whose: Whose, today: date) -> dict[str, Any]:
    review = quarter_review(request.user, asked, whose, today)
    return {
        "review": review,
        "name": quarter_name(asked),
        "name_before": quarter_name(asked.before()),
        "biggest": biggest(review),
        "voice": voice(review.voice),
        "cohorts": [cohort_row(cohort) for cohort in review.cohorts],
    }


def _whose(request: SignedInRequest) -> Whose:
    """The team's for whoever sees its numbers, unless they ask for their own."""
    if not may_see(request.user, Thing.TEAM_NUMBERS):
        return Whose.ME
    return Whose.ME if request.GET.get("whose") == Whose.ME else Whose.TEAM
