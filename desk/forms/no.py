"""The form of a "no" (CONTRACT.md, Log a no): what was typed becomes a NewNo."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.submissions import fresh_key
from desk.forms.agreed import AgreedPart, WakeUpPart
from desk.forms.asks import AsksPart
from desk.forms.behind import BehindPart
from desk.forms.fields import CleanLineField, CleanTextField, CodeField
from desk.forms.offer import OfferPart
from desk.forms.person import PersonPart
from desk.forms.said import SaidPart
from desk.forms.who import WhoPart
from prospects import labels
from prospects.conversations import AskAnswer, GoodDeal
from prospects.exit_lines import ExitMoment, chosen_moment
from prospects.models import NAME_LENGTH, SUBMISSION_LENGTH, WORDS_LENGTH
from prospects.new_no import Behind, NewNo


# The last part comes first: on the page, among the mistakes, and when the parts check what they hold.
class NoForm(PersonPart, WakeUpPart, BehindPart, OfferPart, SaidPart, AgreedPart, AsksPart, WhoPart):
    """Everything about a no; only who and what kind of no are needed."""

    field_order = ("submission", "conversation", "prospect", "prospect_name", "organisation_name", "email",
                   "in_their_words")  # fmt: skip

    # A key of its own, so that the same form sent twice makes one loss.
    submission = forms.CharField(
        max_length=SUBMISSION_LENGTH, required=False, widget=forms.HiddenInput, initial=fresh_key
    )
    conversation = CodeField(
        labels.CHIPS,
        label=gettext_lazy("What kind of no was it?"),
        widget=forms.RadioSelect,
        required=True,
        error_messages={"required": gettext_lazy("Choose one, or “Don't know yet”.")},
    )
    # The words' switch, and where it stood by itself when the page was drawn: _exit.html draws both, nothing
    # of them is saved.
    moment = forms.CharField(required=False, widget=forms.HiddenInput)
    moment_default = forms.CharField(required=False, widget=forms.HiddenInput)
    lesson = CleanLineField(label=gettext_lazy("Next time I will …"), max_length=NAME_LENGTH, required=False)
    notes = CleanTextField(label=gettext_lazy("Notes for yourself"), max_length=WORDS_LENGTH, required=False)

    def clean(self) -> dict[str, Any]:
        """What no part can say: that the form itself can't be read."""
        data = super().clean() or {}
        if "submission" in self.errors:  # a hidden field has no place of its own for a message
            self.add_error(None, _("This form can't be read any more. Open the page once more."))
        return data

    def as_typed(self) -> "NoForm":
        """The same values in a form that hasn't been judged yet (a preview shows no mistakes)."""
        sent = [name for name in self.fields if name in self.data]
        typed = {
            name: self.fields[name].widget.value_from_datadict(self.data, self.files, name) for name in sent
        }
        return NoForm(user=self.user, today=self.today, initial=typed)

    def new_no(self) -> NewNo | None:
        """The no as far as it is known; None while its kind is missing. Needs is_valid() to have run."""
        data = self.cleaned_data
        if not data.get("conversation"):
            return None
        reason_id, further = self.reason_ids()
        return NewNo(
            conversation=data["conversation"],
            said_on=data.get("said_on") or self.today,
            who=self.typed_who(),
            offer=self.offer(),
            submission=data.get("submission") or "",
            owner_id=self.owner_id(),
            told_to_id=self.told_to_id(),
            reason_id=reason_id,
            in_their_words=data.get("in_their_words") or "",
            told_by=data.get("told_by"),
            is_decision_maker=bool(data.get("is_decision_maker")),
            offer_made=data.get("offer_made") != "no",
            stay_in_touch=data.get("ask_stay_in_touch") or AskAnswer.NOT_ASKED,
            asks=self.asked(),
            agreement=self.agreement(),
            next_contact_words=data.get("next_contact") or "",
            next_contact_on=self.agreed_on(),
            next_contact_manner=data.get("next_contact_manner"),
            promise=self.promised(),
            condition=self.condition(),
            referral=self.referral(),
            good_deal=data.get("good_deal") or GoodDeal.UNSURE,
            behind=self._behind(further),
            about=self.about(),
            notes=data.get("notes") or "",
        )

    def _behind(self, further_reason_ids: tuple[UUID, ...]) -> Behind:
        data = self.cleaned_data
        main, named = self.competitors_named()
        return Behind(
            needs=data.get("needs") or "",
            timing=data.get("timing") or "",
            budget=data.get("budget") or "",
            competitors=named,
            main_competitor=main,
            further_reason_ids=further_reason_ids,
            stage=data.get("stage") or "",
            source=data.get("source") or "",
            delegated_to=data.get("delegated_to") or "",
            people=data.get("others") or (),
            likelihood=data.get("likelihood"),
            right_but_early=bool(data.get("right_but_early")),
        )

    def exit_moment(self) -> ExitMoment:
        """Where the words' switch stands. Needs is_valid() to have run."""
        data = self.cleaned_data
        told_by = data.get("told_by")
        return chosen_moment(data.get("moment") or "", data.get("moment_default") or "", told_by)
