"""What the noes of one month taught: reasons, what changed, what asking brought, who came back, lessons."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Min

from accounts.models import User
from insights.calendar_months import Month
from insights.came_back import Way, Yes, told, way_of, yeses
from insights.findings import FAMILY_ERROR, Verdict, finding
from insights.kinds import Whose
from insights.models import Debrief
from insights.monthly_worth import written_in
from insights.noes import noes, told_us
from insights.proportions import Share
from insights.ranking import FEWEST
from insights.selection import Selection
from prospects.conversations import AskAnswer, AskKind, ExitConversation
from prospects.labels import CHIPS
from prospects.models import ExitAsk, Feedback

MONTHS_BEFORE: Final = 6
MOST_REASONS: Final = 5
MOST_BACK: Final = 20
MOST_LESSONS: Final = 20
# Of asks, those that bring something when they are asked.
ASKS: Final = (
    AskKind.STAY_IN_TOUCH, AskKind.FEEDBACK, AskKind.REFERRAL, AskKind.REFERENCE, AskKind.MAILING_LIST,
)  # fmt: skip


@dataclass(frozen=True)
class ChangedShare:
    """A reason that was given more, or less, often than in the months before."""

    label: str
    is_more: bool
    now: Share
    before: Share


@dataclass(frozen=True)
class Asked:
    """How often something was asked at a no of the month, and how often the answer was yes."""

    kind: AskKind
    share: Share


@dataclass(frozen=True)
class MonthStory:
    """One month. `heard` are noes to something we offered, by `reasons`; `ours` are the others.

    `changed`: None where there were too few noes to say. `lessons` are sentences without a name.
    """

    month: Month
    is_of_team: bool
    heard: int
    heard_before: int
    ours: int
    reasons: tuple[tuple[str, int], ...]
    changed: tuple[ChangedShare, ...] | None
    asked: tuple[Asked, ...]
    feedback: int
    back: tuple[Yes, ...]
    alone: int
    lessons: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to say."""
        return not (self.heard or self.ours or self.back or self.alone or self.lessons)


def selection_in(viewer: User, today: date, whose: Whose, first_on: date, last_on: date) -> Selection:
    """All noes of some days, theirs or the team's."""
    return Selection(
        viewer_id=viewer.pk,
        team_id=viewer.team_id,
        today=today,
        whose=whose,
        period=None,
        first_on=first_on,
        last_on=last_on,
    )


def first_day_told(viewer: User, whose: Whose, today: date) -> date:
    """The day of the first no or yes there is; today where there is none."""
    always = selection_in(viewer, today, whose, date.min, today)
    said_on = noes(always).aggregate(first=Min("said_on"))["first"]
    closed_on = yeses(always).aggregate(first=Min("closed_on"))["first"]
    return min(said_on or today, closed_on or today)


def month_story(reader: User, month: Month, whose: Whose, today: date, *, own_lessons: bool) -> MonthStory:
    """The story of a month; `own_lessons`: with those of the reader that nobody else may read."""
    here = selection_in(reader, today, whose, month.first_day, month.last_day)
    earlier = month.following(-MONTHS_BEFORE).first_day, month.before().last_day
    before = selection_in(reader, today, whose, *earlier)
    last = before.but(first_on=month.before().first_day)
    counted, counted_before = _by_reason(here), _by_reason(before)
    deals = list(yeses(here))
    back = [deal for deal in deals if way_of(deal) is not Way.ALONE]
    return MonthStory(
        month=month,
        is_of_team=here.is_of_team,
        heard=counted.total(),
        heard_before=told_us(last).count(),
        ours=noes(here).count() - counted.total(),
        reasons=tuple(_most(counted)[:MOST_REASONS]),
        changed=changed_shares(counted, counted_before),
        asked=_asked(here),
        feedback=Feedback.objects.filter(loss__in=noes(here)).count(),
        back=tuple(told(back[:MOST_BACK])),
        alone=len(deals) - len(back),
        lessons=_lessons(reader, month, own=own_lessons),
    )


def changed_shares(now: Mapping[str, int], before: Mapping[str, int]) -> tuple[ChangedShare, ...] | None:
    """The reasons that were given more or less often than before, by a test that all of them share.

    Which reasons are looked at goes by how often they were given in both times together, never by what came
    out. None where either time has too few noes for anything to be said.
    """
    of_now, of_before = sum(now.values()), sum(before.values())
    if min(of_now, of_before) < FEWEST:
        return None
    labels = [label for label in {**now, **before} if now.get(label, 0) + before.get(label, 0) >= FEWEST]
    found = []
    for label in sorted(labels):
        shares = {
            "now": Share(now.get(label, 0), of_now),
            "before": Share(before.get(label, 0), of_before),
        }
        verdict = finding(shares, FAMILY_ERROR / len(labels))["now"].verdict
        if verdict.is_claim:
            is_more = verdict is Verdict.HIGHER
            found.append(ChangedShare(label, is_more, shares["now"], shares["before"]))
    return tuple(found)


def _by_reason(selection: Selection) -> Counter[str]:
    """How often each of the team's own labels was given; a no without one counts by its kind."""
    counted: Counter[str] = Counter()
    for conversation, label in told_us(selection).values_list("conversation", "reason__label"):
        counted[label or str(CHIPS[ExitConversation(conversation)])] += 1
    return counted


def _most(counted: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))


def _asked(selection: Selection) -> tuple[Asked, ...]:
    asks = ExitAsk.objects.filter(loss__in=noes(selection), kind__in=ASKS)
    rows = list(asks.exclude(answer=AskAnswer.NOT_ASKED).order_by().values_list("kind", "answer"))
    found = []
    for kind in ASKS:
        answers = [answer for asked, answer in rows if asked == kind]
        if answers:
            found.append(Asked(kind, Share(answers.count(AskAnswer.YES), len(answers))))
    return tuple(found)


def _lessons(reader: User, month: Month, *, own: bool) -> tuple[str, ...]:
    """Sentences and nothing else: neither who wrote them nor about whom."""
    first, after = written_in(month)
    found = Debrief.objects.lessons_for(reader).filter(created_at__gte=first, created_at__lt=after)
    if not own:
        found = found.filter(is_shared=True)
    return tuple(found.order_by("created_at", "pk").values_list("lesson", flat=True)[:MOST_LESSONS])
