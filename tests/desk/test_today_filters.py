"""Today narrowed down: what is asked for is shown, the counts stay true, there is a way back."""

import pytest
from django.test import Client

from accounts.models import User
from prospects.conversations import ExitConversation, Likelihood
from prospects.models import Loss
from tests.desk.reading import Element, read
from tests.desk.test_today import headline, names_in, said_days_ago
from tests.followups.telling import day, log


@pytest.fixture
def day_of_four(owner: User) -> None:
    """Two calls, a card and somebody whose window is open."""
    sure = said_days_ago(owner, 45, "Sure Person", organisation="Kano Mills")
    Loss.objects.filter(pk=sure.pk).update(likelihood=Likelihood.HIGH)
    said_days_ago(owner, 45, "Other Person", conversation=ExitConversation.CANNOT)
    log(owner, "Card Person", on=day(-3))
    said_days_ago(owner, 35, "Open Person")


def today(desk: Client, query: str) -> Element:
    answer = desk.get(f"/?{query}")
    assert answer.status_code == 200
    return read(answer)


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("likelihood=high", {"Sure Person"}),
        ("where=kano", {"Sure Person"}),
        ("conversation=cannot", {"Other Person"}),
        ("batch=notes", {"Card Person"}),
        ("batch=calls&where=mills", {"Sure Person"}),
        ("batch=nonsense&likelihood=%00", {"Sure Person", "Other Person", "Card Person"}),
    ],
)
def test_only_what_is_asked_for_is_shown(
    desk: Client, day_of_four: None, query: str, names: set[str]
) -> None:
    page = today(desk, query)
    assert set(names_in(page, "today")) | set(names_in(page, "window-closed")) == names


def test_the_counts_stay_those_of_the_day(desk: Client, day_of_four: None) -> None:
    page = today(desk, "likelihood=high")
    assert headline(page) == headline(today(desk, ""))
    assert page.one(id="nav-badge").text == today(desk, "").one(id="nav-badge").text
    rows = len(today(desk, "").all("article", data_kind=True))
    assert f"1 of {rows} shown. Show all" in page.text
    assert page.one("section", data_section="today").one("span", class_="count").text == "1"


def test_nobody_fitting_is_said_with_a_way_back(desk: Client, day_of_four: None) -> None:
    page = today(desk, "where=nowhere")
    assert page.all("article", data_kind=True) == []
    rows = len(today(desk, "").all("article", data_kind=True))
    assert f"Nobody here fits. {rows} stand on Today without it. Show all" in page.text
    assert [link.attrs["href"] for link in page.all("a") if link.text == "Show all"] == ["/"]


def test_what_was_chosen_stays_chosen(desk: Client, day_of_four: None) -> None:
    page = today(desk, "likelihood=high&where=Kano")
    chosen = [option.attrs["value"] for option in page.all("option", selected=True)]
    assert chosen == ["high"]
    assert page.one("input", name="where").attrs["value"] == "Kano"
