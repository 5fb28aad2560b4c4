"""Whose no it was, and who looks after them."""

from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from desk.forms.fields import CleanLineField, RowField, TickField
from desk.forms.no_part import NoPart
from prospects.conversations import DealStatus
from prospects.matching import find_prospect
from prospects.models import NAME_LENGTH, Deal, Prospect
from prospects.new_no import Who

NOT_THEIRS = gettext_lazy("This deal is not open any more, or it isn't theirs.")


class WhoPart(NoPart):
    """A known person or deal, or a name with whatever else is known."""

    prospect = RowField(
        Prospect.objects.none(),
        required=False,
        widget=forms.HiddenInput,
        error_messages={
            "invalid_choice": gettext_lazy("We don't know this person. Type their name instead.")
        },
    )
    prospect_name = CleanLineField(label=gettext_lazy("Who said no?"), max_length=NAME_LENGTH, required=False)
    organisation_name = CleanLineField(
        label=gettext_lazy("Where they work"), max_length=NAME_LENGTH, required=False
    )
    email = forms.EmailField(label=gettext_lazy("E-mail"), max_length=254, required=False)
    phone = CleanLineField(label=gettext_lazy("Phone"), max_length=40, required=False)
    title = CleanLineField(label=gettext_lazy("Their role"), max_length=120, required=False)
    is_decision_maker = TickField(label=gettext_lazy("They can say yes on their own"))
    deal = RowField(
        Deal.objects.none(),
        required=False,
        widget=forms.HiddenInput,
        error_messages={"invalid_choice": NOT_THEIRS},
    )
    owner = RowField(
        User.objects.none(),
        label=gettext_lazy("Who looks after them?"),
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Choose somebody of your team who sells.")},
    )

    def prepare(self) -> None:
        """People and deals they may see; colleagues who sell."""
        super().prepare()
        self.offer_rows("prospect", self._people)
        self.offer_rows("deal", self._open_deals)
        owner = self.offer_rows("owner", lambda: self._members().filter(is_sales=True))
        owner.choices = self._who_sells

    def _people(self) -> QuerySet[Prospect]:
        return Prospect.objects.visible_to(self.user).select_related("organisation", "owner__team")

    def _open_deals(self) -> QuerySet[Deal]:
        rows = Deal.objects.visible_to(self.user).filter(status=DealStatus.OPEN)
        return rows.select_related("prospect__organisation", "prospect__owner__team")

    def _who_sells(self) -> list[tuple[str, str]]:
        others = [member for member in self.members if member.is_sales and member.pk != self.user.pk]
        return [("", _("Me")), *((str(member.pk), str(member)) for member in others)]

    def clean(self) -> dict[str, Any]:
        """Somebody must be meant; a deal must be theirs; whom we know has somebody already."""
        data = super().clean() or {}
        if not data.get("prospect") and not data.get("prospect_name") and "prospect" not in self.errors:
            self.add_error("prospect_name", _("Whose no was it? A name is enough."))
        self._check_deal(data)
        self._check_owner(data)
        return data

    def _check_deal(self, data: dict[str, Any]) -> None:
        deal, prospect = data.get("deal"), data.get("prospect")
        if deal and prospect and deal.prospect_id != prospect.pk:
            self.add_error("deal", NOT_THEIRS)
        elif deal and not prospect and "prospect" not in self.errors:
            data["prospect"] = deal.prospect
            self.errors.pop("prospect_name", None)

    def _check_owner(self, data: dict[str, Any]) -> None:
        """Who is known stays with whoever looks after them: passing them on is an act of its own."""
        owner = data.get("owner")
        known = find_prospect(self.typed_who(), self.user) if owner else None
        if owner and known and known.owner_id != owner.pk:
            name = known.owner.get_full_name()
            self.add_error(
                "owner", _("They are known already, and %(name)s looks after them.") % {"name": name}
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

    def owner_id(self) -> UUID | None:
        """Who looks after them, when it is not whoever fills this in."""
        owner: User | None = self.cleaned_data.get("owner")
        return owner.pk if owner else None
