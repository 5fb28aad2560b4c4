"""The page of reasons: noes and what came back by everything noted, and our reasons beside the buyer's."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from insights.charts.bars import Bar, BarChart
from insights.charts.rates import SHOWN_CONFIDENCE, RateChart, RateRow
from insights.counted import Counted, counted
from insights.dimensions import COLUMNS, LIKELIHOOD
from insights.findings import FAMILY_ERROR, finding
from insights.groups import (
    ALL_OTHERS,
    NOT_NOTED,
    Group,
    Groups,
    by_column,
    by_competitor,
    by_reason,
    by_value,
    noted,
)
from insights.headlines import too_few
from insights.overview import csv_url
from insights.proportions import Share
from insights.ranking import FEWEST
from insights.rate_titles import Sentences, title_of
from insights.rows import Among, Narrowing, rows_url
from insights.same_reason import MEANS, Beside, beside
from insights.selection import Selection
from insights.voices import Voices, pairs, voices
from prospects.conversations import Decided, ExitConversation
from prospects.labels import CHIPS, DECIDED

RATE_CAPTION = gettext_lazy(
    "Share that turned into a yes. The line is the likely range, nine chances in ten."
)
# Headings of the matrix: what the buyer presses, in a word or two.
SHORT: dict[Decided, LazyText] = {
    Decided.TIMING: gettext_lazy("Timing"),
    Decided.PRICE: gettext_lazy("Price"),
    Decided.SOMEONE_ELSE: gettext_lazy("Someone else"),
    Decided.BETTER_FIT: gettext_lazy("Better fit"),
    Decided.STAYING: gettext_lazy("Staying"),
    Decided.COULD_NOT_WORK: gettext_lazy("Couldn't work"),
}
CALIBRATION = Sentences(
    silent=LIKELIHOOD.silent,
    more=gettext_lazy("What you called “%(label)s” does come back more often"),
    less=gettext_lazy("What you called “%(label)s” does come back less often"),
)


@dataclass(frozen=True)
class Figure:
    """How many of each, and what came back of them; `anchor`: where it stands on the page."""

    anchor: str
    name: str
    bars: BarChart
    rates: RateChart


@dataclass(frozen=True, slots=True)
class Heading:
    """What the buyer pressed, and the rows of everybody who pressed it."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One of our reasons: how often each of theirs stood beside it, and whether that is the same."""

    label: str
    cells: tuple[tuple[int, bool], ...]


@dataclass(frozen=True)
class Matrix:
    """Our reasons in rows, the buyer's in columns; `apart`: answers that say nothing either way.

    `chart`: how far both say the same. `title`: where they most often do not.
    """

    chart: RateChart
    title: str
    columns: tuple[Heading, ...]
    rows: tuple[MatrixRow, ...]
    apart: tuple[str, ...]


@dataclass(frozen=True)
class ReasonsPage:
    """Everything that stands on the page."""

    selection: Selection
    whole: Counted
    voices: Voices
    figures: tuple[Figure, ...]
    # What nothing was noted of, in words.
    missing: tuple[str, ...]
    matrix: Matrix


def reasons_page(selection: Selection) -> ReasonsPage:
    """Count and draw: eleven queries."""
    whole = counted(selection)
    all_groups = list(_all_groups(selection, whole)) if whole.noes else []
    shown = [groups for groups in all_groups if groups.is_noted]
    # One page: all its comparisons together claim wrongly in one of twenty.
    error = FAMILY_ERROR / max(1, len(shown))
    return ReasonsPage(
        selection=selection,
        whole=whole,
        voices=voices(selection),
        figures=tuple(figure_of(selection, groups, error) for groups in shown),
        missing=tuple(str(groups.dimension.name) for groups in all_groups if not groups.is_noted),
        matrix=_matrix(selection, beside(pairs(selection), SHOWN_CONFIDENCE)),
    )


def _all_groups(selection: Selection, whole: Counted) -> Iterator[Groups]:
    yield by_reason(selection, whole)
    yield by_competitor(selection, whole)
    yield from by_value(selection)
    for dimension in COLUMNS:
        yield by_column(selection, dimension, whole)


def figure_of(selection: Selection, groups: Groups, error: float) -> Figure:
    """The two charts of a dimension; `error`: how often it may claim wrongly."""
    url = csv_url(groups.dimension.code, selection)
    bars = tuple(_bar(group, groups.whole.noes) for group in groups.groups if _is_counted(groups, group))
    rated = [group for group in groups.groups if group.counted.share.of]
    rows = tuple(RateRow(group.label, group.counted.share, group.rated_url) for group in rated)
    caption = groups.words(groups.dimension.caption)
    name = str(groups.dimension.name)
    return Figure(
        f"{groups.dimension.code}{groups.currency}",
        f"{name} ({groups.currency})" if groups.currency else name,
        BarChart(_most_title(groups), caption, bars, "no", url),
        RateChart(_rates_title(groups, error), str(RATE_CAPTION), rows, groups.whole.share, url),
    )


def _is_counted(groups: Groups, group: Group) -> bool:
    """Noes without a main competitor may have others in them, which are counted already."""
    return group.key != NOT_NOTED or all(one.seen is None for one in groups.groups)


