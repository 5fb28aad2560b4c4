"""A new API token: what it is for, what it may do, how long it works."""

from datetime import datetime, timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.api_tokens import NewApiToken
from accounts.models import ApiToken
from accounts.token_scopes import Scope
from desk.forms.fields import CleanLineField, KeyField

UNTIL_REVOKED = ""
DAYS = [
    ("30", _("30 days")),
    ("90", _("90 days")),
    ("365", _("A year")),
    (UNTIL_REVOKED, _("Until I revoke it")),
]


class ApiTokenForm(forms.Form):
    """Reading alone unless told otherwise, and not for ever."""

    name = CleanLineField(
        label=_("What is it for?"),
        max_length=ApiToken._meta.get_field("name").max_length,
        help_text=_("The program or the device, so that you know it again."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    scope = forms.ChoiceField(
        label=_("It may"),
        choices=[(Scope.READ.value, _("Read")), (Scope.WRITE.value, _("Read and write"))],
        widget=forms.RadioSelect,
        initial=Scope.READ.value,
    )
    submission = KeyField()
    days = forms.ChoiceField(label=_("It works for"), choices=DAYS, initial="90", required=False)

    def new_token(self, now: datetime) -> NewApiToken:
        """What a valid form asks for at `now`."""
        days = self.cleaned_data["days"]
        ends = now + timedelta(days=int(days)) if days else None
        data = self.cleaned_data
        return NewApiToken(data["name"], Scope(data["scope"]), ends, data["submission"])
