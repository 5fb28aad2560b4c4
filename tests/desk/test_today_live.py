"""Whether Today still stands as it was drawn: asked cheaply, answered truly."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from followups.models import FollowUp
from tests.cast import NINE
from tests.desk.reading import read
from tests.desk.test_today import said_days_ago, today
from tests.desk.visiting import act, signed_in
from tests.followups.telling import log, step_of


def drawn(desk: Client) -> str:
    return today(desk).one(id="today-mark").attrs["data-mark"]


def ask(desk: Client, mark: str) -> int:
    return desk.get("/today/state/", headers={"If-None-Match": f'"{mark}"'}).status_code


@pytest.fixture
def row(owner: User) -> FollowUp:
    return step_of(said_days_ago(owner, 45, "Ingrid Solheim").prospect)


def test_nothing_new_is_not_modified(desk: Client, row: FollowUp) -> None:
    assert ask(desk, drawn(desk)) == 304


@pytest.mark.parametrize("door", ["skip", "snooze", "complete"])
def test_every_act_changes_the_mark_and_the_undo_too(desk: Client, row: FollowUp, door: str) -> None:
    marks = [drawn(desk)]
    act(desk, row, door, until="tomorrow", outcome="spoke")
    assert ask(desk, marks[0]) == 204
    marks.append(drawn(desk))
    act(desk, row, "undo")
    assert ask(desk, marks[1]) == 204
    assert len({*marks, drawn(desk)}) == 3


def test_a_new_no_and_a_new_day_change_the_mark(
    desk: Client, owner: User, row: FollowUp, clock: time_machine.Traveller
) -> None:
    before = drawn(desk)
    log(owner, "Somebody New")
    assert ask(desk, before) == 204
    before = drawn(desk)
    clock.move_to(NINE + timedelta(days=1))
    assert ask(signed_in(owner), before) == 204


def test_ones_own_act_brings_the_new_mark_along(desk: Client, row: FollowUp) -> None:
    answer = read(act(desk, row, "skip", htmx=True))
    assert ask(desk, answer.one(id="today-mark").attrs["data-mark"]) == 304


def test_asking_costs_one_query_beside_the_sign_in(desk: Client, row: FollowUp) -> None:
    mark = drawn(desk)
    with CaptureQueriesContext(connection) as queries:
        assert ask(desk, mark) == 304
    assert len(queries) <= 3


def test_a_colleagues_day_is_not_ones_own(desk: Client, row: FollowUp, colleague: User) -> None:
    assert ask(signed_in(colleague), drawn(desk)) == 204
