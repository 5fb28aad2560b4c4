"""PRODUCT.md, row 22: how a check-in went, and what follows from it (RULES.md, Outcomes)."""

from datetime import date

import pytest
from time_machine import Traveller

from accounts.models import User
from followups.kinds import EndedWhy, Kind, Outcome, PlanStatus, Status
from followups.models import FollowUp, FollowUpPlan, Touch
from prospects.conversations import DealStatus
from prospects.models import Deal, Permission, Prospect, SuppressedAddress
from tests.desk.reading import Element
from tests.followups.telling import day
from tests.practices.desk import Desk, of, planned, timeline

DUE = day(45)


@pytest.fixture
def later(desk: Desk) -> Desk:
    """The desk on the day Ingrid's check-in is due, with nothing else left to do for her."""
    page = desk.log(email="ingrid@example.org", deal_title="S&OP redesign")
    tomorrow = desk.on(day(1))
    for kind in (Kind.THANK_YOU, Kind.DEBRIEF):
        tomorrow.complete(page, kind, "done")
    return desk.on(DUE)


def check_in(desk: Desk, outcome: str, **typed: str) -> Element:
    """From Today: the row, its form, an outcome."""
    return desk.complete(desk.look("/"), Kind.CHECK_IN, outcome, **typed)


def next_step() -> FollowUp:
    return FollowUp.objects.get(status=Status.OPEN, kind__in=[Kind.CHECK_IN, Kind.AGREED_MEETING])


def test_every_outcome_is_offered(later: Desk) -> None:
    row = later.row(later.look("/"), Kind.CHECK_IN)
    offered = {field.attrs["value"] for field in row.all("input", name="outcome")}
    assert offered == {outcome.value for outcome in Outcome} - {Outcome.DONE}


def test_a_good_talk_plans_the_next_window(later: Desk) -> None:
    after = check_in(later, "spoke", note="The audit went well")
    assert "Ingrid Solheim: a good talk. Next check-in Mon 1 Jun, any day 16 May – 15 Jun." in after.text
    assert (next_step().opens_on, next_step().due_on) == (date(2026, 5, 16), date(2026, 6, 1))
    touch = Touch.objects.get(follow_up__kind=Kind.CHECK_IN)
    assert (touch.is_two_way, touch.summary, touch.happened_on) == (True, "The audit went well", DUE)
    assert any("Good talk" in line and "The audit went well" in line for line in timeline(later.person()))


@pytest.mark.parametrize("outcome", ["left_message", "no_answer"])
def test_unanswered_it_is_tried_again_twice_on_another_channel_then_the_next_window(
    later: Desk, outcome: str
) -> None:
    assert "Trying again Tue 21 Apr." in check_in(later, outcome).text
    manners = [next_step().manner]
    assert not Touch.objects.filter(follow_up__kind=Kind.CHECK_IN, is_two_way=True).exists()
    second = later.on(date(2026, 4, 21))
    assert "Trying again Fri 24 Apr." in check_in(second, outcome).text
    manners.append(next_step().manner)
    assert len(set(manners)) == 2
    third = later.on(date(2026, 4, 24))
    assert "Next check-in" in check_in(third, outcome).text
    assert next_step().tries == 0


def test_not_yet_asks_for_the_day_and_makes_it_the_agreed_one(later: Desk) -> None:
    row = later.row(later.look("/"), Kind.CHECK_IN)
    action = f"/followups/{next_step().pk}/complete/"
    assert "Which day did they name?" in later.refused(row, action, outcome="not_yet").text
    assert "Next Mon 7 Sep." in check_in(later, "not_yet", next_on="2026-09-07").text
    assert (next_step().due_on, next_step().is_agreed) == (date(2026, 9, 7), True)


