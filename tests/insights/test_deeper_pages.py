"""The pages of reasons, follow-ups and asking: what they say, to whom, in how many queries."""

import csv
import io
import re
from html import unescape
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from insights.deeper_tables import DEEPER
from prospects.conversations import AskAnswer, AskKind, Decided, ExitConversation, GoodDeal, Likelihood
from prospects.models import Competitor, ExitAsk, LossCompetitor
from tests.insights.noted import (
    a_check_in,
    a_noted_no,
    a_touch,
    plan_for,
    pressed,
    reason_of,
    some_noes,
)

PAGES = ("/insights/reasons/", "/insights/follow-ups/", "/insights/asking/")


@pytest.fixture(autouse=True)
def on_monday(time_machine: Any) -> None:
    time_machine.move_to("2026-03-02T08:00:00+00:00")


def shown(client: Client, user: User, path: str) -> str:
    client.force_login(user)
    response = client.get(path)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", "", response.content.decode())))


def table(client: Client, user: User, figure: str, query: str = "") -> list[dict[str, str]]:
    client.force_login(user)
    response = client.get(f"/insights/csv/{figure}/?{query}")
    assert response.status_code == 200
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


def much(owner: User) -> None:
    """Something of everything."""
    for place, loss in enumerate(
        some_noes(owner, 12, came_back=4, stage="Proposal", source="Fair", value=9_000)
    ):
        pressed(loss, Decided.PRICE if place % 2 else Decided.TIMING)
        ExitAsk.objects.create(loss=loss, kind=AskKind.REFERRAL, answer=list(AskAnswer)[place % 4])
        a_check_in(loss, 20 + place * 3)
        acme, _ = Competitor.objects.get_or_create(team=owner.team, name="Acme")
        LossCompetitor.objects.create(loss=loss, competitor=acme, is_main=place % 2 == 0)
    some_noes(
        owner, 6, stage="Pilot", likelihood=Likelihood.HIGH, told_by="call", value=70_000, currency="USD"
    )


@pytest.mark.parametrize("path", PAGES)
def test_pages_stand_without_any_no(client: Client, owner: User, path: str) -> None:
    assert "None" not in shown(client, owner, path)


