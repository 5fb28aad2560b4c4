"""The first account: by a one-time page, or from the environment."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from accounts.models import SetupLink, Team, User
from desk.first_account import AlreadySetUp, ensure_first_account, make_first_account, new_setup_token
from prospects.models import LossReason
from tests.cast import PASSWORD
from tests.desk.reading import described_by, filled_in, read
from tests.security.tables import everything_stored

TYPED = {
    "name": "Maren Vogt", "email": "Maren@Example.com", "password": PASSWORD,
    "team_name": "Vogt and partners", "time_zone": "Europe/Berlin", "country": "DE",
}  # fmt: skip

pytestmark = pytest.mark.django_db


@pytest.fixture
def address() -> str:
    return f"/setup/{new_setup_token()}/"


def test_the_page_makes_the_first_account_and_signs_it_in(client: Client, address: str) -> None:
    assert read(client.get(address)).one("h1").text == "Welcome to Lost Deals"
    answer = client.post(address, TYPED)
    assert (answer.status_code, answer["Location"]) == (303, "/")
    user = User.objects.get()
    assert (user.email, user.name, user.time_zone, user.country) == (
        "maren@example.com", "Maren Vogt", "Europe/Berlin", "DE"
    )  # fmt: skip
    assert (user.is_sales, user.is_marketing, user.is_manager) == (True, True, True)
    assert (user.team.name, user.check_password(PASSWORD)) == ("Vogt and partners", True)
    assert LossReason.objects.of_team(user.team_id).exists()
    assert client.get("/").status_code == 200


def test_the_account_can_sign_in_afterwards(client: Client, address: str) -> None:
    Client().post(address, TYPED)
    answer = client.post("/accounts/login/", {"login": "maren@example.com", "password": PASSWORD})
    assert (answer.status_code, answer["Location"]) == (302, "/")


def test_the_page_works_once(client: Client, address: str) -> None:
    client.post(address, TYPED)
    for visitor in (client, Client()):
        assert visitor.get(address).status_code == 404
        assert visitor.post(address, {**TYPED, "email": "second@example.com"}).status_code == 404
    assert User.objects.count() == 1
    assert not SetupLink.objects.exists()


@pytest.mark.parametrize("token", ["wrong", "x" * 300, "%00", "..", "é"])
def test_a_wrong_token_does_not_exist(client: Client, address: str, token: str) -> None:
    assert client.get(f"/setup/{token}/").status_code == 404
    assert client.post(f"/setup/{token}/", TYPED).status_code == 404
    assert not User.objects.exists()


def test_an_older_token_is_dead(client: Client, address: str) -> None:
    new_setup_token()
    assert client.get(address).status_code == 404


def test_with_an_account_there_is_no_page(client: Client, address: str, owner: User) -> None:
    assert client.get(address).status_code == 404
    assert client.post(address, TYPED).status_code == 404


def test_the_token_itself_is_not_kept() -> None:
    token = new_setup_token()
    assert token not in SetupLink.objects.get().token_hash
    assert len(token) >= 22  # 128 bits and more


def test_a_visitor_is_not_shown_the_page_from_elsewhere(client: Client, address: str) -> None:
    assert client.get("/")["Location"] == "/accounts/login/?next=/"


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("password", "short"), ("password", "1234567890123"), ("password", "password123"), ("password", ""),
        ("password", "maren@example.com"), ("email", ""), ("email", "maren"), ("name", ""),
        ("name", "\u200e"),
        ("time_zone", "Europe/Atlantis"), ("country", "XX"), ("team_name", "x" * 121), ("name", "x" * 121),
    ],
)  # fmt: skip
def test_a_wrong_value_is_said_beside_its_field_and_kept(
    client: Client, address: str, field: str, typed: str
) -> None:
    before = everything_stored()
    answer = client.post(address, {**TYPED, field: typed})
    page = read(answer)
    assert answer.status_code == 200
    assert described_by(page, field)
    kept = filled_in(page.one("form", data_save=True))
    wanted = {**TYPED, field: typed}
    assert {name: kept[name] for name in ("name", "email", "team_name")} == {
        name: wanted[name] for name in ("name", "email", "team_name")
    }
    assert everything_stored() == before


def test_the_password_never_comes_back(client: Client, address: str) -> None:
    assert PASSWORD not in client.post(address, {**TYPED, "email": "?"}).content.decode()


def test_an_empty_post_is_a_mistake(client: Client, address: str) -> None:
    assert described_by(read(client.post(address)), "email")


def test_the_address_is_kept_from_other_sites_and_caches(client: Client, address: str) -> None:
    answer = client.get(address)
    assert answer["Referrer-Policy"] == "strict-origin"
    assert "no-store" in answer["Cache-Control"]


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(3) as threads:
        yield threads


@pytest.mark.django_db(transaction=True)
def test_sent_three_times_at_once_it_makes_one_account(pool: ThreadPoolExecutor) -> None:
    address = f"/setup/{new_setup_token()}/"

    def send(number: int) -> int:
        try:
            return Client().post(address, {**TYPED, "email": f"{number}@example.com"}).status_code
        finally:
            connection.close()

    assert sorted(pool.map(send, range(3))) == [303, 404, 404]
    assert (User.objects.count(), Team.objects.count()) == (1, 1)


def test_the_environment_makes_the_first_account(settings: Any) -> None:
    settings.FIRST_ACCOUNT_EMAIL, settings.FIRST_ACCOUNT_PASSWORD = "Boss@Example.com", PASSWORD
    assert ensure_first_account() is None
    user = User.objects.get()
    assert (user.email, user.is_manager, user.check_password(PASSWORD)) == ("boss@example.com", True, True)
    assert ensure_first_account() is None
    assert User.objects.count() == 1


def test_the_environment_changes_no_account_that_is_there(settings: Any, owner: User) -> None:
    settings.FIRST_ACCOUNT_EMAIL, settings.FIRST_ACCOUNT_PASSWORD = owner.email, "another long password"
    assert ensure_first_account() is None
    assert User.objects.get().check_password(PASSWORD)


@pytest.mark.parametrize(("email", "password"), [("", ""), ("boss@example.com", ""), ("", PASSWORD)])
def test_without_both_the_start_prints_a_page(
    client: Client, settings: Any, email: str, password: str
) -> None:
    settings.FIRST_ACCOUNT_EMAIL, settings.FIRST_ACCOUNT_PASSWORD = email, password
    address = ensure_first_account()
    assert address is not None
    assert client.get(address).status_code == 200


def test_a_second_first_account_is_refused(owner: User) -> None:
    with pytest.raises(AlreadySetUp):
        make_first_account(email="second@example.com", password=PASSWORD)
    assert User.objects.get() == owner
