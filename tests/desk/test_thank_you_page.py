"""The page of a thank-you: three prompts with what was noted, a draft, a card to print (COPY.md, D)."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from desk.thank_you import salutation
from followups.actions import edit_prospect
from followups.actions.editing import Typed
from followups.kinds import Kind, Outcome, Status
from followups.models import FollowUp
from prospects.conversations import AskAnswer, AskKind, ExitConversation, ToldBy, TopicKind
from prospects.models import Loss, Prospect
from prospects.new_no import About, Asked, Behind, Other, Who
from tests.cast import NINE
from tests.desk.reading import Element, filled_in, form_to, read
from tests.desk.visiting import HTMX, act, signed_in, typed_no
from tests.followups.telling import day, log, open_row, step_of
from tests.security.tables import everything_stored

ADDRESS = "Havnegata 1\n5003 Bergen\nNorway"


@pytest.fixture
def loss(owner: User) -> Loss:
    return log(
        owner, told_by=ToldBy.MET, in_their_words="Not before the new plant runs.",
        asks=(
            Asked(AskKind.FEEDBACK, AskAnswer.YES, "You were too slow"),
            Asked(AskKind.REFERENCE, AskAnswer.YES),
        ),
        behind=Behind(
            needs="Planning for two sites", timing="In May", people=(Other("Tom Berg", "Plant manager"),)
        ),
        about=About(
            topics=((TopicKind.CHALLENGE, "night shifts"), (TopicKind.GOAL, "the new plant")),
            personal_cues="Sails on Sundays", wanted_from_our_time="An honest second opinion",
            postal_address=ADDRESS,
        ),
    )  # fmt: skip


def thank_you_of(loss: Loss) -> FollowUp:
    return open_row(loss.prospect, Kind.THANK_YOU)


def page_of(client: Client, loss: Loss) -> Element:
    answer = client.get(thank_you_of(loss).get_absolute_url())
    assert answer.status_code == 200
    return read(answer)


def prompts(page: Element) -> list[str]:
    return [item.text for item in page.one("ol", class_="prompts").all("li")]


def draft(page: Element) -> str:
    (text,) = page.one("textarea", id="draft").children
    assert isinstance(text, str)
    return text


def test_the_rule_stands_above_the_box(desk: Client, loss: Loss) -> None:
    text = page_of(desk, loss).one("main").text
    rule = "Three sentences by hand. No link, no offer, no “if anything changes”."
    assert rule in text
    assert text.index(rule) < text.index("A draft to begin from")
    assert "Dear Ingrid, you let me walk the line" in text


def test_each_prompt_brings_what_was_noted_to_it(desk: Client, loss: Loss) -> None:
    did, know, instead = prompts(page_of(desk, loss))
    assert did.startswith("Something they did that nobody else would have done")
    for noted in ("Ingrid Solheim, Tom Berg (Plant manager)", "An honest second opinion", "You were too slow",
                  "They would speak for you."):  # fmt: skip
        assert noted in did
    assert know.startswith("One thing you know now because of them")
    for noted in ("Not before the new plant runs.", "Planning for two sites", "night shifts"):
        assert noted in know
    assert instead.startswith("What you wish them for what they do instead")
    for noted in ("the new plant", "In May", "Sails on Sundays"):
        assert noted in instead


def test_where_nothing_was_noted_it_says_so(desk: Client, owner: User) -> None:
    _did, know, instead = prompts(page_of(desk, log(owner)))
    assert "Nothing noted. You were there." in know
    assert "Nothing noted. You were there." in instead


def test_the_draft_is_three_sentences_from_what_was_noted(desk: Client, loss: Loss) -> None:
    assert draft(page_of(desk, loss)) == (
        "Dear Ingrid,\n\nThank you for the time you and Tom Berg gave us. "
        "I now think differently about night shifts. I wish you luck with the new plant.\n\nMaren Vogt"
    )


def test_what_is_not_known_is_a_gap_in_the_draft(desk: Client, owner: User) -> None:
    assert draft(page_of(desk, log(owner))) == (
        "Dear Ingrid,\n\nThank you for the time you gave us. "
        "I now think differently about …. I wish you luck with ….\n\nMaren Vogt"
    )


def test_several_people_gave_their_time(desk: Client, owner: User) -> None:
    people = (Other("Tom Berg"), Other("Ada Lund"), Other("Kim Ås"))
    text = draft(page_of(desk, log(owner, behind=Behind(people=people))))
    assert "the time you and your people gave us" in text


def test_a_word_in_braces_stays_what_it_is(desk: Client, owner: User) -> None:
    who = Who(name="Ingrid {topic}")
    about = About(topics=((TopicKind.CHALLENGE, "{goal}"), (TopicKind.GOAL, "{me} [x]")))
    text = draft(page_of(desk, log(owner, who=who, about=about)))
    assert "differently about {goal}." in text
    assert "luck with {me} [x]." in text


def test_the_draft_is_in_the_prospects_language(desk: Client, owner: User) -> None:
    about = About(language="de", form_of_address="Frau Lindner")
    page = page_of(desk, log(owner, who=Who(name="Petra Lindner"), about=about))
    assert draft(page).startswith("Liebe Frau Lindner,\n\n")
    assert page.one("textarea", id="draft").attrs["lang"] == "de"
    assert "A draft to begin from" in page.one("main").text


@pytest.mark.parametrize(
    ("name", "form_of_address", "language", "expected"),
    [
        ("Ingrid Solheim", "", "en", "Dear Ingrid,"),
        ("Ms Solheim", "", "en", "Dear Ms Solheim,"),
        ("Mr Smith", "Mr Smith", "en", "Dear Mr Smith,"),
        ("Petra Lindner", "Frau Lindner", "de", "Liebe Frau Lindner,"),
        ("Herr Dr. Max Weber", "", "de", "Lieber Herr Dr. Weber,"),
        ("Petra Lindner", "", "de", "Guten Tag Petra Lindner,"),
        ("Petra Lindner", "Petra", "de", "Guten Tag Petra,"),
    ],
)
@pytest.mark.django_db
def test_a_letter_begins_as_one_addresses_them(
    name: str, form_of_address: str, language: str, expected: str
) -> None:
    assert salutation(Prospect(name=name, form_of_address=form_of_address), language) == expected


def test_the_postal_address_stands_there_or_the_way_to_add_it(desk: Client, owner: User, loss: Loss) -> None:
    assert page_of(desk, loss).one("address").text == "Ingrid Solheim Havnegata 1 5003 Bergen Norway"
    other = log(owner, "Ada Lund")
    page = page_of(desk, other)
    assert not page.all("address")
    assert "No postal address yet." in page.one("main").text
    links = [a.attrs["href"] for a in page.all("a", href=True)]
    assert f"/prospects/{other.prospect_id}/edit/#reach" in links


def test_posting_it_ticks_it_off(desk: Client, loss: Loss) -> None:
    row = thank_you_of(loss)
    page = page_of(desk, loss)
    form = form_to(page, f"/followups/{row.pk}/complete/")
    assert "It is on its way" in form.text
    desk.post(form.attrs["action"], {**filled_in(form), "outcome": "done"})
    row.refresh_from_db()
    assert (row.status, row.outcome) == (Status.DONE, Outcome.DONE)
    assert not read(desk.get(row.get_absolute_url())).all("textarea", id="draft")


@pytest.mark.parametrize(
    ("told", "begins"),
    [
        ({"told_by": ToldBy.MAIL}, "Thank you for writing, Ingrid,"),
        ({"conversation": ExitConversation.DRIFTED}, "Ingrid, I've written a few times"),
    ],
)
def test_where_the_thank_you_is_an_answer_by_mail_its_words_stand_there(
    desk: Client, owner: User, told: dict[str, Any], begins: str
) -> None:
    loss = log(owner, **told)
    row, page = thank_you_of(loss), page_of(desk, loss)
    form = form_to(page, f"/losses/{loss.pk}/confirmation-sent/")
    assert str(filled_in(form)["text"]).startswith(begins)
    assert not page.all("textarea", id="draft")
    desk.post(form.attrs["action"], filled_in(form))
    row.refresh_from_db()
    assert row.status == Status.DONE


@pytest.mark.parametrize("told_by", [ToldBy.MET, ToldBy.MAIL])
def test_whoever_stood_behind_the_no_gets_a_note_of_their_own(
    desk: Client, owner: User, told_by: ToldBy
) -> None:
    log(
        owner, told_by=told_by, in_their_words="Not before the new plant runs.",
        asks=(Asked(AskKind.FEEDBACK, AskAnswer.YES, "You were too slow"),),
        behind=Behind(people=(Other("Tom Berg", "Plant manager", "Facts first"), Other("Ada Lund"))),
        about=About(topics=((TopicKind.CHALLENGE, "night shifts"),)),
    )  # fmt: skip
    tom = Prospect.objects.get(name="Tom Berg")
    row = open_row(tom, Kind.THANK_YOU)
    page = read(desk.get(row.get_absolute_url()))
    did, know, _instead = prompts(page)
    assert "Plant manager" in did
    assert "Facts first" in did
    assert "You were too slow" not in did
    assert "Ingrid Solheim said: Not before the new plant runs." in know
    assert draft(page).startswith("Dear Tom,\n\nThank you for the time you gave us. ")
    assert "night shifts" not in draft(page)
    assert "Dear Tom," in card(read(desk.get(f"/followups/{row.pk}/card/"))).text


def test_another_follow_up_has_no_note(desk: Client, loss: Loss) -> None:
    page = read(desk.get(step_of(loss.prospect).get_absolute_url()))
    assert not page.all("textarea", id="draft")


# The card


def card_url(loss: Loss) -> str:
    return f"/followups/{thank_you_of(loss).pk}/card/"


def card(page: Element) -> Element:
    return page.one("article", class_="postcard")


def test_the_card_shows_the_draft_and_the_address(desk: Client, loss: Loss) -> None:
    shown = card(read(desk.get(card_url(loss)))).text
    assert "Thank you for the time you and Tom Berg gave us." in shown
    assert "Ingrid Solheim Havbruk Nordic Havnegata 1" in shown


def test_the_card_shows_what_was_written_and_saves_nothing(desk: Client, loss: Loss) -> None:
    form = form_to(page_of(desk, loss), card_url(loss))
    before = everything_stored()
    answer = desk.post(card_url(loss), {**filled_in(form), "text": "Dear Ingrid,\r\nthank <b>you</b>."})
    assert answer.status_code == 200
    page = read(answer)
    assert card(page).one("p", class_="postcard-words words").text == "Dear Ingrid, thank <b>you</b>."
    assert page.one("textarea", name="text").text == "Dear Ingrid, thank <b>you</b>."
    assert everything_stored() == before


def test_the_card_names_the_team_as_buyers_know_it_and_no_product(
    desk: Client, owner: User, loss: Loss
) -> None:
    assert not card(read(desk.get(card_url(loss)))).all("p", class_="postcard-from small")
    owner.team.public_name = "Vogt Beratung"
    owner.team.save()
    shown = card(read(desk.get(card_url(loss))))
    assert shown.one("p", class_="postcard-from small").text == "Vogt Beratung"
    for word in ("Lost Deals", "Vogt and partners", "no", "prospect"):
        assert word not in shown.text.split()


def test_an_address_that_names_them_names_them_once(desk: Client, owner: User, loss: Loss) -> None:
    address = f"Havbruk Nordic\nIngrid Solheim\n{ADDRESS}"
    edit_prospect(loss.prospect, Typed(details={"postal_address": address}), by=owner, now=NINE)
    assert card(read(desk.get(card_url(loss)))).text.count("Ingrid Solheim") == 1


def test_the_card_of_a_note_that_is_out_can_still_be_printed(desk: Client, loss: Loss) -> None:
    row = thank_you_of(loss)
    act(desk, row, "complete", outcome="done")
    assert desk.get(f"/followups/{row.pk}/card/").status_code == 200


def test_only_a_thank_you_has_a_card(desk: Client, loss: Loss) -> None:
    assert desk.get(f"/followups/{step_of(loss.prospect).pk}/card/").status_code == 404


def test_what_was_typed_for_the_card_survives_a_session_that_ran_out(desk: Client, loss: Loss) -> None:
    form = filled_in(form_to(page_of(desk, loss), card_url(loss)))
    answer = Client(SERVER_NAME="localhost").post(card_url(loss), {**form, "text": "Half a card"})
    carried = next(box for box in read(answer).all("input") if box.attrs.get("name") == "carried")
    shown = desk.post("/typed/", {"carried": carried.attrs["value"]})
    assert "Half a card" in card(read(desk.get(shown["Location"]))).text


def test_a_stranger_finds_no_card(stranger: User, colleague: User, loss: Loss) -> None:
    for other in (stranger, colleague):
        client = signed_in(other)
        assert client.get(card_url(loss)).status_code == 404
        assert client.post(card_url(loss), {"text": "A"}).status_code == 404
    assert day(0) == loss.said_on


def test_who_went_quiet_and_then_wrote_a_mail_gets_an_answer_everywhere(desk: Client, owner: User) -> None:
    fields = typed_no(conversation="drifted", told_by="mail")
    shown = read(desk.post("/no/preview/", fields, headers=HTMX)).text
    assert "Closing note" not in shown
    assert "Thank-you today." in shown
    page = read(desk.get(desk.post("/no/", fields)["Location"]))
    assert "Answer their mail with thanks." in page.text
    assert "losing note" not in page.text
