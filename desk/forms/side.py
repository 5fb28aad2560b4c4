"""Somebody to keep in touch with without a no, and how often."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import normalise_email
from desk.forms.fields import CleanLineField, CodeField
from followups.actions.side_prospects import FARTHEST_WINDOW_DAYS
from prospects import labels
from prospects.conversations import Relation
from prospects.facts import ProspectFacts
from prospects.models import NAME_LENGTH

OWN = "own"
USUAL = "usual"
WINDOWS = ((30, 60), (60, 90), (90, 180))
DAYS = {"inputmode": "numeric", "min": 1, "max": FARTHEST_WINDOW_DAYS}


def window_choices() -> list[tuple[str, str]]:
    """The windows offered, and one's own numbers."""
    offered = [(f"{first}-{last}", span_of_days(first, last)) for first, last in WINDOWS]
    return [*offered, (OWN, _("Other"))]


def span_of_days(first: int, last: int) -> str:
    """A window in words: "every 60 to 90 days"."""
    return _("every %(first)d to %(last)d days") % {"first": first, "last": last}


class WindowForm(forms.Form):
    """How often to keep in touch: one of the windows, or numbers of one's own."""

    window = forms.ChoiceField(
        label=gettext_lazy("Keep in touch"), widget=forms.RadioSelect, required=False, initial="60-90"
    )
    window_from = forms.IntegerField(
        label=gettext_lazy("From day"), required=False, widget=forms.NumberInput(attrs=DAYS)
    )
    window_to = forms.IntegerField(
        label=gettext_lazy("to day"), required=False, widget=forms.NumberInput(attrs=DAYS)
    )

    def __init__(self, data: Any = None, *, may_be_usual: bool = False, **options: Any) -> None:
        super().__init__(data, **options)
        field: Any = self.fields["window"]
        usual = [(USUAL, _("as usual after a no"))] if may_be_usual else []
        field.choices = [*usual, *window_choices()]

    @staticmethod
    def known(span: tuple[int | None, int | None] | None) -> dict[str, Any]:
        """What the form begins with: the window as it is; without a plan the one most people want."""
        if span is None:
            return {"window": "60-90"}
        if span == (None, None):
            return {"window": USUAL}
        if span in WINDOWS:
            return {"window": f"{span[0]}-{span[1]}"}
        return {"window": OWN, "window_from": span[0], "window_to": span[1]}

    def clean(self) -> dict[str, Any]:
        """One's own numbers go from a day to a later one; typed, they are meant."""
        data = super().clean() or {}
        numbers = (data.get("window_from"), data.get("window_to"))
        if data.get("window") != OWN and numbers == (None, None):
            return data
        if {"window_from", "window_to"} & set(self.errors):
            return data
        first, last = numbers
        if first is None or last is None or not 1 <= first < last <= FARTHEST_WINDOW_DAYS:
            self.add_error("window_to", _("From a day to a later one, two years at most."))
        data["window"] = OWN
        return data

    def days(self) -> tuple[int, int] | None:
        """The window in days; None for the usual one. Needs is_valid() to have run."""
        data = self.cleaned_data
        if data["window"] == OWN:
            return data["window_from"], data["window_to"]
        if data["window"] == USUAL:
            return None
        first, _dash, last = (data["window"] or "60-90").partition("-")
        return int(first), int(last)


class SideProspectForm(WindowForm):
    """Who they are and what they are to us."""

    name = CleanLineField(label=gettext_lazy("Name"), max_length=NAME_LENGTH)
    organisation_name = CleanLineField(
        label=gettext_lazy("Where they work"), max_length=NAME_LENGTH, required=False
    )
    title = CleanLineField(label=gettext_lazy("Their role"), max_length=120, required=False)
    email = forms.EmailField(label=gettext_lazy("E-mail"), max_length=254, required=False)
    phone = CleanLineField(label=gettext_lazy("Phone"), max_length=40, required=False)
    relation = CodeField(
        labels.RELATIONS,
        label=gettext_lazy("What are they to you?"),
        widget=forms.RadioSelect,
        initial=Relation.PARTNER.value,
    )

    def facts(self) -> ProspectFacts:
        """Who they are. Needs is_valid() to have run."""
        data = self.cleaned_data
        return ProspectFacts(
            name=data["name"],
            organisation_name=data["organisation_name"],
            title=data["title"],
            email=normalise_email(data["email"]),
            phone=data["phone"],
        )

    def what_they_are(self) -> Relation:
        """What they are to us. Needs is_valid() to have run."""
        relation: Relation | None = self.cleaned_data["relation"]
        return relation or Relation.PARTNER
