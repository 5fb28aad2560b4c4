"""What a search found, as HTML."""

from collections.abc import Iterable
from html import escape

from django import template
from django.utils.safestring import SafeString

from followups.search.marking import Piece

register = template.Library()


@register.filter
def marked(pieces: Iterable[Piece]) -> SafeString:
    """A text in pieces, what was searched for marked. A page has some two hundred of them."""
    return SafeString(
        "".join(
            f"<mark>{escape(piece.text)}</mark>" if piece.is_hit else escape(piece.text) for piece in pieces
        )
    )
