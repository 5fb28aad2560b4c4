"""More than the limit: Today says so with the number, and a page says what helps."""

from django.test import Client

from accounts.models import User
from followups.kinds import Kind
from followups.models import FollowUp, FollowUpPlan
from tests.desk.reading import read
from tests.desk.visiting import signed_in
from tests.followups.being_away import put
from tests.followups.telling import day, log, plan_of, step_of

SAYS = "The rhythm asks for more than your limit"


def too_many_people(owner: User) -> None:
    """A limit of one, one check-in on each day of this week and the next, and forty people."""
    owner.team.daily_limit = 1
    owner.team.save()
    for number in range(40):
        step = step_of(log(owner, f"Person {number}", organisation="").prospect)
        put(step, 0, number % 12, 20)
    FollowUp.objects.exclude(kind=Kind.CHECK_IN).delete()


def test_today_says_so_with_the_number_and_leads_to_what_helps(desk: Client, owner: User) -> None:
    too_many_people(owner)
    page = read(desk.get("/"))
    assert f"{SAYS}. 40 people ask for about 1.2 check-ins a day; 1 a day carry about 32." in page.text
    [link] = [link for link in page.all("a") if link.text == "What helps"]
    answer = desk.get(link.attrs["href"])
    assert SAYS in read(answer).one("h1").text


def test_it_says_nothing_while_the_limit_carries_them(desk: Client, owner: User) -> None:
    too_many_people(owner)
    owner.team.daily_limit = 2
    owner.team.save()
    assert SAYS not in read(desk.get("/")).text
    assert "The rhythm fits your limit" in read(desk.get("/long-run/")).one("h1").text


def test_nobody_yet(desk: Client) -> None:
    page = read(desk.get("/long-run/"))
    assert "The rhythm fits your limit" in page.text
    assert "Nobody is silent for long." in page.text


def test_the_silent_stand_there_with_their_pages(desk: Client, owner: User, colleague: User) -> None:
    for person in (log(owner).prospect, log(colleague, "Theirs").prospect):
        plan = plan_of(person)
        FollowUpPlan.objects.filter(pk=plan.pk).update(unanswered_check_ins=2, last_two_way_on=day(-90))
    page = read(desk.get("/long-run/"))
    assert "Ingrid Solheim" in page.text
    assert "last heard from on 2 Dec 2025, 2 check-ins unanswered" in page.text
    assert "Theirs" not in page.text


def test_easing_off_is_the_managers_and_everybody_is_told_how(desk: Client, manager: User) -> None:
    assert "Your manager sets the team's rhythm" in read(desk.get("/long-run/")).text
    [link] = [
        link
        for link in read(signed_in(manager).get("/long-run/")).all("a")
        if link.text == "Change the rhythm"
    ]
    assert link.attrs["href"] == "/settings/#rhythm"


def test_handing_over_is_the_managers_and_everybody_is_told_how(desk: Client, manager: User) -> None:
    assert "Your manager passes them on." in read(desk.get("/long-run/")).text
    page = read(signed_in(manager).get("/long-run/"))
    assert [link.attrs["href"] for link in page.all("a") if link.text == "Choose on Today"] == ["/"]
