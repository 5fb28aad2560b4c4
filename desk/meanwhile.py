"""Two people, or two tabs, at one form: nobody's change is lost without a word.

Field by field: what only one of them changed stands as that one left it. What both changed comes back with a
sentence that says what the other did; what was typed stays in its field, and saving again takes it.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from accounts.changes import Change, newest_touching
from accounts.models import User
from common.days import plain_day_and_year
from desk.forms.drawn import DrawnForm, mark_of

F = TypeVar("F", bound=DrawnForm)
# How much of somebody else's words a sentence repeats.
MOST_REPEATED = 200


class ChangedMeanwhile(Exception):
    """Both changed the same; `form` is what was typed, with what the other did beside its fields."""

    def __init__(self, form: DrawnForm) -> None:
        super().__init__(form)
        self.form = form


def brought_together(
    typed: F, draw: Callable[[QueryDict | None], F], changes: "QuerySet[Change]", viewer: User
) -> tuple[F, list[str]]:
    """The form to save now that its row is locked, and in sentences what the other changed beside it.

    `draw` makes the form from the row as it stands, empty or with what was typed; `changes` are those that
    may have written it. Raises ChangedMeanwhile when both changed a field, or when what both left does not
    fit together. Needs typed.is_valid() to have run.
    """
    fresh = draw(None)
    theirs, both = _sorted_out(typed, fresh)
    if not theirs and not both:
        return typed, []
    merged = draw(_with_theirs(typed.data, fresh, theirs))
    teller = _Teller(fresh, changes, viewer)
    told = [teller.aside(name) for name in theirs]
    if both or not merged.is_valid():
        for name in both:
            merged.add_error(name, teller.against(name))
        for sentence in told:
            merged.add_error(None, sentence)
        raise ChangedMeanwhile(merged)
    return merged, told


def _sorted_out(typed: DrawnForm, fresh: DrawnForm) -> tuple[list[str], list[str]]:
    """The fields that only the other changed, and those that both did to different ends."""
    drawn_with, sent = typed.drawn_with(), typed.words()
    theirs: list[str] = []
    both: list[str] = []
    for name, stands in fresh.words().items():
        drawn = drawn_with.get(name)
        if drawn is None or name not in sent or mark_of(stands) in {drawn, mark_of(sent[name])}:
            continue
        (theirs if mark_of(sent[name]) == drawn else both).append(name)
    return theirs, both


def _with_theirs(data: Any, fresh: DrawnForm, names: list[str]) -> QueryDict:
    """What was typed, with what the other changed in its place; drawn anew from how it stands."""
    merged: QueryDict = data.copy()
    for name in names:
        merged.setlist(fresh.add_prefix(name), list(fresh.sendable(name)))
    merged[fresh.drawn_as] = fresh.mark()
    return merged


class _Teller:
    """Says what the other did to a field."""

    def __init__(self, fresh: DrawnForm, changes: "QuerySet[Change]", viewer: User) -> None:
        self.fresh = fresh
        self.changes = changes
        self.viewer = viewer

    def against(self, name: str) -> str:
        """Beside a field that both changed."""
        stays = _("Yours stands in the field: save again to take yours.")
        return f"{self._what_happened(name)} {stays}"

    def aside(self, name: str) -> str:
        """Of a field that only the other changed."""
        return f"{self.fresh[name].label}: {self._what_happened(name)}"

    def _what_happened(self, name: str) -> str:
        value = shown(self.fresh, name)
        change = newest_touching(self.changes, *self.fresh.written_in(name))
        facts = {"who": change.actor if change else "", "value": value}
        if change is None or change.actor is None:
            text = (
                _("Meanwhile this was changed to “%(value)s”.") if value else _("Meanwhile this was emptied.")
            )
        elif change.actor == self.viewer:
            text = (
                _("Meanwhile you changed this to “%(value)s” elsewhere.")
                if value
                else _("Meanwhile you emptied this elsewhere.")
            )
        else:
            text = (
                _("Meanwhile %(who)s changed this to “%(value)s”.")
                if value
                else _("Meanwhile %(who)s emptied this.")
            )
        return text % facts


def tell_of_others(request: HttpRequest, told: list[str]) -> None:
    """On the page that comes after a save: what somebody else changed, and that it stands."""
    for sentence in told:
        messages.info(request, sentence)


def shown(form: DrawnForm, name: str) -> str:
    """What stands in a field of an empty form, in words; "" when nothing does."""
    bound = form[name]
    value, field = bound.value(), bound.field
    if isinstance(field.widget, forms.CheckboxInput):
        return _("yes") if value else _("no")
    if value in (None, "") or value == []:
        return ""
    if isinstance(field, forms.DateField) and not isinstance(value, str):
        return plain_day_and_year(value)
    if isinstance(field, forms.ChoiceField):
        labels = _labels(field)
        many = value if isinstance(value, list | tuple) else [value]
        return ", ".join(str(labels.get(str(one), one)) for one in many)
    return Truncator(", ".join(form.sendable(name))).chars(MOST_REPEATED)


def _labels(field: forms.ChoiceField) -> dict[str, Any]:
    """Every choice of a field with its words, those in groups too."""
    found: dict[str, Any] = {}
    choices: Any = field.choices
    for value, label in choices:
        pairs = label if isinstance(label, list | tuple) else [(value, label)]
        found |= {str(code): words for code, words in pairs}
    return found
