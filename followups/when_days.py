"""Pure: the grammar of dates, middle part: written days, weekdays, feasts, and whatever counts from them."""

from followups.when_changes import (
    agrees,
    counted_from,
    on_weekday,
    passed,
    this_weekday,
    up_to,
    week_around,
    weekday,
    weekday_from_today,
)
from followups.when_periods import DAY_NUMBERS, MONTHS, Found, Periods
from followups.when_spans import (
    Feast,
    Part,
    Phrase,
    Unit,
    day_of_month,
    day_of_next_month,
    day_of_year,
    existing,
    feast,
    relative_day,
)
from followups.when_tokens import day_and_month
from followups.when_vocabulary import Kind

LEAP_YEAR = 2024
# "15." ends a sentence as often as it names a day: one of these before it tells.
LEADS_TO_A_DAY = frozenset((
    "am", "zum", "vom", "den", "dem", "der", "the", "on", "ab", "bis", "by", "nach", "after", "vor", "before",
))  # fmt: skip
LAST_OF_THESE = (Kind.UNIT, Kind.WEEKDAY, Kind.SEASON, *MONTHS)


class Days(Periods):
    """Points in time: what can be before or after something."""

    def _points(self, place: int) -> Found:
        yield from self._counted(place)
        yield from self._relative_days(place)
        yield from self._weekdays(place)
        yield from self._weeks_of_days(place)
        for year, then in self._years(place):
            if year is not None:
                yield from self._dated(then, year)
        yield from self._dated(place, None)

    def _dated(self, place: int, year: int | None) -> Found:
        """What a year may be added to, before or after it."""
        yield from self._written_days(place, year)
        yield from self._feasts(place, year)
        yield from self._periods(place, year)

    def _counted(self, place: int) -> Found:
        """Six weeks from now, two weeks after Easter, a week before the 15th, a week on Tuesday."""
        for count, unit, _rule, then in self._lengths(place):
            sign = self._direction(then)
            if sign:
                for phrase, end in self._points(then + 1):
                    yield counted_from(self.scene, phrase, sign * count, unit), end
            elif self._kind(then) == Kind.WEEKDAY:
                day = weekday_from_today(self.scene, self._word(then).value)
                yield counted_from(self.scene, day, count, unit), then + 1

    def _direction(self, place: int) -> int:
        if self._kind(place) in (Kind.FROM, Kind.AFTER):
            return 1
        return -1 if self._word(place).raw in ("vor", "before") else 0

    def _relative_days(self, place: int) -> Found:
        """Tomorrow, heute in 14 Tagen; yesterday and last week, which have passed."""
        word = self._word(place)
        if word.kind == Kind.FROM_TODAY:
            day = relative_day(self.scene, word.value)
            yield day, place + 1
            if self._word(place + 1).raw == "frueh":
                yield day, place + 2
            yield from self._later_than(day, place + 1)
        elif word.kind == Kind.YESTERDAY:
            yield passed(self.scene), place + 1
        elif word.kind == Kind.LAST and self._kind(place + 1) in LAST_OF_THESE:
            yield passed(self.scene), place + 2

    def _later_than(self, day: Phrase, place: int) -> Found:
        """(Today, Tuesday) in two weeks."""
        for count, unit, _rule, then in self._lengths(place):
            yield counted_from(self.scene, day, count, unit), then

    def _weekdays(self, place: int) -> Found:
        """Tuesday, next Tuesday, Tuesday in two weeks, Tuesday next week, Tuesday 7 April."""
        told = self._word(place)
        start = place + self._is_told(place)
        number = self._weekday_at(start)
        if number is None:
            return
        if told.kind == Kind.THIS:
            yield this_weekday(self.scene, number), start + 1
            return
        yield weekday(self.scene, number, told.value if told.kind == Kind.NEXT else 1), start + 1
        first = weekday_from_today(self.scene, number)
        yield from self._later_than(first, start + 1)
        if self._word(start + 1).raw == "week":
            yield counted_from(self.scene, first, 1, Unit.WEEK), start + 2
        for week, then in self._weeks(start + 1, None):
            yield on_weekday(week, number), then
        for phrase, then in self._written_days(start + 1, None):
            if agrees(self.scene, phrase, number):
                yield phrase, then

    def _weeks_of_days(self, place: int) -> Found:
        """The week of 7 April."""
        if self._word(place).value == Unit.WEEK:
            start = place + 1 + (self._kind(place + 1) == Kind.FROM)
            for phrase, then in self._written_days(start, None):
                yield week_around(self.scene, phrase), then

    def _written_days(self, place: int, year: int | None) -> Found:
        word, second = self._word(place), self._word(place + 1)
        if word.kind == Kind.DATE:
            named, number, day = word.value
            yield from self._day(number, day, named, place + 1)
        elif word.kind == Kind.PAIR:
            yield from self._pair(place, year)
        elif word.kind in MONTHS:
            yield from self._month_first(place, year)
        elif word.kind in DAY_NUMBERS and second.kind in MONTHS:
            for found, then in self._years(place + 2, year):
                yield from self._day(second.value, word.value, found, then)
        elif word.kind in DAY_NUMBERS:
            yield from self._several_days(place, year)
        if year is None:
            yield from self._day_of_month(place)

    def _pair(self, place: int, year: int | None) -> Found:
        first, second, slashed = self._word(place).value
        order = day_and_month(first, second, self.scene.calendar.country) if slashed else (first, second)
        if order is not None:
            for found, then in self._years(place + 1, year):
                yield from self._day(order[1], order[0], found, then)

    def _month_first(self, place: int, year: int | None) -> Found:
        """April 7th. "Mai 27" only with a point behind it: it may be a year."""
        number = self._word(place + 1)
        if number.kind == Kind.ORDINAL or (number.kind == Kind.NUMBER and self._kind(place) == Kind.MONTH):
            for found, then in self._years(place + 2, year):
                yield from self._day(self._word(place).value, number.value, found, then)

    def _day(self, number: int, day: int, year: int | None, then: int) -> Found:
        if existing(LEAP_YEAR, number, day) is not None:
            yield day_of_year(self.scene, number, day, year), then

    def _several_days(self, place: int, year: int | None) -> Found:
        """20–24 April: the last of the days."""
        first = self._word(place).value
        if self._joins(place + 1) and 0 < first <= 28:
            for phrase, then in self._written_days(place + 2, year):
                yield up_to(phrase, first), then

    def _day_of_month(self, place: int) -> Found:
        """The 15th; the 15th of next month."""
        word = self._word(place)
        if word.kind != Kind.ORDINAL or not 0 < word.value <= 31:
            return
        steps = self._steps(place + 1)
        if steps is not None and self._word(place + 2).value == Unit.MONTH:
            yield day_of_next_month(self.scene, word.value, steps), place + 3
        is_english = word.raw[0].isdigit() and word.raw.endswith(("st", "nd", "rd", "th"))
        if is_english or word.lead in LEADS_TO_A_DAY:
            then = place + 1 + (self._word(place + 1).raw in ("monats", "month"))
            yield day_of_month(self.scene, word.value), then

    def _feasts(self, place: int, year: int | None) -> Found:
        """Easter, next Christmas; early in the new year."""
        early = self._word(place).value == Part.EARLY and self._word(place + 1).value == Feast.NEW_YEAR
        start = place + (early or self._is_told(place))
        if self._kind(start) == Kind.FEAST:
            for found, then in self._years(start + 1, year):
                yield feast(self.scene, self._word(start).value, found), then
