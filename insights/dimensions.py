"""What noes are compared by, and the words each comparison is shown with."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from prospects.conversations import Likelihood
from prospects.labels import LIKELIHOODS, TOLD_BY


@dataclass(frozen=True)
class Dimension:
    """One thing noted of every no. `code` stands in the address of its file; `columns`: its key, and its
    label where that is not the key itself; `narrows`: which part of a selection leads to its rows.

    `codes`: the words of keys that are codes; `in_order`: keys that have an order of their own.
    """

    code: str
    columns: tuple[str, ...]
    narrows: str
    # "%(label)s", "%(count)s" and "%(of)s": which is heard most.
    most: LazyText
    caption: LazyText
    # Nothing is shown by it; nothing was noted of it.
    silent: LazyText
    name: LazyText
    codes: Mapping[Any, LazyText] | None = None
    in_order: tuple[str, ...] = ()


REASON: Final = Dimension(
    "reasons",
    ("reason_id", "reason__label", "reason__conversation"),
    "reason",
    most=_("You hear “%(label)s” most often: %(count)s of %(of)s"),
    caption=_("Noes we heard, by your own reasons"),
    silent=_("No reason comes back clearly more than another"),
    name=_("reason"),
)
COMPETITOR: Final = Dimension(
    "competitors",
    ("competitor_id", "competitor__name"),
    "competitor",
    most=_("“%(label)s” is in it most often: %(count)s of %(of)s"),
    caption=_("Noes we heard, by competitor"),
    silent=_("No competitor's noes come back clearly more than another's"),
    name=_("competitor"),
)
STAGE: Final = Dimension(
    "stages",
    ("stage",),
    "stage",
    most=_("Most noes come at “%(label)s”: %(count)s of %(of)s"),
    caption=_("Noes we heard, by stage"),
    silent=_("No stage comes back clearly more than another"),
    name=_("stage"),
)
SOURCE: Final = Dimension(
    "sources",
    ("source",),
    "source",
    most=_("Most noes come from “%(label)s”: %(count)s of %(of)s"),
    caption=_("Noes we heard, by source"),
    silent=_("No source comes back clearly more than another"),
    name=_("source"),
)
LIKELIHOOD: Final = Dimension(
    "likelihoods",
    ("likelihood",),
    "likelihood",
    most=_("How likely you thought it: “%(label)s” most often, %(count)s of %(of)s"),
    caption=_("Noes we heard, by how likely a yes later was thought to be that day"),
    silent=_("Whether your “high” comes back more often is not shown yet"),
    name=_("how likely"),
    codes=LIKELIHOODS,
    in_order=tuple(level.value for level in Likelihood),
)
TOLD: Final = Dimension(
    "told-by",
    ("told_by",),
    "told_by",
    most=_("Most noes reach you like this: “%(label)s”, %(count)s of %(of)s"),
    caption=_("Noes we heard, by how they reached us"),
    silent=_("However they are told, none comes back clearly more than another"),
    name=_("how it reached us"),
    codes=TOLD_BY,
)
DECIDER: Final = Dimension(
    "decision-makers",
    ("by_decision_maker",),
    "decider",
    most=_("Most often it was “%(label)s”: %(count)s of %(of)s"),
    caption=_("Noes we heard, by who told us"),
    silent=_("Whoever tells you, neither comes back clearly more than the other"),
    name=_("who told us"),
    codes={True: _("The decision maker"), False: _("Somebody else")},
)
# What an amount of one currency is called by.
VALUE: Final = Dimension(
    "values",
    (),
    "band",
    most=_("Most declined deals in %(currency)s are worth %(label)s: %(count)s of %(of)s"),
    caption=_("Noes we heard, by what was offered, in %(currency)s"),
    silent=_("In %(currency)s, no value comes back clearly more than another"),
    name=_("value"),
)
COLUMNS: Final = (STAGE, SOURCE, LIKELIHOOD, TOLD, DECIDER)
