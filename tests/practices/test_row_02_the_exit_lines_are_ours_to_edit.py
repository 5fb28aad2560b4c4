"""PRODUCT.md, row 2: one tap chooses the conversation and its lines; the team says them its own way."""

import pytest

from prospects.conversations import ExitConversation
from prospects.labels import CHIPS
from prospects.models import TeamLine
from tests.practices.desk import Desk, words

OURS = "That's a good reason, Ingrid, and I'd decide the same."
THEIRS = "Fair, {first_name}. I'll ring {when}."


@pytest.mark.parametrize("conversation", ExitConversation)
def test_each_kind_of_no_has_lines_of_its_own_short_and_full(
    desk: Desk, conversation: ExitConversation
) -> None:
    page = desk.preview(conversation=conversation.value, prospect_name="Ingrid Solheim")
    short, full = words(page), page.one(id="exit-full").text
    assert "Ingrid" in short
    assert "Ingrid" in full
    assert len(full) > len(short)
    assert "{" not in short + full
    assert str(CHIPS[conversation]) in page.one("form", id="log").text


def test_they_are_filled_with_the_name_the_day_and_what_we_will_send(desk: Desk) -> None:
    page = desk.preview(
        conversation="not_a_priority", prospect_name="Ingrid Solheim", next_contact_on="2026-09-07",
        promise="the two-page checklist",
    )  # fmt: skip
    assert words(page) == (
        "Understood, Ingrid. I'll leave you to it and call on 7 September. "
        "If it moves up sooner, just call me."
    )
    assert "I'll send you the two-page checklist" in page.one(id="exit-full").text


def test_without_a_day_the_line_says_in_a_few_weeks(desk: Desk) -> None:
    assert "call in a few weeks" in words(
        desk.preview(prospect_name="Ingrid Solheim", conversation="not_a_priority")
    )


def test_the_team_says_it_in_its_own_words(desk: Desk, managers_desk: Desk) -> None:
    fold = managers_desk.look("/settings/lines/").one("details", id="cannot")
    after = managers_desk.send(fold, "/settings/lines/save/", short_en=THEIRS)
    assert "in your words" in after.one("details", id="cannot").one("summary").text
    assert TeamLine.objects.get().text == THEIRS
    said = words(desk.preview(conversation="cannot", prospect_name="Ingrid Solheim"))
    assert said == "Fair, Ingrid. I'll ring in a few weeks."


def test_a_preview_shows_how_it_sounds_before_it_is_saved(managers_desk: Desk) -> None:
    fold = managers_desk.look("/settings/lines/").one("details", id="cannot")
    page = managers_desk.refused(
        fold, "/settings/lines/preview/", short_en=THEIRS, form="/settings/lines/save/"
    )
    assert "Fair, " in page.one("details", id="cannot").text
    assert not TeamLine.objects.exists()


def test_it_goes_back_to_our_words_with_one_press(desk: Desk, managers_desk: Desk) -> None:
    fold = managers_desk.look("/settings/lines/").one("details", id="cannot")
    after = managers_desk.send(fold, "/settings/lines/save/", short_en=THEIRS)
    managers_desk.send(after.one("details", id="cannot"), "/settings/lines/save/", reset="short_en")
    assert not TeamLine.objects.exists()
    assert words(desk.preview(conversation="cannot", prospect_name="Ingrid Solheim")).startswith(OURS)


def test_who_sells_reads_them_in_the_settings(desk: Desk) -> None:
    links = [link.attrs["href"] for link in desk.look("/settings/").all("a", href=True)]
    assert "/settings/lines/" in links
    assert "I'd decide the same" in desk.look("/settings/lines/").text


def test_they_are_said_in_the_language_of_whoever_said_no(desk: Desk) -> None:
    page = desk.preview(
        conversation="not_a_priority", prospect_name="Marta Lindner", language="de",
        form_of_address="Frau Lindner", next_contact_on="2026-09-07",
    )  # fmt: skip
    assert words(page).startswith(
        "Verstanden, Frau Lindner. Dann lasse ich Sie in Ruhe und melde mich am 7. September"
    )
