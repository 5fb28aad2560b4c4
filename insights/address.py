"""What an address asks for, beside what came of it: what it says wrongly is left out, and said so."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.policy import Thing, may_see
from insights.kinds import Whose
from insights.selection import NARROWING, Selection
from prospects.models import Competitor, LossReason

# Parts of an address by the words for them.
PARTS: Final[Mapping[str, LazyText]] = {
    "whose": _("whose noes"),
    "period": _("period"),
    "from": _("first day"),
    "to": _("last day"),
    "conversation": _("kind of no"),
    "reason": _("reason"),
    "competitor": _("competitor"),
    "likelihood": _("how likely"),
    "told_by": _("how it reached us"),
    "decided": _("what decided it"),
    "ask": _("what was asked"),
    "answer": _("the answer"),
    "band": _("value"),
    "decider": _("who decided"),
}


@dataclass(frozen=True)
class Names:
    """What a team calls its reasons and competitors, as far as the page needs them."""

    reasons: Mapping[UUID, LossReason]
    competitor: str = ""

    def reason(self, pk: UUID | None) -> str:
        """The label of a reason; "" for none, and for one of somebody else's."""
        found = self.reasons.get(pk) if pk else None
        return found.label if found else ""


def names_for(selection: Selection) -> Names:
    """Read them: the reasons, and the competitor that is chosen, if any is."""
    reasons = LossReason.objects.of_team(selection.team_id)
    competitor = ""
    if selection.competitor:
        own = Competitor.objects.filter(team_id=selection.team_id, pk=selection.competitor)
        competitor = own.values_list("name", flat=True).first() or ""
    return Names({reason.pk: reason for reason in reasons}, competitor)


def understood(
    asked: Mapping[str, str], selection: Selection, names: Names
) -> tuple[Selection, list[LazyText]]:
    """The selection without what nobody here knows, and the words for what was left out of the address."""
    if selection.reason and selection.reason not in names.reasons:
        selection = selection.but(reason=None)
    if selection.competitor and not names.competitor:
        selection = selection.but(competitor=None)
    if selection.first_on and selection.last_on and selection.first_on > selection.last_on:
        selection = selection.but(first_on=None)
    return selection, [PARTS[name] for name in _left_out(asked, selection)]


def _left_out(asked: Mapping[str, str], selection: Selection) -> Collection[str]:
    # With a period by name the days are not asked about.
    named = selection.period is not None and asked.get("period") == selection.period
    stands = {
        "whose": selection.whose is Whose.TEAM or asked.get("whose") == Whose.ME,
        "period": named,
        "from": named or (selection.period is None and selection.first_on is not None),
        "to": named or str(selection.last_on) == asked.get("to"),
        **{name: bool(getattr(selection, name)) for name in NARROWING},
    }
    return [name for name in PARTS if asked.get(name, "").strip() and not stands[name]]


def may_ask_for_the_team(user: User) -> bool:
    """Whether somebody may look at the whole team's figures."""
    return may_see(user, Thing.TEAM_NUMBERS)
