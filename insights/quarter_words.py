"""A quarter looked back on, in words."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.days import plain_day_and_year
from common.money import money_text
from insights.calendar_quarters import Quarter
from insights.came_back_words import reason_text
from insights.cohorts import Cohort, Reached
from insights.proportions import Share
from insights.quarter_review import InCurrency, QuarterReview, Voice
from prospects.models import Loss


@dataclass(frozen=True)
class BigNo:
    """One of the biggest noes: who, what, how much, why, in whose words."""

    loss: Loss
    value: str
    said_on: str
    reason: str
    # The buyer's own: what they said at the no, or when asked why, and what they wrote.
    words: str
    decided: str
    line: str


@dataclass(frozen=True)
class BigNoes:
    """Those of one currency, with what stands over them."""

    title: str
    noes: tuple[BigNo, ...]


@dataclass(frozen=True)
class CohortRow:
    """A quarter's noes as a row of the table."""

    name: str
    noes: int
    came_back: str
    cells: tuple[tuple[str, str], ...]


def quarter_name(quarter: Quarter) -> str:
    """ "Quarter 3 of 2026"."""
    return _("Quarter %(number)d of %(year)d") % {"number": quarter.number, "year": quarter.year}


def biggest(review: QuarterReview) -> list[BigNoes]:
    """The biggest noes, currency by currency."""
    return [BigNoes(_title(found), tuple(map(_big_no, found.losses))) for found in review.biggest]


def _title(found: InCurrency) -> str:
    total = money_text(found.total, found.currency)
    shown = len(found.losses)
    if shown == found.count:
        said = ngettext("One no, worth %(total)s", "%(count)d noes, worth %(total)s", shown)
        return said % {"count": shown, "total": total}
    return _("The %(shown)d biggest of %(count)d noes, worth %(total)s together") % {
        "shown": shown,
        "count": found.count,
        "total": total,
    }


def _big_no(loss: Loss) -> BigNo:
    feedback = getattr(loss, "feedback", None)
    return BigNo(
        loss=loss,
        value=money_text(loss.deal.value, loss.deal.currency),
        said_on=plain_day_and_year(loss.said_on),
        reason=reason_text(loss),
        words=loss.in_their_words or getattr(loss, "said_why", "") or "",
        decided=str(feedback.get_decided_display()) if feedback else "",
        line=feedback.line if feedback else "",
    )


def voice(found: Voice) -> tuple[str, ...]:
    """How often the buyer spoke: all noes of the quarter, so counts and no range."""
    if not found.either.of:
        return ()
    written = _("%(share)s as we noted what they said, %(other)s written by the buyer.")
    return (
        _("%(share)s have the buyer's own words.") % {"share": of(found.either)},
        written % {"share": of(found.noted), "other": of(found.written)},
    )


def of(share: Share) -> str:
    """ "6 of 19"."""
    return _("%(count)d of %(of)d") % {"count": share.hits, "of": share.of}


def cohort_row(cohort: Cohort) -> CohortRow:
    """A quarter's noes, and what came back of them within so many days."""
    return CohortRow(
        name=quarter_name(cohort.quarter),
        noes=cohort.noes,
        came_back=of(Share(cohort.came_back, cohort.noes)),
        cells=tuple(_cell(reached, cohort) for reached in cohort.reached),
    )


def _cell(reached: Reached, cohort: Cohort) -> tuple[str, str]:
    """The share, and what stands small beneath it."""
    if not cohort.noes:
        return "–", ""
    if reached.share is None or reached.likely is None:
        return _too_few(reached), ""
    share = _("%(count)d came back, about %(percent)d%%") % {
        "count": reached.came_back,
        "percent": round(100 * reached.share),
    }
    beneath = ngettext(
        "likely %(low)d to %(high)d%%, one still followed",
        "likely %(low)d to %(high)d%%, %(followed)d still followed",
        reached.followed,
    ) % {
        "low": round(100 * reached.likely.low),
        "high": round(100 * reached.likely.high),
        "followed": reached.followed,
    }
    return share, beneath


def _too_few(reached: Reached) -> str:
    if not reached.followed:
        return _("not watched that long yet")
    return ngettext(
        "too few to say: one still followed",
        "too few to say: %(count)d still followed",
        reached.followed,
    ) % {"count": reached.followed}
