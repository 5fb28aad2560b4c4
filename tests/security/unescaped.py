"""The installation's addresses, and a page that forgets to escape: what a browser does there is what the
judge of hostile words must see."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import path

from lostdeals.urls import urlpatterns as addresses

HTMX_FROM = "/static/vendor/htmx/htmx.min.js"
PLACES = {
    "text": "<p>{words}</p>",
    "double": '<input value="{words}">',
    "single": "<input value='{words}'>",
    "link": '<a href="{words}">x</a>',
    "box": "<textarea>{words}</textarea>",
    "title": "<title>{words}</title>",
    "script": "<script>const said = '{words}';</script>",
    "comment": "<!-- {words} -->",
    "template": "<p>54439</p>",
    "htmx": '<script src="' + HTMX_FROM + '"></script><p title="{words}">x</p>',
}


@login_not_required
def unescaped(request: HttpRequest, place: str) -> HttpResponse:
    """The words of the question, raw, in one place of a page."""
    return HttpResponse("<!doctype html>" + PLACES[place].replace("{words}", request.GET.get("words", "")))


urlpatterns = [*addresses, path("unescaped/<str:place>/", unescaped)]
