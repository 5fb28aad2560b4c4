"""The contact rules as far as a team may set them for itself."""

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Team
from desk.forms.places import CountriesField
from desk.forms.settings import OwnRowForm

# Django's forms take their model's type in the stubs only.
if TYPE_CHECKING:
    TeamModelForm = forms.ModelForm[Team]
else:
    TeamModelForm = forms.ModelForm


class NumberField(forms.IntegerField):
    """A whole number between two others, with one sentence for whatever is none."""

    def __init__(self, label: Any, least: int, most: int, help_text: Any = "") -> None:
        super().__init__(label=label, min_value=least, max_value=most, help_text=help_text)
        self.between = {"least": least, "most": most}

    def clean(self, value: Any) -> int:
        """The number; raises ValidationError in one sentence, whatever is wrong with it."""
        try:
            return int(super().clean(value))
        except forms.ValidationError as wrong:
            sentence = _("A whole number from %(least)d to %(most)d.")
            raise forms.ValidationError(sentence, code="number", params=self.between) from wrong


class ContactRulesForm(OwnRowForm, TeamModelForm):
    """How far apart, how many in which time, how much is given before an offer (RULES.md, Contact rules)."""

    days_apart = NumberField(_("Days between two contacts"), 1, 90)
    most_touches = NumberField(_("Contacts at most"), 1, 50)
    within_days = NumberField(_("Within so many days"), 14, 365)
    helpful_before_pitch = NumberField(
        _("Useful things before an offer"), 0, 10, _("0: an offer may come at any time.")
    )
    strict_countries = CountriesField(
        label=_("Countries with strict rules"),
        required=False,
        max_length=200,
        help_text=_("There the app mails only whoever agreed in writing. Names or two letters, with commas."),
    )

    class Meta:
        model = Team
        fields: ClassVar[list[str]] = [
            "days_apart",
            "most_touches",
            "within_days",
            "helpful_before_pitch",
            "strict_countries",
        ]

    def clean_strict_countries(self) -> str:
        """As they stand where the form leaves them out: no rule is loosened by silence."""
        if self.add_prefix("strict_countries") not in self.data:
            return str(self.instance.strict_countries)
        return str(self.cleaned_data["strict_countries"])
