"""The five questions after a no, and one lesson; nothing has to be answered."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from common.text import clean_line
from insights.debriefs import LookBack
from insights.kinds import Answer, Question
from insights.labels import ANSWERS, QUESTIONS
from insights.models import Debrief
from prospects.models import NAME_LENGTH

LEFT_OUT = pgettext_lazy("debrief", "Left out")
A_LINE = gettext_lazy("A line, if you like")
CHOICES = [("", LEFT_OUT), *((answer.value, label) for answer, label in ANSWERS.items())]


class LineField(forms.CharField):
    """One optional line, cleaned at the border."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, max_length=NAME_LENGTH, **options)

    def to_python(self, value: Any) -> str:
        """The line without control characters and doubled space."""
        return clean_line(super().to_python(value) or "")


class AnswerField(forms.ChoiceField):
    """Yes, partly or no; what is none of them counts as left out."""

    widget = forms.RadioSelect

    def to_python(self, value: Any) -> str:
        """The code, or nothing."""
        text = super().to_python(value)
        return text if text in set(Answer) else ""


@dataclass(frozen=True)
class Asked:
    """A question as the page shows it: the answer and the line beside it."""

    answer: forms.BoundField
    line: forms.BoundField


class DebriefForm(forms.Form):
    """Everything one person asks themselves about one no."""

    lesson = LineField(label=gettext_lazy("Next time I will …"))
    is_shared = forms.BooleanField(
        label=gettext_lazy("Share?"),
        help_text=gettext_lazy("The team sees the sentence. Nobody sees the answers."),
        required=False,
    )

    def __init__(
        self,
        data: Any = None,
        *,
        standing: Debrief | None = None,
        is_fixed: bool = False,
        prefix: str | None = None,
    ) -> None:
        super().__init__(data, prefix=prefix, initial=known(standing))
        self.label_suffix = ""
        self.is_fixed = is_fixed
        for question in () if is_fixed else Question:
            self.fields[question.value] = AnswerField(
                label=str(QUESTIONS[question]), choices=CHOICES, required=False
            )
            self.fields[f"{question.value}_line"] = LineField(
                label=A_LINE, widget=forms.TextInput({"placeholder": A_LINE, "enterkeyhint": "next"})
            )

    def asked(self) -> Iterator[Asked]:
        """The questions in their order; none where the answers stand."""
        for question in () if self.is_fixed else Question:
            yield Asked(self[question.value], self[f"{question.value}_line"])

    def clean(self) -> dict[str, Any]:
        """Only a sentence can be shared."""
        data = self.cleaned_data
        if data.get("is_shared") and data.get("lesson") == "":
            self.add_error("lesson", _("Write the sentence that you want to share."))
        return data

    def said(self) -> LookBack:
        """What was said. Needs is_valid() to have run."""
        data = self.cleaned_data
        questions = () if self.is_fixed else tuple(Question)
        return LookBack(
            answers={one: Answer(data[one.value]) for one in questions if data[one.value]},
            lines={one: data[f"{one.value}_line"] for one in questions},
            lesson=data["lesson"],
            is_shared=data["is_shared"],
        )


def known(standing: Debrief | None) -> dict[str, Any]:
    """What was said before, by the names of the fields."""
    if standing is None:
        return {}
    answers = {question.value: standing.answer(question) for question in Question}
    lines = {f"{question.value}_line": standing.line(question) for question in Question}
    return {**answers, **lines, "lesson": standing.lesson, "is_shared": standing.is_shared}
