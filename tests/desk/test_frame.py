"""The frame of a page: drawn once for each language, filled in for each person and page."""

import pytest
from django.test import Client

from accounts.models import User
from followups.models import FollowUp
from tests.desk.reading import Element, read
from tests.desk.visiting import signed_in

NAME = '[[me]] <b>Ada</b> & "Co" [[token]]'


def frame_of(client: Client, address: str) -> Element:
    return read(client.get(address))


def test_a_name_is_shown_as_it_was_written(owner: User) -> None:
    User.objects.filter(pk=owner.pk).update(name=NAME)
    page = frame_of(signed_in(owner), "/")
    assert page.one("p", class_="menu-name one-line").text == NAME
    assert page.one("aside", class_="side").one("span", class_="one-line").text == NAME


def test_nobodys_name_stays_for_the_next(owner: User, colleague: User) -> None:
    for user in (owner, colleague):
        page = frame_of(signed_in(user), "/")
        assert page.one("aside", class_="side").one("span", class_="one-line").text == user.name
    assert owner.name != colleague.name


@pytest.mark.parametrize(
    ("address", "marked"),
    [
        ("/", 2),
        ("/prospects/", 2),
        ("/mail/", 1),
        ("/library/", 2),
        ("/insights/", 2),
        ("/settings/", 1),
        ("/no/", 0),
    ],
)
def test_the_room_one_is_in_is_marked(desk: Client, address: str, marked: int) -> None:
    page = frame_of(desk, address)
    frame = [*page.all("aside", class_="side"), *page.all("nav", class_="tabs")]
    rooms = [link for part in frame for link in part.all("a", aria_current="page")]
    assert [link.attrs["href"] for link in rooms] == [address] * marked


def test_the_badge_counts_anew_on_every_page(desk: Client, row: FollowUp) -> None:
    assert frame_of(desk, "/prospects/").one(id="nav-badge").text == "1 due"
    FollowUp.objects.filter(pk=row.pk).delete()
    assert frame_of(desk, "/prospects/").one(id="nav-badge").text == ""


def test_every_form_of_the_frame_has_its_token(desk: Client) -> None:
    forms = frame_of(desk, "/").all("form", action="/accounts/logout/")
    assert len(forms) == 2
    for form in forms:
        assert len(form.one("input", name="csrfmiddlewaretoken").attrs["value"]) == 64


def test_the_page_with_a_search_of_its_own_has_no_second_one(desk: Client) -> None:
    assert len(frame_of(desk, "/").all("input", id="q")) == 1
    assert len(frame_of(desk, "/prospects/").all("input", id="q")) == 1
    assert not frame_of(desk, "/prospects/").all("form", class_="find")


def test_where_there_is_a_way_back_it_stands_on_the_phone(desk: Client) -> None:
    assert frame_of(desk, "/no/").one("a", aria_label="Back").attrs["href"] == "/"
    assert not frame_of(desk, "/").all("a", aria_label="Back")
