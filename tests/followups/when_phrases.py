"""What people type, and the day RULES.md makes of it ("Words for dates"); by hand, with a calendar."""

from datetime import date

from accounts.working_calendar import WorkingCalendar

PLAIN = WorkingCalendar()
BAVARIA = WorkingCalendar(country="DE", region="BY")
AMERICA = WorkingCalendar(country="US")
UNTIL_WEDNESDAY = WorkingCalendar(frozenset({0, 1, 2}), "DE", "BY")

MONDAY = date(2026, 3, 2)

# A group: who asks, on which day, and "words = day" line by line.
GROUPS: list[tuple[date, WorkingCalendar, str]] = [
    (
        MONDAY,
        BAVARIA,
        """
        in six weeks = 2026-04-13
        in 6 weeks = 2026-04-13
        6 weeks = 2026-04-13
        6 wks = 2026-04-13
        six weeks from now = 2026-04-13
        in about six weeks = 2026-04-13
        in six weeks' time = 2026-04-13
        in a fortnight = 2026-03-16
        14 days = 2026-03-16
        in 10 days = 2026-03-12
        in twenty-one days = 2026-03-23
        in a week = 2026-03-09
        in a couple of weeks = 2026-03-16
        in three months = 2026-06-02
        in half a year = 2026-09-02
        in a year = 2027-03-02
        in 6-8 weeks = 2026-04-27
        in 6–8 weeks = 2026-04-27
        in 6 to 8 weeks = 2026-04-27
        in two or three weeks = 2026-03-23
        in a week or two = 2026-03-16
        within six weeks = 2026-04-13
        in the next two months = 2026-04-30
        in 10 working days = 2026-03-16
        in sechs Wochen = 2026-04-13
        in 6 Wochen = 2026-04-13
        in ca. 6 Wochen = 2026-04-13
        in 6–8 Wochen = 2026-04-27
        in 6 bis 8 Wochen = 2026-04-27
        in zwei, drei Wochen = 2026-03-23
        in 14 Tagen = 2026-03-16
        heute in 14 Tagen = 2026-03-16
        in einer Woche = 2026-03-09
        in einem Monat = 2026-04-02
        in drei Monaten = 2026-06-02
        in einem Vierteljahr = 2026-06-02
        in einem halben Jahr = 2026-09-02
        in 1/2 Jahr = 2026-09-02
        in einem Jahr = 2027-03-02
        in anderthalb Jahren = 2027-09-02
        in 1,5 Jahren = 2027-09-02
        innerhalb von 6 Wochen = 2026-04-13
        spätestens in 6 Wochen = 2026-04-13
        frühestens in 6 Wochen = 2026-04-13
        in 5 Arbeitstagen = 2026-03-09
        """,
    ),
    (
        MONDAY,
        BAVARIA,
        """
        early March = 2026-03-05
        mid March = 2026-03-15
        mid-March = 2026-03-15
        late March = 2026-03-25
        the end of May = 2026-05-25
        beginning of June = 2026-06-05
        in the middle of April = 2026-04-15
        mid to late April = 2026-04-25
        early next month = 2026-04-05
        end of the month = 2026-03-25
        Anfang Juni = 2026-06-05
        Mitte April = 2026-04-15
        Ende Mai = 2026-05-25
        gegen Ende Mai = 2026-05-25
        Mitte/Ende April = 2026-04-25
        Ende März/Anfang April = 2026-04-05
        Mitte nächsten Monats = 2026-04-15
        Ende des Monats = 2026-03-25
        Anfang Februar = 2027-02-05
        April = 2026-04-01
        in April = 2026-04-01
        in September = 2026-09-01
        sometime in June = 2026-06-01
        in February = 2027-02-01
        March = 2027-03-01
        March 2027 = 2027-03-01
        next year in March = 2027-03-01
        April or May = 2026-05-01
        between May and June = 2026-06-01
        2026-09 = 2026-09-01
        im April = 2026-04-01
        im Januar = 2027-01-01
        im März nächsten Jahres = 2027-03-01
        im Laufe des Juni = 2026-06-01
        März oder April = 2026-04-01
        Mai/Juni = 2026-06-01
        """,
    ),
    (
        MONDAY,
        BAVARIA,
        """
        next week = 2026-03-09
        the week after next = 2026-03-16
        next month = 2026-04-01
        the month after next = 2026-05-04
        next quarter = 2026-04-01
        next year = 2027-01-04
        early next year = 2027-01-04
        in the new year = 2027-01-04
        Q3 = 2026-07-01
        in Q1 = 2027-01-04
        Q2 2027 = 2027-04-01
        Q4/2026 = 2026-10-01
        third quarter = 2026-07-01
        second half of the year = 2026-07-01
        2027 = 2027-01-04
        in the summer = 2026-06-01
        in the autumn = 2026-09-01
        next spring = 2027-03-01
        after the summer = 2026-09-07
        before the summer = 2026-05-29
        after the summer holidays = 2026-09-15
        nächste Woche = 2026-03-09
        naechste woche = 2026-03-09
        übernächste Woche = 2026-03-16
        nächsten Monat = 2026-04-01
        nächstes Quartal = 2026-04-01
        im dritten Quartal = 2026-07-01
        nächstes Jahr = 2027-01-04
        Anfang nächsten Jahres = 2027-01-04
        im neuen Jahr = 2027-01-04
        Anfang 2027 = 2027-01-04
        im Herbst = 2026-09-01
        nach dem Sommer = 2026-09-07
        nach der Sommerpause = 2026-09-07
        vor den Sommerferien = 2026-07-31
        nach den Sommerferien = 2026-09-15
        erst nach den Sommerferien = 2026-09-15
        KW 12 = 2026-03-16
        kw12 = 2026-03-16
        in KW 12 = 2026-03-16
        12. KW = 2026-03-16
        week 12 = 2026-03-16
        2026-W12 = 2026-03-16
        KW 10 = 2026-03-02
        KW 9 = 2027-03-01
        KW 12/2027 = 2027-03-22
        KW 12-14 = 2026-03-30
        in the week of 7 April = 2026-04-06
        in der Woche vom 7. April = 2026-04-06
        early next week = 2026-03-09
        Mitte nächster Woche = 2026-03-11
        Ende der Woche = 2026-03-06
        """,
    ),
    (
        MONDAY,
        BAVARIA,
        """
        2026-04-07 = 2026-04-07
        7.4.2026 = 2026-04-07
        07.04.26 = 2026-04-07
        7.4. = 2026-04-07
        7/4/2026 = 2026-04-07
        7 April = 2026-04-07
        7th of April = 2026-04-07
        April 7 = 2026-04-07
        April 7th, 2026 = 2026-04-07
        7-Apr-2026 = 2026-04-07
        on 1 March = 2027-03-01
        29 February = 2028-02-29
        7. April = 2026-04-07
        7. April um 15 Uhr = 2026-04-07
        am 7. April 2026 = 2026-04-07
        Dienstag, 7. April = 2026-04-07
        am Di, 7.4. = 2026-04-07
        Tuesday 7 April = 2026-04-07
        20.-24. April = 2026-04-24
        between 7 and 9 April = 2026-04-09
        April '27 = 2027-04-01
        next year's Q2 = 2027-04-01
        the 15th = 2026-03-15
        on the 1st = 2026-04-01
        am 15. = 2026-03-15
        15th of next month = 2026-04-15
        today = 2026-03-02
        tomorrow = 2026-03-03
        the day after tomorrow = 2026-03-04
        heute = 2026-03-02
        morgen = 2026-03-03
        morgen früh = 2026-03-03
        übermorgen = 2026-03-04
        Tuesday = 2026-03-03
        next Tuesday = 2026-03-03
        Monday = 2026-03-09
        this Friday = 2026-03-06
        on Friday morning = 2026-03-06
        Tuesday next week = 2026-03-10
        Tuesday week = 2026-03-10
        a week on Tuesday = 2026-03-10
        am Freitag = 2026-03-06
        nächsten Dienstag = 2026-03-03
        kommenden Montag = 2026-03-09
        nächste Woche Dienstag = 2026-03-10
        Dienstag in zwei Wochen = 2026-03-17
        Dienstag KW 12 = 2026-03-17
        """,
    ),
    (
        MONDAY,
        BAVARIA,
        """
        after Easter = 2026-04-07
        after Christmas = 2026-12-28
        after March = 2026-04-01
        after mid April = 2026-04-16
        after the 15th = 2026-03-16
        after Q2 = 2026-07-01
        after next week = 2026-03-16
        after the end of May = 2026-06-01
        after the trade fair in May = 2026-06-01
        after the fair on 12 May = 2026-05-13
        after the fair, 20-24 April = 2026-04-27
        once the budget round is over in March = 2026-04-01
        two weeks after Easter = 2026-04-19
        four weeks before Christmas = 2026-11-27
        nach Ostern = 2026-04-07
        nach Pfingsten = 2026-05-26
        kurz nach Pfingsten = 2026-05-26
        nach Weihnachten = 2026-12-28
        nach der Messe im Mai = 2026-06-01
        sobald die Budgetrunde im März durch ist = 2026-04-01
        wenn im Juni das neue Büro steht = 2026-07-01
        nach Quartalsende = 2026-04-01
        nach dem Wochenende = 2026-03-09
        zwei Wochen nach Ostern = 2026-04-19
        by mid April = 2026-04-14
        by 15 April = 2026-04-14
        before Easter = 2026-04-02
        before the end of May = 2026-05-29
        by Friday = 2026-03-05
        by next week = 2026-03-06
        by the end of the year = 2026-12-31
        at the end of the year = 2026-12-25
        Ende des Jahres = 2026-12-25
        Jahresende = 2026-12-25
        15 April at the latest = 2026-04-14
        vor Ostern = 2026-04-02
        vor Weihnachten = 2026-12-24
        bis Mitte April = 2026-04-14
        bis Ende Mai = 2026-05-29
        bis Ende des Monats = 2026-03-31
        bis Freitag = 2026-03-05
        spätestens am 15. April = 2026-04-14
        not before the new year = 2027-01-04
        not before May = 2026-05-04
        not until after Easter = 2026-04-07
        don't call me before May = 2026-05-04
        from June on = 2026-06-01
        nicht vor Mitte Mai = 2026-05-15
        bitte nicht vor dem 1. Mai = 2026-05-04
        frühestens im Mai = 2026-05-04
        ab Juni = 2026-06-01
        erst im September = 2026-09-01
        erst nach Ostern = 2026-04-07
        """,
    ),
    (
        MONDAY,
        BAVARIA,
        """
        call me again in six weeks = 2026-04-13
        maybe mid March? = 2026-03-15
        let's talk again in September = 2026-09-01
        They said: maybe after the summer. = 2026-09-07
        please check in with us again early June = 2026-06-05
        in six weeks or so = 2026-04-13
        ruf mich in 6 Wochen an = 2026-04-13
        Bitte melden Sie sich Mitte April wieder = 2026-04-15
        ich melde mich im September = 2026-09-01
        so um den 15. April herum = 2026-04-15
        vielleicht in 6 weeks = 2026-04-13
        call me nach Ostern = 2026-04-07
        Ende of May = 2026-05-25
        in zwei weeks = 2026-03-16
        IN SECHS WOCHEN! = 2026-04-13
        """,
    ),
    # The month is nearly over: its end is still ahead, its middle is next year's.
    (
        date(2026, 3, 27),
        BAVARIA,
        """
        end of the month = 2026-03-31
        end of March = 2026-03-31
        Ende März = 2026-03-31
        bis Ende des Monats = 2026-03-31
        mid March = 2027-03-15
        im März = 2027-03-01
        Anfang April = 2026-04-05
        next week = 2026-04-03
        Monday = 2026-03-30
        Friday = 2026-04-03
        nach Ostern = 2026-04-07
        next quarter = 2026-04-01
        """,
    ),
    # Easter Sunday, and the week after it.
    (date(2026, 4, 5), BAVARIA, "after Easter = 2026-04-07"),
    (
        date(2026, 4, 8),
        BAVARIA,
        """
        after Easter = 2027-03-30
        vor Ostern = 2027-03-25
        after March = 2027-04-01
        """,
    ),
    # Between the years.
    (
        date(2026, 12, 30),
        BAVARIA,
        """
        in the new year = 2027-01-04
        not before the new year = 2027-01-04
        KW 1 = 2027-01-04
        Q1 = 2027-01-04
        next month = 2027-01-04
        in January = 2027-01-01
        January or February = 2027-02-01
        tomorrow = 2026-12-31
        in 2 Wochen = 2027-01-13
        nach Weihnachten = 2027-12-27
        bis Jahresende = 2026-12-31
        """,
    ),
    (date(2026, 1, 20), BAVARIA, "January or February = 2026-02-01"),
    (date(2027, 1, 1), BAVARIA, "after New Year = 2027-01-04"),
    (date(2026, 1, 31), BAVARIA, "in einem Monat = 2026-02-28"),
    (date(2027, 1, 11), BAVARIA, "nach den Sommerferien = 2027-09-14"),
    # No entry in the table of school holidays.
    (date(2031, 1, 13), BAVARIA, "nach den Sommerferien = 2031-09-15"),
    # No country, no public holidays, no school holidays.
    (
        MONDAY,
        PLAIN,
        """
        after Easter = 2026-04-06
        vor Ostern = 2026-04-03
        next year = 2027-01-01
        not before the new year = 2027-01-01
        nach den Sommerferien = 2026-09-15
        13/4/2026 = 2026-04-13
        4/13/2026 = 2026-04-13
        4/4/2026 = 2026-04-04
        """,
    ),
    # Month before day, Labor Day on the first Monday of September, the Friday after Thanksgiving is worked.
    (
        MONDAY,
        AMERICA,
        """
        4/7/2026 = 2026-04-07
        4/7 = 2026-04-07
        12/25/2026 = 2026-12-25
        the 4th of July = 2026-07-04
        in the fall = 2026-09-01
        after the summer = 2026-09-07
        after Thanksgiving = 2026-11-27
        """,
    ),
    # Somebody who works from Monday to Wednesday.
    (
        MONDAY,
        UNTIL_WEDNESDAY,
        """
        by Friday = 2026-03-04
        after mid April = 2026-04-20
        next quarter = 2026-04-01
        in 4 working days = 2026-03-10
        """,
    ),
]

