"""The judge itself: what a fault breaks must not pass it."""

import random
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from email.message import EmailMessage
from zoneinfo import ZoneInfo

import pytest

from tests.faults.disk import Mail
from tests.faults.judging import Allowance, judge_digests
from tests.faults.oracle import expected_digests, first_minute
from tests.faults.people import BERLIN, DAY, MONDAY, Inventor, Person
from tests.replay.comparison import Tally
from tests.rig.sink import Received

TUESDAY, SATURDAY = MONDAY + DAY, MONDAY + 5 * DAY
AFTER_A_CRASH = Allowance(copies=True, unknown=True)


@pytest.fixture
def reader() -> Person:
    """Somebody who heard two noes on Monday."""
    return Inventor(random.Random(1)).person(2)


def letter(reader: Person, text: str, *, minutes: int = 1, message_id: str = "<one@localhost>") -> Received:
    mail = EmailMessage()
    mail["Message-ID"], mail["X-Lostdeals-Kind"] = message_id, "digest-daily"
    mail.set_content(text)
    mail.add_alternative(f"<p>{text}</p>", subtype="html")
    moment = reader.local(TUESDAY, time(7, 30)) + timedelta(minutes=minutes)
    return Received(moment, (reader.email,), mail)


def everybody(reader: Person) -> str:
    return ", ".join(no.name for no in reader.noes)


def row(reader: Person, state: str = "sent") -> Mail:
    return Mail("1", "digest-daily", reader.email, TUESDAY.isoformat(), state, 1, "")


def judged(
    reader: Person, letters: Sequence[Received], allow: Allowance | None = None, state: str = "sent"
) -> tuple[int, int, int]:
    tally = Tally()
    judge_digests([reader], [TUESDAY], letters, [row(reader, state)], tally, allow)
    return tally.missed, tally.twice, tally.wrong


def test_a_digest_on_time_about_everybody_due_is_clean(reader: Person) -> None:
    assert judged(reader, [letter(reader, everybody(reader))]) == (0, 0, 0)


def test_none_at_all_is_missed(reader: Person) -> None:
    assert judged(reader, []) == (1, 0, 0)


def test_a_lost_row_and_a_strange_one_are_noticed_in_both_parts(reader: Person) -> None:
    assert judged(reader, [letter(reader, reader.noes[0].name)]) == (2, 0, 0)
    assert judged(reader, [letter(reader, f"{everybody(reader)}, Ada Berg Z99999")]) == (0, 0, 2)


def test_who_is_named_for_other_days_only_is_not_named(reader: Person) -> None:
    first, second = (no.name for no in reader.noes)
    assert judged(reader, [letter(reader, f"{first} Open Today {second}")]) == (2, 0, 0)


def test_a_copy_is_wrong_unless_something_crashed_and_a_third_always(reader: Person) -> None:
    one = letter(reader, everybody(reader))
    assert judged(reader, [one, one]) == (0, 1, 1)
    assert judged(reader, [one, one], AFTER_A_CRASH) == (0, 1, 0)
    assert judged(reader, [one, one, one], AFTER_A_CRASH) == (0, 2, 1)


def test_another_digest_for_the_same_day_is_wrong_whatever_happened(reader: Person) -> None:
    one, other = (letter(reader, everybody(reader), message_id=f"<{n}@localhost>") for n in "12")
    assert judged(reader, [one, other], AFTER_A_CRASH) == (0, 0, 1)


def test_what_is_called_unknown_may_be_missing_after_a_crash_only(reader: Person) -> None:
    assert judged(reader, [], AFTER_A_CRASH, state="unknown") == (0, 0, 0)
    assert judged(reader, [], state="unknown") == (1, 0, 1)


@pytest.mark.parametrize("minutes", [-5, 31])
def test_too_early_and_too_late_are_wrong(reader: Person, minutes: int) -> None:
    assert judged(reader, [letter(reader, everybody(reader), minutes=minutes)]) == (0, 0, 1)


def test_a_mail_to_somebody_who_is_owed_none_is_wrong(reader: Person) -> None:
    tally = Tally()
    judge_digests([reader], [SATURDAY], [letter(reader, everybody(reader))], [], tally)
    assert tally.wrong == 1


def test_nobody_is_expected_to_hear_on_a_day_off_or_without_a_no() -> None:
    people = [Inventor(random.Random(1)).person(2), Inventor(random.Random(2)).person(0)]
    assert expected_digests(people, [SATURDAY]) == []
    assert [digest.person for digest in expected_digests(people, [TUESDAY])] == people[:1]


@pytest.mark.parametrize(
    ("day", "at", "utc"),
    [
        (date(2026, 6, 9), time(7, 30), "2026-06-09T05:30"),
        (date(2026, 3, 29), time(2, 30), "2026-03-29T01:00"),  # the gap ends at three
        (date(2026, 10, 25), time(2, 30), "2026-10-25T00:30"),  # the first of the two
        (date(2026, 10, 25), time(3, 0), "2026-10-25T02:00"),
    ],
)
def test_a_moment_is_read_off_the_clock_on_the_wall(day: date, at: time, utc: str) -> None:
    assert first_minute(day, at, ZoneInfo(BERLIN)) == datetime.fromisoformat(f"{utc}+00:00")


def test_a_letter_of_the_month_is_no_digest_and_a_second_one_is_wrong(reader: Person) -> None:
    about_june = letter(reader, "June", message_id="<june@localhost>")
    about_june.message.replace_header("X-Lostdeals-Kind", "monthly-lessons")
    digest = letter(reader, everybody(reader))
    assert judged(reader, [digest, about_june]) == (0, 0, 0)
    assert judged(reader, [about_june]) == (1, 0, 0)
    assert judged(reader, [digest, about_june, about_june]) == (0, 0, 1)
