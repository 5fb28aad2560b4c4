"""A team says it in its own words, and can go back to ours."""

from typing import Any
from unittest.mock import patch

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from accounts.changes import Change
from accounts.models import User
from prospects import team_lines
from prospects.conversations import ExitConversation
from prospects.exit_lines import LineLength
from prospects.models import WORDS_LENGTH, TeamLine
from prospects.team_lines import all_lines, lines_for, our_line, reset_line, set_line
from tests.cast import NINE

CANNOT, SHORT, FULL = ExitConversation.CANNOT, LineLength.SHORT, LineLength.FULL
OURS = "Fair, {first_name}. I'll {call} {when}."


def set_as(user: User, text: str, language: str = "en") -> None:
    set_line(CANNOT, SHORT, language, text, by=user, now=NINE)


def said(user: User, language: str = "en") -> str:
    return lines_for(user.team_id, language).line(CANNOT, SHORT)


def test_a_team_without_lines_of_its_own_says_ours(owner: User) -> None:
    assert said(owner) == our_line(CANNOT, SHORT, "en")
    assert lines_for(owner.team_id, "en").line(CANNOT, FULL) == our_line(CANNOT, FULL, "en")


def test_a_team_says_its_own_line_in_that_place_only(manager: User, stranger: User) -> None:
    set_as(manager, OURS)
    assert said(manager) == OURS
    assert said(manager, "de") == our_line(CANNOT, SHORT, "de")
    assert said(stranger) == our_line(CANNOT, SHORT, "en")
    assert lines_for(manager.team_id, "en").line(ExitConversation.UNKNOWN, SHORT) != OURS


def test_a_line_is_kept_as_clean_text(manager: User) -> None:
    set_as(manager, "  Fair\u202e, {first_name}.\r\nBye.  ")
    assert said(manager) == "Fair, {first_name}.\nBye."


def test_writing_it_anew_changes_the_same_row(manager: User) -> None:
    set_as(manager, OURS)
    set_as(manager, "Bye, {first_name}.")
    assert TeamLine.objects.get().text == said(manager) == "Bye, {first_name}."


def test_the_same_words_again_change_nothing(manager: User) -> None:
    set_as(manager, OURS)
    changes = Change.objects.count()
    set_as(manager, OURS)
    assert Change.objects.count() == changes


def test_going_back_to_ours_leaves_no_row(manager: User) -> None:
    set_as(manager, OURS)
    reset_line(CANNOT, SHORT, "en", by=manager, now=NINE)
    reset_line(CANNOT, SHORT, "en", by=manager, now=NINE)
    assert said(manager) == our_line(CANNOT, SHORT, "en")
    assert not TeamLine.objects.exists()


def test_words_that_are_ours_again_are_ours(manager: User) -> None:
    set_as(manager, OURS)
    set_as(manager, our_line(CANNOT, SHORT, "en"))
    assert not TeamLine.objects.exists()


def test_every_change_is_written_down(manager: User) -> None:
    set_as(manager, OURS)
    set_as(manager, "Bye.")
    reset_line(CANNOT, SHORT, "en", by=manager, now=NINE)
    changes = Change.objects.order_by("pk").values_list("action", "actor")
    assert sorted(changes) == sorted(
        [("set_line", manager.pk), ("set_line", manager.pk), ("reset_line", manager.pk)]
    )


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Write the line, or go back to ours."),
        (" \u200e ", "Write the line, or go back to ours."),
        ("Hello {frist_name}.", "We can't fill {frist_name}. These can be filled: {first_name}, {anrede}"),
        ("Hello {first_name.", "A { and its } don't match."),
        ("Hello [{promise}.", "A [ and its ] don't match."),
        ("Hello [you].", "[you] would always be said"),
        ("x" * (WORDS_LENGTH + 1), "at most 4000 characters"),
    ],
)
def test_a_line_that_can_not_be_said_is_refused(manager: User, text: str, sentence: str) -> None:
    set_as(manager, OURS)
    with pytest.raises(ValidationError) as refused:
        set_as(manager, text)
    assert sentence in refused.value.messages[0]
    assert said(manager) == OURS


def test_two_managers_at_once_leave_one_row(manager: User) -> None:
    set_as(manager, OURS)
    look, looks = team_lines._row, [None]

    def look_too_early(*place: Any) -> TeamLine | None:
        return looks.pop() if looks else look(*place)

    with patch.object(team_lines, "_row", look_too_early):
        set_as(manager, "Bye, {first_name}.")
    assert TeamLine.objects.get().text == "Bye, {first_name}."


def test_all_lines_of_a_team_cost_one_query(manager: User) -> None:
    set_as(manager, OURS)
    set_as(manager, "Verstehe, {anrede}.", "de")
    with CaptureQueriesContext(connection) as queries:
        found = all_lines(manager.team_id)
    assert len(queries) == 1
    assert {code: lines.line(CANNOT, SHORT) for code, lines in found.items()} == {
        "en": OURS, "de": "Verstehe, {anrede}.",
    }  # fmt: skip


def test_whose_language_nobody_knows_hears_that_of_the_page(manager: User) -> None:
    set_as(manager, "Verstehe, {anrede}.", "de")
    with override("de"):
        assert said(manager, "") == "Verstehe, {anrede}."
    with override("en"):
        assert said(manager, "") == our_line(CANNOT, SHORT, "en")


@pytest.mark.parametrize(
    "values",
    [{"conversation": "pity"}, {"length": "tiny"}, {"language": ""}, {"text": ""}],
    ids=lambda values: next(iter(values)),
)
def test_the_database_takes_no_line_without_a_place_or_words(manager: User, values: dict[str, str]) -> None:
    place = {"conversation": "cannot", "length": "short", "language": "en", "text": OURS}
    with pytest.raises(IntegrityError), transaction.atomic():
        TeamLine.objects.create(team=manager.team, **(place | values))


def test_the_database_keeps_one_line_for_a_place(manager: User) -> None:
    set_as(manager, OURS)
    with pytest.raises(IntegrityError), transaction.atomic():
        TeamLine.objects.create(
            team=manager.team, conversation="cannot", length="short", language="en", text="Bye."
        )
