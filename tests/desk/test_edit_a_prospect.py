"""What is known of a person, corrected: on its own page, and block by block where it stands."""

from typing import Any
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client

from accounts.changes import Change
from accounts.models import User
from prospects.conversations import TopicKind
from prospects.models import Prospect
from prospects.new_no import About, Behind
from tests.desk.reading import Element, described_by, filled_in, form_to, read, said
from tests.desk.visiting import HTMX
from tests.followups.telling import log
from tests.security.tables import everything_stored

LONG = {"name": 201, "organisation_name": 201, "title": 121, "phone": 41}
BLOCKS = ("matters", "learned", "told", "reach", "reference")


@pytest.fixture
def person(owner: User) -> Prospect:
    about = About(
        topics=((TopicKind.GOAL, "New plant"), (TopicKind.INTEREST, "Sailing")),
        personal_cues="Two children", postal_address="Bryggen 1\nBergen", form_of_address="Frau Solheim",
    )  # fmt: skip
    return log(
        owner, email="ingrid@havbruk.example", about=about, behind=Behind(needs="Two planners")
    ).prospect


def edit(client: Client, person: Prospect, part: str, *, htmx: bool = True, **typed: Any) -> HttpResponse:
    """Send one block."""
    headers = HTMX if htmx else {}
    return client.post(f"/prospects/{person.pk}/edit/", {"part": part, **typed}, headers=headers)


def block_form(client: Client, person: Prospect, part: str) -> Element:
    """One block as a form, as htmx fetches it."""
    return read(client.get(f"/prospects/{person.pk}/edit/?part={part}", headers=HTMX))


def topics_of(person: Prospect) -> set[tuple[str, str]]:
    return {(row.kind, row.topic.name) for row in person.topics.select_related("topic")}


def test_the_edit_page_starts_from_what_is_known(desk: Client, person: Prospect) -> None:
    form = read(desk.get(f"/prospects/{person.pk}/edit/")).one("form", data_save=True)
    sent = filled_in(form)
    assert {name: sent[name] for name in ("name", "organisation_name", "email")} == {
        "name": "Ingrid Solheim", "organisation_name": "Havbruk Nordic", "email": "ingrid@havbruk.example"
    }  # fmt: skip


def test_what_is_known_can_be_corrected(desk: Client, person: Prospect) -> None:
    answer = desk.post(
        f"/prospects/{person.pk}/edit/",
        {
            "name": "Ingrid  Sol\u202eheim-Berg", "organisation_name": "Skogsgård", "title": "COO",
            "phone": "+47", "email": "NEW@havbruk.example", "is_decision_maker": "on",
        },
    )  # fmt: skip
    assert (answer.status_code, answer["Location"]) == (303, f"/prospects/{person.pk}/")
    person.refresh_from_db()
    assert (person.name, person.title, person.phone, person.email, person.is_decision_maker) == (
        "Ingrid Solheim-Berg", "COO", "+47", "new@havbruk.example", True
    )  # fmt: skip
    assert str(person.organisation) == "Skogsgård"
    assert "Saved." in said(read(desk.get(answer["Location"])))
    assert Change.objects.filter(object_id=person.pk, action="edit_prospect").count() == 1


def test_everything_but_the_name_may_be_emptied(desk: Client, person: Prospect) -> None:
    assert desk.post(f"/prospects/{person.pk}/edit/", {"name": "Ingrid"}).status_code == 303
    person.refresh_from_db()
    assert (person.email, person.organisation) == ("", None)


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("name", ""),
        ("name", " \x00\u200f"),
        ("email", "?"),
        *((field, "x" * size) for field, size in LONG.items()),
    ],
)
def test_a_wrong_value_is_said_beside_its_field_and_kept(
    desk: Client, person: Prospect, field: str, typed: str
) -> None:
    before = everything_stored()
    values = {"name": "Ingrid", "title": "Typed before", field: typed}
    answer = desk.post(f"/prospects/{person.pk}/edit/", values)
    page = read(answer)
    assert answer.status_code == 200
    assert described_by(page, field)
    assert page.one("input", name="title").attrs["value"] == values["title"]
    assert everything_stored() == before


def test_an_empty_post_is_a_mistake_and_not_a_fresh_page(desk: Client, person: Prospect) -> None:
    assert described_by(read(desk.post(f"/prospects/{person.pk}/edit/")), "name")


def test_fields_nobody_asked_for_are_left_alone(desk: Client, person: Prospect, stranger: User) -> None:
    desk.post(
        f"/prospects/{person.pk}/edit/",
        {"name": "Ingrid", "owner": str(stranger.pk), "team": str(stranger.team_id), "id": str(uuid4())},
    )
    after = Prospect.objects.get()
    assert (after.pk, after.owner, after.team) == (person.pk, person.owner, person.team)


