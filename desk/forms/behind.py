"""What lay behind a no: needs, timing, budget, who else was in it."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk.forms.fields import CleanLineField, CleanTextField, LinesField, each_once
from desk.forms.no_part import NoPart
from prospects.models import NAME_LENGTH, SHORT_LENGTH, WORDS_LENGTH
from prospects.new_no import Other

MOST_PEOPLE = 12


class PeopleField(LinesField):
    """People, one per line as "name; role; tone"; what is left out stays empty."""

    def __init__(self, **options: Any) -> None:
        super().__init__(each=NAME_LENGTH + 2 * SHORT_LENGTH + 4, most=MOST_PEOPLE, **options)

    def to_python(self, value: Any) -> tuple[Other, ...]:
        """The people typed; raises ValidationError for a line without a name or with too much in it."""
        return tuple(read_person(line) for line in super().to_python(value))


def read_person(line: str) -> Other:
    """Somebody from "name; role; tone"; raises ValidationError."""
    name, role, tone = ([part.strip() for part in line.split(";", 2)] + ["", ""])[:3]
    if not name:
        raise forms.ValidationError(_("The name comes first: name; role."), code="no_name")
    if len(name) > NAME_LENGTH or max(len(role), len(tone)) > SHORT_LENGTH:
        sentence = _("At most %(name)d characters for a name, %(role)d for a role.")
        params = {"name": NAME_LENGTH, "role": SHORT_LENGTH}
        raise forms.ValidationError(sentence, code="too_long", params=params)
    return Other(name, role, tone)


class BehindPart(NoPart):
    """Needs, timing and budget as they told them; competitors; other people."""

    needs = CleanTextField(label=gettext_lazy("Needs"), max_length=WORDS_LENGTH, required=False)
    timing = CleanTextField(label=gettext_lazy("Timing"), max_length=WORDS_LENGTH, required=False)
    budget = CleanTextField(label=gettext_lazy("Budget"), max_length=WORDS_LENGTH, required=False)
    competitors = LinesField(label=gettext_lazy("Who else was in it? One per line"))
    main_competitor = CleanLineField(
        label=gettext_lazy("Which of them mattered most?"), max_length=NAME_LENGTH, required=False
    )
    others = PeopleField(
        label=gettext_lazy("Who else had a say?"),
        help_text=gettext_lazy("One per line: name; role; how to treat them."),
    )

    def competitors_named(self) -> tuple[str, tuple[str, ...]]:
        """The main competitor and all of them; the only one is the main one. Needs is_valid() to have run."""
        data = self.cleaned_data
        main, named = data.get("main_competitor") or "", data.get("competitors") or ()
        everybody = each_once([*named, main])
        if not main and len(everybody) == 1:
            main = everybody[0]
        main = next((name for name in everybody if name.casefold() == main.casefold()), "")
        return main, everybody
