"""The oracle against dates worked out by hand from the rules page.

March 2026 begins on a Sunday: Monday the 2nd is the first posting day, Good Friday is 3 April, Easter
Monday 6 April, both no working days in Bavaria, and so are 1 May, 14 May, 25 May and 4 June.
"""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from tests.replay.deals import SampleMissingError, declined_deals, sample_folder
from tests.replay.oracle import Calendar, No, Oracle, Row, check_in_window, pick_day

MONDAY = date(2026, 3, 2)
BAVARIA = Calendar("DE", "BY")


def an_oracle() -> Oracle:
    return Oracle(BAVARIA)


def a_no(
    email: str = "ingrid@example.org",
    day: date = MONDAY,
    conversation: str = "not_a_priority",
    value: str | None = "1000",
) -> No:
    return No(email, day, conversation, None if value is None else Decimal(value))


def rows(oracle: Oracle, kind: str) -> list[Row]:
    return [row for row in oracle.rows if row.kind == kind]


def dates(row: Row) -> tuple[date, date, date]:
    return row.opens_on, row.due_on, row.closes_on


def test_the_calendar_knows_the_holidays_of_the_region() -> None:
    assert not BAVARIA.is_working_day(date(2026, 4, 3))
    assert not BAVARIA.is_working_day(date(2026, 1, 6))  # Epiphany, a holiday in Bavaria
    assert Calendar("DE", "HH").is_working_day(date(2026, 1, 6))  # and none in Hamburg
    assert BAVARIA.after(date(2026, 4, 2)) == date(2026, 4, 7)  # Thursday before Easter to Tuesday after


def test_a_no_on_monday_thanks_and_debriefs_on_tuesday() -> None:
    oracle = an_oracle()
    oracle.hear(a_no())
    tuesday = date(2026, 3, 3)
    for kind in ("thank_you", "debrief"):
        (row,) = rows(oracle, kind)
        assert dates(row) == (tuesday, tuesday, tuesday)


def test_a_check_in_takes_the_preferred_day_of_its_conversation() -> None:
    # 2 March + 30 = 1 April, + 60 = 1 May. not_a_priority prefers day 45: Thursday 16 April.
    oracle = an_oracle()
    oracle.hear(a_no())
    (row,) = rows(oracle, "check_in")
    assert (row.opens_on, row.due_on, row.closes_on) == (
        date(2026, 4, 1),
        date(2026, 4, 16),
        date(2026, 5, 1),
    )


@pytest.mark.parametrize(
    ("conversation", "due_on"),
    [
        ("competitor_chosen", date(2026, 4, 27)),  # day 55 is Sunday 26 April: Monday is one day off
        ("better_fit_elsewhere", date(2026, 4, 21)),  # day 50, a Tuesday
        ("drifted", date(2026, 4, 2)),  # day 31, the Thursday before Easter
        ("unknown", date(2026, 4, 1)),  # day 30, a Wednesday
    ],
)
def test_each_conversation_has_its_day(conversation: str, due_on: date) -> None:
    oracle = an_oracle()
    oracle.hear(a_no(conversation=conversation))
    assert rows(oracle, "check_in")[0].due_on == due_on


def test_a_preferred_holiday_goes_to_the_nearest_working_day_and_earlier_on_a_tie() -> None:
    # drifted on Tuesday 3 March: day 31 is Good Friday; Thursday 2 April is one day off and opens the window.
    # drifted on Thursday 5 March: day 31 is Easter Sunday, but the window opens on Saturday 4 April, so it is
    # Tuesday the 7th.
    oracle = an_oracle()
    oracle.hear(a_no("a@example.org", date(2026, 3, 3), "drifted"))
    oracle.hear(a_no("b@example.org", date(2026, 3, 5), "drifted"))
    assert [row.due_on for row in rows(oracle, "check_in")] == [date(2026, 4, 2), date(2026, 4, 7)]
    # Monday and Wednesday are equally near to Tuesday: the earlier one.
    monday, wednesday = date(2026, 4, 20), date(2026, 4, 22)
    assert pick_day([monday, wednesday], date(2026, 4, 21), lambda _: 0) == monday


