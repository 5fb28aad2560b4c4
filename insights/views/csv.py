"""Figures as files."""

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from insights.csv_files import csv_response
from insights.figures_csv import FIGURES
from insights.requests import SignedInRequest, selection_asked


@require_safe
def figure_csv(request: SignedInRequest, figure: str) -> HttpResponse:
    """One figure of what the address asks about."""
    if figure not in FIGURES:
        raise Http404
    table = FIGURES[figure](selection_asked(request))
    return csv_response(f"lost-deals-{figure}", table.header, table.rows)
