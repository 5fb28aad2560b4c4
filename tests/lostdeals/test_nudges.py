"""Asking a worker to deliver at once: never in the way of a page, whatever the queue does."""

import threading
from typing import Any

import pytest
from django.db import connection, transaction

from exchange.kinds import WorkKind
from exchange.long_work import ask_for
from lostdeals import nudges
from lostdeals.celery import app
from tests.cast import NINE, make_team, make_user


@pytest.fixture(autouse=True)
def asks(settings: Any) -> None:
    settings.NUDGE_WORKERS = True


def ended(asking: threading.Thread | None) -> bool:
    assert asking is not None
    asking.join(5)
    return not asking.is_alive()


def test_a_worker_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(app, "send_task", lambda name, **_: asked.append(name))
    assert ended(nudges.ask_a_worker())
    assert asked == ["lostdeals.tasks.deliver_account_mail"]
    assert asked[0] in app.tasks or app.loader.import_default_modules() or asked[0] in app.tasks


def test_a_worker_is_asked_for_long_work_by_a_task_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(app, "send_task", lambda name, **_: asked.append(name))
    assert ended(nudges.ask_for_long_work())
    assert asked == ["lostdeals.tasks.long_work"]
    app.loader.import_default_modules()
    assert asked[0] in app.tasks


@pytest.mark.django_db(transaction=True)
def test_what_is_asked_for_asks_once_it_is_committed(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[bool] = []
    monkeypatch.setattr(app, "send_task", lambda name, **_: asked.append(connection.in_atomic_block))
    owner = make_user(make_team("Vogt and partners"), "maren@example.com")
    with transaction.atomic():
        ask_for(owner, WorkKind.EXPORT, now=NINE)
        assert asked == []
    for thread in threading.enumerate():
        if thread.name == "nudge":
            thread.join(5)
    assert len(asked) == 1
    ask_for(owner, WorkKind.EXPORT, wanted={"mine": True}, now=NINE, at_once=True)
    assert len(asked) == 1, "whoever does it at once asks nobody"


def test_a_queue_that_refuses_is_nothing_to_speak_of(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr(app, "send_task", refuse)
    assert ended(nudges.ask_a_worker())


def test_a_queue_that_hangs_holds_nobody_up_and_is_asked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    let_go, asked = threading.Event(), []

    def hang(*_: object, **__: object) -> None:
        asked.append(1)
        let_go.wait(5)

    monkeypatch.setattr(app, "send_task", hang)
    first = nudges.ask_a_worker()
    assert first is not None
    assert all(ended(nudges.ask_a_worker()) for _turn in range(5))
    let_go.set()
    assert ended(first)
    assert len(asked) == 1


def test_tests_ask_nobody(settings: Any) -> None:
    settings.NUDGE_WORKERS = False
    assert nudges.ask_a_worker() is None