def test_a_closing_note_goes_out_on_the_same_day_or_the_working_day_after() -> None:
    oracle = an_oracle()
    oracle.hear(a_no("a@example.org", MONDAY, "drifted"))
    oracle.hear(a_no("b@example.org", date(2026, 3, 7), "drifted"))  # a Saturday
    assert [row.due_on for row in rows(oracle, "thank_you")] == [MONDAY, date(2026, 3, 9)]


def test_the_seventh_check_in_for_one_day_moves_to_the_nearest_free_day() -> None:
    # Day 45 is Thursday 16 April. Six fit; the next two go to Wednesday (tie with Friday: earlier first),
    # once Wednesday is full too (12 in all) the thirteenth goes to Friday.
    oracle = an_oracle()
    for number in range(13):
        oracle.hear(a_no(f"{number}@example.org"))
    due = [row.due_on.day for row in rows(oracle, "check_in")]
    assert due == [16] * 6 + [15] * 6 + [17]


def test_with_no_day_under_the_limit_the_least_loaded_wins_then_the_nearest() -> None:
    days = [date(2026, 4, day) for day in (13, 14, 15, 16)]
    loads = dict(zip(days, (7, 6, 8, 6), strict=True))
    assert pick_day(days, date(2026, 4, 15), loads.__getitem__) == date(2026, 4, 14)


def test_thank_yous_count_as_load_and_debriefs_do_not() -> None:
    # Thank-yous fall due on the day the check-in of an earlier no would like: they stand in its way.
    oracle = an_oracle()
    wish = date(2026, 4, 16)
    for number in range(6):
        oracle.rows.append(Row(f"{number}@example.org", "debrief", wish, wish, wish))
    oracle.hear(a_no("a@example.org"))
    for number in range(5):
        oracle.rows.append(Row(f"{number}@example.com", "thank_you", wish, wish, wish))
    oracle.hear(a_no("b@example.org"))
    assert [row.due_on for row in rows(oracle, "check_in")] == [wish, date(2026, 4, 15)]


def test_the_window_is_cut_after_today_and_has_at_least_five_working_days() -> None:
    contact = date(2026, 3, 2)  # window [1 April, 1 May]
    assert check_in_window(BAVARIA, contact, date(2026, 4, 14)) == (date(2026, 4, 15), date(2026, 5, 1))
    # On 24 April only Monday to Thursday are left (1 May is a holiday): tomorrow to two weeks on instead.
    assert check_in_window(BAVARIA, contact, date(2026, 4, 24)) == (date(2026, 4, 25), date(2026, 5, 8))


def test_a_second_no_moves_the_same_check_in_and_writes_no_second_thank_you() -> None:
    # The second no on Tuesday 10 March: window [9 April, 9 May]; competitor_chosen prefers day 55, 4 May.
    oracle = an_oracle()
    oracle.hear(a_no())
    oracle.hear(a_no(day=date(2026, 3, 10), conversation="competitor_chosen", value="50"))
    (row,) = rows(oracle, "check_in")
    assert dates(row) == (date(2026, 4, 9), date(2026, 5, 4), date(2026, 5, 9))
    (thank_you,) = rows(oracle, "thank_you")
    assert thank_you.due_on == date(2026, 3, 3)
    assert [row.due_on for row in rows(oracle, "debrief")] == [date(2026, 3, 3), date(2026, 3, 11)]


def test_a_moved_check_in_does_not_count_its_old_day_as_load() -> None:
    # Six people on 16 April; the first of them says no again the same day and wants the same day again.
    oracle = an_oracle()
    for number in range(6):
        oracle.hear(a_no(f"{number}@example.org"))
    oracle.hear(a_no("0@example.org"))
    assert [row.due_on for row in rows(oracle, "check_in")] == [date(2026, 4, 16)] * 6


def test_nineteen_noes_have_a_debrief_each_then_only_deals_above_the_median() -> None:
    # Values 1..19: the median is 10, and the twentieth, worth 10, is not strictly above it. Of the twenty
    # values then heard the median is 10 again: 11 is above; no value is never above.
    oracle = an_oracle()
    for number in range(1, 20):
        oracle.hear(a_no(f"{number}@example.org", value=str(number)))
    assert len(rows(oracle, "debrief")) == 19
    for email, value in (("twentieth", "10"), ("above", "11"), ("silent", None)):
        oracle.hear(a_no(f"{email}@example.org", value=value))
    assert [row.email for row in rows(oracle, "debrief")][19:] == ["above@example.org"]


