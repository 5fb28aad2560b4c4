"""What your noes are telling you: the page of figures, for whom, from how many queries, and what it says."""

import re

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from insights.kinds import Answer
from insights.models import Debrief
from prospects.conversations import Decided, ExitConversation
from prospects.models import Competitor, Feedback, Loss, LossCompetitor
from tests.cast import MONDAY
from tests.desk.reading import Element, read
from tests.desk.visiting import signed_in
from tests.followups.telling import day, log
from tests.insights.heard import back, heard, reason_of

pytestmark = pytest.mark.usefixtures("clock")
# The session, who is signed in and their team, then the frame: badge, banners and what waits.
OF_THE_FRAME = 8
# What is counted (nine), what people told (five), and what one answered oneself (two).
OF_THE_PAGE = 9 + 5 + 2
FIGURES = "sheet figs bleed"


def page(client: Client, query: str = "") -> Element:
    return read(client.get(f"/insights/{query}"))


def figures(element: Element) -> dict[str, str]:
    """The four figures by their names."""
    return {tile.one("dt").text: tile.one("dd").text for tile in element.one("dl", class_=FIGURES).all("div")}


def links(element: Element, part: str) -> list[str]:
    return [link.attrs["href"] for link in element.all("a") if part in link.attrs.get("href", "")]


@pytest.fixture
def ten(owner: User) -> list[Loss]:
    """Ten noes of which six came back."""
    noes = [heard(owner, f"Person {n}", day(-100 - n), worth=1000) for n in range(8)]
    noes += [heard(owner, f"Other {n}", day(-20), conversation=ExitConversation.DRIFTED) for n in range(2)]
    for n, loss in enumerate(noes[:6]):
        back(loss, day(-50 - n))
    return noes


def test_the_four_figures_are_counted_and_lead_to_their_rows(desk: Client, ten: list[Loss]) -> None:
    html = page(desk)
    assert figures(html) == {
        "Noes told us": "10",
        "Came back": "6 of 10, so far€6,000",
        "Typical time to yes": "50 days, for those 6",
        "Debriefed": "0 of 10",
    }
    assert html.one("h1").text == "What your noes are telling you"
    assert html.one("p", class_="eyebrow").text == "April 2025 to March 2026"
    for address in links(html.one("dl", class_=FIGURES), "/insights/noes/"):
        assert desk.get(address).status_code == 200


def test_every_link_to_rows_leads_to_as_many_rows(desk: Client, ten: list[Loss]) -> None:
    html = page(desk)
    counted = [link for link in html.all("a") if "/insights/noes/" in link.attrs.get("href", "")]
    shown = [(link.text, link.attrs["href"]) for link in counted if re.match(r"\d", link.text)]
    assert len(shown) >= 8
    for text, address in shown:
        rows = read(desk.get(address)).one("table").one("tbody").all("tr")
        assert len(rows) == int(text.split()[0]), address


def test_charts_are_called_after_what_was_found(desk: Client, ten: list[Loss]) -> None:
    titles = [title.text for title in page(desk).all("h2") if title.text != "Keys"]
    assert titles == [
        "You hear “Not now” most often: 8 of 10",
        "No kind of no comes back clearly more than another",
        "The middle one of the 6 that came back took 50 days. Keep going.",
        "Since January: 2 noes; of these and earlier ones, 6 came back",
        "What people told you",
    ]


def test_of_few_nothing_is_said_but_how_many_it_takes(desk: Client, owner: User) -> None:
    heard(owner, "Ingrid", day(-10))
    html = page(desk)
    assert figures(html)["Typical time to yes"] == "– too few to say"
    assert html.all("h2")[0].text == "Too few to say. Four more and we can."
    assert not html.all("path", class_="g-line")


def test_within_a_kind_of_no_the_reasons_are_compared(desk: Client, owner: User) -> None:
    reason = reason_of(owner)
    for n in range(3):
        heard(owner, f"Person {n}", day(-10), reason_id=reason.pk)
    heard(owner, "Other", day(-10))
    html = page(desk, "?conversation=not_a_priority")
    labels = [cell.text for cell in html.all("table", class_="bars")[0].all("th")]
    assert labels == [reason.label, "No reason noted"]
    assert "Not now" in html.one("p", class_="chosen").text


