"""How check-ins ease off: a field for a cadence, and what a team agreed on."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from accounts.changes import row_key
from accounts.models import CADENCE_LENGTH, Team
from common.text import clean_line
from desk.forms.settings import OwnRowForm
from desk.rhythm_words import NAMES, mistake_text, windows_text
from followups.cadence import NAMED, OURS, BadCadence, Named, name_of, parse
from followups.scheduling import CHECK_IN_SPAN
from prospects.conversations import PREFERRED_DAY, ExitConversation
from prospects.labels import CHIPS

# Django's forms take their model's type in the stubs only.
if TYPE_CHECKING:
    TeamModelForm = forms.ModelForm[Team]
else:
    TeamModelForm = forms.ModelForm

OWN = "own"
NUMBERS = ("value_item_day", "contract_lead_days", "budget_lead_days", "settled_after_days")
EXAMPLE = _("2x 30-60, 60-90, 90-180")


class CadenceField(forms.CharField):
    """Windows in days, as "3x 30-60, 60-90"; given back as they are kept, empty stays empty."""

    def __init__(self, example: Any = EXAMPLE, **options: Any) -> None:
        widget = forms.TextInput(attrs={"placeholder": example, "autocomplete": "off", "spellcheck": "false"})
        options = {"required": False, "widget": widget, "max_length": 2 * CADENCE_LENGTH, **options}
        super().__init__(**options)

    def to_python(self, value: Any) -> str:
        """The cadence's text; raises ValidationError with a sentence that says what is wrong."""
        typed = clean_line(super().to_python(value) or "")
        if not typed:
            return ""
        try:
            return parse(typed).as_text()
        except BadCadence as mistake:
            raise forms.ValidationError(mistake_text(mistake), code=mistake.fault) from mistake


@dataclass(frozen=True)
class KindFields:
    """What can differ for one kind of no: its words, its preferred day, its cadence."""

    words: str
    day: forms.BoundField
    cadence: forms.BoundField


class RhythmForm(OwnRowForm, TeamModelForm):
    """The days and the rhythm a team agreed on; what is left empty for a kind of no is as the team's."""

    rhythm = forms.ChoiceField(
        label=_("Check-ins while nobody answers"),
        widget=forms.RadioSelect,
        help_text=_("Windows in days, one after the other, the last one for ever. An answer begins anew."),
    )
    rhythm_own = CadenceField(label=_("A rhythm of your own"))

    class Meta:
        model = Team
        fields = NUMBERS
        labels: ClassVar[dict[str, Any]] = {
            "value_item_day": _("Something useful, about day"),
            "contract_lead_days": _("Days ahead of a notice date"),
            "budget_lead_days": _("Days ahead of a budget year"),
            "settled_after_days": _("Days after a start, or a new person"),
        }

    def __init__(self, data: Any = None, *, instance: Team) -> None:
        super().__init__(data, instance=instance, initial=_known(instance))
        field: Any = self.fields["rhythm"]
        field.choices = rhythm_choices()
        for kind in ExitConversation:
            self.fields[f"day_{kind}"] = _day_field(kind)
            self.fields[f"cadence_{kind}"] = CadenceField(label=_("Rhythm"), example=_("as above"))

    def differs(self) -> bool:
        """Whether anything is said of a kind of no: then its fields are in sight."""
        fields = [field for kind in self.kinds() for field in (kind.day, kind.cadence)]
        return any(field.value() or field.errors for field in fields)

    def numbers(self) -> list[forms.BoundField]:
        """The team's days, in the order they stand."""
        return [self[name] for name in NUMBERS]

    def kinds(self) -> Iterator[KindFields]:
        """The fields of each kind of no."""
        for kind in ExitConversation:
            yield KindFields(str(CHIPS[kind]), self[f"day_{kind}"], self[f"cadence_{kind}"])

    def clean(self) -> dict[str, Any]:
        """A rhythm of one's own has to be written down."""
        data = super().clean() or {}
        if data.get("rhythm") == OWN and "rhythm_own" not in self.errors and not data.get("rhythm_own"):
            self.add_error("rhythm_own", _("Write windows in days, such as 30-60, 60-90."))
        return data

    def written_in(self, name: str) -> tuple[str, str]:
        """The row, and the column that holds what the field says."""
        column = {"rhythm": "cadence", "day": "preferred_days", "cadence": "cadences"}
        kind = name.partition("_")[0]
        return row_key(self.instance), name if name in NUMBERS else column[kind]

    def values(self) -> dict[str, Any]:
        """What the team's row shall hold. Needs is_valid() to have run."""
        data = self.cleaned_data
        days = {kind.value: data[f"day_{kind}"] for kind in ExitConversation if data[f"day_{kind}"]}
        cadences = {
            kind.value: data[f"cadence_{kind}"] for kind in ExitConversation if data[f"cadence_{kind}"]
        }
        own = data["rhythm_own"] if data["rhythm"] == OWN else NAMED[Named(data["rhythm"])].as_text()
        return {
            **{name: data[name] for name in NUMBERS},
            "preferred_days": days,
            "cadences": cadences,
            "cadence": "" if own == OURS.as_text() else own,
        }


def rhythm_choices() -> list[tuple[str, Any]]:
    """The cadences with a name, and one's own."""
    named = [
        (name.value, f"{capfirst(str(NAMES[name]))}: {windows_text(known)}") for name, known in NAMED.items()
    ]
    return [*named, (OWN, _("Other"))]


def _known(team: Team) -> dict[str, Any]:
    """What the form begins with: how it is now."""
    name = Named.OURS if not team.cadence else _name_of(team.cadence)
    known: dict[str, Any] = {"rhythm": name or OWN, "rhythm_own": "" if name else team.cadence}
    for kind in ExitConversation:
        known[f"day_{kind}"] = team.preferred_days.get(kind)
        known[f"cadence_{kind}"] = team.cadences.get(kind, "")
    return known


def _name_of(text: str) -> Named | None:
    try:
        return name_of(parse(text))
    except BadCadence:
        return None


def _day_field(kind: ExitConversation) -> forms.IntegerField:
    first, last = CHECK_IN_SPAN
    limits = {"inputmode": "numeric", "min": first, "max": last, "placeholder": PREFERRED_DAY[kind]}
    sentence = _("A day from %(first)d to %(last)d.") % {"first": first, "last": last}
    return forms.IntegerField(
        label=_("Preferred day"),
        required=False,
        min_value=first,
        max_value=last,
        widget=forms.NumberInput(attrs=limits),
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), sentence),
    )
