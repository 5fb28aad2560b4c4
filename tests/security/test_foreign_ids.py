"""Ids of what somebody may not see, in every field of every form: they are answered like ids that nobody has,
and no row comes to name them."""

from dataclasses import dataclass, field
from functools import cache
from typing import Any
from uuid import uuid4

from django import forms
from django.db import models

from tests.security.asked_names import asked_names
from tests.security.forms_found import FoundForm, forms_of
from tests.security.raiding import NOT_THE_DESK, Raid, found_wrong, raid
from tests.security.routes import POLICIES
from tests.security.tables import rows_naming
from tests.security.walking import UUID_TEXT, nothing_stays, watched_writes

__all__ = ["raid"]


@cache
def chosen_from() -> dict[str, type[models.Model] | None]:
    """The names of all fields of all forms, with what they choose a row from; None where they choose none."""
    found: dict[str, type[models.Model] | None] = {}
    waiting: list[Any] = [forms.BaseForm]
    while waiting:
        form = waiting.pop()
        waiting += form.__subclasses__()
        for name, kind in getattr(form, "base_fields", {}).items():
            found[name] = model_of(kind) or found.get(name)
    return found


def model_of(kind: forms.Field) -> type[models.Model] | None:
    """What a field chooses a row from; any model where it takes an id of whatever."""
    if isinstance(kind, forms.ModelChoiceField):
        return kind.queryset.model
    return models.Model if isinstance(kind, forms.UUIDField) else None


def takes_an_id(form: FoundForm, name: str) -> bool:
    """Whether a name may be one of ids: it chooses rows, one stood there, or only a view knows of it."""
    if UUID_TEXT.fullmatch(str(form.filled.get(name, ""))):
        return True
    return bool(chosen_from()[name]) if name in chosen_from() else name not in form.kinds


@dataclass
class Attack:
    """The posts of one raid, and what went wrong with them."""

    raid: Raid
    before: set[str]
    tried: set[tuple[str, str]] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)

    def on(self, form: FoundForm) -> None:
        """Each field that takes an id, once for each route; then all of them with every id at once."""
        read = set(form.kinds) | (self._read(form) if self._is_new(form, "") else set())
        names = [name for name in sorted(read) if takes_an_id(form, name)]
        for name in names:
            if self._is_new(form, name):
                self._one(form, name)
        if names and self._is_new(form, "all of them"):
            nobodys = {name: [str(uuid4()) for _row in self.raid.rows] for name in names}
            unknown = self._post(form, **nobodys)
            self._foreign(form, unknown, **dict.fromkeys(names, self.raid.ids))

    def _is_new(self, form: FoundForm, name: str) -> bool:
        is_new = (form.route, name) not in self.tried
        self.tried.add((form.route, name))
        return is_new

    def _read(self, form: FoundForm) -> set[str]:
        with asked_names() as names:
            self._post(form)
        return names

    def _one(self, form: FoundForm, name: str) -> None:
        rows = self.raid.one_of_each()
        if (kind := chosen_from().get(name) or models.Model) is not models.Model:
            rows = [row for row in self.raid.rows if isinstance(row, kind)]
        unknown = self._post(form, **{name: str(uuid4())}) if rows else None
        for row in rows:
            self._foreign(form, unknown, **{name: str(row.pk)})

    def _post(self, form: FoundForm, **changes: Any) -> Any:
        with nothing_stays(self.raid.client):
            return self.raid.client.post(form.action, form.sent(**changes))

    def _foreign(self, form: FoundForm, unknown: Any, **changes: Any) -> None:
        with nothing_stays(self.raid.client), watched_writes() as writes:
            answer = self.raid.client.post(form.action, form.sent(**changes))
            changed = rows_naming(self.raid.ids) ^ self.before if writes else set()
        spot = f"{form.action} with {', '.join(changes)}"
        self.wrong += found_wrong(spot, answer, unknown)
        self.wrong += [f"{spot} stores or changes {row[:300]}" for row in changed]


def test_foreign_ids_in_a_form_are_answered_like_ids_nobody_has(raid: Raid) -> None:
    attack = Attack(raid, rows_naming(raid.ids))
    found = forms_of(raid.client, raid.own, raid.previews())
    found = [form for form in found if not form.route.startswith(NOT_THE_DESK)]
    for form in found:
        attack.on(form)
    assert not attack.wrong, "\n".join(attack.wrong)
    posted_to = {route for route, policy in POLICIES.items() if policy.post or policy.get == 405}
    assert {route for route in posted_to if not route.startswith(NOT_THE_DESK)} <= {
        form.route for form in found
    }
    known = {("no/", name) for name in ("prospect", "deal", "owner", "told_to", "reason", "reasons")}
    known |= {("losses/<uuid:pk>/edit/", "reason"), ("together/later/", "row")}
    known |= {("settings/away/new/", "stand_in"), ("settings/calendar/", "replaces")}
    if raid.is_managers:
        known |= {("prospects/<uuid:pk>/merge/", "other"), ("prospects/<uuid:pk>/merge/", "owner")}
        known |= {("settings/hand-over/", "giver"), ("settings/hand-over/", "to")}
        known |= {("together/hand-to/", "row"), ("together/hand-to/", "to")}
        known |= {("settings/members/<uuid:pk>/deactivate/", "to"), ("settings/team/leave/", "to")}
    assert known <= attack.tried
