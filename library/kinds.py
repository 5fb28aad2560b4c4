"""Pure: what a value item is for the one who gets it, and in what form it comes."""

from enum import StrEnum


class Purpose(StrEnum):
    """Helpful by itself, or about what we offer."""

    HELPFUL = "helpful"
    PITCH = "pitch"


class Form(StrEnum):
    """What one holds in one's hands."""

    ARTICLE = "article"
    GUIDE = "guide"
    CHECKLIST = "checklist"
    TEMPLATE = "template"
    CASE = "case"
    VIDEO = "video"
    EVENT = "event"
    PAGE = "page"
