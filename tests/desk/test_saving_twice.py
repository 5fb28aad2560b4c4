"""The same form sent twice makes one loss, whatever happened to the first answer; no word is lost."""

from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from accounts.models import User
from prospects.models import Deal, Loss, Prospect
from tests.desk.reading import Element, described_by, filled_in, form_to, read, said
from tests.desk.visiting import post_no, signed_in, typed_no
from tests.followups.telling import log


def counts() -> tuple[int, int, int]:
    return Loss.objects.count(), Deal.objects.count(), Prospect.objects.count()


def asked(answer: Any) -> Element:
    """The page that asks whether this is another no."""
    assert answer.status_code == 200
    page = read(answer)
    assert "This no is saved already: Ingrid Solheim." in page.one(role="alert").text
    return page


def test_a_repeat_is_told_what_the_first_answer_said(desk: Client) -> None:
    fields = typed_no()
    addresses = {desk.post("/no/", fields)["Location"] for _press in range(3)}
    page = read(desk.get(addresses.pop()))
    assert "Noted. Next check-in" in said(page)
    assert (addresses, counts()) == (set(), (1, 1, 1))


def test_a_no_to_an_open_deal_can_be_sent_again_although_the_deal_is_closed_by_it(
    desk: Client, owner: User
) -> None:
    person = log(owner).prospect
    deal = Deal.objects.create(team=owner.team, prospect=person, title="A plan", currency="EUR")
    fields = typed_no(prospect_name=None, deal=str(deal.pk))
    first, second = desk.post("/no/", fields), desk.post("/no/", fields)
    assert (first.status_code, second.status_code) == (303, 303)
    assert Loss.objects.filter(deal=deal).count() == 1


def test_what_was_changed_since_is_kept_and_asked_about(desk: Client) -> None:
    fields = typed_no(in_their_words="Not now")
    saved = desk.post("/no/", fields)
    changed = fields | {"in_their_words": "Not before the audit", "notes": "Ask about Bergen"}
    page = asked(desk.post("/no/", changed))
    assert page.one("a", href=saved["Location"]).text == "Ingrid Solheim"
    again = filled_in(form_to(page, "/no/"))
    assert (again["in_their_words"], again["notes"]) == ("Not before the audit", "Ask about Bergen")
    assert again["submission"] != fields["submission"]
    assert counts() == (1, 1, 1)


def test_saved_once_more_on_purpose_it_is_another_no(desk: Client) -> None:
    fields = typed_no()
    desk.post("/no/", fields)
    page = asked(desk.post("/no/", fields | {"prospect_name": "Tom Okafor"}))
    answer = desk.post("/no/", filled_in(form_to(page, "/no/")))
    assert answer.status_code == 303
    assert set(Prospect.objects.values_list("name", flat=True)) == {"Ingrid Solheim", "Tom Okafor"}


def test_a_mistake_in_what_was_changed_stands_beside_its_field(desk: Client) -> None:
    fields = typed_no()
    desk.post("/no/", fields)
    page = asked(desk.post("/no/", fields | {"email": "ingrid at havbruk"}))
    assert "Enter a valid email address." in described_by(page, "email")


@pytest.mark.parametrize(
    ("once", "then"),
    [
        ({"in_their_words": "One\nTwo"}, {"in_their_words": "One\r\nTwo "}),
        ({"notes": ""}, {}),
        ({}, {"prospect": "", "notes": " "}),
    ],
)
def test_how_a_browser_writes_it_is_no_change(
    desk: Client, once: dict[str, str], then: dict[str, str]
) -> None:
    fields = typed_no()
    desk.post("/no/", fields | once)
    assert desk.post("/no/", fields | then).status_code == 303
    assert counts() == (1, 1, 1)


def test_in_a_new_session_a_repeat_is_still_one(desk: Client, owner: User) -> None:
    fields = typed_no(in_their_words="One\r\nTwo", notes=" Three ")
    desk.post("/no/", fields)
    assert signed_in(owner).post("/no/", fields).status_code == 303
    assert counts() == (1, 1, 1)


def test_in_a_new_session_other_words_are_noticed(desk: Client, owner: User) -> None:
    fields = typed_no()
    desk.post("/no/", fields)
    asked(signed_in(owner).post("/no/", fields | {"notes": "More"}))
    assert counts() == (1, 1, 1)


def test_a_refused_form_can_be_mended_and_saved_with_the_same_key(desk: Client) -> None:
    fields = typed_no()
    assert desk.post("/no/", fields | {"email": "nobody"}).status_code == 200
    assert desk.post("/no/", fields).status_code == 303
    assert counts() == (1, 1, 1)


def test_only_the_last_few_are_remembered(desk: Client) -> None:
    for _number in range(25):
        post_no(desk)
    assert len(desk.session["saved_noes"]) == 20
    assert "Ingrid" not in str(desk.session["saved_noes"])


def test_the_page_a_form_is_saved_from_stays_in_the_browsers_memory(desk: Client) -> None:
    """A browser drops a page from its memory when something is posted to that very address."""
    for button in read(desk.get("/no/")).one(id="log").all("button", type="submit"):
        assert button.attrs.get("formaction", "/no/") != "/no/"


def test_a_script_is_told_where_to_go_instead_of_being_sent_there(desk: Client) -> None:
    answer = desk.post("/no/", typed_no(), headers={"X-Stay": "1"})
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer["X-See-Other"] == f"/prospects/{Prospect.objects.get().pk}/"
    assert "Location" not in answer
    assert "Noted. Next check-in" in said(read(desk.get(answer["X-See-Other"])))


def test_a_script_gets_anything_but_a_save_as_everybody_does(desk: Client) -> None:
    stay = {"X-Stay": "1"}
    assert desk.post("/no/", {}, headers=stay).status_code == 200
    del desk.cookies[settings.SESSION_COOKIE_NAME]
    assert desk.post("/no/", typed_no(), headers=stay).status_code == 403
    assert desk.post("/no/", {}, headers=stay).status_code == 302
