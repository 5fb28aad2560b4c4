"""One organisation per name and team, however it is written."""

import pytest
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from accounts.changes import Trail
from accounts.models import User
from library.models import Topic
from prospects.actions import people
from prospects.conversations import TopicKind
from prospects.models import Competitor, Organisation
from prospects.new_no import About, Behind
from tests.cast import NINE
from tests.followups.telling import log


def test_capitals_and_spaces_make_no_second_organisation(owner: User) -> None:
    first = log(owner, "Ingrid Solheim", organisation="Havbruk Nordic").prospect
    second = log(owner, "Erik Dahl", organisation="  HAVBRUK   nordic ").prospect
    assert first.organisation == second.organisation
    assert str(second.organisation) == "Havbruk Nordic"


def test_colleagues_share_the_organisation(owner: User, colleague: User) -> None:
    assert log(owner).prospect.organisation == log(colleague).prospect.organisation


def test_another_team_has_its_own(owner: User, stranger: User) -> None:
    assert log(owner).prospect.organisation != log(stranger).prospect.organisation


def test_no_name_is_no_organisation(owner: User) -> None:
    assert log(owner, organisation="   ").prospect.organisation is None


def test_the_database_itself_refuses_a_second_one(owner: User) -> None:
    Organisation.objects.create(team=owner.team, name="Havbruk")
    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.create(team=owner.team, name="HAVBRUK")


def test_who_was_a_moment_slower_takes_the_row_of_the_faster(
    owner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = Organisation.objects.create(team=owner.team, name="Havbruk")
    monkeypatch.setattr(QuerySet, "first", lambda rows: None)  # the look before the other one was done
    trail = Trail(actor=owner, team=owner.team, now=NINE)
    with transaction.atomic():
        assert people.find_or_add_organisation("havbruk", owner.team, trail=trail) == there
    assert Organisation.objects.count() == 1
    assert trail.after == {}


@pytest.mark.parametrize(
    ("first", "second"),
    [("ÖBB", "öbb"), ("Éclair", "éCLAIR"), ("Ålesund Værft", "ÅLESUND VÆRFT"), ("Ö.B (x)", "ö.b (X)")],
)
def test_capitals_of_every_alphabet_make_no_second_one(owner: User, first: str, second: str) -> None:
    known = log(owner, "Ingrid Solheim", organisation=first).prospect.organisation
    assert log(owner, "Erik Dahl", organisation=second).prospect.organisation == known


def test_another_letter_is_another_organisation(owner: User) -> None:
    known = log(owner, "Ingrid Solheim", organisation="ÖBB").prospect.organisation
    for name in ("ÄBB", "ÖBB Cargo", "Ö.B", "BB"):
        assert log(owner, f"Erik of {name}", organisation=name).prospect.organisation != known


def test_topics_and_competitors_too(owner: User) -> None:
    for topic, rival in (("Übergabe", "Ökofen"), ("übergabe", "ÖKOFEN")):
        about, behind = About(topics=((TopicKind.GOAL, topic),)), Behind(competitors=(rival,))
        log(owner, f"Somebody about {topic}", about=about, behind=behind)
    assert (Topic.objects.count(), Competitor.objects.count()) == (1, 1)
