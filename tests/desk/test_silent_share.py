"""Above the list of people: how many did not answer the last time, and of the decision makers how many."""

from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from desk.silent_share import SilentShare, silent_share, silent_text
from followups.kinds import Outcome
from prospects.models import Prospect
from tests.desk.reading import read
from tests.desk.visiting import HTMX
from tests.followups.telling import complete, log, step_of


def person(owner: User, name: str, outcome: Outcome | None, *, decides: bool = False) -> Prospect:
    """Somebody who was tried with this outcome, or not at all."""
    found = log(owner, name).prospect
    Prospect.objects.filter(pk=found.pk).update(is_decision_maker=decides)
    if outcome:
        complete(step_of(found), outcome, on=step_of(found).due_on)
    return found


def test_counted_are_ones_own_people_who_were_tried_or_spoken_to(owner: User, colleague: User) -> None:
    person(owner, "Ingrid", Outcome.SPOKE)
    person(owner, "Knut", Outcome.NO_ANSWER, decides=True)
    person(owner, "Pia", Outcome.LEFT_MESSAGE)
    person(owner, "Ole", Outcome.SPOKE, decides=True)
    person(owner, "Tor", None, decides=True)
    person(owner, "Eva", Outcome.ASKED_TO_STOP, decides=True)
    person(colleague, "Kaja", Outcome.NO_ANSWER)
    assert silent_share(owner) == SilentShare(tried=4, silent=2, deciders_tried=2, deciders_silent=1)


def test_who_answers_after_a_try_in_vain_is_not_silent(owner: User) -> None:
    ingrid = person(owner, "Ingrid", Outcome.NO_ANSWER)
    complete(step_of(ingrid), Outcome.SPOKE, on=step_of(ingrid).due_on)
    assert silent_share(owner) == SilentShare(tried=1)


def test_it_is_one_query(owner: User, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    person(owner, "Ingrid", Outcome.NO_ANSWER)
    with django_assert_num_queries(1):
        silent_share(owner)


def test_the_words() -> None:
    assert silent_text(SilentShare(12, 3, 5, 1)) == (
        "3 of 12 people did not answer the last time. "
        "Of the decision makers 1 of 5: a sign about the relationship."
    )
    assert silent_text(SilentShare(12, 3, 5, 0)) == "3 of 12 people did not answer the last time."
    assert silent_text(SilentShare(1, 1)) == "1 of 1 person did not answer the last time."
    assert silent_text(SilentShare(12, 0, 5, 0)) == ""


def test_the_list_says_it_once_and_not_in_what_a_search_swaps_in(desk: Client, owner: User) -> None:
    assert "did not answer" not in read(desk.get("/prospects/")).text
    person(owner, "Knut", Outcome.NO_ANSWER, decides=True)
    page = read(desk.get("/prospects/"))
    assert "1 of 1 person did not answer the last time. Of the decision makers 1 of 1" in page.text
    assert "did not answer" not in read(desk.get("/prospects/", headers=HTMX)).text
    assert "did not answer" not in read(desk.get("/prospects/?q=knut")).text
