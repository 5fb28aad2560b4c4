"""What charts are called: the finding, in a sentence that never says more than its interval (DESIGN, 13)."""

from collections.abc import Hashable, Mapping, Sequence
from datetime import date
from typing import Final, TypeVar

from django.utils.formats import date_format
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from common.months import months_on
from insights.charts.months import Month
from insights.findings import Verdict, finding
from insights.proportions import Share, together
from insights.ranking import FEWEST, rank

Key = TypeVar("Key", bound=Hashable)

# How many more it takes, one to FEWEST.
MORE: Final[tuple[LazyText, ...]] = (
    gettext_lazy("Too few to say. One more and we can."),
    gettext_lazy("Too few to say. Two more and we can."),
    gettext_lazy("Too few to say. Three more and we can."),
    gettext_lazy("Too few to say. Four more and we can."),
    gettext_lazy("Too few to say. Five more and we can."),
)
LATELY: Final = 3


def too_few(of: int) -> str:
    """What stands where a figure will be: how many more it takes. `of`: how many there are, below FEWEST."""
    return str(MORE[FEWEST - of - 1])


def most_common(counts: Mapping[str, int]) -> str:
    """What was heard most often, by its label: what was counted, nothing about what comes."""
    of, most = sum(counts.values()), max(counts.values(), default=0)
    if of < FEWEST:
        return too_few(of)
    first, *others = [label for label, count in counts.items() if count == most]
    if others:
        return _("No single no stands out")
    return _("You hear “%(label)s” most often: %(count)s of %(of)s") % {
        "label": first,
        "count": most,
        "of": of,
    }


def comes_back_most(shares: Mapping[Key, Share], labels: Mapping[Key, str]) -> str:
    """Which comes back more, or less, than the others: claimed only where it is shown (insights.findings)."""
    overall = together(shares.values())
    if overall.of < FEWEST:
        return too_few(overall.of)
    if not overall.hits:
        return _("None has come back yet, of %(of)s") % {"of": overall.of}
    found = finding(shares)
    for verdict, sentence in (
        (Verdict.HIGHER, _("%(names)s: these come back more often than the others")),
        (Verdict.LOWER, _("%(names)s: these come back less often than the others")),
    ):
        names = [labels[key] for key, one in found.items() if one.verdict is verdict]
        if names:
            return _claimed(verdict, names, sentence)
    return _perhaps(shares, labels)


def _claimed(verdict: Verdict, names: Sequence[str], several: str) -> str:
    if len(names) > 1:
        return several % {"names": _quoted(names)}
    if verdict is Verdict.HIGHER:
        return _("“%(name)s” comes back more often than the others") % {"name": names[0]}
    return _("“%(name)s” comes back less often than the others") % {"name": names[0]}


def _perhaps(shares: Mapping[Key, Share], labels: Mapping[Key, str]) -> str:
    """Nothing is shown: at most what may be, where one stands alone at the head and more than once."""
    ranked = [one for one in rank(shares) if one.place]
    heads = [one for one in ranked if one.place == 1]
    if len(ranked) > 1 and len(heads) == 1 and heads[0].share.hits > 1:
        return _("“%(name)s” may be what comes back most; it is too early to say") % {
            "name": labels[heads[0].key]
        }
    return _("No kind of no comes back clearly more than another")


def _quoted(names: Sequence[str]) -> str:
    return ", ".join(_("“%(name)s”") % {"name": name} for name in names)


def time_to_yes(middle: int | None, came_back: int, of: int) -> str:
    """How long it took those that came back; of the others nothing is known yet, and nothing is said."""
    if of < FEWEST:
        return too_few(of)
    if middle is None or not came_back:
        return _("None has come back yet. Keep going.")
    if came_back < FEWEST:
        return ngettext(
            "One came back so far, too few to say how long it takes",
            "%(count)s came back so far, too few to say how long it takes",
            came_back,
        ) % {"count": came_back}
    return ngettext(
        "The middle one of the %(count)s that came back took %(days)s day. Keep going.",
        "The middle one of the %(count)s that came back took %(days)s days. Keep going.",
        middle,
    ) % {"count": came_back, "days": middle}


def lately(months: Sequence[Month], today: date) -> str:
    """What the last months brought: counted, compared with nothing. Those who said yes in them may have said
    no long before."""
    if sum(month.noes for month in months) < FEWEST:
        return too_few(sum(month.noes for month in months))
    since = months_on(today.replace(day=1), 1 - LATELY)
    recent = [month for month in months if month.first_on >= since]
    if not recent:
        return _("Noes and what came back, by month")
    noes, came_back = sum(month.noes for month in recent), sum(month.came_back for month in recent)
    heard = ngettext("%(count)s no", "%(count)s noes", noes) % {"count": noes}
    return _("Since %(month)s: %(noes)s; of these and earlier ones, %(came_back)s came back") % {
        "month": _month(since),
        "noes": heard,
        "came_back": came_back,
    }


def _month(day: date) -> str:
    return date_format(day, "F")
