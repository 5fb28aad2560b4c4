"""What was asked at the exit, through the form: every answer kept, every yes with what follows from it."""

from datetime import date, timedelta

import pytest
from django.test import Client

from accounts.models import User
from followups.kinds import Kind
from followups.models import FollowUp
from prospects.conversations import AskAnswer, AskKind, PermissionChannel
from prospects.lines import FITTING_ASKS
from prospects.models import ExitAsk, Loss, Permission, Prospect, WakeUp
from tests.cast import MONDAY
from tests.desk.reading import described_by, filled_in, form_to, read
from tests.desk.visiting import post_no
from tests.followups.telling import log, open_row

OTHER_ASKS = [kind for kind in AskKind if kind != AskKind.STAY_IN_TOUCH]
EVERY_ANSWER = ["yes", "no", "later"]


def answers() -> dict[str, str]:
    """Every ask of the only no, and its answer."""
    return dict(ExitAsk.objects.values_list("kind", "answer"))


def granted() -> dict[str, str]:
    """The channels granted, and in which strength."""
    return dict(Permission.objects.filter(is_granted=True).values_list("channel", "strength"))


@pytest.mark.parametrize("answer", EVERY_ANSWER)
@pytest.mark.parametrize("kind", AskKind)
def test_every_ask_keeps_its_answer(desk: Client, kind: AskKind, answer: str) -> None:
    assert post_no(desk, **{f"ask_{kind.value}": answer}).status_code == 303
    assert answers() == {kind.value: answer}


def test_what_was_not_asked_has_no_row(desk: Client) -> None:
    post_no(desk, **{f"ask_{kind.value}": "not_asked" for kind in AskKind})
    assert answers() == {}


def test_please_stop_is_an_answer_to_staying_in_touch(desk: Client) -> None:
    post_no(desk, ask_stay_in_touch="stop")
    assert answers() == {"stay_in_touch": AskAnswer.STOP}
    assert Prospect.objects.get().asked_to_stop_on == MONDAY


@pytest.mark.parametrize("kind", OTHER_ASKS)
def test_please_stop_is_no_answer_to_anything_else(desk: Client, kind: AskKind) -> None:
    name = f"ask_{kind.value}"
    answer = post_no(desk, **{name: "stop"})
    assert "Select a valid choice" in described_by(read(answer), name)
    assert not Loss.objects.exists()


def test_a_yes_to_staying_in_touch_is_a_permission_to_call(desk: Client) -> None:
    post_no(desk, ask_stay_in_touch="yes")
    assert granted() == {"call": "said"}


def test_the_channels_they_agreed_to_are_recorded_with_their_words(desk: Client, owner: User) -> None:
    post_no(
        desk, ask_stay_in_touch="yes", permission_channels=["mail", "newsletter"],
        permission_words="Write whenever you like.", permission_strength="confirmed", permission_every="6",
    )  # fmt: skip
    assert granted() == {"mail": "confirmed", "newsletter": "confirmed"}
    row = Permission.objects.all()[0]
    assert (row.words, row.every_weeks, row.given_on, row.recorded_by) == (
        "Write whenever you like.", 6, MONDAY, owner
    )  # fmt: skip


def test_they_may_refuse_calls_and_still_take_the_letter(desk: Client) -> None:
    post_no(desk, ask_stay_in_touch="no", permission_channels="newsletter")
    assert granted() == {"newsletter": "said"}


def test_who_asked_us_to_stop_has_agreed_to_nothing(desk: Client) -> None:
    answer = post_no(desk, ask_stay_in_touch="stop", permission_channels="call", ask_mailing_list="yes")
    page = read(answer)
    for field in ("permission_channels", "ask_mailing_list"):
        assert "They asked us to stop." in described_by(page, field)
    assert not Loss.objects.exists()


def test_a_yes_to_the_letter_is_a_permission_for_it(desk: Client) -> None:
    post_no(desk, ask_mailing_list="yes")
    assert granted() == {PermissionChannel.NEWSLETTER: "said"}