def test_the_table_beneath_has_reasons_money_and_what_came_back(desk: Client, owner: User) -> None:
    reason = reason_of(owner)
    back(heard(owner, "A", day(-90), worth=1000, reason_id=reason.pk), day(-9))
    heard(owner, "B", day(-90), worth=70, currency="USD")
    table = page(desk).all("details", class_="data-t")[0].one("table")
    rows = [[cell.text for cell in row.all("th") + row.all("td")] for row in table.one("tbody").all("tr")]
    assert rows[0] == ["Not now", "2", "€1,000$70", "1 of 2"]
    assert sorted(rows[1:]) == [
        ["No reason noted", "1", "$70", "0 of 1"],
        [reason.label, "1", "€1,000", "1 of 1"],
    ]


def test_what_no_rate_is_out_of_stands_apart_in_one_line(desk: Client, owner: User) -> None:
    log(owner, "Ours", on=day(-9), conversation=ExitConversation.WE_DECLINED)
    log(owner, "Early", on=day(-9), offer_made=False)
    heard(owner, "Told", day(-9))
    line = page(desk).one("p", class_="small soft apart")
    assert line.text == "Counted apart: 1 before an offer, 1 we said ourselves."
    assert [len(read(desk.get(a)).one("tbody").all("tr")) for a in links(line, "/insights/noes/")] == [1, 1]


def test_everybody_sees_their_own_and_managers_may_see_the_team(
    owner: User, colleague: User, manager: User, marketer: User, stranger: User
) -> None:
    heard(owner, "Ingrid", day(-10))
    assert figures(page(signed_in(owner)))["Noes told us"] == "1"
    assert figures(page(signed_in(manager), "?whose=team"))["Noes told us"] == "1"
    for nobody in (colleague, marketer, stranger):
        for query in ("", "?whose=team", "?whose=team&period=all"):
            html = page(signed_in(nobody), query)
            assert not html.all("dl", class_=FIGURES), nobody
            assert "Ingrid" not in html.text


def test_only_whoever_may_choose_the_team_is_offered_it(owner: User, manager: User) -> None:
    heard(owner, "Ingrid", day(-10))
    assert "The team" not in page(signed_in(owner)).one("main").text
    choice = page(signed_in(manager)).one("nav", aria_label="Whose")
    assert [link.text for link in choice.all("a")] == ["Mine", "The team's"]


def test_for_the_team_the_buyers_own_answers_are_counted_not_debriefs(owner: User, manager: User) -> None:
    loss = heard(owner, "Ingrid", day(-10))
    heard(owner, "Tom", day(-10))
    Feedback.objects.create(team=owner.team, prospect=loss.prospect, loss=loss, decided=Decided.PRICE)
    found = figures(page(signed_in(manager), "?whose=team"))
    assert found["Answered by the buyer"] == "1 of 2"
    assert "Debriefed" not in found


def test_ones_own_debriefs_are_counted_and_nobody_elses(desk: Client, owner: User, colleague: User) -> None:
    for author, name in ((owner, "A"), (colleague, "B")):
        loss = heard(owner, name, day(-10))
        Debrief.objects.create(
            team=owner.team, loss=loss, author=author, needs=Answer.YES, answered_on=MONDAY
        )
    assert figures(page(desk))["Debriefed"] == "1 of 2"


def test_where_nobody_has_said_no_there_is_one_sentence_and_one_way_on(marketer: User) -> None:
    main = page(signed_in(marketer), "?period=all").one("main")
    empty = main.one("section", class_="sheet empty bleed")
    assert empty.text.startswith("Once somebody you look after has said no")
    assert [link.attrs["href"] for link in empty.all("a")] == ["/no/"]
    assert not main.all("svg", role="img")