def test_a_debrief_fades_fifteen_days_after_it_was_due() -> None:
    oracle = an_oracle()
    oracle.hear(a_no())  # debrief due on 3 March; the 17th is due_on + 14
    for day, kinds in ((17, ["thank_you", "debrief"]), (18, ["thank_you"])):
        digest = oracle.digest(date(2026, 3, day))
        assert digest is not None
        assert [row.kind for row in digest.rows] == kinds


def test_debriefs_alone_cause_no_digest_and_are_not_counted() -> None:
    oracle = an_oracle()
    tuesday = date(2026, 3, 3)
    oracle.rows.append(Row("a@example.org", "debrief", tuesday, tuesday, tuesday))
    assert oracle.digest(tuesday) is None
    oracle.rows.append(Row("b@example.org", "thank_you", tuesday, tuesday, tuesday))
    digest = oracle.digest(tuesday)
    assert digest is not None
    assert (len(digest.rows), len(digest.counted)) == (2, 1)


def test_no_digest_comes_on_a_weekend_a_holiday_or_an_empty_day() -> None:
    oracle = an_oracle()
    assert oracle.digest(MONDAY) is None
    oracle.hear(a_no())
    assert oracle.digest(date(2026, 3, 7)) is None
    assert oracle.digest(date(2026, 4, 6)) is None
    assert oracle.digest(date(2026, 4, 7)) is not None


def test_a_closing_note_of_today_is_not_in_the_digest_that_came_before_it() -> None:
    oracle = an_oracle()
    oracle.hear(a_no("a@example.org"))
    tuesday = date(2026, 3, 3)
    morning = oracle.digest(tuesday)
    oracle.hear(a_no("b@example.org", tuesday, "drifted"))
    evening = oracle.digest(tuesday)
    assert morning is not None
    assert evening is not None
    assert (len(morning.counted), len(evening.counted)) == (1, 2)


def test_a_window_closes_the_day_after_its_last_day() -> None:
    oracle = an_oracle()
    oracle.hear(a_no())  # check-in due 16 April, window until 1 May
    (row,) = rows(oracle, "check_in")
    assert not row.is_due(date(2026, 4, 15))
    assert row.places(date(2026, 5, 1))[0][0] == 1  # today
    assert row.places(date(2026, 5, 2))[0][0] == 0  # window closed


def test_a_list_stands_in_order_of_section_kind_value_and_days_left() -> None:
    today = date(2026, 4, 20)
    yesterday, later = today - timedelta(days=1), today + timedelta(days=9)
    closed = Row("closed@example.org", "thank_you", yesterday, yesterday, yesterday, (Decimal(1),))
    dear = Row("dear@example.org", "check_in", yesterday, today, later, (Decimal(9),))
    urgent = Row("urgent@example.org", "check_in", yesterday, today, today, (Decimal(5),))
    calm = Row("calm@example.org", "check_in", yesterday, today, later, (Decimal(5),))
    thanks = Row("thanks@example.org", "thank_you", today, today, today, (Decimal(99),))
    ordered = sorted([thanks, calm, urgent, dear, closed], key=lambda row: row.places(today)[0])
    assert ordered == [closed, dear, urgent, calm, thanks]


def test_fifty_rows_are_listed_and_the_rest_is_counted() -> None:
    oracle = an_oracle()
    for number in range(53):
        oracle.hear(a_no(f"{number}@example.org", value=None))
    digest = oracle.digest(date(2026, 3, 3))  # 53 thank-yous and 19 debriefs
    assert digest is not None
    assert (digest.listed, digest.more, len(digest.counted)) == (50, 22, 53)


def test_the_sample_holds_sixty_nine_deals_of_sixty_six_people() -> None:
    try:
        sample_folder()
    except SampleMissingError as missing:
        pytest.skip(str(missing))
    deals = declined_deals()
    assert (len(deals), len({deal.email for deal in deals})) == (69, 66)
    assert (deals[0].day, deals[4].day, deals[5].day, deals[-1].day) == (0, 0, 1, 14)
    assert sum(deal.conversation == "unknown" for deal in deals) == 13
