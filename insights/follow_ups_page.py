"""The page of follow-ups: which first step goes together with coming back, and how far they are done in time.

What was done is compared from day 60 on, among those still waiting then (insights.landmark says why).
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeVar

from django.utils.formats import date_format
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from insights.charts.bars import Bar, BarChart
from insights.charts.rates import RateChart, RateRow
from insights.findings import FAMILY_ERROR, finding
from insights.first_steps import TIMED, TOUCHES_COMPARED, first_steps, first_touches
from insights.headlines import too_few
from insights.kinds import Fate, FirstStep, FirstTouch
from insights.landmark import Cell, findings_since, since_landmark
from insights.on_time import OnTime, Silent, on_time, silent, within
from insights.overview import csv_url
from insights.proportions import Share, together
from insights.ranking import FEWEST
from insights.rate_titles import Sentences, title_of
from insights.selection import Selection

Key = TypeVar("Key", bound=FirstStep | FirstTouch)

# Of all time only the newest months are shown.
MOST_MONTHS: Final = 24
STEPS: Final[Mapping[FirstStep, LazyText]] = {
    FirstStep.UNDER_30: gettext_lazy("Check-in before day 30"),
    FirstStep.FROM_30: gettext_lazy("Check-in on day 30 to 44"),
    FirstStep.FROM_45: gettext_lazy("Check-in on day 45 to 60"),
    FirstStep.NAMED: gettext_lazy("On a day they named"),
    FirstStep.SPOKE: gettext_lazy("You spoke before any check-in"),
    FirstStep.NONE: gettext_lazy("No check-in by day 60"),
}
TOUCHES: Final[Mapping[FirstTouch, LazyText]] = {
    FirstTouch.CALL: gettext_lazy("A call"),
    FirstTouch.LETTER: gettext_lazy("A letter"),
    FirstTouch.MAIL: gettext_lazy("A mail"),
    FirstTouch.USEFUL: gettext_lazy("Something useful"),
    FirstTouch.OTHER: gettext_lazy("A meeting, or something else"),
    FirstTouch.NONE: gettext_lazy("Nothing by day 60"),
}
FATES: Final[Mapping[Fate, LazyText]] = {
    Fate.ON_TIME: gettext_lazy("By the day it was due"),
    Fate.IN_WINDOW: gettext_lazy("Later, inside its window"),
    Fate.LATE: gettext_lazy("After its window had closed"),
    Fate.SKIPPED: gettext_lazy("Skipped"),
    Fate.LEFT_OPEN: gettext_lazy("Window closed, still open"),
}
STEP_SENTENCES: Final = Sentences(
    silent=gettext_lazy("Which check-in interval works for you is not shown yet"),
    more=gettext_lazy("“%(label)s” goes together with coming back more often"),
    less=gettext_lazy("“%(label)s” goes together with coming back less often"),
    too_few=gettext_lazy("Too few to say which check-in interval works for you"),
)
TOUCH_SENTENCES: Final = Sentences(
    silent=gettext_lazy("Which first touch works for you is not shown yet"),
    more=gettext_lazy("“%(label)s” first goes together with coming back more often"),
    less=gettext_lazy("“%(label)s” first goes together with coming back less often"),
    too_few=gettext_lazy("Too few to say which first touch works for you"),
)
MONTH_SENTENCES: Final = Sentences(
    silent=gettext_lazy("No month stands out clearly from the others"),
    more=gettext_lazy("In %(label)s more was done in time than in the other months"),
    less=gettext_lazy("In %(label)s less was done in time than in the other months"),
    too_few=gettext_lazy("Too few to compare months"),
)
# Three comparisons stand on the page: all together claim wrongly in one page of twenty.
ERROR: Final = FAMILY_ERROR / 3
STEP_CAPTION: Final = gettext_lazy(
    "Noes still waiting on day 60, by what was done first until then: share that came back since. "
    "The line is the likely range, nine chances in ten."
)


@dataclass(frozen=True)
class FollowUpsPage:
    """Everything that stands on the page."""

    selection: Selection
    steps: RateChart
    touches: RateChart
    fates: BarChart
    months: RateChart
    silent: RateChart


def follow_ups_page(selection: Selection) -> FollowUpsPage:
    """Count and draw: four queries."""
    done = on_time(selection)
    return FollowUpsPage(
        selection=selection,
        steps=_since(selection, first_steps(selection), TIMED, STEPS, STEP_SENTENCES, "check-in-intervals"),
        touches=_since(
            selection, first_touches(selection), TOUCHES_COMPARED, TOUCHES, TOUCH_SENTENCES, "first-touches"
        ),
        fates=_fates(selection, done),
        months=_months(selection, done),
        silent=_silent(selection, silent(selection)),
    )


def _since(
    selection: Selection,
    cells: Iterable[Cell[Key]],
    compared: Collection[Key],
    words: Mapping[Key, LazyText],
    sentences: Sentences,
    figure: str,
) -> RateChart:
    """Shares that came back since the landmark; only the `compared` groups may be called different."""
    since = since_landmark(cells, selection.today)
    labels = {key: str(label) for key, label in words.items()}
    rows = tuple(RateRow(labels[key], since.shares[key]) for key in words if key in since.shares)
    return RateChart(
        title_of(findings_since(since, compared, ERROR), labels, sentences),
        str(STEP_CAPTION),
        rows,
        together(since.shares.values()),
        csv_url(figure, selection),
    )


def _fates(selection: Selection, done: OnTime) -> BarChart:
    fates, of = done.fates, done.of
    bars = tuple(Bar(str(label), fates.get(fate, 0), of) for fate, label in FATES.items()) if of else ()
    title = (
        _("Done while it helps: %(hits)s of %(of)s follow-ups") % {"hits": within(fates).hits, "of": of}
        if of >= FEWEST
        else too_few(of)
    )
    caption = _(
        "Follow-ups due in these days, debriefs apart, by the day they stood on in the end. "
        "What may still be done in its window is not counted."
    )
    return BarChart(title, caption, bars, "yes", csv_url("on-time", selection))


def _months(selection: Selection, done: OnTime) -> RateChart:
    months = {month: within(fates) for month, fates in list(done.months.items())[-MOST_MONTHS:]}
    labels = {month: month_words(month) for month in months}
    return RateChart(
        title_of(finding(months, ERROR), labels, MONTH_SENTENCES),
        _(
            "Share done while their window was open, by the month they were due. "
            "The line is the likely range, nine chances in ten."
        ),
        tuple(RateRow(labels[month], share) for month, share in months.items()),
        together(months.values()),
        csv_url("on-time-by-month", selection),
    )


def month_words(month: date) -> str:
    """A month as a row says it: "Mar 2026"."""
    return date_format(month, "M Y")


def _silent(selection: Selection, found: Silent) -> RateChart:
    people, deciders = found.people, found.decision_makers
    if people.of < FEWEST:
        title = too_few(people.of)
    elif not people.hits:
        title = _("Everybody you tried answered the last time")
    else:
        said = {"hits": people.hits, "of": people.of}
        title = _("%(hits)s of %(of)s people did not answer the last time") % said
    return RateChart(
        title,
        _(
            "People in touch with, as it stands today. A decision maker who falls silent is a sign about the "
            "relationship. The line is the likely range, nine chances in ten."
        ),
        tuple(_silent_rows(people, deciders)),
        people,
        csv_url("silent", selection),
    )


def _silent_rows(people: Share, deciders: Share) -> Iterable[RateRow]:
    if people.of:
        others = Share(people.hits - deciders.hits, people.of - deciders.of)
        yield RateRow(_("Decision makers"), deciders)
        yield RateRow(_("Everybody else"), others)
