"""The comparison must find what is missed, twice or wrong: otherwise a clean replay would say nothing."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from email.message import EmailMessage
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

import pytest

from followups.mailed_links import act_token
from tests.replay.comparison import Letters, RowKey, Tally, compare_check_ins, compare_follow_ups
from tests.replay.oracle import Calendar, No, Oracle, Row
from tests.replay.records import StoredFollowUp
from tests.rig.sink import Received

OWNER = "owner@example.com"
BERLIN = ZoneInfo("Europe/Berlin")
MONDAY, TUESDAY = date(2026, 3, 2), date(2026, 3, 3)
PEOPLE = ("a@example.org", "b@example.org", "c@example.org")
SPACE = UUID("6ba7b810-9dad-11d1-80b4-00c04fd430c8")


@pytest.fixture
def oracle() -> Oracle:
    """Three noes on Monday, the dearest first."""
    oracle = Oracle(Calendar("DE", "BY"))
    for value, email in zip((300, 200, 100), PEOPLE, strict=True):
        oracle.hear(No(email, MONDAY, "not_a_priority", Decimal(value)))
    return oracle


def key_of(row: Row | StoredFollowUp) -> RowKey:
    return row.email, row.kind, row.due_on


def id_of(key: RowKey) -> UUID:
    return uuid5(SPACE, repr(key))


def stored(oracle: Oracle) -> list[StoredFollowUp]:
    """What an app would keep that follows the rules."""
    return [
        StoredFollowUp(
            id_of(key_of(row)), row.email, row.kind, "open", row.opens_on, row.due_on, row.closes_on
        )
        for row in oracle.rows
    ]


def letter(
    keys: list[RowKey],
    *,
    at: datetime = datetime(2026, 3, 3, 7, 31, tzinfo=BERLIN),
    message_id: str = "<one@localhost>",
    more: int = 0,
    subject: str = "Today: A, B and 1 more",
    to: str = OWNER,
) -> Received:
    message = EmailMessage()
    message["Subject"] = subject
    message["Message-ID"] = message_id
    message["X-Lostdeals-Kind"] = "digest-daily"
    links = [f"http://localhost:8000/act/{act_token(id_of(key), 1, SPACE, now=at)}/" for key in keys]
    message.set_content("\n".join([*links, f"and {more} more" if more else ""]))
    return Received(at, (to,), message)


def due(oracle: Oracle) -> list[RowKey]:
    """Tuesday's rows in a good order: thank-yous and debriefs are one kind here, so value decides."""
    digest = oracle.digest(TUESDAY)
    assert digest is not None
    return [key_of(row) for row in sorted(digest.rows, key=lambda row: row.places(TUESDAY)[0])]


def judge(oracle: Oracle, *received: Received) -> Tally:
    tally = Tally()
    owners = {id_of(key_of(row)): key_of(row) for row in oracle.rows}
    Letters(received, OWNER, BERLIN, owners).compare({MONDAY: None, TUESDAY: oracle.digest(TUESDAY)}, tally)
    return tally


def counts(tally: Tally) -> tuple[int, int, int]:
    return tally.missed, tally.twice, tally.wrong


def test_a_digest_as_the_rules_want_it_is_clean(oracle: Oracle) -> None:
    assert counts(judge(oracle, letter(due(oracle)))) == (0, 0, 0)


def test_a_digest_that_did_not_come_is_missed(oracle: Oracle) -> None:
    assert counts(judge(oracle)) == (1, 0, 0)


def test_a_row_left_out_is_missed(oracle: Oracle) -> None:
    assert counts(judge(oracle, letter(due(oracle)[:-1]))) == (1, 0, 0)


def test_a_row_listed_twice_is_twice(oracle: Oracle) -> None:
    rows = due(oracle)
    assert judge(oracle, letter([*rows, rows[-1]])).twice >= 1


def test_a_row_that_is_not_due_is_wrong(oracle: Oracle) -> None:
    check_in = key_of(oracle.check_ins()[PEOPLE[0]])
    assert judge(oracle, letter([*due(oracle), check_in])).wrong >= 1


def test_a_list_out_of_order_is_wrong(oracle: Oracle) -> None:
    assert judge(oracle, letter(due(oracle)[::-1])).wrong >= 1


