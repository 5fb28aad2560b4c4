"""What the parts of the form of a "no" share: who fills it in, their day, their team."""

from collections.abc import Callable, Iterable
from copy import copy
from datetime import date, timedelta
from functools import cache, cached_property
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from accounts.models import User
from desk.forms.fields import FURTHEST_DAYS_AHEAD
from followups.exit_plan import OLD_NO_AFTER

EARLIEST_DAY = date(1970, 1, 1)


class _Shared(dict[str, forms.Field]):
    """Fields of a form class which its forms share: copied, they are the same ones."""

    def __deepcopy__(self, memo: dict[int, Any]) -> dict[str, forms.Field]:
        return dict(self)


@cache
def _meaning_of_nothing(field: forms.Field) -> Any:
    """What a field that forms share, and that may be left empty, is cleaned to when nothing is sent."""
    return field.clean(field.widget.value_from_datadict({}, MultiValueDict(), ""))


class NoPart(forms.Form):
    """One part of the form. Each cleans what is its own, after the parts before it."""

    def __init__(self, *args: Any, user: User, today: date, **kwargs: Any) -> None:
        # Django copies each field for each form: of so many that takes longer than to read what was sent.
        self.base_fields = _Shared(self.base_fields)  # type: ignore[misc]
        super().__init__(*args, **kwargs)
        self.user = user
        self.today = today
        self.prepare()

    def prepare(self) -> None:
        """Give fields what depends on who fills them in; each that is changed is made the form's `own`."""

    def own(self, name: str) -> Any:
        """A field that is this form's alone, to be changed."""
        shared = self.base_fields[name]
        if self.fields[name] is shared:
            # As deep as anything is changed: choices are given anew, never changed in place.
            own = self.fields[name] = copy(shared)
            own.error_messages = {**shared.error_messages}
            own.widget = copy(shared.widget)
            own.widget.attrs = {**shared.widget.attrs}
        return self.fields[name]

    def _clean_fields(self) -> None:
        """Django cleans each field of each form. One that was not sent means the same in every form, and of
        these fields hardly any is sent."""
        everything = self.fields
        unsent = {name for name, field in everything.items() if self._is_left_out(name, field)}
        self.cleaned_data |= {name: _meaning_of_nothing(everything[name]) for name in unsent}
        self.fields = {name: field for name, field in everything.items() if name not in unsent}
        try:
            super()._clean_fields()  # type: ignore[misc]
        finally:
            self.fields = everything

    def _is_left_out(self, name: str, field: forms.Field) -> bool:
        is_shared = field is self.base_fields[name]
        return (
            is_shared and not field.required and name not in self.data and not hasattr(self, f"clean_{name}")
        )

    @cached_property
    def members(self) -> list[User]:
        """The active members of the team, by name; read once, and only if somebody asks."""
        return list(self._members())

    def _members(self) -> QuerySet[User]:
        active = User.objects.filter(team_id=self.user.team_id, is_active=True)
        return active.order_by("name", "email")

    def offer_rows(self, name: str, rows: Callable[[], QuerySet[Any]]) -> Any:
        """Let a field choose among `rows`, asked for when one was chosen; returns the field."""
        field = self.own(name)
        field.rows = rows
        return field

    def is_old(self) -> bool:
        """Whether the no is written down so late that its days may have passed."""
        said_on = self.cleaned_data.get("said_on") or self.today
        return (self.today - said_on).days > OLD_NO_AFTER

    def is_fine(self, *names: str) -> bool:
        """Whether nothing is wrong with these fields so far."""
        return not set(names) & set(self.errors)

    def check_years(self, names: Iterable[str]) -> None:
        """Days that are far away by mistake."""
        for name in names:
            day = self.cleaned_data.get(name)
            if day and day > self.today + timedelta(days=FURTHEST_DAYS_AHEAD):
                self.add_error(name, _("That is more than ten years ahead. Check the year."))
            elif day and day < EARLIEST_DAY:
                self.add_error(name, _("That is too long ago. Check the year."))

    def check_ahead(self, name: str) -> None:
        """A day still to come, unless an old no is written down late and the day came after it."""
        day, said_on = self.cleaned_data.get(name), self.cleaned_data.get("said_on")
        if not day or not said_on or day >= self.today:
            return
        if not self.is_old() or day < said_on:
            self.add_error(name, _("That day has passed. Which one comes next?"))
