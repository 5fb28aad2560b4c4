"""Suggestions while typing, as options of a datalist; without script one simply types on."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from desk.forms.person import TOPIC_FIELDS
from desk.requests import SignedInRequest
from desk.suggestions import country_suggestions, topic_suggestions, zone_suggestions


@require_safe
def topics(request: SignedInRequest) -> HttpResponse:
    """`?q=`, or the field's own name: how a line of topics could go on."""
    typed = next((request.GET[name] for name in ("q", *TOPIC_FIELDS) if name in request.GET), "")
    return _options(request, topic_suggestions(request.user, typed))


@require_safe
def places(request: SignedInRequest) -> HttpResponse:
    """`?country=` or `?time_zone=`: what may be meant."""
    if "time_zone" in request.GET:
        return _options(request, zone_suggestions(request.GET["time_zone"]))
    return _options(request, country_suggestions(request.GET.get("country", "")))


def _options(request: SignedInRequest, values: list[str]) -> HttpResponse:
    return render(request, "desk/_options.html", {"values": values})
