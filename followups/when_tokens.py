"""Pure: what somebody typed, taken apart into words the grammar of dates knows."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from followups.when_vocabulary import PHRASES, VOCABULARY, Kind

LONGEST_TEXT = 200
# Countries that write the month before the day: 4/7 is the 7 April.
MONTH_FIRST = frozenset({"US", "PH", "FM", "MH", "PW"})

_LETTERS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "\u2044": "/", "~": " ", "≈": " "}
    | dict.fromkeys("\u2018\u2019`\u00b4", "'")
    | dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-")
    | dict.fromkeys('!?;()[]{}"„“”«»…\t\n\r\u00a0', " ")
)
_DECIMAL_COMMA = re.compile(r"(?<![0-9.,])([0-9]),([0-9])(?![0-9.,])")
# A comma inside a number stays, and is read by nobody: "1,000 days".
_COMMA = re.compile(r",(?![0-9])|(?<![0-9]),|,(?=[0-9]{4}(?![0-9]))")
_CLITIC = re.compile(r"n't\b")
_ENDING = re.compile(r"(?<=[a-z])'(?:s|d|ll|ve|m|re)\b")
# Any other but that of a short year: '27.
_APOSTROPHE = re.compile(r"'(?![0-9]{2}(?![0-9]))")
# "mid-March", "KW-12", "6-wöchig": only between two numbers a hyphen means a range.
_HYPHEN = re.compile(r"(?<=[a-z])-(?=[a-z0-9])|(?<=[0-9])-(?=[a-z])")
_TIME = re.compile(
    r"\b[0-9]{1,2}[:.][0-9]{2} ?(?:uhr|h|am|pm)\b|\b[0-9]{1,2}:[0-9]{2}\b|\b[0-9]{1,2} ?uhr\b"
    r"|\b[0-9]{1,2} ?pm\b|\b[0-9]{1,2}am\b|\bat [0-9]{1,2} am\b"
)
_SPACES = re.compile(r" +")
_PHRASES = re.compile(r"\b(?:" + "|".join(sorted(PHRASES, key=len, reverse=True)) + r")\b")
_DAY, _YEAR = "[0-9]{1,2}", "[0-9]{4}"
_TOKEN = re.compile(
    rf"(?P<iso>(?<![0-9]){_YEAR}([-/.]){_DAY}\2{_DAY}(?![0-9]))"
    rf"|(?P<year_month>(?<![0-9]){_YEAR}-[0-9]{{2}}(?![0-9-]))"
    rf"|(?P<dotted>(?<![0-9]){_DAY}\. ?{_DAY}\. ?(?:{_YEAR}|[0-9]{{2}})(?![0-9]))"
    rf"|(?P<dashed>(?<![0-9]){_DAY}-{_DAY}-{_YEAR}(?![0-9]))"
    rf"|(?P<slashed>(?<![0-9]){_DAY}/{_DAY}/(?:{_YEAR}|[0-9]{{2}})(?![0-9]))"
    rf"|(?P<month_year>(?<![0-9]){_DAY}[./]{_YEAR}(?![0-9]))"
    rf"|(?P<short>(?<![0-9]){_DAY}\. ?{_DAY}(?![0-9])\.?)"
    rf"|(?P<pair>(?<![0-9]){_DAY}/{_DAY}(?![0-9]))"
    rf"|(?P<ordinal>(?<![0-9]){_DAY}(?:st|nd|rd|th|ten|ter|tes|te|\.)(?![a-z0-9]))"
    r"|(?P<short_year>'[0-9]{2}(?![0-9]))"
    r"|(?P<number>[0-9]+)"
    r"|(?P<word>[a-z]+)"
    r"|(?P<dash>[-/])"
    r"|(?P<stop>[.:])"
    r"|(?P<space> )"
    r"|(?P<other>.)",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word and what it means to the grammar; `lead` is the word before it, whatever it means."""

    kind: Kind
    value: Any = 0
    raw: str = ""
    lead: str = ""


THE_END = Token(Kind.END)


def fold(text: str) -> str:
    """Small letters, one way to write each: ä as ae, one kind of dash, digits of every script as 0 to 9."""
    text = unicodedata.normalize("NFKC", text).casefold().translate(_LETTERS)
    if not text.isascii():
        text = "".join(str(unicodedata.decimal(char, char)) for char in text)
    return text


def tokens(text: str, country: str) -> list[Token]:
    """The words of a text; those that add nothing are left out. The country decides what 4/7 is."""
    text = _APOSTROPHE.sub("", _ENDING.sub("", _CLITIC.sub(" not", fold(text))))
    text = _COMMA.sub(" ", _DECIMAL_COMMA.sub(r"\1.\2", text))
    text = _SPACES.sub(" ", _HYPHEN.sub(" ", _TIME.sub(" ", text)))
    text = _PHRASES.sub(lambda found: PHRASES[found[0]], text)
    found: list[Token] = []
    lead = ""
    for match in _TOKEN.finditer(text):
        group, raw = match.lastgroup or "other", match[0]
        if group in ("space", "stop"):
            continue
        found += _meanings(group, raw, lead, country)
        lead = raw
    return found


def _meanings(group: str, raw: str, lead: str, country: str) -> list[Token]:
    if group == "word":
        known = VOCABULARY.get(raw, ((Kind.UNKNOWN, 0),))
        return [Token(kind, value, raw, lead) for kind, value in known]
    kind, value = _number_meaning(group, raw, country)
    return [Token(kind, value, raw, lead)]


def _number_meaning(group: str, raw: str, country: str) -> tuple[Kind, Any]:
    parts = [int(part) for part in re.findall("[0-9]+", raw[:12])]
    if group == "iso":
        return Kind.DATE, (parts[0], parts[1], parts[2])
    if group == "year_month":
        return Kind.YEAR_MONTH, (parts[0], parts[1])
    if group == "month_year":
        return Kind.YEAR_MONTH, (parts[1], parts[0])
    if group == "dotted":
        return Kind.DATE, (_full_year(parts[2]), parts[1], parts[0])
    if group in ("slashed", "dashed"):
        return _local_date(parts[0], parts[1], _full_year(parts[2]), country)
    if group in ("short", "pair"):
        return Kind.PAIR, (parts[0], parts[1], group == "pair")
    if group == "ordinal":
        return Kind.ORDINAL, parts[0]
    if group == "short_year":
        return Kind.YEAR, 2000 + parts[0]
    if group == "number" and len(raw) <= 4:
        return _plain_number(parts[0], raw)
    return (Kind.OR, 0) if group == "dash" else (Kind.UNKNOWN, 0)


def _plain_number(number: int, raw: str) -> tuple[Kind, Any]:
    if len(raw) == 4:
        return (Kind.YEAR, number) if 1900 <= number < 2200 else (Kind.UNKNOWN, 0)
    return Kind.NUMBER, number


def _full_year(year: int) -> int:
    return year if year >= 100 else 2000 + year


def _local_date(first: int, second: int, year: int | None, country: str) -> tuple[Kind, Any]:
    # The 25th month there is not.
    order = (second, first) if second > 12 else day_and_month(first, second, country)
    return (Kind.UNKNOWN, 0) if order is None else (Kind.DATE, (year, order[1], order[0]))


def day_and_month(first: int, second: int, country: str) -> tuple[int, int] | None:
    """Which of two numbers with a slash is the day; None when nobody can tell."""
    if country in MONTH_FIRST:
        return second, first
    if country or first > 12 or first == second:
        return first, second
    return (second, first) if second > 12 else None
