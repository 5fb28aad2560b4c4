"""The page of an address book: who is new, known or perhaps known; what is chosen stays; then all come in."""

import re
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.models import User
from desk.erasing import erase
from exchange.kinds import ImportState, WorkKind
from exchange.models import ArrivingPerson, Import, Work
from exchange.people import choosing
from exchange.people.codes import Choice, Found
from followups.actions import keep_in_touch
from followups.models import FollowUp
from prospects.models import Organisation, Prospect
from tests.cast import MONDAY, NINE
from tests.exchange.people.bringing import an_import, card, people_of, staged
from tests.followups.handing import in_care
from tests.followups.telling import log

INGRID = card("Ingrid Solheim", "TEL:+47 22 33 44 55", email="ingrid@havbruk.example")
ANA = card("Ana Sousa", organisation="Sousa e Filhos")
PIET = card("Piet Claes", "URL:https://claes.example")


@pytest.fixture
def desk(client: Client, owner: User) -> Client:
    client.force_login(owner)
    return client


def address(begun: Import) -> str:
    return reverse("exchange:import_people", args=[begun.pk])


def shown(desk: Client, begun: Import, group: str = "") -> str:
    answer = desk.get(address(begun), {"show": group} if group else {})
    assert answer.status_code == 200
    return str(answer.content.decode())


def post(desk: Client, begun: Import, go: str = "here", **fields: object) -> HttpResponse:
    rows = [person.place for person in people_of(begun)]
    answer = desk.post(address(begun), {"row": rows, "go": go, **fields})
    assert isinstance(answer, HttpResponse)
    return answer


def bring(desk: Client, begun: Import, **fields: object) -> str:
    post(desk, begun, "bring", **fields)
    return shown(desk, begun)


def chosen(begun: Import) -> list[str]:
    return [person.choice for person in people_of(begun)]


