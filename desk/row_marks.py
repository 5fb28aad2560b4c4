"""The small pieces of a row that are drawn, not typed: its dates, its little thread, its chip.

Made here as finished HTML and remembered, because a page shows fifty of them and most look alike; in a
template each would cost a dozen look-ups.
"""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from common.days import plain_day, short_day
from common.remembered import once_a_language

MOST_REMEMBERED = 2048


@dataclass(frozen=True)
class MiniWindow:
    """A check-in window on the little thread."""

    x: int
    width: int
    state: str


@dataclass(frozen=True)
class Mini:
    """The little thread beside a row, laid out between 6 (the last contact) and 126."""

    now: int
    window: MiniWindow | None
    meet: int | None = None


@once_a_language(MOST_REMEMBERED)
def dates_html(opens: date, due: date, closes: date) -> SafeString:
    """The dates of a row for screen readers and readers of the markup: its day, and a window as two more."""
    planned = format_html(
        '{} <time datetime="{}">{}</time>', _("Planned for"), due.isoformat(), short_day(due)
    )
    if opens == closes:
        return format_html('<span class="vh">{}</span>', planned)
    return format_html(
        '<span class="vh">{}, {} <time data-opens datetime="{}">{}</time> – '
        '<time data-closes datetime="{}">{}</time></span>',
        planned,
        _("window"),
        opens.isoformat(),
        plain_day(opens),
        closes.isoformat(),
        plain_day(closes),
    )


@lru_cache(maxsize=MOST_REMEMBERED)
def chip_html(text: str, css: str) -> SafeString:
    """A fact as a chip, or as plain text where it has no class."""
    if not text:
        return SafeString("")
    css = f"chip {css}" if css else ""
    return (
        format_html('<span class="{}">{}</span>', css, text) if css else format_html("<span>{}</span>", text)
    )


@lru_cache(maxsize=MOST_REMEMBERED)
def mini_html(mini: Mini | None) -> SafeString:
    """The plan in 132 by 20: decoration beside a chip that says the same in words."""
    if mini is None:
        return SafeString("")
    line, bar, meet, window = '<line class="th-{}" x1="{}" x2="{}" y1="{}" y2="{}"/>', "", "", mini.window
    if window:
        bar = (
            f'<rect class="th-win-{window.state}" x="{window.x}" y="5.5" width="{window.width}" height="9"'
            ' rx="4.5"/>'
        )
    if mini.meet is not None:
        meet = f'<rect class="th-meet" x="{mini.meet}" y="5" width="9" height="10" rx="2.5"/>'
    return mark_safe(
        '<svg class="mini" aria-hidden="true" viewBox="0 0 132 20">'
        + line.format("line", 6, 126, 10, 10)
        + line.format("past", 6, mini.now, 10, 10)
        + bar
        + meet
        + line.format("now", mini.now, mini.now, 1, 19)
        + '<circle class="th-no" cx="6" cy="10" r="4"/></svg>'
    )
