"""The noes behind a figure: which, whose, in pages by key, and as a file."""

import csv
import io
from datetime import date
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from insights.rows import Among, Narrowing, narrowing_of, page_of, rows
from prospects.conversations import Decided, ExitConversation, GoodDeal
from prospects.models import Feedback, Loss
from tests.desk.reading import Element, read
from tests.desk.visiting import signed_in
from tests.followups.telling import day, log
from tests.insights.heard import asked, back, heard, reason_of

pytestmark = pytest.mark.usefixtures("clock")


def names(client: Client, query: str = "") -> list[str]:
    """The people in the list, as they stand there."""
    html = read(client.get(f"/insights/noes/{query}"))
    return [row.one("th").one("a").text for table in html.all("tbody") for row in table.all("tr")]


def cells(row: Element) -> list[str]:
    return [cell.text for cell in row.children if isinstance(cell, Element)]


def test_a_row_says_who_why_what_it_was_worth_and_what_became_of_it(desk: Client, owner: User) -> None:
    reason = reason_of(owner)
    loss = heard(owner, "Ingrid Solheim", day(-60), worth=48000, reason_id=reason.pk)
    back(loss, day(-6))
    html = read(desk.get("/insights/noes/"))
    (row,) = html.one("tbody").all("tr")
    assert cells(row) == [
        "1 Jan 2026",
        "Ingrid SolheimHavbruk Nordic",
        f"Not now{reason.label}",
        "€48,000",
        "Came back on 24 Feb 2026",
    ]
    assert html.one("h1").text == "Noes told us"
    assert desk.get(row.one("a").attrs["href"]).status_code == 200


def test_the_newest_stands_first_and_what_is_chosen_narrows(desk: Client, owner: User) -> None:
    heard(owner, "Old", day(-300))
    heard(owner, "New", day(-3))
    heard(owner, "Other", day(-30), conversation=ExitConversation.DRIFTED)
    assert names(desk) == ["New", "Other", "Old"]
    assert names(desk, "?period=90d") == ["New", "Other"]
    assert names(desk, "?conversation=drifted") == ["Other"]
    assert names(desk, "?month=2026-02") == ["New"]
    assert names(desk, "?month=2026-13") == ["New", "Other", "Old"]


def test_what_came_back_and_what_has_not(desk: Client, owner: User) -> None:
    back(heard(owner, "Back", day(-60)), day(-3))
    heard(owner, "Waits", day(-60))
    assert names(desk, "?among=rate&came_back=yes") == ["Back"]
    assert names(desk, "?among=rate&came_back=no") == ["Waits"]
    assert names(desk, "?came_back=yes&back_month=2026-02") == ["Back"]
    assert names(desk, "?came_back=yes&back_month=2026-01") == []


def test_what_is_counted_apart_is_listed_apart(desk: Client, owner: User) -> None:
    log(owner, "Ours", on=day(-9), conversation=ExitConversation.WE_DECLINED)
    log(owner, "Early", on=day(-9), offer_made=False)
    log(owner, "Glad", on=day(-9), good_deal=GoodDeal.NO)
    heard(owner, "Told", day(-9))
    found = {among: set(names(desk, f"?among={among}")) for among in Among}
    assert found == {
        Among.TOLD_US: {"Told", "Glad"},
        Among.MAY_COME_BACK: {"Told"},
        Among.OURS: {"Ours"},
        Among.BEFORE_OFFER: {"Early"},
        Among.LET_GO: {"Glad"},
        Among.AGAIN: set(),
        Among.ALL: {"Ours", "Early", "Glad", "Told"},
    }


def test_those_without_a_reason_and_those_the_buyer_answered(desk: Client, owner: User) -> None:
    heard(owner, "Named", day(-9), reason_id=reason_of(owner).pk)
    loss = heard(owner, "Unnamed", day(-9))
    Feedback.objects.create(team=owner.team, prospect=loss.prospect, loss=loss, decided=Decided.PRICE)
    assert names(desk, "?no_reason=yes") == ["Unnamed"]
    assert names(desk, "?voice=yes") == ["Unnamed"]
    assert names(desk, "?debriefed=yes") == []


