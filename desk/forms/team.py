"""Who is in the team: invitations, roles, who takes over."""

from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import Role
from desk.forms.fields import RowField
from desk.role_words import ROLE_CHOICES


class RolesField(forms.MultipleChoiceField):
    """One or more roles."""

    widget = forms.CheckboxSelectMultiple
    default_error_messages = {"required": _("Choose at least one role.")}

    def __init__(self, **options: Any) -> None:
        super().__init__(label=_("Roles"), choices=ROLE_CHOICES, **options)

    def clean(self, value: Any) -> frozenset[Role]:
        """The roles themselves."""
        return frozenset(Role(code) for code in super().clean(value))


class InviteForm(forms.Form):
    """Whom to invite, and as what."""

    address = forms.EmailField(
        label=_("Their e-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    roles = RolesField(initial=[Role.SALES.value])


class RolesForm(forms.Form):
    """The roles of a member; `seen` are those the page showed."""

    roles = RolesField()
    seen = forms.MultipleChoiceField(choices=ROLE_CHOICES, required=False)

    def clean_seen(self) -> frozenset[Role]:
        """The roles themselves."""
        return frozenset(Role(code) for code in self.cleaned_data["seen"])


def _who_takes_over() -> RowField:
    """Whoever may: each form says who that is."""
    return RowField(
        queryset=User.objects.none(),
        label=_("Who takes over"),
        empty_label=_("Choose a colleague"),
        error_messages={
            "required": _("Choose a colleague."),
            "invalid_choice": _("Choose a colleague of your team who sells and is active."),
        },
    )


class NewOwnerForm(forms.Form):
    """Who takes over. Read from an address: looking is free."""

    to = _who_takes_over()

    def __init__(self, data: Any = None, *, giver: User) -> None:
        super().__init__(data)
        field = self.fields["to"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = self.colleagues = who_may_take_over(giver)


class HandOverForm(forms.Form):
    """Whose people go to whom."""

    giver = RowField(
        queryset=User.objects.none(),
        label=_("Whose people"),
        empty_label=_("Choose somebody"),
        error_messages={
            "required": _("Choose somebody."),
            "invalid_choice": _("Choose somebody of your team."),
        },
    )
    to = _who_takes_over()

    def __init__(self, data: Any = None, *, team_id: UUID) -> None:
        super().__init__(data)
        members = User.objects.filter(team=team_id).order_by("-is_active", "name", "email")
        for name, rows in (("giver", members), ("to", members.filter(is_active=True, is_sales=True))):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = rows

    def clean(self) -> dict[str, Any]:
        """Two people."""
        data = super().clean() or {}
        if data.get("giver") and data.get("giver") == data.get("to"):
            self.add_error("to", _("Choose somebody else: these are their people already."))
        return data


def who_may_take_over(giver: User) -> QuerySet[User]:
    """The colleagues who can be given the people of somebody."""
    colleagues = User.objects.filter(team=giver.team_id, is_active=True, is_sales=True)
    return colleagues.exclude(pk=giver.pk).order_by("name", "email")
