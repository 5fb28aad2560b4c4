"""What people wait for, on a page; and saying that it has happened."""

from django.test import Client

from accounts.models import User
from followups.kinds import Kind
from followups.models import FollowUp
from library.models import Topic
from prospects.conversations import WakeUpKind
from prospects.new_no import Condition
from tests.desk.reading import read
from tests.followups.telling import day, log


def test_it_lists_who_waits_for_what_and_what_has_a_date(desk: Client, owner: User) -> None:
    for name in ("Ingrid Solheim", "Aisha Bello"):
        log(owner, name, condition=Condition(WakeUpKind.WE_SHIP, "Single sign-on"))
    log(owner, "Tom Reed", condition=Condition(WakeUpKind.CONTRACT_END, on=day(400)))
    page = read(desk.get("/wake-ups/"))
    assert "Single sign-on" in page.text
    assert "2 people wait" in page.text
    dated = page.one(data_kind="wake_up")
    assert "Tom Reed" in dated.text


def test_pressing_it_plans_them_and_says_so(desk: Client, owner: User) -> None:
    log(owner, condition=Condition(WakeUpKind.WE_SHIP, "Single sign-on"))
    topic = Topic.objects.get()
    page = read(desk.post(f"/wake-ups/{topic.pk}/trigger/", follow=True))
    assert "“Single sign-on”: 1 person is planned, within five working days." in page.text
    assert FollowUp.objects.filter(kind=Kind.WAKE_UP).count() == 1


def test_a_topic_nobody_of_mine_waits_for_is_not_there(desk: Client, colleague: User) -> None:
    log(colleague, condition=Condition(WakeUpKind.WE_SHIP, "Single sign-on"))
    assert desk.post(f"/wake-ups/{Topic.objects.get().pk}/trigger/").status_code == 404


def test_the_list_costs_the_same_however_many_wait(
    desk: Client, owner: User, django_assert_max_num_queries: object
) -> None:
    for number in range(12):
        log(owner, f"Person {number}", condition=Condition(WakeUpKind.WE_SHIP, f"Thing {number % 3}"))
    with django_assert_max_num_queries(10):  # type: ignore[operator]
        desk.get("/wake-ups/")
