"""Addresses that act: what was packed comes out again, and nothing else is believed."""

import struct
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.signed_links import Garbled, OtherKey, SignedLinks, instant_of, ticks

LAYOUTS = [">I", ">16sI", ">16sIQ16s", ">16sQB"]


def example(layout: str) -> tuple[object, ...]:
    return struct.unpack(layout, bytes(range(200, 200 + struct.calcsize(layout))))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_what_was_packed_comes_out_again(layout: str) -> None:
    links = SignedLinks("a.purpose", layout)
    assert links.values(links.token(*example(layout))) == example(layout)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_no_other_character_at_any_place_is_believed(layout: str) -> None:
    links = SignedLinks("a.purpose", layout)
    token = links.token(*example(layout))
    for place in range(len(token)):
        other = "A" if token[place] != "A" else "B"
        with pytest.raises((Garbled, OtherKey)):
            links.values(token[:place] + other + token[place + 1 :])


@pytest.mark.parametrize(
    "change", [lambda t: t[:-1], lambda t: t + "A", lambda t: t + "\n", lambda t: "", str.lower]
)
def test_a_link_that_was_cut_or_changed_is_none(change: Callable[[str], str]) -> None:
    links = SignedLinks("a.purpose", ">16sI")
    with pytest.raises((Garbled, OtherKey)):
        links.values(change(links.token(*example(">16sI"))))


def test_a_link_of_another_purpose_is_none() -> None:
    token = SignedLinks("one.purpose", ">I").token(7)
    with pytest.raises(OtherKey):
        SignedLinks("another.purpose", ">I").values(token)


def test_a_key_of_before_is_believed_as_long_as_it_is_listed(settings: Any) -> None:
    links = SignedLinks("a.purpose", ">I")
    token, before = links.token(7), settings.SECRET_KEY
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another key" * 6, [before]
    assert links.values(token) == (7,)
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(OtherKey):
        links.values(token)


@given(st.datetimes(datetime(1970, 1, 1), datetime(9999, 12, 31), timezones=st.just(UTC)))  # noqa: DTZ001
def test_an_instant_keeps_its_microseconds(instant: datetime) -> None:
    assert instant_of(ticks(instant)) == instant
    assert ticks(instant + timedelta(microseconds=1)) == ticks(instant) + 1
