"""Pure: the words people use for dates, in English and German, whatever the language of the screen.

Words stand here as `fold` in when_tokens leaves them: small letters, ä as ae, ß as ss.
"""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any

from followups.when_spans import Feast, Part, Unit


class Kind(StrEnum):
    """What a word is to the grammar."""

    NUMBER = "number"
    ARTICLE = "article"
    ORDINAL = "ordinal"
    DATE = "date"
    YEAR_MONTH = "year_month"
    PAIR = "pair"
    YEAR = "year"
    MONTH = "month"
    GERMAN_MONTH = "german_month"
    WEEKDAY = "weekday"
    SHORT_WEEKDAY = "short_weekday"
    UNIT = "unit"
    CALENDAR_WEEK = "calendar_week"
    QUARTER = "quarter"
    HALF = "half"
    HALF_MORE = "half_more"
    SEASON = "season"
    SCHOOL_SUMMER = "school_summer"
    WEEKEND = "weekend"
    FEAST = "feast"
    PART = "part"
    NEXT = "next"
    THIS = "this"
    LAST = "last"
    FROM_TODAY = "from_today"
    YESTERDAY = "yesterday"
    AGO = "ago"
    AFTER = "after"
    ONCE = "once"
    BEFORE = "before"
    VOR = "vor"
    FROM = "from"
    UNTIL = "until"
    LATEST = "latest"
    EARLIEST = "earliest"
    WITHIN = "within"
    BETWEEN = "between"
    OR = "or"
    STOP = "stop"
    FILLER = "filler"
    UNKNOWN = "unknown"
    END = "end"


Meaning = tuple[Kind, Any]

# Of the words that stop the reading, those that may stand in "not before".
NOT = 1

# Several words that are one to the grammar; the longer first.
PHRASES = {
    "day after tomorrow": "uebermorgen",
    "week after next": "uebernaechste woche",
    "month after next": "uebernaechsten monat",
    "quarter after next": "uebernaechstes quartal",
    "year after next": "uebernaechstes jahr",
    "day before yesterday": "vorgestern",
    "at the latest": "spaetestens",
    "no later than": "spaetestens",
    "not later than": "spaetestens",
    "nicht spaeter als": "spaetestens",
    "at the earliest": "fruehestens",
    "at the very earliest": "fruehestens",
    "no earlier than": "fruehestens",
    "not earlier than": "fruehestens",
    "no sooner than": "fruehestens",
    "not sooner than": "fruehestens",
    "nicht frueher als": "fruehestens",
    "as of": "from",
    "as from": "from",
    "starting in": "from",
    "starting from": "from",
    "week beginning": "week",
    "week commencing": "week",
    "week starting": "week",
    "as soon as": "once",
    "a couple of": "2",
    "a couple": "2",
    "couple of": "2",
    "at least": "",
    "at most": "within",
    "no more than": "within",
    "or so": "",
    "oder so": "",
    "the summer holidays": "sommerferien",
    "summer holidays": "sommerferien",
    "the summer vacation": "sommerferien",
    "summer vacation": "sommerferien",
    "school summer": "sommerferien",
    "after the summer break": "after summer",
    "before the summer break": "before summer",
    "nach der sommerpause": "nach sommer",
    "vor der sommerpause": "vor sommer",
    "some time": "sometime",
    "new year eve": "silvester",
    "new years eve": "silvester",
    "new year day": "neujahr",
    "new years day": "neujahr",
    "new years": "neujahr",
    "new year": "neujahr",
    "neues jahr": "neujahr",
    "neuen jahr": "neujahr",
    "neuem jahr": "neujahr",
    "neue jahr": "neujahr",
    "neuen jahres": "neujahr",
    "turn of the year": "neujahr",
    "christmas eve": "heiligabend",
    "heiliger abend": "heiligabend",
    "heiligen abend": "heiligabend",
    "good friday": "karfreitag",
    "easter sunday": "easter",
    "easter monday": "ostermontag",
    "whit sunday": "pfingsten",
    "christi himmelfahrt": "himmelfahrt",
    "calendar week": "kw",
    "month end": "end month",
    "quarter end": "end quarter",
    "year end": "end year",
    "days time": "days",
    "week time": "week",
    "weeks time": "weeks",
    "months time": "months",
    "years time": "years",
    "working days": "workdays",
    "working day": "workday",
    "business days": "workdays",
    "business day": "workday",
    "noch einmal": "nochmal",
    "noch mal": "nochmal",
    "am besten": "bitte",
    "hear from": "hear",
    "beginning of": "early",
    "start of": "early",
}

