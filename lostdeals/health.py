"""Placeholder until outbox exists."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse


@login_not_required
def livez(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


@login_not_required
def healthz(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")
