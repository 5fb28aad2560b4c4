"""The last step: whom somebody chose comes in, all at once or not at all, and the same file adds nothing."""

from dataclasses import dataclass
from uuid import uuid4

import pytest

from accounts.models import User
from exchange.imports.running_contacts import bring_in
from exchange.kinds import ImportState
from exchange.models import ArrivingPerson, Import, ImportedRow
from exchange.people.codes import Choice, Found
from exchange.people.deciding import ONLY_TICKED, RELATION, WINDOW, tally_of
from exchange.people.staging import stage
from exchange.progress import CancelledError, Silent
from exchange.work_claims import HinderedError
from followups.models import FollowUp, FollowUpPlan
from prospects.models import Prospect
from tests.cast import NINE
from tests.exchange.people.bringing import card, google, people_of, staged

INGRID = card("Ingrid Solheim", "TEL:+47 22 33 44 55", email="ingrid@havbruk.example")
ANA = card("Ana Sousa", organisation="Sousa e Filhos")
PIET = card("Piet Claes")
BOOK = INGRID + ANA + PIET


def bring(begun: Import) -> dict[str, int]:
    return bring_in(begun, begun.user, Silent(), NINE)


def names() -> set[str]:
    return set(Prospect.objects.values_list("name", flat=True))


def choose(person: ArrivingPerson, choice: Choice, **more: object) -> None:
    ArrivingPerson.objects.filter(pk=person.pk).update(choice=choice, **more)


def test_everybody_new_comes_in_without_a_plan(owner: User) -> None:
    begun = staged(owner, BOOK)
    assert bring(begun) == {"added": 3, "planned": 0, "left_out": 0}
    assert names() == {"Ingrid Solheim", "Ana Sousa", "Piet Claes"}
    assert not FollowUpPlan.objects.exists()


def test_the_same_file_again_adds_nothing(owner: User) -> None:
    bring(staged(owner, BOOK))
    again = staged(owner, BOOK)
    assert [one.found for one in people_of(again)] == [Found.SAME, Found.SEEN, Found.SEEN]
    assert bring(again)["left_out"] == 3
    assert Prospect.objects.count() == 3


def test_brought_twice_at_once_it_adds_nothing_twice(owner: User) -> None:
    first, second = staged(owner, BOOK), staged(owner, BOOK)
    bring(first)
    assert bring(second) == {"planned": 0, "left_out": 3}
    assert Prospect.objects.count() == ImportedRow.objects.count() == 3


def test_afterwards_the_import_is_over_and_keeps_nobody_s_name(owner: User) -> None:
    begun = staged(owner, BOOK)
    path = begun.files.get().path
    bring(begun)
    begun.refresh_from_db()
    assert (begun.state, begun.choices, begun.answers) == (ImportState.DONE, {}, {})
    assert begun.counts == {"added": 3, "planned": 0, "left_out": 0}
    assert not begun.files.exists()
    assert not ArrivingPerson.objects.exists()
    assert path


def test_somebody_left_out_stays_out_and_may_come_another_time(owner: User) -> None:
    begun = staged(owner, BOOK)
    choose(people_of(begun)[1], Choice.LEAVE)
    assert bring(begun) == {"added": 2, "planned": 0, "left_out": 1}
    assert "Ana Sousa" not in names()
    assert bring(staged(owner, BOOK))["added"] == 1


def test_only_the_ticked_ones_when_that_is_wanted(owner: User) -> None:
    begun = staged(owner, BOOK)
    begun.choices = {**begun.choices, ONLY_TICKED: True}
    begun.save()
    choose(people_of(begun)[0], Choice.TAKE)
    bring(begun)
    assert names() == {"Ingrid Solheim"}


def test_a_plan_for_the_new_ones_on_request(owner: User) -> None:
    begun = staged(owner, BOOK)
    begun.choices = {**begun.choices, RELATION: "partner", WINDOW: [60, 90]}
    begun.save()
    assert bring(begun)["planned"] == FollowUp.objects.count() == 3
    assert set(Prospect.objects.values_list("relation", flat=True)) == {"partner"}


@dataclass(frozen=True)
class Alike:
    """Somebody we know, and the row of the card that looks like them."""

    known: Prospect
    begun: Import
    row: ArrivingPerson


@pytest.fixture
def alike(owner: User) -> Alike:
    known = Prospect.objects.create(team=owner.team, owner=owner, name="Ingrid Solheim", title="Boss")
    begun = staged(owner, INGRID)
    return Alike(known, begun, people_of(begun)[0])


def test_whom_somebody_looks_like_is_never_guessed(alike: Alike) -> None:
    assert tally_of(alike.begun).open == 1
    assert bring(alike.begun) == {"planned": 0, "left_out": 1}
    assert Prospect.objects.get() == alike.known
    assert not ImportedRow.objects.exists()


