"""The exit lines of one conversation: short and full, in every language."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from common.text import clean_text
from desk.forms.drawn import DrawnForm
from desk.forms.fields import CleanTextField
from prospects.conversations import ExitConversation
from prospects.exit_lines import LineLength
from prospects.models import WORDS_LENGTH, TeamLine
from prospects.team_lines import Lines, check_line

LENGTHS: dict[LineLength, LazyText] = {LineLength.SHORT: _("Short"), LineLength.FULL: _("Full")}
ROWS = {LineLength.SHORT: 3, LineLength.FULL: 7}


@dataclass(frozen=True)
class LineKey:
    """Which of a conversation's lines: its length and language; named `short_de` in the form."""

    length: LineLength
    language: str

    @property
    def name(self) -> str:
        """Its name in the form."""
        return f"{self.length}_{self.language}"


class LineField(CleanTextField):
    """A line whose blanks can all be filled."""

    def validate(self, value: Any) -> None:
        """Raises ValidationError with what is wrong with the line."""
        check_line(value)


def line_keys() -> list[LineKey]:
    """Every line of a conversation, language by language."""
    return [LineKey(length, code) for code, _name in settings.LANGUAGES for length in LineLength]


class LinesForm(DrawnForm, forms.Form):
    """What a team says in one conversation.

    Starts from what it says now, or from `typed` (field name -> text) when that isn't judged yet. `rows` are
    the ids of the lines that are the team's own.
    """

    conversation = forms.CharField(widget=forms.HiddenInput)

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        conversation: ExitConversation,
        said: Mapping[str, Lines],
        typed: Mapping[str, str] | None = None,
        rows: Mapping[LineKey, UUID] | None = None,
    ) -> None:
        initial = {"conversation": conversation.value, **(typed or {})}
        super().__init__(data, auto_id=f"{conversation}_%s", initial=initial)
        self.said = said
        self.rows = rows or {}
        self.of = conversation
        for key in line_keys():
            self.fields[key.name] = self._field(key)

    def _field(self, key: LineKey) -> LineField:
        area = forms.Textarea(attrs={"rows": ROWS[key.length], "lang": key.language})
        return LineField(
            label=str(LENGTHS[key.length]),
            max_length=WORDS_LENGTH,
            required=False,
            widget=area,
            initial=self.said[key.language].line(self.of, key.length),
        )

    def written_in(self, name: str) -> tuple[str, str]:
        """The row of the team's own line, where it has one."""
        pk = next((pk for key, pk in self.rows.items() if key.name == name), "")
        return f"{TeamLine._meta.label_lower}:{pk}", "text"

    def typed(self, key: LineKey) -> str:
        """What stands in a line's field, cleaned but not judged."""
        return clean_text(str(self[key.name].value() or ""))

    def as_typed(self, **changes: str) -> "LinesForm":
        """The same texts in a form that hasn't been judged yet (a preview shows no mistakes)."""
        typed = {key.name: self.typed(key) for key in line_keys()}
        form = LinesForm(None, self.of, self.said, typed | changes)
        form.begun_with = self._mark()
        return form

    def changed(self) -> Iterator[tuple[LineKey, str]]:
        """The lines that differ from what the team says now."""
        for key in line_keys():
            if self.typed(key) != self.said[key.language].line(self.of, key.length):
                yield key, self.typed(key)