def test_the_page_holds_every_part_and_starts_from_what_is_known(desk: Client, person: Prospect) -> None:
    page = read(desk.get(f"/prospects/{person.pk}/edit/"))
    sent = filled_in(page.one("form", data_save=True))
    assert sent["part"] == ["who", "reach", "matters", "learned", "told", "reference"]
    assert (sent["goals"], sent["interests"], sent["personal_cues"]) == (
        "New plant",
        "Sailing",
        "Two children",
    )
    assert (sent["postal_address"], sent["form_of_address"]) == ("Bryggen 1\nBergen", "Frau Solheim")
    assert (sent["needs"], sent["pace"], sent["reference_for"]) == ("Two planners", "", "")


def test_the_page_saved_as_it_stands_changes_nothing(desk: Client, person: Prospect) -> None:
    sent = filled_in(read(desk.get(f"/prospects/{person.pk}/edit/")).one("form", data_save=True))
    assert desk.post(f"/prospects/{person.pk}/edit/", sent).status_code == 303
    assert not Change.objects.filter(action="edit_prospect").exists()


def test_everything_on_the_page_is_saved_together(desk: Client, person: Prospect) -> None:
    sent = filled_in(read(desk.get(f"/prospects/{person.pk}/edit/")).one("form", data_save=True))
    typed = {
        "name": "Ingrid Berg", "goals": "Less waste, New plant", "challenges": "Short of hands",
        "pace": "fast",
        "learned": "They bought a site", "budget": "40,000", "likelihood": "high", "right_but_early": "on",
        "is_reference": "on", "reference_for": "Stock counts", "country": "Norway", "time_zone": "Oslo",
        "language": "no", "priority": "relationship",
    }  # fmt: skip
    answer = desk.post(f"/prospects/{person.pk}/edit/", {**sent, **typed})
    assert answer.status_code == 303
    person.refresh_from_db()
    assert (person.name, person.learned, person.pace) == ("Ingrid Berg", "They bought a site", "fast")
    assert (person.country, person.time_zone, person.language) == ("NO", "Europe/Oslo", "no")
    assert (person.is_reference, person.reference_for) == (True, "Stock counts")
    loss = person.losses.get()
    assert (loss.budget, loss.likelihood, loss.right_but_early) == ("40,000", "high", True)
    assert topics_of(person) == {
        ("goal", "Less waste"), ("goal", "New plant"), ("challenge", "Short of hands"),
        ("interest", "Sailing"),
    }  # fmt: skip
    assert Change.objects.filter(action="edit_prospect").count() == 1


def test_without_a_no_nothing_is_asked_that_a_no_tells(desk: Client, owner: User) -> None:
    bare = Prospect.objects.create(team=owner.team, owner=owner, name="Piet Claes")
    page = read(desk.get(f"/prospects/{bare.pk}/edit/"))
    assert not page.all("textarea", name="needs")
    sent = {**filled_in(page.one("form", data_save=True)), "learned": "Retires in May"}
    assert desk.post(f"/prospects/{bare.pk}/edit/", sent).status_code == 303


def test_what_is_wrong_in_two_parts_is_told_at_once_and_kept(desk: Client, person: Prospect) -> None:
    sent = filled_in(read(desk.get(f"/prospects/{person.pk}/edit/")).one("form", data_save=True))
    before = everything_stored()
    typed = {"email": "?", "country": "Atlantis", "learned": "They bought a site"}
    page = read(desk.post(f"/prospects/{person.pk}/edit/", {**sent, **typed}))
    assert described_by(page, "email")
    assert "We don't know this country." in described_by(page, "country")
    assert page.one("textarea", name="learned").text == "They bought a site"
    summary = page.one("div", role="alert")
    assert [link.attrs["href"] for link in summary.all("a")] == ["#id_email", "#id_country"]
    assert everything_stored() == before


def test_a_region_is_one_of_its_country(desk: Client, person: Prospect) -> None:
    page = read(edit(desk, person, "reach", country="DE", region="Atlantis"))
    assert "We don't know this region." in described_by(page, "region")
    edit(desk, person, "reach", country="DE", region="by")
    person.refresh_from_db()
    assert (person.country, person.region) == ("DE", "BY")


@pytest.mark.parametrize("part", BLOCKS)
def test_a_block_turns_into_its_form_and_back(desk: Client, person: Prospect, part: str) -> None:
    page = read(desk.get(f"/prospects/{person.pk}/"))
    link = page.one(id=f"known-{part}").one("a", hx_get=True)
    assert link.attrs["hx-get"] == f"/prospects/{person.pk}/edit/?part={part}"
    assert link.attrs["href"] == f"/prospects/{person.pk}/edit/#{part}"
    assert read(desk.get(f"/prospects/{person.pk}/edit/")).one(id=part)
    fragment = block_form(desk, person, part)
    assert not fragment.all("html")
    close = fragment.one(id=f"known-{part}").one("a", class_="btn btn-ghost").attrs
    back = read(desk.get(close["hx-get"], headers=HTMX))
    assert back.one(id=f"known-{part}").text == page.one(id=f"known-{part}").text


