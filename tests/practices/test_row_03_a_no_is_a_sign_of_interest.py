"""PRODUCT.md, row 3: one calm line before the questions; the no itself is a touch."""

import pytest

from followups.kinds import Direction
from followups.models import FollowUpPlan, Touch
from tests.cast import MONDAY
from tests.practices.desk import Desk, timeline


def test_one_calm_line_stands_before_anything_is_asked(desk: Desk) -> None:
    page = desk.look("/no/")
    text = page.text
    line = "What can still be kept?"
    assert text.index(line) < text.index("What kind of no was it?")


def test_nobody_is_asked_whether_they_are_sure_they_lost(desk: Desk) -> None:
    page = desk.log()
    for text in (desk.look("/no/").text, page.text):
        assert "are you sure" not in text.lower()


@pytest.mark.parametrize(
    ("told_by", "channel"), [("met", "meeting"), ("call", "call"), ("mail", "mail"), ("other", "note")]
)
def test_the_no_is_logged_as_something_that_happened_between_us(
    desk: Desk, told_by: str, channel: str
) -> None:
    page = desk.log(told_by=told_by, in_their_words="Not this year")
    assert timeline(page)[0].startswith("today Said no: Not now")
    touch = Touch.objects.get()
    assert (touch.channel, touch.direction, touch.is_two_way) == (channel, Direction.IN, True)
    assert (touch.happened_on, touch.summary) == (MONDAY, "Not this year")
    assert FollowUpPlan.objects.get().last_two_way_on == MONDAY


def test_silence_is_none(desk: Desk) -> None:
    page = desk.log(conversation="drifted", told_by="silence")
    assert timeline(page)[0].startswith("today Said no: Went quiet")
    assert not Touch.objects.exists()
