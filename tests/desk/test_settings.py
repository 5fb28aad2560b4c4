"""Settings: profile and calendar, the reminder mail, the team."""

from datetime import date, time, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from accounts.changes import Change
from accounts.models import Team, User
from digests.models import DigestSchedule
from digests.planning import plan_digests
from followups.models import FollowUp
from insights.models import MonthlySchedule
from insights.monthly_planning import plan_letters
from tests.cast import NINE
from tests.desk.reading import described_by, filled_in, form_to, read, said
from tests.desk.visiting import signed_in
from tests.digests.stage import at
from tests.followups.telling import log, step_of
from tests.security.tables import everything_stored

PROFILE = {
    "name": "Maren Vogt", "time_zone": "Europe/Berlin", "country": "", "region": "", "theme": "auto",
    "working_days": ["0", "1", "2", "3", "4"],
}  # fmt: skip
DIGEST = {"digest_daily": "on", "digest_time": "07:30"}
TEAM = {"name": "Vogt and partners", "public_name": "", "currency": "EUR", "daily_limit": "6"}


@pytest.fixture
def managers_desk(manager: User) -> Client:
    return signed_in(manager)


def test_the_page_shows_what_holds(desk: Client) -> None:
    page = read(desk.get("/settings/"))
    profile = filled_in(form_to(page, "/settings/profile/"))
    assert {name: profile[name] for name in PROFILE} == PROFILE
    digest = filled_in(form_to(page, "/settings/digest/"))
    assert {name: digest[name] for name in DIGEST} == DIGEST
    assert "digest_weekly" not in digest


def test_what_is_sent_as_it_stands_changes_nothing(desk: Client, owner: User) -> None:
    page = read(desk.get("/settings/"))
    for address in ("/settings/profile/", "/settings/digest/"):
        assert desk.post(address, filled_in(form_to(page, address))).status_code == 303
    before = vars(owner).copy()
    owner.refresh_from_db()
    assert {
        name: value for name, value in vars(owner).items() if before.get(name) != value and name[0] != "_"
    } == {}
    assert not Change.objects.exists()


def test_the_profile_is_saved(desk: Client, owner: User) -> None:
    changed = {
        "name": "Maren\u202e  V.", "time_zone": "Asia/Kolkata", "country": "DE", "region": "BY",
        "theme": "dark", "working_days": ["5", "0"],
    }  # fmt: skip
    answer = desk.post("/settings/profile/", changed)
    assert (answer.status_code, answer["Location"]) == (303, "/settings/")
    owner.refresh_from_db()
    assert (owner.name, owner.time_zone, owner.country, owner.region, owner.theme, owner.working_days) == (
        "Maren V.", "Asia/Kolkata", "DE", "BY", "dark", "05"
    )  # fmt: skip
    page = read(desk.get("/settings/"))
    assert "Saved." in said(page)
    assert page.one("html").attrs["data-bs-theme"] == "dark"


def test_an_alias_of_a_zone_is_kept(desk: Client, owner: User) -> None:
    assert desk.post("/settings/profile/", {**PROFILE, "time_zone": "Asia/Calcutta"}).status_code == 303
    page = read(desk.get("/settings/"))
    assert filled_in(form_to(page, "/settings/profile/"))["time_zone"] == "Asia/Calcutta"


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("time_zone", "Europe/Atlantis"), ("time_zone", "../../etc/passwd"), ("country", "XX"),
        ("region", "BY"),
        ("region", "x" * 17), ("working_days", []), ("working_days", ["7"]), ("theme", "pink"),
        ("name", "x" * 121),
    ],
)  # fmt: skip
def test_a_wrong_profile_is_said_beside_its_field_and_kept(desk: Client, field: str, typed: Any) -> None:
    before = everything_stored()
    answer = desk.post("/settings/profile/", {**PROFILE, "name": "Typed before", field: typed})
    page = read(answer)
    assert answer.status_code == 200
    assert described_by(page, field)
    kept = filled_in(form_to(page, "/settings/profile/"))
    assert kept["name"] == (typed if field == "name" else "Typed before")
    assert everything_stored() == before