def test_an_empty_choice_leads_back_to_everything(desk: Client, owner: User) -> None:
    heard(owner, "Ingrid", day(-300))
    empty = page(desk, "?period=90d").one("section", class_="sheet empty bleed")
    (address,) = links(empty, "period=all")
    assert figures(page(desk, address))["Noes told us"] == "1"


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("?period=forever", "period"),
        ("?whose=team", "whose noes"),
        ("?conversation=nonsense", "kind of no"),
        ("?reason=nonsense", "reason"),
        ("?reason=00000000-0000-0000-0000-000000000001", "reason"),
        ("?competitor=00000000-0000-0000-0000-000000000001", "competitor"),
        ("?from=yesterday", "first day"),
        ("?from=2026-03-01&to=2025-01-01", "first day"),
    ],
)
def test_what_an_address_says_wrongly_is_left_out_and_said_so(
    desk: Client, owner: User, query: str, words: str
) -> None:
    heard(owner, "Ingrid", day(-500))
    heard(owner, "Tom", day(-10))
    html = page(desk, query)
    assert f"we don't know ({words})" in html.one("main").text


def test_a_good_address_is_not_commented_on(desk: Client, owner: User) -> None:
    heard(owner, "Tom", day(-10))
    for query in ("", "?whose=me&period=90d", "?from=2026-01-01&to=2026-03-01", "?conversation=drifted"):
        assert "was left out" not in page(desk, query).text


def test_what_is_chosen_is_shown_with_a_way_to_take_it_off(desk: Client, owner: User) -> None:
    loss = heard(owner, "Ingrid", day(-10), worth=100)
    rival = Competitor.objects.create(team=owner.team, name="Brightwater")
    LossCompetitor.objects.create(loss=loss, competitor=rival, is_main=True)
    Loss.objects.filter(pk=loss.pk).update(stage="Proposal", source="Fair")
    query = f"?whose=me&period=12m&competitor={rival.pk}&stage=Proposal&source=Fair"
    html = page(desk, query)
    assert figures(html)["Noes told us"] == "1"
    chosen = html.one("p", class_="chosen")
    assert [link.text for link in chosen.all("a")] == [
        "Take off: Brightwater",
        "Take off: Stage: Proposal",
        "Take off: Source: Fair",
    ]
    without = chosen.all("a")[1].attrs["href"]
    assert "stage" not in without
    assert "competitor" in without
    assert "source" in without


def test_periods_fold_ones_own_days_away(desk: Client, owner: User) -> None:
    heard(owner, "Ingrid", day(-10))
    html = page(desk)
    assert "open" not in html.one("details", class_="narrow").attrs
    assert [link.text for link in html.one("nav", aria_label="Period").all("a")] == [
        "Last 90 days", "12 months", "All",
    ]  # fmt: skip
    own = page(desk, "?from=2026-02-01&to=2026-03-01")
    assert own.one("p", class_="eyebrow").text == "1 Feb to 1 Mar 2026"
    assert "open" in own.one("details", class_="narrow").attrs


@pytest.mark.parametrize("noes", [3, 12])
def test_the_number_of_queries_does_not_grow(desk: Client, owner: User, noes: int) -> None:
    for n in range(noes):
        loss = heard(
            owner, f"Person {n}", day(-100 - 30 * n), worth=100, conversation=list(ExitConversation)[n % 6]
        )
        if n % 3 == 0:
            back(loss, day(-10 - n))
    desk.get("/insights/")
    with CaptureQueriesContext(connection) as captured:
        desk.get("/insights/?period=all")
    assert len(captured) <= OF_THE_FRAME + OF_THE_PAGE, [query["sql"][:90] for query in captured]


def test_a_day_counts_as_theirs_begins(owner: User) -> None:
    heard(owner, "Ingrid", day(-1))
    User.objects.filter(pk=owner.pk).update(time_zone="Pacific/Auckland")
    with time_machine.travel("2026-03-31 12:30 +0000", tick=False):
        html = page(signed_in(User.objects.get(pk=owner.pk)))
    assert html.one("p", class_="eyebrow").text == "May 2025 to April 2026"
