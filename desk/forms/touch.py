"""A touch in one line: what happened between us."""

from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk.forms.fields import CleanLineField, CleanTextField, DayField, KeyField, RowField, TickField
from desk.forms.no_part import EARLIEST_DAY
from followups.actions import NewTouch
from followups.kinds import NOTED_BY_HAND, TOUCH_OF, Channel, Direction, TouchKind
from followups.labels import CHANNELS, TOUCH_KINDS
from library.kinds import Purpose
from library.models import ValueItem
from prospects.models import NAME_LENGTH, WORDS_LENGTH

WHO = [(Direction.OUT.value, gettext_lazy("From us")), (Direction.IN.value, gettext_lazy("From them"))]


class TouchForm(forms.Form):
    """What happened, how, from whom, when, and what it was for them (CONTRACT.md, touches)."""

    # Whether a rule stands against it: then it says why it happened all the same.
    asks_for_reason = False

    submission = KeyField()
    # A note is the one that changes nothing: it comes first.
    channel = forms.ChoiceField(label=gettext_lazy("How"), initial=Channel.NOTE.value)
    direction = forms.ChoiceField(
        label=gettext_lazy("From whom"), choices=WHO, required=False, initial=Direction.OUT.value
    )
    summary = CleanTextField(
        label=gettext_lazy("What happened?"),
        max_length=WORDS_LENGTH,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "enterkeyhint": "done", "placeholder": " "}),
    )
    happened_on = DayField(label=gettext_lazy("When"), required=False)
    spoke = TickField(label=gettext_lazy("We spoke"))
    kind = forms.ChoiceField(
        label=gettext_lazy("For them it was"),
        choices=[(code.value, label) for code, label in TOUCH_KINDS.items()],
        required=False,
        initial=TouchKind.PERSONAL.value,
    )
    relevance = CleanLineField(
        label=gettext_lazy("Why does it matter to them?"), max_length=NAME_LENGTH, required=False
    )
    override_reason = CleanLineField(
        label=gettext_lazy("It happened all the same, because"), max_length=NAME_LENGTH, required=False
    )
    # What of the library they got with it.
    value_item = RowField(ValueItem.objects.none(), required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, today: date, team_id: UUID) -> None:
        super().__init__(data, initial={"happened_on": today}, auto_id="touch_%s")
        self.today = today
        self.item: ValueItem | None = None
        field: Any = self.fields["value_item"]
        field.rows = partial(ValueItem.objects.of_team, team_id)
        note, *others = sorted(NOTED_BY_HAND, key=lambda code: code != Channel.NOTE)
        channel: Any = self.fields["channel"]
        channel.choices = [(code.value, capfirst(str(CHANNELS[code]))) for code in (note, *others)]
        self.fields["happened_on"].widget.attrs["max"] = today.isoformat()

    def clean_happened_on(self) -> date:
        """Today, unless another day was typed; never one still to come."""
        day: date = self.cleaned_data["happened_on"] or self.today
        if day > self.today:
            raise forms.ValidationError(_("That day is still to come."))
        if day < EARLIEST_DAY:
            raise forms.ValidationError(_("That is too long ago. Check the year."))
        return day

    def clean_value_item(self) -> ValueItem | None:
        """The item, which the page is about when the form comes back."""
        self.item = self.cleaned_data["value_item"]
        return self.item

    def touch(self) -> NewTouch:
        """What was typed; what an item is for them stands in the library. Needs is_valid() to have run."""
        data = self.cleaned_data
        item: ValueItem | None = data["value_item"]
        kind = TOUCH_OF[Purpose(item.purpose)] if item else TouchKind(data["kind"] or TouchKind.PERSONAL)
        return NewTouch(
            channel=Channel(data["channel"]),
            happened_on=data["happened_on"],
            direction=Direction(data["direction"] or Direction.OUT),
            kind=kind,
            spoke=data["spoke"],
            summary=data["summary"],
            relevance=data["relevance"],
            override_reason=data["override_reason"],
            submission=data["submission"],
            value_item=item,
        )
