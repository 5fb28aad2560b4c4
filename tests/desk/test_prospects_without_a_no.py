"""People without a no: added, kept in touch with as often as one says, with a page that copes."""

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from accounts.changes import Change
from accounts.models import User
from digests.content import Reader, digest_of
from followups.agenda import agenda_for
from followups.kinds import Kind, Status
from followups.models import FollowUp, FollowUpPlan
from prospects.conversations import AskAnswer
from prospects.models import Prospect
from tests.cast import MONDAY, NINE
from tests.desk.reading import Element, described_by, filled_in, form_to, read, rows_of, said
from tests.desk.visiting import HTMX, act, signed_in
from tests.followups.telling import day, log, plan_of, step_of
from tests.security.tables import everything_stored


def add(client: Client, **typed: Any) -> HttpResponse:
    """Send the form of somebody without a no; None leaves a field out."""
    fields = {"name": "Piet Claes", "relation": "partner", "window": "60-90", **typed}
    sent = {name: value for name, value in fields.items() if value is not None}
    return client.post("/prospects/new/", sent)


def piet(client: Client, **typed: Any) -> Prospect:
    assert add(client, **typed).status_code == 303
    return Prospect.objects.get(name="Piet Claes")


def keep(client: Client, person: Prospect, **typed: Any) -> HttpResponse:
    return client.post(f"/prospects/{person.pk}/keep-in-touch/", typed)


def page_of(client: Client, person: Prospect) -> Element:
    answer = client.get(f"/prospects/{person.pk}/")
    assert answer.status_code == 200
    return read(answer)


def test_the_form_offers_the_usual_windows(desk: Client) -> None:
    form = read(desk.get("/prospects/new/")).one("form", data_save=True)
    sent = filled_in(form)
    assert (sent["relation"], sent["window"]) == ("partner", "60-90")
    assert [box.attrs["value"] for box in form.all("input", name="window")] == [
        "30-60", "60-90", "90-180", "own"
    ]  # fmt: skip


def test_a_partner_is_added_with_a_first_check_in(desk: Client, owner: User) -> None:
    answer = add(
        desk, organisation_name="Noordzee Vis", email="Piet@noordzee.example", phone="+32 1", title="Buyer"
    )  # fmt: skip
    person = Prospect.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, f"/prospects/{person.pk}/")
    assert (person.owner, person.email, str(person.organisation)) == (
        owner, "piet@noordzee.example", "Noordzee Vis"
    )  # fmt: skip
    assert step_of(person).opens_on == day(60)
    assert "Noted. Next check-in" in said(page_of(desk, person))


@pytest.mark.parametrize(
    ("typed", "window"),
    [
        ({"window": "30-60"}, (30, 60)),
        ({"window": "90-180"}, (90, 180)),
        ({"window": "own", "window_from": "7", "window_to": "14"}, (7, 14)),
        ({"window": None, "window_from": "7", "window_to": "14"}, (7, 14)),
        ({"window": None, "relation": None}, (60, 90)),
    ],
)
def test_the_window_is_what_was_chosen(desk: Client, typed: dict[str, Any], window: tuple[int, int]) -> None:
    plan = plan_of(piet(desk, **typed))
    assert (plan.window_from, plan.window_to) == window


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": " \x00"}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"email": "?"}, "email"),
        ({"relation": "foe"}, "relation"),
        ({"window": "1-2-3"}, "window"),
        ({"window": "own"}, "window_to"),
        ({"window": "own", "window_from": "60", "window_to": "30"}, "window_to"),
        ({"window": "own", "window_from": "0", "window_to": "30"}, "window_to"),
        ({"window": "own", "window_from": "30", "window_to": "9000"}, "window_to"),
        ({"window": "own", "window_from": "x", "window_to": "30"}, "window_from"),
    ],
)
def test_a_mistake_is_said_beside_its_field_and_all_is_kept(
    desk: Client, typed: dict[str, str], field: str
) -> None:
    before = everything_stored()
    answer = add(desk, **{"organisation_name": "Typed before", **typed})
    page = read(answer)
    assert answer.status_code == 200
    assert described_by(page, field)
    assert page.one("input", name="organisation_name").attrs["value"] == "Typed before"
    assert everything_stored() == before


def test_a_known_address_leads_to_the_person_we_know(desk: Client, owner: User) -> None:
    known = log(owner, email="ingrid@havbruk.example").prospect
    answer = add(desk, email="Ingrid@havbruk.example")
    assert answer["Location"] == f"/prospects/{known.pk}/"
    page = page_of(desk, known)
    assert "You know this address already: it is Ingrid Solheim. Nothing was added." in said(page)
    assert "Also written as Piet Claes, with the same address." in page.text
    assert Prospect.objects.count() == 1


def test_who_asked_a_colleague_to_stop_is_not_planned_for(desk: Client, colleague: User) -> None:
    theirs = log(colleague, email="piet@noordzee.example").prospect
    signed_in(colleague).post(f"/prospects/{theirs.pk}/stop/")
    person = piet(desk, email="piet@noordzee.example")
    page = page_of(desk, person)
    assert "Piet Claes asked one of you to stop. Nothing is planned." in said(page)
    assert "Asked a colleague to stop" in page.one("ol", class_="timeline").text


def test_the_page_of_somebody_without_a_no_stands(desk: Client) -> None:
    person = piet(desk)
    page = page_of(desk, person)
    assert "Sends us people" in page.text
    assert "every 60 to 90 days" in page.one(id="keep").text.lower()
    assert "You might open with" in page.text
    assert not page.all("span", class_="chip chip-no")
    assert not page.all(id="known-told")
    step = step_of(person)
    assert (str(step.pk), "check_in", step.due_on.isoformat()) in rows_of(page)


