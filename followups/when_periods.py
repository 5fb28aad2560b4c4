"""Pure: the grammar of dates, lowest part: how long, which year, and weeks, months, quarters, seasons.

Each method looks for one kind of words from a place on, and yields what it found with the place behind it.
"""

from collections.abc import Iterator

from followups.when_changes import on_weekday, part_of
from followups.when_spans import (
    Phrase,
    Rule,
    Scene,
    Unit,
    calendar_week,
    current,
    following,
    half_year,
    month,
    quarter,
    season,
    this,
    weekend,
    whole_year,
)
from followups.when_tokens import THE_END, Token
from followups.when_vocabulary import Kind

Found = Iterator[tuple[Phrase, int]]

MONTHS = (Kind.MONTH, Kind.GERMAN_MONTH)
DAY_NUMBERS = (Kind.NUMBER, Kind.ORDINAL)
COUNTS = (Kind.NUMBER, Kind.ARTICLE, Kind.PAIR)
HALVES = (Kind.HALF, Kind.HALF_MORE)
LEADS_TO_A_WEEKDAY = frozenset(("am", "on", "den", "bis", "by", "naechsten", "kommenden", "diesen", "vor"))
# Months in a half, a quarter, three quarters, one and a half of a year.
PARTS_OF_A_YEAR = {(1, 2, True): 6, (1, 4, True): 3, (3, 4, True): 9, (1, 5, False): 18}
A_QUARTER, A_HALF = 4, 2


