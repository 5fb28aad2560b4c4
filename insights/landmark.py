"""Pure: what was done until a day after the no, beside what came back after that day.

Whoever said yes on day 20 never got a check-in on day 50, and whoever got one on day 50 cannot have said yes
on day 20. Compared from the no on, late check-ins would "work" by that alone: the days until they happened
were safe ("immortal time", S. Suissa (2008), American Journal of Epidemiology 167:492-499). So one day is
the landmark (J. R. Anderson, K. C. Cain and R. D. Gelber (1983), Journal of Clinical Oncology 1:710-719):
only noes still waiting when it has passed are compared, by what was done until then and never by what was
done later, and their waits are counted from that day. What came back earlier says nothing here; that is
the price.

The last day of the first check-in window (RULES.md), day 60, is the landmark: by then a plan that was kept
has had its first check-in, and it is settled before anything is known of what is compared.
"""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Generic, TypeVar

from insights.findings import FAMILY_ERROR, Finding, Verdict, finding_over_time
from insights.proportions import Share, difference, together
from insights.survival import Wait

Key = TypeVar("Key", bound=Hashable)

LANDMARK: Final = 60


@dataclass(frozen=True, slots=True)
class Cell(Generic[Key]):
    """So many noes (`times`) said on a day, whose first step was `group`, and when they came back, if so."""

    group: Key
    said_on: date
    came_back_on: date | None
    times: int


@dataclass(frozen=True)
class SinceLandmark(Generic[Key]):
    """Of each group: how many of those still waiting at the landmark came back since, and their waits."""

    waits: Mapping[Key, list[Wait]]
    shares: Mapping[Key, Share]

    @property
    def of(self) -> int:
        """How many were still waiting."""
        return sum(share.of for share in self.shares.values())


def since_landmark(cells: Iterable[Cell[Key]], today: date, landmark: int = LANDMARK) -> SinceLandmark[Key]:
    """Those still waiting when the landmark had passed, by group; days are counted from it.

    Left out: what came back up to that day, and noes whose landmark has not passed. Deals let go after the
    no wait until today like the others (docs/decisions/0034).
    """
    waits: dict[Key, list[Wait]] = defaultdict(list)
    for cell in cells:
        begins = cell.said_on + timedelta(days=landmark)
        ends = min(cell.came_back_on or today, today)
        if ends <= begins:
            continue
        happened = cell.came_back_on is not None and cell.came_back_on <= today
        waits[cell.group].append(Wait((ends - begins).days, happened, cell.times))
    return SinceLandmark(waits, {key: _share(ended) for key, ended in waits.items()})


def findings_since(
    since: SinceLandmark[Key], compared: Collection[Key], error: float = FAMILY_ERROR
) -> dict[Key, Finding]:
    """Of each group that is `compared`, whether more of it comes back than of the other compared ones.

    The log-rank test over the waits. What is shown beside it are the shares so far: where Newcombe's
    interval of their difference does not leave out "none" on the same side, nothing is claimed either, so
    that no sentence outruns its picture. This only takes claims away.
    """
    groups = {key: waits for key, waits in since.waits.items() if key in compared}
    shares = {key: since.shares[key] for key in groups}
    found = finding_over_time(groups, error)
    return {
        key: one
        if _is_seen(one.verdict, key, shares, error)
        else Finding(Verdict.OPEN, one.p, one.comparison)
        for key, one in found.items()
    }


def _is_seen(verdict: Verdict, key: Key, shares: Mapping[Key, Share], error: float) -> bool:
    if not verdict.is_claim:
        return True
    others = together(share for other, share in shares.items() if other != key)
    gap = difference(shares[key], others, 1 - error)
    return gap.is_clear and ((gap.estimate or 0.0) > 0) == (verdict is Verdict.HIGHER)


def _share(waits: Collection[Wait]) -> Share:
    return Share(sum(wait.times for wait in waits if wait.happened), sum(wait.times for wait in waits))
