"""Two rows of one person on the screen: found, compared field by field, made one, and taken apart again."""

import pytest
from django.test import Client

from accounts.models import User
from followups.actions import Typed, edit_prospect, unsubscribe
from followups.models import FollowUp
from prospects.facts import ProspectFacts
from prospects.mail_keys import mail_key_of
from prospects.models import MergedProspect, Prospect
from tests.cast import NINE
from tests.desk.reading import filled_in, form_to, read, said
from tests.desk.visiting import signed_in
from tests.followups.telling import log, step_of
from tests.security.tables import everything_stored

ADDRESS = "ingrid@havbruk.example"


@pytest.fixture
def ingrid(owner: User) -> Prospect:
    return log(owner, email=ADDRESS).prospect


@pytest.fixture
def double(colleague: User) -> Prospect:
    return log(colleague, "I. Solheim", organisation="Havbruk", email=ADDRESS).prospect


@pytest.fixture
def office(manager: User) -> Client:
    """The manager's browser."""
    return signed_in(manager)


def address(person: Prospect) -> str:
    return f"/prospects/{person.pk}/merge/"


def test_a_managers_page_of_a_person_leads_there_and_nobody_elses(
    office: Client, owner: User, ingrid: Prospect
) -> None:
    assert read(office.get(f"/prospects/{ingrid.pk}/")).all("a", href=address(ingrid))
    assert not read(signed_in(owner).get(f"/prospects/{ingrid.pk}/")).all("a", href=address(ingrid))
    assert signed_in(owner).get(address(ingrid)).status_code == 403


def test_the_same_address_is_offered_first(
    office: Client, owner: User, ingrid: Prospect, double: Prospect
) -> None:
    log(owner, "Ingrid Solheimsen")
    page = read(office.get(address(ingrid)))
    found = [link.text for link in page.one("main").all("a") if "other=" in link.attrs["href"]]
    assert found == ["I. Solheim", "Ingrid Solheimsen"]
    assert "same address" in page.text


def test_anybody_of_the_team_is_found_by_what_is_typed(
    office: Client, colleague: User, stranger: User, ingrid: Prospect
) -> None:
    log(colleague, "Piet Claes")
    log(stranger, "Piet Elsewhere")
    page = read(office.get(address(ingrid), {"q": "piet"}))
    assert "Piet Claes" in page.text
    assert "Elsewhere" not in page.text


def test_the_preview_says_what_stays_what_goes_and_what_is_planned(
    office: Client, owner: User, colleague: User, ingrid: Prospect, double: Prospect
) -> None:
    facts = ProspectFacts(
        name="I. Solheim", organisation_name="Havbruk", email=ADDRESS, phone="+47 1", title="CEO"
    )
    edit_prospect(double, Typed(facts=facts), by=colleague, now=NINE)
    before = everything_stored()
    page = read(office.get(address(ingrid), {"other": double.pk}))
    assert everything_stored() == before
    lines = {
        row.all("th")[0].text: [cell.text for cell in row.all("td")] for row in page.one("tbody").all("tr")
    }
    assert lines["Organisation"] == ["Havbruk Nordic", "Havbruk goes", "Havbruk Nordic"]
    assert lines["Role"] == ["–", "CEO", "CEO"]
    assert "Next: Check in by phone" in page.text
    assert "No longer planned: Check in by phone" in page.text


def test_one_press_makes_them_one_and_undo_two_again(
    office: Client, ingrid: Prospect, double: Prospect
) -> None:
    form = form_to(read(office.get(address(ingrid), {"other": double.pk})), address(ingrid))
    page = read(office.post(address(ingrid), filled_in(form), follow=True))
    assert "One person now: Ingrid Solheim" in said(page)
    assert Prospect.objects.count() == 1
    (undo,) = [form for form in page.all("form") if "/undo/" in form.attrs.get("action", "")][:1]
    page = read(office.post(undo.attrs["action"], follow=True))
    assert "Taken back" in said(page)
    assert Prospect.objects.count() == 2


def test_a_second_press_finds_them_made_one(office: Client, ingrid: Prospect, double: Prospect) -> None:
    form = form_to(read(office.get(address(ingrid), {"other": double.pk})), address(ingrid))
    office.post(address(ingrid), filled_in(form))
    before = everything_stored()
    page = read(office.post(address(ingrid), filled_in(form), follow=True))
    assert "They are one person already" in said(page)
    assert everything_stored() == before


