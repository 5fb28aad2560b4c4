"""What templates need to look like us: an icon, a form control in our classes, initials."""

import re
from functools import cache
from pathlib import Path

from django import template
from django.forms import BoundField, CheckboxInput, Select
from django.utils.formats import number_format
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

SPRITE = Path(__file__).resolve().parents[2] / "static" / "vendor" / "lucide" / "icons.svg"
SYMBOL = re.compile(r'<symbol id="([^"]+)"[^>]*>(.*?)</symbol>')


@cache
def shapes() -> dict[str, str]:
    """Read the sprite once a process: icon name -> its drawing."""
    return dict(SYMBOL.findall(SPRITE.read_text()))


@register.simple_tag
@cache
def icon(name: str, extra: str = "") -> SafeString:
    """Draw one icon of the sprite, hidden from screen readers: the text beside it speaks.

    `name` is a Lucide name listed in static/vendor/vendor.lock.json (KeyError if it is not), `extra` more CSS
    classes ("ic-s"). Drawn in place, not by reference: that spares the page a request.
    """
    classes = f"ic {extra}".rstrip()
    return mark_safe(f'<svg class="{classes}" viewBox="0 0 24 24" aria-hidden="true">{shapes()[name]}</svg>')


def control_class(field: BoundField) -> str:
    """Return the CSS class Bootstrap wants for the field's kind of widget."""
    widget = field.field.widget
    if isinstance(widget, CheckboxInput):
        return "form-check-input"
    if isinstance(widget, Select):
        return "form-select"
    return "form-control"


@register.simple_tag
def control(field: BoundField, extra: str = "") -> SafeString:
    """Draw the field's widget with our class; classes the form has set itself are kept.

    Django adds `aria-describedby` (help text, errors) and `aria-invalid` itself.
    """
    own = field.field.widget.attrs.get("class", "")
    classes = " ".join(part for part in (control_class(field), own, extra) if part)
    return field.as_widget(attrs={"class": classes})


@register.filter
def grouped(count: int) -> str:
    """Return a number as people read it: 6000 gives "6,000"."""
    return str(number_format(count, force_grouping=True))


@register.filter
def initials(name: str) -> str:
    """Return at most two initials of a person's name: "Ingrid Solheim" gives "IS"."""
    words = [word for word in name.split() if word[0].isalnum()]
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()
