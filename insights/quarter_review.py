"""What a quarter is looked back on with: the biggest noes, how often the buyer spoke, cohorts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from django.db.models import Count, F, OuterRef, Q, Subquery

from accounts.models import User
from insights.calendar_quarters import Quarter
from insights.cohorts import Cohort, Counted, cohorts, last_quarters
from insights.kinds import Whose
from insights.month_story import selection_in
from insights.noes import may_come_back, told_us
from insights.proportions import Share
from insights.selection import Selection
from insights.voices import HAS_VOICE, with_voice
from prospects.conversations import AskKind
from prospects.models import ExitAsk, Loss

BIGGEST: Final = 10
MOST_CURRENCIES: Final = 6
MOST_COHORTS: Final = 8


@dataclass(frozen=True)
class InCurrency:
    """The biggest noes whose deals have a value in this currency; of how many, worth how much together."""

    currency: str
    count: int
    total: Decimal
    losses: tuple[Loss, ...]


@dataclass(frozen=True)
class Voice:
    """Of the noes we heard, how many have the buyer's own words: written by them, or noted by us as said."""

    written: Share
    noted: Share
    either: Share


@dataclass(frozen=True)
class QuarterReview:
    """One quarter, of one's own people or of the team. `without_value` noes have no amount to go by."""

    quarter: Quarter
    is_of_team: bool
    biggest: tuple[InCurrency, ...]
    without_value: int
    voice: Voice
    cohorts: tuple[Cohort, ...]


def quarter_review(viewer: User, quarter: Quarter, whose: Whose, today: date) -> QuarterReview:
    """Everything about a quarter but its decisions; a bounded number of queries."""
    here = selection_in(viewer, today, whose, quarter.first_day, quarter.last_day)
    return QuarterReview(
        quarter=quarter,
        is_of_team=here.is_of_team,
        biggest=tuple(_biggest(here)),
        without_value=_without_value(here),
        voice=_voice(here),
        cohorts=tuple(_cohorts(here, quarter, today)),
    )


def _without_value(here: Selection) -> int:
    """Noes to a deal that is worth nothing, or that nobody put a value on. One query."""
    worth_nothing = Q(deal__value__isnull=True) | Q(deal__value=0)
    return told_us(here).filter(worth_nothing, declined_again=False).count()


def _biggest(here: Selection) -> Iterator[InCurrency]:
    """Currency by currency, that with the most noes first; amounts of two are never compared."""
    valued = told_us(here).filter(deal__value__gt=0, declined_again=False)
    answers = ExitAsk.objects.filter(loss=OuterRef("pk"), kind=AskKind.FEEDBACK).exclude(words="")
    said_why = answers.values("words")[:1]
    rows: dict[str, list[Decimal]] = {}
    for currency, value in valued.values_list("deal__currency", "deal__value"):
        rows.setdefault(currency, []).append(value or Decimal(0))
    by_count = sorted(rows.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    for currency, values in by_count[:MOST_CURRENCIES]:
        found = valued.filter(deal__currency=currency).order_by("-deal__value", "-said_on", "pk")
        found = found.annotate(said_why=Subquery(said_why))
        losses = found.select_related("deal", "reason", "prospect__organisation", "feedback")[:BIGGEST]
        yield InCurrency(currency, len(values), sum(values, Decimal(0)), tuple(losses))


def _voice(here: Selection) -> Voice:
    counted = with_voice(told_us(here)).aggregate(
        of=Count("pk"),
        written=Count("pk", filter=Q(pressed=True)),
        noted=Count("pk", filter=~Q(in_their_words="") | Q(said_why_in_words=True)),
        either=Count("pk", filter=HAS_VOICE),
    )
    of = counted["of"]
    return Voice(*(Share(counted[name], of) for name in ("written", "noted", "either")))


def _cohorts(here: Selection, quarter: Quarter, today: date) -> list[Cohort]:
    quarters = last_quarters(quarter, MOST_COHORTS)
    all_of_them = here.but(first_on=quarters[-1].first_day)
    days = may_come_back(all_of_them).values("said_on", back=F("came_back_on")).annotate(times=Count("pk"))
    counted = (Counted(row["said_on"], row["back"], row["times"]) for row in days)
    found = cohorts(counted, quarters, today)
    # Of the time before the first no there is nothing to tell.
    while len(found) > 1 and not found[-1].noes:
        found.pop()
    return found
