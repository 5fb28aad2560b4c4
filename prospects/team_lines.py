"""The exit lines a team says: its own where it wrote some, ours everywhere else."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext as _

from accounts.changes import Trail
from accounts.models import User
from common.text import clean_text
from prospects.conversations import ExitConversation
from prospects.exit_lines import EXIT_BLANKS, Flaw, LineLength, flaw_of
from prospects.lines import FULL, SHORT, language_for, text_in
from prospects.models import TeamLine

OURS = {LineLength.SHORT: SHORT, LineLength.FULL: FULL}


@dataclass(frozen=True)
class Lines:
    """The lines of one team in one language."""

    language: str
    own: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def line(self, conversation: ExitConversation, length: LineLength) -> str:
        """What is said in a conversation, its blanks still open: the team's own line, else ours."""
        own = self.own.get((conversation.value, length.value))
        return own or our_line(conversation, length, self.language)

    def text(self, words: LazyText) -> str:
        """Any other text of prospects.lines in this language, its blanks still open."""
        return text_in(self.language, words)


def our_line(conversation: ExitConversation, length: LineLength, language: str) -> str:
    """The line as it comes with the app, its blanks still open."""
    return text_in(language, OURS[length][conversation])


def lines_for(team_id: UUID, language: str = "") -> Lines:
    """A team's lines in a prospect's language, or the page's where theirs isn't known; one query."""
    spoken = language_for(language)
    rows = TeamLine.objects.of_team(team_id).filter(language=spoken)
    own = {(row.conversation, row.length): row.text for row in rows}
    return Lines(spoken, own)


def all_lines(team_id: UUID) -> dict[str, Lines]:
    """A team's lines by language, in every language we speak; one query."""
    own: dict[str, dict[tuple[str, str], str]] = {code: {} for code, _name in settings.LANGUAGES}
    for row in TeamLine.objects.of_team(team_id).filter(language__in=own):
        own[row.language][row.conversation, row.length] = row.text
    return {code: Lines(code, rows) for code, rows in own.items()}


@transaction.atomic
def set_line(
    conversation: ExitConversation, length: LineLength, language: str, text: str, *, by: User, now: datetime
) -> None:
    """Say it in the team's own words; words that are ours again go back to ours.

    Raises ValidationError when the line is empty, too long, or its blanks can't be filled.
    """
    text = clean_text(text)
    check_line(text)
    if text == our_line(conversation, length, language):
        reset_line(conversation, length, language, by=by, now=now)
        return
    trail = Trail(actor=by, team=by.team, now=now)
    row = _row(conversation, length, language, by)
    if row is None:
        row = _create(conversation, length, language, text, by, trail)
    if row.text != text:
        trail.update(row, text=text, updated_at=now)
    if trail.after:
        trail.write("set_line", row)


@transaction.atomic
def reset_line(
    conversation: ExitConversation, length: LineLength, language: str, *, by: User, now: datetime
) -> None:
    """Go back to our words; nothing happens where the team has none of its own."""
    row = _row(conversation, length, language, by)
    if row is None:
        return
    trail = Trail(actor=by, team=by.team, now=now)
    trail.deleted(row)
    trail.write("reset_line", row)
    row.delete()


def check_line(text: str) -> None:
    """Raises ValidationError with a sentence when a line is empty or its blanks can't be filled."""
    if not text:
        raise ValidationError(_("Write the line, or go back to ours."))
    if found := flaw_of(text):
        flaw, part = found
        allowed = ", ".join(f"{{{blank}}}" for blank in EXIT_BLANKS)
        raise ValidationError(_sentences()[flaw] % {"part": part, "allowed": allowed})


def _sentences() -> dict[Flaw, str]:
    return {
        Flaw.UNKNOWN_BLANK: _("We can't fill %(part)s. These can be filled: %(allowed)s."),
        Flaw.OPEN_BRACE: _("A { and its } don't match. These can be filled: %(allowed)s."),
        Flaw.OPEN_BRACKET: _("A [ and its ] don't match."),
        Flaw.PART_WITHOUT_BLANK: _(
            "%(part)s would always be said: a part in [ ] drops out with its blank, and this one has none."
        ),
    }


def _row(conversation: ExitConversation, length: LineLength, language: str, by: User) -> TeamLine | None:
    mine = TeamLine.objects.of_team(by.team_id).select_for_update()
    return mine.filter(conversation=conversation, length=length, language=language).first()


def _create(
    conversation: ExitConversation, length: LineLength, language: str, text: str, by: User, trail: Trail
) -> TeamLine:
    row = TeamLine(
        team_id=by.team_id, conversation=conversation, length=length, language=language, text=text,
        updated_at=trail.now,
    )  # fmt: skip
    try:
        with transaction.atomic():
            return trail.create(row)
    except IntegrityError:
        # A colleague was a moment faster: their row takes our words.
        standing = _row(conversation, length, language, by)
        if standing is None:
            raise
        return standing