def test_the_same_person_is_completed(alike: Alike) -> None:
    choose(alike.row, Choice.SAME, same_as=alike.known.pk)
    assert bring(alike.begun) == {"completed": 1, "planned": 0, "left_out": 0}
    person = Prospect.objects.get()
    assert (person.title, person.email) == ("Boss", "ingrid@havbruk.example")


def test_somebody_else_is_added(alike: Alike) -> None:
    choose(alike.row, Choice.NEW)
    assert bring(alike.begun)["added"] == 1
    assert Prospect.objects.count() == 2


def test_somebody_who_is_gone_by_then_is_not_completed(alike: Alike) -> None:
    choose(alike.row, Choice.SAME, same_as=uuid4())
    assert bring(alike.begun) == {"out_of_sight": 1, "planned": 0, "left_out": 1}
    assert not ImportedRow.objects.exists()


def test_nobody_is_completed_out_of_somebody_else_s_sight(alike: Alike, colleague: User) -> None:
    theirs = Prospect.objects.create(team=colleague.team, owner=colleague, name="Ingrid Solheim")
    choose(alike.row, Choice.SAME, same_as=theirs.pk)
    assert bring(alike.begun)["out_of_sight"] == 1
    theirs.refresh_from_db()
    assert theirs.email == ""


def test_whoever_came_to_be_known_meanwhile_is_left_for_another_look(owner: User) -> None:
    begun = staged(owner, BOOK)
    Prospect.objects.create(team=owner.team, owner=owner, name="Ana Sousa")
    Prospect.objects.create(team=owner.team, owner=owner, name="Frode", email="ingrid@havbruk.example")
    assert bring(begun) == {"added": 1, "known_meanwhile": 1, "planned": 0, "left_out": 2}
    found = [one.found for one in people_of(staged(owner, BOOK))]
    assert found == [Found.KNOWN, Found.POSSIBLE, Found.SEEN]


def test_somebody_without_a_name_comes_in_once_named(owner: User) -> None:
    begun = staged(owner, card(email="info@havbruk.example") + card(organisation="Acme"))
    ArrivingPerson.objects.filter(place=0).update(name_given="Ingrid Solheim")
    assert bring(begun) == {"added": 1, "planned": 0, "left_out": 1}
    assert names() == {"Ingrid Solheim"}
    assert people_of(staged(owner, card(email="info@havbruk.example")))[0].found == Found.SAME


def test_a_card_that_came_in_before_comes_again_on_request(owner: User) -> None:
    bring(staged(owner, ANA))
    Prospect.objects.all().delete()
    begun = staged(owner, ANA)
    choose(people_of(begun)[0], Choice.TAKE)
    assert bring(begun)["added"] == 1


def test_an_address_further_down_completes_with_what_is_theirs(owner: User) -> None:
    known = Prospect.objects.create(
        team=owner.team, owner=owner, name="Ingrid", email="ingrid@havbruk.example", phone="22334455"
    )
    two = card(
        "Ingrid", "EMAIL:ingrid@havbruk.example", "TEL:999", "TEL:+47 22 33 44 55", "TITLE:Boss",
        email="ingrid@home.example",
    )  # fmt: skip
    bring(staged(owner, two))
    known.refresh_from_db()
    assert (known.email, known.phone, known.title) == ("ingrid@havbruk.example", "22334455", "Boss")


@pytest.mark.parametrize("text", ["call the desk", "piet@@fjord.example", "piet@claes"])
def test_an_address_that_is_none_is_kept_among_the_cues(owner: User, text: str) -> None:
    books = (
        card("Piet Claes", "NOTE:Sails", email=text),
        google({"First Name": "Ana", "Last Name": "Sousa", "E-mail 1 - Value": text, "Notes": "Sails"}),
    )
    for book, name in zip(books, ("people.vcf", "people.csv"), strict=True):
        bring(staged(owner, book, name=name))
    cues = set(Prospect.objects.values_list("email", "personal_cues"))
    assert cues == {("", f"Sails\nE-mail in the file: {text}")}


def test_called_off_half_way_nothing_is_written(owner: User) -> None:
    class CalledOff:
        def at(self, done: int, total: int) -> None:
            if done == 2:
                raise CancelledError

    begun = staged(owner, BOOK)
    with pytest.raises(CancelledError):
        bring_in(begun, owner, CalledOff(), NINE)
    assert not Prospect.objects.exists()
    assert not ImportedRow.objects.exists()
    assert begun.people.count() == 3


def test_what_no_column_takes_hinders_all_of_it(owner: User) -> None:
    begun = staged(owner, BOOK)
    row = people_of(begun)[2]
    row.told = {**row.told, "card": {"name": "x" * 300}}
    row.save()
    with pytest.raises(HinderedError):
        bring(begun)
    assert not Prospect.objects.exists()


def test_reading_again_keeps_to_what_is_known_by_then(owner: User) -> None:
    begun = staged(owner, PIET)
    Prospect.objects.create(team=owner.team, owner=owner, name="Piet Claes")
    stage(begun, owner)
    assert people_of(begun)[0].found == Found.POSSIBLE
