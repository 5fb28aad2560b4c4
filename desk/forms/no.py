"""The form of a "no" (CONTRACT.md, Log a no): what was typed becomes a NewNo."""

import uuid
from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import CURRENCY_LENGTH, User
from common.text import clean_line, clean_text
from desk.forms.money import MoneyField
from followups.scheduling import OLD_NO_AFTER
from prospects import labels
from prospects.conversations import AskAnswer, DealStatus, ExitConversation, GoodDeal, Manner, ToldBy
from prospects.models import NAME_LENGTH, SUBMISSION_LENGTH, WORDS_LENGTH, Deal, LossReason, Prospect
from prospects.new_no import NewNo, Offer, Who

# Django's fields take their model's type in the stubs only.
if TYPE_CHECKING:
    _RowField = forms.ModelChoiceField[Any]
else:
    _RowField = forms.ModelChoiceField

EARLIEST_NO = date(1970, 1, 1)
FURTHEST_DAYS_AHEAD = 3660


class CleanLineField(forms.CharField):
    """One line, cleaned at the border."""

    def to_python(self, value: Any) -> str:
        """The line without control characters and doubled space."""
        return clean_line(super().to_python(value) or "")


class CleanTextField(forms.CharField):
    """Several lines, cleaned at the border."""

    widget = forms.Textarea(attrs={"rows": 2})

    def to_python(self, value: Any) -> str:
        """The text without control characters."""
        return clean_text(super().to_python(value) or "")


class DayField(forms.DateField):
    """A date as browsers send it (YYYY-MM-DD) or as it is written locally."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    input_formats = ["%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y"]
    default_error_messages = {"invalid": _("Write the day as 2026-03-31.")}


class RowField(_RowField):
    """One of the rows somebody may choose; an id nobody can read is one that isn't there."""

    def to_python(self, value: Any) -> Any:
        """The row; raises ValidationError in plain words."""
        try:
            return super().to_python(value)
        except forms.ValidationError:
            sentence = self.error_messages["invalid_choice"]
            raise forms.ValidationError(sentence, code="invalid_choice") from None


def _choices(words: dict[Any, Any], empty: Any = None) -> list[tuple[str, Any]]:
    pairs = [(code.value, label) for code, label in words.items()]
    return pairs if empty is None else [("", empty), *pairs]


