"""What a form was drawn with: told by a short mark of each field, so that a later save knows what is new."""

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString

from common.text import clean_text

Marks = Mapping[str, str]


class DrawnForm(forms.BaseForm):
    """A form about something that others may change while it is filled in; its page holds `form.drawn`."""

    # The name of the hidden field; forms that are sent together need one each.
    drawn_as = "drawn"
    # What another form was drawn with that this one goes on from.
    begun_with = ""

    def drawn(self) -> SafeString:
        """The hidden field: what this form began with, however often it comes back with a mistake."""
        return format_html('<input type="hidden" name="{}" value="{}">', self.drawn_as, self._mark())

    def _mark(self) -> str:
        if self.begun_with:
            return self.begun_with
        return str(self.data.get(self.drawn_as, "")) if self.is_bound else self.mark()

    def mark(self) -> str:
        """The marks of its fields as the text of the hidden field."""
        return json.dumps({name: mark_of(words) for name, words in self.words().items()})

    def drawn_with(self) -> Marks:
        """The marks of what its fields began with; empty where the form does not say (a script's)."""
        try:
            marks = json.loads(str(self.data.get(self.drawn_as, "")))
        except (ValueError, RecursionError):
            return {}
        return {name: str(mark) for name, mark in marks.items()} if isinstance(marks, dict) else {}

    def written_in(self, name: str) -> tuple[str, str]:
        """Where a Change shows who wrote a field's value: the key of a row (or a model), its column."""
        raise NotImplementedError

    def words(self) -> dict[str, tuple[str, ...]]:
        """What stands in each field, as a browser would send it."""
        return {name: self._words(name) for name, field in self.fields.items() if not field.disabled}

    def _words(self, name: str) -> tuple[str, ...]:
        return tuple(sorted(clean_text(one) for one in self.sendable(name)))

    def sendable(self, name: str) -> tuple[str, ...]:
        """What a browser sends for a field as it stands here; a field left empty sends nothing."""
        bound = self[name]
        widget = bound.field.widget
        value: Any = bound.data if self.is_bound else bound.value()
        if isinstance(widget, forms.CheckboxInput):
            return ("on",) if value else ()
        shown = widget.format_value(value)
        return tuple(
            str(one) for one in (shown if isinstance(shown, list) else [shown]) if one not in (None, "")
        )


def mark_of(words: tuple[str, ...]) -> str:
    """The short mark of what stands in a field."""
    return sha256(repr(words).encode()).hexdigest()[:16]
