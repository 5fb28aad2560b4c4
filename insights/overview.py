"""The page of figures: everything that stands on it, from a few queries whatever the number of noes."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from common.months import months_on
from insights import headlines
from insights.address import Names
from insights.charts.bars import Bar, BarChart
from insights.charts.curve import CurveChart
from insights.charts.months import Month, MonthChart
from insights.charts.rates import SHOWN_CONFIDENCE, RateChart, RateRow
from insights.models import Debrief
from insights.money import WonBack, money_won_back
from insights.noes import told_us
from insights.period_words import period_text
from insights.proportions import Share, together
from insights.rows import Among, Narrowing, rows_url
from insights.selection import Selection
from insights.survival import curve
from insights.tally import Days, Tally, Why, days, tally
from insights.why_table import WhyTable, why_table
from prospects.conversations import ExitConversation
from prospects.labels import CHIPS
from prospects.models import Feedback

# With more noes than this what reads each of them (money, words) stands on a page of its own.
MOST_AT_ONCE = 10_000
# Of all time only the newest of so many months are drawn.
MOST_MONTHS = 36
# So many months before the first no are drawn at most: an address may begin in the year 1.
NONE_BEFORE = 11
# With more reasons than this the smallest are one bar.
MOST_BARS = 10
# What a bar stands for: a kind of no, or, within one, a reason (None: not said).
Group = ExitConversation | UUID | None


@dataclass(frozen=True)
class Overview:
    """What the page shows."""

    selection: Selection
    period: str
    counted: Tally
    overall: Share
    middle: int | None
    money: tuple[WonBack, ...]
    # Looked back at by the viewer, or answered by the buyers where the team is looked at.
    beside: Share
    why: BarChart
    # None: too many noes to read each of them here.
    why_table: WhyTable | None
    rates: RateChart
    curve: CurveChart
    months: MonthChart

    @property
    def is_large(self) -> bool:
        """So many noes that money and words stand on a page of their own."""
        return self.counted.told_us > MOST_AT_ONCE

    @property
    def is_empty(self) -> bool:
        """Nobody said no in these days, whatever kind of no."""
        return self.counted.everything == 0


def overview_of(selection: Selection, viewer: User, names: Names) -> Overview:
    """Count, add up, draw; nine queries at most."""
    counted, by_day = tally(selection), days(selection)
    groups = _Groups(selection, names, counted)
    return Overview(
        selection=selection,
        period=period_text(selection, min(by_day.said, default=None)),
        counted=counted,
        overall=counted.overall,
        middle=by_day.middle,
        money=tuple(money_won_back(selection)) if counted.overall.hits else (),
        beside=_beside(selection, viewer, counted.told_us),
        why=groups.why(),
        why_table=None if counted.told_us > MOST_AT_ONCE else why_table(selection, names, counted),
        rates=groups.rates(),
        curve=_curve(selection, by_day, counted.overall),
        months=_months(selection, by_day),
    )


def csv_url(figure: str, selection: Selection) -> str:
    """Where a figure is saved as a file."""
    return f"{reverse('insights:figure_csv', args=[figure])}?{selection.query()}"


def _beside(selection: Selection, viewer: User, heard: int) -> Share:
    if not heard:
        return Share(0, 0)
    # Asked of these few rows one by one, not of all noes.
    about = Exists(told_us(selection).filter(pk=OuterRef("loss_id")))
    if selection.is_of_team:
        return Share(Feedback.objects.filter(about, team_id=selection.team_id).count(), heard)
    return Share(Debrief.objects.of(viewer).answered().filter(about).count(), heard)


class _Groups:
    """Noes and shares by kind of no; within one kind by the team's reasons."""

    def __init__(self, selection: Selection, names: Names, counted: Tally) -> None:
        self.selection = selection
        self._names = names
        self._by_reason = selection.conversation is not None
        self.counts: Counter[Group] = Counter()
        for why, noes in counted.by_why().items():
            self.counts[self._group(why)] += noes
        self.shares: dict[Group, Share] = {}
        for why, share in counted.shares().items():
            group = self._group(why)
            self.shares[group] = self.shares.get(group, Share(0, 0)) + share

    def _group(self, why: Why) -> Group:
        return why[1] if self._by_reason else why[0]

    def label(self, group: Group) -> str:
        """What a group is called."""
        if isinstance(group, ExitConversation):
            return str(CHIPS[group])
        return self._names.reason(group) or _("No reason noted")

    def url(self, group: Group, narrowing: Narrowing) -> str:
        """The rows of a group."""
        return group_url(self.selection, group, narrowing)

    def why(self) -> BarChart:
        """How many of each, the most common first."""
        of, ordered = self.counts.total(), self.counts.most_common()
        shown, rest = ordered[:MOST_BARS], ordered[MOST_BARS:]
        bars = [Bar(self.label(group), noes, of, self.url(group, Narrowing())) for group, noes in shown]
        if rest:
            bars.append(Bar(_("All others"), sum(noes for _group, noes in rest), of))
        title = headlines.most_common({self.label(group): noes for group, noes in ordered})
        caption = _("Noes we heard, by reason") if self._by_reason else _("Noes we heard, by kind of no")
        return BarChart(title, caption, tuple(bars), "no", csv_url("why", self.selection))

    def rates(self) -> RateChart:
        """What came back of each, in the order of the bars."""
        labels = {group: self.label(group) for group in self.shares}
        rated = Narrowing(among=Among.MAY_COME_BACK)
        rows = [
            RateRow(labels[group], self.shares[group], self.url(group, rated))
            for group, _noes in self.counts.most_common()
            if group in self.shares
        ]
        return RateChart(
            headlines.comes_back_most(self.shares, labels),
            _("Share that turned into a yes. The line is the likely range, nine chances in ten."),
            tuple(rows[:MOST_BARS]),
            together(self.shares.values()),
            csv_url("win-back", self.selection),
        )


