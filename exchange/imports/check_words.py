"""The words around the rows of an import: which there are, what they come to, why there are none."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from common.days import plain_day_and_year
from exchange.imports.check_page import Show, count_of
from exchange.imports.people import How
from exchange.imports.sorting import Lot
from exchange.imports.summary import Summary

_TABS: dict[Show, LazyText] = {
    Show.IN: gettext_lazy("Come in"),
    Show.NAMES: gettext_lazy("To be named"),
    Show.STUCK: gettext_lazy("Can't come in"),
    Show.OUT: gettext_lazy("Stay outside"),
    Show.HERE: gettext_lazy("Came in before"),
}
_EMPTY: dict[Show, LazyText] = {
    Show.IN: gettext_lazy("No row comes in."),
    Show.NAMES: gettext_lazy("Every row names somebody."),
    Show.STUCK: gettext_lazy("Every row can be read."),
    Show.OUT: gettext_lazy("No row stays outside."),
    Show.HERE: gettext_lazy("No row came in before."),
}


@dataclass(frozen=True)
class Tab:
    """Rows one can look at, and how many they are."""

    show: Show
    label: str
    count: str
    is_here: bool


def tabs_of(summary: Summary, show: Show) -> list[Tab]:
    """Those that hold something, and the one that is looked at."""
    counts = {each: count_of(summary, each) for each in Show}
    return [
        Tab(each, str(_TABS[each]), number(count), each is show)
        for each, count in counts.items()
        if count or each in {show, Show.IN}
    ]


def empty_words(show: Show) -> str:
    """What is said where no row is to be shown."""
    return str(_EMPTY[show])


def nothing_words(summary: Summary) -> str:
    """Why nothing comes in, with what the files hold instead; empty where something does."""
    if summary.coming:
        return ""
    here = summary.lots[Lot.HERE]
    if not summary.rows:
        return _("There is no row in it.")
    if here:
        said = ngettext(
            "Nothing new: one row of it came in before.",
            "Nothing new: %(count)s rows of it came in before.",
            here,
        )
        return said % {"count": number(here)}
    if summary.stuck:
        return _("Nothing can come in yet. Under “Can't come in” each row says why.")
    outside = [
        words for lot in (Lot.OPEN, Lot.WON, Lot.DELETED) if (words := _outside(lot, summary.lots[lot]))
    ]
    words = _("Nothing was declined in it, so there is nothing to bring in: %(what)s.")
    return words % {"what": ", ".join(outside)}


def too_many_words(summary: Summary, most: int) -> str:
    """What to do where more come in than may at once; empty where they don't."""
    if summary.coming <= most:
        return ""
    words = _(
        "%(count)s rows would come in, and at most %(most)s can at once. Split the file, by year of the "
        "close date say, and bring in the parts one after the other: what came in before never comes twice."
    )
    return words % {"count": number(summary.coming), "most": number(most)}


def facts_of(summary: Summary) -> Iterator[tuple[str, str]]:
    """What comes in and what does not, a number and its words each; nothing about what there is none of."""
    people, lots = summary.people, summary.lots
    facts = [
        (lots[Lot.NO], ngettext("no", "noes", lots[Lot.NO])),
        (lots[Lot.YES], ngettext("yes", "yeses", lots[Lot.YES])),
        (people[How.NEW], ngettext("new person", "new people", people[How.NEW])),
        (people[How.KNOWN], ngettext("person you know", "people you know", people[How.KNOWN])),
        (people[How.TO_NAME], ngettext("person to be named", "people to be named", people[How.TO_NAME])),
        (summary.organisations, ngettext("organisation", "organisations", summary.organisations)),
        (summary.opted_out, _("opted out, which holds here")),
        (summary.permitted, ngettext("permission", "permissions", summary.permitted)),
        (summary.unproven, _unproven(summary.unproven)),
        (lots[Lot.HERE], _("came in before")),
        (lots[Lot.OPEN], _("still open, stay outside")),
        (lots[Lot.WON], _("won, stay outside")),
        (lots[Lot.DELETED], _("deleted there, stay outside")),
        (
            summary.stuck,
            ngettext("can't come in as it is", "can't come in as they are", summary.stuck),
        ),
    ]
    return ((number(count), words) for count, words in facts if count)


def said_between(summary: Summary) -> str:
    """From when to when the noes are."""
    if summary.first_said is None or summary.last_said is None:
        return ""
    first, last = plain_day_and_year(summary.first_said), plain_day_and_year(summary.last_said)
    return first if first == last else f"{first} – {last}"


def calls_words(summary: Summary, limit: int) -> str:
    """What the noes ask of whoever calls."""
    count = summary.days.total()
    words = ngettext(
        "One old no gets one check-in. The next step shows on which day.",
        "%(count)s check-ins come of it. The next step spreads them, at most %(limit)s a day.",
        count,
    )
    return words % {"count": number(count), "limit": limit} if count else _("No check-in comes of it.")


def number(count: int) -> str:
    """A number as people read it."""
    return str(number_format(count, force_grouping=True))


def _unproven(count: int) -> str:
    return ngettext(
        "permission without a day or a source, not taken over",
        "permissions without a day or a source, not taken over",
        count,
    )


def _outside(lot: Lot, count: int) -> str:
    if not count:
        return ""
    words = {
        Lot.OPEN: ngettext("%(count)s is open", "%(count)s are open", count),
        Lot.WON: ngettext("%(count)s was won", "%(count)s were won", count),
        Lot.DELETED: ngettext("%(count)s was deleted", "%(count)s were deleted", count),
    }[lot]
    return words % {"count": number(count)}
