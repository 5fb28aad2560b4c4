"""What forms of the desk are made of: text cleaned at the border, days, rows, codes, lists of names."""

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from common.submissions import fresh_key
from common.text import clean_line, clean_text
from prospects.models import NAME_LENGTH, SUBMISSION_LENGTH, WORDS_LENGTH

# Django's fields take their model's type in the stubs only.
if TYPE_CHECKING:
    _RowField = forms.ModelChoiceField[Any]
    _RowsField = forms.ModelMultipleChoiceField[Any]
else:
    _RowField = forms.ModelChoiceField
    _RowsField = forms.ModelMultipleChoiceField

FURTHEST_DAYS_AHEAD = 3660
MOST_WEEKS = 104
MOST_AT_ONCE = 20


class CleanLineField(forms.CharField):
    """One line, cleaned at the border."""

    def to_python(self, value: Any) -> str:
        """The line without control characters and doubled space."""
        return clean_line(super().to_python(value) or "")


class KeyField(CleanLineField):
    """The key of a form that adds something; nobody types it, so it is never wrong."""

    widget = forms.HiddenInput

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, initial=fresh_key, **options)

    def to_python(self, value: Any) -> str:
        """The key, no longer than its column."""
        return super().to_python(value)[:SUBMISSION_LENGTH]


class CleanTextField(forms.CharField):
    """Several lines, cleaned at the border."""

    widget = forms.Textarea(attrs={"rows": 2})

    def to_python(self, value: Any) -> str:
        """The text without control characters."""
        return clean_text(super().to_python(value) or "")


class DayField(forms.DateField):
    """A date as browsers send it (YYYY-MM-DD) or as it is written locally."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    input_formats = ["%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y"]
    default_error_messages = {"invalid": _("Write the day as 2026-03-31.")}


class WeeksField(forms.IntegerField):
    """A number of weeks; empty is None."""

    widget = forms.NumberInput(attrs={"inputmode": "numeric", "min": 1, "max": MOST_WEEKS})

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, **options)

    def clean(self, value: Any) -> int | None:
        """The number; raises ValidationError in one sentence, whatever is wrong with it."""
        sentence = _("How many weeks? A number from 1 to %(most)d.")
        weeks: int | None
        try:
            weeks = super().clean(value)
        except forms.ValidationError:
            weeks = 0
        if weeks is not None and not 1 <= weeks <= MOST_WEEKS:
            raise forms.ValidationError(sentence, code="weeks", params={"most": MOST_WEEKS})
        return weeks


class Checkbox(forms.CheckboxInput):
    """A check box; what scripts send for no ("no", "off", "0") is no."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> bool:
        """Whether it was ticked."""
        typed = str(data.get(name) or "").strip().lower()
        return typed not in {"", "no", "off", "0", "false"}


class TickField(forms.BooleanField):
    """Yes, or not."""

    widget = Checkbox

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, **options)


class _SameInEveryForm(forms.ChoiceField):
    """Choices that never change: copying them for each form would take longer than reading what was sent."""

    def __deepcopy__(self, memo: dict[int, Any]) -> Any:
        memo[id(self._choices)] = self._choices  # type: ignore[attr-defined]
        return super().__deepcopy__(memo)


class CodeField(_SameInEveryForm, forms.TypedChoiceField):
    """One of our codes, as the code itself; None when nothing was chosen (`empty` says how that reads)."""

    def __init__(self, words: Mapping[Any, Any], *, empty: Any = None, **options: Any) -> None:
        options.setdefault("required", False)
        pairs = code_choices(words, empty)
        super().__init__(choices=pairs, coerce=_code_of(words), empty_value=None, **options)


