"""What the page of who came back shows, and the same as a table."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from common.days import plain_day_and_year
from common.money import money_text
from insights.came_back import Way, Yes, told, worth, yeses
from insights.came_back_words import reason_text, touch_text
from insights.charts.bars import Bar, BarChart
from insights.csv_files import Table
from insights.noes import told_us
from insights.selection import Selection
from prospects.conversations import ExitConversation
from prospects.labels import CHIPS
from prospects.models import Deal

MOST_SHOWN = 100
MOST_QUOTED = 8
MOST_REASONS = 6

TITLES: dict[Way, LazyText] = {
    Way.ITSELF: gettext_lazy("The declined deal itself"),
    Way.GREW: gettext_lazy("A new deal that grew out of the no"),
    Way.ALONE: gettext_lazy("Yes without a no before it"),
}
HEADER = (
    "said_yes_on", "person", "organisation", "deal", "way", "value", "currency", "why_yes", "no_said_on",
    "conversation", "reason", "their_words", "days", "touches",
    "last_touch_on", "last_touch", "last_touch_by",
)  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One yes in words."""

    deal: Deal
    said_on: str
    value: str
    no_said_on: str
    reason: str
    words: str
    took: str
    touch: str
    touches: str


@dataclass(frozen=True)
class Group:
    """The yeses of one way: how many, what they come to in each currency, and the newest of them."""

    way: Way
    title: str
    count: int
    money: tuple[str, ...]
    lines: tuple[Line, ...]

    @property
    def more(self) -> int:
        """How many stand in the file alone."""
        return self.count - len(self.lines)


@dataclass(frozen=True)
class CameBackPage:
    """Everything on the page. `why_no` counts the noes of the same days by the
    team's labels; None where there are none."""

    groups: tuple[Group, ...]
    why_yes: tuple[Deal, ...]
    why_no: BarChart | None

    @property
    def is_empty(self) -> bool:
        """Whether nobody said yes in these days."""
        return not any(group.count for group in self.groups)


def came_back_page(selection: Selection) -> CameBackPage:
    """The page for a selection; five queries, however many said yes."""
    deals = yeses(selection)
    shown = told(list(deals[:MOST_SHOWN]))
    groups = tuple(
        Group(
            way,
            str(TITLES[way]),
            worth_of.count,
            tuple(money_text(amount, currency) for currency, amount in worth_of.amounts.items()),
            tuple(_line(yes) for yes in shown if yes.way is way),
        )
        for way, worth_of in worth(deals).items()
    )
    quoted = [yes.deal for yes in shown if yes.deal.why_yes][:MOST_QUOTED]
    return CameBackPage(groups, tuple(quoted), _reasons_for_no(selection))


def came_back_table(selection: Selection) -> Table:
    """Every yes of a selection, for a file."""
    return Table(HEADER, _rows(selection))


def _rows(selection: Selection) -> Iterator[tuple[object, ...]]:
    for yes in told(list(yeses(selection))):
        deal, loss, touch = yes.deal, yes.loss, yes.touch
        person = deal.prospect
        yield (
            deal.closed_on, person.name, person.organisation.name if person.organisation else "", deal.title,
            yes.way.value, deal.value, deal.currency, deal.why_yes,
            loss and loss.said_on, loss and loss.conversation,
            loss and loss.reason and loss.reason.label, loss and loss.in_their_words,
            yes.days, yes.touches if loss else None,
            touch and touch.happened_on, touch and touch.channel, touch and touch.by.get_full_name(),
        )  # fmt: skip


def _line(yes: Yes) -> Line:
    deal, loss = yes.deal, yes.loss
    return Line(
        deal=deal,
        said_on=plain_day_and_year(deal.closed_on) if deal.closed_on else "",
        value=money_text(deal.value, deal.currency),
        no_said_on=plain_day_and_year(loss.said_on) if loss else "",
        reason=reason_text(loss) if loss else "",
        words=loss.in_their_words if loss else "",
        took=_days(yes.days) if yes.days is not None else "",
        touch=touch_text(yes.touch) if yes.touch else "",
        touches=_touches(yes.touches) if loss else "",
    )


def _days(days: int) -> str:
    return ngettext("%(days)d day", "%(days)d days", days) % {"days": days}


def _touches(count: int) -> str:
    if not count:
        return _("nothing noted in between")
    return ngettext("%(count)d touch in between", "%(count)d touches in between", count) % {"count": count}


def _reasons_for_no(selection: Selection) -> BarChart | None:
    """The commonest labels of the noes we heard in these days; a no without one counts by its kind."""
    counted: Counter[str] = Counter()
    for conversation, label in told_us(selection).values_list("conversation", "reason__label"):
        counted[label or str(CHIPS[ExitConversation(conversation)])] += 1
    commonest = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST_REASONS]
    if not commonest:
        return None
    bars = tuple(Bar(label, count, counted.total()) for label, count in commonest)
    return BarChart(_("Why people said no"), _("Noes by reason, in the same days"), bars)
