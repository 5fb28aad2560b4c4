"""What somebody posts about a deal: why it came back, what grew out of it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from desk.forms.fields import CleanLineField, CleanTextField, KeyField
from desk.forms.money import MoneyField
from prospects.models import NAME_LENGTH, WORDS_LENGTH


class CameBackForm(forms.Form):
    """They said yes."""

    why_yes = CleanTextField(
        label=_("Why did they say yes this time?"), max_length=WORDS_LENGTH, required=False
    )


class NewNeedForm(forms.Form):
    """Something new they need."""

    submission = KeyField()
    title = CleanLineField(label=_("What they need now"), max_length=NAME_LENGTH, required=False)
    value = MoneyField(label=_("Value"), required=False)
