"""What somebody agrees to receive, or not any more."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk.forms.fields import CleanTextField, CodeField, CodesField, DayField, KeyField, WeeksField
from desk.forms.no_part import EARLIEST_DAY
from followups.actions import Word
from prospects import labels
from prospects.conversations import PermissionStrength
from prospects.models import WORDS_LENGTH

GRANT, WITHDRAW = "grant", "withdraw"


class PermissionForm(forms.Form):
    """Which channels, granted or taken back, when, how, in which words; named as on the log page."""

    submission = KeyField()
    change = forms.ChoiceField(
        label=gettext_lazy("What did they say?"),
        choices=[(GRANT, gettext_lazy("Yes, you may")), (WITHDRAW, gettext_lazy("No longer"))],
        widget=forms.RadioSelect,
        required=False,
        initial=GRANT,
    )
    permission_channels = CodesField(labels.PERMISSION_CHANNELS, label=gettext_lazy("What may we do?"))
    permission_strength = CodeField(
        labels.PERMISSION_STRENGTHS,
        label=gettext_lazy("How did they say it?"),
        widget=forms.RadioSelect,
        initial=PermissionStrength.SAID.value,
    )
    permission_words = CleanTextField(
        label=gettext_lazy("In which words?"), max_length=WORDS_LENGTH, required=False
    )
    permission_every = WeeksField(label=gettext_lazy("At most every … weeks"))
    given_on = DayField(label=gettext_lazy("When"), required=False)

    def __init__(self, data: Any = None, *, today: date) -> None:
        super().__init__(data, initial={"given_on": today}, auto_id="permission_%s")
        self.today = today
        self.fields["given_on"].widget.attrs["max"] = today.isoformat()

    def clean_permission_channels(self) -> tuple[Any, ...]:
        """At least one."""
        channels: tuple[Any, ...] = self.cleaned_data["permission_channels"]
        if not channels:
            raise forms.ValidationError(_("What is it about? Choose at least one."))
        return channels

    def clean_given_on(self) -> date:
        """Today, unless another day was typed; never one still to come."""
        day: date = self.cleaned_data["given_on"] or self.today
        if day > self.today:
            raise forms.ValidationError(_("That day is still to come."))
        if day < EARLIEST_DAY:
            raise forms.ValidationError(_("That is too long ago. Check the year."))
        return day

    @property
    def withdraws(self) -> bool:
        """Whether they took something back. Needs is_valid() to have run."""
        return bool(self.cleaned_data["change"] == WITHDRAW)

    def word(self) -> Word:
        """What they said. Needs is_valid() to have run."""
        data = self.cleaned_data
        return Word(
            channels=data["permission_channels"],
            given_on=data["given_on"],
            strength=data["permission_strength"] or PermissionStrength.SAID,
            words=data["permission_words"],
            every_weeks=data["permission_every"],
            submission=data["submission"],
        )