def test_a_new_day_off_moves_the_rows_that_fall_on_it(desk: Client, owner: User) -> None:
    step = step_of(log(owner).prospect)
    assert step.due_on == date(2026, 4, 16)  # a Thursday
    days = [day for day in PROFILE["working_days"] if day != "3"]
    answer = desk.post("/settings/profile/", {**PROFILE, "working_days": days})
    step.refresh_from_db()
    assert step.due_on == date(2026, 4, 15)
    assert "1 follow-up moved off a free day." in said(read(desk.get(answer["Location"])))


def test_a_holiday_of_the_new_country_moves_rows_too(desk: Client, owner: User) -> None:
    row = step_of(log(owner, next_contact_on=date(2026, 5, 1)).prospect)
    desk.post("/settings/profile/", {**PROFILE, "country": "DE", "region": "BE"})
    row.refresh_from_db()
    assert row.due_on == date(2026, 5, 4)


def test_another_name_moves_nothing(desk: Client, owner: User) -> None:
    log(owner)
    before = list(FollowUp.objects.values_list("pk", "due_on", "version"))
    desk.post("/settings/profile/", {**PROFILE, "name": "M. V."})
    assert list(FollowUp.objects.values_list("pk", "due_on", "version")) == before


def test_the_digest_is_planned_anew_when_its_hour_changes(desk: Client, owner: User) -> None:
    plan_digests(NINE)
    before = DigestSchedule.objects.get(user=owner).next_at
    answer = desk.post("/settings/digest/", {**DIGEST, "digest_time": "16:45"})
    assert (answer.status_code, answer["Location"]) == (303, "/settings/#digest")
    owner.refresh_from_db()
    assert owner.digest_time == time(16, 45)
    after = DigestSchedule.objects.get(user=owner).next_at
    assert after != before
    assert after is not None
    assert after.astimezone(owner.zone()).time() == time(16, 45)


def test_the_digest_follows_into_another_zone(desk: Client, owner: User) -> None:
    plan_digests(NINE)
    desk.post("/settings/profile/", {**PROFILE, "time_zone": "America/New_York"})
    owner.refresh_from_db()
    planned = DigestSchedule.objects.get(user=owner).next_at
    assert planned is not None
    assert planned.astimezone(owner.zone()).time() == time(7, 30)


def test_the_mails_can_be_switched_off_and_to_weekly(desk: Client, owner: User) -> None:
    desk.post("/settings/digest/", {"digest_weekly": "on", "digest_time": "06:00"})
    owner.refresh_from_db()
    assert (owner.digest_daily, owner.digest_weekly) == (False, True)
    desk.post("/settings/digest/", {"digest_time": "06:00"})
    plan_digests(NINE + timedelta(days=1))
    owner.refresh_from_db()
    assert (owner.digest_daily, owner.digest_weekly) == (False, False)
    assert DigestSchedule.objects.get(user=owner).next_at is None


@pytest.mark.parametrize("typed", ["", "25:00", "soon", "7", "\x00"])
def test_a_wrong_hour_is_said_beside_its_field_and_kept(desk: Client, owner: User, typed: str) -> None:
    page = read(desk.post("/settings/digest/", {"digest_weekly": "on", "digest_time": typed}))
    assert described_by(page, "digest_time")
    kept = filled_in(form_to(page, "/settings/digest/"))
    assert kept["digest_weekly"] == "on"
    assert "digest_daily" not in kept
    owner.refresh_from_db()
    assert owner.digest_time == time(7, 30)


def test_the_team_is_a_managers_to_change(managers_desk: Client, team: Team) -> None:
    form = form_to(read(managers_desk.get("/settings/")), "/settings/team/save/")
    assert filled_in(form) | TEAM == filled_in(form)
    answer = managers_desk.post(
        "/settings/team/save/",
        {"name": "Vogt", "public_name": "Vogt & Co", "currency": "nok", "daily_limit": "9"},
    )
    assert (answer.status_code, answer["Location"]) == (303, "/settings/#team")
    team.refresh_from_db()
    assert (team.name, team.public_name, team.currency, team.daily_limit) == ("Vogt", "Vogt & Co", "NOK", 9)


