"""A no that was logged about the wrong person: taken back, its words wait for the right one."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db.models import Model
from django.test import Client

from accounts import changes
from accounts.changes import Change, Snapshot, snapshot
from accounts.models import User
from prospects.models import Loss, LossReason, Prospect
from tests.cast import MONDAY
from tests.desk.reading import Fields, filled_in, form_to, read, said
from tests.desk.visiting import post_no, signed_in

# What says who it was, and what a form says about itself.
LEFT_OUT = {
    "prospect", "prospect_name", "organisation_name", "email", "phone", "title", "csrfmiddlewaretoken",
    "typed_by", "submission", "words_of", "moment", "moment_default",
}  # fmt: skip


def in_days(count: int) -> str:
    return (MONDAY + timedelta(days=count)).isoformat()


@pytest.fixture
def everything(owner: User) -> dict[str, Any]:
    """Every field of the form that somebody may fill in beside who it was."""
    reasons = LossReason.objects.of_team(owner.team_id).filter(conversation="cannot")
    return {
        "email": "ingrid@havbruk.example", "phone": "+47 1", "title": "COO", "is_decision_maker": "on",
        "conversation": "cannot", "reason": str(reasons[0].pk), "reasons": [str(reasons[1].pk)],
        "in_their_words": "Not\nnow", "told_by": "call", "delegated_to": "Ada", "stage": "Talks",
        "source": "Fair", "said_on": in_days(-1), "deal_title": "S&OP redesign", "deal_value": "48000.00",
        "deal_currency": "NOK", "offer_made": "no", "good_deal": "yes", "likelihood": "high",
        "right_but_early": "on", "needs": "Planning", "timing": "May", "budget": "40k",
        "competitors": "Bolt\nAcme", "main_competitor": "Acme", "others": "Kari Lund; Finance; brief",
        "ask_stay_in_touch": "yes", "ask_feedback": "yes", "feedback_words": "Too big", "ask_referral": "yes",
        "referral_name": "Jo Dahl", "referral_organisation": "Nordfisk", "ask_reference": "yes",
        "reference_for": "Workshops", "ask_reentry": "later", "ask_mailing_list": "no",
        "permission_channels": ["call", "mail"], "permission_words": "On Fridays",
        "permission_strength": "confirmed", "permission_every": "6", "next_contact": "in six weeks",
        "next_contact_on": in_days(43), "next_contact_manner": "mail", "promise": "The checklist",
        "promise_on": in_days(10), "promise_every": "4", "wake_up_kind": "contract_end",
        "wake_up": "Their ERP", "wake_up_on": in_days(300), "notice_on": in_days(210), "topics": "New plant",
        "challenges": "Stock", "interests": "Sailing", "personal_cues": "Two children",
        "wanted_from_our_time": "Benchmarks", "pace": "fast", "priority": "task", "form_of_address": "Frau S",
        "postal_address": "Bryggen 1\nBergen", "country": "NO", "language": "nb",
        "time_zone": "Europe/Oslo", "lesson": "Ask earlier", "notes": "Two sites",
    }  # fmt: skip


def take_back(client: Client) -> str:
    """Take the only no back; the address its words wait at."""
    change = Change.objects.get(action="record_no")
    answer = client.post(f"/losses/{change.object_id}/undo/")
    page = read(client.get(answer["Location"]))
    assert "Taken back, with everything that was planned for it." in said(page)
    (link,) = [link for link in page.all("a", href=True) if link.text == "Log it for the right person"]
    return str(link.attrs["href"])


def form_at(client: Client, address: str) -> Fields:
    answer = client.get(address)
    assert answer.status_code == 200
    return filled_in(form_to(read(answer), "/no/"))


def as_set(value: Any) -> set[str]:
    """A field's values in no order; lines as well."""
    values = value if isinstance(value, list) else str(value).replace("\r\n", "\n").split("\n")
    return {str(one) for one in values}


def test_everything_typed_comes_back_but_who_it_was(desk: Client, everything: dict[str, Any]) -> None:
    assert post_no(desk, **everything).status_code == 303
    found = form_at(desk, take_back(desk))
    for name, typed in everything.items():
        if name not in LEFT_OUT:
            assert as_set(found.get(name, "")) == as_set(typed), name
    for name in ("prospect_name", "organisation_name", "email", "phone", "title"):
        assert found[name] == "", name


