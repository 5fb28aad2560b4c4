"""A row is inserted as Django would insert it."""

from copy import copy
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.db.models.signals import post_save, pre_save
from django.test.utils import CaptureQueriesContext

from accounts.models import Change, Team, User
from common.new_rows import insert
from followups.actions import record_no
from followups.models import Touch
from prospects.conversations import AskAnswer
from prospects.models import Deal, Loss, Organisation, Permission, Prospect
from tests.cast import MONDAY, NINE, a_no

# Of these there may be another one like the first.
FREE = (Deal, Touch, Permission, Change)
OURS = [model for model in apps.get_models() if model.__module__.split(".")[0] in {"prospects", "followups"}]


@pytest.fixture
def loss(owner: User) -> Loss:
    return record_no(a_no(stay_in_touch=AskAnswer.YES), by=owner, today=MONDAY, now=NINE).loss


def test_it_says_to_the_database_what_django_says(loss: Loss) -> None:
    for model in FREE:
        row = model.objects.first()
        assert row is not None, model
        told = []
        for save in (insert, lambda again: again.save(force_insert=True)):
            again = copy(row)
            again.pk = uuid4()
            with CaptureQueriesContext(connection) as asked:
                save(again)
            told.append(
                [query["sql"].replace(again.pk.hex, "id").replace(str(again.pk), "id") for query in asked]
            )
        assert told[0] == told[1]


def test_what_was_inserted_reads_as_it_was(owner: User) -> None:
    deal = Deal(
        team=owner.team,
        prospect=Prospect.objects.create(team=owner.team, owner=owner, name="Ingrid Solheim"),
        title="S&OP redesign “wide”",
        value=Decimal("118500.50"),
        currency="EUR",
        closed_on=date(2026, 3, 2),
        created_at=datetime(2026, 3, 2, 8, 0, 0, 123456, tzinfo=UTC),
    )
    insert(deal)
    assert not deal._state.adding
    read = Deal.objects.get(pk=deal.pk)
    names = [field.attname for field in Deal._meta.concrete_fields]
    assert [getattr(read, name) for name in names] == [getattr(deal, name) for name in names]
    deal.title = "Another"
    deal.save()
    assert Deal.objects.get().title == "Another"


def test_what_the_database_refuses_is_refused(team: Team) -> None:
    insert(Organisation(team=team, name="Solheim Pumper"))
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(Organisation(team=team, name="SOLHEIM PUMPER"))
    assert Organisation.objects.count() == 1


def test_a_transaction_in_which_it_failed_is_not_kept(team: Team) -> None:
    with transaction.atomic():
        insert(Organisation(team=team, name="Solheim Pumper"))
        with pytest.raises(IntegrityError):
            insert(Organisation(team=team, name="Solheim Pumper"))
        assert transaction.get_rollback()
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_a_row_whose_id_the_database_gives_is_refused(owner: User) -> None:
    with pytest.raises(TypeError, match="EmailAddress"):
        insert(EmailAddress(user=owner, email="second@example.com"))


@pytest.mark.parametrize("model", [Change, *OURS])
def test_nobody_waits_for_a_signal(model: Any) -> None:
    assert not pre_save.has_listeners(model)
    assert not post_save.has_listeners(model)
