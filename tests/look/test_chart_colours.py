"""The marks of charts stand out from the sheet they are drawn on, mixed colours too (WCAG 2.2: 3 to 1)."""

import re
from pathlib import Path

import pytest

from tests.look.test_colours import TOKENS, contrast

CSS = (Path(__file__).resolve().parents[2] / "static" / "figures.css").read_text()

MIX = re.compile(
    r"^\.(g-[\w-]+|sw-[\w-]+) \{ (?:fill|stroke|background): "
    r"color-mix\(in srgb, var\(--([\w-]+)\) (\d+)%, var\(--sheet\)\)",
    re.MULTILINE,
)
SOLID = [("plum-mark", "sheet"), ("pine", "sheet"), ("edge", "sheet"), ("ink-3", "sheet")]
# Fills of areas: their edge, or the line inside, is what has to be seen.
AREAS = {"sw-band", "sw-win"}


def mixed(front: str, back: str, share: float) -> str:
    parts = [(int(front[at : at + 2], 16), int(back[at : at + 2], 16)) for at in (1, 3, 5)]
    return "#" + "".join(f"{round(one * share + other * (1 - share)):02X}" for one, other in parts)


@pytest.mark.parametrize("theme", [0, 1])
def test_mixed_marks_stand_out_from_the_sheet(theme: int) -> None:
    found = [match for match in MIX.findall(CSS) if match[0] not in AREAS]
    assert {name for name, _token, _share in found} >= {"g-bar-2", "g-ci", "g-q2", "sw-part", "sw-part2"}
    sheet = TOKENS["sheet"][theme]
    for name, token, share in found:
        mark = mixed(TOKENS[token][theme], sheet, int(share) / 100)
        assert contrast(mark, sheet) >= 3, name


@pytest.mark.parametrize(("front", "back"), SOLID)
def test_plain_marks_stand_out_from_the_sheet(front: str, back: str) -> None:
    assert contrast(TOKENS[front][0], TOKENS[back][0]) >= 3
    assert contrast(TOKENS[front][1], TOKENS[back][1]) >= 3
