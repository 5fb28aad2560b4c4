"""What somebody posts about a follow-up: how it went, or when instead."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import normalise_email
from desk.forms.fields import FURTHEST_DAYS_AHEAD, CleanLineField, CleanTextField, DayField
from followups.actions import Later, Leaving, Result, outcomes_for
from followups.kinds import Outcome
from followups.labels import OUTCOMES
from prospects.conversations import AskAnswer, AskKind
from prospects.labels import ANSWERS
from prospects.models import NAME_LENGTH, WORDS_LENGTH

ANSWERED = [(code.value, ANSWERS[code]) for code in (AskAnswer.YES, AskAnswer.NO, AskAnswer.LATER)]
TOO_FAR = _("That is more than ten years ahead. Check the year.")


class OutcomeForm(forms.Form):
    """How it went (CONTRACT.md, complete)."""

    outcome = forms.ChoiceField(
        choices=[(code.value, label) for code, label in OUTCOMES.items()],
        error_messages={"required": _("Choose how it went.")},
    )
    note = CleanTextField(max_length=WORDS_LENGTH, required=False)
    why_yes = CleanTextField(max_length=WORDS_LENGTH, required=False)
    next_on = DayField(required=False)
    relevance = CleanLineField(max_length=NAME_LENGTH, required=False)
    override_reason = CleanLineField(max_length=NAME_LENGTH, required=False)
    # Of a promise: whether it was kept; kept, unless told otherwise.
    kept = forms.ChoiceField(choices=[("yes", _("Kept")), ("no", _("Not kept"))], required=False)
    # Of what was still open: for everything at once, or one by one (answer_referral …).
    answer = forms.ChoiceField(choices=ANSWERED, required=False)
    # Where somebody went who left their company, and who follows.
    new_employer = CleanLineField(max_length=NAME_LENGTH, required=False)
    new_email = forms.EmailField(max_length=254, required=False)
    successor = CleanLineField(max_length=NAME_LENGTH, required=False)
    expected_version = forms.IntegerField(required=False, min_value=0, max_value=2**31 - 1)

    def __init__(
        self, data: Any, *, kind: str, today: date, has_no: bool = True, open_asks: Iterable[AskKind] = ()
    ) -> None:
        super().__init__(data)
        self.kind = kind
        self.today = today
        self.has_no = has_no
        self.open_asks = tuple(open_asks)
        for ask in self.open_asks:
            self.fields[f"answer_{ask}"] = forms.ChoiceField(choices=ANSWERED, required=False)

    def clean_outcome(self) -> Outcome:
        """An outcome this kind of follow-up can have."""
        outcome = Outcome(self.cleaned_data["outcome"])
        if outcome not in outcomes_for(self.kind, has_no=self.has_no):
            raise forms.ValidationError(_("That doesn't fit here. Choose another."))
        return outcome

    def clean(self) -> dict[str, Any]:
        """ "Not yet" needs the day they named, after today."""
        data = super().clean() or {}
        day = data.get("next_on")
        if data.get("outcome") == Outcome.NOT_YET and "next_on" not in self.errors:
            if day is None:
                self.add_error("next_on", _("Which day did they name?"))
            elif day <= self.today:
                self.add_error("next_on", _("Choose a day after today."))
            elif (day - self.today).days > FURTHEST_DAYS_AHEAD:
                self.add_error("next_on", TOO_FAR)
        return data

    def result(self) -> Result:
        """What was posted, for complete_follow_up."""
        data = self.cleaned_data
        return Result(
            data["outcome"],
            data["note"],
            data["next_on"],
            data["why_yes"],
            relevance=data["relevance"],
            override_reason=data["override_reason"],
            kept=data["kept"] != "no",
            answers=self._answers(),
            leaving=Leaving(data["new_employer"], normalise_email(data["new_email"]), data["successor"]),
        )

    def _answers(self) -> dict[AskKind, AskAnswer]:
        """What was answered to each thing still open; what wasn't is left out."""
        data = self.cleaned_data
        answered = {ask: data.get(f"answer_{ask}") or data.get("answer") for ask in self.open_asks}
        return {ask: AskAnswer(answer) for ask, answer in answered.items() if answer}


class LaterForm(forms.Form):
    """Until when (CONTRACT.md, snooze): a date or one of the named days."""

    until = forms.CharField(error_messages={"required": _("Choose a day.")})
    expected_version = forms.IntegerField(required=False, min_value=0, max_value=2**31 - 1)
    past_window = forms.BooleanField(required=False)
    # Against a contact rule, asked about before.
    all_the_same = forms.BooleanField(required=False)

    def __init__(self, data: Any, *, today: date) -> None:
        super().__init__(data)
        self.today = today

    def clean_until(self) -> Later | date:
        """A named day, or the date itself."""
        typed = self.cleaned_data["until"].strip()
        if typed in set(Later):
            return Later(typed)
        day: date = DayField(required=True).clean(typed)
        if (day - self.today).days > FURTHEST_DAYS_AHEAD:
            raise forms.ValidationError(TOO_FAR)
        return day