@pytest.mark.parametrize("outcome", ["spoke", "left_message", "no_answer", "not_yet", "interested"])
def test_the_page_stands_however_it_goes(desk: Client, outcome: str) -> None:
    person = piet(desk)
    act(desk, step_of(person), "complete", outcome=outcome, next_on="2027-01-04")
    assert page_of(desk, person).all("ol", class_="timeline")
    assert step_of(person).kind == Kind.CHECK_IN


@pytest.mark.parametrize("outcome", ["won_back", "new_need"])
def test_nothing_comes_back_that_was_never_declined(desk: Client, outcome: str) -> None:
    step = step_of(piet(desk))
    form = read(desk.get(f"/followups/{step.pk}/"))
    assert not form.all("input", value=outcome)
    assert act(desk, step, "complete", outcome=outcome).status_code == 200
    step.refresh_from_db()
    assert step.status == Status.OPEN


def test_today_the_digest_and_the_list_cope_without_a_no(desk: Client, owner: User) -> None:
    person = piet(desk)
    FollowUp.objects.update(opens_on=MONDAY, due_on=MONDAY, closes_on=day(30))
    today = read(desk.get("/"))
    assert "Piet Claes" in today.one("section", data_section="today").text
    assert "Sends us people" in read(desk.get("/prospects/?q=piet")).one(id="people").text
    assert desk.get(f"/followups/{step_of(person).pk}/", headers=HTMX).status_code == 200
    reader = Reader(site_url="https://deals.example.org", at="07:30", daily=True, weekly=False)
    digest = digest_of(agenda_for(owner, MONDAY), reader, weekly=False)
    assert [(row.name, row.to_do, row.quote) for row in digest.rows] == [
        ("Piet Claes", "Call. Ask how it is going.", "")
    ]


def test_a_no_of_theirs_joins_their_plan(desk: Client, owner: User) -> None:
    person = piet(desk)
    log(owner, prospect_id=person.pk, conversation="cannot")
    page = page_of(desk, person)
    assert FollowUpPlan.objects.filter(prospect=person).count() == 1
    assert "Can't, with reason" in page.text


def test_the_window_is_changed_on_the_page(desk: Client) -> None:
    person = piet(desk)
    form = form_to(page_of(desk, person), f"/prospects/{person.pk}/keep-in-touch/")
    assert filled_in(form)["window"] == "60-90"
    answer = desk.post(form.attrs["action"], {**filled_in(form), "window": "30-60"})
    assert answer.status_code == 303
    assert step_of(person).opens_on == day(30)
    page = page_of(desk, person)
    assert "Noted. Next check-in" in said(page)
    change = Change.objects.get(action="keep_in_touch")
    undo = form_to(page, f"/changes/{change.pk}/undo/")
    desk.post(undo.attrs["action"], filled_in(undo))
    assert step_of(person).opens_on == day(60)


def test_numbers_of_ones_own_come_back_in_the_form(desk: Client) -> None:
    person = piet(desk, window="own", window_from="7", window_to="14")
    sent = filled_in(form_to(page_of(desk, person), f"/prospects/{person.pk}/keep-in-touch/"))
    assert (sent["window"], sent["window_from"], sent["window_to"]) == ("own", "7", "14")


def test_after_a_no_the_usual_rhythm_can_come_back(desk: Client, owner: User) -> None:
    person = log(owner).prospect
    form = form_to(page_of(desk, person), f"/prospects/{person.pk}/keep-in-touch/")
    assert filled_in(form)["window"] == "usual"
    keep(desk, person, window="90-180")
    assert step_of(person).opens_on == day(90)
    keep(desk, person, window="usual")
    assert step_of(person).opens_on == day(30)


def test_a_wrong_window_is_said_and_the_fold_stands_open(desk: Client) -> None:
    person = piet(desk)
    before = everything_stored()
    page = read(keep(desk, person, window="own", window_from="9", window_to="3"))
    assert described_by(page, "window_to")
    assert "open" in page.one(id="keep").one("details").attrs
    assert everything_stored() == before


def test_who_is_kept_in_touch_with_by_nobody_can_be(desk: Client, owner: User) -> None:
    person = Prospect.objects.create(team=owner.team, owner=owner, name="Piet Claes", created_at=NINE)
    assert "Nobody checks in with them." in page_of(desk, person).one(id="keep").text
    assert keep(desk, person, window="30-60").status_code == 303
    assert step_of(person).opens_on == day(30)


def test_an_agreed_day_stays(desk: Client, owner: User) -> None:
    person = log(owner, next_contact_on=day(41)).prospect
    keep(desk, person, window="90-180")
    assert "Noted. The day you agreed on stays." in said(page_of(desk, person))


def test_a_closed_door_says_what_would_open_it(desk: Client, owner: User) -> None:
    person = log(owner, stay_in_touch=AskAnswer.NO).prospect
    keep(desk, person, window="30-60")
    assert "note first what they agreed to" in said(page_of(desk, person))
    desk.post(f"/prospects/{person.pk}/permissions/", {"permission_channels": ["call"]})
    assert not FollowUpPlan.objects.active().exists()


@pytest.mark.parametrize("who", ["colleague", "stranger"])
def test_somebody_elses_person_does_not_exist(who: str, owner: User, request: pytest.FixtureRequest) -> None:
    person = log(owner).prospect
    client = signed_in(request.getfixturevalue(who))
    before = everything_stored()
    assert keep(client, person, window="30-60").status_code == 404
    assert everything_stored() == before
