"""Lessons are read again: one's own, and the sentences colleagues shared; similar noes bring them back."""

from typing import Any

import pytest
import time_machine
from django.test import Client

from accounts.models import User
from insights import lessons
from insights.debriefs import LookBack
from insights.models import Debrief
from insights.similar import Likeness
from prospects.conversations import ExitConversation
from prospects.models import Prospect
from prospects.new_no import Behind
from tests.cast import NINE
from tests.desk.reading import read, said
from tests.desk.visiting import signed_in
from tests.followups.telling import day, log, nine_on
from tests.insights.looking_back import looked_back

PAGE = "/insights/lessons/"


@pytest.fixture
def desk(owner: User) -> Client:
    return signed_in(owner)


def learned(by: User, text: str, *, shared: bool = False, on: int = 0, **no: Any) -> Debrief:
    name = no.pop("name", f"After {text}")
    return looked_back(
        log(by, name, on=day(on), **no), by, LookBack(lesson=text, is_shared=shared), on=day(on)
    )


def shown(client: Client, address: str = PAGE) -> str:
    return read(client.get(address)).one("main").text


def test_ones_own_lead_to_their_no_and_newest_come_first(desk: Client, owner: User) -> None:
    learned(owner, "Older")
    newer = learned(owner, "Newer", on=1)
    text = shown(desk)
    assert text.index("Newer") < text.index("Older")
    assert f'href="/insights/debriefs/{newer.loss_id}/"' in desk.get(PAGE).content.decode()


def test_of_a_colleagues_nothing_but_the_sentence_is_told(desk: Client, colleague: User) -> None:
    learned(colleague, "Bring the planner", shared=True, name="Priya Raman")
    learned(colleague, "Kept to myself")
    page = desk.get(PAGE).content.decode()
    assert "Bring the planner" in page
    assert "Kept to myself" not in page
    for told in ("Priya", colleague.get_full_name(), "2026", "Not now"):
        assert told not in shown(desk), told
    row = Debrief.objects.get(is_shared=True)
    assert str(row.pk) not in page
    assert str(row.loss_id) not in page


def test_other_teams_share_nothing_here(desk: Client, stranger: User) -> None:
    learned(stranger, "Bring the planner", shared=True)
    assert "Bring" not in shown(desk)


def test_every_word_is_looked_for(desk: Client, owner: User) -> None:
    learned(owner, "Ask about the night shift")
    learned(owner, "Ask about money")
    assert "night" in shown(desk, f"{PAGE}?q=SHIFT+ask")
    assert "money" not in shown(desk, f"{PAGE}?q=shift+ask")
    assert "No lesson has these words." in shown(desk, f"{PAGE}?q=nothing")
    assert "No lesson has these words." in shown(desk, f"{PAGE}?q=%25"), "a sign of its own, not any word"


def test_a_long_list_comes_in_pages_each_once(
    desk: Client, owner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lessons, "PAGE", 2)
    for number in range(5):
        learned(owner, f"Lesson {number}")
    found, address = [], PAGE
    while address:
        page = read(desk.get(address))
        found += [item.text[:8] for item in page.all("li") if item.text.startswith("Lesson ")]
        more = [link.attrs["href"] for link in page.one("main").all("a") if link.text == "Earlier"]
        address = f"{PAGE}{more[0]}" if more else ""
    assert sorted(found) == [f"Lesson {number}" for number in range(5)]


@pytest.mark.parametrize("before", ["x", "2026-03-02|x", "|", "2026-99-99T00:00|1"])
def test_a_mark_that_is_none_shows_the_first_page(desk: Client, owner: User, before: str) -> None:
    learned(owner, "Ask first")
    assert "Ask first" in shown(desk, f"{PAGE}?before={before}")


def test_sharing_is_stopped_by_its_author_alone(desk: Client, owner: User, manager: User) -> None:
    row = learned(owner, "Ask first", shared=True)
    stop = f"{PAGE}{row.pk}/stop-sharing/"
    office = signed_in(manager)
    assert "Ask first" in shown(office)
    assert office.post(stop).status_code == 404
    answer = desk.post(stop)
    assert (answer.status_code, answer["Location"]) == (303, PAGE)
    assert "Only you see it now." in said(read(desk.get(PAGE)))
    assert "Ask first" not in shown(office)


def test_of_people_one_sees_no_more_the_lesson_stays_without_a_way_there(
    desk: Client, owner: User, colleague: User
) -> None:
    row = learned(owner, "Ask first", name="Priya Raman")
    Prospect.objects.filter(pk=row.loss.prospect_id).update(owner=colleague)
    row.loss.prospect.follow_ups.update(owner=colleague)
    text = shown(desk)
    assert "Ask first" in text
    assert "Priya" not in text
    assert desk.get(f"/insights/debriefs/{row.loss_id}/").status_code == 404


# They come back


def line(client: Client, **typed: Any) -> str:
    page = read(client.post("/no/preview/", {"conversation": "competitor_chosen", **typed}))
    found = [part.text for part in page.all("p") if "last-time" in str(part.attrs.get("class", ""))]
    return found[0].strip() if found else ""


def test_a_similar_no_brings_ones_own_lesson_back(desk: Client, owner: User, colleague: User) -> None:
    kind = ExitConversation.COMPETITOR_CHOSEN
    learned(owner, "Against Acme, bring the planner", conversation=kind, behind=Behind(competitors=("Acme",)))
    learned(owner, "Newer", conversation=kind, on=1)
    learned(owner, "Another kind")
    learned(colleague, "Theirs", shared=True, conversation=kind, on=2)
    with time_machine.travel(nine_on(day(3)), tick=False):
        assert line(desk) == "Last time you wrote: Newer"
        assert line(desk, competitors="ACME") == "Last time you wrote: Against Acme, bring the planner"
        assert "Another kind" in line(desk, conversation="not_a_priority")
        assert line(desk, conversation="drifted") == ""


def test_without_ones_own_a_shared_one_comes(desk: Client, colleague: User) -> None:
    learned(colleague, "Bring the planner", shared=True, conversation=ExitConversation.COMPETITOR_CHOSEN)
    learned(colleague, "Not shared", conversation=ExitConversation.COMPETITOR_CHOSEN, on=1)
    assert line(desk) == "A colleague shared: Bring the planner"


def test_it_stands_in_the_fragment_and_after_a_mistake_too(desk: Client, owner: User) -> None:
    learned(owner, "Ask first")
    typed = {"conversation": "not_a_priority"}
    assert "Ask first" in desk.post("/no/preview/", typed, headers={"hx-request": "true"}).content.decode()
    assert "Ask first" in desk.post("/no/", typed).content.decode()
    assert "Ask first" not in desk.get("/no/").content.decode()


def test_looking_for_it_costs_few_queries_however_many_there_are(
    owner: User, django_assert_max_num_queries: Any
) -> None:
    for number in range(8):
        learned(owner, f"Lesson {number}", behind=Behind(competitors=("Acme", "Bolt")), on=number)
    no = Likeness(ExitConversation.NOT_A_PRIORITY)
    with django_assert_max_num_queries(3):
        found = lessons.lesson_for(no, owner)
    assert found
    assert found.text == "Lesson 7"
    assert found.at == NINE.replace(day=9)
