"""The very first page: the log form itself, with a story beside it."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import render

from desk.forms.no import NoForm
from desk.requests import SignedInRequest


def first_run(request: SignedInRequest, today: date) -> HttpResponse:
    """Think of the last no you heard: who, and what kind."""
    form = NoForm(user=request.user, today=today)
    return render(request, "desk/first_run.html", {"form": form, "here": "today"})
