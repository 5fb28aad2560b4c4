"""Pure: the codes of this room."""

from enum import StrEnum


class Question(StrEnum):
    """The five questions we ask ourselves after a no (COPY.md C)."""

    NEEDS = "needs"
    LISTENED = "listened"
    PACE = "pace"
    ADVICE = "advice"
    DOOR = "door"


class Answer(StrEnum):
    """What somebody says to one; yes is always the good answer."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class Whose(StrEnum):
    """Whose noes are looked at."""

    ME = "me"
    TEAM = "team"


class Period(StrEnum):
    """Since when; a first and a last day of one's own have no name."""

    QUARTER = "90d"
    YEAR = "12m"
    ALL = "all"


class FirstStep(StrEnum):
    """What came first after a no: our check-in after so many days, or something that was not ours to time."""

    UNDER_30 = "under_30"
    FROM_30 = "30_to_44"
    FROM_45 = "45_to_60"
    # They named the day, or a meeting.
    NAMED = "named"
    # We spoke for another reason before any check-in.
    SPOKE = "spoke"
    NONE = "none"


class FirstTouch(StrEnum):
    """What reached them first from us after a no."""

    CALL = "call"
    LETTER = "letter"
    MAIL = "mail"
    USEFUL = "useful"
    OTHER = "other"
    NONE = "none"


class Fate(StrEnum):
    """What became of a follow-up that was due."""

    ON_TIME = "on_time"
    IN_WINDOW = "in_window"
    LATE = "late"
    SKIPPED = "skipped"
    # Its window has closed, and nobody has acted.
    LEFT_OPEN = "left_open"


class Asked(StrEnum):
    """Whether something was asked, and brought a yes."""

    YES = "yes"
    NO_YES = "no_yes"
    NOT_ASKED = "not_asked"
