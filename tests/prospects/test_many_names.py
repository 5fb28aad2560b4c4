"""Names read once for a batch are found and added as the database would have it, one by one."""

import pytest

from accounts.changes import Trail
from accounts.models import Team, User
from prospects.many_names import Remembered
from prospects.models import Competitor, LossReason, Organisation
from prospects.names import ASKED, Names
from tests.cast import NINE

NAMES = (
    "Havbruk", "HAVBRUK", "havbruk nordic", "Müller", "MÜLLER", "Straße", "STRASSE", "straße", "Größe",
    "GRÖSSE", "GRÖßE", "ŁÓDŹ", "łódź", "İstanbul", "istanbul", "K2", "\u212a2", "日本", "a.c", "abc",
    "Æ.c", "æbc",
)  # fmt: skip


def found_by(names: Names, team: Team, by: User) -> list[str]:
    """Under which name each one is found or added."""
    trail = Trail(actor=by, team=team, now=NINE)
    return [names.organisation(name, team, trail).name for name in NAMES]


@pytest.mark.parametrize("known", [(), NAMES[:4:2], NAMES[4::3], ("STRASSE", "größe", "ŁÓDŹ")])
def test_any_spelling_finds_what_it_finds_one_by_one(
    owner: User, stranger: User, known: tuple[str, ...]
) -> None:
    for team in (owner.team, stranger.team):
        for name in known:
            ASKED.organisation(name, team, Trail(actor=owner, team=team, now=NINE))
    one_by_one = found_by(ASKED, stranger.team, stranger)
    assert found_by(Remembered(owner.team), owner.team, owner) == one_by_one
    spelt = set(Organisation.objects.filter(team=stranger.team).values_list("name", flat=True))
    assert set(Organisation.objects.filter(team=owner.team).values_list("name", flat=True)) == spelt


def test_competitors_are_no_organisations(owner: User) -> None:
    names = Remembered(owner.team)
    trail = Trail(actor=owner, team=owner.team, now=NINE)
    organisation = names.organisation("Rival", owner.team, trail)
    competitor = names.competitor("RIVAL", owner.team, trail)
    assert (organisation.name, competitor.name) == ("Rival", "RIVAL")
    assert names.competitor("rival", owner.team, trail) == Competitor.objects.get()


def test_only_reasons_of_the_team_are_known(owner: User, stranger: User) -> None:
    own, other = (LossReason.objects.filter(team=team).first() for team in (owner.team, stranger.team))
    assert own
    assert other
    assert Remembered(owner.team).reasons([own.pk, other.pk], owner.team_id) == {own.pk: own}