def _grouped(reasons: Iterable[LossReason]) -> list[tuple[Any, Any]]:
    """Reasons under the chip they belong to, for a select with groups."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for reason in reasons:
        groups.setdefault(reason.conversation, []).append((str(reason.pk), reason.label))
    named = [(labels.CHIPS[code], groups[code]) for code in ExitConversation if code in groups]
    return [("", _("Not said")), *named]


class NoForm(forms.Form):
    """Everything about a no; only who and what kind of no are needed."""

    submission = forms.CharField(max_length=SUBMISSION_LENGTH, required=False, widget=forms.HiddenInput)
    conversation = forms.ChoiceField(
        label=_("What kind of no was it?"),
        choices=_choices(labels.CHIPS),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one, or “Don't know yet”.")},
    )
    prospect = RowField(
        Prospect.objects.none(),
        required=False,
        widget=forms.HiddenInput,
        error_messages={"invalid_choice": _("We don't know this person. Type their name instead.")},
    )
    prospect_name = CleanLineField(label=_("Who said no?"), max_length=NAME_LENGTH, required=False)
    organisation_name = CleanLineField(label=_("Where they work"), max_length=NAME_LENGTH, required=False)
    email = forms.EmailField(label=_("E-mail"), max_length=254, required=False)
    phone = CleanLineField(label=_("Phone"), max_length=40, required=False)
    title = CleanLineField(label=_("Their role"), max_length=120, required=False)
    in_their_words = CleanTextField(label=_("In their words"), max_length=WORDS_LENGTH, required=False)
    reason = RowField(LossReason.objects.none(), label=_("Reason"), required=False, empty_label=_("Not said"))
    told_by = forms.ChoiceField(
        label=_("How did it reach you?"), choices=_choices(labels.TOLD_BY, _("Not said")), required=False
    )
    said_on = DayField(label=_("When did they say it?"), required=False)
    is_decision_maker = forms.BooleanField(label=_("They can say yes on their own"), required=False)
    offer_made = forms.ChoiceField(
        label=_("Had an offer been made?"),
        choices=[("yes", _("Yes")), ("no", _("No, it ended before"))],
        required=False,
    )
    deal = RowField(
        Deal.objects.none(),
        required=False,
        widget=forms.HiddenInput,
        error_messages={"invalid_choice": _("This deal is not open any more, or it isn't theirs.")},
    )
    deal_title = CleanLineField(label=_("What was offered"), max_length=NAME_LENGTH, required=False)
    deal_value = MoneyField(label=_("Value"), required=False)
    deal_currency = forms.RegexField(
        r"^\s*[A-Za-z]{3}\s*$",
        label=_("Currency"),
        max_length=CURRENCY_LENGTH,
        required=False,
        error_messages={"invalid": _("Three letters, such as EUR.")},
    )
    good_deal = forms.ChoiceField(
        label=_("Was it one for us?"),
        choices=_choices(labels.GOOD_DEAL),
        widget=forms.RadioSelect,
        required=False,
        initial=GoodDeal.UNSURE.value,
    )
    ask_stay_in_touch = forms.ChoiceField(
        label=_("May we stay in touch?"),
        choices=_choices(labels.ANSWERS),
        widget=forms.RadioSelect,
        required=False,
        initial=AskAnswer.NOT_ASKED.value,
    )
    next_contact_on = DayField(label=_("Next contact, as agreed"), required=False)
    next_contact_manner = forms.ChoiceField(
        label=_("How"), choices=_choices(labels.MANNERS, _("Not said")), required=False
    )
    notes = CleanTextField(label=_("Notes for yourself"), max_length=WORDS_LENGTH, required=False)

    def __init__(self, *args: Any, user: User, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.today = today
        self.fields["submission"].initial = uuid.uuid4().hex
        self.fields["said_on"].initial = today
        self.fields["deal_currency"].initial = user.team.currency
        self._choices_of(user)

    def _choices_of(self, user: User) -> None:
        mine = Prospect.objects.visible_to(user).select_related("organisation", "owner__team")
        open_deals = Deal.objects.visible_to(user).filter(status=DealStatus.OPEN)
        offered = LossReason.objects.of_team(user.team_id).offered()
        for name, rows in {"prospect": mine, "deal": open_deals, "reason": offered}.items():
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = rows
        self.fields["reason"].choices = _grouped(offered)  # type: ignore[attr-defined]

    def clean_said_on(self) -> date:
        """Today unless told otherwise; never in the future."""
        said_on: date = self.cleaned_data["said_on"] or self.today
        if said_on > self.today:
            raise forms.ValidationError(_("A no can't have been said in the future."))
        if said_on < EARLIEST_NO:
            raise forms.ValidationError(_("That is too long ago. Check the year."))
        return said_on

    def clean_next_contact_on(self) -> date | None:
        """A day they named; at most ten years ahead."""
        day: date | None = self.cleaned_data["next_contact_on"]
        if day and day > self.today + timedelta(days=FURTHEST_DAYS_AHEAD):
            raise forms.ValidationError(_("That is more than ten years ahead. Check the year."))
        return day

    def clean(self) -> dict[str, Any]:
        """Checks that span fields: who, the reason's conversation, the deal's person, the agreed day."""
        data = super().clean() or {}
        if not data.get("prospect") and not data.get("prospect_name") and "prospect" not in self.errors:
            self.add_error("prospect_name", _("Whose no was it? A name is enough."))
        if "submission" in self.errors:  # a hidden field has no place of its own for a message
            self.add_error(None, _("This form can't be read any more. Open the page once more."))
        self._check_reason(data)
        self._check_deal(data)
        self._check_agreed_day(data)
        return data

    def _check_reason(self, data: dict[str, Any]) -> None:
        reason = data.get("reason")
        if reason and data.get("conversation") and reason.conversation != data["conversation"]:
            self.add_error("reason", _("This reason belongs to another kind of no. Choose one that fits."))

    def _check_deal(self, data: dict[str, Any]) -> None:
        deal, prospect = data.get("deal"), data.get("prospect")
        if deal and prospect and deal.prospect_id != prospect.pk:
            self.add_error("deal", _("This deal is not open any more, or it isn't theirs."))
        elif deal and not prospect and "prospect" not in self.errors:
            data["prospect"] = deal.prospect
            self.errors.pop("prospect_name", None)

    def _check_agreed_day(self, data: dict[str, Any]) -> None:
        """A meeting needs its day; one in the past can't be agreed, unless an old no is written down late."""
        meets = data.get("next_contact_manner") == Manner.MEETING
        if meets and not data.get("next_contact_on") and "next_contact_on" not in self.errors:
            self.add_error("next_contact_on", _("Which day do you meet?"))
        day, said_on = data.get("next_contact_on"), data.get("said_on")
        if not day or not said_on or day >= self.today:
            return
        if (self.today - said_on).days <= OLD_NO_AFTER or day < said_on:
            self.add_error("next_contact_on", _("That day has passed. Which one comes next?"))

    def as_typed(self) -> "NoForm":
        """The same values in a form that hasn't been judged yet (a preview shows no mistakes)."""
        return NoForm(
            user=self.user, today=self.today, initial={name: self.data.get(name) for name in self.data}
        )

    def new_no(self) -> NewNo | None:
        """The no as far as it is known; None while its kind is missing. Needs is_valid() to have run."""
        data = self.cleaned_data
        if not data.get("conversation"):
            return None
        return NewNo(
            conversation=ExitConversation(data["conversation"]),
            said_on=data.get("said_on") or self.today,
            who=self.typed_who(),
            offer=self._offer(data),
            submission=data.get("submission") or "",
            reason_id=data["reason"].pk if data.get("reason") else None,
            in_their_words=data.get("in_their_words") or "",
            told_by=ToldBy(data["told_by"]) if data.get("told_by") else None,
            is_decision_maker=bool(data.get("is_decision_maker")),
            offer_made=data.get("offer_made") != "no",
            stay_in_touch=AskAnswer(data.get("ask_stay_in_touch") or AskAnswer.NOT_ASKED),
            next_contact_on=data.get("next_contact_on"),
            next_contact_manner=Manner(data["next_contact_manner"])
            if data.get("next_contact_manner")
            else None,
            good_deal=GoodDeal(data.get("good_deal") or GoodDeal.UNSURE),
            notes=data.get("notes") or "",
        )

    def typed_who(self) -> Who:
        """The person as far as they are known. Needs is_valid() to have run."""
        data = self.cleaned_data
        return Who(
            prospect_id=data["prospect"].pk if data.get("prospect") else None,
            name=data.get("prospect_name") or "",
            organisation=data.get("organisation_name") or "",
            email=data.get("email") or "",
            phone=data.get("phone") or "",
            title=data.get("title") or "",
        )

    def _offer(self, data: dict[str, Any]) -> Offer:
        return Offer(
            deal_id=data["deal"].pk if data.get("deal") else None,
            title=data.get("deal_title") or "",
            value=data.get("deal_value"),
            currency=(data.get("deal_currency") or "").strip().upper(),
        )
