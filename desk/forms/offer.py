"""The deal a no was about: what was offered, what it was worth, whether it was one for us."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import CURRENCY_LENGTH
from desk.forms.fields import CleanLineField, CodeField, DayField, TickField
from desk.forms.money import MoneyField
from desk.forms.no_part import NoPart
from prospects import labels
from prospects.conversations import GoodDeal
from prospects.models import NAME_LENGTH, SHORT_LENGTH
from prospects.new_no import Offer, Tender


class OfferPart(NoPart):
    """What was offered, and how it stood."""

    deal_title = CleanLineField(label=_("What was offered"), max_length=NAME_LENGTH, required=False)
    deal_value = MoneyField(label=_("Value"), required=False)
    deal_currency = forms.RegexField(
        r"^\s*[A-Za-z]{3}\s*$",
        label=_("Currency"),
        max_length=CURRENCY_LENGTH,
        required=False,
        error_messages={"invalid": _("Three letters, such as EUR.")},
    )
    offer_made = forms.ChoiceField(
        label=_("Had an offer been made?"),
        choices=[("yes", _("Yes")), ("no", _("No, it ended before"))],
        required=False,
        initial="yes",
    )
    good_deal = CodeField(
        labels.GOOD_DEAL,
        label=_("Was it one for us?"),
        widget=forms.RadioSelect,
        initial=GoodDeal.UNSURE.value,
    )
    likelihood = CodeField(
        labels.LIKELIHOODS,
        empty=_("Not sure"),
        label=_("How likely is a yes later?"),
        widget=forms.RadioSelect,
        initial="",
    )
    right_but_early = TickField(label=_("Right for each other, wrong time"))
    stage = CleanLineField(label=_("How far had it come?"), max_length=SHORT_LENGTH, required=False)
    source = CleanLineField(label=_("Where did they come from?"), max_length=SHORT_LENGTH, required=False)
    tender = TickField(label=_("It was a tender"))
    tender_award_on = DayField(label=_("The award is final on"), required=False)
    tender_debrief_by = DayField(label=_("A debrief can be asked for until"), required=False)

    def prepare(self) -> None:
        """The team's currency."""
        super().prepare()
        self.own("deal_currency").initial = self.user.team.currency

    def clean(self) -> dict[str, Any]:
        """Days of a tender that can be."""
        data = super().clean() or {}
        self.check_years(("tender_award_on", "tender_debrief_by"))
        return data

    def offer(self) -> Offer:
        """What was offered, as far as it is known. Needs is_valid() to have run."""
        data = self.cleaned_data
        return Offer(
            deal_id=data["deal"].pk if data.get("deal") else None,
            title=data.get("deal_title") or "",
            value=data.get("deal_value"),
            currency=(data.get("deal_currency") or "").strip().upper(),
            tender=self._tender(data),
        )

    def _tender(self, data: dict[str, Any]) -> Tender | None:
        award_on, debrief_by = data.get("tender_award_on"), data.get("tender_debrief_by")
        if not (data.get("tender") or award_on or debrief_by):
            return None
        return Tender(award_on=award_on, debrief_by=debrief_by)