def test_it_can_be_logged_for_the_right_person(desk: Client, everything: dict[str, Any]) -> None:
    post_no(desk, **everything)
    fields = form_at(desk, take_back(desk))
    answer = desk.post("/no/", fields | {"prospect_name": "Tom Okafor"})
    assert answer.status_code == 303
    person = Prospect.objects.get(name="Tom Okafor")
    loss = person.losses.get()
    assert (loss.in_their_words, loss.deal.title, loss.notes) == ("Not\nnow", "S&OP redesign", "Two sites")
    assert person.topics.count() == 3


def test_what_was_put_right_comes_back_as_it_was_put(desk: Client, clock: time_machine.Traveller) -> None:
    post_no(desk, in_their_words="No buget", competitors="Acme", needs="Planning")
    loss_id = Change.objects.get(action="record_no").object_id
    clock.shift(60)
    right = {
        "conversation": "cannot",
        "deal_title": "A plan",
        "in_their_words": "No budget",
        "competitors": "Bolt",
    }
    assert desk.post(f"/losses/{loss_id}/edit/", right).status_code == 303
    clock.shift(60)
    found = form_at(desk, take_back(desk))
    names = ("conversation", "deal_title", "in_their_words", "competitors", "needs")
    assert [found.get(name) for name in names] == ["cannot", "A plan", "No budget", "Bolt", ""]


def test_a_title_nobody_typed_names_the_wrong_firm_and_stays_away(desk: Client) -> None:
    post_no(desk)
    assert form_at(desk, take_back(desk))["deal_title"] == ""


def test_of_somebody_known_what_was_there_before_stays_with_them(
    desk: Client, clock: time_machine.Traveller
) -> None:
    post_no(desk, personal_cues="Two children", topics="Sailing")
    person = Prospect.objects.get()
    clock.shift(60)
    post_no(desk, prospect_name=None, prospect=str(person.pk), personal_cues="Skis", topics="Stock")
    second = person.losses.latest("logged_at")
    change = Change.objects.get(action="record_no", object_id=second.pk)
    desk.post(f"/losses/{second.pk}/undo/")
    found = form_at(desk, f"/no/?words_of={change.pk}")
    assert (found["personal_cues"], found["topics"], found["prospect_name"]) == ("Skis", "Stock", "")
    person.refresh_from_db()
    assert person.personal_cues == "Two children"


def test_a_stop_comes_back_as_one(desk: Client) -> None:
    post_no(desk, ask_stay_in_touch="stop")
    assert form_at(desk, take_back(desk))["ask_stay_in_touch"] == "stop"


def test_a_draft_of_another_no_is_not_put_over_it(desk: Client) -> None:
    post_no(desk)
    page = read(desk.get(take_back(desk)))
    assert page.one(id="log").attrs["data-draft"] == ""


def test_a_lesson_that_stood_on_the_no_itself_comes_back(
    desk: Client, manager: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the trail of an older release tells it: of whoever logged the no, and for nobody else."""

    def as_before(row: Model, names: Any = None) -> Snapshot:
        told = snapshot(row, names)
        return told | {"lesson": "Ask earlier"} if isinstance(row, Loss) and names is None else told

    monkeypatch.setattr(changes, "snapshot", as_before)
    post_no(desk, notes="Two sites")
    office = signed_in(manager)
    address = take_back(office)
    assert form_at(desk, address)["lesson"] == "Ask earlier"
    found = form_at(office, address)
    assert (found["lesson"], found["notes"]) == ("", "Two sites")


def test_others_and_a_no_that_stands_have_no_words_to_give(
    desk: Client, colleague: User, stranger: User
) -> None:
    post_no(desk)
    change = Change.objects.get(action="record_no")
    address = f"/no/?words_of={change.pk}"
    assert desk.get(address).status_code == 404
    take_back(desk)
    assert desk.get(address).status_code == 200
    for user in (colleague, stranger):
        assert signed_in(user).get(address).status_code == 404
    assert desk.get("/no/?words_of=1f76f53c-4923-4103-b7cd-d596dff01dd4").status_code == 404
    assert desk.get("/no/?words_of=x").status_code == 200
