"""A batch of yeses leaves what they leave one by one; none of them when one can't stand."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.changes import Snapshot
from accounts.models import User
from followups.actions import record_no, record_win, record_wins
from prospects.models import Deal, Prospect
from prospects.new_no import Who
from prospects.new_win import NewWin
from tests.cast import MONDAY, NINE, a_no
from tests.followups.all_rows import everything, ids_in_order
from tests.followups.telling import day

KNOWN = "ingrid@havbruk.example"
SOMEBODY = Who(name="Somebody at Müller", organisation="Müller", is_unnamed=True, new_id=UUID(int=7))
THEIRS = Who(name="Theirs", organisation="acme", email="theirs@havbruk.example")


def a_win(who: Who, number: int = 0, **changes: Any) -> NewWin:
    facts: dict[str, Any] = {
        "closed_on": MONDAY - timedelta(days=number),
        "title": f"Deal {number}",
        "value": Decimal(number),
        "submission": f"win {number}",
    }
    return NewWin(who=who, **{**facts, **changes})


def batch_of(colleague: User) -> list[NewWin]:
    return [
        a_win(Who(name="Ingrid", email=KNOWN, phone="+47 1"), 1),
        a_win(SOMEBODY, 2),
        a_win(SOMEBODY, 3),
        a_win(Who(name="New", organisation="MÜLLER", email="new@havbruk.example"), 4),
        a_win(Who(name="New again", organisation="Acme", email="NEW@havbruk.example"), 5),
        a_win(
            Who(name="Theirs", organisation="acme", email="theirs@havbruk.example"), 6, owner_id=colleague.pk
        ),
        a_win(
            Who(name="Theirs", organisation="acme", email="theirs@havbruk.example"), 7, owner_id=colleague.pk
        ),
        a_win(SOMEBODY, 2),
        a_win(Who(name="Nameless"), 8, submission=""),
    ]


@pytest.mark.parametrize("brings", ["owner", "manager"])
def test_it_leaves_what_they_leave_one_by_one(
    brings: str, request: pytest.FixtureRequest, colleague: User
) -> None:
    by: User = request.getfixturevalue(brings)
    record_no(a_no(email=KNOWN), by=by, today=MONDAY, now=NINE)

    def left(together: bool) -> dict[str, Snapshot]:
        with transaction.atomic(), ids_in_order():
            if together:
                record_wins(batch_of(colleague), by=by, today=MONDAY, now=NINE)
            else:
                for win in batch_of(colleague):
                    record_win(win, by=by, today=MONDAY, now=NINE, is_another=True)
            found = everything()
            transaction.set_rollback(True)
        return found

    assert left(together=True) == left(together=False)


def test_brought_again_they_add_nothing(owner: User, colleague: User) -> None:
    batch = batch_of(colleague)[:-1]
    first = record_wins(batch, by=owner, today=MONDAY, now=NINE)
    again = record_wins(batch, by=owner, today=MONDAY, now=NINE)
    assert [won.deal.pk for won in again] == [won.deal.pk for won in first]
    assert not any(won.is_new for won in again)
    assert Deal.objects.count() == 7


def test_one_that_can_not_stand_leaves_none(owner: User) -> None:
    with pytest.raises(ValidationError, match="in the future"):
        record_wins([a_win(SOMEBODY), a_win(SOMEBODY, closed_on=day(1))], by=owner, today=MONDAY, now=NINE)
    assert not Prospect.objects.exists()


def test_nobody_of_another_team_looks_after_them(owner: User, stranger: User) -> None:
    with pytest.raises(User.DoesNotExist):
        record_wins([a_win(SOMEBODY, owner_id=stranger.pk)], by=owner, today=MONDAY, now=NINE)


def test_it_tells_how_many_are_done(owner: User) -> None:
    told: list[int] = []
    wins = [a_win(Who(name=f"Person {number}", new_id=uuid4()), number) for number in range(3)]
    record_wins(wins, by=owner, today=MONDAY, now=NINE, progress=told.append)
    assert told == [1, 2, 3]
    assert Deal.objects.filter(closed_on__gt=date(2026, 1, 1)).count() == 3