def test_their_feedback_is_kept_beside_our_reason(desk: Client) -> None:
    post_no(desk, ask_feedback="yes", feedback_words="You never asked about\nthe night shift.")
    assert ExitAsk.objects.get().words == "You never asked about\nthe night shift."


def test_words_of_feedback_alone_say_that_they_gave_some(desk: Client) -> None:
    post_no(desk, feedback_words="Too slow.")
    assert answers() == {"feedback": "yes"}


def test_whoever_they_named_is_a_prospect_to_be_contacted_within_the_week(desk: Client) -> None:
    post_no(desk, ask_referral="yes", referral_name="Jonas Weber", referral_organisation="Alpenmilch")
    named = Prospect.objects.get(name="Jonas Weber")
    assert named.referred_by == Prospect.objects.get(name="Ingrid Solheim")
    assert named.organisation is not None
    assert named.organisation.name == "Alpenmilch"
    row = FollowUp.objects.get(kind=Kind.REFERRAL)
    assert row.due_on == date(2026, 3, 9)


def test_a_name_alone_says_that_they_named_somebody(desk: Client) -> None:
    post_no(desk, referral_name="Jonas Weber")
    assert answers() == {"referral": "yes"}


def test_a_yes_without_a_name_is_kept_as_it_is(desk: Client) -> None:
    post_no(desk, ask_referral="yes")
    assert answers() == {"referral": "yes"}
    assert Prospect.objects.count() == 1


@pytest.mark.parametrize("answer", ["no", "later"])
@pytest.mark.parametrize(("ask", "field"), [("referral", "referral_name"), ("reference", "reference_for")])
def test_only_a_yes_names_somebody_or_vouches_for_something(
    desk: Client, ask: str, field: str, answer: str
) -> None:
    page = read(post_no(desk, **{f"ask_{ask}": answer, field: "Jonas Weber"}))
    assert "They haven't said yes to that." in described_by(page, field)
    assert not Loss.objects.exists()


def test_a_firm_without_a_name_asks_for_the_name(desk: Client) -> None:
    page = read(post_no(desk, ask_referral="yes", referral_organisation="Alpenmilch"))
    assert "Whom did they name there?" in described_by(page, "referral_name")


def test_who_would_speak_for_us_is_marked_with_what_for(desk: Client) -> None:
    post_no(desk, reference_for="How we listen")
    person = Prospect.objects.get()
    assert (person.is_reference, person.reference_for) == (True, "How we listen")
    assert answers() == {"reference": "yes"}


def test_re_entry_is_a_wake_up(desk: Client) -> None:
    post_no(desk, ask_reentry="yes")
    assert WakeUp.objects.get().is_re_entry
    assert FollowUp.objects.filter(kind=Kind.WAKE_UP).exists()


def test_a_date_in_the_diary_is_a_meeting(desk: Client) -> None:
    post_no(desk, ask_next_meeting="yes", next_contact_on="2026-04-08")
    assert FollowUp.objects.get(kind=Kind.AGREED_MEETING).due_on == date(2026, 4, 8)


def test_a_date_in_the_diary_may_be_a_call(desk: Client) -> None:
    post_no(desk, ask_next_meeting="yes", next_contact_on="2026-04-08", next_contact_manner="call")
    assert not FollowUp.objects.filter(kind=Kind.AGREED_MEETING).exists()
    assert FollowUp.objects.get(kind=Kind.CHECK_IN).due_on == date(2026, 4, 8)


def test_a_date_in_the_diary_without_its_day_is_kept_as_an_answer(desk: Client) -> None:
    post_no(desk, ask_next_meeting="yes")
    assert answers() == {"next_meeting": "yes"}


