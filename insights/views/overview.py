"""What your noes are telling you: the page of figures."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from insights.address import may_ask_for_the_team, names_for, understood
from insights.choosing import choices_of, shown_choices
from insights.debrief_charts import own_chart
from insights.overview import overview_of
from insights.period_words import period_text
from insights.quotes import what_people_told
from insights.requests import SignedInRequest, selection_asked
from insights.tally import tally
from insights.tiles import apart_of, tiles_of
from insights.why_table import why_table


@require_safe
def overview(request: SignedInRequest) -> HttpResponse:
    """Figures and charts of the noes the address asks about."""
    asked = selection_asked(request)
    names = names_for(asked)
    selection, left_out = understood(request.GET, asked, names)
    page = overview_of(selection, request.user, names)
    has_words = bool(page.counted.told_us) and not page.is_large
    may_see_team = may_ask_for_the_team(request.user)
    context = {
        "page": page,
        "selection": selection,
        "tiles": tiles_of(page),
        "apart": apart_of(page),
        "quotes": what_people_told(selection) if has_words else None,
        "answers": None if selection.is_of_team else own_chart(request.user, selection),
        "why_url": f"{reverse('insights:why')}?{selection.query()}",
        "choices": choices_of(selection, names, may_see_team=may_see_team),
        "chosen": shown_choices(selection, names),
        "left_out": left_out,
        "here": "insights",
    }
    return render(request, "insights/overview.html", context)


@require_safe
def why(request: SignedInRequest) -> HttpResponse:
    """Why we hear no, with money and words: what reads every no, where there are too many for the page of
    figures."""
    asked = selection_asked(request)
    names = names_for(asked)
    selection, left_out = understood(request.GET, asked, names)
    counted = tally(selection)
    context = {
        "selection": selection,
        "period": period_text(selection, None),
        "table": why_table(selection, names, counted),
        "quotes": what_people_told(selection) if counted.told_us else None,
        "chosen": shown_choices(selection, names),
        "left_out": left_out,
        "back": f"{reverse('insights:overview')}?{selection.query()}",
        "short": _("Insights"),
        "here": "insights",
    }
    return render(request, "insights/why.html", context)
