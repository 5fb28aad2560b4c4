"""Beside every page of the settings: all the others."""

import pytest
from django.test import Client

from accounts.models import User
from tests.desk.reading import Element, read
from tests.desk.visiting import signed_in

PAGES = [
    "/settings/",
    "/settings/team/",
    "/settings/hand-over/",
    "/settings/reasons/",
    "/settings/lines/",
    "/accounts/password/change/",
]


def entries(client: Client, page: str, where: str = "settings-aside") -> list[Element]:
    frame = next(part for part in read(client.get(page)).all() if part.has_class(where))
    return frame.all("a")


@pytest.mark.parametrize("page", PAGES)
def test_every_entry_leads_somewhere(page: str, manager: User) -> None:
    client = signed_in(manager)
    for entry in entries(client, page):
        address, _hash, part = str(entry.attrs["href"]).partition("#")
        answer = client.get(address)
        assert answer.status_code == 200, address
        if part:
            assert read(answer).one(id=part), entry.text


def test_the_page_one_is_on_is_marked(desk: Client) -> None:
    marked = [entry.text for entry in entries(desk, "/settings/lines/") if "aria-current" in entry.attrs]
    assert marked == ["Exit lines"]


def test_a_phone_has_the_same_list_folded(desk: Client) -> None:
    aside, fold = (entries(desk, "/settings/", where) for where in ("settings-aside", "settings-fold"))
    assert [entry.text for entry in aside] == [entry.text for entry in fold]


def test_only_a_manager_finds_what_a_manager_sets(owner: User, manager: User) -> None:
    theirs = {entry.text for entry in entries(signed_in(manager), "/settings/")}
    mine = {entry.text for entry in entries(signed_in(owner), "/settings/")}
    assert theirs - mine == {
        "Give people on",
        "Names and limits",
        "Contact rules",
        "Rhythm",
        "What was changed",
        "How long people are kept",
    }
    assert mine - theirs == set()
