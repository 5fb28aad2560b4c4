"""A deal's page: opened again, come back, closed kindly, and a new need that grew out of its no."""

from django.test import Client

from accounts.models import User
from followups.kinds import EndedWhy, PlanStatus, Status
from followups.models import FollowUp, FollowUpPlan
from prospects.conversations import DealStatus
from prospects.models import Deal, Loss
from prospects.new_no import Offer
from tests.desk.reading import read
from tests.followups.telling import log


def status() -> str:
    return Deal.objects.order_by("created_at")[0].status


def test_a_declined_deal_is_opened_again_and_its_plan_goes_on(desk: Client, owner: User) -> None:
    deal = log(owner).deal
    page = read(desk.post(f"/deals/{deal.pk}/reopen/", follow=True))
    assert "Open again. The plan goes on." in page.text
    assert (status(), FollowUpPlan.objects.get().status) == (DealStatus.OPEN, PlanStatus.ACTIVE)


def test_a_second_no_on_the_reopened_deal_makes_two_of_them(desk: Client, owner: User) -> None:
    deal = log(owner).deal
    desk.post(f"/deals/{deal.pk}/reopen/")
    desk.post("/no/", {"deal": deal.pk, "conversation": "cannot"})
    assert (Loss.objects.filter(deal=deal).count(), status()) == (2, DealStatus.LOST)


def test_a_yes_is_noted_with_its_why_and_ends_the_plan(desk: Client, owner: User) -> None:
    deal = log(owner).deal
    page = read(desk.post(f"/deals/{deal.pk}/won-back/", {"why_yes": "You had kept your word."}, follow=True))
    deal.refresh_from_db()
    assert (deal.status, deal.why_yes) == (DealStatus.WON_BACK, "You had kept your word.")
    assert FollowUpPlan.objects.get().ended_why == EndedWhy.WON_BACK
    assert "You had kept your word." in page.text


def test_a_yes_twice_is_refused_with_a_sentence(desk: Client, owner: User) -> None:
    deal = log(owner).deal
    for _ in range(2):
        page = read(desk.post(f"/deals/{deal.pk}/won-back/", follow=True))
    assert "That doesn't fit where the deal stands: came back." in page.text


def test_a_door_is_closed_kindly_and_the_thank_you_stays(desk: Client, owner: User) -> None:
    deal = log(owner).deal
    desk.post(f"/deals/{deal.pk}/let-go/")
    assert (status(), FollowUpPlan.objects.get().ended_why) == (DealStatus.LET_GO, EndedWhy.LET_GO)
    open_rows = FollowUp.objects.filter(status=Status.OPEN)
    assert set(open_rows.values_list("kind", flat=True)) == {"thank_you", "debrief"}


def test_with_another_deal_that_waits_the_plan_goes_on(desk: Client, owner: User) -> None:
    first = log(owner)
    log(owner, prospect_id=first.prospect.pk, offer=Offer(title="Night shift"))
    desk.post(f"/deals/{first.deal.pk}/let-go/")
    assert FollowUpPlan.objects.get().status == PlanStatus.ACTIVE


def test_a_new_need_is_an_open_deal_that_says_where_it_grew(desk: Client, owner: User) -> None:
    deal = log(owner).deal
    answer = desk.post(f"/deals/{deal.pk}/new-need/", {"title": "A second site", "value": "12k"}, follow=True)
    grown = Deal.objects.get(title="A second site")
    assert (grown.status, grown.value, grown.grew_out_of.deal) == (DealStatus.OPEN, 12000, deal)
    assert deal.title in read(answer).text
    desk.post(f"/deals/{grown.pk}/won-back/", {"why_yes": "It fits."})
    grown.refresh_from_db()
    assert grown.status == DealStatus.WON
    assert FollowUpPlan.objects.get().ended_why == EndedWhy.WON_BACK


def test_a_need_with_a_value_nobody_can_read_keeps_what_was_typed(desk: Client, owner: User) -> None:
    deal = log(owner).deal
    page = read(desk.post(f"/deals/{deal.pk}/new-need/", {"title": "A second site", "value": "lots"}))
    assert page.one("input", name="title").attrs["value"] == "A second site"
    assert page.one("input", name="value").attrs["value"] == "lots"
    assert Deal.objects.count() == 1


def test_a_deal_that_never_heard_a_no_grows_nothing(desk: Client, owner: User) -> None:
    loss = log(owner)
    fresh = Deal.objects.create(team=owner.team, prospect=loss.prospect, title="Fresh", currency="EUR")
    page = read(desk.post(f"/deals/{fresh.pk}/new-need/", {"title": "X"}, follow=True))
    assert "That doesn't fit where the deal stands: open." in page.text
