"""Hand-overs at the desk: the list in parts, one of them in full, and every door of its way."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from desk.clear_hand_overs import not_clear
from followups.actions import Word, ask_giver, ask_to_stop, send_back, why_not_clear, withdraw_permission
from followups.kinds import Baton, Kind, Status
from followups.models import FollowUp, HandOver
from prospects.conversations import ExitConversation, PermissionChannel, TopicKind
from prospects.models import Prospect
from prospects.new_no import About, Agreement, Promised
from tests.cast import MONDAY, NINE
from tests.desk.reading import Element, filled_in, form_to, read
from tests.desk.visiting import signed_in
from tests.followups.handing import in_care, offer, said_yes, take
from tests.followups.telling import day, log, nine_on

CALL, MAIL = PermissionChannel.CALL, PermissionChannel.MAIL


def somebody(owner: User, name: str = "Tom Whitfield", **more: Any) -> Prospect:
    person = log(owner, name, on=day(-20), organisation="Kestrel Freight", **more).prospect
    said_yes(person, by=owner, on=day(-20))
    return person


@pytest.fixture
def tom(owner: User) -> Prospect:
    return somebody(
        owner,
        in_their_words="We stay with ours for now.",
        notes="SECRET notes",
        lesson="SECRET lesson",
        conversation=ExitConversation.STAYING_WITH_SUPPLIER,
        about=About(topics=((TopicKind.GOAL, "Less waste"),)),
        promise=Promised("the two-page checklist", day(30)),
        agreement=Agreement((MAIL,), words="Drop me a line"),
    )


@pytest.fixture
def tessa(marketer: User) -> Client:
    return signed_in(marketer)


def shown(client: Client, address: str = "/handovers/") -> Element:
    return read(client.get(address))


def page_of(client: Client, row: HandOver) -> Element:
    return shown(client, f"/handovers/{row.pk}/")


def press(client: Client, row: HandOver, door: str, **typed: Any) -> Any:
    """Send a form that stands on the page of a hand-over."""
    address = f"/handovers/{row.pk}/{door}/"
    form = form_to(page_of(client, row), address)
    return client.post(address, {**filled_in(form), **typed})


def names(page: Element) -> list[str]:
    return [line.text for line in page.all("span", class_="t")]


def tabs(page: Element) -> list[str]:
    return [" ".join(tab.text.split()) for tab in page.all("a", class_="pick-link")]


def test_a_taker_sees_who_waits_and_a_giver_with_whom_they_are(
    desk: Client, tessa: Client, tom: Prospect, marketer: User
) -> None:
    offer(tom, marketer)
    page = shown(tessa)
    assert page.one("h1").text == "One person to look after"
    assert names(page) == ["Tom Whitfield"]
    assert "from Maren" in page.text
    assert tabs(page)[:2] == ["New 1", "In your care 0"]
    page = shown(desk)
    assert page.one("h1").text == "One of yours is with marketing"
    assert (names(page), tabs(page)[0]) == (["Tom Whitfield"], "With marketing 1")
    assert "waits for Tessa" in page.text


def test_nobody_there_is_one_sentence_and_one_way_on(desk: Client, tessa: Client) -> None:
    page = shown(tessa)
    assert "Nobody waits for you." in page.text
    page = shown(desk)
    assert page.one("h1").text == "Nobody of yours is with marketing"
    assert "None of your people is with marketing." in page.text
    assert page.one("section", class_="sheet empty bleed").all("a")[0].attrs["href"] == "/prospects/"


def test_the_page_says_what_they_were_told_what_to_do_and_when_they_come_back(
    tessa: Client, tom: Prospect, marketer: User
) -> None:
    text = page_of(tessa, offer(tom, marketer, every_weeks=6, note="Be gentle.")).text
    for said in (
        "We stay with ours for now.",
        "What Tom was told",
        "Mail, about every 6 weeks",
        "Less waste",
        "Promised by 1 April: the two-page checklist",
        "No calls, no letter, no meetings",
        "Back to Maren on",
        "1 May",
        "Sooner, if Tom answers",
        "Permission: mail, said aloud by Tom on 10 Feb 2026",
        "Be gentle.",
        "Handed over",
    ):
        assert said in text, said


def test_neither_notes_nor_lesson_nor_debrief_reach_marketing(
    tessa: Client, tom: Prospect, marketer: User
) -> None:
    row = offer(tom, marketer)
    for address in ("/handovers/", f"/handovers/{row.pk}/", "/handovers/take-over/", "/"):
        assert "SECRET" not in tessa.get(address).content.decode(), address
    take(row)
    assert "SECRET" not in tessa.get(f"/handovers/{row.pk}/").content.decode()


def test_taken_over_by_its_button_they_are_in_ones_care(tessa: Client, tom: Prospect, marketer: User) -> None:
    row = offer(tom, marketer)
    answer = press(tessa, row, "take-over")
    assert (answer.status_code, answer["Location"]) == (303, f"/handovers/{row.pk}/")
    page = page_of(tessa, row)
    assert "You look after Tom Whitfield until 1 May." in page.text
    assert tabs(page)[1] == "In your care 1"
    assert not page.all("button", data_key="t")


def test_a_stale_button_does_nothing_and_says_how_it_stands(
    tessa: Client, tom: Prospect, marketer: User
) -> None:
    row = offer(tom, marketer)
    form = filled_in(form_to(page_of(tessa, row), f"/handovers/{row.pk}/take-over/"))
    ask_giver(row.pk, "Which letter?", by=marketer, now=NINE)
    answer = tessa.post(f"/handovers/{row.pk}/take-over/", form, follow=True)
    assert "A question about Tom Whitfield is open." in read(answer).text
    row.refresh_from_db()
    assert row.state == Baton.ASKED


def test_a_question_its_answer_and_the_way_of_both(
    desk: Client, tessa: Client, tom: Prospect, marketer: User
) -> None:
    row = offer(tom, marketer)
    assert press(tessa, row, "ask", words="Which letter do they mean?").status_code == 303
    assert "Tessa asks you" in shown(desk).text
    page = page_of(desk, row)
    assert "Which letter do they mean?" in page.text
    assert press(desk, row, "answer", words="The quarterly one.").status_code == 303
    text = page_of(tessa, row).text
    assert "The quarterly one." in text
    assert "Asked" in text


@pytest.mark.parametrize(
    ("door", "typed"),
    [("ask", {"words": "Which letter?"}), ("send-back", {"reason": "No address", "missing": "One"})],
)
def test_words_stay_when_somebody_was_faster(
    tessa: Client, tom: Prospect, marketer: User, door: str, typed: dict[str, str]
) -> None:
    row = offer(tom, marketer)
    address = f"/handovers/{row.pk}/{door}/"
    form = filled_in(form_to(page_of(tessa, row), address))
    take(row)
    page = read(tessa.post(address, {**form, **typed}))
    assert "is in marketing's care by now" in page.text
    kept = filled_in(form_to(page, address))
    assert all(kept[name] == words for name, words in typed.items())


def test_without_words_a_question_is_none(tessa: Client, tom: Prospect, marketer: User) -> None:
    row = offer(tom, marketer)
    page = read(press(tessa, row, "ask", words=" "))
    assert "Say it in a few words." in page.text
    assert page.one("details", id="ask").attrs.get("open") is not None


def test_sent_back_it_stands_with_its_giver_and_can_go_again(
    desk: Client, tessa: Client, tom: Prospect, marketer: User
) -> None:
    row = offer(tom, marketer)
    press(tessa, row, "send-back", reason="no topics", missing="what they care about")
    page = shown(desk)
    assert "Sent back 1" in tabs(page)
    assert "What I'd need: what they care about." in page_of(desk, row).text
    offer(tom, marketer, submission="again")
    assert "Sent back 1" not in tabs(shown(desk))


def test_taken_back_before_anybody_took_it(desk: Client, tom: Prospect, marketer: User) -> None:
    row = offer(tom, marketer)
    press(desk, row, "withdraw")
    row.refresh_from_db()
    assert row.state == Baton.WITHDRAWN
    assert "stays with you" in page_of(desk, row).text


@pytest.mark.parametrize("who", ["taker", "giver"])
def test_given_or_fetched_back_before_its_day(
    desk: Client, tessa: Client, tom: Prospect, marketer: User, who: str
) -> None:
    row = in_care(tom, marketer)
    client = tessa if who == "taker" else desk
    assert press(client, row, "return", words="They are moving.").status_code == 303
    row.refresh_from_db()
    assert row.state == Baton.RETURNED
    page = page_of(desk, row)
    assert "They are moving." in page.text
    assert "Back with sales 1" in tabs(page)


def test_an_answer_noted_in_care_leads_to_where_they_are_now(
    tessa: Client, tom: Prospect, marketer: User
) -> None:
    in_care(tom, marketer)
    answer = tessa.post(
        f"/prospects/{tom.pk}/touches/",
        {"channel": "mail", "direction": "in", "summary": "Call me.", "submission": "one"},
        follow=True,
    )
    page = read(answer)
    assert (answer.status_code, names(page)) == (200, ["Tom Whitfield"])
    assert "Noted." in page.text
    assert b"/changes/" not in answer.content


def test_what_is_not_ones_own_is_not_there_and_not_to_be_moved(
    tom: Prospect, marketer: User, colleague: User, manager: User, stranger: User
) -> None:
    row = offer(tom, marketer)
    doors = ("take-over", "ask", "answer", "send-back", "withdraw", "return")
    words = {"words": "Mine", "reason": "Mine"}
    for other in (colleague, stranger):
        client = signed_in(other)
        assert client.get(f"/handovers/{row.pk}/").status_code == 404
        assert {client.post(f"/handovers/{row.pk}/{door}/", words).status_code for door in doors} == {404}
    # A manager sees it and may act as sales, not as the taker.
    client = signed_in(manager)
    assert client.get(f"/handovers/{row.pk}/").status_code == 200
    assert client.post(f"/handovers/{row.pk}/take-over/").status_code == 403
    row.refresh_from_db()
    assert row.state == Baton.OFFERED


def test_all_clear_ones_at_once_and_the_others_named(tessa: Client, owner: User, marketer: User) -> None:
    clear = [offer(somebody(owner, f"Person {number}"), marketer) for number in range(3)]
    unclear = offer(somebody(owner, "Birgit Novak"), marketer)
    withdrawn_since(unclear.prospect, owner)
    page = shown(tessa)
    assert "Take over all 3 clear ones" in page.text
    assert "permission unclear" in page.text
    page = shown(tessa, "/handovers/take-over/")
    ticks = [box.attrs["value"] for box in page.all("input", name="hand_over")]
    assert sorted(ticks) == sorted(str(row.pk) for row in clear)
    answer = tessa.post("/handovers/take-over/", {"hand_over": [*ticks, str(unclear.pk)]}, follow=True)
    text = read(answer).text
    assert "You look after 3 people more." in text
    assert "Left alone: Birgit Novak. They have not agreed to mail." in text
    assert HandOver.objects.filter(taker=marketer, state=Baton.TAKEN).count() == 3


def withdrawn_since(person: Prospect, by: User) -> None:
    withdraw_permission(person, Word((MAIL,), MONDAY), by=by, today=MONDAY, now=NINE)


def test_with_nobody_ticked_nothing_happens(tessa: Client, tom: Prospect, marketer: User) -> None:
    row = offer(tom, marketer)
    answer = tessa.post("/handovers/take-over/", {"hand_over": ["", "no-id"]}, follow=True)
    assert "Tick somebody first." in read(answer).text
    row.refresh_from_db()
    assert row.state == Baton.OFFERED


def test_what_the_list_calls_clear_is_what_is_taken_over(owner: User, marketer: User) -> None:
    rows = [offer(somebody(owner, f"Person {number}"), marketer) for number in range(4)]
    withdrawn_since(rows[1].prospect, owner)
    ask_giver(rows[2].pk, "Why?", by=marketer, now=NINE)
    log_meeting(rows[3], owner)
    found = HandOver.objects.filter(taker=marketer).select_related("prospect__team", "plan").order_by("pk")
    assert not_clear(list(found)) == {
        row.pk: refused for row in found if (refused := why_not_clear(row)) is not None
    }
    assert len(not_clear(list(found))) == 3


def log_meeting(row: HandOver, owner: User) -> None:
    """They agreed to meet before they were to come back."""
    step = FollowUp.objects.get(plan=row.plan, status=Status.OPEN, kind=Kind.CHECK_IN)
    FollowUp.objects.filter(pk=step.pk).update(kind=Kind.AGREED_MEETING, due_on=day(40))


def test_the_number_of_queries_does_not_grow_with_the_list(
    tessa: Client, owner: User, marketer: User
) -> None:
    first = offer(somebody(owner, "Person 0"), marketer)

    def asked(address: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as caught:
            assert tessa.get(address).status_code == 200
        return len(caught)

    addresses = ("/handovers/", f"/handovers/{first.pk}/", "/handovers/take-over/", "/")
    before = [asked(address) for address in addresses]
    for number in range(1, 6):
        offer(somebody(owner, f"Person {number}"), marketer)
    assert [asked(address) for address in addresses] == before


def test_today_shows_a_taker_what_waits_and_takes_it_there(
    tessa: Client, tom: Prospect, marketer: User
) -> None:
    row = offer(tom, marketer)
    section = shown(tessa, "/").one("section", data_section="to-accept")
    assert "Maren would like you to look after them until 1 May" in section.text
    form = section.one("form")
    answer = tessa.post(form.attrs["action"], filled_in(form))
    assert answer["Location"] == "/"
    row.refresh_from_db()
    assert row.state == Baton.TAKEN
    assert not shown(tessa, "/").all("section", data_section="to-accept")


def test_today_shows_a_giver_what_was_asked_and_what_came_back(
    desk: Client, owner: User, marketer: User
) -> None:
    asked = offer(somebody(owner, "Ada"), marketer)
    ask_giver(asked.pk, "Why?", by=marketer, now=NINE)
    back = offer(somebody(owner, "Birgit"), marketer)
    send_back(back.pk, "no topics", by=marketer, now=NINE)
    offer(somebody(owner, "Carl"), marketer)
    section = shown(desk, "/").one("section", data_section="to-accept")
    assert "Tessa asks you something first" in section.text
    assert "Tessa sent them back" in section.text
    assert "Carl" not in section.text
    assert not section.all("form")


def test_what_was_sent_back_leaves_today_after_a_week(
    desk: Client, tom: Prospect, marketer: User, clock: Any
) -> None:
    row = offer(tom, marketer)
    send_back(row.pk, "no topics", by=marketer, now=NINE)
    clock.move_to(nine_on(day(8)))
    assert not shown(desk, "/").all("section", data_section="to-accept")


def test_the_frame_counts_what_waits_on_every_page(
    desk: Client, tessa: Client, tom: Prospect, marketer: User
) -> None:
    def count(client: Client, address: str) -> list[str]:
        links = [
            link for link in shown(client, address).all("a", href="/handovers/") if "Hand-overs" in link.text
        ]
        return [" ".join(link.text.split()) for link in links]

    assert set(count(tessa, "/library/")) == {"Hand-overs"}
    offer(tom, marketer)
    assert set(count(tessa, "/library/")) == set(count(tessa, "/")) == {"Hand-overs1"}
    assert set(count(desk, "/")) == {"Hand-overs"}


def test_who_asks_us_to_stop_waits_for_nobody(
    tessa: Client, tom: Prospect, owner: User, marketer: User
) -> None:
    offer(tom, marketer)
    ask_to_stop(tom, by=owner, today=MONDAY, now=NINE + timedelta(minutes=1))
    assert names(shown(tessa)) == []


@pytest.mark.parametrize(
    ("door", "typed"), [("take-over", {}), ("send-back", {"reason": "no topics"})], ids=["taken", "sent back"]
)
def test_a_step_is_taken_back_where_it_was_made(
    tessa: Client, tom: Prospect, marketer: User, door: str, typed: dict[str, str]
) -> None:
    row = offer(tom, marketer)
    press(tessa, row, door, **typed)
    forms = page_of(tessa, row).all("form")
    form = next(form for form in forms if form.attrs["action"].startswith("/changes/"))
    answer = tessa.post(form.attrs["action"], filled_in(form))
    assert answer["Location"] == f"/handovers/{row.pk}/"
    row.refresh_from_db()
    assert row.state == Baton.OFFERED


def test_taken_over_together_they_are_put_back_together(tessa: Client, owner: User, marketer: User) -> None:
    rows = [offer(somebody(owner, f"Person {number}"), marketer) for number in range(2)]
    answer = tessa.post("/handovers/take-over/", {"hand_over": [str(row.pk) for row in rows]}, follow=True)
    form = next(form for form in read(answer).all("form") if "put-back" in form.attrs.get("action", ""))
    tessa.post(form.attrs["action"], filled_in(form))
    assert HandOver.objects.filter(state=Baton.OFFERED).count() == 2


def test_with_nobody_in_care_the_page_says_so(tessa: Client) -> None:
    page = shown(tessa)
    assert page.one("h1").text == "Nobody to look after"
    assert "Nobody waits for you." in page.text
