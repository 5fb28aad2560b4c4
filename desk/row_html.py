"""A row of Today as HTML, from its patterns."""

from html import escape

from django.utils.safestring import SafeString, mark_safe

from desk.patterns import filled
from desk.rows import Row

_NOTHING = SafeString("")
_AT, _CURRENT = SafeString(" at"), SafeString(' aria-current="true"')


def row_html(row: Row, foot: SafeString | None = None) -> SafeString:
    """The row as a list item; `foot` takes the place of its buttons (the outcome form)."""
    name = mark_safe(escape(row.name))
    asking = foot is not None
    return filled(
        "desk/_touch_row.html",
        {
            "id": row.id,
            "kind": row.kind,
            "status": row.status,
            "icon": row.icon_html,
            "glyph_class": row.glyph_class,
            "name": name,
            "at_work": row.at_work,
            "sentence": row.sentence,
            "prospect_url": row.prospect_url,
            "at": SafeString(" at asking") if asking else _AT if row.at else _NOTHING,
            "current": _CURRENT if asking or row.at else _NOTHING,
            "words": _words(row.words),
            "hint": _hint(row, name),
            "dates": row.dates_html,
            "meta": row.meta_html,
            "foot": _acts(row, name) if foot is None else foot,
        },
    )


def _words(words: str) -> SafeString:
    return mark_safe(f'<q class="words words-s">{escape(words)}</q>') if words else _NOTHING


def _hint(row: Row, name: SafeString) -> SafeString:
    if not row.hint_text:
        return _NOTHING
    return filled("desk/_hint.html", {"text": row.hint_text, "href": row.done_url, "name": name})


def _acts(row: Row, name: SafeString) -> SafeString:
    done_class = "act" if row.deed else "act-main"
    values = {"id": row.id, "name": name, "deed": _deed(row, name), "done_class": done_class}
    return filled("desk/_acts.html", values)


def _deed(row: Row, name: SafeString) -> SafeString:
    deed = row.deed
    if deed is None:
        return _NOTHING
    asks = mark_safe(f' data-deed="{row.done_url}"') if deed.leaves else _NOTHING
    values = {"href": deed.href, "asks": asks, "icon": deed.icon_html, "label": deed.label, "name": name}
    return filled("desk/_deed.html", values)
