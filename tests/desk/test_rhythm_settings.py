"""Settings, Rhythm: how check-ins ease off, on which days they lie, what comes how far ahead."""

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from accounts.changes import Change
from accounts.models import Team, User
from desk.rhythm_words import windows_text
from followups.cadence import GENTLE, NAMED, OURS, STEADY, parse
from prospects.conversations import ExitConversation
from tests.desk.reading import described_by, filled_in, form_to, read, said
from tests.desk.visiting import signed_in
from tests.followups.telling import day, log, step_of
from tests.security.tables import everything_stored

ADDRESS = "/settings/rhythm/"


@pytest.fixture
def managers_desk(manager: User) -> Client:
    return signed_in(manager)


def as_it_stands(client: Client) -> dict[str, Any]:
    return dict(filled_in(form_to(read(client.get("/settings/")), ADDRESS)))


def save(client: Client, **typed: Any) -> HttpResponse:
    """Send the form as it stands on the page, with some fields typed anew."""
    return client.post(ADDRESS, {**as_it_stands(client), **typed})


def fresh(team: Team) -> Team:
    return Team.objects.get(pk=team.pk)


def test_the_form_shows_what_holds(managers_desk: Client, team: Team) -> None:
    sent = as_it_stands(managers_desk)
    assert (sent["rhythm"], sent["rhythm_own"]) == ("ours", "")
    assert (sent["value_item_day"], sent["contract_lead_days"]) == ("15", "90")
    assert (sent["budget_lead_days"], sent["settled_after_days"]) == ("120", "30")
    kinds = [sent[f"{field}_{kind}"] for kind in ExitConversation for field in ("day", "cadence")]
    assert kinds == [""] * 16


def test_what_is_sent_as_it_stands_changes_nothing(managers_desk: Client, team: Team) -> None:
    before = everything_stored()
    assert save(managers_desk).status_code == 303
    assert everything_stored() == before


def test_everything_is_saved_with_its_trail_and_shown_again(managers_desk: Client, team: Team) -> None:
    typed = {
        "rhythm": "own", "rhythm_own": "2 x 30 - 60; 90-180", "value_item_day": "20",
        "contract_lead_days": "120", "budget_lead_days": "100", "settled_after_days": "45",
        "day_cannot": "59", "cadence_drifted": "30-60,90-180",
    }  # fmt: skip
    answer = save(managers_desk, **typed)
    assert (answer.status_code, answer["Location"]) == (303, "/settings/#rhythm")
    team = fresh(team)
    assert (team.cadence, team.cadences) == ("2x 30-60, 90-180", {"drifted": "30-60, 90-180"})
    assert team.preferred_days == {"cannot": 59}
    assert (team.value_item_day, team.contract_lead_days) == (20, 120)
    assert (team.budget_lead_days, team.settled_after_days) == (100, 45)
    assert Change.objects.get(action="change_settings").object_id == team.pk
    page = read(managers_desk.get("/settings/"))
    assert "Saved." in said(page)
    again = filled_in(form_to(page, ADDRESS))
    assert (again["rhythm"], again["rhythm_own"]) == ("own", "2x 30-60, 90-180")
    assert (again["day_cannot"], again["cadence_drifted"]) == ("59", "30-60, 90-180")
    assert "open" in form_to(page, ADDRESS).one("details").attrs


@pytest.mark.parametrize(
    ("rhythm", "kept"), [("steady", STEADY.as_text()), ("gentle", GENTLE.as_text()), ("ours", "")]
)
def test_a_named_rhythm_is_kept_as_its_text(
    managers_desk: Client, team: Team, rhythm: str, kept: str
) -> None:
    save(managers_desk, rhythm=rhythm)
    assert fresh(team).cadence == kept
    assert as_it_stands(managers_desk)["rhythm"] == rhythm


