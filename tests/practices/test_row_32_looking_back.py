"""PRODUCT.md, row 32: five questions after a no, one lesson; private, and fading by themselves."""

import pytest

from accounts.models import Team, User
from followups.actions import fade_debriefs
from followups.kinds import Kind, Status
from followups.models import FollowUp
from insights.models import Debrief
from prospects.models import Loss
from tests.cast import make_user
from tests.desk.reading import Element, read
from tests.desk.visiting import signed_in
from tests.followups.telling import day, nine_on
from tests.practices.desk import Desk

LIST, TOGETHER, LESSONS = "/insights/debriefs/", "/insights/debriefs/together/", "/insights/lessons/"


def debrief_url(name: str = "Ingrid Solheim") -> str:
    return f"{LIST}{Loss.objects.get(prospect__name=name).pk}/"


def linked(page: Element) -> set[str]:
    return {link.attrs["href"].partition("?")[0] for link in page.all("a", href=True)}


def test_the_lesson_line_is_offered_while_the_no_is_logged(desk: Desk) -> None:
    page = desk.log(lesson="Ask who decides")
    assert "Ask who decides" in page.one(aria_labelledby="debrief-h").text
    assert "Only you see this." in page.text


def test_the_five_questions_are_one_tap_from_the_receipt_and_from_today(desk: Desk) -> None:
    page = desk.log()
    assert debrief_url() in linked(page.one(id="receipt"))
    assert debrief_url() in linked(desk.on(day(1)).look("/"))


def test_the_order_is_ours_and_every_answer_may_be_left_out(desk: Desk) -> None:
    desk.log()
    page = desk.look(debrief_url())
    asked = [legend.text for legend in page.all("legend")]
    assert [question.split()[1] for question in asked] == ["I", "they", "I", "I", "they"]
    assert "Would they take my call tomorrow?" in asked
    desk.send(page, debrief_url(), door="yes")
    row = Debrief.objects.get()
    assert (row.needs, row.door, row.lesson) == ("", "yes", "")


def test_answering_does_what_waited_on_today(desk: Desk) -> None:
    desk.log()
    later = desk.on(day(1))
    page = later.send(later.look(debrief_url()), debrief_url(), needs="no", lesson="Ask first")
    assert FollowUp.objects.get(kind=Kind.DEBRIEF).status == Status.DONE
    assert "Knew the need before I proposed" in page.text
    assert debrief_url() not in linked(later.look("/").one(id="main"))


def test_three_at_once_where_three_wait(desk: Desk) -> None:
    for name in ("One", "Two", "Three", "Four"):
        desk.log(prospect_name=name)
    later = desk.on(day(1))
    assert TOGETHER in linked(later.look(LIST))
    page = later.look(TOGETHER)
    first = page.all("input", name="loss")[0].attrs["value"]
    assert len(page.all("input", name="loss")) == 3
    later.send(page, TOGETHER, **{f"no-{first}-needs": "partly"})
    assert Debrief.objects.get().needs == "partly"


def test_a_lesson_is_shared_and_taken_back_and_comes_back_by_itself(desk: Desk) -> None:
    desk.log()
    desk.send(desk.look(debrief_url()), debrief_url(), lesson="Bring the planner", is_shared="on")
    assert "Last time you wrote: Bring the planner" in desk.preview(conversation="not_a_priority").text
    row = Debrief.objects.get()
    page = desk.send(desk.look(LESSONS), f"{LESSONS}{row.pk}/stop-sharing/")
    assert "Only you see it now." in page.text
    assert "Bring the planner" in desk.look(f"{LESSONS}?q=planner").text


def test_nobody_else_sees_an_answer_and_colleagues_only_a_shared_sentence(desk: Desk, team: Team) -> None:
    desk.log()
    said = {"needs": "no", "needs_line": "Never asked", "lesson": "Bring the planner", "is_shared": "on"}
    desk.send(desk.look(debrief_url()), debrief_url(), **said)
    office = signed_in(make_user(team, "office@example.com", is_manager=True))
    person = Loss.objects.get().prospect.get_absolute_url()
    for page in (person, LIST, debrief_url(), "/settings/changes/"):
        text = read(office.get(page)).text
        assert "Never asked" not in text, page
        assert "Bring the planner" not in text, page
    assert "Bring the planner" in read(office.get(LESSONS)).text


def test_they_fade_and_never_pile_up(desk: Desk) -> None:
    desk.log()
    due = FollowUp.objects.get(kind=Kind.DEBRIEF).due_on
    assert fade_debriefs(nine_on(due)) == 0
    assert fade_debriefs(nine_on(day(17))) == 1
    assert debrief_url() not in linked(desk.on(day(17)).look("/").one(id="main"))
    # Whoever wants to still may.
    later = desk.on(day(17))
    later.send(later.look(debrief_url()), debrief_url(), door="yes")


@pytest.mark.parametrize("people", [2, 3])
def test_a_manager_reads_figures_of_a_closed_quarter_from_five_by_three(
    desk: Desk, team: Team, people: int
) -> None:
    users = [desk.user, *(make_user(team, f"{number}@example.com") for number in range(people - 1))]
    for number in range(6):
        user: User = users[number % people]
        client = signed_in(user)
        name = f"{user.pk} {number}"
        client.post("/no/", {"conversation": "cannot", "prospect_name": name, "submission": name})
        client.post(debrief_url(name), {"needs": "yes"})
    assert Debrief.objects.count() == 6
    User.objects.filter(pk=desk.user.pk).update(is_manager=True)
    text = desk.on(day(60)).look(LIST).text
    assert ("Q1 2026 For 4 questions" in text) is (people == 3)
