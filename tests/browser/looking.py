"""What to look for on a page: axe's findings, sideways scroll, targets too small to hit."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

AXE = Path(__file__).resolve().parents[1] / "vendor" / "axe-core" / "axe.min.js"
WIDTHS = (320, 390, 768, 1024, 1280)
HEIGHTS = {390: 844}
SERIOUS = {"serious", "critical"}
PHONE_TARGET, MOUSE_TARGET = 44, 24

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

RUN_AXE = """part => axe.run(part, { resultTypes: ["violations"] }).then(found => found.violations.map(
  v => ({ id: v.id, impact: v.impact, nodes: v.nodes.map(n => [n.target.join(" "), n.any.concat(n.all).map(
    c => c.message).join("; ").slice(0, 200)]) })))"""


@cache
def axe_source() -> str:
    return AXE.read_text(encoding="utf-8")


def settle(page: Page) -> None:
    """Fonts are there and the layout is done."""
    page.evaluate(SETTLED)


def problems(page: Page, part: str = "html") -> list[str]:
    """Everything that would keep somebody from using the page as it stands; axe looks at `part` of it."""
    settle(page)
    return [*sideways_scroll(page), *small_targets(page), *barriers(page, part)]


def resize(page: Page, width: int) -> None:
    """A window of this width, as high as such a screen is."""
    page.set_viewport_size({"width": width, "height": HEIGHTS.get(width, 900)})
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")


def sideways_scroll(page: Page) -> list[str]:
    """At which widths the page is wider than its window."""
    found = []
    for width in WIDTHS:
        resize(page, width)
        if wide := page.evaluate(SIDEWAYS):
            found.append(f"at {width}: {wide}")
    return found


def small_targets(page: Page) -> list[str]:
    """Main controls that a finger (at 390) or a mouse (at 1280) would miss."""
    found = []
    for width, least in {390: PHONE_TARGET, 1280: MOUSE_TARGET}.items():
        resize(page, width)
        found += [f"at {width}: {small}" for small in page.evaluate(SMALL_TARGETS, least)]
    return found


def barriers(page: Page, part: str) -> list[str]:
    """What axe calls serious or critical, at both sizes and in both themes."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(axe_source())
    found = []
    for width in (390, 1280):
        resize(page, width)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            found += [f"at {width}, {scheme}: {finding}" for finding in _axe(page, part)]
    page.emulate_media(color_scheme="light")
    return found


def _axe(page: Page, part: str) -> list[str]:
    violations: list[dict[str, Any]] = page.evaluate(RUN_AXE, part)
    return [
        f"{found['impact']} {found['id']}: {json.dumps(found['nodes'][:4], ensure_ascii=False)}"
        for found in violations
        if found["impact"] in SERIOUS
    ]


def assert_stands_in_view(page: Page, sentence: Locator, *, above: Locator) -> None:
    """A sentence is on the screen as a whole, over what is fixed to its lower edge."""
    expect(sentence).to_be_visible()
    shown, bar = sentence.bounding_box(), above.bounding_box()
    assert shown is not None
    assert bar is not None
    assert page.viewport_size is not None
    assert shown["y"] >= 0
    assert shown["y"] + shown["height"] <= bar["y"] <= page.viewport_size["height"]
