"""PRODUCT.md, row 31: referral partners, clients, colleagues, with a keep-in-touch window of their own."""

from datetime import date

import pytest

from followups.kinds import Kind, PlanStatus
from followups.models import FollowUp, FollowUpPlan
from prospects.labels import RELATIONS
from prospects.models import Loss, Prospect
from tests.desk.reading import Element
from tests.followups.telling import day
from tests.practices.desk import Desk, planned

NEW = "/prospects/new/"


def add(desk: Desk, **typed: str) -> Element:
    return desk.send(desk.look(NEW), NEW, **{"name": "Piet Claes", **typed})


def test_the_way_to_it_stands_on_the_list_of_people(desk: Desk) -> None:
    assert NEW in {link.attrs["href"] for link in desk.look("/prospects/").all("a", href=True)}


@pytest.mark.parametrize("relation", RELATIONS)
def test_whatever_they_are_to_us_they_get_a_plan_without_a_no(desk: Desk, relation: str) -> None:
    page = add(desk, relation=relation)
    assert "Noted. Next check-in" in page.text
    person = Prospect.objects.get()
    assert person.relation == relation
    assert str(RELATIONS[person.relation]) in page.text  # type: ignore[index]
    assert not Loss.objects.exists()
    plan = FollowUpPlan.objects.get()
    assert (plan.status, plan.loss) == (PlanStatus.ACTIVE, None)
    assert list(planned(page)) == [Kind.CHECK_IN]


@pytest.mark.parametrize(
    ("window", "days"),
    [({"window": "30-60"}, (30, 60)), ({"window": "90-180"}, (90, 180)),
     ({"window": "own", "window_from": "10", "window_to": "20"}, (10, 20))],
)  # fmt: skip
def test_the_window_is_their_own(desk: Desk, window: dict[str, str], days: tuple[int, int]) -> None:
    add(desk, **window)
    plan, row = FollowUpPlan.objects.get(), FollowUp.objects.get()
    assert (plan.window_from, plan.window_to) == days
    assert day(days[0]) <= row.opens_on <= row.due_on <= row.closes_on <= day(days[1])


def test_it_can_be_changed_and_the_check_in_moves(desk: Desk) -> None:
    page = add(desk)
    action = f"/prospects/{Prospect.objects.get().pk}/keep-in-touch/"
    page = desk.send(page, action, window="90-180")
    assert "every 90 to 180 days" in page.text
    assert FollowUp.objects.get().opens_on == day(90)


def test_after_a_check_in_the_next_one_keeps_the_window(desk: Desk) -> None:
    add(desk, window="60-90")
    due = FollowUp.objects.get().due_on
    later = desk.on(due)
    row = later.row(later.look("/"), Kind.CHECK_IN)
    offered = {field.attrs["value"] for field in row.all("input", name="outcome")}
    assert not {"won_back", "new_need"} & offered
    later.complete(later.look("/"), Kind.CHECK_IN, "spoke")
    days = planned(later.person("Piet Claes"))[Kind.CHECK_IN]
    assert 60 <= (date.fromisoformat(days[0]) - due).days <= 90


def test_an_address_we_know_is_that_very_person(desk: Desk) -> None:
    desk.log(email="ingrid@example.org")
    page = add(desk, name="I. Solheim", email="INGRID@example.org")
    assert "You know this address already: it is Ingrid Solheim. Nothing was added." in page.text
    assert Prospect.objects.count() == 1


def test_a_no_they_say_later_joins_the_plan_they_have(desk: Desk) -> None:
    page = add(desk)
    link = f"/no/?prospect={Prospect.objects.get().pk}"
    assert link in {link.attrs["href"] for link in page.all("a", href=True)}
    page = desk.log(desk.look(link), conversation="cannot")
    assert FollowUpPlan.objects.count() == 1
    assert planned(page)[Kind.CHECK_IN] == ["2026-04-10"]
