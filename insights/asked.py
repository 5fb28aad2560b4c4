"""What asking brought: answers, permissions, names, promises; grouped in the database.

Whom one asks is chosen by people who see the deal. What is asked goes together with what came back; it is
not said to bring it about.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from followups.kinds import Direction
from followups.models import Touch
from insights.counted import COUNTS, Counted
from insights.kinds import Asked
from insights.noes import noes, told_us
from insights.proportions import Share
from insights.selection import Selection
from prospects.conversations import (
    AskAnswer,
    AskKind,
    DealStatus,
    PermissionChannel,
    PermissionStrength,
    PromiseState,
)
from prospects.models import Deal, Permission, Prospect

# The thank-you and the congratulation are said, not asked.
ASKED_KINDS: Final = tuple(kind for kind in AskKind if kind not in {AskKind.THANK_YOU, AskKind.CONGRATULATE})
WON: Final = (DealStatus.WON, DealStatus.WON_BACK)


@dataclass(frozen=True)
class Ask:
    """One thing that was asked: of how many noes, with which answers, and what of them came back."""

    kind: AskKind
    of: Counted
    answers: Mapping[AskAnswer, Counted]

    @property
    def asked(self) -> Counted:
        """All who were asked, whatever they said."""
        return sum(self.answers.values(), Counted())

    @property
    def said_yes(self) -> Share:
        """A yes, of those asked; "will think" is none yet."""
        return Share(self.answers.get(AskAnswer.YES, Counted()).noes, self.asked.noes)

    @property
    def came_back(self) -> Mapping[Asked, Share]:
        """What came back of those who said yes, of the others asked, and of those not asked."""
        yes = self.answers.get(AskAnswer.YES, Counted())
        return {
            Asked.YES: yes.share,
            Asked.NO_YES: self.asked.without([yes]).share,
            Asked.NOT_ASKED: self.of.without([self.asked]).share,
        }


@dataclass(frozen=True, slots=True)
class Granted:
    """How many people granted a channel at a no; how many confirmed it in writing, and withdrew it, since."""

    channel: PermissionChannel
    people: int
    confirmed: int
    withdrawn: int


@dataclass(frozen=True, slots=True)
class Named:
    """People who were named by those who said no, and what became of them."""

    people: int
    contacted: int
    offered: int
    won: int


def asks(selection: Selection, whole: Counted) -> list[Ask]:
    """What was asked of the noes we heard; `whole` is all of them. One query."""
    rows: Any = told_us(selection).values_list("asks__kind", "asks__answer").annotate(**COUNTS).order_by()
    found: dict[str, dict[AskAnswer, Counted]] = defaultdict(dict)
    for kind, answer, noes_, of, hits in rows:
        if kind and answer != AskAnswer.NOT_ASKED:
            found[kind][AskAnswer(answer)] = Counted(noes_, Share(hits, of))
    return [Ask(kind, whole, found[kind]) for kind in ASKED_KINDS]


def granted(selection: Selection) -> list[Granted]:
    """Permissions granted at these noes, people counted once per channel. One query."""
    later = Permission.objects.filter(
        prospect=OuterRef("prospect_id"), channel=OuterRef("channel"), created_at__gt=OuterRef("created_at")
    )
    rows = (
        Permission.objects.filter(loss__in=noes(selection), is_granted=True)
        .annotate(
            was_confirmed=Exists(later.filter(is_granted=True, strength=PermissionStrength.CONFIRMED)),
            was_withdrawn=Exists(later.filter(is_granted=False)),
        )
        .values_list("channel")
        .annotate(
            people=Count("prospect", distinct=True),
            confirmed=Count(
                "prospect",
                distinct=True,
                filter=Q(was_confirmed=True) | Q(strength=PermissionStrength.CONFIRMED),
            ),
            withdrawn=Count("prospect", distinct=True, filter=Q(was_withdrawn=True)),
        )
        .order_by()
    )
    by_channel = {PermissionChannel(channel): counts for channel, *counts in rows}
    return [Granted(channel, *by_channel[channel]) for channel in PermissionChannel if channel in by_channel]


def named(selection: Selection) -> Named:
    """People named by whoever said these noes, as far as they are ours to look at. One query."""
    named_us = noes(selection).filter(prospect=OuterRef("referred_by_id"))
    deals = Deal.objects.filter(prospect=OuterRef("pk"))
    return Named(
        **_people(selection)
        .filter(Exists(named_us), referred_by__isnull=False)
        .annotate(
            was_contacted=Exists(Touch.objects.filter(prospect=OuterRef("pk"), direction=Direction.OUT)),
            was_offered=Exists(deals),
            was_won=Exists(deals.filter(status__in=WON)),
        )
        .aggregate(
            people=Count("pk"),
            contacted=Count("pk", filter=Q(was_contacted=True)),
            offered=Count("pk", filter=Q(was_offered=True)),
            won=Count("pk", filter=Q(was_won=True)),
        )
    )


def references(selection: Selection) -> int:
    """How many of those who said these noes speak for us. One query."""
    return (
        _people(selection)
        .filter(Exists(noes(selection).filter(prospect=OuterRef("pk"))), is_reference=True)
        .count()
    )


def people_of(selection: Selection) -> int:
    """How many people said these noes. One query."""
    return noes(selection).order_by().values("prospect").distinct().count()


def promises(selection: Selection) -> Mapping[PromiseState, int]:
    """What became of what was promised at these noes. One query."""
    rows = noes(selection).values_list("promises__state").annotate(times=Count("promises")).order_by()
    return Counter({PromiseState(state): times for state, times in rows if state})


def _people(selection: Selection) -> QuerySet[Prospect]:
    people = Prospect.objects.filter(team_id=selection.team_id)
    return people if selection.is_of_team else people.filter(owner_id=selection.viewer_id)