NO_DATES = """
never
no
not in March
nicht im März
im März nicht
March, not April
not after Easter
nichts
soon
bald
asap
sometime
later
in a few weeks
in ein paar Wochen
every March
jeden Montag
once a month
once in six weeks
einmal im Monat
weekly
montags
zwischen Ostern
fourth
in der Sommerpause
alle 6 Wochen
since March
seit März
this week
dieses Jahr
until March
if the budget comes in May
falls das Budget im Mai kommt
after the fair
nach dem Urlaub
when we know more
in 6 weeks but not before May
in six
weeks
6
15.
31 April
31.4.
2026-02-30
2026-13-01
29 Feb 2027
Monday 7 April
Montag, den 7.4.
KW 54
KW 0
Q5
Q0
Mai 27
in 0 weeks
-6 weeks
in -6 weeks
1,000 days
in 99999999999 weeks
in 99999999999999999999999999999999999999999999999999 Jahren
in 999 years
in 11 years
in 999 working days
31.12.9999
9999-12-31
2040-01-01
+49 170 1234567
maren@example.com
call Ingrid about the offer
in March 6 weeks
6 weeks March
in 6 weeks 12 weeks 4 weeks
the March of time
<script>alert(1)</script>
in six weeks\x00
\x00
""".strip("\n").split("\n")  # fmt: skip

# What has passed, and the day offered in its place.
PAST: list[tuple[str, date | None]] = [
    ("7 April 2025", date(2026, 4, 7)),
    ("1.3.2026", date(2027, 3, 1)),
    ("2025-12-31", date(2026, 12, 31)),
    ("29.2.2024", date(2028, 2, 29)),
    ("Q1 2026", date(2027, 1, 4)),
    ("März 2025", date(2027, 3, 1)),
    ("this March", date(2027, 3, 1)),
    ("KW 9 2026", date(2027, 3, 1)),
    ("after Easter 2025", date(2026, 4, 7)),
    ("bis zum 1. März 2026", date(2027, 2, 26)),
    ("2025", None),
    ("yesterday", None),
    ("gestern", None),
    ("last week", None),
    ("letzten Montag", None),
    ("two weeks ago", None),
    ("vor zwei Wochen", None),
]


def rows() -> list[tuple[date, WorkingCalendar, str, date]]:
    """Every phrase: today, calendar, the words, the day."""
    found = []
    for today, calendar, lines in GROUPS:
        for line in lines.strip().splitlines():
            words, _, day = line.strip().rpartition(" = ")
            found.append((today, calendar, words, date.fromisoformat(day)))
    return found
