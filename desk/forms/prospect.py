"""What is known of a person, to correct or complete."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import normalise_email
from desk.forms.fields import CleanLineField
from prospects.facts import ProspectFacts
from prospects.models import NAME_LENGTH, Prospect


class ProspectForm(forms.Form):
    """Name, address, where they work."""

    name = CleanLineField(label=_("Name"), max_length=NAME_LENGTH)
    organisation_name = CleanLineField(label=_("Where they work"), max_length=NAME_LENGTH, required=False)
    title = CleanLineField(label=_("Their role"), max_length=120, required=False)
    email = forms.EmailField(label=_("E-mail"), max_length=254, required=False)
    phone = CleanLineField(label=_("Phone"), max_length=40, required=False)
    is_decision_maker = forms.BooleanField(label=_("They can say yes on their own"), required=False)

    def __init__(self, data: Any = None, *, person: Prospect) -> None:
        super().__init__(
            data,
            initial={
                "name": person.name,
                "organisation_name": person.organisation.name if person.organisation else "",
                "title": person.title,
                "email": person.email,
                "phone": person.phone,
                "is_decision_maker": person.is_decision_maker,
            },
        )

    def facts(self) -> ProspectFacts:
        """What was typed."""
        data = dict(self.cleaned_data)
        return ProspectFacts(**{**data, "email": normalise_email(data["email"])})
