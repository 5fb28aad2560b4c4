"""What was agreed: when and how we speak again, what we send meanwhile, what would wake them up."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.days import plain_day_and_year
from desk.forms.fields import CleanLineField, CodeField, DayField, WeeksField
from desk.forms.no_part import NoPart
from desk.when_words import unread_text
from followups.wake_up_days import last_day, next_year_after
from followups.when import Reading, Unread, Why, read
from prospects import labels
from prospects.conversations import AskAnswer, Manner, WakeUpKind
from prospects.models import NAME_LENGTH
from prospects.new_no import Condition, Promised


class AgreedPart(NoPart):
    """The next contact and the promise. `reading` is what became of their words, if they were needed."""

    reading: Reading | Unread | None = None

    next_contact = CleanLineField(
        label=gettext_lazy("When do you speak again?"),
        max_length=NAME_LENGTH,
        required=False,
        help_text=gettext_lazy("As they put it: in six weeks, mid March, after the summer, week 12."),
    )
    next_contact_on = DayField(label=gettext_lazy("Next contact, as agreed"), required=False)
    next_contact_manner = CodeField(labels.MANNERS, empty=gettext_lazy("Not said"), label=gettext_lazy("How"))
    promise = CleanLineField(
        label=gettext_lazy("What did you say you would send or do?"), max_length=NAME_LENGTH, required=False
    )
    promise_on = DayField(label=gettext_lazy("By when?"), required=False)
    promise_every = WeeksField(label=gettext_lazy("Again every … weeks"))

    def clean(self) -> dict[str, Any]:
        """Days that are still to come; a meeting needs one, and so does a date in the diary its manner."""
        data = super().clean() or {}
        self._read_words(data)
        self.check_years(("next_contact_on", "promise_on"))
        self._check_meeting(data)
        self.check_ahead("next_contact_on")
        self.check_ahead("promise_on")
        has_a_name = data.get("promise") or data.get("promise_every")
        if data.get("promise_on") and not has_a_name and self.is_fine("promise", "promise_every"):
            self.add_error("promise", _("What did you promise for that day?"))
        return data

    def _read_words(self, data: dict[str, Any]) -> None:
        """Their words name the day where the day itself wasn't given."""
        words = data.get("next_contact")
        if not words or data.get("next_contact_on") or not self.is_fine("next_contact_on"):
            return
        self.reading = self._reading(words, data.get("said_on") or self.today)
        if isinstance(self.reading, Reading):
            data["next_contact_on"] = self.reading.day
        else:
            self.add_error("next_contact", unread_text(self.reading))

    def _reading(self, words: str, said_on: date) -> Reading | Unread:
        """Read on the day they were said; a day that has passed since then is offered as it comes next."""
        calendar, region = self.user.calendar(), self.user.region
        found = read(words, said_on, calendar, region)
        if isinstance(found, Unread) or found.day >= self.today or self.is_old():
            return found
        coming = read(words, self.today, calendar, region)
        return Unread(Why.PAST, coming.day if isinstance(coming, Reading) else coming.offered)

    def _check_meeting(self, data: dict[str, Any]) -> None:
        day, manner = data.get("next_contact_on"), data.get("next_contact_manner")
        in_the_diary = data.get("ask_next_meeting") == AskAnswer.YES
        if day and in_the_diary and not manner and self.is_fine("next_contact_manner"):
            data["next_contact_manner"] = Manner.MEETING
        if manner == Manner.MEETING and not day and self.is_fine("next_contact", "next_contact_on"):
            self.add_error("next_contact_on", _("Which day do you meet?"))

    def promised(self) -> Promised | None:
        """What we said we would do; what is to come again and has no name is "something useful"."""
        data = self.cleaned_data
        what, every = data.get("promise"), data.get("promise_every")
        if not what and not every:
            return None
        return Promised(what or _("something useful"), data.get("promise_on"), every)

    def agreed_on(self) -> date | None:
        """The day they named, as far as it can be one. Needs is_valid() to have run."""
        day: date | None = self.cleaned_data.get("next_contact_on")
        return day


class WakeUpPart(NoPart):
    """What would have to happen first."""

    wake_up_kind = CodeField(
        labels.WAKE_UPS, empty=gettext_lazy("Nothing named"), label=gettext_lazy("What would have to happen?")
    )
    wake_up = CleanLineField(label=gettext_lazy("In a few words"), max_length=NAME_LENGTH, required=False)
    wake_up_on = DayField(label=gettext_lazy("On which day?"), required=False)
    notice_on = DayField(label=gettext_lazy("Notice must be given by"), required=False)

    def clean(self) -> dict[str, Any]:
        """Notice comes before the end."""
        data = super().clean() or {}
        self.check_years(("wake_up_on", "notice_on"))
        notice_on, ends_on = data.get("notice_on"), data.get("wake_up_on")
        if notice_on and ends_on and notice_on > ends_on:
            self.add_error("notice_on", _("Notice is given before the contract ends. Check both days."))
        self._check_still_wakes(data)
        return data

    def _check_still_wakes(self, data: dict[str, Any]) -> None:
        """A day so long past that it would wake us at once is asked about, with the next one as offer."""
        condition = self.condition()
        if condition is None or self.is_old() or not self.is_fine("wake_up_on", "notice_on", "said_on"):
            return
        day = last_day(condition, self.user.calendar())
        if day is None or day >= self.today:
            return
        name = "notice_on" if data.get("notice_on") else "wake_up_on"
        coming = next_year_after(data[name], self.today)
        sentence = _("That has passed. Does it come again on %(day)s? Then write that day.")
        self.add_error(name, sentence % {"day": plain_day_and_year(coming)})

    def condition(self) -> Condition | None:
        """What would wake them up; a notice day alone speaks of a contract. Needs is_valid() to have run."""
        data = self.cleaned_data
        kind, what = data.get("wake_up_kind"), data.get("wake_up") or ""
        on, notice_on = data.get("wake_up_on"), data.get("notice_on")
        if not (kind or what or on or notice_on):
            return None
        implied = WakeUpKind.CONTRACT_END if notice_on else WakeUpKind.OTHER
        return Condition(kind or implied, what, on, notice_on)