def test_interested_is_asked_again_in_a_week_and_stands_first(
    later: Desk, clock: Traveller, owner: User
) -> None:
    after = check_in(later, "interested")
    assert "interested again." in after.text
    assert (next_step().due_on, FollowUpPlan.objects.get().is_hot) == (date(2026, 4, 23), True)
    links = {link.attrs["href"] for link in later.person().all("a", href=True)}
    deal = f"/deals/{Deal.objects.get().pk}/"
    assert deal in links
    doors = {form.attrs["action"] for form in later.look(deal).all("form", method="post")}
    assert {f"{deal}reopen/", f"{deal}new-need/"} <= doors
    clock.move_to("2026-03-09T08:00:00Z")
    of(owner, clock).log(
        prospect_name="Aaron First", likelihood="high", deal_value="900000", said_on="2026-03-09"
    )
    on_the_day = later.on(date(2026, 4, 23)).look("/")
    names = [row.one("a", class_="nm").text for row in on_the_day.all("article", data_kind="check_in")]
    assert names == ["Ingrid Solheim", "Aaron First"]


def test_a_new_need_is_an_open_deal_and_the_plan_goes_on(later: Desk) -> None:
    check_in(later, "new_need", note="A second site in Bergen")
    grown = Deal.objects.get(status=DealStatus.OPEN)
    assert grown.grew_out_of is not None
    assert grown.grew_out_of.deal.title == "S&OP redesign"
    assert FollowUpPlan.objects.get().status == PlanStatus.ACTIVE
    assert grown.title in later.person().text


def test_a_yes_asks_why_ends_the_plan_and_is_counted_apart(later: Desk) -> None:
    after = check_in(later, "won_back", why_yes="You had kept your word.")
    assert "came back." in after.text
    deal = Deal.objects.get()
    assert (deal.status, deal.why_yes) == (DealStatus.WON_BACK, "You had kept your word.")
    assert FollowUpPlan.objects.get().ended_why == EndedWhy.WON_BACK
    page = later.person()
    assert planned(page) == {}
    assert "Came back" in page.text
    assert "You had kept your word." in later.look(f"/deals/{deal.pk}/").text


def test_please_stop_ends_every_plan_and_takes_every_permission(later: Desk) -> None:
    after = check_in(later, "asked_to_stop")
    assert "asked you to stop. Nothing is planned any more." in after.text
    assert FollowUpPlan.objects.get().ended_why == EndedWhy.OPTED_OUT
    assert not FollowUp.objects.filter(status=Status.OPEN).exists()
    assert not Permission.objects.filter(is_granted=True).exists()
    assert set(Permission.objects.values_list("channel", flat=True)) == {
        "call",
        "mail",
        "newsletter",
        "meeting",
    }
    assert SuppressedAddress.objects.get().address == "ingrid@example.org"
    page = later.person()
    assert "asked you to stop" in page.text
    assert not [
        link for link in page.all("a", href=True) if link.attrs["href"].startswith(("tel:", "mailto:"))
    ]


def test_who_left_the_company_and_the_chair_go_different_ways(later: Desk) -> None:
    after = check_in(
        later,
        "left_company",
        new_employer="Nordlaks",
        new_email="ingrid@nordlaks.example",
        successor="Nils Berg",
    )
    assert "has left the company." in after.text
    person, chair = Prospect.objects.get(name="Ingrid Solheim"), Prospect.objects.get(name="Nils Berg")
    assert (person.email, person.organisation.name) == ("ingrid@nordlaks.example", "Nordlaks")  # type: ignore[union-attr]
    assert SuppressedAddress.objects.get().address == "ingrid@example.org"
    assert FollowUpPlan.objects.get(prospect=person).ended_why == EndedWhy.LEFT_COMPANY
    assert (chair.succeeds, Deal.objects.get().prospect) == (person, chair)
    assert list(planned(later.person("Ingrid Solheim"))) == [Kind.CONGRATULATE]
    page = later.person("Nils Berg")
    assert list(planned(page)) == [Kind.CHECK_IN]
    assert "Ingrid Solheim and I spoke in March 2026 about S&OP redesign." in page.text


