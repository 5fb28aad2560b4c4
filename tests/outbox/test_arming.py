"""A copy of an installation mails nobody until somebody arms it; a new installation arms itself."""

from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from accounts.models import User
from outbox import arming
from outbox.health import mail_health
from outbox.models import Arming, Delivery
from outbox.states import State
from tests.outbox.stage import DAY, LETTER, NOW, OFFER, Memory, a_delivery, deliver
from tests.outbox.test_races import at_the_same_time

ELSEWHERE = "a mark from elsewhere"


@pytest.fixture
def var(tmp_path: Path, settings: Any) -> Path:
    """A var/ of its own."""
    settings.VAR_DIR = tmp_path
    return tmp_path


def copy_here() -> None:
    """What a database looks like that was copied from another installation."""
    Arming.objects.create(channel="mail", mark=ELSEWHERE, at=NOW)


@pytest.mark.django_db
@pytest.mark.usefixtures("var")
def test_a_new_installation_arms_itself_with_its_first_run(owner: User) -> None:
    assert arming.is_armed()
    assert not Arming.objects.exists(), "looking changes nothing"
    a_delivery(owner)
    assert deliver(Memory()).sent == 1
    assert Arming.objects.get().at == NOW
    assert arming.is_armed()


@pytest.mark.django_db
@pytest.mark.usefixtures("var")
def test_a_copied_database_mails_nobody(owner: User) -> None:
    copy_here()
    row = a_delivery(owner)
    way_out = Memory()
    report = deliver(way_out)
    assert (report.sent, way_out.mails, way_out.connections) == (0, [], 0)
    assert "copy" in report.stopped
    row.refresh_from_db()
    assert (row.state, row.attempt) == (State.PENDING, 0)
    assert not mail_health(NOW).armed


@pytest.mark.django_db
@pytest.mark.usefixtures("var")
def test_it_mails_once_it_is_armed(owner: User) -> None:
    copy_here()
    a_delivery(owner)
    arming.arm([], NOW)
    assert arming.is_armed()
    assert deliver(Memory()).sent == 1


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL is known by server and database")
def test_the_same_database_under_another_var_is_a_copy(var: Path, tmp_path: Path, settings: Any) -> None:
    arming.may_mail(NOW)
    settings.VAR_DIR = tmp_path / "other"
    settings.VAR_DIR.mkdir()
    assert not arming.is_armed()
    settings.VAR_DIR = var
    assert arming.is_armed()
    (var / arming.FILE).unlink()
    assert not arming.is_armed()


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL is known by server and database")
def test_a_copy_of_the_whole_directory_is_a_copy_too(var: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The secret comes along; the database stands elsewhere."""
    arming.may_mail(NOW)
    monkeypatch.setitem(connection.settings_dict, "NAME", str(var / "lostdeals.sqlite3"))
    assert not arming.is_armed()


@pytest.mark.django_db
@pytest.mark.usefixtures("var")
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite is known by its file")
def test_machines_that_share_a_database_are_one_installation(tmp_path: Path, settings: Any) -> None:
    arming.may_mail(NOW)
    settings.VAR_DIR = tmp_path / "another machine"
    assert arming.is_armed()


@pytest.mark.django_db
@pytest.mark.usefixtures("var")
def test_a_restore_leaves_it_disarmed(owner: User) -> None:
    arming.may_mail(NOW)
    arming.disarm(NOW + DAY)
    assert not arming.is_armed()
    assert not arming.may_mail(NOW + DAY)


@pytest.mark.django_db
@pytest.mark.usefixtures("var")
def test_mail_to_prospects_that_waited_in_the_copy_is_held(owner: User) -> None:
    copy_here()
    ours, theirs = a_delivery(owner), a_delivery(owner, OFFER)
    sent = a_delivery(owner, OFFER, state=State.SENT, sent_at=NOW)
    on_its_way = a_delivery(
        owner, OFFER, state=State.SENDING, claim=owner.pk, lease_until=NOW, transmissions=0
    )
    assert arming.arm([OFFER.name], NOW) == 2
    states = {row.pk: row.state for row in Delivery.objects.all()}
    assert states == {
        ours.pk: State.PENDING, theirs.pk: State.HELD, sent.pk: State.SENT, on_its_way.pk: State.HELD
    }  # fmt: skip
    theirs.refresh_from_db()
    assert theirs.error == "this is a restored copy: it may have left before"


@pytest.mark.django_db
@pytest.mark.usefixtures("var")
def test_arming_what_is_armed_holds_nothing(owner: User) -> None:
    arming.may_mail(NOW)
    a_delivery(owner, OFFER)
    assert arming.arm([OFFER.name], NOW) == 0
    assert Delivery.objects.get().state == State.PENDING


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("var")
def test_many_first_runs_agree(owner: User) -> None:
    for _ in range(10):
        a_delivery(owner, LETTER)
    way_out = Memory()
    reports = at_the_same_time(lambda: deliver(way_out))
    assert all(not report.stopped for report in reports)
    assert len(way_out.mails) == 10
    assert Arming.objects.count() == 1