def plain(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_a_file_is_read_when_somebody_says_so(desk: Client, owner: User) -> None:
    begun = an_import(owner, INGRID)
    assert "Read the people" in shown(desk, begun)
    assert not begun.people.exists()
    answer = desk.post(reverse("exchange:import_people_read", args=[begun.pk]))
    assert (answer.status_code, answer["Location"]) == (303, address(begun))
    assert "Ingrid Solheim" in shown(desk, begun)


def test_a_file_that_is_no_table_says_so_and_stays(desk: Client, owner: User) -> None:
    begun = an_import(owner, b'a,b\n1,\xff\xfe2\n"open', name="people.csv")
    desk.post(reverse("exchange:import_people_read", args=[begun.pk]))
    assert "form" in shown(desk, begun)


def test_who_is_known_is_shown_beside_the_card(desk: Client, owner: User) -> None:
    havbruk = Organisation.objects.create(team=owner.team, name="Havbruk Nordic")
    Prospect.objects.create(
        team=owner.team, owner=owner, name="I. Solheim", email="ingrid@havbruk.example", organisation=havbruk
    )
    page = plain(shown(desk, staged(owner, INGRID), "known"))
    assert "You know them: I. Solheim , Havbruk Nordic" in page
    assert "Would be filled in Phone +47 22 33 44 55" in page
    assert "Stays as you have it Name I. Solheim (the file says: Ingrid Solheim)" in page


def test_what_needs_an_answer_is_shown_first(desk: Client, owner: User) -> None:
    known = Prospect.objects.create(team=owner.team, owner=owner, name="Ana Sousa")
    begun = staged(owner, INGRID + ANA)
    page = shown(desk, begun)
    assert f'value="same:{known.pk}"' in page
    assert "Same as Ana Sousa" in page
    assert "Ingrid Solheim" not in page


def test_what_has_no_place_is_said_of_each(desk: Client, owner: User) -> None:
    assert "Without 1 web page" in plain(shown(desk, staged(owner, PIET)))


def test_what_is_chosen_stays(desk: Client, owner: User) -> None:
    begun = staged(owner, INGRID + ANA + PIET)
    post(desk, begun, **{"choice-0": "take", "choice-1": "leave", "choice-2": "take"})
    assert chosen(begun) == ["", "leave", ""]
    assert re.search(r'name="choice-1" value="leave" checked', shown(desk, begun))
    assert "Ana Sousa" in {person.told["card"]["name"] for person in people_of(begun)}
    assert not Prospect.objects.exists()


def test_whoever_goes_to_another_group_keeps_what_was_chosen(desk: Client, owner: User) -> None:
    begun = staged(owner, INGRID + ANA + b"BEGIN:VCARD\r\n")
    answer = post(desk, begun, "show:rest", **{"choice-1": "leave"})
    assert answer["Location"] == f"{address(begun)}?show=rest"
    assert chosen(begun)[1] == Choice.LEAVE


def test_everybody_comes_in_at_a_press(desk: Client, owner: User) -> None:
    begun = staged(owner, INGRID + ANA + PIET)
    page = plain(bring(desk, begun, **{"choice-1": "leave"}))
    assert "2 people were added." in page
    assert "1 card stayed out." in page
    assert set(Prospect.objects.values_list("name", flat=True)) == {"Ingrid Solheim", "Piet Claes"}
    assert not FollowUp.objects.exists()


def test_pressed_twice_they_come_in_once(desk: Client, owner: User) -> None:
    begun = staged(owner, INGRID + ANA)
    post(desk, begun, "bring")
    assert post(desk, begun, "bring").status_code in {200, 303}
    assert Prospect.objects.count() == 2
    assert Work.objects.filter(of_import=begun).count() == 1


def test_the_same_file_again_adds_nothing(desk: Client, owner: User) -> None:
    bring(desk, staged(owner, INGRID + ANA))
    again = staged(owner, INGRID + ANA)
    assert "This very card came in before." in shown(desk, again, "rest")
    post(desk, again, "bring")
    again.refresh_from_db()
    assert again.state == ImportState.OPEN
    assert Prospect.objects.count() == 2


def test_a_plan_only_when_asked_for(desk: Client, owner: User) -> None:
    begun = staged(owner, INGRID + ANA)
    page = plain(bring(desk, begun, who="all", relation="partner", window="60-90"))
    assert "2 check-ins are planned." in page
    assert FollowUp.objects.count() == 2
    assert {person.relation for person in Prospect.objects.all()} == {"partner"}


def test_only_those_that_were_chosen(desk: Client, owner: User) -> None:
    begun = staged(owner, INGRID + ANA + PIET)
    post(desk, begun, who="ticked", **{"choice-0": "take", "choice-1": "take", "choice-2": "take"})
    assert re.search(r'name="choice-0" value="leave" checked', shown(desk, begun))
    bring(desk, begun, who="ticked", **{"choice-0": "leave", "choice-1": "take", "choice-2": "leave"})
    assert [person.name for person in Prospect.objects.all()] == ["Ana Sousa"]


def test_the_same_person_or_somebody_else(desk: Client, owner: User) -> None:
    known = Prospect.objects.create(team=owner.team, owner=owner, name="Ana Sousa")
    Prospect.objects.create(team=owner.team, owner=owner, name="Piet Claes")
    begun = staged(owner, ANA + PIET)
    bring(desk, begun, **{"choice-0": f"same:{known.pk}", "choice-1": "new"})
    known.refresh_from_db()
    assert known.organisation is not None
    assert Prospect.objects.filter(name="Piet Claes").count() == 2


def test_nobody_but_those_shown_can_be_meant(desk: Client, owner: User, stranger: User) -> None:
    theirs = Prospect.objects.create(team=stranger.team, owner=stranger, name="Ana Sousa")
    Prospect.objects.create(team=owner.team, owner=owner, name="Ana Sousa")
    begun = staged(owner, ANA)
    for value in (f"same:{theirs.pk}", f"same:{uuid4()}", "same:nonsense", "same:", "\x00", "take"):
        post(desk, begun, **{"choice-0": value})
        assert chosen(begun) == [""]


def test_a_name_is_given_and_kept(desk: Client, owner: User) -> None:
    begun = staged(owner, card(email="info@havbruk.example"))
    post(desk, begun, **{"name-0": "  Ingrid\tSolheim "})
    assert 'value="Ingrid Solheim"' in shown(desk, begun)
    bring(desk, begun, **{"name-0": "Ingrid Solheim"})
    assert Prospect.objects.get().email == "info@havbruk.example"


def test_a_name_too_long_is_told_and_stays_typed(desk: Client, owner: User) -> None:
    begun = staged(owner, card(email="info@havbruk.example"))
    answer = post(desk, begun, "bring", **{"name-0": "x" * 201})
    page = answer.content.decode()
    assert "At most 200 characters." in page
    assert "x" * 201 in page
    assert not Prospect.objects.exists()


def test_nobody_chosen_is_said(desk: Client, owner: User) -> None:
    begun = staged(owner, ANA)
    answer = desk.post(address(begun), {"row": [0], "choice-0": "leave", "go": "bring"}, follow=True)
    assert "Nobody is chosen yet." in answer.content.decode()
    assert not Work.objects.exists()


def test_where_nothing_is_new_there_is_a_way_out(desk: Client, owner: User) -> None:
    log(owner, "Ana Sousa", email="ana@example.org")
    begun = staged(owner, card("Ana Sousa", email="ana@example.org"))
    page = shown(desk, begun)
    assert "Nothing in it is new." in page
    assert 'value="bring"' not in page
    gone = reverse("exchange:import_give_up", args=[begun.pk])
    assert f'formaction="{gone}"' in page
    assert desk.post(gone).status_code == 303
    begun.refresh_from_db()
    assert begun.state == ImportState.GIVEN_UP


def test_whoever_came_in_before_can_still_come_again(desk: Client, owner: User) -> None:
    bring(desk, staged(owner, ANA))
    begun = staged(owner, ANA)
    page = shown(desk, begun)
    assert "Nothing in it is new." in page
    assert 'value="bring"' in page
    post(desk, begun, **{"choice-0": "take"})
    assert "Nothing in it is new." not in shown(desk, begun)


def test_a_large_book_comes_in_pages(desk: Client, owner: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("exchange.people.page.PAGE", 2)
    begun = staged(owner, b"".join(card(f"Person {number}") for number in range(5)))
    assert 'value="after:2"' in shown(desk, begun)
    answer = desk.get(address(begun), {"show": "new", "after": "2"})
    page = answer.content.decode()
    assert "Person 2" in page
    assert "Person 1" not in page
    assert 'value="after:4"' in page


def test_more_than_a_page_can_wait_for_is_long_work(
    desk: Client, owner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("exchange.views.people.AT_ONCE", 1)
    begun = staged(owner, ANA + PIET)
    answer = post(desk, begun, "bring")
    work = Work.objects.get()
    assert (work.kind, work.of_import) == (WorkKind.IMPORT, begun)
    assert answer["Location"] == reverse("exchange:work", args=[work.pk])
    assert not Prospect.objects.exists()
    assert post(desk, begun, **{"choice-0": "leave"})["Location"] == answer["Location"]
    assert chosen(begun) == ["", ""]


@pytest.mark.parametrize("size", [3, choosing.PAGE])
def test_a_page_asks_the_database_as_often_however_many_are_on_it(
    desk: Client, owner: User, size: int, django_assert_max_num_queries: object
) -> None:
    people = [
        Prospect(team=owner.team, owner=owner, name=f"Ana Sousa {number}", email=f"{number}@sousa.example")
        for number in range(size)
    ]
    Prospect.objects.bulk_create(people)
    begun = staged(owner, b"".join(card(one.name, "TEL:1234567", email=one.email) for one in people))
    with django_assert_max_num_queries(25):  # type: ignore[operator]
        shown(desk, begun, "known")


def test_nobody_else_sees_it(client: Client, owner: User, colleague: User, manager: User) -> None:
    begun = staged(owner, ANA)
    for somebody in (colleague, manager):
        client.force_login(somebody)
        assert client.get(address(begun)).status_code == 404
        assert client.post(address(begun), {"go": "bring"}).status_code == 404
        assert client.post(reverse("exchange:import_people_read", args=[begun.pk])).status_code == 404
    assert not Prospect.objects.exists()


def test_what_a_colleague_has_of_them_in_confidence_is_not_shown(
    client: Client, owner: User, marketer: User
) -> None:
    person = Prospect.objects.create(
        team=owner.team, owner=owner, name="Ana", email="ana@sousa.example", personal_cues="Collects stamps"
    )
    keep_in_touch(person, (60, 90), by=owner, today=MONDAY, now=NINE)
    in_care(person, marketer)
    client.force_login(marketer)
    begun = staged(marketer, card("Ana", "NOTE:Rides", "TEL:1234567", email="ana@sousa.example"))
    assert people_of(begun)[0].found == Found.SAME
    page = shown(client, begun, "rest")
    assert "Collects stamps" not in page
    assert "A colleague looks after them; nothing is changed." in page


def test_once_it_is_over_it_says_what_came_of_it(desk: Client, owner: User) -> None:
    begun = staged(owner, ANA)
    bring(desk, begun)
    assert not ArrivingPerson.objects.exists()
    assert "Your people are in" in shown(desk, begun)


def test_whoever_is_erased_is_forgotten_in_books_that_are_looked_over(owner: User) -> None:
    ana = Prospect.objects.create(team=owner.team, owner=owner, name="Ana Sousa", email="ana@sousa.example")
    begun = staged(
        owner,
        card("Ana SOUSA") + card("Ana Sousas") + card("A", email="ana@sousa.example") + card("Piet Claes"),
    )
    erase(ana, by=owner, now=NINE)
    begun.refresh_from_db()
    assert begun.state == ImportState.GIVEN_UP
    assert not people_of(begun)
