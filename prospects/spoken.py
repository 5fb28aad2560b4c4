"""Pure: what somebody typed, as it stands inside a sentence that is said."""

import re

# Words with which a stretch of time begins that can follow "I'll call" or "Ich melde mich" as it is.
_STARTS = {
    "en": frozenset(
        {"in", "on", "at", "after", "before", "by", "once", "next", "mid", "early", "late", "around", "when",
         "towards", "within", "sometime", "tomorrow"}
    ),
    "de": frozenset(
        {"in", "im", "am", "an", "nach", "vor", "zu", "zum", "zur", "ab", "bis", "um", "gegen", "nicht",
         "nächste", "nächsten", "nächstes", "nächster", "kommende", "kommenden", "übernächste",
         "übernächsten", "morgen", "anfang", "mitte", "ende"}
    ),
}  # fmt: skip
# Nouns keep their capital inside a sentence.
_NOUNS = frozenset({"anfang", "mitte", "ende"})
_MONTHS = {
    "en": ("in", frozenset(
        {"january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
         "november", "december"}
    )),
    "de": ("im", frozenset(
        {"januar", "jänner", "februar", "märz", "april", "mai", "juni", "juli", "august", "september",
         "oktober", "november", "dezember"}
    )),
}  # fmt: skip
_ARTICLES = frozenset(
    {"the", "a", "an", "my", "our", "some", "two", "three", "die", "der", "das", "den", "ein", "eine",
     "einen", "unser", "unsere", "unseren", "mein", "meine", "meinen", "zwei", "drei"}
)  # fmt: skip
_CLAUSES = frozenset(
    {"is", "are", "was", "were", "has", "have", "had", "will", "would", "can", "isn't", "don't", "didn't",
     "ist", "sind", "war", "hat", "haben", "wird", "werden", "muss", "müssen", "kann", "können"}
)  # fmt: skip
LONGEST_WHEN = 60
MOST_WORDS_OF_A_THING = 8


def as_when(words: str, language: str) -> str:
    """How they put a time, where it can be said as it is ("after the summer"); empty where it can't.

    A bare month gets its preposition: "September" is "in September".
    """
    words = words.strip().rstrip(".,;!")
    base = language.partition("-")[0]
    if not words or "\n" in words or len(words) > LONGEST_WHEN or base not in _STARTS:
        return ""
    first = words.split()[0].casefold()
    preposition, months = _MONTHS[base]
    if first in months:
        return f"{preposition} {words[:1].upper()}{words[1:]}" if _is_month(words) else ""
    if first not in _STARTS[base]:
        return ""
    return words if first in _NOUNS else words[:1].lower() + words[1:]


def _is_month(words: str) -> bool:
    """A month alone, or with its year."""
    return re.fullmatch(r"\w+( \d{4})?", words) is not None


def as_thing(words: str) -> str:
    """What we will send, as it stands after "I'll send you": no full stop, no large article."""
    words = words.strip().rstrip(".,;!")
    first = words.partition(" ")[0]
    return words[:1].lower() + words[1:] if first.casefold() in _ARTICLES else words


def as_named_thing(words: str) -> str:
    """Their words, where they name a thing and can stand in "You had … in front of you"; else empty.

    "The new plant" can; "we have no budget" would not make a sentence, and neither would a whole story.
    """
    thing = as_thing(words)
    parts = thing.casefold().split()
    if not 2 <= len(parts) <= MOST_WORDS_OF_A_THING or re.search(r"[.!?;:,\n]", thing):
        return ""
    starts = {"the", "a", "an", "die", "den", "das", "ein", "eine", "einen"}
    return thing if parts[0] in starts and not _CLAUSES & set(parts) else ""
