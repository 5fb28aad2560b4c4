"""A row of Today as HTML, from its patterns."""

from html import escape

from django.utils.safestring import SafeString

from desk.patterns import filled
from desk.rows import ComingRow, Row

_NOTHING = SafeString("")
_AT, _CURRENT = SafeString(" at"), SafeString(' aria-current="true"')
_ASKING = SafeString(" at asking")
_FIRST, _SECOND = SafeString("act-main"), SafeString("act")


def row_html(row: Row, foot: SafeString | None = None) -> SafeString:
    """The row as a list item; `foot` takes the place of its buttons (the outcome form)."""
    name = SafeString(escape(row.name))
    is_at = row.at or foot is not None
    values: dict[str, str] = {
        "id": row.id,
        "kind": row.kind,
        "status": row.status,
        "icon": row.look.icon_html,
        "glyph_class": row.look.glyph_class,
        "name": name,
        "at_work": row.at_work,
        "sentence": row.sentence,
        "prospect_url": row.prospect_url,
        "at": _AT if is_at else _NOTHING,
        "current": _CURRENT if is_at else _NOTHING,
        "words": _words(row.words),
        "hint": _hint(row, name),
        "dates": row.look.dates_html,
        "meta": row.meta_html,
    }
    if foot is not None:
        return filled("desk/_touch_row.html", values | {"at": _ASKING, "foot": foot})
    values["deed"] = _deed(row, name)
    values["done_class"] = _SECOND if row.deed else _FIRST
    return filled("desk/_touch_row_acts.html", values)


def coming_html(row: ComingRow) -> SafeString:
    """A line of Coming up as a list item."""
    return filled(
        "desk/_coming_row.html",
        {
            "id": row.id,
            "kind": row.kind,
            "status": row.status,
            "prospect_url": row.prospect_url,
            "when": row.when_text,
            "icon": row.icon_html,
            "name": row.name,
            "line": row.line,
            "dates": row.dates_html,
        },
    )


def _words(words: str) -> SafeString:
    return SafeString(f'<q class="words words-s">{escape(words)}</q>') if words else _NOTHING


def _hint(row: Row, name: SafeString) -> SafeString:
    if not row.hint_text:
        return _NOTHING
    return filled("desk/_hint.html", {"text": row.hint_text, "href": row.done_url, "name": name})


def _deed(row: Row, name: SafeString) -> SafeString:
    deed = row.deed
    if deed is None:
        return _NOTHING
    asks = SafeString(f' data-deed="{row.done_url}"') if deed.leaves else _NOTHING
    values = {"href": deed.href, "asks": asks, "icon": deed.icon_html, "label": deed.label, "name": name}
    return filled("desk/_deed.html", values)
