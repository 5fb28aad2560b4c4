"""Somebody to keep in touch with without a no, and how often."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import normalise_email
from desk.forms.fields import CleanLineField, CodeField, KeyField
from desk.forms.rhythm import CadenceField
from desk.rhythm_words import NAMES, mistake_text, span_of_days
from followups.actions.side_prospects import FARTHEST_WINDOW_DAYS
from followups.cadence import NAMED, BadCadence, Fault, Named
from prospects import labels
from prospects.conversations import Relation
from prospects.facts import ProspectFacts
from prospects.models import NAME_LENGTH

OWN = "own"
USUAL = "usual"
# A rhythm that is typed.
RHYTHM = "rhythm"
WINDOWS = ((30, 60), (60, 90), (90, 180))
# The rhythms with a name; the steady one is a window.
EASING = (Named.OURS, Named.GENTLE)
DAYS = {"inputmode": "numeric", "min": 1, "max": FARTHEST_WINDOW_DAYS}


def window_choices() -> list[tuple[str, str]]:
    """The windows offered, and one's own numbers."""
    offered = [(f"{first}-{last}", span_of_days(first, last)) for first, last in WINDOWS]
    return [*offered, (OWN, _("Other"))]


def rhythm_choices() -> list[tuple[str, str]]:
    """After a no: the usual rhythm, the ones that ease off, one window for ever, or one's own."""
    easing = [(name.value, str(NAMES[name])) for name in EASING]
    return [
        (USUAL, _("as usual after a no")),
        *easing,
        *window_choices(),
        (RHYTHM, _("a rhythm of their own")),
    ]


class WindowForm(forms.Form):
    """How often to keep in touch: one of the windows, or numbers of one's own; after a no also a rhythm."""

    window = forms.ChoiceField(
        label=gettext_lazy("Keep in touch"), widget=forms.RadioSelect, required=False, initial="60-90"
    )
    window_from = forms.IntegerField(
        label=gettext_lazy("From day"), required=False, widget=forms.NumberInput(attrs=DAYS)
    )
    window_to = forms.IntegerField(
        label=gettext_lazy("to day"), required=False, widget=forms.NumberInput(attrs=DAYS)
    )

    def __init__(self, data: Any = None, *, may_be_usual: bool = False, **options: Any) -> None:
        super().__init__(data, **options)
        field: Any = self.fields["window"]
        field.choices = rhythm_choices() if may_be_usual else window_choices()
        if may_be_usual:
            self.fields["rhythm"] = CadenceField(label=_("Windows in days, the last for ever"))

    @staticmethod
    def known(span: tuple[int | None, int | None] | None, cadence: str = "") -> dict[str, Any]:
        """What the form begins with: window or rhythm as it is; without a plan what most people want."""
        if span is None:
            return {"window": "60-90"}
        if span == (None, None):
            return _known_rhythm(cadence)
        if span in WINDOWS:
            return {"window": f"{span[0]}-{span[1]}"}
        return {"window": OWN, "window_from": span[0], "window_to": span[1]}

    def clean(self) -> dict[str, Any]:
        """What was typed is meant: numbers go from a day to a later one, a rhythm has its windows."""
        data = super().clean() or {}
        data["window"] = self._meant(data)
        if data["window"] == RHYTHM and "rhythm" not in self.errors and not data.get("rhythm"):
            self.add_error("rhythm", mistake_text(BadCadence(Fault.EMPTY)))
        if data["window"] != OWN or {"window_from", "window_to"} & set(self.errors):
            return data
        first, last = data.get("window_from"), data.get("window_to")
        if first is None or last is None or not 1 <= first < last <= FARTHEST_WINDOW_DAYS:
            self.add_error("window_to", _("From a day to a later one, two years at most."))
        return data

    def _meant(self, data: dict[str, Any]) -> str:
        """What was chosen, unless something else was typed into the fields of one's own."""
        chosen: str = data.get("window") or ""
        typed = {name for name in self.changed_data if self.data.get(name)}
        if "rhythm" in typed:
            return RHYTHM
        numbers = {"window_from", "window_to"}
        return OWN if numbers & typed or (not chosen and any(map(self.data.get, numbers))) else chosen

    def days(self) -> tuple[int, int] | None:
        """The window in days; None for a rhythm. Needs is_valid() to have run."""
        data = self.cleaned_data
        if data["window"] == OWN:
            return data["window_from"], data["window_to"]
        if data["window"] in {USUAL, RHYTHM, *EASING}:
            return None
        first, _dash, last = (data["window"] or "60-90").partition("-")
        return int(first), int(last)

    def cadence(self) -> str:
        """The rhythm of their own, as text; empty for the usual one. Needs is_valid() to have run."""
        data = self.cleaned_data
        if data["window"] == RHYTHM:
            return str(data["rhythm"])
        return NAMED[Named(data["window"])].as_text() if data["window"] in EASING else ""


def _known_rhythm(cadence: str) -> dict[str, Any]:
    if not cadence:
        return {"window": USUAL}
    named = next((name for name in EASING if NAMED[name].as_text() == cadence), None)
    return {"window": named.value} if named else {"window": RHYTHM, "rhythm": cadence}


class SideProspectForm(WindowForm):
    """Who they are and what they are to us."""

    submission = KeyField()
    name = CleanLineField(label=gettext_lazy("Name"), max_length=NAME_LENGTH)
    organisation_name = CleanLineField(
        label=gettext_lazy("Where they work"), max_length=NAME_LENGTH, required=False
    )
    title = CleanLineField(label=gettext_lazy("Their role"), max_length=120, required=False)
    email = forms.EmailField(label=gettext_lazy("E-mail"), max_length=254, required=False)
    phone = CleanLineField(label=gettext_lazy("Phone"), max_length=40, required=False)
    relation = CodeField(
        labels.RELATIONS,
        label=gettext_lazy("What are they to you?"),
        widget=forms.RadioSelect,
        initial=Relation.PARTNER.value,
    )

    def facts(self) -> ProspectFacts:
        """Who they are. Needs is_valid() to have run."""
        data = self.cleaned_data
        return ProspectFacts(
            name=data["name"],
            organisation_name=data["organisation_name"],
            title=data["title"],
            email=normalise_email(data["email"]),
            phone=data["phone"],
        )

    def what_they_are(self) -> Relation:
        """What they are to us. Needs is_valid() to have run."""
        relation: Relation | None = self.cleaned_data["relation"]
        return relation or Relation.PARTNER