class CodesField(_SameInEveryForm, forms.TypedMultipleChoiceField):
    """Several of our codes, as a tuple."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, words: Mapping[Any, Any], **options: Any) -> None:
        super().__init__(choices=code_choices(words), coerce=_code_of(words), required=False, **options)

    def clean(self, value: Any) -> tuple[StrEnum, ...]:
        """The codes chosen, each once; raises ValidationError."""
        return tuple(dict.fromkeys(super().clean(value)))


def _code_of(words: Mapping[Any, Any]) -> Callable[[Any], Any]:
    """What turns a value sent into one of the codes that have words."""
    codes: type[StrEnum] = type(next(iter(words)))
    return lambda value: codes(value)


def code_choices(words: Mapping[Any, Any], empty: Any = None) -> list[tuple[str, Any]]:
    """Codes and their words for a field of choices; `empty` heads the list when it is given."""
    pairs = [(code.value, label) for code, label in words.items()]
    return pairs if empty is None else [("", empty), *pairs]


class RowField(_RowField):
    """One of the rows somebody may choose; an id nobody can read is one that isn't there.

    `rows` makes the query that depends on who asks, only once something was chosen.
    """

    rows: Callable[[], QuerySet[Any]] | None = None

    def to_python(self, value: Any) -> Any:
        """The row; raises ValidationError in plain words."""
        if self.rows and value not in self.empty_values:
            self.queryset = self.rows()
        try:
            return super().to_python(value)
        except forms.ValidationError:
            sentence = self.error_messages["invalid_choice"]
            raise forms.ValidationError(sentence, code="invalid_choice") from None


class RowsField(_RowsField):
    """Several of the rows somebody may choose, drawn as check boxes; `rows` as those of RowField."""

    rows: Callable[[], QuerySet[Any]] | None = None
    widget = forms.CheckboxSelectMultiple
    default_error_messages = {"invalid_choice": _("Select a valid choice. One of these can't be chosen.")}

    def clean(self, value: Any) -> Any:
        """The rows as a list; raises ValidationError in plain words."""
        if not value and not self.required:
            return []
        if self.rows and value:
            self.queryset = self.rows()
        try:
            return list(super().clean(value))
        except forms.ValidationError:
            sentence = self.error_messages["invalid_choice"]
            raise forms.ValidationError(sentence, code="invalid_choice") from None


def sent_at(name: str, data: Any, joint: str) -> str | None:
    """Everything sent under a name in one text: what is sent several times, or as a list, is joined."""
    getlist = getattr(data, "getlist", None)
    sent = getlist(name) if getlist else data.get(name)
    if isinstance(sent, list | tuple):
        return joint.join(str(one) for one in sent) if sent else None
    return sent if sent is None else str(sent)


class SeveralLines(forms.Textarea):
    """A box with one thing per line."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str | None:
        """What was sent, a line for each."""
        return sent_at(name, data, "\n")


class SeveralNames(forms.TextInput):
    """One line with names parted by commas."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str | None:
        """What was sent, parted by commas."""
        return sent_at(name, data, ", ")


class LinesField(forms.Field):
    """Several short texts, one per line, as a tuple; each once, however it is written."""

    widget: Any = SeveralLines(attrs={"rows": 2})
    too_long = _("At most %(limit)d characters each.")
    too_many = _("At most %(limit)d of them.")

    def __init__(self, *, each: int = NAME_LENGTH, most: int = MOST_AT_ONCE, **options: Any) -> None:
        super().__init__(required=False, **options)
        self.each = each
        self.most = most

    def to_python(self, value: Any) -> tuple[Any, ...]:
        """What was typed; raises ValidationError when it is too much."""
        text = clean_text(str(value or ""))
        if len(text) > WORDS_LENGTH:
            sentence = _("At most %(limit)d characters.")
            raise forms.ValidationError(sentence, code="too_long", params={"limit": WORDS_LENGTH})
        found = each_once(clean_line(part) for part in self.parts(text))
        if any(len(one) > self.each for one in found):
            raise forms.ValidationError(self.too_long, code="too_long", params={"limit": self.each})
        if len(found) > self.most:
            raise forms.ValidationError(self.too_many, code="too_many", params={"limit": self.most})
        return found

    def parts(self, text: str) -> list[str]:
        """The texts in what was typed."""
        return text.split("\n")


class NamesField(LinesField):
    """Several names parted by commas, as a tuple."""

    widget = SeveralNames

    def parts(self, text: str) -> list[str]:
        """The names between commas (or semicolons, or lines)."""
        return text.replace("\n", ",").replace(";", ",").split(",")


def each_once(texts: Iterable[str]) -> tuple[str, ...]:
    """The texts in their order, without empty ones and without what only differs in capitals."""
    found: dict[str, str] = {}
    for text in texts:
        if text:
            found.setdefault(text.casefold(), text)
    return tuple(found.values())
