"""What the page of exit lines shows: each conversation, its lines, and how they sound."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils import translation
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from desk.forms.lines import LENGTHS, LineKey, LinesForm, line_keys
from desk.when_words import spoken_when
from prospects import lines
from prospects.conversations import ExitConversation
from prospects.exit_lines import LineFacts, fill
from prospects.labels import CHIPS
from prospects.team_lines import Lines, check_line

# A day every language can show its form with.
SAMPLE_DAY = date(2026, 4, 7)

# What each blank stands for, as the page explains it.
BLANKS: dict[str, LazyText] = {
    "first_name": _("their first name"),
    "anrede": _("how you address them where first names are not used; noted on their page"),
    "when": _("when you will be in touch, with its “in” or “on”"),
    "call": _("what you will do then: call, write or come by, as agreed"),
    "promise": _("what you will send"),
    "yourself": _("the word “yourself”, only when they told you in person or by phone"),
    "ten_minutes": _("how long the talk takes; empty when you will write"),
    "me": _("your name"),
}


@dataclass(frozen=True)
class Sample:
    """How a line sounds, or why it can't be said."""

    id: str
    language: str
    text: str = ""
    flaw: str = ""


@dataclass(frozen=True)
class Entry:
    """One line on the page; without a field it is only to be read."""

    key: LineKey
    label: str
    sample: Sample
    is_own: bool
    field: BoundField | None = None


@dataclass(frozen=True)
class LanguageGroup:
    """A conversation's lines in one language."""

    code: str
    name: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Fold:
    """One conversation on the page."""

    code: str
    chip: str
    hint: str
    languages: tuple[LanguageGroup, ...]
    has_own: bool
    form: LinesForm | None = None
    is_open: bool = False


def fold_of(
    conversation: ExitConversation,
    said: Mapping[str, Lines],
    me: str,
    form: LinesForm | None = None,
    *,
    is_open: bool = False,
) -> Fold:
    """A conversation on the page; with its form it can be changed, and what is typed is what sounds."""
    entries = [_entry(key, conversation, said[key.language], me, form) for key in line_keys()]
    groups = tuple(
        LanguageGroup(code, name, tuple(entry for entry in entries if entry.key.language == code))
        for code, name in settings.LANGUAGES
    )
    return Fold(
        code=conversation.value,
        chip=str(CHIPS[conversation]),
        hint=str(lines.HINTS[conversation]),
        languages=groups,
        has_own=any(entry.is_own for entry in entries),
        form=form,
        is_open=is_open,
    )


def _entry(
    key: LineKey, conversation: ExitConversation, said: Lines, me: str, form: LinesForm | None
) -> Entry:
    text = form.typed(key) if form else said.line(conversation, key.length)
    return Entry(
        key=key,
        label=str(LENGTHS[key.length]),
        sample=sample_of(text, key.language, me, f"said_{conversation}_{key.name}"),
        is_own=(conversation.value, key.length.value) in said.own,
        field=form[key.name] if form else None,
    )


def sample_of(text: str, language: str, me: str, spot: str) -> Sample:
    """A line filled with an example, in its own language."""
    try:
        check_line(text)
    except ValidationError as refused:
        return Sample(spot, language, flaw=refused.messages[0])
    return Sample(spot, language, text=fill(text, sample_facts(language, me)))


def sample_facts(language: str, me: str) -> LineFacts:
    """The example every line is shown with."""
    with translation.override(language):
        return LineFacts(
            first_name=str(lines.SAMPLE_FIRST_NAME),
            anrede=str(lines.SAMPLE_ANREDE),
            when=spoken_when(SAMPLE_DAY),
            promise=str(lines.SAMPLE_PROMISE),
            call=str(lines.CALL),
            yourself=str(lines.YOURSELF),
            ten_minutes=str(lines.TEN_MINUTES),
            me=me,
        )
