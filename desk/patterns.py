"""Fragments that a page repeats fifty times: rendered once for each language, then only filled in.

A pattern is a template like any other, translated and with its icons drawn, in which `[[name]]` marks what
differs from one to the next. Filling it in joins strings; rendering it anew would look up, translate and
escape every word of every row.
"""

import re
from collections.abc import Mapping
from html import escape

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from common.remembered import once_a_language

_GAP = re.compile(r"\[\[(\w+)\]\]")


def filled(template: str, values: Mapping[str, str]) -> SafeString:
    """The pattern with its gaps filled in; what is not safe yet is escaped. KeyError for a missing value."""
    pieces, names = _read(template) if settings.DEBUG else _known(template)
    # Each value once, however many gaps take it.
    safe = {name: value if isinstance(value, SafeString) else escape(value) for name, value in values.items()}
    out = pieces.copy()
    out[1::2] = map(safe.__getitem__, names)
    return SafeString("".join(out))


def _read(template: str) -> tuple[list[str], list[str]]:
    """What stands in the pattern, gaps and all, and the names of the gaps: every second piece."""
    pieces = _GAP.split(render_to_string(template).strip())
    return pieces, pieces[1::2]


@once_a_language(64)
def _known(template: str) -> tuple[list[str], list[str]]:
    return _read(template)
