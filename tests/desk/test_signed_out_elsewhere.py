"""Every other form people type into, when their session runs out under it: shown again, not saved."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from followups.kinds import Status
from followups.models import FollowUp
from prospects.models import Prospect
from tests.desk.reading import filled_in, form_to, read, said
from tests.desk.signing_out import fill_in, holds, run_out, shown_after, sign_in, without_marks
from tests.desk.visiting import HTMX, signed_in
from tests.followups.telling import log, step_of


def test_fields_that_stand_there_several_times_all_come_back(desk: Client, owner: User) -> None:
    typed = fill_in(desk, "/settings/", "/settings/profile/", name="Maren V.", working_days=["0", "2", "4"])
    run_out(desk)
    page = shown_after(desk, desk.post("/settings/profile/", typed), owner)
    assert holds(page, "/settings/profile/", typed)
    assert User.objects.get(pk=owner.pk).name == "Maren Vogt"


def test_what_is_known_of_a_person_is_shown_again(desk: Client, owner: User) -> None:
    address = f"{log(owner).prospect.get_absolute_url()}edit/"
    form = next(form for form in read(desk.get(address)).all("form") if form.all(name="organisation_name"))
    typed = filled_in(form) | {"title": "Head of planning", "phone": "+47 22 00 00 00"}
    run_out(desk)
    page = shown_after(desk, desk.post(address, typed), owner)
    again = next(form for form in page.all("form") if form.all(name="organisation_name"))
    assert without_marks(filled_in(again)) == without_marks(typed)
    assert Prospect.objects.get().title == ""


@pytest.mark.parametrize(
    ("door", "words"),
    [
        ("touches", {"channel": "call", "summary": "Rang about the plant", "spoke": "on"}),
        ("touches", {"summary": "An article", "kind": "helpful", "override_reason": "They asked for it"}),
        ("permissions", {"permission_channels": ["call", "newsletter"], "permission_words": "Yes, monthly"}),
        ("keep-in-touch", {"window": "own", "window_from": "80", "window_to": "100"}),
    ],
)
def test_what_is_typed_on_a_persons_page_is_shown_again(
    desk: Client, owner: User, door: str, words: dict[str, Any]
) -> None:
    page = log(owner).prospect.get_absolute_url()
    typed = fill_in(desk, page, f"{page}{door}/", **words)
    run_out(desk)
    again = shown_after(desk, desk.post(f"{page}{door}/", typed), owner)
    assert holds(again, f"{page}{door}/", typed)


def test_a_block_edited_in_its_place_is_shown_again_on_the_page_to_edit(desk: Client, owner: User) -> None:
    page = f"{log(owner).prospect.get_absolute_url()}edit/"
    block = desk.get(page, {"part": "reach"}, headers=HTMX)
    typed = filled_in(form_to(read(block), page)) | {"form_of_address": "Frau Dr. Solheim"}
    run_out(desk)
    heard = desk.post(page, typed, headers=HTMX)
    assert (heard.status_code, heard["X-Signed-Out"]) == (204, "1")
    again = shown_after(desk, desk.post(page, typed), owner)
    assert again.one(name="form_of_address").attrs["value"] == "Frau Dr. Solheim"


def test_somebody_without_a_no_is_shown_again(desk: Client, owner: User) -> None:
    typed = fill_in(desk, "/prospects/new/", "/prospects/new/", name="Kari Nordmann", relation="client")
    run_out(desk)
    page = shown_after(desk, desk.post("/prospects/new/", typed), owner)
    assert holds(page, "/prospects/new/", typed)


@pytest.mark.parametrize(
    ("door", "words"),
    [
        ("won-back", {"why_yes": "The new plant runs"}),
        ("new-need", {"title": "A second line", "value": "9000"}),
    ],
)
def test_what_is_said_of_a_deal_is_shown_again(
    desk: Client, owner: User, door: str, words: dict[str, str]
) -> None:
    page = log(owner).deal.get_absolute_url()
    typed = fill_in(desk, page, f"{page}{door}/", **words)
    run_out(desk)
    again = shown_after(desk, desk.post(f"{page}{door}/", typed), owner)
    assert holds(again, f"{page}{door}/", typed)


def test_the_teams_own_lines_are_shown_again(desk: Client, owner: User) -> None:
    User.objects.filter(pk=owner.pk).update(is_manager=True)
    typed = fill_in(desk, "/settings/lines/", "/settings/lines/save/")
    line = next(name for name, value in typed.items() if value == "" or "{" in value)
    typed |= {line: "See you, {first_name}, in words of our own."}
    run_out(desk)
    page = shown_after(desk, desk.post("/settings/lines/save/", typed), owner)
    assert holds(page, "/settings/lines/save/", typed)


def test_how_it_went_is_shown_again(desk: Client, owner: User, row: FollowUp) -> None:
    page, address = f"/followups/{row.pk}/", f"/followups/{row.pk}/complete/"
    typed = fill_in(desk, page, address, outcome="not_yet", note="After the audit", next_on="2026-05-04")
    run_out(desk)
    again = shown_after(desk, desk.post(address, typed), owner)
    assert holds(again, address, typed)
    assert step_of(row.prospect).status == Status.OPEN


def test_how_it_went_is_listed_when_somebody_was_faster(desk: Client, owner: User, row: FollowUp) -> None:
    page, address = f"/followups/{row.pk}/", f"/followups/{row.pk}/complete/"
    typed = fill_in(desk, page, address, outcome="spoke", note="After the audit")
    run_out(desk)
    answer = desk.post(address, typed)
    signed_in(owner).post(f"/followups/{row.pk}/skip/")
    assert "After the audit" in said(shown_after(desk, answer, owner))


def test_words_of_a_form_that_cannot_be_shown_again_are_listed_on_its_page(desk: Client, owner: User) -> None:
    User.objects.filter(pk=owner.pk).update(is_manager=True)
    typed = fill_in(desk, "/settings/reasons/", "/settings/reasons/new/", label="A works council")
    run_out(desk)
    origin = {"Referer": "http://localhost/settings/reasons/"}
    answer = desk.post("/settings/reasons/new/", typed, headers=origin)
    entered = sign_in(desk, answer, owner)
    assert entered["Location"] == "/settings/reasons/?again=1"
    assert "A works council" in said(read(desk.get(entered["Location"])))
