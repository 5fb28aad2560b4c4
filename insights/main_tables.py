"""The figures of the first page as tables for files: the same counts, English headers that stay."""

from insights.address import Names, names_for
from insights.charts.rates import SHOWN_CONFIDENCE
from insights.csv_files import Table
from insights.overview import months_of
from insights.proportions import Share, wilson
from insights.selection import Selection
from insights.survival import Step, curve
from insights.tally import Why, days, money_by_why, tally

WHY = ("kind_of_no", "reason")
TIME = ("days_since_no", "still_followed", "came_back_that_day", "share_back", "range_low", "range_high")


def why_file(selection: Selection) -> Table:
    """The noes we heard, by kind and reason."""
    names, counted = names_for(selection), tally(selection).by_why()
    return Table((*WHY, "noes"), [(*_why(why, names), noes) for why, noes in counted.most_common()])


def money_table(selection: Selection) -> Table:
    """What they were worth, by kind, reason and currency; `noes_with_value` are those it is the sum of."""
    names = names_for(selection)
    amounts = sorted(money_by_why(selection), key=lambda one: (one.currency, -one.value))
    rows = [(*_why(one.why, names), one.currency, f"{one.value:.2f}", one.noes) for one in amounts]
    return Table((*WHY, "currency", "value", "noes_with_value"), rows)


def win_back_table(selection: Selection) -> Table:
    """How many came back of those that may, with the likely range of the share."""
    names = names_for(selection)
    shares = sorted(tally(selection).shares().items(), key=lambda pair: -pair[1].of)
    rows = [(*_why(why, names), *_share(share)) for why, share in shares]
    return Table((*WHY, "came_back", "of", "range_low", "range_high"), rows)


def time_table(selection: Selection) -> Table:
    """The curve, step by step: the share come back by that day."""
    drawn = curve(days(selection).all_waits(selection.today), SHOWN_CONFIDENCE)
    return Table(TIME, [_step(step) for step in drawn.steps])


def months_table(selection: Selection) -> Table:
    """Noes and what came back, month by month."""
    months = months_of(selection, days(selection))
    rows = [(month.first_on.strftime("%Y-%m"), month.noes, month.came_back) for month in months]
    return Table(("month", "noes", "came_back"), rows)


def _why(why: Why, names: Names) -> tuple[str, str]:
    """The two cells that say why: the kind of no by its code, the team's own reason by its label."""
    return why[0].value, names.reason(why[1])


def _share(share: Share) -> tuple[object, ...]:
    bounds = wilson(share, SHOWN_CONFIDENCE)
    return share.hits, share.of, round(bounds.low, 4), round(bounds.high, 4)


def _step(step: Step) -> tuple[object, ...]:
    back = (1 - step.waiting, 1 - step.band.high, 1 - step.band.low)
    return step.day, step.at_risk, step.happened, *(round(value, 4) for value in back)
