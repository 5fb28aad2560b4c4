"""An address book is read once; each person in it is new, known, perhaps known, or to be named."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from exchange.imports.uploads import discard, store
from exchange.kinds import ImportState
from exchange.models import ArrivingPerson, Import, ImportedRow
from exchange.people import staging
from exchange.people.codes import Found, Unheld
from exchange.people.staging import TooManyPeopleError, is_staged, stage
from exchange.people.told import told_from_json
from prospects.models import Organisation, Prospect
from tests.exchange.people.bringing import an_import, card, google, people_of, staged
from tests.exchange.real_files import DATA, needs_real_files


def a_person(owner: User, name: str = "Ingrid Solheim", at: str = "", **columns: str) -> Prospect:
    organisation = Organisation.objects.create(team=owner.team, name=at) if at else None
    return Prospect.objects.create(
        team=owner.team, owner=owner, name=name, organisation=organisation, **columns
    )


def found(owner: User, *cards: bytes) -> list[str]:
    return [person.found for person in people_of(staged(owner, b"".join(cards)))]


def test_somebody_nobody_knows_is_new(owner: User) -> None:
    assert found(owner, card("Ingrid Solheim", email="ingrid@havbruk.example")) == [Found.NEW]


def test_an_address_we_know_is_that_person(owner: User) -> None:
    known = a_person(owner, email="ingrid@havbruk.example")
    (person,) = people_of(staged(owner, card("I. Solheim", "TEL:+47 22", email="Ingrid@Havbruk.example")))
    assert (person.found, person.matches) == (Found.KNOWN, [str(known.pk)])


def test_also_by_an_address_further_down_the_card(owner: User) -> None:
    a_person(owner, email="ingrid@havbruk.example")
    two = card("Ingrid", "EMAIL:ingrid@havbruk.example", "TEL:+47 22", email="ingrid@home.example")
    assert found(owner, two) == [Found.KNOWN]


def test_a_card_that_adds_nothing_is_told_so(owner: User) -> None:
    a_person(owner, email="ingrid@havbruk.example")
    assert found(owner, card("Someone Else", email="ingrid@havbruk.example")) == [Found.SAME]


@pytest.mark.parametrize(
    "name", ["Ingrid Solheim", "Solheim, Ingrid", "Dr. Ingrid Solheim", "Ingrid Sølheim"]
)
def test_a_name_that_looks_like_somebody_s_is_a_question(owner: User, name: str) -> None:
    known = a_person(owner)
    (person,) = people_of(staged(owner, card(name)))
    assert (person.found, person.matches) == (Found.POSSIBLE, [str(known.pk)])


@pytest.mark.parametrize("name", ["Ingrid", "Ingrid Hansen", "Solveig Ingridsdatter"])
def test_a_first_name_in_common_is_none(owner: User, name: str) -> None:
    a_person(owner)
    assert found(owner, card(name)) == [Found.NEW]


def test_an_initial_is_a_question_at_the_same_organisation_only(owner: User) -> None:
    a_person(owner, at="Havbruk Nordic")
    assert found(owner, card("I. Solheim", organisation="Havbruk Nordic")) == [Found.POSSIBLE]
    assert found(owner, card("I. Solheim", organisation="Somewhere else")) == [Found.NEW]
    assert found(owner, card("A. Solheim", organisation="Havbruk Nordic")) == [Found.NEW]


def test_people_of_a_colleague_are_not_told_of(owner: User, colleague: User) -> None:
    a_person(colleague, email="ingrid@havbruk.example")
    assert found(owner, card("Ingrid Solheim", email="ingrid@havbruk.example")) == [Found.NEW]


def test_whoever_has_no_name_is_to_be_named(owner: User) -> None:
    assert found(owner, card(email="info@havbruk.example"), card(organisation="Havbruk")) == [
        Found.NAMELESS,
        Found.NAMELESS,
    ]


def test_a_card_that_stands_there_twice_counts_once(owner: User) -> None:
    ingrid = card("Ingrid Solheim", email="ingrid@havbruk.example")
    other = card("Somebody", email="ingrid@havbruk.example")
    assert found(owner, ingrid, ingrid, other) == [Found.NEW, Found.TWICE, Found.TWICE]
    assert found(owner, card("Ana"), card("Ana")) == [Found.NEW, Found.TWICE]


def test_two_of_one_name_are_two_people_unless_their_cards_are_one(owner: User) -> None:
    assert found(owner, card("Ana", "TEL:1234567"), card("Ana", "TEL:7654321")) == [Found.NEW, Found.NEW]


def test_a_card_that_came_in_before_is_known_again(owner: User, colleague: User) -> None:
    (person,) = people_of(staged(owner, card("Ana Sousa")))
    ImportedRow.objects.create(team=owner.team, key=person.key)
    assert found(owner, card("Ana Sousa")) == [Found.SEEN]
    # What a colleague brings is their own affair.
    assert found(colleague, card("Ana Sousa")) == [Found.NEW]


def test_a_broken_card_says_so_and_leaves_the_others(owner: User) -> None:
    begun = staged(owner, b"BEGIN:VCARD\r\nVERSION:3.0\r\nnonsense\r\nEND:VCARD\r\n" + card("Ana Sousa"))
    broken, ana = people_of(begun)
    assert (broken.found, broken.line, broken.told) == (Found.REFUSED, 1, {"why": "no_property"})
    assert (ana.found, ana.line) == (Found.NEW, 5)


def test_what_has_no_place_is_counted(owner: User) -> None:
    full = card(
        "Ana Sousa",
        "EMAIL:other@sousa.example",
        "TEL:1",
        "TEL:2",
        "URL:https://sousa.example",
        "CATEGORIES:Friends,Lisbon",
        "TITLE:" + "x" * 121,
        "NOTE:Sails",
        "BDAY:--02-03",
        email="ana@sousa.example",
    )
    (person,) = people_of(staged(owner, full))
    told = told_from_json(person.told)
    assert told.unheld == {
        Unheld.EMAILS: 1, Unheld.PHONES: 1, Unheld.URLS: 1, Unheld.LABELS: 2, Unheld.TOO_LONG: 1,
    }  # fmt: skip
    assert told.card.title == ""
    assert told.card.personal_cues == "Sails\nBirthday: 3 February"


def test_an_address_nobody_can_write_to_is_left_out(owner: User) -> None:
    (person,) = people_of(staged(owner, card("Ana", "EMAIL:ana@sousa.example", email="ana@not_a_host")))
    assert told_from_json(person.told).card.email == "ana@sousa.example"


def test_a_name_longer_than_a_name_may_be_is_to_be_named(owner: User) -> None:
    assert found(owner, card("x" * 201)) == [Found.NAMELESS]


def test_files_are_read_again_when_one_is_added(owner: User) -> None:
    begun = staged(owner, card("Ana Sousa"))
    assert is_staged(begun)
    store(SimpleUploadedFile("more.csv", google({"First Name": "Piet", "Last Name": "Claes"})), begun, 1)
    assert not is_staged(begun)
    stage(begun, owner)
    assert [told_from_json(one.told).card.name for one in people_of(begun)] == ["Ana Sousa", "Piet Claes"]


def test_more_than_can_be_looked_over_are_refused(owner: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(staging, "MOST_PEOPLE", 2)
    begun = an_import(owner, card("One") + card("Two") + card("Three"))
    with pytest.raises(TooManyPeopleError):
        stage(begun, owner)
    assert not ArrivingPerson.objects.exists()


def test_everything_goes_with_the_files(owner: User) -> None:
    begun = staged(owner, card("Ana Sousa"))
    discard(begun)
    assert not ArrivingPerson.objects.exists()


@needs_real_files
def test_linkedin_is_read_past_its_preamble(owner: User) -> None:
    data = (DATA / "contacts" / "linkedin" / "Connections.csv").read_bytes()
    people = people_of(staged(owner, data, name="Connections.csv"))
    assert len(people) > 5
    assert {one.found for one in people} <= {Found.NEW, Found.TWICE, Found.REFUSED}


@needs_real_files
@pytest.mark.parametrize("path", sorted((DATA / "contacts").rglob("*.*")), ids=lambda path: path.name)
def test_every_address_book_is_read(owner: User, path: Path) -> None:
    if path.suffix not in {".vcf", ".csv"}:
        return
    people = people_of(staged(owner, path.read_bytes(), name=path.name))
    assert people
    assert Found.REFUSED not in {one.found for one in people}


def test_an_import_that_is_over_by_then_is_left_alone(owner: User) -> None:
    begun = staged(owner, card("Ana Sousa"))
    Import.objects.filter(pk=begun.pk).update(state=ImportState.GIVEN_UP)
    store(SimpleUploadedFile("more.vcf", card("Piet Claes")), begun, 1)
    stage(begun, owner)
    assert [told_from_json(one.told).card.name for one in people_of(begun)] == ["Ana Sousa"]
