"""What to look for on a page: axe's findings, sideways scroll, targets too small to hit."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

AXE = Path(__file__).resolve().parents[1] / "vendor" / "axe-core" / "axe.min.js"
WIDTHS = (320, 390, 768, 1024, 1280)
HEIGHTS = {390: 844}
# The sizes looked at closely, and the least size of a target there: for a finger, for a mouse.
LEAST_TARGET = {390: 44, 1280: 24}

SETTLED = "document.fonts.ready.then(() => new Promise(done => requestAnimationFrame(() => done(true))))"

SIDEWAYS = """() => {
  const room = document.documentElement.clientWidth;
  if (document.scrollingElement.scrollWidth <= room) return null;
  const all = [...document.body.querySelectorAll("*")];
  const wide = all.filter(element => element.getBoundingClientRect().right > room + 1);
  const which = wide.slice(-4).map(element => element.outerHTML.slice(0, 160)).join(" | ");
  return `${document.scrollingElement.scrollWidth} wide: ${which}`;
}"""

# Buttons, menus, tabs, fields and the labels that stand for radios. Links inside sentences may be as high as
# a line (WCAG 2.5.8); what is off the screen or hidden counts for nobody.
SMALL_TARGETS = """least => {
  const main = "button, summary, .btn, nav a, aside nav a, select, textarea, input:not([type=hidden])";
  const drawn = e => {
    const radio = e.matches("input[type=radio], input[type=checkbox]");
    return (radio && e.closest("label")) || (radio && e.parentElement) || e;
  };
  const seen = e => e.checkVisibility({ opacityProperty: true, visibilityProperty: true })
    && e.getBoundingClientRect().width > 2 && !e.closest(".vh, [disabled]");
  const small = [];
  for (const element of new Set([...document.querySelectorAll(main)].map(drawn))) {
    if (!seen(element)) continue;
    const box = element.getBoundingClientRect();
    if (Math.min(box.width, box.height) < least - 0.5) {
      small.push(`${Math.round(box.width)}x${Math.round(box.height)} ${element.outerHTML.slice(0, 120)}`);
    }
  }
  return small;
}"""

RUN_AXE = """async ([part, rules]) => {
  const only = rules ? { runOnly: rules } : {};
  const found = await axe.run(part, { resultTypes: ["violations"], preload: false, ...only });
  const why = node => node.any.concat(node.all).map(check => check.message).join("; ").slice(0, 200);
  const told = node => [node.target.join(" "), why(node)];
  const grave = found.violations.filter(({ impact }) => ["serious", "critical"].includes(impact));
  return grave.map(({ id, impact, nodes }) => ({ id, impact, nodes: nodes.map(told) }));
}"""


# What a theme can change.
OF_COLOURS = ["color-contrast", "link-in-text-block"]


@cache
def axe_source() -> str:
    return AXE.read_text(encoding="utf-8")


def settle(page: Page) -> None:
    """Fonts are there and the layout is done."""
    page.evaluate(SETTLED)


def problems(page: Page, part: str = "html") -> list[str]:
    """Everything that would keep somebody from using the page as it stands; axe looks at `part` of it."""
    settle(page)
    if not page.evaluate("'axe' in window"):
        page.evaluate(axe_source())
    found = []
    for width in WIDTHS:
        resize(page, width)
        at_this_width = sideways_scroll(page)
        if width in LEAST_TARGET:
            at_this_width += page.evaluate(SMALL_TARGETS, LEAST_TARGET[width])
            at_this_width += barriers(page, part)
        found += [f"at {width}: {problem}" for problem in at_this_width]
    return found


def resize(page: Page, width: int) -> None:
    """A window of this width, as high as such a screen is."""
    page.set_viewport_size({"width": width, "height": HEIGHTS.get(width, 900)})
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")


def sideways_scroll(page: Page) -> list[str]:
    """What makes the page wider than its window."""
    wide = page.evaluate(SIDEWAYS)
    return [wide] if wide else []


def barriers(page: Page, part: str) -> list[str]:
    """What axe calls serious or critical; in the dark theme it looks at the colours alone."""
    found = []
    for scheme, rules in (("light", None), ("dark", OF_COLOURS)):
        page.emulate_media(color_scheme=scheme)
        violations: list[dict[str, Any]] = page.evaluate(RUN_AXE, [part, rules])
        found += [f"{scheme}: {_told(violation)}" for violation in violations]
    page.emulate_media(color_scheme="light")
    return found


def _told(violation: dict[str, Any]) -> str:
    nodes = json.dumps(violation["nodes"][:4], ensure_ascii=False)
    return f"{violation['impact']} {violation['id']}: {nodes}"


def assert_stands_in_view(page: Page, sentence: Locator, *, above: Locator) -> None:
    """A sentence is on the screen as a whole, over what is fixed to its lower edge."""
    expect(sentence).to_be_visible()
    shown, bar = sentence.bounding_box(), above.bounding_box()
    assert shown is not None
    assert bar is not None
    assert page.viewport_size is not None
    assert shown["y"] >= 0
    assert shown["y"] + shown["height"] <= bar["y"] <= page.viewport_size["height"]
