"""However few of the newest are walked past, PostgreSQL finds the same people in the same order."""

import pytest
from django.db import connection

from accounts.models import User
from followups.search import postgresql_search
from tests.followups.search.houses import found_by, people, somebody

__all__ = ["people"]

FIRST = ("Ingrid", "Emil", "Emilia", "Paula", "Otto")
HOUSES = ("Fjord Boats", "Fjord Mills 429", "Harbour Mills", "")
TITLES = ("Owner of boats", "Paula's deputy", "Head of 429 mills", "")
SEARCHES = (
    "emil", "emi", "ingrid solheim", "paula", "fjord", "fjord boats", "fjord mills 429", "429", "boats",
    "paula fjord", "spring", "otto mills", "em fjord", "mills nobody", "deputy xyzzy", "head of", "emul",
)  # fmt: skip


@pytest.fixture
def crowd(people: User) -> User:
    """Sixty more people, whose names, houses and roles hold the same few words."""
    for number in range(60):
        name = f"{FIRST[number % 5]} {'Solheim' if number % 7 == 0 else 'Brandt'}"
        somebody(people, name, HOUSES[number // 3 % 4], title=TITLES[number // 5 % 4])
    return people


def pages(user: User, typed: str) -> list[object]:
    """Everybody found, page by page, as one list."""
    found, after = [], ""
    while True:
        page = found_by(user, typed, after=after, size=7)
        found += page.ids()
        after = page.following
        if not after:
            return found


@pytest.mark.parametrize("is_manager", [False, True])
@pytest.mark.parametrize(("walked", "few", "rare"), [(1, 1, 0), (9, 2, 4), (9, 9, 4), (25, 3, 60)])
def test_walking_further_and_looking_up_give_the_same(
    crowd: User, monkeypatch: pytest.MonkeyPatch, walked: int, few: int, rare: int, is_manager: bool
) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one way only.")
    User.objects.filter(pk=crowd.pk).update(is_manager=is_manager)
    crowd.refresh_from_db()
    everybody = {typed: pages(crowd, typed) for typed in SEARCHES}
    assert len(everybody["paula"]) > 20
    assert everybody["emul"]
    monkeypatch.setattr(postgresql_search, "WALKED", walked)
    monkeypatch.setattr(postgresql_search, "FEW", few)
    monkeypatch.setattr(postgresql_search, "SAMPLE", 20)
    monkeypatch.setattr(postgresql_search, "RARE", rare)
    monkeypatch.setattr(postgresql_search, "MOST_BEGUN", 2)
    assert {typed: pages(crowd, typed) for typed in SEARCHES} == everybody
