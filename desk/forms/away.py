"""Days on which somebody will be away."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Absence, User
from desk.forms.fields import DayField, RowField
from followups.absences import NewAbsence


class AbsenceForm(forms.Form):
    """From when until when, and what happens to what falls into it. Read from an address: looking is free."""

    first_on = DayField(label=_("First day away"))
    last_on = DayField(label=_("Last day away"))
    then = forms.ChoiceField(
        label=_("What falls into it"), choices=Absence.Then.choices, widget=forms.RadioSelect, required=False
    )
    stand_in = RowField(
        queryset=User.objects.none(),
        label=_("Who looks after it"),
        required=False,
        empty_label=_("Nobody yet"),
        help_text=_("Only if a colleague looks after it."),
        error_messages={"invalid_choice": _("Choose a colleague of your team.")},
    )

    def __init__(self, data: Any = None, *, user: User, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial={"then": Absence.Then.MOVE.value} | (initial or {}))
        colleagues = User.objects.filter(team_id=user.team_id, is_active=True).exclude(pk=user.pk)
        field = self.fields["stand_in"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = colleagues.order_by("name", "email")
        self.has_colleagues = colleagues.exists()

    def clean(self) -> dict[str, Any]:
        """Whoever hands over says to whom."""
        data = super().clean() or {}
        if data.get("then") != Absence.Then.HAND_OVER:
            data["stand_in"] = None
        elif data.get("stand_in") is None and "stand_in" not in self.errors:
            self.add_error("stand_in", _("Who looks after it? Choose a colleague."))
        return data

    def new_absence(self) -> NewAbsence:
        """What a valid form asks for."""
        data = self.cleaned_data
        return NewAbsence(data["first_on"], data["last_on"], data["stand_in"])
