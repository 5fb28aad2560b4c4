"""What people wait for, on a page; and saying that it has happened."""

from django.test import Client

from accounts.changes import Change
from accounts.models import User
from followups.kinds import Kind
from followups.models import FollowUp
from library.models import Topic
from prospects.conversations import AskAnswer, WakeUpKind
from prospects.models import Prospect, WakeUp
from prospects.new_no import Condition, Promised
from tests.desk.reading import Element, filled_in, form_to, read, said
from tests.desk.visiting import signed_in
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


def drop_form(client: Client, person: Prospect) -> Element | None:
    page = read(client.get(person.get_absolute_url()))
    forms = [form for form in page.all("form") if form.attrs.get("action", "").endswith("/drop/")]
    return forms[0] if forms else None


def test_what_does_not_count_any_more_is_dropped_and_taken_back(desk: Client, owner: User) -> None:
    loss = log(owner, condition=Condition(WakeUpKind.CONTRACT_END, "Their ERP", on=day(400)))
    row = FollowUp.objects.get(kind=Kind.WAKE_UP)
    form = drop_form(desk, loss.prospect)
    assert form is not None
    answer = desk.post(form.attrs["action"], filled_in(form))
    page = read(desk.get(answer["Location"]))
    assert "Dropped: it wakes nobody any more." in said(page)
    assert "What would change things" not in [heading.text for heading in page.all("h2")]
    row.refresh_from_db()
    assert row.status == "cancelled"
    undo = form_to(
        page.one("div", role="status"), f"/changes/{Change.objects.get(action='drop_wake_up').pk}/undo/"
    )
    desk.post(undo.attrs["action"], filled_in(undo))
    row.refresh_from_db()
    assert (row.status, WakeUp.objects.get().state) == ("open", "waiting")


def test_dropped_twice_is_dropped_once(desk: Client, owner: User) -> None:
    log(owner, condition=Condition(WakeUpKind.WE_SHIP, "Single sign-on"))
    for _press in range(2):
        assert desk.post(f"/wake-ups/{WakeUp.objects.get().pk}/drop/").status_code == 303
    assert Change.objects.filter(action="drop_wake_up").count() == 1
    topic = Topic.objects.get()
    page = read(desk.post(f"/wake-ups/{topic.pk}/trigger/", follow=True))
    assert "Nobody with a plan waits" in page.text


def test_somebody_elses_is_not_there(colleague: User, owner: User) -> None:
    log(owner, condition=Condition(WakeUpKind.WE_SHIP, "Single sign-on"))
    assert signed_in(colleague).post(f"/wake-ups/{WakeUp.objects.get().pk}/drop/").status_code == 404
    assert WakeUp.objects.get().state == "waiting"


def test_after_please_stop_nothing_is_owed_or_waited_for(desk: Client, owner: User) -> None:
    loss = log(
        owner,
        stay_in_touch=AskAnswer.STOP,
        promise=Promised("The checklist", day(10)),
        condition=Condition(WakeUpKind.CONTRACT_END, "Their ERP", on=day(400)),
    )
    assert not FollowUp.objects.open().exists()
    page = read(desk.get(loss.prospect.get_absolute_url())).text
    assert page.count("not any more: they asked you to stop") == 2
    assert drop_form(desk, loss.prospect) is None