def _bar(group: Group, of: int) -> Bar:
    if group.seen is None:
        return Bar(group.label, group.counted.noes, of, group.url)
    main = _("main one in %(count)s") % {"count": group.counted.noes}
    return Bar(group.label, group.seen, of, group.url, main)


def _most_title(groups: Groups) -> str:
    """Which was noted most: counted, nothing about what comes."""
    if groups.whole.noes < FEWEST:
        return too_few(groups.whole.noes)
    heard = {
        group.label: group.counted.noes if group.seen is None else group.seen
        for group in noted(groups.groups)
        if group.key != ALL_OTHERS
    }
    most = max(heard.values())
    first, *others = [label for label, times in heard.items() if times == most]
    if others:
        return _("None is noted more often than all others")
    said = {"label": first, "count": most, "of": groups.whole.noes, "currency": groups.currency}
    return str(groups.dimension.most) % said


def _rates_title(groups: Groups, error: float) -> str:
    """What may be said of what came back; whatever was not noted is not compared."""
    compared = {group.key: group.counted.share for group in noted(groups.groups)}
    labels = {group.key: group.label for group in groups.groups}
    sentences = (
        CALIBRATION if groups.dimension is LIKELIHOOD else Sentences(groups.words(groups.dimension.silent))
    )
    found = {key: one for key, one in finding(compared, error).items() if key != ALL_OTHERS}
    return title_of(found, labels, sentences)


def _matrix(selection: Selection, seen: Beside) -> Matrix:
    share = seen.agreement.share
    ours = [label for label in SHORT if any(mine is label for mine, _theirs in seen.matrix)]
    by_ours = [RateRow(_ours(one), _agreed(seen, one)) for one in ours]
    return Matrix(
        RateChart(
            _agreement_title(share),
            _agreement_caption(seen),
            (RateRow(_("All together"), share), *by_ours) if ours else (),
            share,
            csv_url("both-reasons", selection),
        ),
        _apart_title(seen),
        tuple(_heading(selection, theirs) for theirs in SHORT),
        tuple(MatrixRow(_ours(one), _cells(seen, one)) for one in ours),
        tuple(_apart(seen)),
    )


def _heading(selection: Selection, theirs: Decided) -> Heading:
    """Of what else they pressed, where only one answer is asked about, there are no rows here."""
    is_asked = selection.decided in (None, theirs)
    rows = rows_url(selection, Narrowing(Among.ALL), decided=theirs) if is_asked else ""
    return Heading(str(SHORT[theirs]), rows)


def _agreed(seen: Beside, label: Decided) -> Share:
    of = sum(times for (ours, _theirs), times in seen.matrix.items() if ours is label)
    return Share(seen.matrix.get((label, label), 0), of)


def _cells(seen: Beside, ours: Decided) -> tuple[tuple[int, bool], ...]:
    return tuple((seen.matrix.get((ours, theirs), 0), ours is theirs) for theirs in SHORT)


def _ours(label: Decided) -> str:
    """What we wrote: the kinds of no that mean it."""
    if label is Decided.PRICE:
        return str(SHORT[label])
    return ", ".join(str(CHIPS[kind]) for kind, meaning in MEANS.items() if meaning is label)


def _agreement_title(share: Share) -> str:
    if share.of < FEWEST:
        return too_few(share.of)
    said = {"hits": share.hits, "of": share.of}
    return _("You and the buyer name the same reason: %(hits)s of %(of)s") % said


def _apart_title(seen: Beside) -> str:
    """Where the two most often part, counted."""
    parted = Counter({pair: times for pair, times in seen.matrix.items() if pair[0] is not pair[1]})
    if not parted:
        return _("They press what you wrote")
    ((ours, theirs), times), *others = parted.most_common(2)
    if others and others[0][1] == times:
        return _("Where you and they part")
    said = {"ours": _ours(ours), "theirs": SHORT[theirs], "count": times}
    return _("You part most where you write “%(ours)s” and they press “%(theirs)s”: %(count)s times") % said


def _agreement_caption(seen: Beside) -> str:
    """What chance alone would do, once there is anything to say of it."""
    about = _("Your reason beside what the buyer pressed. The line is the likely range, nine chances in ten.")
    agreed = seen.agreement
    if agreed.share.of < FEWEST or agreed.by_chance is None or agreed.kappa is None:
        return about
    expected = round(agreed.by_chance * agreed.share.of)
    is_more = agreed.kappa_interval.low > 0
    chance = (
        _("Chance alone would agree in about %(count)s of them: you hear more than chance.")
        if is_more
        else _("Chance alone would agree in about %(count)s of them: it could be chance.")
    )
    return f"{about} {chance % {'count': expected}}"


def _apart(seen: Beside) -> Iterator[str]:
    """Those who answered and are neither the same nor another: by their words, or by ours."""
    words: dict[str, object] = {decided.value: DECIDED[decided] for decided in DECIDED}
    words |= {kind.value: CHIPS[kind] for kind in (ExitConversation.UNKNOWN, ExitConversation.WE_DECLINED)}
    for code, times in Counter(seen.apart).most_common():
        yield _("“%(answer)s”: %(count)s") % {"answer": words[code], "count": times}
