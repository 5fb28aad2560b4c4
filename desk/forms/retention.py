"""How long a team keeps people nobody has to do with any more."""

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Team
from desk.forms.settings import OwnRowForm

# Django's forms take their model's type in the stubs only.
if TYPE_CHECKING:
    TeamModelForm = forms.ModelForm[Team]
else:
    TeamModelForm = forms.ModelForm

LEAST, MOST = 12, 120


class RetentionForm(OwnRowForm, TeamModelForm):
    """After how many months somebody is erased; empty: never by itself."""

    erase_after_months = forms.IntegerField(
        label=_("Erase after so many months"),
        required=False,
        min_value=LEAST,
        max_value=MOST,
        help_text=_("From 12 to 120. Empty: nobody is ever erased by itself."),
    )
    erase_buyers_too = forms.BooleanField(
        label=_("People who bought from you, too"),
        required=False,
        help_text=_("Otherwise whoever said yes once is kept."),
    )

    class Meta:
        model = Team
        fields: ClassVar[list[str]] = ["erase_after_months", "erase_buyers_too"]

    def clean_erase_after_months(self) -> Any:
        """A number of months, or nothing."""
        return self.cleaned_data["erase_after_months"] or None
