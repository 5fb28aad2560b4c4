"""Accounts made by hand: the first one, and that of somebody who was invited."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from desk.forms.fields import CleanLineField
from desk.forms.settings import country_choices, zone_choices


class NewAccountForm(forms.Form):
    """Who you are, and when it is morning for you."""

    name = CleanLineField(label=_("Your name"), max_length=120)
    password = forms.CharField(
        label=_("Password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
        help_text=_("Ten characters or more."),
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=zone_choices,
        initial="UTC",
        widget=forms.Select(attrs={"data-guess-zone": ""}),
    )
    country = forms.ChoiceField(
        label=_("Country, for its public holidays"), choices=country_choices, required=False
    )

    def __init__(self, *args: Any, address: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.address = address
        if self.is_bound:
            # What was chosen stays; only a fresh page guesses.
            self.fields["time_zone"].widget.attrs.pop("data-guess-zone", None)

    def clean(self) -> dict[str, Any]:
        """The password must be a good one for this person."""
        data = super().clean() or {}
        if data.get("password"):
            person = User(email=self.address or data.get("email", ""), name=data.get("name", ""))
            try:
                validate_password(data["password"], person)
            except forms.ValidationError as refused:
                self.add_error("password", refused)
        return data


class SetupForm(NewAccountForm):
    """The first account, and its team."""

    email = forms.EmailField(label=_("E-mail"), max_length=254)
    team_name = CleanLineField(label=_("Your team or firm"), max_length=120, required=False)
    field_order = ["name", "email", "password", "team_name", "time_zone", "country"]
