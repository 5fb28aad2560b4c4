"""PRODUCT.md, row 10: a deal we are glad to let go, and a door closed kindly."""

from followups.kinds import EndedWhy, PlanStatus
from followups.models import FollowUpPlan
from prospects.conversations import DealStatus
from prospects.models import Deal
from tests.practices.desk import Desk, planned


def test_not_one_for_us_leaves_a_thank_you_and_nothing_more(desk: Desk) -> None:
    page = desk.log(good_deal="no")
    assert set(planned(page)) == {"thank_you"}
    assert "Closed kindly" in page.text
    plan = FollowUpPlan.objects.get()
    assert (plan.status, plan.ended_why) == (PlanStatus.ENDED, EndedWhy.LET_GO)
    assert Deal.objects.get().status == DealStatus.LET_GO


def test_the_page_says_so_before_it_is_saved(desk: Desk) -> None:
    page = desk.preview(conversation="cannot", good_deal="no")
    assert "A kind close: the thank-you, nothing more." in page.one(id="plan").text


def test_a_deal_is_closed_kindly_later_from_its_own_page(desk: Desk) -> None:
    page = desk.log()
    deal = Deal.objects.get()
    address = f"/deals/{deal.pk}/"
    assert address in {link.attrs["href"] for link in page.all("a", href=True)}
    desk.send(desk.look(address), f"{address}let-go/")
    deal.refresh_from_db()
    assert deal.status == DealStatus.LET_GO
    assert FollowUpPlan.objects.get().ended_why == EndedWhy.LET_GO
    assert "check_in" not in planned(desk.person())


def test_we_said_no_has_kind_words_and_one_check_in_only(desk: Desk) -> None:
    page = desk.log(conversation="we_declined", promise="the name of somebody who does this")
    assert planned(page)["check_in"] == ["2026-04-06"]  # day 35
    after = desk.complete(page, "check_in", "spoke")
    assert "That was the last one planned." in after.text
    plan = FollowUpPlan.objects.get()
    assert (plan.status, plan.ended_why) == (PlanStatus.ENDED, EndedWhy.CLOSED)


def test_whoever_came_back_although_we_said_no_is_found(desk: Desk) -> None:
    for name, conversation in (
        ("Piet Claes", "we_declined"),
        ("Aisha Bello", "cannot"),
        ("Tom Reed", "we_declined"),
    ):
        page = desk.log(prospect_name=name, conversation=conversation)
        if name != "Tom Reed":
            desk.complete(page, "check_in", "won_back", why_yes="You were honest with us.")
    assert desk.look("/prospects/").one("select", name="show").all("option", value="came-back")
    found = desk.look("/prospects/?show=came-back").one(id="people").text
    assert "Piet Claes" in found
    assert "Aisha Bello" not in found
    assert "Tom Reed" not in found
