"""PRODUCT.md, row 34: on a win-back, why did they say yes this time?"""

from tests.desk.reading import Element
from tests.followups.telling import day
from tests.practices.desk import Desk, flowing


def came_back(desk: Desk) -> str:
    page = desk.look("/insights/")
    links = [link.attrs["href"] for link in page.all("a", href=True)]
    assert any(link.startswith("/insights/came-back/") for link in links)
    return flowing(desk.look("/insights/came-back/").one("main"))


def deal_of(desk: Desk) -> tuple[Element, str]:
    """The deal's page, by a link on the person's."""
    links = [link.attrs["href"] for link in desk.person().all("a", href=True)]
    address = next(link for link in links if link.startswith("/deals/"))
    return desk.look(address), address


def test_a_yes_at_the_deal_tells_which_no_it_answers(desk: Desk) -> None:
    desk.log(in_their_words="Not before the audit", deal_title="S&OP redesign")
    later = desk.on(day(97))
    page, address = deal_of(later)
    assert "Why did they say yes this time?" in page.text
    after = later.send(page, f"{address}won-back/", why_yes="A new boss")
    assert "97 days after the no of 2 Mar 2026 (Not now)." in flowing(after)
    # Once, and quietly.
    assert "97 days after" not in flowing(later.look(address))
    told = came_back(later)
    for words in ("S&OP redesign", "A new boss", "Not now, 2 Mar 2026", "Not before the audit", "97 days"):
        assert words in told


def test_a_yes_in_a_check_in_is_asked_why_as_well(desk: Desk) -> None:
    desk.log()
    later = desk.on(day(45))
    after = later.complete(later.person(), "check_in", "won_back", why_yes="You kept your word")
    assert "45 days after the no of 2 Mar 2026" in flowing(after)
    assert "You kept your word" in came_back(later)


def test_what_grew_out_of_a_no_stands_apart(desk: Desk) -> None:
    desk.log(deal_title="S&OP redesign")
    page, address = deal_of(desk)
    grown = desk.send(page, f"{address}new-need/", title="A pilot")
    action = next(
        form.attrs["action"] for form in grown.all("form") if form.attrs["action"].endswith("/won-back/")
    )
    later = desk.on(day(20))
    later.send(grown, action, why_yes="Small enough to try")
    assert "A new deal that grew out of the no" in came_back(later)


def test_reasons_for_yes_stand_beside_reasons_for_no(desk: Desk) -> None:
    desk.log()
    form = desk.look("/wins/new/")
    desk.send(form, "/wins/new/", prospect_name="Piet Claes", why_yes="You answered first")
    told = came_back(desk)
    assert "Yes without a no before it" in told
    assert "Why people said yes You answered first Piet Claes" in told
    assert "Why people said no" in told
    assert "Not now 1" in told


def test_today_leads_there(desk: Desk) -> None:
    desk.log()
    later = desk.on(day(45))
    later.complete(later.person(), "check_in", "won_back")
    assert later.look("/").all("a", href="/insights/came-back/")
