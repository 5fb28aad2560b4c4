"""The small cast of the tests: owner, colleague, marketer, manager of one team; a stranger of another."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from accounts.models import Team, User
from prospects.conversations import ExitConversation
from prospects.new_no import NewNo, Offer, Who
from prospects.reasons import add_starting_reasons

# A Monday, nine o'clock in Berlin.
MONDAY = date(2026, 3, 2)
NINE = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
PASSWORD = "a long enough password"


def make_team(name: str) -> Team:
    team = Team.objects.create(name=name)
    add_starting_reasons(team)
    return team


def make_user(team: Team, email: str, **fields: Any) -> User:
    fields.setdefault("name", email.partition("@")[0].title())
    return User.objects.create_user(email, PASSWORD, team=team, time_zone="Europe/Berlin", **fields)


@pytest.fixture
def team(db: None) -> Team:
    return make_team("Vogt and partners")


@pytest.fixture
def owner(team: Team) -> User:
    return make_user(team, "maren@example.com", name="Maren Vogt")


@pytest.fixture
def colleague(team: Team) -> User:
    return make_user(team, "colleague@example.com")


@pytest.fixture
def marketer(team: Team) -> User:
    return make_user(team, "tessa@example.com", is_sales=False, is_marketing=True)


@pytest.fixture
def manager(team: Team) -> User:
    return make_user(team, "manager@example.com", is_manager=True)


@pytest.fixture
def stranger(db: None) -> User:
    return make_user(make_team("Another house"), "stranger@example.net", is_manager=True)


def a_no(name: str = "Ingrid Solheim", **changes: Any) -> NewNo:
    """A no said on MONDAY by somebody new, unless told otherwise."""
    who = changes.pop("who", None) or Who(
        name=name,
        organisation=changes.pop("organisation", "Havbruk Nordic"),
        email=changes.pop("email", ""),
        prospect_id=changes.pop("prospect_id", None),
    )
    facts: dict[str, Any] = {
        "conversation": ExitConversation.NOT_A_PRIORITY,
        "said_on": MONDAY,
        "offer": Offer(title="S&OP redesign"),
    }
    return NewNo(who=who, **{**facts, **changes})
