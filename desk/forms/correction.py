"""The form that puts a no right: the fields of the form of a no, filled with what was written down."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.changes import row_key
from accounts.models import User
from common.days import plain_day_and_year
from desk.forms.behind import BehindPart
from desk.forms.drawn import DrawnForm
from desk.forms.fields import CleanLineField, CleanTextField, CodeField, TickField
from desk.forms.offer import OfferPart
from desk.forms.said import SaidPart
from desk.no_with_lesson import lesson_of
from insights.models import Debrief
from prospects import labels
from prospects.corrections import Correction
from prospects.models import (
    NAME_LENGTH,
    WORDS_LENGTH,
    FurtherReason,
    Loss,
    LossCompetitor,
    LossReason,
)
from prospects.new_no import Behind, Offer

# What a plan was made from, or what has a page of its own, is not put right here.
NOT_HERE = ("told_to", "offer_made", "good_deal", "tender", "tender_award_on", "tender_debrief_by", "others")
# Fields that are rows of their own.
HANGING_ON: dict[str, type[Model]] = {
    "reasons": FurtherReason,
    "competitors": LossCompetitor,
    "main_competitor": LossCompetitor,
}


class CorrectionForm(DrawnForm, BehindPart, OfferPart, SaidPart):
    """A no as it stands, to be put right."""

    conversation = CodeField(
        labels.CHIPS,
        label=gettext_lazy("What kind of no was it?"),
        widget=forms.RadioSelect,
        required=True,
        error_messages={"required": gettext_lazy("Choose one, or “Don't know yet”.")},
    )
    by_decision_maker = TickField(label=gettext_lazy("From somebody who can say yes on their own"))
    lesson = CleanLineField(label=gettext_lazy("Next time I will …"), max_length=NAME_LENGTH, required=False)
    notes = CleanTextField(label=gettext_lazy("Notes for yourself"), max_length=WORDS_LENGTH, required=False)

    def __init__(self, data: Any = None, *, loss: Loss, user: User, today: date) -> None:
        self.loss = loss
        initial = known(loss) | {"lesson": lesson_of(loss, user)}
        super().__init__(data, user=user, today=today, initial=initial)

    def prepare(self) -> None:
        """Only what can be put right here."""
        super().prepare()
        for name in NOT_HERE:
            del self.fields[name]
        title = self.own("deal_title")
        title.required = True
        title.error_messages["required"] = _("Say what was offered.")

    def _reasons_offered(self) -> Any:
        """Those offered, and those this no has: archived ones stay on what was written down."""
        rows = LossReason.objects.of_team(self.user.team_id)
        own = [self.loss.reason_id, *self.loss.further_reasons.values_list("reason_id", flat=True)]
        return rows.offered() | rows.filter(pk__in=[pk for pk in own if pk])

    def clean_said_on(self) -> date:
        """Never after it was written down."""
        said_on = super().clean_said_on()
        if said_on > self.loss.logged_on:
            sentence = _("It was written down on %(day)s. It can't have been said after that.")
            raise forms.ValidationError(sentence % {"day": plain_day_and_year(self.loss.logged_on)})
        return said_on

    def sends(self, name: str) -> bool:
        """Whether the page this was sent from asked for it: what a script leaves out stays as it is."""
        return self.add_prefix(name) in self.data

    def written_in(self, name: str) -> tuple[str, str]:
        """The row of the no, of its deal, or those that hang on the no."""
        if name == "lesson":
            return Debrief._meta.label_lower, ""
        if name.startswith("deal_"):
            return row_key(self.loss.deal), name.removeprefix("deal_")
        if name in HANGING_ON:
            return HANGING_ON[name]._meta.label_lower, ""
        return row_key(self.loss), "reason_id" if name == "reason" else name

    def correction(self) -> Correction:
        """The no as it should have been logged. Needs is_valid() to have run."""
        data = self.cleaned_data
        reason_id, further = self.reason_ids()
        main, named = self.competitors_named()
        return Correction(
            conversation=data["conversation"],
            said_on=data["said_on"],
            in_their_words=data["in_their_words"],
            told_by=data["told_by"],
            by_decision_maker=data["by_decision_maker"],
            reason_id=reason_id,
            offer=Offer(
                title=data["deal_title"],
                value=data["deal_value"],
                currency=data["deal_currency"].strip().upper(),
            ),
            behind=Behind(
                needs=data["needs"],
                timing=data["timing"],
                budget=data["budget"],
                competitors=named,
                main_competitor=main,
                further_reason_ids=further,
                stage=data["stage"],
                source=data["source"],
                delegated_to=data["delegated_to"],
                likelihood=data["likelihood"],
                right_but_early=data["right_but_early"],
            ),
            notes=data["notes"],
        )


def known(loss: Loss) -> dict[str, Any]:
    """What was written down, by the names of the fields."""
    competitors = loss.competitors.select_related("competitor").order_by("-is_main", "competitor__name")
    named = [(row.competitor.name, row.is_main) for row in competitors]
    columns = (
        "conversation", "said_on", "in_their_words", "told_by", "by_decision_maker", "delegated_to", "stage",
        "source", "likelihood", "right_but_early", "needs", "timing", "budget", "notes",
    )  # fmt: skip
    return {name: getattr(loss, name) for name in columns} | {
        "reason": loss.reason_id,
        "reasons": list(loss.further_reasons.values_list("reason_id", flat=True)),
        "competitors": "\n".join(name for name, _is_main in named),
        "main_competitor": next((name for name, is_main in named if is_main), ""),
        "deal_title": loss.deal.title,
        "deal_value": loss.deal.value,
        "deal_currency": loss.deal.currency,
    }
