"""Absences and full days in a browser: shown, done, taken back; by mouse, by touch and without scripts."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from accounts.models import Absence, User
from followups.kinds import Kind
from tests.browser.conftest import PHONE
from tests.browser.hands import Mouse
from tests.followups.telling import day, log, open_row
from tests.followups.test_spreading_out import load, too_many

pytestmark = [pytest.mark.browser, pytest.mark.needs_service, pytest.mark.django_db(transaction=True)]

WAYS: dict[str, dict[str, Any]] = {
    "at a desk": {},
    "on a phone": {"viewport": PHONE, "has_touch": True, "is_mobile": True},
    "without scripts": {"java_script_enabled": False},
}


@pytest.mark.parametrize("way", WAYS)
def test_going_away_and_taking_it_back(
    owner: User, colleague: User, signed_in: Callable[..., Page], way: str
) -> None:
    thanks = open_row(log(owner).prospect, Kind.THANK_YOU)
    page = signed_in(owner, **WAYS[way])
    page.goto("/settings/")
    part = page.locator("#away")
    part.get_by_label("First day away").fill("2026-03-03")
    part.get_by_label("Last day away").fill("2026-03-06")
    Mouse().choose(part.get_by_role("radio", name="A colleague looks after it"))
    part.get_by_label("Who looks after it").select_option("Colleague")
    part.get_by_role("button", name="Show what falls into it").click()
    expect(page.get_by_text("2 follow-ups fall into it. Nothing has moved yet.")).to_be_visible()
    expect(page.locator("[data-kind=thank_you]")).to_contain_text("Colleague, tomorrow")
    page.get_by_role("button", name="Note the absence").click()
    expect(page.get_by_role("status")).to_contain_text("Noted: away 3 Mar – 6 Mar 2026.")
    thanks.refresh_from_db()
    assert thanks.owner == colleague
    page.get_by_role("status").get_by_role("button", name="Undo").click()
    expect(page.get_by_role("status")).to_contain_text("Taken back.")
    thanks.refresh_from_db()
    assert (thanks.owner, thanks.due_on) == (owner, day(1))
    assert not Absence.objects.exists()


@pytest.mark.parametrize("way", WAYS)
def test_spreading_out_and_taking_it_back(owner: User, signed_in: Callable[..., Page], way: str) -> None:
    too_many(owner, 5)
    page = signed_in(owner, **WAYS[way])
    page.goto("/")
    page.get_by_role("link", name=re.compile("5 planned, more than your limit of 2")).click()
    expect(page.get_by_role("row", name=re.compile("Thursday 5 March"))).to_contain_text("52")
    page.get_by_role("button", name="Spread them out").click()
    expect(page.get_by_role("status")).to_contain_text("3 follow-ups moved.")
    assert load(owner)[:5] == [0, 0, 2, 2, 1]
    page.get_by_role("main").get_by_role("button", name="Undo").last.click()
    expect(page.get_by_role("status")).to_contain_text("Taken back.")
    assert load(owner)[:5] == [0, 0, 0, 5, 0]
