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
