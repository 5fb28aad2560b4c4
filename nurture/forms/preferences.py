"""What somebody set on their own page, against what they were shown."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from common.days import plain_day_and_year
from common.months import months_on
from followups.actions import Pause, Wishes
from nurture.preferences import SWITCHES, Preferences
from prospects.conversations import PermissionChannel

WEEKS = (2, 4, 6, 8, 13, 26)
KEEP, END, ON_A_DAY = "keep", "end", "day"
MONTHS = (1, 3, 6)
LONGEST_PAUSE = timedelta(days=731)


class PreferencesForm(forms.Form):
    """The switches, how often, the topics and the pause; `…_shown` is how each stood when it was shown."""

    switch = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    switch_shown = forms.MultipleChoiceField(required=False, widget=forms.MultipleHiddenInput)
    weeks = forms.ChoiceField(label=gettext_lazy("How often at most"), required=False)
    weeks_shown = forms.CharField(required=False, widget=forms.HiddenInput)
    subject = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    subject_shown = forms.MultipleChoiceField(required=False, widget=forms.MultipleHiddenInput)
    pause = forms.ChoiceField(label=gettext_lazy("Pause"), required=False, widget=forms.RadioSelect)
    pause_day = forms.DateField(
        label=gettext_lazy("Pause until a day"),
        required=False,
        widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"),
        error_messages={"invalid": gettext_lazy("Choose a day to come, within two years.")},
    )

    def __init__(self, data: Any, shown: Preferences, *, today: date) -> None:
        super().__init__(data, initial=_initial(shown))
        self.today = today
        switches = [(channel.value, label) for channel, label in SWITCHES.items()]
        subjects = [(str(subject.key), subject.name) for subject in shown.subjects]
        for name, choices in (("switch", switches), ("subject", subjects)):
            self._offer(name, choices)
            self._offer(f"{name}_shown", choices)
        self._offer("weeks", _weeks(shown.every_weeks))
        self._offer("pause", _pauses(shown.paused_until))
        first, last = today + timedelta(days=1), today + LONGEST_PAUSE
        self.fields["pause_day"].widget.attrs |= {"min": first.isoformat(), "max": last.isoformat()}

    def _offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    def clean_pause_day(self) -> date | None:
        """A day to come, and none too far off."""
        day: date | None = self.cleaned_data["pause_day"]
        if day is not None and not self.today < day <= self.today + LONGEST_PAUSE:
            raise forms.ValidationError(_("Choose a day to come, within two years."))
        return day

    def clean(self) -> dict[str, Any]:
        """A day chosen needs the day."""
        cleaned: dict[str, Any] = super().clean() or {}
        is_missing = not cleaned.get("pause_day") and "pause_day" not in self.errors
        if cleaned.get("pause") == ON_A_DAY and is_missing:
            self.add_error("pause_day", _("Until which day?"))
        return cleaned

    def wishes(self) -> Wishes:
        """What they changed."""
        on, off = self._changed("switch")
        heard, muted = self._changed("subject")
        weeks = self.cleaned_data["weeks"]
        return Wishes(
            switched_on=frozenset(PermissionChannel(one) for one in on),
            switched_off=frozenset(PermissionChannel(one) for one in off),
            every_weeks=int(weeks) if weeks and weeks != self.cleaned_data["weeks_shown"] else None,
            topics_on=frozenset(UUID(one) for one in heard),
            topics_off=frozenset(UUID(one) for one in muted),
            pause=self._pause(),
        )

    def _changed(self, name: str) -> tuple[set[str], set[str]]:
        now, shown = set(self.cleaned_data[name]), set(self.cleaned_data[f"{name}_shown"])
        return now - shown, shown - now

    def _pause(self) -> Pause | None:
        how, day = self.cleaned_data["pause"], self.cleaned_data["pause_day"]
        if how == END:
            return Pause(None)
        if how.isdecimal():
            return Pause(months_on(self.today, int(how)))
        # Who typed a day meant it, whichever button stood chosen.
        return Pause(day) if day else None


def _initial(shown: Preferences) -> dict[str, Any]:
    on = [switch.channel.value for switch in shown.switches if switch.is_on]
    heard = [str(subject.key) for subject in shown.subjects if subject.is_heard]
    weeks = str(shown.every_weeks or "")
    return {
        "switch": on,
        "switch_shown": on,
        "weeks": weeks,
        "weeks_shown": weeks,
        "subject": heard,
        "subject_shown": heard,
        "pause": KEEP,
    }


def _weeks(stands: int | None) -> list[tuple[str, str]]:
    numbers: Iterable[int] = sorted({*WEEKS, *([stands] if stands else [])})
    said = [(str(number), _every(number)) for number in numbers]
    return said if stands else [("", _("As it is: now and then")), *said]


def _every(weeks: int) -> str:
    return ngettext("every week", "every %(count)d weeks", weeks) % {"count": weeks}


def _pauses(until: date | None) -> list[tuple[str, str]]:
    months = [(str(n), ngettext("one month", "%(count)d months", n) % {"count": n}) for n in MONTHS]
    day = (ON_A_DAY, _("until a day"))
    if until is None:
        return [(KEEP, _("no pause")), *months, day]
    stands = _("until %(day)s, as it is") % {"day": plain_day_and_year(until)}
    return [(KEEP, stands), (END, _("end the pause")), *months, day]
