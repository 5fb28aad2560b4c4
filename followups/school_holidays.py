"""Pure: when the school summer holidays begin and end in the German states.

First and last day of the holidays, from the Kultusministerkonferenz: "Langfristige Sommerferienregelung
bis 2030", resolution of 9 December 2021, with the states' later changes (https://www.kmk.org/service/ferien.html).
State codes are those of `holidays` for DE. The general schools of Mecklenburg-Vorpommern and the mainland of
Schleswig-Holstein are meant.
"""

from datetime import date

FIRST_YEAR = 2026

# A line per state: each year's first and last day as month-day, from FIRST_YEAR on.
_TABLE = """
BW 07-30 09-12  07-29 09-11  07-27 09-09  07-26 09-08  07-25 09-07
BY 08-03 09-14  08-02 09-13  07-31 09-11  07-30 09-10  07-29 09-09
BE 07-09 08-22  07-01 08-14  07-01 08-12  07-01 08-11  07-04 08-17
BB 07-09 08-22  07-01 08-14  06-29 08-12  06-28 08-11  07-04 08-17
HB 07-02 08-12  07-08 08-18  07-20 08-30  07-19 08-29  07-11 08-21
HH 07-09 08-19  07-01 08-11  07-03 08-11  07-02 08-10  07-04 08-14
HE 06-29 08-07  06-28 08-06  07-03 08-11  07-16 08-24  07-22 08-30
MV 07-13 08-22  07-05 08-14  06-26 08-05  06-18 07-28  07-01 08-10
NI 07-02 08-12  07-08 08-18  07-20 08-30  07-19 08-29  07-11 08-21
NW 07-20 09-01  07-19 08-31  07-10 08-22  07-02 08-14  06-24 08-06
RP 06-29 08-07  06-28 08-06  07-03 08-11  07-16 08-24  07-22 08-30
SL 06-29 08-07  06-28 08-06  07-03 08-11  07-16 08-24  07-22 08-30
SN 07-04 08-14  07-10 08-20  07-22 09-01  07-21 08-31  07-13 08-23
ST 07-04 08-14  07-10 08-20  07-22 09-01  07-21 08-31  07-13 08-23
SH 07-04 08-15  07-03 08-14  06-24 08-04  06-23 08-03  07-08 08-17
TH 07-04 08-14  07-10 08-20  07-22 09-01  07-21 08-31  07-13 08-23
"""


def _table() -> dict[tuple[str, int], tuple[date, date]]:
    found = {}
    for line in _TABLE.strip().splitlines():
        state, *days = line.split()
        for place in range(0, len(days), 2):
            year = FIRST_YEAR + place // 2
            first, last = (date.fromisoformat(f"{year}-{day}") for day in days[place : place + 2])
            found[state, year] = (first, last)
    return found


_SUMMERS = _table()
STATES = frozenset(state for state, _year in _SUMMERS)


def summer_holidays(state: str, year: int) -> tuple[date, date] | None:
    """First and last day of the summer holidays of a German state; None where the table has no entry."""
    return _SUMMERS.get((state, year))