@pytest.mark.parametrize("who", ["owner", "colleague", "marketer"])
def test_nobody_else_changes_the_team(who: str, request: pytest.FixtureRequest) -> None:
    client = signed_in(request.getfixturevalue(who))
    assert [
        form for form in read(client.get("/settings/")).all("form") if form.attrs.get("id") == "team"
    ] == []
    before = everything_stored()
    assert client.post("/settings/team/save/", {**TEAM, "name": "Mine"}).status_code == 403
    assert everything_stored() == before


def test_a_manager_changes_only_the_own_team(managers_desk: Client, stranger: User) -> None:
    managers_desk.post("/settings/team/save/", {**TEAM, "name": "New", "id": str(stranger.team_id)})
    assert set(Team.objects.values_list("name", flat=True)) == {"New", "Another house"}


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("name", ""), ("name", "x" * 121), ("currency", "EURO"), ("currency", "12€"), ("currency", "ÉÜŘ"),
        ("daily_limit", "0"), ("daily_limit", "101"), ("daily_limit", "many"), ("daily_limit", "9" * 30),
    ],
)  # fmt: skip
def test_a_wrong_team_is_said_beside_its_field_and_kept(
    managers_desk: Client, field: str, typed: str
) -> None:
    before = everything_stored()
    page = read(
        managers_desk.post("/settings/team/save/", {**TEAM, "public_name": "Typed before", field: typed})
    )
    assert described_by(form_to(page, "/settings/team/save/"), field)
    assert filled_in(form_to(page, "/settings/team/save/"))["public_name"] == "Typed before"
    assert everything_stored() == before


def test_a_refused_name_does_not_colour_the_rest_of_the_page(desk: Client) -> None:
    page = read(desk.post("/settings/profile/", {**PROFILE, "name": "Somebody Else", "theme": "pink"}))
    assert "Maren Vogt" in page.one("aside", class_="side").text
    assert page.one("html").attrs["data-bs-theme"] == "auto"


def test_fields_nobody_asked_for_are_left_alone(desk: Client, owner: User, stranger: User) -> None:
    sly = {
        "is_manager": "on", "team": str(stranger.team_id), "email": "x@example.org", "id": str(uuid4()),
        "is_active": "", "password": "x", "links_valid_from": "2000-01-01",
    }  # fmt: skip
    desk.post("/settings/profile/", {**PROFILE, **sly})
    desk.post("/settings/digest/", {**DIGEST, **sly})
    after = User.objects.get(pk=owner.pk)
    assert (after.is_manager, after.team_id, after.email, after.is_active, after.password) == (
        False, owner.team_id, owner.email, True, owner.password
    )  # fmt: skip


@pytest.mark.parametrize("address", ["profile", "digest", "team/save"])
def test_the_doors_open_by_post_only(managers_desk: Client, address: str) -> None:
    assert managers_desk.get(f"/settings/{address}/").status_code == 405


def test_the_mail_may_come_without_names_and_when_nobody_is_due(desk: Client, owner: User) -> None:
    desk.post("/settings/digest/", {**DIGEST, "digest_when_empty": "on", "digest_without_names": "on"})
    owner.refresh_from_db()
    assert (owner.digest_when_empty, owner.digest_without_names) == (True, True)
    form = filled_in(form_to(read(desk.get("/settings/")), "/settings/digest/"))
    assert (form["digest_when_empty"], form["digest_without_names"]) == ("on", "on")
    assert Change.objects.filter(action="change_settings").count() == 1


def test_the_letter_of_the_month_comes_unless_it_is_switched_off(desk: Client, owner: User) -> None:
    form = filled_in(form_to(read(desk.get("/settings/")), "/settings/digest/"))
    assert form["lessons_monthly"] == "on"
    desk.post("/settings/digest/", {name: value for name, value in form.items() if name != "lessons_monthly"})
    owner.refresh_from_db()
    assert not owner.lessons_monthly
    assert "lessons_monthly" not in filled_in(form_to(read(desk.get("/settings/")), "/settings/digest/"))


def test_another_hour_moves_the_letter_of_the_month_at_once(desk: Client, owner: User) -> None:
    plan_letters(NINE)
    form = filled_in(form_to(read(desk.get("/settings/")), "/settings/digest/"))
    desk.post("/settings/digest/", form | {"digest_time": "09:15"})
    assert MonthlySchedule.objects.get(user=owner).next_at == at(owner, date(2026, 4, 1), 9, 15)
