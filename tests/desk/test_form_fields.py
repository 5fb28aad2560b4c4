"""The fields of the desk's forms, whatever is typed into them: a value, or one sentence."""

from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from hypothesis import example, given, settings
from hypothesis import strategies as st

from accounts.countries import COUNTRIES
from accounts.models import known_zones
from desk.forms.behind import PeopleField
from desk.forms.fields import CodeField, CodesField, LinesField, NamesField, TickField, WeeksField
from desk.forms.places import CountryField, LanguageField, ZoneField
from prospects import labels
from prospects.conversations import Pace, PermissionChannel
from prospects.new_no import Other

FIELDS = [
    LinesField(), NamesField(), PeopleField(), WeeksField(), CountryField(required=False),
    ZoneField(required=False), LanguageField(max_length=12, required=False),
]  # fmt: skip
ANYTHING = st.text() | st.text(alphabet=",;\n \x00\u200bab", max_size=80)


def cleaned(field: forms.Field, typed: str) -> Any:
    """What a field makes of a text; the sentences, when it refuses it."""
    try:
        return field.clean(typed)
    except ValidationError as refused:
        return refused.messages


@settings(deadline=None)
@given(ANYTHING)
@example("9" * 5000)
@example("NO\x00")
def test_anything_typed_is_a_value_or_one_sentence(typed: str) -> None:
    for field in FIELDS:
        outcome = cleaned(field, typed)
        if isinstance(outcome, list):
            assert len(outcome) == 1
            assert outcome[0]


@settings(deadline=None)
@given(ANYTHING)
def test_lists_hold_each_thing_once_and_nothing_empty(typed: str) -> None:
    for field in (LinesField(), NamesField()):
        found = cleaned(field, typed)
        folded = [one.casefold() for one in found]
        assert len(folded) == len(set(folded))
        assert all(one.strip() == one != "" for one in found)


@settings(deadline=None)
@given(st.integers(1, 104))
def test_weeks_are_a_number(weeks: int) -> None:
    assert cleaned(WeeksField(), f" {weeks} ") == weeks


def test_no_weeks_are_none() -> None:
    assert cleaned(WeeksField(), "") is None


@pytest.mark.parametrize(
    ("typed", "people"),
    [
        ("Ada", [Other("Ada")]),
        ("Ada;sponsor", [Other("Ada", "sponsor")]),
        ("Ada ; sponsor ; slowly; with care", [Other("Ada", "sponsor", "slowly; with care")]),
        (" \nAda\n\nPer;\n", [Other("Ada"), Other("Per")]),
    ],
)
def test_people_are_read_from_their_lines(typed: str, people: list[Other]) -> None:
    assert cleaned(PeopleField(), typed) == tuple(people)


def test_every_country_is_known_by_its_letters_and_its_name() -> None:
    field = CountryField()
    for code, name in COUNTRIES.items():
        assert {cleaned(field, typed) for typed in (code, code.lower(), str(name))} == {code}


def test_every_time_zone_is_known_by_its_name() -> None:
    field = ZoneField()
    assert [zone for zone in known_zones() if cleaned(field, zone) != zone] == []


@pytest.mark.parametrize(
    ("typed", "zone"),
    [("oslo", "Europe/Oslo"), ("New York", "America/New_York"), ("europe/berlin", "Europe/Berlin"), ("", "")],
)
def test_a_time_zone_by_its_city(typed: str, zone: str) -> None:
    assert cleaned(ZoneField(required=False), typed) == zone


@pytest.mark.parametrize(
    ("typed", "ticked"),
    [("on", True), ("yes", True), ("1", True), ("", False), ("no", False), ("off", False), (None, False)],
)
def test_a_tick_understands_scripts_too(typed: str | None, *, ticked: bool) -> None:
    field = TickField()
    data = {} if typed is None else {"tender": typed}
    assert field.clean(field.widget.value_from_datadict(data, {}, "tender")) is ticked


@pytest.mark.parametrize(
    "data",
    [QueryDict("others=Ada;boss&others=Per"), {"others": ["Ada;boss", "Per"]}, {"others": "Ada;boss\r\nPer"}],
)
def test_lines_come_one_by_one_as_a_list_or_in_one_text(data: Any) -> None:
    field = PeopleField()
    assert field.clean(field.widget.value_from_datadict(data, {}, "others")) == (
        Other("Ada", "boss"),
        Other("Per"),
    )


def test_codes_are_the_codes_themselves() -> None:
    assert CodeField(labels.PACES).clean("slow") is Pace.SLOW
    assert CodeField(labels.PACES).clean("") is None
    channels = CodesField(labels.PERMISSION_CHANNELS).clean(["mail", "call", "mail"])
    assert channels == (PermissionChannel.MAIL, PermissionChannel.CALL)
