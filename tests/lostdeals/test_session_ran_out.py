"""A session that ran out under an open page leads to the sign-in page, whole, and back again."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db

PART = {"HX-Request": "true", "HX-Current-URL": "http://localhost:8000/prospects/?q=solheim"}


def test_a_part_of_a_page_sends_the_whole_page_to_the_sign_in(client: Client) -> None:
    answer = client.post("/no/preview/", {}, headers=PART)
    assert answer.status_code == 204
    assert answer["HX-Redirect"] == "/accounts/login/?next=%2Fprospects%2F"


def test_a_page_is_redirected_as_ever(client: Client) -> None:
    answer = client.get("/prospects/")
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/?next=/prospects/")


def test_another_host_is_never_gone_back_to(client: Client) -> None:
    answer = client.post(
        "/no/preview/", {}, headers={**PART, "HX-Current-URL": "https://evil.example//evil/x"}
    )
    assert answer["HX-Redirect"] == "/accounts/login/?next=%2Fevil%2Fx"