MONTHS = {
    1: "january jan",
    2: "february feb",
    3: "march mar",
    4: "april apr",
    5: "may",
    6: "june jun",
    7: "july jul",
    8: "august aug",
    9: "september sept sep",
    10: "october oct",
    11: "november nov",
    12: "december dec",
}
# Names no English speaker writes: "Mai 27" may be a day or a year.
GERMAN_MONTHS = {
    1: "januar jaenner",
    2: "februar feber",
    3: "maerz marz mrz",
    5: "mai",
    6: "juni",
    7: "juli",
    10: "oktober okt",
    12: "dezember dez",
}
WEEKDAYS = (
    "monday mon montag",
    "tuesday tue tues dienstag",
    "wednesday wed mittwoch",
    "thursday thu thur thurs donnerstag",
    "friday fri freitag",
    "saturday sat samstag sonnabend",
    "sunday sun sonntag",
)
SHORT_WEEKDAYS = ("mo", "di", "mi", "do", "fr", "sa", "so")
UNITS = {
    Unit.DAY: "day days tag tage tagen tages d",
    Unit.WORKING_DAY: "workday workdays werktag werktage werktagen arbeitstag arbeitstage arbeitstagen",
    Unit.WEEK: "week weeks wk wks woche wochen w",
    Unit.FORTNIGHT: "fortnight fortnights",
    Unit.MONTH: "month months mth mths monat monate monaten monats",
    Unit.QUARTER: "quarter quarters quartal quartale quartalen quartals vierteljahr vierteljahre",
    Unit.HALF_YEAR: "halbjahr halbjahre halbjahres jahreshaelfte",
    Unit.YEAR: "year years yr yrs jahr jahre jahren jahres",
}
NUMBERS = {
    1: "one",
    2: "two zwei zwo",
    3: "three drei",
    4: "four vier",
    5: "five fuenf",
    6: "six sechs",
    7: "seven sieben",
    8: "eight acht",
    9: "nine neun",
    10: "ten zehn",
    11: "eleven elf",
    12: "twelve zwoelf dozen dutzend",
    13: "thirteen dreizehn",
    14: "fourteen vierzehn",
    15: "fifteen fuenfzehn",
    16: "sixteen sechzehn",
    17: "seventeen siebzehn",
    18: "eighteen achtzehn",
    19: "nineteen neunzehn",
    20: "twenty zwanzig",
    30: "thirty dreissig",
    40: "forty vierzig",
    45: "fuenfundvierzig",
    50: "fifty fuenfzig",
    60: "sixty sechzig",
    90: "ninety neunzig",
    100: "hundred hundert",
}
ORDINALS = {
    1: "first erste ersten erster erstes",
    2: "second zweite zweiten zweiter zweites",
    3: "third dritte dritten dritter drittes",
    4: "fourth vierte vierten vierter viertes",
}
FEASTS = {
    Feast.NEW_YEAR: "neujahr jahreswechsel jahreswende",
    Feast.CARNIVAL: "carnival karneval fasching fastnacht",
    Feast.GOOD_FRIDAY: "karfreitag",
    Feast.EASTER: "easter ostern ostersonntag",
    Feast.EASTER_MONDAY: "ostermontag",
    Feast.ASCENSION: "ascension himmelfahrt",
    Feast.WHITSUN: "whitsun pentecost pfingsten",
    Feast.THANKSGIVING: "thanksgiving",
    Feast.CHRISTMAS_EVE: "heiligabend",
    Feast.CHRISTMAS: "christmas xmas weihnachten",
    Feast.NEW_YEARS_EVE: "silvester",
}
SEASONS = {
    3: "spring springtime fruehjahr fruehling",
    6: "summer summertime sommer sommers",
    9: "autumn fall herbst herbsts herbstes",
    12: "winter winters wintertime",
}
PARTS = {
    Part.EARLY: "early anfang anfangs beginn frueh fruehe fruehen fruehem",
    Part.MID: "mid middle mitte",
    Part.LATE: "late spaet spaete spaeten spaetem",
    Part.END: "end ende ends",
}
# One word for what the grammar takes apart.
COMPOUNDS: dict[str, tuple[Meaning, ...]] = {
    "monatsanfang": ((Kind.PART, Part.EARLY), (Kind.UNIT, Unit.MONTH)),
    "monatsmitte": ((Kind.PART, Part.MID), (Kind.UNIT, Unit.MONTH)),
    "monatsende": ((Kind.PART, Part.END), (Kind.UNIT, Unit.MONTH)),
    "wochenanfang": ((Kind.PART, Part.EARLY), (Kind.UNIT, Unit.WEEK)),
    "wochenmitte": ((Kind.PART, Part.MID), (Kind.UNIT, Unit.WEEK)),
    "quartalsanfang": ((Kind.PART, Part.EARLY), (Kind.UNIT, Unit.QUARTER)),
    "quartalsende": ((Kind.PART, Part.END), (Kind.UNIT, Unit.QUARTER)),
    "jahresanfang": ((Kind.PART, Part.EARLY), (Kind.UNIT, Unit.YEAR)),
    "jahresmitte": ((Kind.PART, Part.MID), (Kind.UNIT, Unit.YEAR)),
    "jahresende": ((Kind.PART, Part.END), (Kind.UNIT, Unit.YEAR)),
    "midyear": ((Kind.PART, Part.MID), (Kind.UNIT, Unit.YEAR)),
    "midweek": ((Kind.PART, Part.MID), (Kind.UNIT, Unit.WEEK)),
    "fruehsommer": ((Kind.PART, Part.EARLY), (Kind.SEASON, 6)),
    "spaetsommer": ((Kind.PART, Part.LATE), (Kind.SEASON, 6)),
    "fruehherbst": ((Kind.PART, Part.EARLY), (Kind.SEASON, 9)),
    "spaetherbst": ((Kind.PART, Part.LATE), (Kind.SEASON, 9)),
    "halfyear": ((Kind.HALF, 0), (Kind.UNIT, Unit.YEAR)),
    "dreivierteljahr": ((Kind.NUMBER, 3), (Kind.UNIT, Unit.QUARTER)),
}
OTHERS: dict[Kind, Mapping[Any, str]] = {
    Kind.ARTICLE: {1: "a ein eine einem einen einer eines"},
    Kind.CALENDAR_WEEK: {0: "kw cw kalenderwoche kalenderwochen"},
    Kind.QUARTER: {4: "q", 2: "h"},
    Kind.HALF: {0: "half halbe halben halbem halber halbes"},
    Kind.HALF_MORE: {0: "anderthalb eineinhalb einundeinhalb"},
    Kind.SCHOOL_SUMMER: {0: "sommerferien"},
    Kind.WEEKEND: {0: "weekend wochenende"},
    Kind.NEXT: {
        1: "next nxt coming upcoming following naechste naechsten naechster naechstes naechstem kommende "
        "kommenden kommender kommendes kommendem folgende folgenden folgender folgendes",
        2: "uebernaechste uebernaechsten uebernaechster uebernaechstes uebernaechstem",
    },
    Kind.THIS: {
        0: "this current diese diesen dieser dieses diesem laufende laufenden laufender laufendes laufendem"
    },
    Kind.LAST: {0: "last previous letzte letzten letzter letztes vorige vorigen vergangene vergangenen"},
    Kind.FROM_TODAY: {0: "today heute now", 1: "tomorrow tmrw tmr morgen", 2: "uebermorgen"},
    Kind.YESTERDAY: {0: "yesterday gestern vorgestern"},
    Kind.AGO: {0: "ago"},
    Kind.AFTER: {0: "after nach"},
    Kind.ONCE: {0: "once when wenn sobald nachdem"},
    Kind.BEFORE: {0: "before by bis"},
    Kind.VOR: {0: "vor"},
    Kind.FROM: {0: "from ab"},
    Kind.UNTIL: {0: "until till til bevor"},
    Kind.LATEST: {0: "latest spaetestens"},
    Kind.EARLIEST: {0: "earliest fruehestens erst"},
    Kind.WITHIN: {0: "within innerhalb binnen maximal max hoechstens"},
    Kind.BETWEEN: {0: "between zwischen"},
    Kind.OR: {0: "or oder to und and bzw"},
    # With one of these in it a sentence may mean the opposite, or something that comes again.
    Kind.STOP: {
        0: "never nor neither without unless except instead but if whether every each per since nie niemals "
        "ohne ausser statt sondern aber falls ob jede jeden jeder jedes jedem pro je seit weder immer always",
        NOT: "not no dont cannot nothing nicht nichts kein keine keinen keiner keinem",
    },
}
# Words that add nothing, wherever they stand.
NOISE = (
    "in on at the of im am zum zur zu der die das den dem des vom von about around approximately "
    "approx roughly circa ca etwa ungefaehr rund gegen um herum rum during sometime anytime "
    "irgendwann towards toward verlauf lauf laufe waehrend mitten"
)
# Words that may stand around a date and do not change it.
FILLERS = """
i we you he she they it me us him her them my our your their id ill lets let please maybe perhaps probably
possibly hopefully say said says told asked wants want would like should could can will shall might
call calls calling phone ring talk speak chat meet meeting write mail email contact reach try check ping
touch base get getting be do have has is again back then so just ok okay yes sure thanks think thinks with
up contacted called best better rather morning afternoon evening noon quick short shortly right hear
kurz gleich direkt mindestens wenigstens
ich wir du er sie es mich dich sich uns ihn ihm ihr ihnen mir dir bitte vielleicht eventuell evtl wohl
wahrscheinlich moeglichst gern gerne ja mal nochmal noch wieder erneut dann da also eher lieber
ruf rufe rufen anrufen anruf melde melden meldet schreib schreibe schreiben sprechen telefonieren treffen
soll sollen sollte sollten will wollen moechte moechten kann koennen koennte wuerde wird werden an aus auf
zurueck hoeren lass lassen mit frau herr herrn kontakt kontaktieren nachfassen nachfragen erinnern
morgens vormittags vormittag mittags mittag nachmittags nachmittag abends abend uhr
"""