@pytest.mark.parametrize(("path", "most"), [(PAGES[0], 20), (PAGES[1], 12), (PAGES[2], 15)])
def test_queries_do_not_grow_with_the_noes(
    client: Client, owner: User, path: str, most: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    much(owner)
    much(owner)
    client.force_login(owner)
    with django_assert_max_num_queries(most):
        client.get(path)


def test_reasons_that_come_back_are_named_and_others_are_not(client: Client, owner: User) -> None:
    kind = ExitConversation.NOT_A_PRIORITY
    some_noes(owner, 30, came_back=20, reason=reason_of(owner, kind, "Timing"))
    some_noes(owner, 30, came_back=2, reason=reason_of(owner, kind, "Price"))
    page = shown(client, owner, "/insights/reasons/")
    assert "“Timing” comes back more often than the others" in page
    assert "None is noted more often than all others" in page
    assert "20 of 30" in page


def test_chance_is_not_called_a_finding(client: Client, owner: User) -> None:
    kind = ExitConversation.NOT_A_PRIORITY
    some_noes(owner, 12, came_back=4, reason=reason_of(owner, kind, "Timing"))
    some_noes(owner, 12, came_back=2, reason=reason_of(owner, kind, "Price"))
    page = shown(client, owner, "/insights/reasons/")
    assert "No reason comes back clearly more than another" in page
    assert "more often than the others" not in page


def test_few_noes_say_how_many_more_it_takes(client: Client, owner: User) -> None:
    some_noes(owner, 3, stage="Pilot")
    assert "Too few to say. Two more and we can." in shown(client, owner, "/insights/reasons/")


def test_what_was_never_noted_is_named_instead_of_drawn(client: Client, owner: User) -> None:
    some_noes(owner, 6, stage="Pilot")
    page = shown(client, owner, "/insights/reasons/")
    assert "Most noes come at “Pilot”: 6 of 6" in page
    assert "not shown: reason, competitor, source, how likely, how it reached us." in page


def test_a_high_that_comes_back_is_said_so(client: Client, owner: User) -> None:
    some_noes(owner, 20, came_back=14, likelihood=Likelihood.HIGH)
    some_noes(owner, 20, came_back=1, likelihood=Likelihood.LOW)
    assert "What you called “High” does come back more often" in shown(client, owner, "/insights/reasons/")


def test_money_of_two_currencies_is_never_in_one_band(client: Client, owner: User) -> None:
    some_noes(owner, 6, value=9_000)
    some_noes(owner, 6, value=9_000, currency="USD")
    page = shown(client, owner, "/insights/reasons/")
    assert "Noes we heard, by what was offered, in EUR" in page
    assert "Noes we heard, by what was offered, in USD" in page
    assert {row["currency"] for row in table(client, owner, "values")} == {"EUR", "USD"}


def test_our_reason_stands_beside_the_buyers(client: Client, owner: User) -> None:
    for place, loss in enumerate(some_noes(owner, 8)):
        pressed(loss, Decided.TIMING if place < 5 else Decided.PRICE)
    pressed(a_noted_no(owner), Decided.RATHER_NOT_SAY)
    page = shown(client, owner, "/insights/reasons/")
    assert "You and the buyer name the same reason: 5 of 8" in page
    assert "You part most where you write “Not now, Went quiet” and they press “Price”: 3 times" in page
    assert "counted in neither: “I'd rather not say”: 1." in page
    assert table(client, owner, "both-reasons") == [
        {"our_reason": "timing", "their_answer": "price", "noes": "3", "same": "no"},
        {"our_reason": "timing", "their_answer": "timing", "noes": "5", "same": "yes"},
        {"our_reason": "", "their_answer": "rather_not_say", "noes": "1", "same": ""},
    ]


def test_every_group_leads_to_its_rows(client: Client, owner: User) -> None:
    much(owner)
    client.force_login(owner)
    page = client.get("/insights/reasons/").content.decode()
    for narrowed in (
        "stage=Pilot",
        "source=Fair",
        "likelihood=high",
        "told_by=call",
        "decider=no",
        "band=USD-0-",
    ):
        assert re.search(rf'href="/insights/noes/\?[^"]*{narrowed}', page), narrowed


def test_an_interval_is_named_only_when_the_data_can_say_so(client: Client, owner: User) -> None:
    for place in range(40):
        a_check_in(a_noted_no(owner, came_back=80 + place if place < 30 else None), 33)
        a_check_in(a_noted_no(owner, came_back=80 + place if place < 5 else None), 50)
    page = shown(client, owner, "/insights/follow-ups/")
    assert "“Check-in on day 30 to 44” goes together with coming back more often" in page
    assert "30 of 40" in page


def test_an_interval_is_not_named_by_chance(client: Client, owner: User) -> None:
    for place in range(12):
        a_check_in(a_noted_no(owner, came_back=80 if place < 5 else None), 33)
        a_check_in(a_noted_no(owner, came_back=80 if place < 3 else None), 50)
    assert "Which check-in interval works for you is not shown yet" in shown(
        client, owner, "/insights/follow-ups/"
    )


def test_what_came_back_before_day_60_says_nothing_about_intervals(client: Client, owner: User) -> None:
    for _ in range(30):
        a_check_in(a_noted_no(owner, came_back=40), 33)
        a_check_in(a_noted_no(owner), 50)
    rows = table(client, owner, "check-in-intervals")
    assert [(row["first"], row["came_back"], row["of"]) for row in rows] == [("45_to_60", "0", "30")]


def test_the_first_touch_is_compared_the_same_way(client: Client, owner: User) -> None:
    a_touch(a_noted_no(owner, came_back=90), 2, channel="letter")
    rows = table(client, owner, "first-touches")
    assert [(row["first"], row["came_back"], row["of"]) for row in rows] == [("letter", "1", "1")]


def test_follow_ups_done_while_they_help_are_counted(client: Client, owner: User) -> None:
    for after in (30, 31, 35, 40, 50):
        a_check_in(a_noted_no(owner), after)
    page = shown(client, owner, "/insights/follow-ups/")
    assert "Done while it helps: 5 of 5 follow-ups" in page
    assert [row["became"] for row in table(client, owner, "on-time")] == [
        "on_time",
        "in_window",
        "late",
        "skipped",
        "left_open",
    ]


def test_silent_decision_makers_are_a_sign_about_the_relationship(client: Client, owner: User) -> None:
    for tries in (0, 1, 1, 0, 0, 1):
        loss = a_noted_no(owner)
        plan_for(loss, unanswered_tries=tries)
        a_check_in(loss, 30)
    page = shown(client, owner, "/insights/follow-ups/")
    assert "3 of 6 people did not answer the last time" in page
    assert "A decision maker who falls silent is a sign about the relationship." in page


def test_asking_goes_together_with_coming_back_and_is_never_its_cause(client: Client, owner: User) -> None:
    for loss in some_noes(owner, 20, came_back=15):
        ExitAsk.objects.create(loss=loss, kind=AskKind.REFERRAL, answer=AskAnswer.YES)
    for loss in some_noes(owner, 20, came_back=2):
        ExitAsk.objects.create(loss=loss, kind=AskKind.REFERRAL, answer=AskAnswer.NO)
    page = shown(client, owner, "/insights/asking/")
    assert "“Somebody else who needs it”: “Asked, said yes” goes together with coming back more often" in page
    assert "because" not in page
    assert "20 of 40" in page


@pytest.mark.parametrize("figure", sorted(DEEPER))
def test_every_figure_is_a_file_with_a_header(client: Client, owner: User, figure: str) -> None:
    much(owner)
    client.force_login(owner)
    response = client.get(f"/insights/csv/{figure}/")
    assert response.status_code == 200
    header, *rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert all(re.fullmatch(r"[a-z0-9_]+", name) for name in header)
    assert all(len(row) == len(header) for row in rows)


def test_one_sees_ones_own_and_a_manager_the_team(
    client: Client, owner: User, colleague: User, marketer: User, manager: User, stranger: User
) -> None:
    some_noes(owner, 6, stage="Owners stage")
    some_noes(colleague, 7, stage="Colleagues stage")
    for user in (owner, marketer, stranger):
        for query in ("", "?whose=team"):
            assert "Colleagues stage" not in shown(client, user, f"/insights/reasons/{query}")
    assert "Owners stage" not in shown(client, manager, "/insights/reasons/")
    both = shown(client, manager, "/insights/reasons/?whose=team")
    assert "Owners stage" in both
    assert "Colleagues stage" in both
    rows = table(client, marketer, "stages", "whose=team")
    assert rows == []


def rows_behind(client: Client, user: User, path: str) -> list[tuple[str, int, int, int]]:
    """Of every rate that leads to rows: its label, its two numbers, and how many rows there are."""
    client.force_login(user)
    page = client.get(path).content.decode()
    row = re.compile(
        r'<th scope="row"><a href="/insights/noes/\?([^"]+)">([^<]+)</a></th>(?:(?!</tr>).)*?'
        r"<b>(\d+)</b> <span>of (\d+)</span>",
        re.DOTALL,
    )
    return [
        (unescape(label), int(hits), int(of), rows_of(client, unescape(query)))
        for query, label, hits, of in row.findall(page)
    ]


def rows_of(client: Client, query: str) -> int:
    text = client.get(f"/insights/noes/csv/?{query}").content.decode("utf-8-sig")
    return len(list(csv.DictReader(io.StringIO(text))))


def test_rates_by_what_was_noted_lead_to_the_noes_they_are_out_of(client: Client, owner: User) -> None:
    much(owner)
    for loss in some_noes(owner, 2, stage="Proposal", source="Fair", value=9_000, told_by="call"):
        loss.good_deal = GoodDeal.NO
        loss.save(update_fields=["good_deal"])
    found = rows_behind(client, owner, "/insights/reasons/?period=all")
    assert ("Proposal", 4, 12, 12) in found
    assert [one for one in found if one[2] != one[3]] == []


def test_a_competitor_seldom_the_main_one_leads_to_no_rows_of_its_rate(client: Client, owner: User) -> None:
    much(owner)
    assert "Acme" not in {label for label, *_numbers in rows_behind(client, owner, "/insights/reasons/")}


@pytest.mark.parametrize("answer", ["", "&answer=yes", "&answer=no"])
def test_beside_one_ask_others_lead_to_no_rows(client: Client, owner: User, answer: str) -> None:
    for place, loss in enumerate(some_noes(owner, 8, came_back=2)):
        said = AskAnswer.YES if place % 2 else AskAnswer.NO
        ExitAsk.objects.create(loss=loss, kind=AskKind.FEEDBACK, answer=said)
        if place < 5:
            ExitAsk.objects.create(loss=loss, kind=AskKind.REFERRAL, answer=said)
    found = rows_behind(client, owner, f"/insights/asking/?period=all&ask=referral{answer}")
    assert [one for one in found if one[3] not in one[1:3]] == []
    assert "Why not us" not in {label for label, *_numbers in found}


def test_within_a_value_asked_about_larger_deals_are_not_among_the_rows(client: Client, owner: User) -> None:
    for value in (4_000, 12_000, 12_000, 70_000):
        some_noes(owner, 5, value=value)
    found = rows_behind(client, owner, "/insights/reasons/?period=all&band=EUR-0-20000")
    assert [of for label, _hits, of, rows in found if label.startswith("€5,000") and of == rows] == [10]
