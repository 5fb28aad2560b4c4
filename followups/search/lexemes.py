"""Pure: the words of the index on PostgreSQL, and what is asked of them.

A word stands in a document plain, and again behind a code for each place that counts more: "n/solheim" in a
name. Codes make a place's words one short list of the index; weights would have to be checked row by row.
"""

from collections.abc import Collection, Iterable

from followups.search.document import Document
from followups.search.levels import Level
from followups.search.typed import Reading

CODES = {Level.NAME: "n/", Level.ORGANISATION: "o/", Level.DEAL: "d/"}
WHOLE = "=/"
PLAIN = ("",)
# What follows a word that longer ones may begin with.
ONWARD = ":*"


def lexemes_of(document: Document) -> list[str]:
    """What the index holds of a document."""
    plain = frozenset[str]().union(*document.words.values())
    coded = [code + word for level, code in CODES.items() for word in document.words[level]]
    return [*plain, *coded, *(WHOLE + name for name in document.whole_names if name)]


def query_for(reading: Reading, level: Level) -> str:
    """The tsquery that finds everything typed at a level or a better one."""
    if level == Level.EXACT:
        return quoted(WHOLE + reading.whole)
    return all_of([begun(group, codes_of(level)) for group in reading.groups])


def codes_of(level: Level) -> Collection[str]:
    """What stands before a word at a level or a better one."""
    return PLAIN if level == Level.WORDS else [code for of, code in CODES.items() if of <= level]


def all_of(groups: Iterable[str]) -> str:
    """The tsquery that finds all of these."""
    return " & ".join(groups)


def begun(words: Iterable[str], codes: Collection[str] = PLAIN) -> str:
    """The tsquery that finds any word that begins like one of these."""
    return _any_of(words, codes, ONWARD)


def as_they_are(words: Iterable[str], codes: Collection[str] = PLAIN) -> str:
    """The tsquery that finds any of these words."""
    return _any_of(words, codes, "")


def _any_of(words: Iterable[str], codes: Collection[str], ending: str) -> str:
    coded = [quoted(code + word) + ending for word in words for code in codes]
    return f"({' | '.join(coded)})"


def quoted(lexeme: str) -> str:
    """A lexeme inside a tsquery."""
    # Words are letters and digits alone; quoted all the same, so that nothing can be read as an operator.
    return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"
