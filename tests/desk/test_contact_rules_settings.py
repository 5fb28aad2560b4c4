"""Settings: the numbers of the contact rules."""

from typing import Any

import pytest
from django.test import Client

from accounts.changes import Change
from accounts.models import Team, User
from followups.models import FollowUp
from tests.desk.reading import Element, described_by, filled_in, form_to, read, said
from tests.desk.visiting import signed_in
from tests.followups.telling import log

ADDRESS = "/settings/contact-rules/"
OURS = {"days_apart": "14", "most_touches": "4", "within_days": "90", "helpful_before_pitch": "2"}
MINE = {"days_apart": "21", "most_touches": "3", "within_days": "120", "helpful_before_pitch": "0"}


@pytest.fixture
def managers_desk(manager: User) -> Client:
    return signed_in(manager)


def kept(team: Team) -> dict[str, str]:
    fresh = Team.objects.get(pk=team.pk)
    return {name: str(getattr(fresh, name)) for name in OURS}


def shown(page: Element) -> dict[str, Any]:
    filled = filled_in(form_to(page, ADDRESS))
    return {name: filled[name] for name in OURS}


def test_the_page_shows_what_holds(managers_desk: Client) -> None:
    assert shown(read(managers_desk.get("/settings/"))) == OURS


def test_a_manager_sets_them(managers_desk: Client, team: Team) -> None:
    answer = managers_desk.post(ADDRESS, MINE)
    assert (answer.status_code, answer["Location"]) == (303, "/settings/#contact-rules")
    assert kept(team) == MINE
    page = read(managers_desk.get("/settings/"))
    assert shown(page) == MINE
    assert "Saved." in said(page)
    assert Change.objects.get().action == "change_settings"


def test_what_is_planned_stays_where_it_is(managers_desk: Client, owner: User) -> None:
    log(owner)
    before = list(FollowUp.objects.values_list("pk", "due_on", "version"))
    managers_desk.post(ADDRESS, MINE)
    assert list(FollowUp.objects.values_list("pk", "due_on", "version")) == before


def test_nobody_else_sets_or_sees_them(desk: Client, team: Team) -> None:
    assert desk.post(ADDRESS, MINE).status_code == 403
    assert kept(team) == OURS
    assert ADDRESS not in {form.attrs.get("action") for form in read(desk.get("/settings/")).all("form")}


def test_another_team_keeps_its_own(managers_desk: Client, stranger: User) -> None:
    managers_desk.post(ADDRESS, {**MINE, "team": str(stranger.team_id), "id": str(stranger.team_id)})
    assert kept(stranger.team) == OURS


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("days_apart", "0", "A whole number from 1 to 90."),
        ("days_apart", "a fortnight", "A whole number from 1 to 90."),
        ("most_touches", "", "A whole number from 1 to 50."),
        ("within_days", "13", "A whole number from 14 to 365."),
        ("within_days", "9" * 40, "A whole number from 14 to 365."),
        ("helpful_before_pitch", "-1", "A whole number from 0 to 10."),
        ("helpful_before_pitch", "1.5", "A whole number from 0 to 10."),
    ],
)
def test_what_is_no_such_number_is_said_and_kept_typed(
    managers_desk: Client, team: Team, field: str, typed: str, sentence: str
) -> None:
    answer = managers_desk.post(ADDRESS, {**MINE, field: typed})
    assert answer.status_code == 200
    page = read(answer)
    assert sentence in described_by(form_to(page, ADDRESS), field)
    assert shown(page) == {**MINE, field: typed}
    assert kept(team) == OURS


STRICT = {"strict_countries": "Norway, de,Germany"}


def strict(team: Team) -> str:
    return Team.objects.get(pk=team.pk).strict_countries


def test_countries_with_strict_rules_are_shown_by_name(managers_desk: Client) -> None:
    filled = filled_in(form_to(read(managers_desk.get("/settings/")), ADDRESS))
    assert filled["strict_countries"] == "Germany, Austria"


def test_countries_are_named_by_name_or_letters_and_kept_once(managers_desk: Client, team: Team) -> None:
    managers_desk.post(ADDRESS, MINE | STRICT)
    assert strict(team) == "DE,NO"


def test_a_form_that_does_not_say_leaves_the_countries_as_they_are(managers_desk: Client, team: Team) -> None:
    managers_desk.post(ADDRESS, MINE)
    assert strict(team) == "DE,AT"


def test_no_country_at_all_is_possible(managers_desk: Client, team: Team) -> None:
    managers_desk.post(ADDRESS, MINE | {"strict_countries": ""})
    assert strict(team) == ""


def test_an_unknown_country_is_named_and_what_was_typed_stays(managers_desk: Client, team: Team) -> None:
    page = read(managers_desk.post(ADDRESS, MINE | {"strict_countries": "Norway, Atlantis"}))
    assert filled_in(form_to(page, ADDRESS))["strict_countries"] == "Norway, Atlantis"
    assert "We don't know the country “Atlantis”." in described_by(page, "strict_countries")
    assert strict(team) == "DE,AT"
