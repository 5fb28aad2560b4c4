"""What is typed about a hand-over: the offer itself, a question, an answer, why it goes back."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from desk.forms.fields import CleanTextField, CodesField, DayField, KeyField, RowField, WeeksField
from desk.hand_over_words import CHANNELS
from followups.actions import NewHandOver
from prospects.conversations import PermissionChannel
from prospects.models import WORDS_LENGTH, Prospect

LONG = forms.Textarea(attrs={"rows": 8})


class HandOverToMarketingForm(forms.Form):
    """To whom, on which channels, how often, until when, and what they should know."""

    submission = KeyField()
    taker = RowField(
        queryset=User.objects.none(),
        label=gettext_lazy("To whom"),
        empty_label=None,
        error_messages={
            "required": gettext_lazy("Choose somebody of marketing in your team."),
            "invalid_choice": gettext_lazy("Choose somebody of marketing in your team."),
        },
    )
    channels = CodesField(CHANNELS, label=gettext_lazy("What may reach them"))
    every_weeks = WeeksField(label=gettext_lazy("About every … weeks"))
    returns_on = DayField(
        label=gettext_lazy("Back with you on"),
        error_messages={"required": gettext_lazy("Choose a day after today.")},
    )
    note = CleanTextField(
        label=gettext_lazy("What they should know"), max_length=WORDS_LENGTH, required=False, widget=LONG
    )

    def __init__(
        self,
        data: Any = None,
        *,
        person: Prospect,
        today: date,
        permitted: Collection[PermissionChannel] = (),
        **options: Any,
    ) -> None:
        super().__init__(data, **options)
        taker: Any = self.fields["taker"]
        taker.queryset = marketers_for(person)
        self.fields["returns_on"].widget.attrs["min"] = (today + timedelta(days=1)).isoformat()
        # Only what they agreed to is offered; what a script sends beyond it is refused with the reason.
        channels: Any = self.fields["channels"].widget
        channels.choices = [
            (one.value, capfirst(str(CHANNELS[one]))) for one in PermissionChannel if one in permitted
        ]

    def clean_channels(self) -> tuple[Any, ...]:
        """At least one."""
        channels: tuple[Any, ...] = self.cleaned_data["channels"]
        if not channels:
            raise forms.ValidationError(_("What is it about? Choose at least one."))
        return channels

    def offer(self) -> NewHandOver:
        """What was typed. Needs is_valid() to have run."""
        data = self.cleaned_data
        return NewHandOver(
            taker=data["taker"],
            returns_on=data["returns_on"],
            channels=data["channels"],
            every_weeks=data["every_weeks"],
            note=data["note"],
            submission=data["submission"],
        )


def marketers_for(person: Prospect) -> Any:
    """Who can be handed a person: of marketing in the team, here, and not who looks after them."""
    rows = User.objects.filter(team=person.team_id, is_active=True, is_marketing=True)
    return rows.exclude(pk=person.owner_id).order_by("name", "email")


class WordsForm(forms.Form):
    """A few words to whoever has the other end."""

    words = CleanTextField(
        max_length=WORDS_LENGTH, error_messages={"required": gettext_lazy("Say it in a few words.")}
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id=f"{type(self).__name__.lower()}_%s")


class AskForm(WordsForm):
    """What the taker wants to know first."""


class AnswerForm(WordsForm):
    """What the giver answers."""


class GiveBackForm(WordsForm):
    """Why it comes back before its day; may be left out."""

    words = CleanTextField(max_length=WORDS_LENGTH, required=False)


class SendBackForm(forms.Form):
    """Why it can't be taken yet, and what would be needed."""

    reason = CleanTextField(
        label=gettext_lazy("Can't take this one yet, because"),
        max_length=WORDS_LENGTH,
        error_messages={"required": gettext_lazy("Say it in a few words.")},
    )
    missing = CleanTextField(label=gettext_lazy("What you'd need"), max_length=WORDS_LENGTH, required=False)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="sendbackform_%s")
