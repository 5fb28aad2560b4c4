"""What answers say in numbers: one's own at any time; of the team nothing that tells on anybody."""

from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client

from accounts.models import Team, User
from desk.erasing import erase
from desk.no_with_lesson import take_back
from insights.calendar_quarters import Quarter
from insights.debrief_figures import answers_of, outcomes_of, team_quarters
from insights.debriefs import LookBack
from insights.findings import Verdict
from insights.kinds import Answer, Question
from insights.models import Debrief
from insights.proportions import Share
from insights.selection import selection_of
from prospects.models import Loss, Prospect
from tests.cast import MONDAY, make_user
from tests.desk.reading import read
from tests.desk.visiting import signed_in
from tests.followups.telling import day, log, nine_on
from tests.insights.looking_back import all_said, looked_back

SPRING = date(2026, 4, 10)
FIRST_QUARTER = Quarter(2026, 1)


@pytest.fixture
def four(team: Team, owner: User, colleague: User, manager: User) -> list[User]:
    return [owner, colleague, manager, make_user(team, "fourth@example.com")]


def each_says(people: list[User], *answers: Answer, on: date = MONDAY) -> None:
    """So many debriefs, by these people in turn."""
    for number, answer in enumerate(answers):
        author = people[number % len(people)]
        looked_back(log(author, f"{author.name} {number} {on}", on=on), author, all_said(answer), on=on)


def of_first_quarter(viewer: User, today: date = SPRING) -> dict[Question, tuple[int, int, int] | None]:
    quarters = team_quarters(viewer, today)
    assert quarters is not None
    found = next(one for one in quarters if one.quarter == FIRST_QUARTER)
    return {
        question: (answers.yes, answers.partly, answers.no) if answers else None
        for question, answers in found.answers.items()
    }


# One's own


def test_ones_own_answers_are_counted(owner: User, manager: User) -> None:
    each_says([owner], Answer.YES, Answer.YES, Answer.PARTLY)
    looked_back(log(owner, "Other"), owner, LookBack({Question.DOOR: Answer.NO}))
    each_says([manager], Answer.NO)
    counted = {one.question: (one.yes, one.partly, one.no) for one in answers_of(owner, _all(owner))}
    assert counted[Question.NEEDS] == (2, 1, 0)
    assert counted[Question.DOOR] == (2, 1, 1)


def test_they_stay_ones_own_when_somebody_else_looks_after_the_person(owner: User, colleague: User) -> None:
    loss = log(owner)
    looked_back(loss, owner)
    type(loss.prospect).objects.filter(pk=loss.prospect_id).update(owner=colleague)
    assert answers_of(owner, _all(owner))[0].yes == 1
    assert answers_of(colleague, _all(colleague))[0].of == 0


def test_a_narrower_look_counts_fewer(owner: User) -> None:
    each_says([owner], Answer.YES)
    each_says([owner], Answer.NO, on=day(20))
    found = selection_of({"from": day(10).isoformat(), "to": day(30).isoformat()}, owner, day(30))
    (first, *_rest) = answers_of(owner, found)
    assert (first.yes, first.no) == (0, 1)


def test_answers_stand_beside_what_became_of_the_noes(owner: User) -> None:
    for number in range(8):
        loss = log(owner, f"Back {number}")
        looked_back(loss, owner, all_said(Answer.YES))
        Loss.objects.filter(pk=loss.pk).update(came_back_on=day(40))
        looked_back(log(owner, f"Not {number}"), owner, all_said(Answer.NO))
    first = outcomes_of(owner, _all(owner))[0]
    assert (first.with_yes, first.otherwise) == (Share(8, 8), Share(0, 8))
    assert first.said.verdict == Verdict.HIGHER


def test_of_few_nothing_is_claimed(owner: User) -> None:
    loss = log(owner)
    looked_back(loss, owner)
    Loss.objects.filter(pk=loss.pk).update(came_back_on=day(40))
    assert {one.said.verdict for one in outcomes_of(owner, _all(owner))} == {Verdict.TOO_FEW}


def _all(user: User) -> "object":
    return selection_of({"period": "all"}, user, day(60))


# The team's


def test_five_debriefs_by_three_people_are_counted(manager: User, four: list[User]) -> None:
    each_says(four[:3], Answer.YES, Answer.YES, Answer.NO, Answer.PARTLY, Answer.YES)
    assert of_first_quarter(manager) == dict.fromkeys(Question, (3, 1, 1))


@pytest.mark.parametrize(("people", "debriefs"), [(3, 4), (2, 9), (1, 12)])
def test_fewer_or_by_fewer_say_nothing(manager: User, four: list[User], people: int, debriefs: int) -> None:
    each_says(four[:people], *[Answer.YES] * debriefs)
    assert of_first_quarter(manager) == dict.fromkeys(Question)


