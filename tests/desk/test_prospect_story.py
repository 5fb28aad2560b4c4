"""What happened with a person: everything that was said, asked, agreed, promised and done."""

from typing import Any

import pytest
from django.test import Client

from accounts.changes import Change
from accounts.models import User
from followups.actions import let_go, mark_won_back, note_new_need, reopen
from followups.kinds import Kind, Outcome
from library.models import Topic
from prospects.conversations import AskAnswer, AskKind, PermissionChannel, WakeUpKind
from prospects.models import LossReason, Prospect
from prospects.new_no import Agreement, Asked, Behind, Condition, Named, Promised
from tests.desk.reading import Element, filled_in, form_to, read
from tests.desk.visiting import act, signed_in
from tests.followups.telling import complete, day, log, nine_on, open_row, step_of


def story_of(client: Client, person: Prospect) -> Element:
    return read(client.get(f"/prospects/{person.pk}/")).one("ol", class_="timeline")


def lines_of(client: Client, person: Prospect) -> list[str]:
    return [row.text for row in story_of(client, person).all("li")]


def test_a_no_tells_everything_that_lay_behind_it(desk: Client, owner: User, colleague: User) -> None:
    reasons = list(LossReason.objects.of_team(owner.team_id).filter(conversation="competitor_chosen")[:2])
    behind = Behind(
        competitors=("Planwerk", "Bluefield"), main_competitor="Bluefield", delegated_to="the assistant",
        further_reason_ids=(reasons[1].pk,), stage="Offer", source="Trade fair",
    )  # fmt: skip
    person = log(
        owner, conversation="competitor_chosen", told_by="call", told_to_id=colleague.pk, behind=behind,
        reason_id=reasons[0].pk, is_decision_maker=True, notes="She sounded sorry",
        in_their_words="They were quicker", asks=(
            Asked(AskKind.FEEDBACK, AskAnswer.YES, "Answer the phone"), Asked(AskKind.REFERRAL, AskAnswer.NO),
        ),
    ).prospect  # fmt: skip
    no = next(line for line in lines_of(desk, person) if "Said no" in line)
    for words in (
        "Said no: Picked someone else", "S&OP redesign", reasons[0].label, f"Also: {reasons[1].label}",
        "On the phone", "They were quicker", "Up against: Bluefield, Planwerk", f"Told to: {colleague}",
        "the decision maker", "Passed down to: the assistant", "Stage: Offer", "Came from: Trade fair",
        "Why not us: Yes Answer the phone", "Somebody else who needs it: No", "Notes: She sounded sorry",
    ):  # fmt: skip
        assert words in no


def test_an_answer_that_came_later_has_its_own_day(desk: Client, owner: User) -> None:
    loss = log(owner, told_by="mail", asks=(Asked(AskKind.REFERENCE, AskAnswer.LATER),))
    complete(
        open_row(loss.prospect, Kind.THANK_YOU), Outcome.DONE, on=day(1),
        answers={AskKind.REFERENCE: AskAnswer.YES},
    )  # fmt: skip
    lines = lines_of(desk, loss.prospect)
    assert any("Speak for us: Yes" in line and "3 Mar" in line for line in lines)


def test_what_was_agreed_promised_and_awaited_stands_with_the_no(desk: Client, owner: User) -> None:
    person = log(
        owner, on=day(-2), agreement=Agreement((PermissionChannel.CALL,), words="Ring me"),
        promise=Promised("the checklist", day(10), 6),
        condition=Condition(WakeUpKind.WE_SHIP, "Single sign-on"),
        referral=Named("Piet Claes", "Noordzee Vis"),
    ).prospect  # fmt: skip
    lines = lines_of(desk, person)
    assert any("Agreed to: Call" in line and "Ring me" in line and "Said aloud" in line for line in lines)
    assert any("Promised: the checklist · for 12 Mar 2026 · every 6 weeks" in line for line in lines)
    assert any("Would change things: We have what was missing: Single sign-on" in line for line in lines)
    piet = Prospect.objects.get(name="Piet Claes")
    named = next(row for row in story_of(desk, person).all("li") if "Named somebody" in row.text)
    assert named.one("a").attrs["href"] == f"/prospects/{piet.pk}/"
    assert "Noordzee Vis" in named.text


@pytest.mark.parametrize(
    ("kept", "words"), [(True, "Sent, as promised: the list"), (False, "Not kept: the list")]
)
def test_a_promise_is_kept_or_not(desk: Client, owner: User, kept: bool, words: str) -> None:
    person = log(owner, on=day(-20), promise=Promised("the list", day(-5))).prospect
    complete(open_row(person, Kind.PROMISE), Outcome.DONE, on=day(0), kept=kept)
    assert any(words in line for line in lines_of(desk, person))


def test_what_was_waited_for_has_happened(desk: Client, owner: User) -> None:
    person = log(owner, on=day(-20), condition=Condition(WakeUpKind.WE_SHIP, "Single sign-on")).prospect
    desk.post(f"/wake-ups/{Topic.objects.get().pk}/trigger/")
    assert any("Has happened: We have what was missing" in line for line in lines_of(desk, person))


def test_what_was_skipped_says_what_it_was(desk: Client, owner: User) -> None:
    person = log(owner).prospect
    act(desk, open_row(person, Kind.THANK_YOU), "skip")
    assert any("Skipped · Thank-you note" in line for line in lines_of(desk, person))


def test_our_own_look_back_is_its_authors_own(desk: Client, owner: User, manager: User) -> None:
    person = log(owner).prospect
    act(desk, open_row(person, Kind.DEBRIEF), "complete", outcome="done", note="Ask about money sooner")
    mine = next(line for line in lines_of(desk, person) if "Looked back" in line)
    assert "Ask about money sooner" in mine
    theirs = next(line for line in lines_of(signed_in(manager), person) if "Looked back" in line)
    assert "Ask about money sooner" not in theirs


