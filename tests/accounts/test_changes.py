"""The audit trail, and putting things back from it."""

from datetime import date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.changes import Change, SomethingBuiltOnIt, Trail, replay_before, row_key, snapshot
from accounts.models import User
from prospects.models import Deal, Loss, Prospect
from tests.cast import MONDAY, NINE
from tests.followups.telling import log


@pytest.fixture
def loss(owner: User) -> Loss:
    return log(owner)


@pytest.fixture
def deal(loss: Loss) -> Deal:
    return loss.deal


def a_trail(by: User, now: datetime = NINE) -> Trail:
    return Trail(actor=by, team=by.team, now=now)


def written(trail: Trail, about: Deal) -> Change:
    """The change as it comes back from the database."""
    return Change.objects.get(pk=trail.write("test", about).pk)


def put_back(change: Change, by: User) -> None:
    with transaction.atomic():
        replay_before(change, a_trail(by))


def test_a_change_says_who_what_and_when(owner: User, deal: Deal) -> None:
    trail = a_trail(owner)
    trail.update(deal, title="Another title")
    change = written(trail, deal)
    assert (change.actor, change.at, change.team) == (owner, NINE, owner.team)
    assert (change.object_type, change.object_id) == ("prospects.deal", deal.pk)
    assert change.before == [[row_key(deal), {"title": "S&OP redesign"}]]
    assert change.after == [[row_key(deal), {"title": "Another title"}]]


def test_a_change_has_to_name_its_action(owner: User, deal: Deal) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        a_trail(owner).write("", deal)


def test_values_come_back_as_they_were(owner: User, deal: Deal) -> None:
    trail = a_trail(owner)
    trail.update(deal, value=Decimal("5"), closed_on=date(2026, 3, 9), why_yes="a\nb")
    first = written(trail, deal)
    trail = a_trail(owner)
    trail.update(deal, value=None, closed_on=None, why_yes="")
    put_back(written(trail, deal), owner)
    deal.refresh_from_db()
    assert (deal.value, deal.closed_on, deal.why_yes) == (Decimal("5.00"), date(2026, 3, 9), "a\nb")
    put_back(first, owner)
    deal.refresh_from_db()
    assert (deal.value, deal.closed_on, deal.why_yes) == (None, MONDAY, "")


def test_a_moment_given_in_another_zone_is_the_same_moment(owner: User, loss: Loss) -> None:
    in_delhi = NINE.astimezone(timezone(timedelta(hours=5, minutes=30)))
    trail = a_trail(owner, in_delhi)
    deal = trail.create(
        Deal(team=owner.team, prospect=loss.prospect, title="New", currency="EUR", created_at=in_delhi)
    )
    change = written(trail, deal)
    put_back(change, owner)
    assert not Deal.objects.filter(pk=deal.pk).exists()


def test_what_was_made_goes_and_what_was_changed_stands_as_before(owner: User, deal: Deal) -> None:
    trail = a_trail(owner)
    trail.update(deal, title="Second")
    made = trail.create(
        Deal(team=owner.team, prospect=deal.prospect, title="Grown", currency="EUR", created_at=NINE)
    )
    trail.update(made, title="Grown on")
    put_back(written(trail, deal), owner)
    deal.refresh_from_db()
    assert deal.title == "S&OP redesign"
    assert not Deal.objects.filter(pk=made.pk).exists()


def test_what_was_deleted_is_made_again(owner: User, deal: Deal) -> None:
    grown = Deal.objects.create(
        team=owner.team, prospect=deal.prospect, title="Grown", currency="EUR", value=Decimal("12.50"),
        closed_on=MONDAY, created_at=NINE,
    )  # fmt: skip
    before = snapshot(Deal.objects.get(pk=grown.pk))
    trail = a_trail(owner)
    trail.deleted(grown)
    Deal.objects.filter(pk=grown.pk).delete()
    change = written(trail, deal)
    put_back(change, owner)
    assert snapshot(Deal.objects.get(pk=grown.pk)) == before
    with pytest.raises(SomethingBuiltOnIt):
        put_back(change, owner)


