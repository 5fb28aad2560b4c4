"""Pure: the codes of somebody who is on their way in."""

from enum import StrEnum


class Found(StrEnum):
    """What somebody of an address book is to us."""

    NEW = "new"
    KNOWN = "known"  # by their address; the card completes something
    SAME = "same"  # known by their address, and the card adds nothing
    POSSIBLE = "possible"  # somebody we know looks like them
    NAMELESS = "nameless"  # to be named, or left out
    SEEN = "seen"  # this very card came in before
    TWICE = "twice"  # stands in the files before
    REFUSED = "refused"  # a card nobody can read


class Choice(StrEnum):
    """What somebody decided about one of them; empty where nothing was said."""

    OPEN = ""
    TAKE = "take"  # as what they were found to be: new, or completed
    SAME = "same"  # the one of `same_as`
    NEW = "new"  # somebody else than those who look like them
    LEAVE = "leave"


class Unheld(StrEnum):
    """What a card tells and a prospect has no column for, or no room."""

    EMAILS = "emails"
    PHONES = "phones"
    URLS = "urls"
    LABELS = "labels"
    TIME_ZONE = "time_zone"
    LANGUAGE = "language"
    TOO_LONG = "too_long"


NOT_OFFERED = frozenset({Found.SAME, Found.TWICE, Found.REFUSED})
"""Nothing can come of these."""

GROUPS: dict[str, tuple[Found, ...]] = {
    "possible": (Found.POSSIBLE,),
    "nameless": (Found.NAMELESS,),
    "new": (Found.NEW,),
    "known": (Found.KNOWN,),
    "rest": (Found.SAME, Found.SEEN, Found.TWICE, Found.REFUSED),
}
"""How they are shown, what needs an answer first."""
