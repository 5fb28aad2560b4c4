"""Who would like to talk stands in the subject (COPY.md, I)."""

import pytest

from accounts.models import User
from digests.subjects import subject, subject_without_names
from followups.actions import raise_hand
from followups.agenda import agenda_for
from followups.kinds import Outcome
from tests.followups.telling import complete, day, log, nine_on, step_of

pytestmark = pytest.mark.django_db


def due(owner: User, *names: str) -> str:
    for name in names:
        log(owner, name)
    return subject(agenda_for(owner, day(1)).counted(), weekly=False)


def test_one_who_would_like_to_talk(owner: User) -> None:
    person = log(owner, "Pauline Roux").prospect
    raise_hand(person, now=nine_on(day(1)))
    # Their thank-you is due as well: it is one person.
    assert due(owner) == "Pauline Roux would like to talk"


@pytest.mark.parametrize(
    ("others", "said"),
    [(["Erik Dahl"], ", and 1 other"), (["Erik Dahl", "Priya Raman"], ", and 2 others")],
)
def test_and_others(others: list[str], said: str, owner: User) -> None:
    person = log(owner, "Pauline Roux").prospect
    raise_hand(person, now=nine_on(day(1)))
    assert due(owner, *others) == f"Pauline Roux would like to talk{said}"


def test_numbers_alone_where_the_reader_wants_no_names(owner: User) -> None:
    raise_hand(log(owner, "Pauline Roux").prospect, now=nine_on(day(1)))
    assert subject_without_names(agenda_for(owner, day(1)).counted(), weekly=False) == "Today: one person"


def test_once_they_have_talked_nobody_would_like_to(owner: User) -> None:
    person = log(owner, "Pauline Roux").prospect
    raise_hand(person, now=nine_on(day(1)))
    complete(step_of(person), Outcome.INTERESTED, on=day(2))
    items = agenda_for(owner, day(9)).counted()
    assert [item.raised_hand for item in items if item.kind == "check_in"] == [False]