def test_what_is_planned_follows_and_what_was_planned_stays(
    managers_desk: Client, owner: User, team: Team
) -> None:
    before = log(owner).prospect
    save(managers_desk, rhythm="own", rhythm_own="40-70")
    after = log(User.objects.get(pk=owner.pk), "Knut").prospect
    assert (step_of(before).opens_on, step_of(after).opens_on) == (day(30), day(40))


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"rhythm": "own", "rhythm_own": ""}, "rhythm_own", "Write windows in days"),
        ({"rhythm": "own", "rhythm_own": "soon"}, "rhythm_own", "“soon” is no window."),
        ({"rhythm": "own", "rhythm_own": "60-30"}, "rhythm_own", "From a day to a later one"),
        ({"rhythm": "own", "rhythm_own": "99x 30-60"}, "rhythm_own", "once to 50 times"),
        ({"cadence_cannot": "30"}, "cadence_cannot", "“30” is no window."),
        ({"day_cannot": "29"}, "day_cannot", "A day from 30 to 60."),
        ({"day_cannot": "61"}, "day_cannot", "A day from 30 to 60."),
        ({"day_cannot": "often"}, "day_cannot", "A day from 30 to 60."),
        ({"rhythm": "never"}, "rhythm", ""),
        ({"value_item_day": "0"}, "value_item_day", ""),
        ({"contract_lead_days": "366"}, "contract_lead_days", ""),
        ({"budget_lead_days": ""}, "budget_lead_days", ""),
    ],
)
def test_a_mistake_is_said_beside_its_field_and_what_was_typed_stays(
    managers_desk: Client, typed: dict[str, str], field: str, sentence: str
) -> None:
    before = everything_stored()
    answer = save(managers_desk, **typed)
    assert answer.status_code == 200
    page = read(answer)
    assert sentence in described_by(page, field)
    sent = filled_in(form_to(page, ADDRESS))
    assert {name: sent.get(name) for name in typed if name != "rhythm"} == {
        name: value for name, value in typed.items() if name != "rhythm"
    }
    assert everything_stored() == before


def test_only_a_manager_sees_and_changes_it(desk: Client) -> None:
    assert not read(desk.get("/settings/")).all("form", action=ADDRESS)
    before = everything_stored()
    assert desk.post(ADDRESS, {"rhythm": "steady"}).status_code == 403
    assert everything_stored() == before


def test_a_rhythm_kept_wrongly_is_shown_and_passed_over(
    managers_desk: Client, owner: User, team: Team
) -> None:
    Team.objects.filter(pk=team.pk).update(cadence="whenever")
    sent = as_it_stands(managers_desk)
    assert (sent["rhythm"], sent["rhythm_own"]) == ("own", "whenever")
    assert step_of(log(User.objects.get(pk=owner.pk)).prospect).opens_on == day(30)


class TestTwoManagers:
    @pytest.fixture
    def drawn(self, managers_desk: Client, team: Team) -> dict[str, Any]:
        """The form as one manager opened it, before the other saved."""
        sent = as_it_stands(managers_desk)
        save(managers_desk, day_cannot="59", rhythm="steady", value_item_day="20")
        return sent

    def test_what_only_the_other_changed_stays(
        self, managers_desk: Client, team: Team, drawn: dict[str, Any]
    ) -> None:
        answer = managers_desk.post(ADDRESS, {**drawn, "day_drifted": "40"}, follow=True)
        team = fresh(team)
        assert team.preferred_days == {"cannot": 59, "drifted": 40}
        assert (team.cadence, team.value_item_day) == (STEADY.as_text(), 20)
        assert "elsewhere" in said(read(answer))

    def test_what_both_changed_comes_back_beside_its_field(
        self, managers_desk: Client, team: Team, drawn: dict[str, Any]
    ) -> None:
        answer = managers_desk.post(ADDRESS, {**drawn, "day_cannot": "31"})
        assert "Meanwhile you changed this to “59” elsewhere." in described_by(read(answer), "day_cannot")
        assert fresh(team).preferred_days == {"cannot": 59}


def test_windows_are_shown_in_print_and_a_field_takes_them_so() -> None:
    assert windows_text(OURS) == "3 \N{MULTIPLICATION SIGN} 30\N{EN DASH}60, 60\N{EN DASH}90, " + (
        "90\N{EN DASH}180, 165\N{EN DASH}195"
    )
    assert all(parse(windows_text(known)) == known for known in NAMED.values())
