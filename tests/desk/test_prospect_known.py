"""What is known of a person, beside their story: what matters, what was asked and agreed, who is around."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from accounts.models import User
from followups.actions import Leaving, NewTouch, log_touch
from followups.kinds import Channel, Kind, Outcome, TouchKind
from prospects.conversations import (
    AskAnswer,
    AskKind,
    Likelihood,
    Pace,
    PermissionChannel,
    Priority,
    PromiseState,
    TopicKind,
    WakeUpKind,
)
from prospects.models import Prospect
from prospects.new_no import (
    About,
    Agreement,
    Asked,
    Behind,
    Condition,
    Named,
    Other,
    Promised,
)
from tests.desk.reading import Element, read
from tests.desk.visiting import signed_in
from tests.followups.telling import complete, day, log, nine_on, open_row, step_of

WHY = "They count stock twice a week"


def page_of(client: Client, person: Prospect) -> Element:
    answer = client.get(f"/prospects/{person.pk}/")
    assert answer.status_code == 200
    return read(answer)


def aside_of(page: Element) -> Element:
    return page.one("aside", aria_label="What you know")


def known(client: Client, person: Prospect) -> str:
    return aside_of(page_of(client, person)).text


def headings(page: Element) -> list[str]:
    return [heading.text for heading in aside_of(page).all("h2")]


def around(client: Client, person: Prospect) -> dict[str, str]:
    """Who stands under "People around", and as what."""
    section = next(part for part in page_of(client, person).all("section")
                   if part.all("h2") and part.all("h2")[0].text == "People around")  # fmt: skip
    return {row.one("a").text: row.all("span")[0].text for row in section.all("li")}


def test_what_matters_stands_as_tags(desk: Client, owner: User) -> None:
    about = About(
        topics=((TopicKind.GOAL, "New plant"), (TopicKind.CHALLENGE, "Short of hands"),
                (TopicKind.INTEREST, "Sailing")),
        personal_cues="Two children", wanted_from_our_time="A second opinion",
        pace=Pace.SLOW, priority=Priority.RELATIONSHIP,
    )  # fmt: skip
    block = page_of(desk, log(owner, about=about).prospect).one(id="known-matters")
    assert [tag.text for tag in block.all("span") if tag.has_class("chip")] == [
        "New plant", "Short of hands", "Sailing"
    ]  # fmt: skip
    for words in ("Two children", "A second opinion", "Slow · The people first"):
        assert words in block.text


def test_what_is_empty_is_not_a_column_of_fields(desk: Client, owner: User) -> None:
    page = page_of(desk, log(owner).prospect)
    assert "You promised" not in headings(page)
    assert "What would change things" not in headings(page)
    assert "People around" not in headings(page)
    assert "Add goals, challenges, interests" in page.one(id="known-matters").text
    assert "By post" not in page.one(id="known-reach").text


def test_one_question_comes_from_the_gaps(desk: Client, owner: User) -> None:
    bare = log(owner, "Bare").prospect
    assert "have to do for you" in page_of(desk, bare).one(id="known-learned").text
    told = log(owner, "Told", behind=Behind(needs="Two planners")).prospect
    assert "Who sets the money aside" in page_of(desk, told).one(id="known-learned").text
    behind = Behind(needs="Two planners", budget="40,000", timing="May", people=(Other("Olga"),))
    about = About(
        topics=((TopicKind.GOAL, "New plant"),), personal_cues="Sings", wanted_from_our_time="A rest"
    )
    known_well = log(owner, "Known", behind=behind, about=about).prospect
    assert "you might ask" not in page_of(desk, known_well).one(id="known-learned").text


def test_what_they_told_with_the_newest_no(desk: Client, owner: User) -> None:
    behind = Behind(
        needs="Two planners", timing="May", budget="40,000", likelihood=Likelihood.HIGH, right_but_early=True
    )
    block = page_of(desk, log(owner, behind=behind).prospect).one(id="known-told")
    for words in ("Two planners", "May", "40,000", "likely later: high", "right, but too early"):
        assert words in block.text


def test_what_was_asked_with_its_answer_and_their_words(desk: Client, owner: User) -> None:
    asks = (
        Asked(AskKind.FEEDBACK, AskAnswer.YES, "Answer the phone"), Asked(AskKind.REFERRAL, AskAnswer.LATER),
        Asked(AskKind.REENTRY, AskAnswer.NO),
    )  # fmt: skip
    text = known(desk, log(owner, asks=asks).prospect)
    for words in ("Why not us", "Answer the phone", "Will think", "If their choice stalls No"):
        assert words.replace(" ", "") in text.replace(" ", "")


def test_the_newest_answer_counts(desk: Client, owner: User) -> None:
    mail = {"email": "ingrid@havbruk.example"}
    log(owner, on=day(-60), asks=(Asked(AskKind.REFERENCE, AskAnswer.LATER),), **mail)
    person = log(owner, on=day(-1), asks=(Asked(AskKind.REFERENCE, AskAnswer.NO),), **mail).prospect
    assert "Will think" not in known(desk, person)


def test_who_would_speak_for_us_says_about_what(desk: Client, owner: User) -> None:
    asks = (Asked(AskKind.REFERENCE, AskAnswer.YES, "How we count stock"),)
    block = page_of(desk, log(owner, asks=asks).prospect).one(id="known-reference")
    assert "Would speak for us: How we count stock" in block.text
    assert block.all("a", href="/prospects/?show=references")


def test_promises_and_wake_ups_stand_until_they_are_settled(desk: Client, owner: User) -> None:
    person = log(
        owner, on=day(-20), promise=Promised("the checklist", day(-1)),
        condition=Condition(WakeUpKind.CONTRACT_END, on=day(300), notice_on=day(200)),
    ).prospect  # fmt: skip
    text = known(desk, person)
    assert "the checklist" in text
    assert "Their contract ends" in text
    assert "notice by" in text
    complete(open_row(person, Kind.PROMISE), Outcome.DONE, on=day(0))
    assert person.promises.get().state == PromiseState.KEPT
    assert "You promised" not in headings(page_of(desk, person))


def test_an_undated_wake_up_leads_to_everybody_who_waits(desk: Client, owner: User) -> None:
    person = log(owner, condition=Condition(WakeUpKind.WE_SHIP, "Single sign-on")).prospect
    assert "Single sign-on" in known(desk, person)
    assert aside_of(page_of(desk, person)).all("a", href="/wake-ups/")


def give(person: Prospect, offset: int, kind: TouchKind) -> None:
    touch = NewTouch(Channel.MAIL, day(offset), kind=kind, relevance=WHY, override_reason="It happened")
    log_touch(person, touch, by=person.owner, today=day(offset), now=nine_on(day(offset)))


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ((), "Nothing helpful so far. 2 more, then an offer is fine."),
        ((TouchKind.HELPFUL,), "One helpful thing so far. One more, then an offer is fine."),
        ((TouchKind.HELPFUL, TouchKind.HELPFUL), "2 helpful things so far. An offer is fine now."),
        ((TouchKind.HELPFUL, TouchKind.PITCH), "Nothing helpful since the last offer. 2 more"),
        ((TouchKind.PITCH, TouchKind.HELPFUL), "One helpful thing since the last offer. One more"),
        ((TouchKind.PERSONAL,), "Nothing helpful so far."),
    ],
)
def test_the_meter_says_in_words_how_much_was_given(
    owner: User, clock: time_machine.Traveller, given: tuple[TouchKind, ...], words: str
) -> None:
    person = log(owner).prospect
    for number, kind in enumerate(given, start=1):
        give(person, number * 16, kind)
    clock.shift(timedelta(days=70))
    assert words in known(signed_in(owner), person)


def test_how_to_reach_them_by_post_and_clock(desk: Client, owner: User) -> None:
    about = About(
        form_of_address="Frau Solheim", postal_address="Bryggen 1\nBergen", country="NO", language="no",
        time_zone="Asia/Tokyo",
    )  # fmt: skip
    block = page_of(desk, log(owner, about=about, email="ingrid@havbruk.example").prospect)
    text = block.one(id="known-reach").text
    for words in (
        "Frau Solheim",
        "Bryggen 1Bergen",
        "Norway",
        "5 p.m.",
        "Norwegian",
        "ingrid@havbruk.example",
    ):
        assert words in text


def test_everybody_behind_the_no_and_named_is_around(desk: Client, owner: User) -> None:
    people = (Other("Olga Berg", "sponsor", "friendly"), Other("Per Lie"))
    person = log(owner, behind=Behind(people=people), referral=Named("Piet Claes")).prospect
    log(owner, "Kari Nes")
    assert around(desk, person) == {
        "Olga Berg": "sponsor · friendly", "Per Lie": "behind the no", "Piet Claes": "was named by them",
        "Kari Nes": "works there too",
    }  # fmt: skip
    piet = Prospect.objects.get(name="Piet Claes")
    assert around(desk, piet)["Ingrid Solheim"] == "named them to us"
    olga = Prospect.objects.get(name="Olga Berg")
    assert around(desk, olga)["Ingrid Solheim"].startswith("said the no they stood behind")


def test_a_referral_stands_on_both_pages(desk: Client, owner: User) -> None:
    person = log(owner, referral=Named("Piet Claes")).prospect
    piet = Prospect.objects.get(name="Piet Claes")
    row = open_row(person, Kind.REFERRAL)
    for one in (person, piet):
        page = page_of(desk, one)
        assert page.all(data_followup=str(row.pk))
        assert "Contact Piet Claes, whom Ingrid Solheim named." in page.text
    card = page_of(desk, piet).one("section", data_followup=str(row.pk))
    assert "Ingrid Solheim suggested I write to you" in card.text
    forms = [form for form in card.all("form") if form.attrs["action"] == f"/followups/{row.pk}/skip/"]
    assert forms[0].one("input", name="next").attrs["value"] == f"/prospects/{piet.pk}/"


def test_whoever_takes_a_chair_is_met_with_the_right_words(desk: Client, owner: User) -> None:
    person = log(owner, on=day(-40)).prospect
    leaving = Leaving("Elsewhere", "ingrid@elsewhere.example", "Nils Vik")
    complete(step_of(person), Outcome.LEFT_COMPANY, on=day(0), leaving=leaving)
    nils = Prospect.objects.get(name="Nils Vik")
    page = page_of(desk, nils)
    assert "Ingrid Solheim and I spoke in January 2026 about S&OP redesign." in page.text
    assert "Not now" in page.one("section", aria_label="The plan, from the no onwards").text
    assert around(desk, nils)["Ingrid Solheim"] == "had this chair before"
    left = page_of(desk, person)
    chips = [chip.text for chip in left.all("span") if chip.has_class("chip")]
    assert "Left the company" in chips
    assert around(desk, person)["Nils Vik"] == "has their old chair"


def test_somebody_behind_a_no_hears_nothing_of_anothers_promises(desk: Client, owner: User) -> None:
    person = log(
        owner, on=day(-40), behind=Behind(people=(Other("Olga Berg"),)),
        promise=Promised("the list", day(-9)), in_their_words="the audit",
    ).prospect  # fmt: skip
    complete(open_row(person, Kind.PROMISE), Outcome.DONE, on=day(-9))
    olga = Prospect.objects.get(name="Olga Berg")
    complete(open_row(olga, Kind.THANK_YOU), Outcome.DONE, on=day(-39))
    text = page_of(desk, olga).text
    assert "You had something else in front of you. Is that behind you now?" in text
    assert "the list" not in text


def test_two_of_us_at_one_house_see_that(desk: Client, owner: User, colleague: User) -> None:
    person = log(owner, on=day(-40)).prospect
    complete(open_row(person, Kind.THANK_YOU), Outcome.DONE, on=day(-39))
    theirs = log(colleague, "Secret Contact", on=day(-40)).prospect
    near = step_of(person).due_on
    touch = NewTouch(Channel.MAIL, day(0), summary="Secret words")
    log_touch(theirs, touch, by=colleague, today=day(0), now=nine_on(day(0)))
    page = page_of(desk, person)
    assert (near - day(0)).days <= 7
    assert "At Havbruk Nordic: A colleague wrote today." in page.text
    assert "Secret" not in page.text


def test_a_marketer_and_a_stranger_see_nothing(owner: User, marketer: User, stranger: User) -> None:
    person = log(owner).prospect
    for user in (marketer, stranger):
        assert signed_in(user).get(f"/prospects/{person.pk}/").status_code == 404


@pytest.mark.parametrize("channel", list(PermissionChannel))
def test_every_channel_has_its_word(desk: Client, owner: User, channel: PermissionChannel) -> None:
    block = page_of(desk, log(owner, agreement=Agreement((channel,))).prospect).one(id="permissions")
    assert "Said aloud" in block.one("ul").text


@pytest.mark.parametrize(
    ("outcome", "words"),
    [("won_back", "Ingrid Solheim came back."), ("asked_to_stop", "Nothing is planned any more.")],
)
def test_why_nothing_is_planned_any_more(desk: Client, owner: User, outcome: Any, words: str) -> None:
    person = log(owner, on=day(-40)).prospect
    for kind in (Kind.THANK_YOU, Kind.DEBRIEF):
        complete(open_row(person, kind), Outcome.DONE, on=day(-39))
    complete(step_of(person), Outcome(outcome), on=day(0))
    assert words in page_of(desk, person).one("main").text
