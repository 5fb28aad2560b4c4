"""The form that asks for a calendar address, or for another one."""

from django import forms


class AddressForm(forms.Form):
    """Which address the page showed as standing; empty where there was none."""

    replaces = forms.UUIDField(required=False)