def test_skipped_the_next_window_counts_from_today(later: Desk) -> None:
    row = later.row(later.look("/"), Kind.CHECK_IN)
    after = later.send(row, f"/followups/{next_step().pk}/skip/")
    assert "skipped. Next check-in Mon 1 Jun" in after.text


def test_put_off_it_is_the_same_row_on_another_day(later: Desk) -> None:
    before = next_step().pk
    row = later.row(later.look("/"), Kind.CHECK_IN)
    after = later.send(row, f"/followups/{before}/snooze/", until="2026-04-20")
    assert "later, Mon 20 Apr." in after.text
    assert (next_step().pk, next_step().due_on) == (before, date(2026, 4, 20))


def test_everything_can_be_taken_back(later: Desk) -> None:
    check_in(later, "won_back")
    done = FollowUp.objects.get(outcome=Outcome.WON_BACK)
    later.send(later.look(f"/followups/{done.pk}/"), f"/followups/{done.pk}/undo/")
    assert (next_step().pk, Deal.objects.get().status) == (done.pk, DealStatus.LOST)


def in_vain(desk: Desk) -> Desk:
    """Nobody answers, nor at both retries; the desk on the day after the last."""
    for _try in range(3):
        due = next_step().due_on
        desk = desk.on(due)
        check_in(desk, "no_answer")
    return desk


def test_three_unanswered_suggest_another_channel_or_a_kind_close(later: Desk) -> None:
    desk = in_vain(later)
    page = desk.person()
    assert "3 tries in a row stayed unanswered." in page.text
    page = desk.send(page, f"/followups/{next_step().pk}/channel/")
    assert "Next time by mail." in page.text
    page = desk.send(page, f"/prospects/{Prospect.objects.get().pk}/close-kindly/")
    assert "Closed kindly. Nothing more is planned for Ingrid Solheim." in page.text
    assert FollowUpPlan.objects.get().status == PlanStatus.ENDED


def test_after_two_years_the_app_asks_whether_to_keep_in_touch(later: Desk) -> None:
    desk = in_vain(later).on(date(2028, 4, 17))
    person = f"/prospects/{Prospect.objects.get().pk}/"
    assert "Keep in touch, or close kindly?" in desk.look("/").text
    page = desk.send(desk.look(person), f"{person}keep/")
    assert "Ingrid Solheim stays." in page.text
    assert "Keep in touch, or close kindly?" not in desk.look("/").text


def test_the_share_of_silent_people_stands_above_the_list(later: Desk) -> None:
    desk = in_vain(later)
    Prospect.objects.update(is_decision_maker=True)
    shown = desk.look("/prospects/").text
    assert "1 of 1 person did not answer the last time." in shown
    assert "Of the decision makers 1 of 1: a sign about the relationship." in shown


def test_the_third_time_later_asks_for_a_real_date(later: Desk) -> None:
    row = next_step()
    address = f"/followups/{row.pk}/snooze/"
    for _time in range(2):
        later.client.post(address, {"until": "tomorrow"})
    page = later.person()
    assert "Put off twice already. When will it really be?" in page.text
    assert not page.all("button", name="until", value="tomorrow")
    later.send(page, address, until="2026-04-29")
    assert next_step().due_on == date(2026, 4, 29)


def test_interested_the_page_offers_to_open_the_deal_again_or_note_a_new_need(later: Desk) -> None:
    page = check_in(later, "interested")
    deal = Deal.objects.get()
    assert f"/deals/{deal.pk}/" in {link.attrs["href"] for link in page.all("a", href=True)}
    page = later.person()
    assert "They are interested again." in page.text
    assert f"/deals/{deal.pk}/#need-h" in {link.attrs["href"] for link in page.all("a", href=True)}
    later.send(page, f"/deals/{deal.pk}/reopen/")
    deal.refresh_from_db()
    assert deal.status == DealStatus.OPEN