def group_url(selection: Selection, group: Group, narrowing: Narrowing) -> str:
    """The rows of a kind of no, of a reason, or of none noted."""
    if isinstance(group, ExitConversation):
        return rows_url(selection, narrowing, conversation=group)
    if group is None:
        return rows_url(selection, Narrowing(among=narrowing.among, no_reason=True))
    return rows_url(selection, narrowing, reason=group)


def _curve(selection: Selection, by_day: Days, overall: Share) -> CurveChart:
    return CurveChart(
        headlines.time_to_yes(by_day.middle, overall.hits, overall.of),
        _("Share of noes that became a yes, by days since the no"),
        curve(by_day.all_waits(selection.today), SHOWN_CONFIDENCE),
        csv_url=csv_url("time-to-yes", selection),
    )


def _months(selection: Selection, by_day: Days) -> MonthChart:
    months = tuple(months_of(selection, by_day))[-MOST_MONTHS:]
    caption = _("Noes by the month they were said, and which of them came back by the month of the yes")
    given = tuple(
        (month.first_on, month.noes, month.came_back, *_month_urls(selection, month.first_on))
        for month in months
    )
    title = headlines.lately(months, selection.last_on or selection.today)
    return MonthChart(title, caption, given, csv_url("months", selection))


def _month_urls(selection: Selection, first: date) -> tuple[str, str]:
    back = Narrowing(among=Among.MAY_COME_BACK, came_back=True, back_month=first)
    return rows_url(selection, Narrowing(month=first)), rows_url(selection, back)


def months_of(selection: Selection, by_day: Days) -> Iterator[Month]:
    """Every month of the selection, those without a no too; of days of one's own none that is still to come,
    and none a year and more before the first no."""
    noes, came_back = _by_month(by_day.said), _by_month(by_day.came_back)
    if not noes:
        return
    last = min(selection.last_on or selection.today, selection.today).replace(day=1)
    month = min(noes)
    if selection.first_on:
        month = max(selection.first_on.replace(day=1), months_on(month, -NONE_BEFORE))
    while month <= last:
        yield Month(month, noes[month], came_back[month])
        month = months_on(month, 1)


def _by_month(by_day: Mapping[date, int]) -> Counter[date]:
    months: Counter[date] = Counter()
    for day, times in by_day.items():
        months[day.replace(day=1)] += times
    return months