def test_two_updates_in_one_trail_go_back_to_the_first_state(owner: User, deal: Deal) -> None:
    trail = a_trail(owner)
    trail.update(deal, title="Second")
    trail.update(deal, title="Third", why_yes="because")
    change = written(trail, deal)
    assert change.before == [[row_key(deal), {"title": "S&OP redesign", "why_yes": ""}]]
    assert change.after == [[row_key(deal), {"title": "Third", "why_yes": "because"}]]


def test_rows_keep_the_order_in_which_they_were_touched(owner: User, deal: Deal, loss: Loss) -> None:
    trail = a_trail(owner)
    rows: list[Deal | Prospect | Loss] = [loss, deal, loss.prospect]
    trail.update(loss, notes="n")
    trail.update(deal, title="t")
    trail.update(loss.prospect, title="boss")
    assert [key for key, _ in written(trail, deal).after] == [row_key(row) for row in rows]


def test_a_later_change_of_the_same_column_stands_in_the_way(owner: User, deal: Deal) -> None:
    trail = a_trail(owner)
    trail.update(deal, title="Second")
    change = written(trail, deal)
    Deal.objects.filter(pk=deal.pk).update(title="Third")
    with pytest.raises(SomethingBuiltOnIt):
        put_back(change, owner)
    deal.refresh_from_db()
    assert deal.title == "Third"


def test_a_later_change_of_another_column_does_not(owner: User, deal: Deal) -> None:
    trail = a_trail(owner)
    trail.update(deal, title="Second")
    change = written(trail, deal)
    Deal.objects.filter(pk=deal.pk).update(why_yes="because")
    put_back(change, owner)
    deal.refresh_from_db()
    assert (deal.title, deal.why_yes) == ("S&OP redesign", "because")


def test_what_others_refer_to_is_not_taken_away(owner: User, loss: Loss) -> None:
    trail = a_trail(owner)
    person = trail.create(Prospect(team=owner.team, owner=owner, name="Grown", created_at=NINE))
    trail.update(loss, notes="with it")
    change = written(trail, loss.deal)
    Deal.objects.create(team=owner.team, prospect=person, title="Refers", currency="EUR")
    with pytest.raises(SomethingBuiltOnIt):
        put_back(change, owner)
    loss.refresh_from_db()
    assert loss.notes == "with it"  # all of it stands, not half


def test_a_row_that_is_gone_stands_in_the_way(owner: User, loss: Loss) -> None:
    trail = a_trail(owner)
    person = trail.create(Prospect(team=owner.team, owner=owner, name="Short-lived", created_at=NINE))
    change = written(trail, loss.deal)
    person.delete()
    with pytest.raises(SomethingBuiltOnIt):
        put_back(change, owner)


def test_nothing_is_saved_that_no_column_takes(owner: User, deal: Deal) -> None:
    with pytest.raises(ValidationError):
        a_trail(owner).update(deal, title="x" * 201)
    deal.refresh_from_db()
    assert deal.title == "S&OP redesign"


def test_one_change_is_undone_once(owner: User, deal: Deal) -> None:
    trail = a_trail(owner)
    trail.update(deal, title="Second")
    change = trail.write("test", deal)
    a_trail(owner).write("undo", deal, undoes=change)
    with pytest.raises(IntegrityError), transaction.atomic():
        a_trail(owner).write("undo", deal, undoes=change)


def test_a_snapshot_writes_every_value_as_text_or_none(deal: Deal) -> None:
    taken = snapshot(deal, ["value", "closed_on", "prospect_id", "title"])
    assert taken == {
        "value": None,
        "closed_on": "2026-03-02",
        "prospect_id": str(deal.prospect_id),
        "title": "S&OP redesign",
    }
