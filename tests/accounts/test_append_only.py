"""The database itself keeps the audit trail as it was written."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, models, transaction

from accounts import append_only
from accounts.changes import LABEL_LENGTH, Change, Trail, WasErased, erase, replay_before, row_key
from accounts.models import User
from followups import actions
from followups.models import Touch
from prospects.models import Deal, Loss, Prospect
from tests.cast import NINE
from tests.followups.telling import log

LATER = NINE + timedelta(days=3)
EMPTIED: dict[str, Any] = {"before": [], "after": [], "label": "", "erased_at": LATER}
HANGING = ("prospect_id", "deal_id", "loss_id")


@pytest.fixture
def change(owner: User) -> Change:
    loss = log(owner)
    trail = Trail(actor=owner, team=owner.team, now=NINE)
    trail.update(loss.deal, title="Another title")
    return trail.write("test", loss.deal)


def stored(change: Change) -> dict[str, Any]:
    return Change.objects.filter(pk=change.pk).values().get()


def refuses(statement: str, *values: Any) -> None:
    connection.check_constraints()  # on PostgreSQL: nothing waits for the end of the transaction
    with pytest.raises(IntegrityError, match="append only"), transaction.atomic():  # noqa: SIM117
        with connection.cursor() as cursor:
            cursor.execute(statement, values)


def key_of(change: Change) -> Any:
    return change.pk if connection.vendor == "postgresql" else change.pk.hex


def test_no_row_is_deleted(change: Change) -> None:
    before = stored(change)
    refuses("DELETE FROM accounts_change")
    refuses("DELETE FROM accounts_change WHERE id = %s", key_of(change))
    for gone in (change.delete, Change.objects.all().delete):
        with pytest.raises(IntegrityError), transaction.atomic():
            gone()
    change.pk = before["id"]
    assert stored(change) == before


@pytest.mark.parametrize("column", ["action", "object_type", "label"])
def test_no_text_is_rewritten(change: Change, column: str) -> None:
    refuses(f"UPDATE accounts_change SET {column} = 'x'")
    refuses(f"UPDATE accounts_change SET {column} = {column}")


@pytest.mark.parametrize("column", ["id", "team", "actor", "at", "object_id", "undoes", "before", "after"])
def test_nothing_else_is_rewritten(change: Change, colleague: User, stranger: User, column: str) -> None:
    other = Trail(actor=colleague, team=colleague.team, now=LATER).write("test", colleague)
    values = {
        "id": colleague.pk, "team": stranger.team, "actor": colleague, "at": LATER, "undoes": other,
        "object_id": colleague.pk, "before": [["x", None]], "after": [["x", None]],
    }  # fmt: skip
    for with_it in ({}, EMPTIED):
        with pytest.raises(IntegrityError, match="append only"), transaction.atomic():
            Change.objects.filter(pk=change.pk).update(**(with_it | {column: values[column]}))


@pytest.mark.parametrize("left", ["before", "after", "label", "erased_at"])
def test_half_emptied_is_refused(change: Change, left: str) -> None:
    half = {name: value for name, value in EMPTIED.items() if name != left}
    with pytest.raises(IntegrityError, match="append only"), transaction.atomic():
        Change.objects.filter(pk=change.pk).update(**half)


def test_emptying_is_allowed_once(change: Change) -> None:
    before = stored(change)
    assert Change.objects.filter(pk=change.pk).update(**EMPTIED) == 1
    assert stored(change) == before | EMPTIED
    with pytest.raises(IntegrityError, match="append only"), transaction.atomic():
        Change.objects.filter(pk=change.pk).update(**EMPTIED)
    refuses("DELETE FROM accounts_change")


def test_no_row_takes_the_place_of_another(change: Change) -> None:
    if connection.vendor == "postgresql":
        refuses("TRUNCATE accounts_change CASCADE")
        return
    columns = ", ".join(field.column for field in Change._meta.concrete_fields)
    values = columns.replace("action", "'forged'")
    refuses(f"INSERT OR REPLACE INTO accounts_change ({columns}) SELECT {values} FROM accounts_change")


@pytest.mark.django_db(transaction=True)
def test_flush_is_refused_where_no_test_asks_for_it(change: Change, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as here:
        here.setattr(append_only, "remove", lambda: None)
        with pytest.raises(CommandError):
            call_command("flush", interactive=False, verbosity=0)
    assert Change.objects.filter(pk=change.pk).exists()


@pytest.fixture
def put_right() -> Iterator[None]:
    yield
    append_only.install()


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("put_right")
def test_a_table_that_a_migration_rebuilt_is_kept_on(change: Change) -> None:
    before = Change._meta.get_field("action")
    after = models.CharField(max_length=99)
    after.set_attributes_from_name("action")
    after.model = Change
    connection.disable_constraint_checking()
    with connection.schema_editor(atomic=False) as editor:
        editor.alter_field(Change, before, after, strict=True)
        editor.alter_field(Change, after, before, strict=True)
    connection.enable_constraint_checking()
    if connection.vendor == "sqlite":
        assert append_only.there() == set()
    call_command("migrate", verbosity=0)
    assert append_only.there() == set(append_only.wanted())
    refuses("DELETE FROM accounts_change")


@pytest.mark.usefixtures("db")
def test_nothing_is_done_where_all_is_there() -> None:
    assert append_only.there() == set(append_only.wanted())
    assert append_only.install() is False


@pytest.mark.usefixtures("db", "put_right")
def test_triggers_of_another_version_give_way(monkeypatch: pytest.MonkeyPatch) -> None:
    ours = append_only.there()
    monkeypatch.setattr(append_only, "SAID", "append only, said otherwise")
    assert append_only.install() is True
    assert append_only.there().isdisjoint(ours)
    monkeypatch.undo()
    assert append_only.install() is True
    assert append_only.there() == ours


def test_a_change_says_what_its_object_was_called(owner: User) -> None:
    loss = log(owner)
    changes = dict(Change.objects.values_list("action", "label"))
    assert changes["record_no"] == loss.prospect.name
    trail = Trail(actor=owner, team=owner.team, now=NINE)
    owner.name = "N\nå " * LABEL_LENGTH
    assert trail.write("test", owner).label == ("N å " * LABEL_LENGTH)[:LABEL_LENGTH]
    assert trail.write("test", owner.team).label == owner.team.name


def about(loss: Loss) -> list[str]:
    person = loss.prospect
    rows = [person, loss, loss.deal, *Touch.objects.filter(prospect=person)]
    return [row_key(row) for row in rows]


def erase_all(loss: Loss, owner: User) -> int:
    return erase(about(loss), team=owner.team, through=HANGING, now=LATER)


def test_erasing_empties_what_tells_of_somebody_and_nothing_else(owner: User) -> None:
    loss, other = log(owner), log(owner, "Jon Berg")
    kept = list(Change.objects.filter(object_id=other.pk).values())
    told = Change.objects.get(object_id=loss.pk)
    facts = (told.actor_id, told.at, told.action, told.object_type, told.object_id)
    assert erase_all(loss, owner) == 1
    told.refresh_from_db()
    assert (told.actor_id, told.at, told.action, told.object_type, told.object_id) == facts
    assert (told.before, told.after, told.label, told.erased_at) == ([], [], "", LATER)
    assert list(Change.objects.filter(object_id=other.pk).values()) == kept
    assert erase_all(loss, owner) == 0


def test_erasing_finds_rows_that_were_taken_back(owner: User) -> None:
    first = log(owner)
    trail = Trail(actor=owner, team=owner.team, now=NINE)
    deal = trail.create(
        Deal(team=owner.team, prospect=first.prospect, title="Canary", currency="EUR", created_at=NINE)
    )
    trail.write("test", owner)
    trail = Trail(actor=owner, team=owner.team, now=NINE + timedelta(minutes=1))
    trail.update(deal, title="Second canary")
    trail.write("test", deal)
    deal.delete()
    erase_all(first, owner)
    texts = str(list(Change.objects.values_list("before", "after", "label")))
    assert "canary" not in texts.lower()
    assert first.prospect.name not in texts


def test_erasing_leaves_another_team_alone(owner: User, stranger: User) -> None:
    log(owner)
    theirs = log(stranger)
    assert erase(about(theirs), team=owner.team, through=HANGING, now=LATER) == 0
    assert erase([], team=owner.team, through=HANGING, now=LATER) == 0


def test_what_was_erased_is_not_undone(owner: User) -> None:
    loss = log(owner)
    change = Change.objects.get(object_id=loss.pk)
    erase_all(loss, owner)
    change.refresh_from_db()
    with pytest.raises(WasErased):
        replay_before(change, Trail(actor=owner, team=owner.team, now=LATER))
    with pytest.raises(actions.WasErased):
        actions.undo_change(change.pk, by=owner, now=LATER)
    assert Prospect.objects.filter(pk=loss.prospect_id).exists()
    assert not Change.objects.filter(action="undo").exists()
