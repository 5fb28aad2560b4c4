"""Pure: money as exports write it. "1.234" may be a thousand or one and a bit: what a column proves is used,
what it does not prove is asked. A sign several currencies share is given back as a sign.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from exchange.currencies import CODES, CURRENCY_OF_SIGN, SHARED_SIGNS

_NUMBER = re.compile(r"[.,]?\d(?:[\d.,'\u2019\s]*\d)?")
_ROUND = re.compile(r"\A[.,](?:-|–|—|--)")  # 500,- and 500.–
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?[eE]\+?(\d{1,2})\Z")
_MINUS = "-\u2212"
_MOST_DIGITS = 15
_LONGEST = 64  # no amount takes more letters
MOST_EXAMPLES = 20  # of cells nobody can read


class Mark(StrEnum):
    """What parts the whole from the fraction."""

    POINT = "point"
    COMMA = "comma"


@dataclass(frozen=True)
class Amounts:
    """What a text is worth under either mark, None where it is no amount; and its currency or sign."""

    point: Decimal | None = None
    comma: Decimal | None = None
    currency: str = ""
    sign: str = ""

    @property
    def is_ambiguous(self) -> bool:
        """Whether it is one amount with a point as the mark and another with a comma."""
        return None not in (self.point, self.comma) and self.point != self.comma

    @property
    def only(self) -> Decimal | None:
        """The one amount it can be; None if there are two, or none."""
        if self.is_ambiguous:
            return None
        return self.point if self.point is not None else self.comma

    def under(self, mark: Mark | None) -> Decimal | None:
        """The amount under a mark; without one, the only amount it can be."""
        if mark is None:
            return self.only
        return self.point if mark is Mark.POINT else self.comma


@dataclass(frozen=True)
class AmountColumn:
    """What all rows of a column say together; empty cells count for nothing."""

    point_only: int = 0
    comma_only: int = 0
    either: int = 0
    unread: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()  # shared signs, each once
    example: str = ""

    @property
    def mark(self) -> Mark | None:
        """The mark the rows prove; None if none does, or if they contradict each other."""
        if bool(self.point_only) == bool(self.comma_only):
            return None
        return Mark.POINT if self.point_only else Mark.COMMA

    @property
    def must_ask(self) -> bool:
        """Whether some row could be two amounts and no row proves which."""
        return self.either > 0 and self.mark is None


class AmountTally:
    """Judges a column while its rows go by, keeping counts and a few examples only."""

    def __init__(self) -> None:
        self._counts = Counter[str]()
        self._unread: dict[str, None] = {}
        self._signs: dict[str, None] = {}
        self._example = ""

    def add(self, text: str) -> None:
        """Take in one cell; an empty one counts for nothing."""
        if not (text := text.strip()):
            return
        amounts = amounts_of(text)
        if amounts.sign:
            self._signs[amounts.sign] = None
        if amounts.is_ambiguous:
            self._counts["either"] += 1
            self._example = self._example or text
        elif amounts.only is not None:
            self._counts["point_only"] += amounts.comma is None
            self._counts["comma_only"] += amounts.point is None
        elif len(self._unread) < MOST_EXAMPLES:
            self._unread[text] = None

    @property
    def column(self) -> AmountColumn:
        """What the rows so far say together."""
        counts = self._counts
        return AmountColumn(
            counts["point_only"],
            counts["comma_only"],
            counts["either"],
            tuple(self._unread),
            tuple(self._signs),
            self._example,
        )


def amounts_in(texts: Iterable[str]) -> AmountColumn:
    """Judge a column over all its rows."""
    tally = AmountTally()
    for text in texts:
        tally.add(text)
    return tally.column


def amounts_of(text: str) -> Amounts:
    """What a text is worth. Spaces and apostrophes always part thousands, commas and points by the mark."""
    text = text.strip()
    if len(text) > _LONGEST:
        return Amounts()
    if match := _SCIENTIFIC.match(text):
        return _both(Decimal(text) if int(match[1]) < _MOST_DIGITS else None)
    match = _NUMBER.search(text)
    if match is None:
        return Amounts()
    before, after = text[: match.start()].strip(), _ROUND.sub("", text[match.end() :].strip())
    money = _money(_words(before) + _words(after))
    if money is None:
        return Amounts()
    number = re.sub(r"\s", " ", match[0].replace("\u2019", "'"))
    negative = before.startswith("(") or any(mark in before + after for mark in _MINUS)
    point, comma = (_value(number, mark, group, negative) for mark, group in (".,", ",."))
    return Amounts(point, comma, *money)


def currency_of(amounts: Amounts, home: str) -> str:
    """The currency of an amount: its own; for a shared sign `home`, if it has that sign; else empty."""
    if amounts.currency or not amounts.sign:
        return amounts.currency
    return home if home in SHARED_SIGNS[amounts.sign] else ""


def _both(value: Decimal | None) -> Amounts:
    return Amounts(value, value)


def _words(text: str) -> list[str]:
    """What stands beside a number, without its brackets and its minus."""
    for mark in ("(", ")", "+", *_MINUS):
        text = text.replace(mark, " ")
    return text.casefold().split()


def _money(words: list[str]) -> tuple[str, str] | None:
    """The currency and the shared sign the words say; None if one of them is neither, or they disagree."""
    currencies, signs = set[str](), set[str]()
    for word in words:
        if (code := word.upper()) in CODES:
            currencies.add(code)
        elif currency := CURRENCY_OF_SIGN.get(word.rstrip(".")):
            currencies.add(currency)
        elif (sign := word.rstrip(".")) in SHARED_SIGNS:
            signs.add(sign)
        else:
            return None
    if len(currencies) > 1 or len(signs) > 1:
        return None
    return ("".join(currencies), "" if currencies else "".join(signs))


def _value(number: str, mark: str, group: str, negative: bool) -> Decimal | None:
    """The number with `mark` before its fraction and `group`, a space or an apostrophe between thousands."""
    whole, _, fraction = number.partition(mark)
    if (fraction and not fraction.isdecimal()) or not (whole or fraction):
        return None
    parts = re.split(f"[{re.escape(group)}' ]", whole)
    digits = "".join(parts)
    if whole and not digits.isdecimal():
        return None
    if len(parts) > 1 and not _is_grouped(whole, group):
        return None
    if len(digits) > _MOST_DIGITS:
        return None
    value = Decimal(f"{digits or 0}.{fraction or 0}")
    return -value if negative else value


def _is_grouped(whole: str, group: str) -> bool:
    """Whether thousands are parted evenly by one kind of mark; 1,23,456 is how India parts them."""
    for between in (re.escape(group), "'", " "):
        if re.fullmatch(rf"[1-9]\d{{0,2}}(?:{between}\d{{3}})+", whole):
            return True
    return group == "," and re.fullmatch(r"[1-9]\d?(?:,\d{2})+,\d{3}", whole) is not None
