"""The page of who came back: reasons for yes beside reasons for no, for whoever may see them."""

import csv
import io

import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from followups.kinds import Outcome
from tests.cast import MONDAY
from tests.desk.reading import filled_in, form_to, read
from tests.desk.visiting import HTMX, signed_in
from tests.followups.telling import day, log, nine_on, step_of
from tests.insights.coming_back import grows, says_yes, talks, wins

PAGE = "/insights/came-back/"


def text_of(client: Client, query: str = "") -> str:
    answer = client.get(f"{PAGE}{query}")
    assert answer.status_code == 200
    return " ".join(read(answer).one("main").text.split())


def test_it_tells_the_yes_the_no_and_what_lay_between(desk: Client, owner: User) -> None:
    loss = log(owner, on=day(-97), in_their_words="Ask us in spring.")
    talks(loss, day(-20))
    says_yes(loss.deal, MONDAY, "The other project stalled.")
    page = text_of(desk)
    for words in (
        "S&OP redesign", "Ingrid Solheim, Havbruk Nordic", "2 Mar 2026", "The other project stalled.",
        "Not now, 25 Nov 2025", "Ask us in spring.", "97 days", "1 touch in between",
        "call, 10 Feb 2026, Maren Vogt",
    ):  # fmt: skip
        assert words in page


def test_the_ways_stand_apart(desk: Client, owner: User) -> None:
    says_yes(log(owner, on=day(-50)).deal, MONDAY)
    says_yes(grows(log(owner, "Priya Raman", on=day(-50)), "A pilot", on=day(-40)), MONDAY)
    wins(owner, "Piet Claes", MONDAY, "You answered first.")
    titles = [head.text for head in read(desk.get(PAGE)).all("h2")]
    assert titles[:3] == [
        "The declined deal itself", "A new deal that grew out of the no", "Yes without a no before it"
    ]  # fmt: skip
    assert "You answered first." in text_of(desk)


def test_with_nothing_it_says_so(desk: Client) -> None:
    page = text_of(desk)
    assert "Nobody said yes in these days." in page
    assert "No “no” was logged in these days." in page


def test_what_is_narrowed_elsewhere_is_everybody_here_on_both_sides(desk: Client, owner: User) -> None:
    says_yes(log(owner, on=day(-50)).deal, MONDAY)
    page = text_of(desk, "?period=all&conversation=drifted")
    assert "Who came back is not narrowed down: it is everybody of these days." in page
    assert "Not now 1 100%" in page
    assert "not narrowed down" not in text_of(desk, "?period=all")


def test_days_of_ones_own_stand_above(desk: Client) -> None:
    assert "1 Feb to 1 Mar 2026" in text_of(desk, "?from=2026-02-01&to=2026-03-01")


def test_reasons_for_no_stand_beside(desk: Client, owner: User) -> None:
    for n in range(3):
        log(owner, f"Person {n}")
    assert "Not now 3 100%" in text_of(desk)


def test_somebody_elses_people_are_the_managers_alone(
    desk: Client, owner: User, colleague: User, manager: User, stranger: User
) -> None:
    says_yes(log(colleague, "Priya Raman").deal, MONDAY, "Of a colleague.")
    says_yes(log(stranger, "Olga").deal, MONDAY, "Of a stranger.")
    assert "Of a colleague." not in text_of(desk) + text_of(desk, "?whose=team")
    assert not read(desk.get(PAGE)).all("nav", aria_label="Whose")
    managers = signed_in(manager)
    assert "Of a colleague." not in text_of(managers)
    assert "Of a colleague." in text_of(managers, "?whose=team")
    assert "Of a stranger." not in text_of(managers, "?whose=team")


def test_the_file_holds_the_same(desk: Client, owner: User) -> None:
    loss = log(owner, on=day(-97))
    talks(loss, day(-20))
    says_yes(loss.deal, MONDAY, "=A formula.")
    wins(owner, "Piet Claes", MONDAY)
    answer = desk.get("/insights/csv/came-back/")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row["way"] for row in rows].count("itself") == 1
    back = next(row for row in rows if row["way"] == "itself")
    assert (back["days"], back["touches"], back["last_touch"], back["why_yes"]) == (
        "97", "1", "call", "'=A formula."
    )  # fmt: skip
    alone = next(row for row in rows if row["way"] == "alone")
    assert (alone["no_said_on"], alone["days"], alone["touches"]) == ("", "", "")


def test_a_bounded_number_of_queries(
    desk: Client, owner: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(12):
        loss = log(owner, f"Person {n}", on=day(-50))
        talks(loss, day(-20))
        says_yes(loss.deal, MONDAY, "Because.")
    with django_assert_max_num_queries(16):
        desk.get(PAGE)


def test_a_yes_at_the_deal_is_celebrated_once(desk: Client, owner: User) -> None:
    deal = log(owner, on=day(-97)).deal
    page = f"/deals/{deal.pk}/"
    address = f"{page}won-back/"
    desk.post(address, filled_in(form_to(read(desk.get(page)), address)) | {"why_yes": "A new boss."})
    told = "97 days after the no of 25 Nov 2025 (Not now). Nothing was noted in between."
    assert told in desk.get(page).content.decode()
    assert told not in desk.get(page).content.decode()


def test_a_yes_in_a_check_in_says_how_it_came_in_its_receipt(
    desk: Client, owner: User, clock: time_machine.Traveller
) -> None:
    step = step_of(log(owner).prospect)
    clock.move_to(nine_on(day(45)))
    client = signed_in(owner)
    answer = client.post(
        f"/followups/{step.pk}/complete/",
        {"outcome": Outcome.WON_BACK.value, "why_yes": "A new boss.", "expected_version": step.version},
        headers=HTMX,
    )
    assert "45 days after the no of 2 Mar 2026 (Not now)." in answer.content.decode()
    assert "after the no of" not in client.get("/").content.decode()


def test_todays_tip_leads_there(desk: Client, owner: User) -> None:
    says_yes(log(owner, on=day(-97)).deal, MONDAY)
    assert read(desk.get("/")).all("a", href=PAGE)
