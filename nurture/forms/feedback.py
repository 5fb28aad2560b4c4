"""The answer to the one question."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from prospects import labels
from prospects.conversations import Decided
from prospects.models import WORDS_LENGTH

PRESS_ONE = gettext_lazy("Press one of the answers.")


class FeedbackForm(forms.Form):
    """One of eight answers, and a line if they like."""

    answer = forms.ChoiceField(
        label=gettext_lazy("What decided it for you?"),
        choices=[(decided.value, label) for decided, label in labels.DECIDED.items()],
        error_messages=dict.fromkeys(("required", "invalid_choice"), PRESS_ONE),
    )
    better = forms.CharField(
        label=gettext_lazy("One thing we should have done differently?"),
        max_length=WORDS_LENGTH,
        required=False,
        widget=forms.Textarea({"rows": 3, "maxlength": WORDS_LENGTH}),
    )

    def decided(self) -> Decided:
        """What they pressed."""
        return Decided(self.cleaned_data["answer"])

    def line(self) -> str | None:
        """What they wrote; None where they were not asked with this press, so that what stands stays."""
        text: Any = self.cleaned_data["better"]
        return text if "better" in self.data else None
