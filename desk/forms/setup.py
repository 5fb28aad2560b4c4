"""The first account, made by hand."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from desk.forms.fields import CleanLineField
from desk.forms.settings import country_choices, zone_choices


class SetupForm(forms.Form):
    """Who you are, and when it is morning for you."""

    name = CleanLineField(label=_("Your name"), max_length=120)
    email = forms.EmailField(label=_("E-mail"), max_length=254)
    password = forms.CharField(
        label=_("Password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
        help_text=_("Ten characters or more."),
    )
    team_name = CleanLineField(label=_("Your team or firm"), max_length=120, required=False)
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=zone_choices,
        initial="UTC",
        widget=forms.Select(attrs={"data-guess-zone": ""}),
    )
    country = forms.ChoiceField(
        label=_("Country, for its public holidays"), choices=country_choices, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.is_bound:
            # What was chosen stays; only a fresh page guesses.
            self.fields["time_zone"].widget.attrs.pop("data-guess-zone", None)

    def clean(self) -> dict[str, Any]:
        """The password must be a good one for this person."""
        data = super().clean() or {}
        if data.get("password"):
            person = User(email=data.get("email", ""), name=data.get("name", ""))
            try:
                validate_password(data["password"], person)
            except forms.ValidationError as refused:
                self.add_error("password", refused)
        return data
