"""How often, on a person's page: the rhythm after a no, or one of their own."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from followups.cadence import GENTLE, OURS
from followups.kinds import Outcome
from prospects.models import Prospect
from tests.desk.reading import Element, described_by, filled_in, form_to, read, said
from tests.followups.telling import complete, day, log, plan_of, step_of
from tests.security.tables import everything_stored


@pytest.fixture
def ingrid(owner: User) -> Prospect:
    return log(owner).prospect


def keep(client: Client, person: Prospect, **typed: Any) -> Element:
    """Send the form as it stands on the page, with some fields typed anew."""
    sent = dict(filled_in(form_of(client, person)))
    return read(client.post(_address(person), {**sent, **typed}, follow=True))


def form_of(client: Client, person: Prospect) -> Element:
    return form_to(read(client.get(f"/prospects/{person.pk}/")), _address(person))


def _address(person: Prospect) -> str:
    return f"/prospects/{person.pk}/keep-in-touch/"


def test_after_a_no_the_rhythms_are_offered_beside_the_windows(desk: Client, ingrid: Prospect) -> None:
    form = form_of(desk, ingrid)
    assert [box.attrs["value"] for box in form.all("input", name="window")] == [
        "usual", "ours", "gentle", "30-60", "60-90", "90-180", "own", "rhythm"
    ]  # fmt: skip
    assert filled_in(form)["window"] == "usual"


@pytest.mark.parametrize(
    ("chosen", "kept"),
    [
        ({"window": "ours"}, OURS.as_text()),
        ({"window": "gentle"}, GENTLE.as_text()),
        ({"window": "rhythm", "rhythm": "45 - 75, 90-180"}, "45-75, 90-180"),
        ({"window": "usual", "rhythm": "45-75"}, "45-75"),
        ({"window": "usual"}, ""),
    ],
)
def test_what_is_chosen_is_kept_and_shown_again(
    desk: Client, ingrid: Prospect, chosen: dict[str, str], kept: str
) -> None:
    keep(desk, ingrid, **chosen)
    assert plan_of(ingrid).cadence == kept
    again = filled_in(form_of(desk, ingrid))
    assert again["window"] == ("rhythm" if "45" in kept else chosen["window"])


def test_the_open_check_in_moves_and_undo_moves_it_back(desk: Client, ingrid: Prospect) -> None:
    step = step_of(ingrid)
    page = keep(desk, ingrid, window="rhythm", rhythm="45-75, 90-180")
    assert (step_of(ingrid).pk, step_of(ingrid).opens_on) == (step.pk, day(45))
    assert "Noted. Next check-in" in said(page)
    assert "Every 45 to 75 days, in the end every 90 to 180 days." in page.one(id="keep").text
    undo = page.one(role="status").one("form").attrs["action"]
    desk.post(undo)
    assert (step_of(ingrid).opens_on, plan_of(ingrid).cadence) == (day(30), "")


def test_another_choice_beats_the_rhythm_typed_before(desk: Client, ingrid: Prospect) -> None:
    keep(desk, ingrid, window="rhythm", rhythm="45-75")
    keep(desk, ingrid, window="60-90")
    assert (plan_of(ingrid).window_from, plan_of(ingrid).cadence) == (60, "")
    keep(desk, ingrid, window="own", window_from="20", window_to="40")
    keep(desk, ingrid, window="usual")
    assert (plan_of(ingrid).window_from, plan_of(ingrid).cadence) == (None, "")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Write windows in days, such as 30-60, 60-90."),
        ("when they like", "“when they like” is no window."),
        ("60-30", "“60-30” is no window. From a day to a later one"),
        ("30-60, 90-9000", "“90-9000” is no window."),
    ],
)
def test_what_is_no_rhythm_is_said_beside_it_and_stays_as_typed(
    desk: Client, ingrid: Prospect, typed: str, sentence: str
) -> None:
    before = everything_stored()
    page = keep(desk, ingrid, window="rhythm", rhythm=typed)
    assert sentence in described_by(page, "rhythm")
    assert page.one("input", name="rhythm").attrs.get("value", "") == typed
    assert "open" in page.one(id="keep").one("details").attrs
    assert everything_stored() == before


def test_a_try_under_way_stays(desk: Client, ingrid: Prospect) -> None:
    complete(step_of(ingrid), Outcome.NO_ANSWER, on=day(0))
    due_on = step_of(ingrid).due_on
    keep(desk, ingrid, window="gentle")
    assert (step_of(ingrid).due_on, plan_of(ingrid).cadence) == (due_on, GENTLE.as_text())


def test_without_a_no_there_is_a_window_and_no_rhythm(desk: Client) -> None:
    desk.post("/prospects/new/", {"name": "Piet Claes", "relation": "partner", "window": "60-90"})
    piet = Prospect.objects.get(name="Piet Claes")
    assert not form_of(desk, piet).all("input", name="rhythm")
    page = read(desk.post(_address(piet), {"window": "gentle"}, follow=True))
    assert plan_of(piet).cadence == ""
    assert described_by(page, "window")


def test_the_plan_shown_before_saving_says_the_rhythm(desk: Client, owner: User) -> None:
    shown = read(desk.post("/no/preview/", {"prospect_name": "Knut", "conversation": "cannot"})).text
    assert "a check-in every 30 to 60 days, in the end every 165 to 195 days" in shown
    owner.team.cadences = {"cannot": "30-60"}
    owner.team.save()
    shown = read(desk.post("/no/preview/", {"prospect_name": "Knut", "conversation": "cannot"})).text
    assert "a check-in every 30 to 60 days" in shown
    assert "165" not in shown