class Periods:
    """Reads the words of one text on one day."""

    def __init__(self, scene: Scene, words: list[Token]) -> None:
        self.scene = scene
        self.words = words

    def _word(self, place: int) -> Token:
        return self.words[place] if place < len(self.words) else THE_END

    def _kind(self, place: int) -> Kind:
        return self._word(place).kind

    def _joins(self, place: int) -> bool:
        word = self._word(place)
        return word.kind == Kind.OR or word.raw == "bis"

    # How long

    def _lengths(self, place: int) -> Iterator[tuple[int, Unit, Rule, int]]:
        """So many of a unit: the count, the unit, by which rule, the place behind."""
        if self._kind(place) == Kind.ARTICLE and self._kind(place + 1) in (Kind.NUMBER, Kind.PAIR, *HALVES):
            place += 1
        if self._kind(place) in HALVES:
            yield from self._half_years(place)
        elif self._kind(place) in COUNTS:
            yield from self._counts(place)

    def _half_years(self, place: int) -> Iterator[tuple[int, Unit, Rule, int]]:
        """Half a year, einem halben Jahr, anderthalb Jahren."""
        then = place + 1 + (self._kind(place + 1) == Kind.ARTICLE)
        if self._word(then).value == Unit.YEAR:
            yield 6 if self._kind(place) == Kind.HALF else 18, Unit.MONTH, Rule.DURATION, then + 1

    def _counts(self, place: int) -> Iterator[tuple[int, Unit, Rule, int]]:
        count, rule, then = self._count(place)
        unit = self._word(then)
        if count > 0 and unit.kind == Kind.UNIT:
            # "A week or two".
            if self._joins(then + 1) and self._kind(then + 2) == Kind.NUMBER:
                yield max(count, self._word(then + 2).value), unit.value, Rule.LATER_OF_TWO, then + 3
            yield count, unit.value, rule, then + 1
        elif unit.value == Unit.YEAR and self._word(place).value in PARTS_OF_A_YEAR:
            yield PARTS_OF_A_YEAR[self._word(place).value], Unit.MONTH, Rule.DURATION, then + 1

    def _count(self, place: int) -> tuple[int, Rule, int]:
        """A number, or the later of two: six, twenty-one, 6–8, six or eight, two, three."""
        first, then = self._word(place), place + 1
        if first.kind == Kind.PAIR:
            low, high, slashed = first.value
            is_range = slashed and low < high and first.value not in PARTS_OF_A_YEAR
            return high if is_range else 0, Rule.LATER_OF_TWO, then
        joined = self._joins(then)
        second = self._word(then + joined)
        if second.kind != Kind.NUMBER or not (joined or second.raw.isalpha()):
            return first.value, Rule.DURATION, then
        if not joined and second.value < 10 < first.value and first.value % 10 == 0:
            return first.value + second.value, Rule.DURATION, then + 1
        return max(first.value, second.value), Rule.LATER_OF_TWO, then + joined + 1

    # Which year

    def _years(self, place: int, year: int | None = None) -> Iterator[tuple[int | None, int]]:
        """The year that follows, and then none; only the given one when it is known already."""
        if year is not None:
            yield year, place
            return
        start = place + (self._word(place).raw in ("-", "/"))
        if self._kind(start) == Kind.YEAR:
            yield self._word(start).value, start + 1
        steps = self._steps(place)
        if steps is not None and self._word(place + 1).value == Unit.YEAR:
            yield self.scene.today.year + steps, place + 2
        yield None, place

    def _steps(self, place: int) -> int | None:
        """How many on: this 0, next 1, the one after next 2."""
        word = self._word(place)
        if word.kind == Kind.NEXT:
            return int(word.value)
        return 0 if word.kind == Kind.THIS else None

    def _is_told(self, place: int) -> bool:
        return self._kind(place) in (Kind.NEXT, Kind.THIS)

    # Which period

    def _periods(self, place: int, year: int | None) -> Found:
        """A period, or its beginning, middle, end; of two parts the later ("mid to late March")."""
        if self._kind(place) != Kind.PART:
            yield from self._whole(place, year)
            return
        if self._kind(place + 1) == Kind.PART:
            place += 1
        elif self._joins(place + 1) and self._kind(place + 2) == Kind.PART:
            place += 2
        for phrase, then in self._whole(place + 1, year):
            yield part_of(self.scene, phrase, self._word(place).value), then

    def _whole(self, place: int, year: int | None) -> Found:
        yield from self._months(place, year)
        yield from self._quarters(place, year)
        yield from self._halves(place, year)
        for week, then in self._weeks(place, year):
            yield week, then
            number = self._weekday_at(then)
            if number is not None:
                yield on_weekday(week, number), then + 1
        yield from self._units(place)
        if self._kind(place) == Kind.YEAR and year is None:
            yield whole_year(self.scene, self._word(place).value), place + 1

    def _months(self, place: int, year: int | None) -> Found:
        """A month, a season; this March, next spring; 03/2027."""
        if self._kind(place) == Kind.YEAR_MONTH:
            named, number = self._word(place).value
            if 0 < number <= 12:
                yield month(self.scene, number, named), place + 1
        if self._kind(place) == Kind.THIS and year is None:
            year = self.scene.today.year
        start = place + self._is_told(place)
        word = self._word(start)
        if word.kind in MONTHS or word.kind == Kind.SEASON:
            make = month if word.kind in MONTHS else season
            for found, then in self._years(start + 1, year):
                yield make(self.scene, word.value, found), then

    def _quarters(self, place: int, year: int | None) -> Found:
        """Q3, third quarter, quarter 3, Q1/2027."""
        word, second = self._word(place), self._word(place + 1)
        by_letter = word.kind == Kind.QUARTER and word.value == A_QUARTER
        if by_letter and second.kind == Kind.YEAR_MONTH:
            yield from self._quarter(second.value[1], second.value[0], place + 2)
        number = 0
        if (by_letter or word.value == Unit.QUARTER) and second.kind == Kind.NUMBER:
            number = second.value
        elif word.kind == Kind.ORDINAL and second.value == Unit.QUARTER:
            number = word.value
        for found, then in self._years(place + 2, year):
            yield from self._quarter(number, found, then)

    def _quarter(self, number: int, year: int | None, then: int) -> Found:
        if 0 < number <= 4:
            yield quarter(self.scene, number, year), then

    def _halves(self, place: int, year: int | None) -> Found:
        """H2, zweites Halbjahr, the second half of the year."""
        word, second = self._word(place), self._word(place + 1)
        number, then = 0, place + 2
        if word.kind == Kind.QUARTER and word.value == A_HALF and second.kind == Kind.NUMBER:
            number = second.value
        elif word.kind == Kind.ORDINAL and second.value == Unit.HALF_YEAR:
            number = word.value
        elif word.kind == Kind.ORDINAL and second.kind == Kind.HALF:
            of_year = self._word(then).value == Unit.YEAR
            number = word.value if of_year or self._kind(then) == Kind.YEAR or self._is_told(then) else 0
            then += of_year
        for found, end in self._years(then, year):
            if number in (1, 2):
                yield half_year(self.scene, number, found), end

    def _weeks(self, place: int, year: int | None) -> Found:
        """KW 12, week 12, 12. KW, KW 12–14 (the later); next week."""
        word, second = self._word(place), self._word(place + 1)
        by_number = word.kind == Kind.CALENDAR_WEEK or word.value == Unit.WEEK
        if word.kind == Kind.CALENDAR_WEEK and second.kind == Kind.YEAR_MONTH:
            yield calendar_week(self.scene, second.value[1], second.value[0]), place + 2
        elif by_number and second.kind == Kind.NUMBER:
            number, _rule, behind = self._count(place + 1)
            yield from self._calendar_week(number, behind, year)
        elif word.kind in DAY_NUMBERS and second.kind == Kind.CALENDAR_WEEK:
            yield from self._calendar_week(word.value, place + 2, year)
        elif word.kind == Kind.NEXT and second.value == Unit.WEEK:
            week = following(self.scene, Unit.WEEK, word.value)
            if week is not None:
                yield week, place + 2

    def _calendar_week(self, number: int, place: int, year: int | None) -> Found:
        for found, then in self._years(place, year):
            yield calendar_week(self.scene, number, found), then

    def _units(self, place: int) -> Found:
        """Next month, this quarter, the year, the weekend."""
        told = self._kind(place)
        then = place + self._is_told(place)
        named = self._word(then)
        phrase = None
        if named.kind == Kind.WEEKEND:
            phrase = weekend(self.scene)
        elif named.kind == Kind.UNIT and told != Kind.NEXT:
            phrase = (this if told == Kind.THIS else current)(self.scene, named.value)
        elif named.kind == Kind.UNIT and named.value != Unit.WEEK:
            phrase = following(self.scene, named.value, self._word(place).value)
        if phrase is not None:
            yield phrase, then + 1

    def _weekday_at(self, place: int) -> int | None:
        """Monday is 0. "Mo", "Do", "So" count only where a weekday may stand: two of them are other words."""
        word = self._word(place)
        if word.kind == Kind.SHORT_WEEKDAY and word.lead not in LEADS_TO_A_WEEKDAY:
            dated = self._kind(place + 1) in (Kind.DATE, Kind.PAIR, Kind.ORDINAL)
            return int(word.value) if dated else None
        return int(word.value) if word.kind in (Kind.WEEKDAY, Kind.SHORT_WEEKDAY) else None
