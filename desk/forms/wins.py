"""A deal that was a yes: who said it and why; everything else may wait."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import CURRENCY_LENGTH, User, normalise_email
from desk.forms.fields import CleanLineField, CleanTextField, DayField, KeyField, RowField, TickField
from desk.forms.money import MoneyField
from desk.forms.no_part import EARLIEST_DAY
from prospects.models import NAME_LENGTH, WORDS_LENGTH, Prospect
from prospects.new_no import Who
from prospects.new_win import NewWin

FOLDED = ("title", "value", "currency", "closed_on", "organisation_name", "email")


class WinForm(forms.Form):
    """One line, and folded what else is known."""

    submission = KeyField()
    prospect = RowField(
        Prospect.objects.none(),
        required=False,
        widget=forms.HiddenInput,
        error_messages={
            "invalid_choice": gettext_lazy("We don't know this person. Type their name instead.")
        },
    )
    prospect_name = CleanLineField(label=gettext_lazy("Who said yes?"), max_length=NAME_LENGTH)
    why_yes = CleanTextField(label=gettext_lazy("Why yes?"), max_length=WORDS_LENGTH, required=False)
    title = CleanLineField(label=gettext_lazy("What was offered"), max_length=NAME_LENGTH, required=False)
    value = MoneyField(label=gettext_lazy("Value"), required=False)
    currency = forms.RegexField(
        r"^\s*[A-Za-z]{3}\s*$",
        label=gettext_lazy("Currency"),
        max_length=CURRENCY_LENGTH,
        required=False,
        error_messages={"invalid": gettext_lazy("Three letters, such as EUR.")},
    )
    closed_on = DayField(label=gettext_lazy("Said yes on"), required=False)
    organisation_name = CleanLineField(
        label=gettext_lazy("Where they work"), max_length=NAME_LENGTH, required=False
    )
    email = forms.EmailField(label=gettext_lazy("E-mail"), max_length=254, required=False)
    # Asked only where they have a declined deal that is still followed up.
    is_another = TickField(label=gettext_lazy("No, this is another deal"))

    def __init__(self, data: Any = None, *, user: User, today: date, **options: Any) -> None:
        super().__init__(data, **options)
        self.today = today
        field: Any = self.fields["prospect"]
        field.rows = lambda: Prospect.objects.visible_to(user)
        self.fields["currency"].initial = user.team.currency
        self.fields["closed_on"].initial = today

    def clean_closed_on(self) -> date:
        """The day, today when it was not said; never one to come."""
        day: date = self.cleaned_data["closed_on"] or self.today
        if day > self.today:
            raise forms.ValidationError(_("A yes can't have been said in the future."))
        if day < EARLIEST_DAY:
            raise forms.ValidationError(_("That is too long ago. Check the year."))
        return day

    def win(self) -> NewWin:
        """The yes as it was told. Needs is_valid() to have run."""
        data = self.cleaned_data
        known = data["prospect"]
        return NewWin(
            who=Who(
                prospect_id=known.pk if known else None,
                name=data["prospect_name"],
                organisation=data["organisation_name"],
                email=normalise_email(data["email"]),
            ),
            closed_on=data["closed_on"],
            why_yes=data["why_yes"],
            title=data["title"],
            value=data["value"],
            currency=(data["currency"] or "").strip().upper(),
            submission=data["submission"],
        )

    def holds_more(self) -> bool:
        """Whether anything that is folded has something typed into it, or is wrong."""
        typed = (self[name].value() for name in FOLDED if name not in {"currency", "closed_on"})
        return any(typed) or any(self[name].errors for name in FOLDED)