@pytest.mark.parametrize("part", BLOCKS)
def test_a_block_saved_as_it_stands_changes_nothing(desk: Client, person: Prospect, part: str) -> None:
    before = everything_stored()
    form = block_form(desk, person, part).one("form", data_save=True)
    answer = desk.post(form.attrs["hx-post"], filled_in(form), headers=HTMX)
    assert answer.status_code == 200
    assert everything_stored() == before


@pytest.mark.parametrize(
    ("part", "typed", "shown"),
    [
        ("matters", {"goals": "Less waste", "personal_cues": "Sings"}, "Less waste Of themselvesSings"),
        ("learned", {"learned": "They bought a site"}, "They bought a site"),
        ("told", {"budget": "40,000", "likelihood": "fair"}, "Budget40,000 likely later: fair"),
        ("reach", {"postal_address": "Torget 2", "country": "NO"}, "By postTorget 2WhereNorway"),
        ("reference", {"reference_for": "Stock counts"}, "Would speak for us: Stock counts"),
    ],
)
def test_a_block_shows_what_was_saved(
    desk: Client, person: Prospect, part: str, typed: dict[str, Any], shown: str
) -> None:
    block = read(edit(desk, person, part, **typed)).one(id=f"known-{part}")
    assert shown.replace(" ", "") in block.text.replace(" ", "")
    assert block.one("a", data_focus=True), "the keyboard stays where it was"
    again = read(desk.get(f"/prospects/{person.pk}/")).one(id=f"known-{part}")
    assert again.text == block.text


def test_a_block_leaves_the_others_alone(desk: Client, person: Prospect) -> None:
    edit(desk, person, "learned", learned="They bought a site")
    person.refresh_from_db()
    assert (person.personal_cues, person.email) == ("Two children", "ingrid@havbruk.example")
    assert topics_of(person) == {("goal", "New plant"), ("interest", "Sailing")}


def test_the_old_six_fields_alone_leave_the_rest_alone(desk: Client, person: Prospect) -> None:
    desk.post(f"/prospects/{person.pk}/edit/", {"name": "Ingrid"})
    person.refresh_from_db()
    assert (person.name, person.personal_cues, person.form_of_address) == (
        "Ingrid", "Two children", "Frau Solheim"
    )  # fmt: skip


def test_a_mistake_in_a_block_stays_in_the_block(desk: Client, person: Prospect) -> None:
    page = read(edit(desk, person, "matters", goals="x" * 81, personal_cues="Sings"))
    assert not page.all("html")
    assert described_by(page, "goals")
    assert page.one("textarea", name="personal_cues").text == "Sings"


def test_without_script_a_block_is_a_part_of_the_page(desk: Client, person: Prospect) -> None:
    answer = edit(desk, person, "learned", htmx=False, learned="They bought a site")
    assert (answer.status_code, answer["Location"]) == (303, f"/prospects/{person.pk}/")
    assert read(desk.get(f"/prospects/{person.pk}/edit/?part=learned")).all("html")


def test_a_part_nobody_knows_is_the_first(desk: Client, person: Prospect) -> None:
    answer = desk.post(f"/prospects/{person.pk}/edit/", {"part": "soul", "name": "Ingrid"})
    assert answer.status_code == 303
    person.refresh_from_db()
    assert person.name == "Ingrid"
    assert read(desk.get(f"/prospects/{person.pk}/edit/?part=soul", headers=HTMX)).all("html")


def test_a_goal_and_an_interest_of_one_name_is_a_goal(desk: Client, person: Prospect) -> None:
    edit(desk, person, "matters", goals="Sailing", interests="sailing, Choir")
    assert topics_of(person) == {("goal", "Sailing"), ("interest", "Choir")}


def test_suggestions_are_offered_while_typing(desk: Client, person: Prospect) -> None:
    fragment = block_form(desk, person, "matters")
    field = fragment.one("input", name="goals")
    assert (field.attrs["list"], field.attrs["hx-get"]) == ("topics-known", "/topics/")
    assert fragment.one("datalist", id="topics-known")
    answer = desk.get("/topics/?goals=new", headers=HTMX)
    assert "New plant" in answer.content.decode()


def test_an_edit_can_be_taken_back(desk: Client, person: Prospect) -> None:
    edit(desk, person, "learned", htmx=False, learned="They bought a site")
    page = read(desk.get(f"/prospects/{person.pk}/"))
    change = Change.objects.get(action="edit_prospect")
    undo = form_to(page.one("div", role="status"), f"/changes/{change.pk}/undo/")
    desk.post(undo.attrs["action"], filled_in(undo))
    person.refresh_from_db()
    assert person.learned == ""
