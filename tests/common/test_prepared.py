"""A prepared read answers like the queryset it was made of, and puts its SQL together once."""

from collections.abc import Collection
from datetime import date, timedelta
from decimal import Decimal
from threading import Thread
from typing import Any
from unittest.mock import patch
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Lower
from django.db.transaction import TransactionManagementError

from accounts.models import User
from common.prepared import Change, prepared, prepared_change
from followups.actions import record_no
from followups.kinds import Kind, Status
from followups.models import FollowUp
from prospects.models import Loss, Prospect
from tests.cast import MONDAY, NINE, a_no

postgresql_only = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="only PostgreSQL keeps a statement for those that come after"
)


@pytest.fixture
def losses(owner: User) -> list[Loss]:
    names = ("Ingrid Solheim", "Piet de Wit", "Åse Berg")
    return [record_no(a_no(name), by=owner, today=MONDAY, now=NINE).loss for name in names]


@prepared
def rows_of(people: Collection[UUID]) -> "QuerySet[FollowUp]":
    rows = FollowUp.objects.select_related("prospect__organisation", "plan__loss__deal", "wake_up")
    return rows.filter(prospect__pk__in=people).order_by("due_on", "pk")


def test_models_come_with_what_was_selected_along(losses: list[Loss], django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        found = rows_of([losses[0].prospect_id])
        told = [(row.prospect.name, row.plan.loss and row.plan.loss.deal.title, row.wake_up) for row in found]
    plain = FollowUp.objects.filter(prospect=losses[0].prospect).order_by("due_on", "pk")
    assert found == list(plain)
    assert told == [("Ingrid Solheim", losses[0].deal.title, None)] * len(found)
    assert [vars(row)["created_at"] for row in found] == [row.created_at for row in plain]


def test_a_model_it_gave_is_saved_like_any_other(losses: list[Loss]) -> None:
    row = rows_of([losses[0].prospect_id])[0]
    row.note = "By phone"
    row.save(update_fields=["note"])
    assert FollowUp.objects.get(pk=row.pk).note == "By phone"


@pytest.mark.parametrize("many", [0, 1, 2, 3])
def test_any_number_of_values_may_be_asked_about(losses: list[Loss], many: int) -> None:
    people = {loss.prospect_id for loss in losses[:many]}
    assert {row.prospect_id for row in rows_of(people)} == people


def test_more_than_it_remembers(losses: list[Loss]) -> None:
    people = [losses[0].prospect_id, *(uuid4() for _ in range(40))]
    assert {row.prospect_id for row in rows_of(people)} == {losses[0].prospect_id}


def test_tuples_and_single_values_read_as_their_columns_would(losses: list[Loss], owner: User) -> None:
    @prepared
    def told(by: UUID, since: date) -> "QuerySet[Loss, tuple[UUID, date, Any]]":
        noes = Loss.objects.filter(logged_by=by, said_on__gte=since).order_by("prospect__name")
        return noes.values_list("pk", "said_on", "logged_at")

    @prepared
    def names(small: str) -> "QuerySet[Prospect, str]":
        people = Prospect.objects.alias(small=Lower("name")).filter(small=Lower(small))
        return people.values_list("name", flat=True)

    assert told(owner.pk, MONDAY)[0] == (losses[0].pk, losses[0].said_on, losses[0].logged_at)
    assert told(owner.pk, date(2030, 1, 1)) == []
    assert names("INGRID SOLHEIM") == ["Ingrid Solheim"]


def test_a_percent_sign_of_the_statement_stays_one(losses: list[Loss]) -> None:
    @prepared
    def odd(prospect: UUID) -> "QuerySet[FollowUp, int]":
        return FollowUp.objects.filter(prospect__pk=prospect).values_list(F("version") % 2, flat=True)

    rows = FollowUp.objects.filter(prospect=losses[0].prospect)
    assert sorted(odd(losses[0].prospect_id)) == sorted(row.version % 2 for row in rows)


def test_places_stand_in_parts_of_a_query_too(losses: list[Loss], owner: User) -> None:
    @prepared
    def people(pk: UUID, kind: str, owner_id: UUID) -> "QuerySet[Prospect, tuple[str, bool, int]]":
        due = FollowUp.objects.filter(prospect=OuterRef("pk"), kind=kind)
        found = Prospect.objects.filter(Q(pk=pk) | Q(name__startswith="Piet"), owner=owner_id).order_by(
            "name"
        )
        counted = Count("plans__follow_ups", filter=Q(plans__follow_ups__status=Status.OPEN))
        return found.annotate(rows=counted).values_list("name", Exists(due), "rows")

    told = people(losses[0].prospect_id, Kind.CHECK_IN, owner.pk)
    assert [(name, due) for name, due, _rows in told] == [("Ingrid Solheim", True), ("Piet de Wit", True)]
    assert all(rows for _name, _due, rows in told)
    assert people(losses[0].prospect_id, Kind.REFERRAL, owner.pk)[0][1] is False
    assert people(losses[0].prospect_id, Kind.CHECK_IN, uuid4()) == []


def test_it_is_put_together_once_in_each_thread(losses: list[Loss]) -> None:
    built = []

    @prepared
    def by_name(name: str) -> "QuerySet[Prospect]":
        built.append(name)
        return Prospect.objects.filter(name=name)

    assert [by_name(loss.prospect.name) for loss in losses] == [[loss.prospect] for loss in losses]
    assert len(built) == 1

    def elsewhere() -> None:
        with pytest.raises(TypeError):  # before the other thread's connection is opened
            by_name(None)  # type: ignore[arg-type]

    other = Thread(target=elsewhere)
    other.start()
    other.join()
    assert len(built) == 2


@pytest.mark.django_db
def test_it_may_not_look_at_what_it_is_asked_with() -> None:
    @prepared
    def of_address(address: str) -> "QuerySet[Prospect]":
        return Prospect.objects.filter(email=address) if address else Prospect.objects.none()

    with pytest.raises(TypeError, match="may not look"):
        of_address("ingrid@example.com")


@pytest.mark.django_db
@pytest.mark.parametrize("value", [None, Decimal(1), 1.5, object()])
def test_a_value_it_cannot_spell_is_refused(value: Any) -> None:
    @prepared
    def named(name: Any) -> "QuerySet[Prospect]":
        return Prospect.objects.filter(name=name)

    with pytest.raises(TypeError, match="spelt"):
        named(value)


@pytest.mark.django_db(transaction=True)
def test_a_lock_needs_a_transaction_each_time(owner: User) -> None:
    @prepared
    def locked(pk: UUID) -> "QuerySet[User]":
        return User.objects.select_for_update(of=("self",)).filter(pk=pk)

    with transaction.atomic():
        assert locked(owner.pk) == [owner]
    if not connection.features.has_select_for_update:
        assert locked(owner.pk) == [owner]
        return
    with pytest.raises(TransactionManagementError):
        locked(owner.pk)


@pytest.mark.django_db
def test_what_it_cannot_make_of_rows_it_refuses() -> None:
    @prepared
    def named(name: str) -> "QuerySet[Prospect, Any]":
        return Prospect.objects.filter(name=name).values("name")

    with pytest.raises(TypeError, match="models, tuples or single values"):
        named("Ingrid Solheim")


@prepared_change
def hand_over(people: Collection[UUID], to: UUID, day: date, note: str) -> Change:
    rows = FollowUp.objects.filter(prospect__pk__in=people, kind=Kind.CHECK_IN).exclude(due_on=day)
    return Change(
        rows, {"owner": to, "due_on": day, "note": note, "version": F("version") + 1, "promise": None}
    )


def test_a_change_meets_the_rows_an_update_would(losses: list[Loss], colleague: User) -> None:
    day = MONDAY + timedelta(days=46)
    before = {row.pk: row.version for row in FollowUp.objects.filter(kind=Kind.CHECK_IN)}
    some = [loss.prospect_id for loss in losses[:2]]
    met = FollowUp.objects.filter(prospect__in=some, kind=Kind.CHECK_IN)
    rows = list(met)
    assert hand_over(some, colleague.pk, day, "From Åse 💌") == len(rows) > 0
    assert [(row.owner, row.due_on, row.note) for row in met.all()] == [
        (colleague, day, "From Åse 💌")
    ] * len(rows)
    assert all(row.version == before[row.pk] + 1 for row in met.all())
    assert FollowUp.objects.filter(owner=colleague).count() == len(rows)
    assert hand_over(some, colleague.pk, day, "Again") == 0
    assert hand_over([], colleague.pk, day, "Nobody") == 0


def test_a_change_is_put_together_once(losses: list[Loss]) -> None:
    built = []

    @prepared_change
    def renamed(prospect: UUID, name: str) -> Change:
        built.append(prospect)
        return Change(Prospect.objects.filter(pk=prospect), {"name": name})

    assert [renamed(loss.prospect_id, "Åse") for loss in losses] == [1] * len(losses)
    assert len(built) == 1


@pytest.mark.django_db
def test_a_change_of_several_tables_or_of_some_rows_is_refused() -> None:
    @prepared_change
    def by_owner(name: str) -> Change:
        return Change(Prospect.objects.filter(owner__name=name), {"name": name})

    @prepared_change
    def first(name: str) -> Change:
        return Change(Prospect.objects.filter(name=name)[:1], {"name": name})

    with pytest.raises(TypeError, match="one table"):
        by_owner("Maren")
    with pytest.raises(TypeError, match="one table"):
        first("Maren")


def test_a_change_that_fails_leaves_its_transaction_to_be_rolled_back(losses: list[Loss]) -> None:
    @prepared_change
    def set_status(pk: UUID, status: str) -> Change:
        return Change(FollowUp.objects.filter(prospect=pk), {"status": status})

    with transaction.atomic():
        with pytest.raises(IntegrityError):
            set_status(losses[0].prospect_id, "nonsense")
        assert transaction.get_rollback()


def kept_by_the_server(part: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements")
        return [text for (text,) in cursor.fetchall() if part in text]


@postgresql_only
def test_postgresql_plans_it_once_and_knows_what_never_changes(losses: list[Loss]) -> None:
    @prepared
    def open_in_percent(pk: UUID) -> "QuerySet[FollowUp, UUID]":
        rows = FollowUp.objects.filter(status=Status.OPEN, prospect__pk=pk).exclude(note="100 % kept_here")
        return rows.values_list("pk", flat=True)

    for loss in losses:
        found = FollowUp.objects.filter(prospect=loss.prospect, status=Status.OPEN)
        assert set(open_in_percent(loss.prospect_id)) == {row.pk for row in found}
    (text,) = kept_by_the_server("kept_here")
    assert "= 'open'" in text
    assert "'100 % kept_here'" in text
    assert text.count("$") == 1


@postgresql_only
def test_postgresql_makes_a_kept_change_again(losses: list[Loss]) -> None:
    @prepared_change
    def spoken_to(pk: UUID, note: str) -> Change:
        rows = FollowUp.objects.filter(prospect=pk, kind=Kind.CHECK_IN).exclude(note="changed_here")
        return Change(rows, {"note": note, "promise": None, "version": F("version") + 1})

    for note in ("first", "second", "third"):
        assert spoken_to(losses[0].prospect_id, note) == 1
    row = FollowUp.objects.get(prospect=losses[0].prospect_id, kind=Kind.CHECK_IN)
    assert (row.note, row.promise) == ("third", None)
    assert len(kept_by_the_server("changed_here")) == 1


@postgresql_only
def test_a_pool_that_cannot_keep_statements_is_not_asked_to(losses: list[Loss]) -> None:
    @prepared
    def named(name: str) -> "QuerySet[Prospect, UUID]":
        return Prospect.objects.filter(name=name).exclude(title="not_kept").values_list("pk", flat=True)

    threshold = connection.connection.prepare_threshold
    connection.connection.prepare_threshold = None
    try:
        assert [named(loss.prospect.name) for loss in losses] == [[loss.prospect_id] for loss in losses]
        assert kept_by_the_server("not_kept") == []
    finally:
        connection.connection.prepare_threshold = threshold


@pytest.mark.django_db
def test_a_connection_that_broke_is_replaced_before_it_is_asked(owner: User) -> None:
    looked = []
    with patch.object(connection, "close_if_health_check_failed", lambda: looked.append(True)):
        assert rows_of([owner.pk]) == []
    assert looked