def test_each_question_needs_as_many(manager: User, four: list[User]) -> None:
    """Else whoever alone answered one would be read from the page."""
    each_says(four, *[Answer.YES] * 6)
    Debrief.objects.exclude(author=four[0]).update(door="")
    found = of_first_quarter(manager)
    assert found[Question.DOOR] is None
    assert found[Question.NEEDS] == (6, 0, 0)


def test_lessons_alone_count_for_nobody(manager: User, four: list[User]) -> None:
    each_says(four[:2], *[Answer.YES] * 5)
    looked_back(log(four[2], "Lesson"), four[2], LookBack(lesson="One"))
    assert of_first_quarter(manager)[Question.NEEDS] is None


def test_a_quarter_counts_once_it_is_over_everywhere(manager: User, four: list[User]) -> None:
    each_says(four, *[Answer.YES] * 5)
    for today, is_there in ((date(2026, 4, 2), False), (date(2026, 4, 3), True)):
        quarters = team_quarters(manager, today)
        assert quarters is not None
        assert (FIRST_QUARTER in [one.quarter for one in quarters]) is is_there


def test_answers_count_in_the_quarter_they_were_given_in(manager: User, four: list[User]) -> None:
    losses = [log(author, f"Late {author.name} {number}") for number in range(2) for author in four]
    for loss in losses:
        looked_back(loss, loss.logged_by, on=SPRING)
    assert of_first_quarter(manager, SPRING + timedelta(days=90)) == dict.fromkeys(Question)


def test_nothing_done_afterwards_changes_a_closed_quarter(manager: User, four: list[User]) -> None:
    each_says(four, *[Answer.YES] * 5)
    before = of_first_quarter(manager)
    row = Debrief.objects.filter(author=four[0]).select_related("loss")[0]
    looked_back(row.loss, four[0], all_said(Answer.NO, lesson="Now"), on=SPRING)
    looked_back(log(four[1], "New", on=SPRING), four[1], all_said(Answer.NO), on=SPRING)
    assert of_first_quarter(manager) == before


def test_neither_erasing_nor_taking_back_tells_how_somebody_answered(manager: User, four: list[User]) -> None:
    each_says(four, *[Answer.YES] * 4, Answer.NO, Answer.NO)
    before = of_first_quarter(manager)
    erased, undone = (row.no for row in Debrief.objects.filter(author=four[0]).select_related("loss"))
    erase(Prospect.objects.get(pk=erased.prospect_id), by=manager, now=nine_on(SPRING))
    take_back(undone, by=four[0], now=nine_on(SPRING))
    assert of_first_quarter(manager) == before
    assert answers_of(four[0], _all(four[0]))[0].of == 0


def test_only_managers_see_the_teams(owner: User, marketer: User, four: list[User]) -> None:
    each_says(four, *[Answer.YES] * 5)
    assert team_quarters(owner, SPRING) is None
    assert team_quarters(marketer, SPRING) is None


def test_another_team_is_another_team(stranger: User, four: list[User]) -> None:
    each_says(four, *[Answer.YES] * 5)
    assert of_first_quarter(stranger) == dict.fromkeys(Question)


def test_no_filter_of_the_address_narrows_the_teams(manager: User, four: list[User]) -> None:
    each_says(four, *[Answer.YES] * 4, Answer.NO)
    with time_machine.travel(nine_on(SPRING), tick=False):
        office = signed_in(manager)
        plain = _team_part(office, "/insights/debriefs/")
        narrowed = _team_part(
            office, "/insights/debriefs/?whose=team&conversation=drifted&period=90d&stage=X"
        )
    assert "Q1 2026" in plain
    assert plain == narrowed


def test_the_page_says_where_there_are_too_few(desk: Client, manager: User, four: list[User]) -> None:
    each_says(four[:2], *[Answer.YES] * 9)
    with time_machine.travel(nine_on(SPRING), tick=False):
        assert "Too few to say." in _team_part(signed_in(manager), "/insights/debriefs/")
        page = read(signed_in(four[0]).get("/insights/debriefs/"))
    assert "by closed quarter" not in page.text
    assert "Your answers to the five questions, 5 debriefs" in page.text


@pytest.fixture
def desk(owner: User) -> Client:
    return signed_in(owner)


def _team_part(client: Client, address: str) -> str:
    main = read(client.get(address)).one("main").text
    assert "The team, by closed quarter" in main
    return main.partition("The team, by closed quarter")[2].partition("Looked back on")[0]