def test_a_second_digest_on_one_day_is_twice(oracle: Oracle) -> None:
    rows = due(oracle)
    assert counts(judge(oracle, letter(rows), letter(rows, message_id="<two@localhost>"))) == (0, 1, 0)


def test_the_same_message_again_is_twice_for_its_id_and_its_day(oracle: Oracle) -> None:
    rows = due(oracle)
    assert counts(judge(oracle, letter(rows), letter(rows))) == (0, 2, 0)


@pytest.mark.parametrize("hour", [5, 12])
def test_a_digest_at_another_hour_is_wrong(oracle: Oracle, hour: int) -> None:
    at = datetime(2026, 3, 3, hour, tzinfo=BERLIN)
    assert counts(judge(oracle, letter(due(oracle), at=at))) == (0, 0, 1)


def test_a_digest_on_a_day_without_one_is_wrong(oracle: Oracle) -> None:
    monday = letter(due(oracle), at=datetime(2026, 3, 2, 7, 31, tzinfo=BERLIN), message_id="<two@localhost>")
    assert judge(oracle, letter(due(oracle)), monday).wrong >= 1


@pytest.mark.parametrize("subject", ["Today: A, B and 2 more", "Today: 6 people"])
def test_a_subject_with_another_number_is_wrong(oracle: Oracle, subject: str) -> None:
    assert counts(judge(oracle, letter(due(oracle), subject=subject))) == (0, 0, 1)


def test_a_mail_to_somebody_else_is_wrong(oracle: Oracle) -> None:
    assert counts(judge(oracle, letter(due(oracle), to="stranger@example.com"))) == (0, 0, 1)


def test_another_number_left_over_is_wrong(oracle: Oracle) -> None:
    assert counts(judge(oracle, letter(due(oracle), more=2))) == (0, 0, 1)


def test_only_the_first_fifty_rows_may_be_listed_and_in_their_order() -> None:
    oracle = Oracle(Calendar("DE", "BY"))
    for number in range(60):
        oracle.hear(No(f"{number}@example.org", MONDAY, "not_a_priority", Decimal(1000 - number)))
    rows = due(oracle)
    assert len(rows) == 79
    subject = "Today: A, B and 58 more"
    assert counts(judge(oracle, letter(rows[:50], more=29, subject=subject))) == (0, 0, 0)
    assert judge(oracle, letter([*rows[:49], rows[60]], more=29, subject=subject)).wrong >= 1
    assert judge(oracle, letter(rows[:49], more=30, subject=subject)).missed == 1
    assert judge(oracle, letter(rows[:51], more=28, subject=subject)).wrong >= 1


def compare_stored(oracle: Oracle, rows: list[StoredFollowUp], today: date = TUESDAY) -> Tally:
    tally = Tally()
    compare_check_ins(oracle, rows, tally)
    compare_follow_ups(oracle, rows, today, tally)
    return tally


def test_the_stored_follow_ups_must_be_those_of_the_rules(oracle: Oracle) -> None:
    assert counts(compare_stored(oracle, stored(oracle))) == (0, 0, 0)


def test_a_check_in_that_is_not_there_is_missed(oracle: Oracle) -> None:
    rows = [row for row in stored(oracle) if (row.email, row.kind) != (PEOPLE[0], "check_in")]
    assert compare_stored(oracle, rows).missed == 2  # no check-in for the person, and the row itself


def test_two_open_check_ins_of_one_person_are_twice(oracle: Oracle) -> None:
    rows = stored(oracle)
    assert compare_stored(oracle, [*rows, rows[2]]).twice == 2


def test_a_check_in_on_another_day_is_wrong(oracle: Oracle) -> None:
    rows = [
        replace(row, due_on=row.due_on + timedelta(days=1)) if row.kind == "check_in" else row
        for row in stored(oracle)
    ]
    tally = compare_stored(oracle, rows)
    assert (tally.missed, tally.wrong) == (3, 3)


def test_a_debrief_that_has_not_faded_in_time_is_wrong(oracle: Oracle) -> None:
    assert counts(compare_stored(oracle, stored(oracle), TUESDAY + timedelta(days=14))) == (0, 0, 0)
    assert counts(compare_stored(oracle, stored(oracle), TUESDAY + timedelta(days=15))) == (0, 0, 3)
