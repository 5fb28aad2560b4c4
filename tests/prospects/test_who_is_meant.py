"""A posted address that belongs to a person the user may see is that person; nothing known is overwritten."""

from uuid import uuid4

import pytest

from accounts.models import User
from prospects.matching import find_prospect
from prospects.models import Prospect
from prospects.new_no import Who
from tests.followups.telling import log

ADDRESS = "ingrid@havbruk.example"


def test_an_address_is_the_person_in_any_spelling(owner: User) -> None:
    ingrid = log(owner, email=ADDRESS).prospect
    assert find_prospect(Who(email="  INGRID@Havbruk.example "), owner) == ingrid


def test_a_second_no_under_the_address_is_no_second_person(owner: User) -> None:
    first = log(owner, email=ADDRESS)
    second = log(owner, email="Ingrid@HAVBRUK.example")
    assert second.prospect == first.prospect
    assert Prospect.objects.count() == 1


def test_a_differing_name_is_kept_as_a_hint_and_overwrites_nothing(owner: User) -> None:
    ingrid = log(owner, "Ingrid Solheim", email=ADDRESS, organisation="Havbruk Nordic").prospect
    log(owner, "Ingrid Berg", email=ADDRESS, organisation="Elsewhere")
    ingrid.refresh_from_db()
    assert (ingrid.name, ingrid.also_called) == ("Ingrid Solheim", "Ingrid Berg")
    assert ingrid.organisation is not None
    assert ingrid.organisation.name == "Havbruk Nordic"


def test_the_same_name_in_other_capitals_is_no_hint(owner: User) -> None:
    log(owner, "Ingrid Solheim", email=ADDRESS)
    assert log(owner, "ingrid SOLHEIM", email=ADDRESS).prospect.also_called == ""


def test_what_was_not_known_is_learned(owner: User) -> None:
    ingrid = log(owner, organisation="").prospect
    who = Who(
        prospect_id=ingrid.pk,
        organisation="Havbruk Nordic",
        email=ADDRESS,
        phone="+47 1",
        title="Plant manager",
    )
    log(owner, who=who, is_decision_maker=True)
    ingrid.refresh_from_db()
    assert (ingrid.email, ingrid.phone, ingrid.title) == (ADDRESS, "+47 1", "Plant manager")
    assert ingrid.is_decision_maker
    assert str(ingrid.organisation) == "Havbruk Nordic"


def test_what_is_known_is_not_overwritten(owner: User) -> None:
    known = Who(name="Ingrid Solheim", email=ADDRESS, phone="+47 1", title="Plant manager")
    ingrid = log(owner, who=known, is_decision_maker=True).prospect
    log(owner, who=Who(prospect_id=ingrid.pk, email="other@example.org", phone="+47 2", title="Boss"))
    ingrid.refresh_from_db()
    assert (ingrid.email, ingrid.phone, ingrid.title) == (ADDRESS, "+47 1", "Plant manager")
    assert ingrid.is_decision_maker


def test_an_address_that_is_somebody_elses_already_is_not_learned(owner: User) -> None:
    log(owner, "Ingrid Solheim", email=ADDRESS)
    erik = log(owner, "Erik Dahl").prospect
    log(owner, who=Who(prospect_id=erik.pk, email=ADDRESS))
    erik.refresh_from_db()
    assert erik.email == ""


def test_without_an_address_a_name_is_a_new_person(owner: User) -> None:
    assert log(owner).prospect != log(owner).prospect


def test_a_colleagues_person_is_not_found_and_a_new_row_is_made(owner: User, colleague: User) -> None:
    theirs = log(colleague, email=ADDRESS).prospect
    assert find_prospect(Who(email=ADDRESS), owner) is None
    mine = log(owner, email=ADDRESS).prospect
    assert (mine.owner, theirs.owner) == (owner, colleague)


def test_a_manager_finds_the_teams_people(owner: User, manager: User) -> None:
    ingrid = log(owner, email=ADDRESS).prospect
    assert find_prospect(Who(email=ADDRESS), manager) == ingrid


def test_a_manager_finds_their_own_row_first(owner: User, manager: User) -> None:
    log(owner, email=ADDRESS)
    mine = Prospect.objects.create(team=manager.team, owner=manager, name="Ingrid", email=ADDRESS)
    assert find_prospect(Who(email=ADDRESS), manager) == mine


def test_a_stranger_finds_nobody(owner: User, stranger: User) -> None:
    ingrid = log(owner, email=ADDRESS).prospect
    assert find_prospect(Who(email=ADDRESS), stranger) is None
    with pytest.raises(Prospect.DoesNotExist):
        find_prospect(Who(prospect_id=ingrid.pk), stranger)


def test_an_id_nobody_has_is_refused(owner: User) -> None:
    with pytest.raises(Prospect.DoesNotExist):
        find_prospect(Who(prospect_id=uuid4()), owner)
