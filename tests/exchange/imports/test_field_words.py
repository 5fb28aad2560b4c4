"""A column that is called as we call it ourselves is known in any file."""

import pytest
from django.utils.translation import override

from exchange.dialects.by_hand import COLUMNS
from exchange.dialects.fields import Field, matched
from exchange.imports.field_words import FIELDS
from exchange.imports.reading import layout_for

PERMISSION = {
    Field.PERMISSION: "Permission",
    Field.PERMISSION_ON: "Permission: since",
    Field.PERMISSION_SOURCE: "Permission: where from",
}


def test_every_word_of_ours_is_found_among_the_others() -> None:
    with override("en"):
        own = {field: str(words) for field, words in FIELDS.items()}
    assert own.keys() == set(Field)
    assert matched(COLUMNS, list(own.values())) == own


@pytest.mark.parametrize("field", FIELDS)
def test_every_word_of_ours_is_found_alone(field: Field) -> None:
    with override("en"):
        words = str(FIELDS[field])
    found = Field.LOST_ON if field is Field.CLOSED_ON else field  # both tell the day of the no
    assert matched(COLUMNS, [words]) == {found: words}


@pytest.mark.parametrize(
    "others",
    [
        ["Deal", "Contact", "Stage", "Close date"],
        ["Deal Name", "Deal Stage", "Close Date", "Pipeline"],  # HubSpot
        ["Opportunity ID", "Stage", "Close Date", "Account Name"],  # Salesforce
        ["First Name", "Last Name", "Email"],
    ],
)
def test_a_permission_is_found_in_any_file(others: list[str]) -> None:
    columns = layout_for([*others, *PERMISSION.values()]).columns
    assert {field: columns.get(field) for field in PERMISSION} == PERMISSION


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Deal", Field.TITLE), ("Company", Field.ORGANISATION), ("Contact", Field.PERSON),
        ("E-mail", Field.EMAIL), ("Value", Field.VALUE), ("Close date", Field.CLOSED_ON),
        ("Stage", Field.STAGE), ("Status", Field.STATUS), ("Reason", Field.REASON),
        ("Email Opt Out", Field.NO_MAIL), ("Unsubscribed", Field.NO_MAIL), ("Do Not Call", Field.NO_CALLS),
    ],
)  # fmt: skip
def test_what_the_help_names_is_found(header: str, field: Field) -> None:
    """docs/import.md"""
    assert matched(COLUMNS, [header]) == {field: header}
