"""The page of asking: what was asked, what it brought, and what it goes together with."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from insights.asked import Ask, Granted, Named, asks, granted, named, people_of, promises, references
from insights.charts.bars import Bar, BarChart
from insights.charts.rates import RateChart, RateRow
from insights.counted import Counted, counted
from insights.findings import FAMILY_ERROR, finding
from insights.headlines import too_few
from insights.kinds import Asked
from insights.overview import csv_url
from insights.proportions import together
from insights.ranking import FEWEST
from insights.rate_titles import Sentences, title_of
from insights.rows import Among, Narrowing, rows_url
from insights.selection import Selection
from insights.voices import Voices, voices
from prospects.conversations import AskAnswer, AskKind, PromiseState
from prospects.labels import ASKS, PERMISSION_CHANNELS, PROMISE_STATES

GROUPS: Final[Mapping[Asked, LazyText]] = {
    Asked.YES: gettext_lazy("Asked, said yes"),
    Asked.NO_YES: gettext_lazy("Asked, no yes so far"),
    Asked.NOT_ASKED: gettext_lazy("Not asked"),
}
TOGETHER_CAPTION: Final = gettext_lazy(
    "Share that came back. You choose whom you ask: this goes together, it need not be why. "
    "The line is the likely range, nine chances in ten."
)


@dataclass(frozen=True)
class AskingPage:
    """Everything that stands on the page."""

    selection: Selection
    whole: Counted
    voices: Voices
    references: int
    named: Named
    asked: BarChart
    answers: RateChart
    came_back: tuple[RateChart, ...]
    granted: BarChart
    names: BarChart
    promises: BarChart


def asking_page(selection: Selection) -> AskingPage:
    """Count and draw: eight queries."""
    whole = counted(selection)
    found = asks(selection, whole)
    people = named(selection)
    return AskingPage(
        selection=selection,
        whole=whole,
        voices=voices(selection),
        references=references(selection),
        named=people,
        asked=_asked(selection, found, whole.noes),
        answers=_answers(selection, found),
        came_back=tuple(_came_back(selection, found)),
        granted=_granted(selection, granted(selection), people_of(selection)),
        names=_names(selection, people),
        promises=_promises(selection, promises(selection)),
    )


def _asked(selection: Selection, found: Iterable[Ask], of: int) -> BarChart:
    counts = {str(ASKS[ask.kind]): ask.asked.noes for ask in found}
    bars = tuple(
        Bar(
            str(ASKS[ask.kind]),
            ask.asked.noes,
            of,
            _rows_url(selection, ask.kind) if ask.asked.noes else "",
        )
        for ask in found
    )
    title = too_few(of) if of < FEWEST else _most_asked(counts, of)
    return BarChart(
        title, _("Noes we heard at which it was asked"), bars if of else (), "no", _csv(selection)
    )


def _rows_url(
    selection: Selection, kind: AskKind, answer: AskAnswer | None = None, narrowing: Narrowing | None = None
) -> str:
    """The rows of what was asked, and of its answer; "" where something else was asked about already: an
    address names one thing and one answer."""
    is_free = selection.ask in (None, kind) and (selection.answer is None or selection.ask is kind)
    if not is_free or (answer and selection.answer not in (None, answer)):
        return ""
    return rows_url(selection, narrowing, ask=kind, **({"answer": answer} if answer else {}))


def _most_asked(counts: Mapping[str, int], of: int) -> str:
    most = max(counts.values())
    first, *others = [label for label, times in counts.items() if times == most]
    if not most:
        return _("Nothing was asked yet")
    if others:
        return _("Nothing is asked more often than all the rest")
    return _("You ask “%(label)s” most often: %(count)s of %(of)s") % {
        "label": first,
        "count": most,
        "of": of,
    }


def _answers(selection: Selection, found: Iterable[Ask]) -> RateChart:
    shares = {ask.kind: ask.said_yes for ask in found if ask.asked.noes}
    labels = {kind: str(ASKS[kind]) for kind in shares}
    sentences = Sentences(
        silent=_("Nothing gets a clearly easier yes than the rest"),
        more=gettext_lazy("“%(label)s” gets a yes more often than what else you ask"),
        less=gettext_lazy("“%(label)s” gets a yes less often than what else you ask"),
    )
    rows = tuple(
        RateRow(labels[kind], share, _rows_url(selection, kind, AskAnswer.YES))
        for kind, share in shares.items()
    )
    return RateChart(
        title_of(finding(shares, _error(len(shares))), labels, sentences),
        _(
            "Yeses, of those asked; “will think” is none yet. "
            "The line is the likely range, nine chances in ten."
        ),
        rows,
        together(shares.values()),
        _csv(selection),
    )


def _error(asked: int) -> float:
    """How often one comparison of the page may claim wrongly: all together do in one page of twenty, so each
    the less often the more things were asked. Beside them stands which gets a yes most easily."""
    return FAMILY_ERROR / (asked + 1)


def _came_back(selection: Selection, found: Iterable[Ask]) -> Iterator[RateChart]:
    """A chart for each thing that was asked."""
    asked = [ask for ask in found if ask.asked.noes]
    for ask in asked:
        shares = ask.came_back
        labels = {key: str(label) for key, label in GROUPS.items()}
        title = title_of(finding(shares, _error(len(asked))), labels, _together(str(ASKS[ask.kind])))
        rows = tuple(_row(selection, ask, key, labels[key]) for key in GROUPS if shares[key].of)
        yield RateChart(
            title, str(TOGETHER_CAPTION), rows, ask.of.share, csv_url("asking-came-back", selection)
        )


def _row(selection: Selection, ask: Ask, key: Asked, label: str) -> RateRow:
    """Only a yes has rows that an address can name."""
    share = ask.came_back[key]
    if key is not Asked.YES or not share.of:
        return RateRow(label, share)
    rated = Narrowing(Among.MAY_COME_BACK)
    return RateRow(label, share, _rows_url(selection, ask.kind, AskAnswer.YES, rated))


def _together(ask: str) -> Sentences:
    """What goes together with what: never "because"."""

    def about(text: str) -> str:
        return _("“%(label)s”: %(what)s") % {"label": ask, "what": text}

    return Sentences(
        silent=about(_("nothing is shown yet")),
        more=about(_("“%(label)s” goes together with coming back more often")),
        less=about(_("“%(label)s” goes together with coming back less often")),
        too_few=about(_("too few to say")),
    )


def _granted(selection: Selection, channels: Sequence[Granted], of: int) -> BarChart:
    counts = {str(PERMISSION_CHANNELS[one.channel]): one.people for one in channels}
    bars = tuple(
        Bar(str(PERMISSION_CHANNELS[one.channel]), one.people, of, note=_since_then(one)) for one in channels
    )
    caption = _("People who agreed to hear from you when they said no, of all who said one")
    return BarChart(_agreed_title(counts, of), caption, bars, "yes", csv_url("permissions", selection))


def _agreed_title(counts: Mapping[str, int], of: int) -> str:
    if not counts:
        return _("Nobody has agreed to anything at a no in these days")
    most = max(counts.values())
    first, *others = [label for label, people in counts.items() if people == most]
    if others:
        return _("What they agreed to")
    return _("Most agree to “%(label)s”: %(count)s of %(of)s") % {"label": first, "count": most, "of": of}


def _since_then(one: Granted) -> str:
    said = {"confirmed": one.confirmed, "withdrawn": one.withdrawn}
    return _("in writing: %(confirmed)s, withdrawn since: %(withdrawn)s") % said


def _names(selection: Selection, people: Named) -> BarChart:
    steps = (
        (_("Named to you"), people.people),
        (_("You have been in touch"), people.contacted),
        (_("Got an offer"), people.offered),
        (_("Said yes"), people.won),
    )
    bars = tuple(Bar(label, count, people.people) for label, count in steps) if people.people else ()
    title = _named_title(people)
    return BarChart(
        title,
        _("People named by whoever said no, and what became of them"),
        bars,
        "yes",
        csv_url("referrals", selection),
    )


def _named_title(people: Named) -> str:
    if not people.people:
        return _("Nobody has named anybody yet in these days")
    if not people.won:
        return ngettext(
            "%(people)s person was named to you, and has not said yes so far",
            "%(people)s people were named to you, and none has said yes so far",
            people.people,
        ) % {"people": people.people}
    return ngettext(
        "Of %(people)s person named to you, %(won)s said yes",
        "Of %(people)s people named to you, %(won)s said yes",
        people.people,
    ) % {"people": people.people, "won": people.won}


def _promises(selection: Selection, states: Mapping[PromiseState, int]) -> BarChart:
    of = sum(states.values())
    kept = states.get(PromiseState.KEPT, 0)
    bars = (
        tuple(Bar(str(PROMISE_STATES[state]), states.get(state, 0), of) for state in PromiseState)
        if of
        else ()
    )
    title = _("You kept %(kept)s of %(of)s promises so far") % {"kept": kept, "of": of}
    return BarChart(
        title if of else _("Nothing was promised in these days"),
        _("What was promised at these noes"),
        bars,
        "yes",
        csv_url("promises", selection),
    )


def _csv(selection: Selection) -> str:
    return csv_url("asks", selection)
