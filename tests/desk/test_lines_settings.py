"""The page of exit lines: seen by all, written anew by managers, heard before it is saved."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from prospects.conversations import ExitConversation
from prospects.exit_lines import LineLength
from prospects.models import TeamLine
from prospects.team_lines import our_line, set_line
from tests.cast import NINE
from tests.desk.reading import Element, described_by, filled_in, read, said
from tests.desk.visiting import HTMX, signed_in
from tests.security.tables import everything_stored

SAVE, PREVIEW = "/settings/lines/save/", "/settings/lines/preview/"
CANNOT = ExitConversation.CANNOT
OURS = "Fair, {first_name}. I'll {call} {when}."


@pytest.fixture
def desk(manager: User) -> Client:
    """The manager's browser."""
    return signed_in(manager)


def form_of(page: Element, conversation: str = "cannot") -> Element:
    return page.one("details", id=conversation).one("form")


def typed(client: Client, **changes: str) -> dict[str, Any]:
    """What a browser sends of the conversation's form once `changes` are typed into it."""
    return {**filled_in(form_of(read(client.get("/settings/lines/")))), **changes}


def sound(page: Element, name: str) -> str:
    return page.one(id=f"said_cannot_{name}").text


def test_the_settings_lead_to_the_lines(owner: User) -> None:
    assert read(signed_in(owner).get("/settings/")).all("a", href="/settings/lines/")


def test_every_conversation_shows_its_lines_in_every_language(owner: User) -> None:
    page = read(signed_in(owner).get("/settings/lines/"))
    folds = page.all("details", id=True)
    assert {code.value for code in ExitConversation} <= {fold.attrs["id"] for fold in folds}
    assert "That's a good reason, Ingrid" in sound(page, "short_en")
    assert "on 7 April" in sound(page, "full_en")
    assert "am 7. April" in sound(page, "full_de")
    assert "the two-page checklist" in sound(page, "full_en")


def test_only_managers_get_a_form(owner: User, desk: Client) -> None:
    mine, managers = (read(client.get("/settings/lines/")) for client in (signed_in(owner), desk))
    assert mine.all("form", action=SAVE) == []
    assert len(managers.all("form", action=SAVE)) == 8
    assert filled_in(form_of(managers))["short_en"] == our_line(CANNOT, LineLength.SHORT, "en")


def test_a_line_is_saved_and_said(desk: Client, owner: User) -> None:
    answer = desk.post(SAVE, typed(desk, short_en=OURS))
    assert (answer.status_code, answer["Location"]) == (303, "/settings/lines/?open=cannot#cannot")
    page = read(desk.get(answer["Location"]))
    assert "Saved." in said(page)
    assert "open" in page.one("details", id="cannot").attrs
    assert "in your words" in page.one("details", id="cannot").text
    no = {"conversation": "cannot", "prospect_name": "Ingrid Solheim", "next_contact_on": "2026-05-05"}
    block = read(signed_in(owner).post("/no/preview/", no, headers=HTMX))
    assert block.one(id="exit-line").text == "Fair, Ingrid. I'll call on 5 May."


def test_what_was_not_changed_stays_ours(desk: Client) -> None:
    desk.post(SAVE, typed(desk, short_en=OURS))
    assert [(row.length, row.language) for row in TeamLine.objects.all()] == [("short", "en")]


def test_saving_what_stands_there_saves_nothing(desk: Client) -> None:
    sent, before = typed(desk), everything_stored()
    assert desk.post(SAVE, sent).status_code == 303
    after = everything_stored()
    assert {table for table, state in after.items() if before[table] != state} <= {"django_session"}


def test_one_press_goes_back_to_ours(desk: Client, manager: User) -> None:
    set_line(CANNOT, LineLength.SHORT, "en", OURS, by=manager, now=NINE)
    buttons = form_of(read(desk.get("/settings/lines/"))).all("button", name="reset")
    assert [button.attrs["value"] for button in buttons] == ["short_en"]
    answer = desk.post(SAVE, {**typed(desk), "reset": "short_en"})
    assert answer.status_code == 303
    assert not TeamLine.objects.exists()