def test_whom_they_chose_is_congratulated_only_if_ticked(desk: Client, owner: User) -> None:
    post_no(desk, conversation="competitor_chosen")
    assert not FollowUp.objects.filter(kind=Kind.CONGRATULATE).exists()
    post_no(desk, conversation="competitor_chosen", prospect_name="Walter Brandt", ask_congratulate="yes")
    due_on = FollowUp.objects.get(kind=Kind.CONGRATULATE).due_on
    assert due_on >= MONDAY + timedelta(days=30)


def test_will_think_stands_on_the_thank_you(desk: Client) -> None:
    post_no(desk, ask_referral="later")
    assert answers() == {"referral": "later"}
    assert open_row(Prospect.objects.get(), Kind.THANK_YOU)
    assert not FollowUp.objects.filter(kind=Kind.ASK).exists()


# The page


def asked_in_order(page_of: Client, **typed: str) -> list[str]:
    """The asks in the order of the page, when the form has been filled in so far."""
    answer = page_of.post("/no/preview/", typed) if typed else page_of.get("/no/")
    return [row.attrs["data-ask"] for row in read(answer).all(data_ask=True)]


@pytest.mark.parametrize("conversation", FITTING_ASKS)
def test_the_two_that_fit_the_conversation_stand_first(desk: Client, conversation: str) -> None:
    order = asked_in_order(desk, conversation=conversation)
    assert set(order[:2]) == {kind.value for kind in FITTING_ASKS[conversation]}
    assert sorted(order) == sorted(kind.value for kind in AskKind)


def test_each_row_says_when_it_fits(desk: Client) -> None:
    rows = {
        row.attrs["data-ask"]: row.attrs["data-fits"].split()
        for row in read(desk.get("/no/")).all(data_fits=True)
    }
    assert rows == {
        kind.value: [code.value for code, asks in FITTING_ASKS.items() if kind in asks] for kind in AskKind
    }


def test_the_thank_you_is_ticked_and_not_asked(desk: Client) -> None:
    page = read(desk.get("/no/"))
    assert page.one("input", name="ask_thank_you").attrs["type"] == "checkbox"
    assert [found.attrs["value"] for found in page.all("input", name="ask_feedback")] == [
        "not_asked", "yes", "no", "later"
    ]  # fmt: skip


def test_nothing_is_asked_until_somebody_says_so(desk: Client) -> None:
    sent = filled_in(form_to(read(desk.get("/no/")), "/no/"))
    asked = {name: value for name, value in sent.items() if name.startswith("ask_")}
    assert set(asked.values()) == {"not_asked"}
    assert "permission_channels" not in sent


def test_some_asks_are_said_otherwise_in_some_conversations(desk: Client) -> None:
    row = read(desk.get("/no/")).one(data_ask="feedback")
    assert row.one(data_for="drifted").text == "Is it the timing, the risk, or us?"


def test_answers_and_what_was_typed_beside_them_are_kept(desk: Client) -> None:
    typed = {
        "ask_stay_in_touch": "yes", "permission_channels": ["call", "newsletter"], "permission_every": "0",
        "permission_words": "Any time", "permission_strength": "confirmed", "ask_feedback": "later",
        "feedback_words": "Hm", "ask_referral": "no", "referral_name": "Jonas", "referral_organisation": "A",
        "ask_reference": "later", "reference_for": "B", "ask_reentry": "no", "ask_mailing_list": "later",
        "ask_next_meeting": "yes", "ask_thank_you": "yes", "ask_congratulate": "later",
    }  # fmt: skip
    for answer in (post_no(desk, **typed), desk.post("/no/preview/", typed)):
        page = read(answer)
        kept = filled_in(next(form for form in page.all("form") if form.attrs.get("id") == "log"))
        assert {name: kept.get(name) for name in typed} == typed
    assert not Loss.objects.exists()


def test_a_second_no_keeps_answers_of_its_own(desk: Client, owner: User) -> None:
    person = log(owner).prospect
    post_no(desk, prospect=str(person.pk), prospect_name=None, ask_feedback="yes", feedback_words="Price.")
    assert list(ExitAsk.objects.filter(loss__prospect=person).values_list("words", flat=True)) == ["Price."]
