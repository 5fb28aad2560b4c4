"""Pure: the grammar of dates, top part: before, after, not before, and the words around a date.

Only a text that is understood to its last word is read. Words may be read in more than one way; the first way
that leaves nothing over is taken.
"""

from collections.abc import Iterator

from followups.when_changes import (
    after,
    after_school_summer,
    before,
    before_school_summer,
    lasting,
    not_before,
    passed,
    within,
)
from followups.when_days import Days
from followups.when_periods import DAY_NUMBERS, Found
from followups.when_spans import Part, Phrase
from followups.when_tokens import Token
from followups.when_vocabulary import NOT, Kind

MOST_FREE_WORDS = 8
BEFORE = (Kind.BEFORE, Kind.VOR, Kind.LATEST)
NOT_BEFORE = (Kind.FROM, Kind.EARLIEST)
# Behind a "not": "bis" and "by" would leave it open on which side of the day.
REFUSES = frozenset(("before", "vor", "bevor", "until", "till", "til"))
SMALL_WORDS = frozenset(("to", "and", "und", "do", "so", "a", "ein", "eine", "einen", "einem", "einer"))


class Grammar(Days):
    """Whole texts."""

    def readings(self) -> Iterator[tuple[Phrase, ...]]:
        """Every way to read the whole text: one phrase, or two to choose from ("March or April")."""
        for start, word in enumerate(self.words):
            for phrases, end in self._choices(start):
                if all(phrase.alone for phrase in phrases) and all(map(_adds_nothing, self.words[end:])):
                    yield phrases
            if not _adds_nothing(word):
                return

    def _choices(self, place: int) -> Iterator[tuple[tuple[Phrase, ...], int]]:
        is_between = self._kind(place) == Kind.BETWEEN
        if is_between and self._kind(place + 1) in DAY_NUMBERS:
            yield from (((days,), then) for days, then in self._several_days(place + 1, None))
        for first, then in self._expression(place + is_between):
            if not is_between:
                yield (first,), then
            if self._joins(then):
                for second, end in self._expression(then + 1):
                    yield (first, second), end

    def _expression(self, place: int) -> Found:
        """Words for a date, and "at the latest" or "at the earliest" behind them."""
        for phrase, then in self._with_prefix(place):
            yield phrase, then
            if self._kind(then) == Kind.LATEST:
                yield before(self.scene, phrase), then + 1
            if self._kind(then) == Kind.EARLIEST:
                yield not_before(self.scene, phrase), then + 1

    def _with_prefix(self, place: int) -> Found:
        kind = self._kind(place)
        if kind in BEFORE:
            yield from self._before(place)
        elif kind in NOT_BEFORE:
            yield from self._not_before(place + 1)
        elif kind == Kind.STOP:
            yield from self._refused(place)
        elif kind == Kind.ONCE:
            yield from self._after_something(place + 1, fewest=0)
        elif kind == Kind.WITHIN:
            yield from self._within(place + 1)
        else:
            yield from self._plain(place)

    def _plain(self, place: int) -> Found:
        """Without a "before" in front; "after" may stand there, as in "not before after Easter"."""
        if self._kind(place) == Kind.AFTER:
            yield from self._after(place + 1)
            return
        yield from self._durations(place)
        yield from self._points(place)

    def _before(self, place: int) -> Found:
        word = self._word(place)
        while self._kind(place) in BEFORE:
            place += 1
        if word.kind == Kind.VOR:
            # "Vor zwei Wochen" is two weeks ago.
            yield from ((passed(self.scene), then) for _phrase, then in self._durations(place))
        elif word.kind == Kind.LATEST or word.raw == "bis":
            yield from self._within(place)
        if self._kind(place) == Kind.SCHOOL_SUMMER:
            for year, then in self._years(place + 1):
                yield before_school_summer(self.scene, year), then
        for phrase, then in self._points(place):
            yield before(self.scene, phrase), then

    def _not_before(self, place: int) -> Found:
        while self._kind(place) in NOT_BEFORE:
            place += 1
        for phrase, then in self._plain(place):
            yield not_before(self.scene, phrase), then

    def _refused(self, place: int) -> Found:
        """Not before May; don't call me until after Easter."""
        if self._word(place).value != NOT:
            return
        place += 1
        while _adds_nothing(self._word(place)):
            place += 1
        if self._word(place).raw in REFUSES:
            yield from self._not_before(place + 1)

    def _after(self, place: int) -> Found:
        yield from self._durations(place)
        summer = place + (self._word(place).value == Part.END)
        if self._kind(summer) == Kind.SCHOOL_SUMMER:
            for year, then in self._years(summer + 1):
                yield after_school_summer(self.scene, year), then
        for phrase, then in self._points(place):
            yield after(self.scene, phrase), then
        yield from self._after_something(place, fewest=1)

    def _after_something(self, place: int, fewest: int) -> Found:
        """After the trade fair in May, once the budget round is over in March: free words around a date."""
        for count in range(MOST_FREE_WORDS + 1):
            if count >= fewest:
                yield from self._after_free_words(place + count, needs_more=count == 0)
            if not _is_free(self._word(place + count)):
                return

    def _after_free_words(self, place: int, *, needs_more: bool) -> Found:
        for phrase, then in self._points(place):
            end = then
            while _is_free(self._word(end)):
                end += 1
            # "Once a month" is how often, not when.
            says_when = phrase.alone or phrase.named is not None
            if says_when and end - then <= MOST_FREE_WORDS and (end > then or not needs_more):
                yield after(self.scene, phrase), end

    def _within(self, place: int) -> Found:
        start = place + (self._kind(place) == Kind.NEXT)
        for count, unit, _rule, then in self._lengths(start):
            yield within(self.scene, count, unit), then

    def _durations(self, place: int) -> Found:
        """In six weeks, in the next six weeks; six weeks ago."""
        if self._kind(place) == Kind.NEXT:
            yield from self._within(place)
        for count, unit, rule, then in self._lengths(place):
            if self._kind(then) == Kind.AGO:
                yield passed(self.scene), then + 1
            else:
                yield lasting(self.scene, count, unit, rule), then


def _adds_nothing(word: Token) -> bool:
    return word.kind == Kind.FILLER or word.raw in SMALL_WORDS


def _is_free(word: Token) -> bool:
    """Whether a word may stand in "once … in March" without being understood."""
    return (word.kind == Kind.UNKNOWN and word.raw.isalpha()) or _adds_nothing(word)
