"""What a team changes after a quarter: three lines, each with who sees to it and until when."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from insights.calendar_quarters import Quarter
from insights.decisions import Wanted, how_it_stands
from insights.forms.debrief import LineField
from insights.models import QuarterDecision
from insights.models.decision import MOST_DECISIONS

POSITIONS: Final = range(1, MOST_DECISIONS + 1)
FARTHEST: Final = timedelta(days=730)


@dataclass(frozen=True)
class DrawnDecision:
    """The fields of one decision."""

    position: int
    what: forms.BoundField
    owner: forms.BoundField
    due_on: forms.BoundField


class DecisionsForm(forms.Form):
    """Three decisions; a line without words is none."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        data: Any = None,
        *,
        quarter: Quarter,
        standing: Sequence[QuarterDecision],
        members: Sequence[User],
    ) -> None:
        super().__init__(data)
        self.quarter = quarter
        self.fields["seen"].initial = how_it_stands(standing)
        self.people = {str(user.pk): user.get_full_name() for user in members}
        by_position = {row.position: row for row in standing}
        for position in POSITIONS:
            self._add(position, by_position.get(position))

    def _add(self, position: int, row: QuarterDecision | None) -> None:
        people = dict(self.people)
        if row is not None and str(row.owner_id) not in people:
            # Who has left stays where they stood.
            people[str(row.owner_id)] = row.owner.get_full_name()
        self.fields[f"what_{position}"] = LineField(
            label=gettext_lazy("What we change"), initial=row.what if row else ""
        )
        self.fields[f"owner_{position}"] = forms.ChoiceField(
            label=gettext_lazy("Who sees to it"),
            choices=[("", "–"), *people.items()],
            required=False,
            initial=str(row.owner_id) if row else "",
            error_messages={"invalid_choice": gettext_lazy("Choose somebody of your team.")},
        )
        self.fields[f"due_on_{position}"] = forms.DateField(
            label=gettext_lazy("Until"),
            required=False,
            initial=row.due_on if row else self.quarter.following().last_day,
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            input_formats=["%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y"],
            error_messages={"invalid": gettext_lazy("Write the day as 2026-03-31.")},
        )

    def drawn(self) -> Iterator[DrawnDecision]:
        """The fields, decision by decision."""
        for position in POSITIONS:
            names = (f"{name}_{position}" for name in ("what", "owner", "due_on"))
            yield DrawnDecision(position, *(self[name] for name in names))

    def clean(self) -> dict[str, Any]:
        """What is decided has somebody who sees to it, and a day that can be."""
        data = super().clean() or {}
        for position in POSITIONS:
            what, owner = data.get(f"what_{position}"), f"owner_{position}"
            if what and not data.get(owner) and owner not in self.errors:
                self.add_error(owner, _("Who sees to it?"))
            if what:
                self._check_day(f"due_on_{position}", data)
        return data

    def _check_day(self, name: str, data: dict[str, Any]) -> None:
        if name in self.errors:
            return
        day: date | None = data.get(name)
        if day is None:
            self.add_error(name, _("Until when?"))
        elif not self.quarter.first_day <= day <= self.quarter.last_day + FARTHEST:
            self.add_error(name, _("Choose a day after the quarter began, at most two years on."))

    def wanted(self) -> list[Wanted | None]:
        """The decisions as typed. Needs is_valid() to have run."""
        return [self._wanted(position) for position in POSITIONS]

    def _wanted(self, position: int) -> Wanted | None:
        data = self.cleaned_data
        what = data[f"what_{position}"]
        if not what:
            return None
        return Wanted(what, UUID(data[f"owner_{position}"]), data[f"due_on_{position}"])
