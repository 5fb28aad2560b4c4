"""The words of a mail with something useful, and why it goes out against a rule."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from desk.forms.fields import CleanLineField, CleanTextField
from nurture.approving import Words
from nurture.models import Sending
from prospects.models import NAME_LENGTH, WORDS_LENGTH


class SendingForm(forms.Form):
    """What somebody made of the mail."""

    relevance = CleanLineField(
        label=_("Why it matters to them"),
        max_length=NAME_LENGTH,
        required=False,
        help_text=_("They read this line."),
    )
    subject = CleanLineField(label=_("Subject"), max_length=NAME_LENGTH, required=False)
    words = CleanTextField(label=_("More words, if you like"), max_length=WORDS_LENGTH, required=False)
    override_reason = CleanLineField(
        label=_("I do it all the same, because"), max_length=NAME_LENGTH, required=False
    )

    @classmethod
    def of(cls, sending: Sending) -> dict[str, Any]:
        """The words as they stand."""
        return {"relevance": sending.relevance, "subject": sending.subject, "words": sending.words}

    def typed(self) -> Words:
        """The words of a valid form."""
        data = self.cleaned_data
        return Words(data["relevance"], data["subject"], data["words"], data["override_reason"])