def test_the_colleague_can_be_chosen_to_look_after_them(
    office: Client, colleague: User, ingrid: Prospect, double: Prospect
) -> None:
    page = read(office.get(address(ingrid), {"other": double.pk, "owner": colleague.pk}))
    office.post(address(ingrid), filled_in(form_to(page, address(ingrid))))
    assert (Prospect.objects.get().owner, step_of(ingrid).owner) == (colleague, colleague)


def test_the_other_row_can_be_the_one_that_stays(office: Client, ingrid: Prospect, double: Prospect) -> None:
    page = read(office.get(address(ingrid), {"other": double.pk}))
    other_way = f"{address(double)}?other={ingrid.pk}"
    assert page.all("a", href=other_way)
    assert office.get(other_way).status_code == 200


def test_what_changed_since_is_shown_again_and_nothing_is_merged(
    office: Client, colleague: User, ingrid: Prospect, double: Prospect
) -> None:
    form = form_to(read(office.get(address(ingrid), {"other": double.pk})), address(ingrid))
    edit_prospect(double, Typed(details={"learned": "Two plants."}), by=colleague, now=NINE)
    page = read(office.post(address(ingrid), filled_in(form)))
    assert "Something changed meanwhile" in page.text
    assert Prospect.objects.count() == 2


def test_notes_too_long_for_one_row_are_refused_with_the_reason(
    office: Client, owner: User, colleague: User, ingrid: Prospect, double: Prospect
) -> None:
    edit_prospect(ingrid, Typed(details={"learned": "a" * 3000}), by=owner, now=NINE)
    edit_prospect(double, Typed(details={"learned": "b" * 3000}), by=colleague, now=NINE)
    page = read(office.post(address(ingrid), {"other": double.pk, "owner": ingrid.owner_id}))
    assert "Their notes are too long together" in page.text
    assert Prospect.objects.count() == 2


@pytest.mark.parametrize("other", ["itself", "another team's", "nobody", "no id"])
def test_who_is_no_other_row_of_the_team_does_not_exist(
    other: str, office: Client, stranger: User, ingrid: Prospect
) -> None:
    ids = {
        "itself": ingrid.pk, "another team's": log(stranger).prospect.pk,
        "nobody": "7c1f8ad2-0b5e-4a6e-9a57-0f3f3a2b1c11", "no id": "x",
    }  # fmt: skip
    before = everything_stored()
    for ask in (office.get, office.post):
        assert ask(address(ingrid), {"other": ids[other]}).status_code == 404
    assert everything_stored() == before


def test_the_old_address_leads_on_for_whoever_may_see_the_person(
    office: Client, owner: User, colleague: User, stranger: User, ingrid: Prospect, double: Prospect
) -> None:
    office.post(address(ingrid), {"other": double.pk, "owner": ingrid.owner_id})
    assert MergedProspect.objects.count() == 1
    assert signed_in(owner).get(f"/prospects/{double.pk}/").url == f"/prospects/{ingrid.pk}/"
    for nobody in (colleague, stranger):
        assert signed_in(nobody).get(f"/prospects/{double.pk}/").status_code == 404


def test_both_unsubscribe_links_go_on_working(
    office: Client, ingrid: Prospect, double: Prospect, client: Client
) -> None:
    keys = [mail_key_of(ingrid), mail_key_of(double)]
    office.post(address(ingrid), {"other": double.pk, "owner": ingrid.owner_id})
    for key in keys:
        assert client.post(f"/unsubscribe/{key}/").status_code == 200


def test_a_row_whose_owner_unsubscribed_says_so_in_the_preview(
    office: Client, owner: User, ingrid: Prospect, colleague: User
) -> None:
    other = log(colleague, "I. S.", email="is@example.org").prospect
    unsubscribe(other, now=NINE)
    office.post(f"/prospects/{ingrid.pk}/permissions/", {"permission_channels": ["mail"]})
    page = read(office.get(address(ingrid), {"other": other.pk}))
    assert "Write: withdrawn on one of them. That holds." in page.text


def test_both_histories_and_the_merge_itself_stand_in_what_was_done(
    office: Client, ingrid: Prospect, double: Prospect
) -> None:
    office.post(address(ingrid), {"other": double.pk, "owner": ingrid.owner_id})
    page = read(office.get(f"/prospects/{ingrid.pk}/done/"))
    acts = [line.text for line in page.one("ul", class_="ask-l done-l").all("li")]
    assert len([act for act in acts if act.startswith("A “no” was logged")]) == 2
    assert [act for act in acts if act.startswith("Two rows of one person became one")]
    assert FollowUp.objects.open().standing().count() == 1
