"""What a search found, as HTML: a page has fifty people, and some two hundred texts with words marked."""

from collections.abc import Iterable
from html import escape

from django import template
from django.utils.safestring import SafeString

from common.templatetags.look import initials
from desk.finds import Place
from desk.patterns import filled
from desk.people import PersonRow
from followups.search.marking import Piece

register = template.Library()


@register.filter
def marked(pieces: Iterable[Piece]) -> SafeString:
    """A text in pieces, what was searched for marked."""
    return SafeString(
        "".join(
            f"<mark>{escape(piece.text)}</mark>" if piece.is_hit else escape(piece.text) for piece in pieces
        )
    )


@register.filter
def person_row(person: PersonRow) -> SafeString:
    """A line of the list of people, as a list item."""
    house, title = marked(person.finds.organisation), marked(person.finds.title)
    return filled(
        "desk/_person_row.html",
        {
            "next": _next_step(person),
            "url": person.url,
            "initials": initials(person.name),
            "name": marked(person.finds.name),
            "work": SafeString(" · ".join(part for part in (house, title) if part)),
            "places": SafeString("".join(_place(place) for place in person.finds.places)),
            "end": SafeString(_chip(person) + _next_text(person)),
        },
    )


def _next_step(person: PersonRow) -> SafeString:
    if not person.next_id:
        return SafeString("")
    kind = escape(person.next_kind)
    return SafeString(f' data-followup="{person.next_id}" data-kind="{kind}" data-status="open"')


def _place(place: Place) -> str:
    return (
        f'<span class="m where d-block"><span class="where-in">{escape(place.label)}:</span> '
        f"{marked(place.pieces)}</span>"
    )


def _chip(person: PersonRow) -> str:
    if not person.chip:
        return ""
    return f'<span class="chip{" chip-no" if person.has_no else ""}">{escape(person.chip)}</span>'


def _next_text(person: PersonRow) -> str:
    if not person.next_text:
        return ""
    text = escape(person.next_text)
    if person.next_due:
        text = f'<time datetime="{person.next_due.isoformat()}">{text}</time>'
    return f'<span class="d-block mt-1">{text}</span>'
