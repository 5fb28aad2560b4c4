"""The page of the month: to be read aloud, of one's own people or of the team."""

from datetime import date

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from tests.cast import MONDAY
from tests.desk.reading import read
from tests.desk.visiting import signed_in
from tests.digests.stage import at
from tests.followups.telling import log
from tests.insights.coming_back import says_yes, wins
from tests.insights.letters import learns

PAGE = "/insights/month/2026-03/"


@pytest.fixture
def april(owner: User, clock: time_machine.Traveller) -> time_machine.Traveller:
    """March is over."""
    clock.move_to(at(owner, date(2026, 4, 10)))
    return clock


def text_of(user: User, query: str = "") -> str:
    answer = signed_in(user).get(f"{PAGE}{query}")
    assert answer.status_code == 200
    return read(answer).one("main").text


def test_the_short_address_leads_to_the_month_that_is_over(desk: Client) -> None:
    assert desk.get("/insights/month/")["Location"] == "/insights/month/2026-02/"


@pytest.mark.parametrize("key", ["2026-13", "nonsense", "2026-04", "9999-12", "0000-01"])
def test_what_is_no_month_or_yet_to_come_does_not_exist(desk: Client, key: str) -> None:
    assert desk.get(f"/insights/month/{key}/").status_code == 404


def test_the_month_that_runs_says_that_it_is_not_over(desk: Client) -> None:
    page = desk.get(PAGE).content.decode()
    assert "The month is not over yet." in page
    assert "Nothing happened in this month" in page


def test_it_says_what_the_month_taught(owner: User, april: object) -> None:
    for n in range(3):
        log(owner, f"Person {n}")
    says_yes(log(owner, "Ingrid Solheim", on=date(2026, 1, 5)).deal, date(2026, 3, 9))
    wins(owner, "Piet Claes", date(2026, 3, 9))
    page = text_of(owner)
    for words in (
        "What your noes taught you",
        "3 noes were heard. In the month before: 0.",
        "Not now 3 100%",
        "Too few noes to say whether anything changed.",
        "Ingrid Solheim, the declined deal: 63 days later.",
        "One yes without a no before it.",
        "Nothing was asked at these noes.",
        "Nobody shared a lesson in this month.",
    ):
        assert words in page


def test_only_lessons_that_were_shared_are_read_aloud_and_without_a_name(
    owner: User, colleague: User, april: object
) -> None:
    learns(log(owner), "my own", owner, on=MONDAY)
    learns(log(colleague, "Priya"), "for everybody", colleague, on=MONDAY, is_shared=True)
    page = text_of(owner)
    assert "for everybody" in page
    assert "my own" not in page
    assert colleague.get_full_name() not in page


def test_whoever_manages_sees_the_team_and_their_own_where_they_ask(
    owner: User, colleague: User, manager: User, stranger: User, april: object
) -> None:
    log(colleague)
    log(stranger, "Olga")
    assert "One “no” was heard." in text_of(manager)
    assert "No “no” was heard." in text_of(manager, "?whose=me")
    assert "No “no” was heard." in text_of(owner, "?whose=team")


def test_nobodys_name_of_ours_stands_beside_a_number(owner: User, manager: User, april: object) -> None:
    log(owner, "Priya Raman")
    assert owner.get_full_name() not in text_of(manager)


def test_one_goes_back_as_far_as_there_is_anything_to_tell(owner: User, april: object) -> None:
    log(owner, on=date(2026, 2, 5))
    client = signed_in(owner)
    assert read(client.get(PAGE)).all("a", href="/insights/month/2026-02/?whose=me")
    assert not read(client.get("/insights/month/2026-02/")).all("a", href="/insights/month/2026-01/?whose=me")


def test_a_bounded_number_of_queries(
    owner: User, april: object, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(8):
        says_yes(log(owner, f"Person {n}").deal, date(2026, 3, 20))
    client = signed_in(owner)
    client.get(PAGE)
    with django_assert_num_queries(16):
        client.get(PAGE)
