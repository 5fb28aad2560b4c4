"""What PostgreSQL refuses by its types is refused by the tables themselves on every database."""

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import DataError, IntegrityError, connection, models, transaction

from accounts.models import Team, User
from common import strict_columns
from common.strict_columns import install_after_migrating, make_way_before_migrating, refusal
from prospects.models import Deal, Prospect
from tests.followups.telling import log

REFUSED = (DataError, IntegrityError, ValueError, InvalidOperation)
sqlite_only = pytest.mark.skipif("connection.vendor != 'sqlite'", reason="the types of PostgreSQL do it")


def is_refused(row: models.Model, **values: Any) -> bool:
    """Whether the database itself refuses a value, written past every check of ours."""
    try:
        with transaction.atomic():
            type(row)._default_manager.filter(pk=row.pk).update(**values)
    except REFUSED:
        return True
    return False


@pytest.fixture
def person(owner: User) -> Prospect:
    return log(owner, "Ingrid Solheim").prospect


def test_a_text_may_be_as_long_as_its_column(person: Prospect) -> None:
    assert not is_refused(person, phone="ü" * 40)
    assert is_refused(person, phone="ü" * 41)


def test_no_text_holds_a_nul(person: Prospect) -> None:
    assert is_refused(person, name="a\x00b")
    assert is_refused(person, learned="\x00")
    assert not is_refused(person, learned="a\nb")


def test_no_text_holds_half_a_character(person: Prospect) -> None:
    with pytest.raises((UnicodeEncodeError, *REFUSED)), transaction.atomic():
        Prospect.objects.filter(pk=person.pk).update(name="\udfff")


@pytest.mark.parametrize(
    ("limit", "refused"), [(32_767, False), (32_768, True), (2**31, True), (2**63 - 1, True)]
)
def test_a_number_may_be_as_large_as_its_column(owner: User, limit: int, *, refused: bool) -> None:
    assert is_refused(owner.team, daily_limit=limit) is refused


def test_an_amount_may_be_as_large_as_its_column(owner: User) -> None:
    deal = log(owner, "Ingrid Solheim").deal
    digits = Deal._meta.get_field("value").max_digits - Deal._meta.get_field("value").decimal_places
    assert not is_refused(deal, value=Decimal(10) ** (digits - 1))
    assert is_refused(deal, value=Decimal(10) ** digits)
    with connection.cursor() as cursor, pytest.raises(REFUSED), transaction.atomic():
        cursor.execute(f"UPDATE prospects_deal SET value = 1{'0' * digits}")


def test_a_new_row_is_asked_as_well(team: Team) -> None:
    with pytest.raises(REFUSED), transaction.atomic():
        Team.objects.bulk_create([Team(name="n" * 121)])


def ours() -> list["models.Field[Any, Any]"]:
    """Every column of ours whose values SQLite would take whatever they are."""
    return [
        column
        for model in apps.get_models()
        if model._meta.app_label in settings.ROOMS
        for column in model._meta.concrete_fields
        if refusal(column, "NEW")
    ]


@sqlite_only
@pytest.mark.django_db
def test_every_column_is_behind_a_trigger_of_its_table() -> None:
    standing = strict_columns._standing()
    for column in ours():
        for act in ("insert", "update"):
            assert f'NEW."{column.column}"' in standing[f"strict_{act}_{column.model._meta.db_table}"]
    assert len(ours()) > 100


@sqlite_only
def test_what_stood_there_before_may_stay(person: Prospect) -> None:
    make_way_before_migrating()
    Prospect.objects.filter(pk=person.pk).update(phone="1" * 50)
    install_after_migrating()
    assert not is_refused(person, phone="1" * 50, asked_to_stop_on=date(2026, 3, 2))
    assert is_refused(person, phone="2" * 50)


@sqlite_only
@pytest.mark.django_db
def test_they_go_before_a_migration_and_come_back_after_it() -> None:
    before = strict_columns._standing()
    make_way_before_migrating()
    assert strict_columns._standing() == {}
    install_after_migrating()
    assert strict_columns._standing() == before != {}
    install_after_migrating()
    assert strict_columns._standing() == before