def test_nobody_finds_the_noes_of_others(
    owner: User, colleague: User, manager: User, marketer: User, stranger: User
) -> None:
    heard(owner, "Ingrid", day(-9))
    for nobody in (colleague, marketer, stranger):
        for query in ("", "?whose=team", "?whose=team&period=all&among=all"):
            client = signed_in(nobody)
            assert names(client, query) == []
            assert "Ingrid" not in client.get(f"/insights/noes/csv/{query}").content.decode()
    assert names(signed_in(manager), "?whose=team") == ["Ingrid"]
    assert names(signed_in(manager)) == []


def test_pages_go_on_by_key_and_hold_everybody_once(owner: User) -> None:
    for n in range(7):
        heard(owner, f"Person {n}", day(-n // 3))
    selection, everybody = asked(owner), Narrowing()
    found, after = [], ""
    for _turn in range(9):
        page = page_of(rows(selection, everybody, owner), after, size=2)
        found += [loss.pk for loss in page.rows]
        after = page.following
        if not after:
            break
    assert len(found) == 7
    assert found == list(rows(selection, everybody, owner).values_list("pk", flat=True))


@pytest.mark.parametrize("after", ["nonsense", "2026-03-01|nonsense", "|", "2026-99-01|x"])
def test_a_key_that_is_none_begins_at_the_beginning(desk: Client, owner: User, after: str) -> None:
    heard(owner, "Ingrid", day(-9))
    assert names(desk, f"?after={after}") == ["Ingrid"]


def test_a_long_list_has_a_next_page_that_keeps_what_is_chosen(desk: Client, owner: User) -> None:
    loss = heard(owner, "Ingrid", day(-9))
    others = [copied(loss, day(-10 - n)) for n in range(55)]
    Loss.objects.bulk_create(others)
    html = read(desk.get("/insights/noes/?among=rate"))
    assert len(html.one("tbody").all("tr")) == 50
    (following,) = html.one("nav", class_="pager").all("a")
    assert "among=rate" in following.attrs["href"]
    rest = read(desk.get(f"/insights/noes/{following.attrs['href']}"))
    assert len(rest.one("tbody").all("tr")) == 6
    assert not rest.all("nav", class_="pager")


def copied(loss: Loss, said_on: date) -> Loss:
    values: dict[str, Any] = {
        field.attname: getattr(loss, field.attname)
        for field in Loss._meta.concrete_fields
        if field.name != "id"
    }
    return Loss(**{**values, "said_on": said_on, "submission": ""})


def test_the_file_holds_the_same_rows(desk: Client, owner: User) -> None:
    back(heard(owner, "=1+1", day(-60), worth=100), day(-6))
    heard(owner, "Waits", day(-3))
    response = desk.get("/insights/noes/csv/?among=rate")
    table = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert [row["person"] for row in table] == ["Waits", "'=1+1"]
    assert [row["became"] for row in table] == ["waiting", "came_back"]
    assert table[1]["value"] == "100.00"
    assert table[1]["came_back_on"] == "2026-02-24"


@pytest.mark.parametrize(
    "narrowing",
    [
        Narrowing(),
        Narrowing(Among.MAY_COME_BACK, came_back=True, back_month=date(2026, 2, 1)),
        Narrowing(Among.OURS, came_back=False, month=date(2025, 12, 1), no_reason=True),
        Narrowing(voice=True, debriefed=True),
    ],
)
def test_what_narrows_stands_in_the_address_and_comes_back(narrowing: Narrowing) -> None:
    said = dict(pair.split("=") for pair in narrowing.query().split("&") if pair)
    assert narrowing_of(said) == narrowing
