"""The noes behind a figure: a list, and the same as a file."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from common.text import clean_line
from insights.address import Names, names_for, understood
from insights.choosing import shown_choices
from insights.csv_files import csv_response
from insights.noes_list import HEADER, file_rows, lines_of, narrowing_words
from insights.period_words import period_text
from insights.requests import SignedInRequest, selection_asked
from insights.rows import Narrowing, narrowing_of, page_of, rows
from insights.selection import Selection

LONGEST_KEY = 60


@require_safe
def noes(request: SignedInRequest) -> HttpResponse:
    """The noes a figure counted, newest first, in pages by key."""
    selection, narrowing, names, left_out = _asked(request)
    found = rows(selection, narrowing, request.user)
    page = page_of(found, clean_line(request.GET.get("after", ""))[:LONGEST_KEY])
    query = "&".join(part for part in (selection.query(), narrowing.query()) if part)
    context = {
        "selection": selection,
        "lines": lines_of(page.rows),
        "following": page.following,
        "is_first": not request.GET.get("after"),
        "query": query,
        "title": narrowing_words(narrowing),
        "chosen": shown_choices(selection, names),
        "narrowing_query": narrowing.query(),
        "left_out": left_out,
        "period": period_text(selection, None),
        "back": f"{reverse('insights:overview')}?{selection.query()}",
        "short": _("Insights"),
        "here": "insights",
    }
    return render(request, "insights/noes.html", context)


@require_safe
def noes_csv(request: SignedInRequest) -> HttpResponse:
    """All of them as a file."""
    selection, narrowing, _names, _left_out = _asked(request)
    found = rows(selection, narrowing, request.user)
    return csv_response("lost-deals-noes", HEADER, file_rows(found))


def _asked(request: SignedInRequest) -> tuple[Selection, Narrowing, Names, list[Any]]:
    asked = selection_asked(request)
    names = names_for(asked)
    selection, left_out = understood(request.GET, asked, names)
    return selection, narrowing_of(request.GET), names, left_out