def test_going_back_to_ours_keeps_what_else_was_typed(desk: Client, manager: User) -> None:
    set_line(CANNOT, LineLength.SHORT, "en", OURS, by=manager, now=NINE)
    page = read(desk.post(SAVE, {**typed(desk, full_en="Half a thought"), "reset": "short_en"}))
    kept = filled_in(form_of(page))
    assert kept["full_en"] == "Half a thought"
    assert kept["short_en"] == our_line(CANNOT, LineLength.SHORT, "en")
    assert not TeamLine.objects.exists()


@pytest.mark.parametrize(
    "text", ["", "Hello {frist_name}.", "Hello {first_name", "Hello [{promise}.", "x" * 4001]
)
def test_what_can_not_be_said_is_told_beside_its_field_and_kept(desk: Client, text: str) -> None:
    sent, before = typed(desk, short_de=text, full_en=OURS), everything_stored()
    page = read(desk.post(SAVE, sent))
    assert described_by(form_of(page), "short_de")
    assert (filled_in(form_of(page))["short_de"], filled_in(form_of(page))["full_en"]) == (text, OURS)
    assert "open" in page.one("details", id="cannot").attrs
    assert everything_stored() == before


def test_an_unknown_blank_is_told_with_those_there_are(desk: Client) -> None:
    page = read(desk.post(SAVE, typed(desk, short_en="Hello {frist_name}.")))
    told = described_by(form_of(page), "short_en")
    assert "We can't fill {frist_name}." in told
    assert "{first_name}" in told


def test_the_preview_sounds_as_it_is_typed_and_changes_nothing(desk: Client) -> None:
    sent, before = (
        typed(desk, short_en=OURS, full_en="Hello {me", full_de="So, {anrede}. {promise}."),
        everything_stored(),
    )
    page = read(desk.post(PREVIEW, sent, headers=HTMX))
    assert page.all("html") == []
    assert {found.attrs["id"] for found in page.all(hx_swap_oob="true")} == {
        f"said_cannot_{length}_{language}" for length in ("short", "full") for language in ("en", "de")
    }
    assert sound(page, "short_en") == "Fair, Ingrid. I'll call on 7 April."
    assert "don't match" in sound(page, "full_en")
    assert "{" not in sound(page, "full_de")
    assert everything_stored() == before


def test_without_script_the_page_comes_back_as_typed(desk: Client) -> None:
    page = read(desk.post(PREVIEW, typed(desk, short_en=OURS, full_en="")))
    kept = filled_in(form_of(page))
    assert (kept["short_en"], kept["full_en"]) == (OURS, "")
    assert sound(page, "short_en") == "Fair, Ingrid. I'll call on 7 April."
    assert page.all(aria_invalid="true") == page.all(role="alert") == []


def test_hostile_words_stay_words(desk: Client) -> None:
    desk.post(SAVE, typed(desk, short_en="<script>alert(1)</script> {first_name}"))
    page = read(desk.get("/settings/lines/"))
    assert "<script>alert(1)</script> Ingrid" in sound(page, "short_en")
    assert "alert(1)" not in "".join(script.text for script in page.all("script"))


@pytest.mark.parametrize("who", ["owner", "colleague", "marketer"])
def test_nobody_else_changes_lines(who: str, request: pytest.FixtureRequest) -> None:
    client, before = signed_in(request.getfixturevalue(who)), everything_stored()
    for address in (SAVE, PREVIEW):
        assert client.post(address, {"conversation": "cannot", "short_en": "Mine."}).status_code == 403
    after = everything_stored()
    assert {table for table, state in after.items() if before[table] != state} <= {"django_session"}


def test_a_kind_of_no_or_a_line_nobody_knows_does_not_exist(desk: Client) -> None:
    for sent in ({"conversation": "pity"}, {}, {"conversation": "cannot", "reset": "short_tlh"}):
        assert desk.post(SAVE, sent).status_code == 404


def test_the_lines_of_another_team_are_not_shown(desk: Client, stranger: User) -> None:
    set_line(CANNOT, LineLength.SHORT, "en", "Secret words.", by=stranger, now=NINE)
    assert "Secret words" not in read(desk.get("/settings/lines/")).text


def test_the_page_costs_the_same_however_many_lines_are_ours(desk: Client, manager: User) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            desk.get("/settings/lines/")
        return len(queries)

    few = cost()
    for code in ExitConversation:
        set_line(code, LineLength.SHORT, "en", OURS, by=manager, now=NINE)
    assert cost() == few <= 10
