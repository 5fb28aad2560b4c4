"""People: one row per address, their own zone, their own working days."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.models import Team, User
from accounts.roles import Role
from tests.cast import PASSWORD, make_user


def test_an_address_is_kept_in_lower_case(team: Team) -> None:
    user = make_user(team, "  Maren.Vogt@Example.COM ")
    assert user.email == "maren.vogt@example.com"


def test_an_address_is_found_in_any_case(owner: User) -> None:
    assert User.objects.get_by_natural_key("MAREN@example.com") == owner


def test_one_address_is_one_person(owner: User, team: Team) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make_user(team, "MAREN@EXAMPLE.COM")


def test_the_database_itself_refuses_capitals(owner: User) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=owner.pk).update(email="Maren@example.com")


def test_the_database_itself_refuses_a_person_who_never_works(owner: User) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=owner.pk).update(working_days="")


def test_the_database_itself_refuses_a_day_with_no_room(team: Team) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Team.objects.filter(pk=team.pk).update(daily_limit=0)


@pytest.mark.parametrize(
    "wrong",
    [
        {"time_zone": "Mars/Olympus"},
        {"working_days": ""},
        {"working_days": "7"},
        {"working_days": "10"},
        {"working_days": "00"},
        {"working_days": "Mo"},
        {"name": "x" * 121},
        {"name": "nul\x00"},
        {"country": "DEU"},
        {"theme": "pink"},
    ],
)
def test_an_unusable_setting_is_refused(team: Team, wrong: dict[str, str]) -> None:
    fields = {"time_zone": "UTC", **wrong}
    with pytest.raises(ValidationError) as refused:
        User.objects.create_user("new@example.com", PASSWORD, team=team, **fields)
    assert set(refused.value.message_dict) == set(wrong)


@pytest.mark.parametrize("address", ["", "no-at-sign", "two@@example.com", "a b@example.com"])
def test_an_address_that_is_none_is_refused(team: Team, address: str) -> None:
    with pytest.raises(ValidationError):
        User.objects.create_user(address, PASSWORD, team=team)


def test_a_password_is_not_kept_readable(owner: User) -> None:
    assert PASSWORD not in owner.password
    assert owner.check_password(PASSWORD)


def test_today_is_their_own_date_across_midnight(owner: User) -> None:
    before = datetime(2026, 3, 2, 22, 59, 59, tzinfo=UTC)
    after = datetime(2026, 3, 2, 23, 0, 0, tzinfo=UTC)
    assert owner.zone() == ZoneInfo("Europe/Berlin")
    assert (owner.today(before), owner.today(after)) == (date(2026, 3, 2), date(2026, 3, 3))


def test_today_follows_the_clock_change(owner: User) -> None:
    # From 29 March Berlin is two hours ahead of UTC.
    assert owner.today(datetime(2026, 3, 28, 22, 30, tzinfo=UTC)) == date(2026, 3, 28)
    assert owner.today(datetime(2026, 3, 29, 22, 30, tzinfo=UTC)) == date(2026, 3, 30)


def test_the_calendar_is_theirs(owner: User) -> None:
    owner.country, owner.region, owner.working_days = "DE", "BY", "012"
    calendar = owner.calendar()
    assert not calendar.is_working_day(date(2026, 1, 6))  # Epiphany
    assert not calendar.is_working_day(date(2026, 1, 8))  # a Thursday
    assert calendar.is_working_day(date(2026, 1, 7))


def test_roles_combine(team: Team) -> None:
    user = make_user(team, "all@example.com", is_manager=True, is_marketing=True)
    assert user.roles() == {Role.SALES, Role.MARKETING, Role.MANAGER}
    assert make_user(team, "none@example.com", is_sales=False).roles() == frozenset()


def test_who_gave_no_name_is_called_by_the_address(team: Team) -> None:
    assert str(make_user(team, "tessa@example.com", name="")) == "tessa"