def _spell(kind: Kind, words: Mapping[Any, str]) -> Iterator[tuple[str, tuple[Meaning, ...]]]:
    for value, spellings in words.items():
        for word in spellings.split():
            yield word, ((kind, value),)


def _german_tens() -> Iterator[tuple[str, tuple[Meaning, ...]]]:
    units = ["ein", "zwei", "drei", "vier", "fuenf", "sechs", "sieben", "acht", "neun"]
    tens = {20: "zwanzig", 30: "dreissig", 40: "vierzig", 50: "fuenfzig", 60: "sechzig", 90: "neunzig"}
    for ten, name in tens.items():
        for number, unit in enumerate(units, start=1):
            yield f"{unit}und{name}", ((Kind.NUMBER, ten + number),)


def _vocabulary() -> dict[str, tuple[Meaning, ...]]:
    """Every word and what it means; what is told later wins."""
    found: dict[str, tuple[Meaning, ...]] = dict.fromkeys(FILLERS.split(), ((Kind.FILLER, 0),))
    found.update(dict.fromkeys(NOISE.split(), ()))
    for kind, words in OTHERS.items():
        found.update(_spell(kind, words))
    tables: tuple[tuple[Kind, Mapping[Any, str]], ...] = (
        (Kind.MONTH, MONTHS),
        (Kind.GERMAN_MONTH, GERMAN_MONTHS),
        (Kind.WEEKDAY, dict(enumerate(WEEKDAYS))),
        (Kind.SHORT_WEEKDAY, dict(enumerate(SHORT_WEEKDAYS))),
        (Kind.UNIT, UNITS),
        (Kind.NUMBER, NUMBERS),
        (Kind.ORDINAL, ORDINALS),
        (Kind.FEAST, FEASTS),
        (Kind.SEASON, SEASONS),
        (Kind.PART, PARTS),
    )
    for kind, words in tables:
        found.update(_spell(kind, words))
    found.update(_german_tens())
    found.update(COMPOUNDS)
    return found


VOCABULARY = _vocabulary()
