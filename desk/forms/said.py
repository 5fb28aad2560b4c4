"""How the no was said: in which words, when, by whom, to whom, and why."""

from collections.abc import Iterable
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from desk.forms.fields import CleanLineField, CleanTextField, CodeField, DayField, RowField, RowsField
from desk.forms.no_part import EARLIEST_DAY, NoPart
from prospects import labels
from prospects.conversations import ExitConversation
from prospects.models import NAME_LENGTH, WORDS_LENGTH, LossReason

NOT_SAID = gettext_lazy("Not said")


class SaidPart(NoPart):
    """Words, day, teller, reasons."""

    in_their_words = CleanTextField(
        label=gettext_lazy("In their words"), max_length=WORDS_LENGTH, required=False
    )
    reason = RowField(LossReason.objects.none(), label=gettext_lazy("Reason"), required=False)
    # The same by another name, for scripts; it wins over `reason`.
    main_reason = RowField(LossReason.objects.none(), label=gettext_lazy("Main reason"), required=False)
    reasons = RowsField(LossReason.objects.none(), label=gettext_lazy("More reasons"), required=False)
    told_by = CodeField(labels.TOLD_BY, empty=NOT_SAID, label=gettext_lazy("How did it reach you?"))
    told_to = RowField(
        User.objects.none(),
        label=gettext_lazy("Whom did they tell?"),
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Choose somebody of your team.")},
    )
    delegated_to = CleanLineField(
        label=gettext_lazy("Whom were you passed down to?"), max_length=NAME_LENGTH, required=False
    )
    said_on = DayField(label=gettext_lazy("When did they say it?"), required=False)

    def prepare(self) -> None:
        """The team's reasons and people; today."""
        super().prepare()
        self.own("said_on").initial = self.today
        for name in ("reason", "main_reason"):
            self.offer_rows(name, self._reasons_offered).choices = self._reasons_or_none
        self.offer_rows("reasons", self._reasons_offered).choices = self._reasons_by_chip
        told_to = self.offer_rows("told_to", self._members)
        told_to.choices = self._whom_told

    def _reasons_offered(self) -> Any:
        return LossReason.objects.of_team(self.user.team_id).offered()

    @cached_property
    def _offered(self) -> list[LossReason]:
        return list(self._reasons_offered())

    def _reasons_by_chip(self) -> list[tuple[Any, Any]]:
        return grouped(self._offered)

    def _reasons_or_none(self) -> list[tuple[Any, Any]]:
        return [("", NOT_SAID), *grouped(self._offered)]

    def _whom_told(self) -> list[tuple[str, str]]:
        others = [member for member in self.members if member.pk != self.user.pk]
        return [("", _("Me")), *((str(member.pk), str(member)) for member in others)]

    def clean_said_on(self) -> date:
        """Today unless told otherwise; never in the future."""
        said_on: date = self.cleaned_data["said_on"] or self.today
        if said_on > self.today:
            raise forms.ValidationError(_("A no can't have been said in the future."))
        if said_on < EARLIEST_DAY:
            raise forms.ValidationError(_("That is too long ago. Check the year."))
        return said_on

    def clean(self) -> dict[str, Any]:
        """The main reason belongs to the kind of no; the others may be of any."""
        data = super().clean() or {}
        name = "main_reason" if data.get("main_reason") else "reason"
        reason, conversation = data.get(name), data.get("conversation")
        if reason and conversation and reason.conversation != conversation:
            self.add_error(name, _("This reason belongs to another kind of no. Choose one that fits."))
        return data

    def reason_ids(self) -> tuple[UUID | None, tuple[UUID, ...]]:
        """The main reason and the further ones, each once.

        Without a main one the first that fits the conversation is it. Needs is_valid() to have run.
        """
        data = self.cleaned_data
        named = [data.get("main_reason"), data.get("reason"), *(data.get("reasons") or ())]
        given = {reason.pk: reason for reason in named if reason}
        main = data.get("main_reason") or data.get("reason")
        if main is None:
            fitting = (one for one in given.values() if one.conversation == data.get("conversation"))
            main = next(fitting, None)
        main_id = main.pk if main else None
        return main_id, tuple(pk for pk in given if pk != main_id)

    def told_to_id(self) -> UUID | None:
        """The colleague they told; None when it was whoever fills this in."""
        told_to: User | None = self.cleaned_data.get("told_to")
        return told_to.pk if told_to and told_to.pk != self.user.pk else None


def grouped(reasons: Iterable[LossReason]) -> list[tuple[Any, Any]]:
    """Reasons under the chip they belong to, for a field with groups."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for reason in reasons:
        groups.setdefault(reason.conversation, []).append((str(reason.pk), reason.label))
    return [(labels.CHIPS[code], groups[code]) for code in ExitConversation if code in groups]