def test_the_lesson_of_a_no_is_its_authors_own(desk: Client, owner: User, manager: User) -> None:
    person = log(owner, lesson="Name who does the work").prospect
    assert "Name who does the work" in read(desk.get(f"/prospects/{person.pk}/")).text
    page = read(signed_in(manager).get(f"/prospects/{person.pk}/"))
    assert "Name who does the work" not in page.text


def test_a_yes_says_why(desk: Client, owner: User) -> None:
    loss = log(owner, on=day(-40))
    mark_won_back(loss.deal, "The others stalled", by=owner, today=day(0), now=nine_on(day(0)))
    line = next(line for line in lines_of(desk, loss.prospect) if "Said yes: S&OP redesign" in line)
    assert "The others stalled" in line


def test_a_yes_in_a_talk_stands_once(desk: Client, owner: User) -> None:
    person = log(owner, on=day(-40)).prospect
    act(desk, step_of(person), "complete", outcome="won_back", why_yes="The others stalled")
    lines = [line for line in lines_of(desk, person) if "said yes" in line.lower()]
    assert len(lines) == 1
    assert "The others stalled" in lines[0]


def test_the_same_words_are_not_said_twice(desk: Client, owner: User) -> None:
    person = log(owner, on=day(-40)).prospect
    act(desk, step_of(person), "complete", outcome="won_back", note="They stalled", why_yes="They stalled")
    assert story_of(desk, person).text.count("They stalled") == 1


@pytest.mark.parametrize(
    ("deed", "words"),
    [
        (lambda deal, by, now: reopen(deal, by=by, now=now), "Open again: S&OP redesign"),
        (
            lambda deal, by, now: let_go(deal, by=by, today=day(0), now=now),
            "Closed kindly: S&OP redesign",
        ),
        (
            lambda deal, by, now: note_new_need(deal, "A second site", None, by=by, now=now),
            "A new need: A second site",
        ),
    ],
)
def test_what_became_of_a_deal_stands_there_and_goes_back(
    desk: Client, owner: User, deed: Any, words: str
) -> None:
    loss = log(owner, on=day(-40))
    deed(loss.deal, owner, nine_on(day(0)))
    row = next(row for row in story_of(desk, loss.prospect).all("li") if words in row.text)
    undo = row.one("form")
    assert desk.post(undo.attrs["action"], filled_in(undo)).status_code == 303
    assert not any(words in line for line in lines_of(desk, loss.prospect))


def test_on_one_day_what_followed_stands_above_the_no(desk: Client, owner: User) -> None:
    person = log(owner, agreement=Agreement((PermissionChannel.CALL,))).prospect
    desk.post(f"/prospects/{person.pk}/touches/", {"channel": "note", "summary": "She sails"})
    text = story_of(desk, person).text
    assert text.index("She sails") < text.index("Agreed to") < text.index("Said no")


def test_what_others_built_on_stays_and_says_so(desk: Client, owner: User) -> None:
    person = log(owner, on=day(-40)).prospect
    desk.post(f"/prospects/{person.pk}/touches/", {"channel": "mail", "direction": "in"})
    change = Change.objects.get(action="log_touch")
    act(desk, step_of(person), "complete", outcome="spoke")
    answer = desk.post(f"/changes/{change.pk}/undo/")
    page = read(desk.get(answer["Location"]))
    assert "This can't be taken back yet. Since then: “Check-in: Good talk”, you, today." in page.text
    assert "Take that back first." in page.text


def test_taken_back_twice_is_taken_back_once(desk: Client, owner: User) -> None:
    person = log(owner).prospect
    desk.post(f"/prospects/{person.pk}/touches/", {"channel": "note", "summary": "She sails"})
    change = Change.objects.get(action="log_touch")
    for _ in range(2):
        assert desk.post(f"/changes/{change.pk}/undo/").status_code == 303
    assert Change.objects.filter(action="undo").count() == 1
    assert "There is nothing to take back any more." in read(desk.get(f"/prospects/{person.pk}/")).text


def test_only_whoever_sees_a_person_takes_back_what_was_done(
    desk: Client, owner: User, colleague: User, stranger: User, manager: User
) -> None:
    person = log(owner).prospect
    desk.post(f"/prospects/{person.pk}/touches/", {"channel": "note", "summary": "She sails"})
    change = Change.objects.get(action="log_touch")
    for user in (colleague, stranger):
        assert signed_in(user).post(f"/changes/{change.pk}/undo/").status_code == 404
    assert signed_in(manager).post(f"/changes/{change.pk}/undo/").status_code == 303


def test_other_changes_have_other_doors(desk: Client, owner: User) -> None:
    person = log(owner).prospect
    act(desk, open_row(person, Kind.THANK_YOU), "skip")
    change = Change.objects.get(action="skip")
    assert desk.post(f"/changes/{change.pk}/undo/").status_code == 404


def test_nothing_yet_is_said(desk: Client, owner: User) -> None:
    bare = Prospect.objects.create(team=owner.team, owner=owner, name="Nobody Yet")
    assert "Nothing has happened yet." in read(desk.get(f"/prospects/{bare.pk}/")).text


def test_the_form_of_the_story_is_the_one_that_undoes(desk: Client, owner: User) -> None:
    person = log(owner).prospect
    act(desk, open_row(person, Kind.THANK_YOU), "skip")
    row = open_row(person, Kind.DEBRIEF)
    page = read(desk.get(f"/prospects/{person.pk}/"))
    assert not page.all("form", action=f"/followups/{row.pk}/undo/")
    assert form_to(page, page.one("ol", class_="timeline").all("form")[0].attrs["action"])
