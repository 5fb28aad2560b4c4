"""While a name is typed, known people whose name or address is like it are offered."""

import pytest

from accounts.models import User
from prospects.matching import similar_prospects
from prospects.new_no import Who
from tests.followups.telling import log


def offered(user: User, name: str = "", email: str = "") -> list[str]:
    return [match.name for match in similar_prospects(user, Who(name=name, email=email))]


@pytest.fixture
def known(owner: User) -> None:
    log(owner, "Ingrid Solheim", email="ingrid@havbruk.example")
    log(owner, "Łukasz Wójcik", organisation="")
    log(owner, "Aisha Bello")


@pytest.mark.parametrize(
    "typed", ["Ingrid Solheim", "ingrid solheim", "Ingrid Solhiem", "Solheim Ingrid", "Ingrid"]
)
def test_a_name_nearly_right_is_found(owner: User, known: None, typed: str) -> None:
    assert offered(owner, typed) == ["Ingrid Solheim"]


@pytest.mark.parametrize("typed", ["", "I", "Pauline Roux", "%", "_", "' OR 1=1"])
def test_another_name_is_not(owner: User, known: None, typed: str) -> None:
    assert offered(owner, typed) == []


def test_the_address_comes_first_and_says_so(owner: User, known: None) -> None:
    matches = similar_prospects(owner, Who(name="Aisha Bello", email="INGRID@havbruk.example"))
    assert [(match.name, match.same_address) for match in matches] == [
        ("Ingrid Solheim", True),
        ("Aisha Bello", False),
    ]


def test_one_person_is_offered_once(owner: User, known: None) -> None:
    assert offered(owner, "Ingrid Solheim", "ingrid@havbruk.example") == ["Ingrid Solheim"]


def test_colleagues_and_strangers_are_offered_nothing_managers_are(
    known: None, colleague: User, stranger: User, manager: User
) -> None:
    by = [
        offered(user, "Ingrid Solheim", "ingrid@havbruk.example") for user in (colleague, stranger, manager)
    ]
    assert by == [[], [], ["Ingrid Solheim"]]


def test_at_most_four_are_offered(owner: User) -> None:
    for _ in range(6):
        log(owner, "Ingrid Solheim")
    assert len(offered(owner, "Ingrid Solheim")) == 4
