"""Logging a no, when something is wrong: said beside the field, nothing saved, everything typed kept."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from accounts.changes import Change
from accounts.models import User
from followups.models import FollowUp
from prospects.models import Deal, Loss, LossReason, Organisation, Prospect
from tests.cast import MONDAY
from tests.desk.reading import described_by, filled_in, form_to, read
from tests.desk.visiting import HTMX, NO_FIELDS, post_no, signed_in, typed_no
from tests.followups.telling import log

TABLES = [Loss, Deal, Prospect, Organisation, FollowUp, Change]
BLNS = Path(__file__).resolve().parents[3] / "shared" / "data" / "naughty_strings" / "blns.json"
OWN_NAUGHTY = [
    "\x00", "a\x00b", "\u202eevil\u2066", "\ufeff", "\U0001f469\u200d\U0001f469", "'; DROP TABLE x; --",
    "{{ 7|add:7 }}", "{% debug %}", "%s%n%(day)s", "../../etc/passwd", "<script>alert(1)</script>", "=1+1",
    "\r\nBcc: x@example.com", "İıſß", "مرحبا", "Ω≈ç√∫", "\u0301" * 40, "1e309", "NaN",
    "-0", "0x1F", "١٢٣", "²",
]  # fmt: skip
# Ticks take anything for yes; what nobody sees has no place for a message.
NEVER_WRONG = ("tender", "right_but_early", "moment", "moment_default", "submission")
LONG = {
    "prospect_name": 201, "organisation_name": 201, "email": 255, "phone": 41, "title": 121,
    "in_their_words": 4001, "deal_title": 201, "notes": 4001, "feedback_words": 4001, "referral_name": 201,
    "reference_for": 201, "permission_words": 4001, "promise": 201, "needs": 4001, "timing": 4001,
    "budget": 4001, "personal_cues": 4001, "wanted_from_our_time": 4001, "wake_up": 201, "stage": 121,
    "source": 121, "delegated_to": 201, "main_competitor": 201, "topics": 81, "challenges": 81,
    "interests": 81, "competitors": 201, "form_of_address": 61, "postal_address": 4001, "lesson": 201,
}  # fmt: skip


def naughty_strings() -> list[str]:
    if not BLNS.exists():
        return OWN_NAUGHTY
    return OWN_NAUGHTY + json.loads(BLNS.read_text(encoding="utf-8"))


def refused(answer: Any, field: str) -> str:
    """What the page says beside a field of a no that was not saved."""
    assert answer.status_code == 200
    assert [model.__name__ for model in TABLES if model.objects.exists()] == []
    return described_by(read(answer), field)


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("conversation", None, "Choose one, or “Don't know yet”."),
        ("conversation", "won", "Select a valid choice"),
        ("prospect_name", None, "Whose no was it? A name is enough."),
        ("prospect_name", " \u200e\x00 ", "Whose no was it? A name is enough."),
        ("said_on", "2026-03-03", "A no can't have been said in the future."),
        ("said_on", "1969-12-31", "That is too long ago."),
        ("said_on", "yesterday", "Write the day as 2026-03-31."),
        ("said_on", "2026-02-30", "Write the day as 2026-03-31."),
        ("next_contact_on", "2026-03-01", "That day has passed. Which one comes next?"),
        ("next_contact_on", "2999-01-01", "That is more than ten years ahead."),
        ("next_contact_on", "soon", "Write the day as 2026-03-31."),
        ("next_contact_manner", "pigeon", "Select a valid choice"),
        ("promise_on", "soon", "Write the day as 2026-03-31."),
        ("promise_on", "2999-01-01", "That is more than ten years ahead."),
        ("promise_every", "0", "How many weeks? A number from 1 to 104."),
        ("promise_every", "often", "How many weeks? A number from 1 to 104."),
        ("permission_every", "-4", "How many weeks? A number from 1 to 104."),
        ("permission_every", "1.5", "How many weeks? A number from 1 to 104."),
        ("permission_channels", "pigeon", "Select a valid choice"),
        ("permission_strength", "sworn", "Select a valid choice"),
        ("ask_feedback", "perhaps", "Select a valid choice"),
        ("ask_thank_you", "perhaps", "Select a valid choice"),
        ("wake_up_kind", "miracle", "Select a valid choice"),
        ("wake_up_on", "2999-01-01", "That is more than ten years ahead."),
        ("wake_up_on", "1066-10-14", "That is too long ago."),
        ("notice_on", "some day", "Write the day as 2026-03-31."),
        ("tender_award_on", "2999-01-01", "That is more than ten years ahead."),
        ("tender_debrief_by", "some day", "Write the day as 2026-03-31."),
        ("likelihood", "certain", "Select a valid choice"),
        ("pace", "medium", "Select a valid choice"),
        ("priority", "money", "Select a valid choice"),
        ("country", "Atlantis", "We don't know this country."),
        ("time_zone", "Mars/Olympus", "We don't know this time zone."),
        ("language", "Klingon, mostly", "Two letters will do"),
        ("topics", ",".join(str(number) for number in range(21)), "At most 20 of them."),
        ("competitors", "\n".join(str(number) for number in range(21)), "At most 20 of them."),
        ("others", "\n".join(str(number) for number in range(13)), "At most 12 of them."),
        ("others", "x" * 201, "At most 200 characters for a name"),
        ("others", "Jonas;" + "x" * 121, "At most 200 characters for a name, 120 for a role."),
        ("interests", "x" * 4001, "At most 4000 characters."),
        ("told_by", "rumour", "Select a valid choice"),
        ("offer_made", "perhaps", "Select a valid choice"),
        ("good_deal", "splendid", "Select a valid choice"),
        ("ask_stay_in_touch", "sometimes", "Select a valid choice"),
        ("email", "ingrid at havbruk", "Enter a valid email address."),
        ("email", "ingrid@havbruk\x00.example", "Enter a valid email address."),
        ("deal_value", "a lot", "Write the value as a number"),
        ("deal_value", "-5", "Write the value as a number"),
        ("deal_value", "9" * 13, "less than or equal to"),
        ("deal_currency", "EURO", "Three letters, such as EUR."),
        ("deal_currency", "€", "Three letters, such as EUR."),
        ("deal_currency", "ÉÜŘ", "Three letters, such as EUR."),
        ("reason", "not-a-uuid", "Select a valid choice"),
        ("reason", "7a8ec597-dd5d-4c75-9b40-e97951a11df7", "Select a valid choice"),
    ],
)
def test_a_wrong_value_is_said_beside_its_field(
    desk: Client, field: str, typed: str | None, sentence: str
) -> None:
    answer = post_no(desk, **{field: typed})
    assert sentence in refused(answer, field)


@pytest.mark.parametrize(("field", "length"), LONG.items())
def test_too_long_a_text_is_said_beside_its_field(desk: Client, field: str, length: int) -> None:
    typed = "a" * (length - 12) + "@example.com" if field == "email" else "x" * length
    assert "at most" in refused(post_no(desk, **{field: typed}), field).lower()


@pytest.mark.parametrize("field", LONG)
def test_as_long_as_allowed_is_saved(desk: Client, field: str) -> None:
    length = LONG[field] - 1
    if field == "email":
        return  # No address of 254 letters passes the rules for its parts.
    assert post_no(desk, **{field: "x" * length}).status_code == 303


def test_everything_typed_is_kept(desk: Client, owner: User) -> None:
    reason = LossReason.objects.of_team(owner.team_id).filter(conversation="cannot")[0]
    typed = typed_no(
        conversation="cannot", email="not an address", phone="+47 22 00", title="COO & more",
        reason=str(reason.pk), in_their_words="“Nobody” has <hands> free.\nBefore summer.", told_by="mail",
        said_on="2026-02-27", is_decision_maker="on", offer_made="no", deal_title="S&OP",
        deal_value="48.000,50", deal_currency="nok", good_deal="yes", ask_stay_in_touch="later",
        next_contact_on="2026-05-05", next_contact_manner="mail", notes="Be kind.", next_contact="in May",
        reasons=[str(reason.pk)], delegated_to="Jonas", promise="the checklist", promise_on="2026-03-20",
        promise_every="4", wake_up_kind="go_live", wake_up="Go-live", wake_up_on="2026-06-01",
        notice_on="2026-05-01", likelihood="fair", right_but_early="on", tender="on", stage="Offer",
        tender_award_on="2026-04-01", tender_debrief_by="2026-03-20", source="Fair", needs="A\nB",
        timing="Soon", budget="None", topics="a, b,c", challenges="d", interests="e, E",
        personal_cues="Sails", wanted_from_our_time="Truth", pace="slow", priority="task",
        form_of_address="Frau Solheim", language="nb", country="norway", region="3", time_zone="Oslo",
        postal_address="Kaien 1\nBergen", lesson="Ask", others="Jonas; sponsor\nAda",
        competitors="Nordtal\nBergmann", main_competitor="Nordtal",
    )  # fmt: skip
    page = read(desk.post("/no/", typed))
    kept = filled_in(form_to(page, "/no/"))
    assert {name: kept.get(name) for name in typed} == {**typed, "reasons": str(reason.pk)}


def test_wrong_days_are_kept_as_typed(desk: Client) -> None:
    page = read(post_no(desk, said_on="yesterday", next_contact_on="2026-01-01"))
    kept = filled_in(form_to(page, "/no/"))
    assert (kept["said_on"], kept["next_contact_on"]) == ("yesterday", "2026-01-01")


def test_two_mistakes_are_summed_up_above_the_form(desk: Client) -> None:
    summary = read(post_no(desk, conversation=None, email="?")).one(role="alert")
    assert {link.text for link in summary.all("a")} == {"What kind of no was it?", "E-mail"}


def test_every_link_of_the_summary_leads_to_something_on_the_page(desk: Client) -> None:
    page = read(post_no(desk, email="?", deal_value="?", said_on="?"))
    targets = [link.attrs["href"].removeprefix("#") for link in page.one(role="alert").all("a")]
    assert len(targets) == 3
    assert [target for target in targets if not page.all(id=target)] == []


def test_a_mistake_in_a_folded_part_opens_it(desk: Client) -> None:
    page = read(post_no(desk, deal_value="a lot"))
    fold = next(fold for fold in page.all("details") if fold.all(name="deal_value"))
    assert "open" in fold.attrs


@pytest.mark.parametrize("field", [name for name in NO_FIELDS if name not in NEVER_WRONG])
def test_no_mistake_hides_in_a_closed_fold(desk: Client, colleague: User, field: str) -> None:
    page = read(post_no(desk, **{field: "x" * 4001}))
    assert page.one("ul", id=f"id_{field}_error").text
    folds = [fold for fold in page.all("details") if fold.all(name=field)]
    assert all("open" in fold.attrs for fold in folds)


@pytest.mark.parametrize("field", ["owner", "told_to"])
def test_a_mistake_about_colleagues_is_said_where_there_are_none(desk: Client, field: str) -> None:
    assert "Choose somebody of your team" in refused(post_no(desk, **{field: "nobody"}), field)


@pytest.mark.parametrize("field", ["prospect_name", "organisation_name", "email", "title", "phone"])
def test_a_mistake_about_a_chosen_person_is_said_beside_its_field(
    desk: Client, owner: User, field: str
) -> None:
    person = log(owner).prospect
    page = read(post_no(desk, prospect=str(person.pk), **{field: "x" * 300}))
    assert described_by(page, field)
    assert filled_in(form_to(page, "/no/"))[field] == "x" * 300


@pytest.mark.parametrize("field", ["deal_title", "deal_value", "deal_currency"])
def test_a_mistake_about_a_chosen_deal_is_said_beside_its_field(
    desk: Client, owner: User, field: str
) -> None:
    person = log(owner).prospect
    deal = Deal.objects.create(team=owner.team, prospect=person, title="The pilot", currency="EUR")
    page = read(post_no(desk, deal=str(deal.pk), **{field: "x" * 300}))
    assert described_by(page, field)
    assert filled_in(form_to(page, "/no/"))["deal"] == str(deal.pk)


def test_a_foreign_reason_is_refused(desk: Client, stranger: User) -> None:
    foreign = LossReason.objects.of_team(stranger.team_id).filter(conversation="not_a_priority")[0]
    assert "Select a valid choice" in refused(post_no(desk, reason=str(foreign.pk)), "reason")


def test_an_archived_reason_is_refused(desk: Client, owner: User) -> None:
    reason = LossReason.objects.of_team(owner.team_id).filter(conversation="not_a_priority")[0]
    LossReason.objects.filter(pk=reason.pk).update(archived_at="2026-01-01T00:00Z")
    assert "Select a valid choice" in refused(post_no(desk, reason=str(reason.pk)), "reason")


def test_a_reason_of_another_kind_of_no_is_refused(desk: Client, owner: User) -> None:
    other = LossReason.objects.of_team(owner.team_id).filter(conversation="cannot")[0]
    assert "belongs to another kind of no" in refused(post_no(desk, reason=str(other.pk)), "reason")


@pytest.mark.parametrize("who", ["colleague", "stranger"])
def test_a_foreign_person_is_nobody_we_know(who: str, owner: User, request: pytest.FixtureRequest) -> None:
    person = log(owner, "Secret Solheim").prospect
    client = signed_in(request.getfixturevalue(who))
    answer = post_no(client, prospect=str(person.pk))
    page = read(answer)
    assert answer.status_code == 200
    assert "We don't know this person. Type their name instead." in page.text
    assert "Secret Solheim" not in page.text
    assert page.all("input", name="prospect_name", value="Ingrid Solheim")
    assert Loss.objects.count() == 1


@pytest.mark.parametrize("who", ["colleague", "stranger"])
def test_a_foreign_deal_is_not_open_for_a_no(who: str, owner: User, request: pytest.FixtureRequest) -> None:
    deal = log(owner).deal
    Deal.objects.update(status="open", closed_on=None)
    answer = post_no(signed_in(request.getfixturevalue(who)), deal=str(deal.pk))
    assert answer.status_code == 200
    assert "This deal is not open any more, or it isn't theirs." in read(answer).text
    assert Loss.objects.count() == 1


def test_a_deal_that_was_declined_before_is_refused(desk: Client, owner: User) -> None:
    loss = log(owner)
    answer = post_no(desk, deal=str(loss.deal_id), prospect=str(loss.prospect_id), prospect_name=None)
    assert answer.status_code == 200
    assert "This deal is not open any more" in read(answer).text
    assert Loss.objects.count() == 1


def test_a_deal_of_somebody_else_is_refused(desk: Client, owner: User) -> None:
    deal, other = log(owner).deal, log(owner, "Jonas Lindqvist").prospect
    Deal.objects.filter(pk=deal.pk).update(status="open", closed_on=None)
    answer = post_no(desk, deal=str(deal.pk), prospect=str(other.pk), prospect_name=None)
    assert "it isn't theirs" in read(answer).text
    assert Loss.objects.count() == 2


def test_a_chosen_person_stays_chosen(desk: Client, owner: User) -> None:
    person = log(owner).prospect
    answer = post_no(desk, prospect=str(person.pk), prospect_name=None, said_on="2027-01-01")
    assert filled_in(form_to(read(answer), "/no/"))["prospect"] == str(person.pk)


@pytest.mark.parametrize("submission", ["x" * 65, "a\x00b"])
def test_a_submission_no_form_made_is_refused_with_a_sentence(desk: Client, submission: str) -> None:
    answer = post_no(desk, submission=submission)
    assert answer.status_code == 200
    assert read(answer).one(role="alert").text
    assert not Loss.objects.exists()


def test_control_and_bidi_characters_are_taken_out(desk: Client) -> None:
    post_no(
        desk,
        prospect_name="Ing\u202erid\x00  Sol\x07heim",
        in_their_words="A\r\nb\u2066c\x00",
        notes="\ufeffhm",
    )
    loss = Loss.objects.get()
    assert (loss.prospect.name, loss.in_their_words, loss.notes) == ("Ingrid Solheim", "A\nbc", "hm")


def test_composed_and_decomposed_letters_are_the_same_name(desk: Client) -> None:
    post_no(desk, prospect_name="Chloe\u0301 Marchand")
    assert Prospect.objects.get().name == "Chlo\u00e9 Marchand"


@pytest.mark.parametrize("said_on", ["9999-12-31", "0001-01-01", "10000-01-01", "٢٠٢٦-٠٣-٠١", None])
def test_days_at_the_end_of_time_never_break_the_page(desk: Client, said_on: str | None) -> None:
    for agreed_on in ("9999-12-31", "0001-01-01", "2036-03-09"):
        assert post_no(desk, said_on=said_on, next_contact_on=agreed_on).status_code in {200, 303}


def test_naughty_strings_never_break_the_form(desk: Client) -> None:
    # The same string in all fields at once.
    broken = [
        typed
        for typed in naughty_strings()[::20]
        if desk.post("/no/", dict.fromkeys(NO_FIELDS, typed)).status_code != 200
    ]
    assert broken == []


def test_naughty_strings_never_break_the_preview(desk: Client) -> None:
    broken = []
    for typed in naughty_strings()[::6]:
        fields = dict.fromkeys(NO_FIELDS, typed) | {"conversation": "drifted"}
        answer = desk.post("/no/preview/", fields, headers=HTMX)
        broken += [typed] if answer.status_code != 200 else []
    assert broken == []


def test_naughty_strings_are_either_saved_or_refused(desk: Client) -> None:
    outcomes = []
    for typed in naughty_strings()[3::10]:
        words = {
            "prospect_name": typed,
            "organisation_name": typed,
            "in_their_words": typed,
            "deal_title": typed,
        }
        outcomes.append((typed, post_no(desk, **words, notes=typed, title=typed[:100]).status_code))
    assert [typed for typed, status in outcomes if status not in {200, 303}] == []
    assert Loss.objects.count() == sum(status == 303 for _typed, status in outcomes) > 10


def test_a_body_in_another_encoding_is_refused_kindly(desk: Client) -> None:
    body = b"conversation=unknown&prospect_name=Chlo\xe9&submission=%ff%fe"
    answer = desk.generic("POST", "/no/", body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code in {200, 303, 400}


def test_lone_surrogates_do_not_reach_the_database(desk: Client) -> None:
    body = b"conversation=unknown&prospect_name=Ann%ED%A0%80&in_their_words=%ED%BF%BF"
    answer = desk.generic("POST", "/no/", body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 303
    assert Prospect.objects.get().name.startswith("Ann")


def test_an_agreed_day_of_an_old_no_may_have_passed(desk: Client) -> None:
    old = (MONDAY - timedelta(days=90)).isoformat()
    passed = (MONDAY - timedelta(days=10)).isoformat()
    assert post_no(desk, said_on=old, next_contact_on=passed).status_code == 303
    before = (MONDAY - timedelta(days=100)).isoformat()
    assert "That day has passed" in described_by(
        read(post_no(desk, said_on=old, next_contact_on=before)), "next_contact_on"
    )


def test_a_deal_that_closed_meanwhile_does_not_block_the_next_try(desk: Client, owner: User) -> None:
    loss = log(owner)
    page = read(post_no(desk, deal=str(loss.deal_id), prospect=str(loss.prospect_id), prospect_name=None))
    sent = filled_in(form_to(page, "/no/"))
    assert "deal" not in sent
    assert desk.post("/no/", {**sent, "deal_title": "The next offer"}).status_code == 303


def test_a_chosen_deal_is_still_named_beside_a_mistake(desk: Client, owner: User) -> None:
    person = log(owner).prospect
    deal = Deal.objects.create(team=owner.team, prospect=person, title="The pilot", currency="EUR")
    page = read(post_no(desk, deal=str(deal.pk), prospect_name=None, email="?"))
    assert filled_in(form_to(page, "/no/"))["deal"] == str(deal.pk)
    assert "The pilot" in page.text
