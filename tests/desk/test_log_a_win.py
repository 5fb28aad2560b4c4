"""They said yes: one line, and what is known of a "no" is asked about, never guessed."""

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from accounts.changes import Change
from accounts.models import User
from prospects.models import Deal, Prospect
from tests.cast import MONDAY
from tests.desk.reading import filled_in, form_to, read
from tests.desk.visiting import signed_in
from tests.followups.telling import log

NEW = "/wins/new/"


def send(client: Client, **typed: Any) -> HttpResponse:
    page = read(client.get(NEW))
    return client.post(NEW, filled_in(form_to(page, NEW)) | typed)


def test_two_fields_are_seen_and_the_rest_is_folded(desk: Client, owner: User) -> None:
    form = form_to(read(desk.get(NEW)), NEW)
    folded = form.one("details")
    assert "open" not in folded.attrs
    inside = {field.attrs["name"] for field in [*folded.all("input"), *folded.all("textarea")]}
    assert inside == {"title", "value", "currency", "closed_on", "organisation_name", "email"}
    sent = filled_in(form)
    assert (sent["currency"], sent["closed_on"]) == (owner.team.currency, MONDAY.isoformat())
    assert form.all("input", name="prospect_name")
    assert form.all("textarea", name="why_yes")


def test_the_prospects_page_leads_there(desk: Client) -> None:
    assert read(desk.get("/prospects/")).all("a", href=NEW)


def test_one_line_makes_a_won_deal_that_can_be_taken_back(desk: Client) -> None:
    answer = send(desk, prospect_name="Piet Claes", why_yes="You answered first.")
    deal = Deal.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, f"/deals/{deal.pk}/")
    page = desk.get(f"/deals/{deal.pk}/").content.decode()
    assert "Noted: Piet Claes said yes." in page
    assert "You answered first." in page
    change = Change.objects.get(action="record_win")
    assert desk.post(f"/changes/{change.pk}/undo/")["Location"] == "/prospects/"
    assert not Deal.objects.exists()


def test_it_stands_in_their_story_with_its_undo(desk: Client) -> None:
    send(desk, prospect_name="Piet Claes", title="Cold chain", why_yes="Cheap enough.")
    page = desk.get(Prospect.objects.get().get_absolute_url()).content.decode()
    change = Change.objects.get(action="record_win")
    assert "Said yes: Cold chain" in page
    assert "Cheap enough." in page
    assert f"/changes/{change.pk}/undo/" in page


def test_a_deal_that_was_declined_is_asked_about(desk: Client, owner: User) -> None:
    loss = log(owner, email="ingrid@havbruk.example")
    answer = send(desk, prospect_name="Ingrid", email="ingrid@havbruk.example", why_yes="A new budget.")
    page = read(answer)
    assert answer.status_code == 200
    assert Deal.objects.count() == 1
    assert page.all("button", formaction=f"/deals/{loss.deal_id}/won-back/")
    typed = filled_in(form_to(page, NEW))
    assert (typed["why_yes"], typed["email"]) == ("A new budget.", "ingrid@havbruk.example")
    assert desk.post(NEW, typed | {"is_another": "on"}).status_code == 303
    assert Deal.objects.filter(status="won", prospect=loss.prospect).count() == 1


def test_it_is_noted_there_with_the_words_that_were_typed(desk: Client, owner: User) -> None:
    loss = log(owner, email="ingrid@havbruk.example")
    page = read(send(desk, email="ingrid@havbruk.example", prospect_name="Ingrid", why_yes="A new budget."))
    there = page.one("button", formaction=f"/deals/{loss.deal_id}/won-back/").attrs["formaction"]
    assert desk.post(there, filled_in(form_to(page, NEW))).status_code == 303
    loss.deal.refresh_from_db()
    assert (loss.deal.status, loss.deal.why_yes) == ("won_back", "A new budget.")


def test_it_begins_with_somebody_known(desk: Client, owner: User) -> None:
    person = log(owner).prospect
    typed = filled_in(form_to(read(desk.get(f"{NEW}?prospect={person.pk}")), NEW))
    assert (typed["prospect"], typed["prospect_name"]) == (str(person.pk), person.name)


def test_a_strangers_person_does_not_exist(desk: Client, stranger: User) -> None:
    person = log(stranger).prospect
    assert desk.get(f"{NEW}?prospect={person.pk}").status_code == 404
    assert desk.get(f"{NEW}?prospect=nonsense").status_code == 200
    answer = send(desk, prospect=str(person.pk), prospect_name="Somebody")
    assert answer.status_code == 200
    assert Deal.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("prospect_name", "", "This field is required."),
        ("closed_on", "2026-03-03", "in the future"),
        ("closed_on", "1026-03-03", "too long ago"),
        ("value", "a lot", "as a number"),
        ("currency", "euros", "Three letters"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    desk: Client, field: str, typed: str, said: str
) -> None:
    answer = send(desk, **{"prospect_name": "Piet Claes", "why_yes": "Because.", field: typed})
    page = read(answer)
    assert said in answer.content.decode()
    assert not Deal.objects.exists()
    assert filled_in(form_to(page, NEW))["why_yes"] == "Because."
    if field != "prospect_name":
        assert "open" in form_to(page, NEW).one("details").attrs


def test_pressed_twice_it_is_noted_once(desk: Client) -> None:
    typed = filled_in(form_to(read(desk.get(NEW)), NEW)) | {"prospect_name": "Piet Claes"}
    first, second = (desk.post(NEW, typed)["Location"] for _ in range(2))
    assert first == second
    assert Deal.objects.count() == 1


def test_a_marketer_may_note_one_too(marketer: User) -> None:
    assert send(signed_in(marketer), prospect_name="Piet Claes").status_code == 303
