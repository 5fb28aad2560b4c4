"""PRODUCT.md, row 9: needs, timing, budget; what matters to them; what we learned since."""

from prospects.models import Loss, Prospect, ProspectTopic
from tests.desk.reading import Element
from tests.desk.visiting import HTMX
from tests.practices.desk import Desk, flowing

TOLD = {
    "needs": "Fewer hand-overs", "timing": "After the new plant", "budget": "About fifty thousand",
    "personal_cues": "Sails, two boys", "wanted_from_our_time": "An honest comparison", "pace": "slow",
    "priority": "relationship",
}  # fmt: skip


def told(page: Element) -> str:
    return flowing(page.one(id="main"))


def edit() -> str:
    return f"/prospects/{Prospect.objects.get().pk}/edit/"


def test_needs_timing_and_budget_are_kept_as_they_told_them_and_shown(desk: Desk) -> None:
    page = desk.log(**TOLD)
    loss, person = Loss.objects.get(), Prospect.objects.get()
    assert (loss.needs, loss.timing, loss.budget) == (TOLD["needs"], TOLD["timing"], TOLD["budget"])
    assert (person.personal_cues, person.wanted_from_our_time) == (
        TOLD["personal_cues"],
        TOLD["wanted_from_our_time"],
    )
    assert (person.pace, person.priority) == ("slow", "relationship")
    for words in (*list(TOLD.values())[:5], "Slow", "The people first"):
        assert words in told(page)


def test_goals_challenges_and_interests_are_topics(desk: Desk) -> None:
    page = desk.log(topics="New plant by May, Less waste", challenges="Short-handed", interests="Ski touring")
    assert dict(ProspectTopic.objects.values_list("topic__name", "kind")) == {
        "New plant by May": "goal", "Less waste": "goal", "Short-handed": "challenge",
        "Ski touring": "interest",
    }  # fmt: skip
    for topic in ("New plant by May", "Less waste", "Short-handed", "Ski touring"):
        assert topic in told(page)


def test_topics_are_suggested_while_typing(desk: Desk) -> None:
    desk.log(topics="Less waste")
    field = desk.look("/no/").one("input", name="topics")
    assert field.attrs["hx-get"] == "/topics/"
    assert desk.look("/no/").one("datalist", id=field.attrs["list"]) is not None
    options = desk.look("/topics/?topics=Less").all("option")
    assert [option.attrs["value"] for option in options] == ["Less waste"]


def test_what_was_told_is_put_right_in_place_or_on_a_page_of_its_own(desk: Desk) -> None:
    page = desk.log(**TOLD)
    assert edit() in {link.attrs["href"].partition("?")[0] for link in page.all("a", href=True)}
    page = desk.send(desk.look(edit()), edit(), needs="None at all", personal_cues="Sails, three boys")
    assert Loss.objects.get().needs == "None at all"
    assert Prospect.objects.get().personal_cues == "Sails, three boys"
    assert "Sails, three boys" in told(page)
    block = desk.client.get(f"{edit()}?part=matters", headers=HTMX).content.decode()
    assert "Sails, three boys" in block
    assert "<form" in block


def test_what_we_have_learned_since_is_kept(desk: Desk) -> None:
    desk.log()
    page = desk.send(desk.look(edit()), edit(), learned="They bought the mill next door.")
    assert Prospect.objects.get().learned == "They bought the mill next door."
    assert "They bought the mill next door." in told(page)


def test_the_page_suggests_one_question_from_the_gaps(desk: Desk) -> None:
    page = desk.log()
    first = "What would something like this have to do for you, if it came up again?"
    then = "Who sets the money aside for something like this, and when in the year?"
    assert first in told(page)
    assert then not in told(page)
    page = desk.log(prospect_name="Tom Reed", needs="A faster line")
    assert first not in told(page)
    assert then in told(page)
