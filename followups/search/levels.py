"""Pure: where something may be found, and how much it counts there."""

from enum import IntEnum, StrEnum


class Level(IntEnum):
    """The order of hits: everything typed stands in the name, in that or the organisation, and so on."""

    EXACT = 0
    NAME = 1
    ORGANISATION = 2
    DEAL = 3
    WORDS = 4


class Where(StrEnum):
    """What kind of text a passage is."""

    NAME = "name"
    ALSO_CALLED = "also_called"
    ORGANISATION = "organisation"
    TITLE = "title"
    EMAIL = "email"
    PHONE = "phone"
    DEAL = "deal"
    THEIR_WORDS = "their_words"
    FEEDBACK = "feedback"
    NEEDS = "needs"
    NOTE = "note"
    TOUCH = "touch"
    FOLLOW_UP = "follow_up"
    PROMISE = "promise"
    TOPIC = "topic"
    CUES = "cues"
    WANTED = "wanted"
    LEARNED = "learned"


LEVELS = {
    Where.NAME: Level.NAME,
    Where.ALSO_CALLED: Level.NAME,
    Where.ORGANISATION: Level.ORGANISATION,
    Where.TITLE: Level.DEAL,
    Where.EMAIL: Level.DEAL,
    Where.PHONE: Level.DEAL,
    Where.DEAL: Level.DEAL,
}


def level_of(where: Where) -> Level:
    """How much a hit in that kind of text counts."""
    return LEVELS.get(where, Level.WORDS)
