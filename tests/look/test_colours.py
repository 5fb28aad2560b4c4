"""The contrast of the colour pairs of the design, computed from the tokens in app.css (WCAG 2.2)."""

import re
from pathlib import Path

import pytest

CSS = (Path(__file__).resolve().parents[2] / "static" / "app.css").read_text()
TOKEN = re.compile(r"--([\w-]+): light-dark\((#[0-9A-F]{6}), (#[0-9A-F]{6})\);")
TOKENS = {name: (light, dark) for name, light, dark in TOKEN.findall(CSS)}

# foreground, background, contrast in light and in dark as the design measured them
DESIGN = [
    ("ink", "paper", 14.5, 15.7),
    ("ink", "sheet", 16.2, 14.5),
    ("ink-2", "sheet", 8.4, 9.5),
    ("ink-3", "paper", 5.6, 7.2),
    ("ink-3", "sunk", 5.1, 5.8),
    ("pine", "sheet", 7.8, 9.0),
    ("on-pine", "pine", 7.8, 8.9),
    ("gold-ink", "gold-soft", 6.0, 8.9),
    ("on-gold", "gold", 9.0, 9.7),
    ("plum", "sheet", 9.3, 8.4),
    ("plum", "plum-soft", 7.8, 7.5),
    ("on-no", "no-fill", 9.4, 7.5),
    ("on-deep", "plum-deep", 11.9, 12.1),
    ("clay", "clay-soft", 5.5, 6.7),
    ("danger", "sheet", 6.5, 8.4),
    ("edge", "paper", 3.3, 4.4),
    ("gold-edge", "paper", 3.6, 10.8),
    ("focus", "sunk", 6.4, 8.7),
]
# pairs the stylesheet uses beyond the design's table; text needs 4.5, marks need 3
TEXT = [
    ("ink", "raised"),
    ("ink", "pine-soft"),
    ("ink", "clay-soft"),
    ("ink", "danger-soft"),
    ("ink-2", "paper"),
    ("ink-2", "sunk"),
    ("ink-3", "sheet"),
    ("ink-3", "raised"),
    ("pine", "paper"),
    ("pine", "raised"),
    ("pine", "pine-soft"),
    ("on-pine", "pine-hover"),
    ("plum", "paper"),
    ("on-deep-2", "plum-deep"),
    ("danger", "raised"),
    ("danger", "danger-soft"),
]
MARKS = [("edge", "sheet"), ("edge", "raised"), ("focus", "paper"), ("focus", "raised"), ("clay", "sheet")]


def luminance(colour: str) -> float:
    """Relative luminance of "#RRGGBB", 0 (black) to 1 (white)."""
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    """Contrast ratio of two colours, 1 to 21."""
    lighter, darker = sorted((luminance(first), luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def measured(front: str, back: str) -> tuple[float, float]:
    """Contrast of two tokens in light and in dark."""
    return contrast(TOKENS[front][0], TOKENS[back][0]), contrast(TOKENS[front][1], TOKENS[back][1])


def test_black_on_white_is_twenty_one_to_one() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)


@pytest.mark.parametrize(("front", "back", "light", "dark"), DESIGN)
def test_a_pair_of_the_design_has_the_contrast_the_design_states(
    front: str, back: str, light: float, dark: float
) -> None:
    assert measured(front, back) == pytest.approx((light, dark), abs=0.06)


@pytest.mark.parametrize(("front", "back"), TEXT)
def test_text_is_readable_in_both_themes(front: str, back: str) -> None:
    assert min(measured(front, back)) >= 4.5


@pytest.mark.parametrize(("front", "back"), MARKS)
def test_edges_and_focus_rings_stand_out_in_both_themes(front: str, back: str) -> None:
    assert min(measured(front, back)) >= 3


def test_browsers_without_light_dark_get_every_colour_in_its_light_value() -> None:
    block = CSS.split("@supports not (color: light-dark(#000, #fff)) {", 1)[1].split("\n}\n", 1)[0]
    fallback = dict(re.findall(r"--([\w-]+): (#[0-9A-F]{6});", block))

    assert fallback == {name: light for name, (light, _) in TOKENS.items()}


def test_the_stylesheet_brings_no_pictures_along_and_asks_no_other_host() -> None:
    assert re.findall(r"url\(\"(?!vendor/)[^)]*\)", CSS) == []
    assert "data:" not in CSS


def test_every_token_the_stylesheet_uses_is_declared() -> None:
    used = set(re.findall(r"var\(--([\w-]+)\)", CSS))
    declared = set(re.findall(r"^\s+--([\w-]+):", CSS, re.MULTILINE))

    assert used <= declared
