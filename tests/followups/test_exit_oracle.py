"""The oracle of the exit itself, against plans counted out by hand on the calendar of Bavaria, 2026."""

from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from tests.cast import MONDAY
from tests.followups.exit_cases import Place, heard_noes
from tests.followups.exit_oracle import Case, Expected, Promise, Row, Tender, WakeUp, expect
from tests.followups.telling import day
from tests.replay.oracle import Calendar

BAVARIA = Calendar("DE", "BY")
REFUSED = {"stay_in_touch": "no"}
STOP = {"stay_in_touch": "stop"}
STEPS = ("check_in", "agreed_meeting")
FIRST_DAYS = ("thank_you", "ask", "promise", "value_item", "congratulate")
NEWSLETTER = frozenset({"newsletter"})
TO_SEND_NUMBERS = Promise("send the numbers")


def a_case(**changes: Any) -> Case:
    """A no of MONDAY, 2 March 2026, that was "not a priority", logged at once."""
    facts = {"conversation": "not_a_priority", "said_on": MONDAY, "today": MONDAY, "calendar": BAVARIA}
    return Case(**{**facts, **changes})


def days(case: Case) -> list[tuple[str, date]]:
    """Kind and due day of every row, sorted by kind."""
    return [(row.kind, row.due_on) for row in expect(case).rows]


def due(kind: str, **changes: Any) -> list[date]:
    """The due days of one kind."""
    return [due_on for one, due_on in days(a_case(**changes)) if one == kind]


def the_step(**changes: Any) -> Row:
    """The one check-in or agreed meeting."""
    (row,) = (row for row in expect(a_case(**changes)).rows if row.kind in STEPS)
    return row


def test_an_ordinary_no() -> None:
    assert expect(a_case()) == Expected(
        (
            Row("check_in", date(2026, 4, 1), date(2026, 4, 16), date(2026, 5, 1)),
            Row("debrief", date(2026, 3, 3), date(2026, 3, 3), date(2026, 3, 3)),
            Row("thank_you", date(2026, 3, 3), date(2026, 3, 3), date(2026, 3, 3)),
        ),
        None,
    )


def test_everything_at_once() -> None:
    case = a_case(
        conversation="competitor_chosen",
        told_by="mail",
        asks={"stay_in_touch": "yes", "congratulate": "yes", "reentry": "yes", "mailing_list": "yes"},
        promises=(Promise("send the numbers", date(2026, 3, 14)),),
        wake_up=WakeUp("contract_end", date(2026, 12, 31), date(2026, 9, 30)),
        names_somebody=True,
    )
    assert days(case) == [
        ("check_in", date(2026, 4, 27)),  # day 55 is Sunday the 26th: the Monday is nearer than the Friday
        ("congratulate", date(2026, 4, 1)),
        ("debrief", date(2026, 3, 3)),
        ("promise", date(2026, 3, 13)),  # the 14th is a Saturday: the working day before
        ("referral", date(2026, 3, 9)),
        ("thank_you", MONDAY),
        ("value_item", date(2026, 3, 17)),
        ("wake_up", date(2026, 6, 1)),  # day 90 is Sunday, 31 May
        ("wake_up", date(2026, 7, 2)),  # ninety days before the notice
    ]


@pytest.mark.parametrize(
    ("facts", "why", "kinds"),
    [
        ({"asks": STOP}, "opted_out", []),
        ({"asks": REFUSED}, "closed", ["debrief", "promise", "referral", "thank_you"]),
        ({"good_deal": "no"}, "let_go", ["promise", "referral", "thank_you"]),
        ({"asks": REFUSED, "good_deal": "no"}, "closed", ["promise", "referral", "thank_you"]),
    ],
)
def test_what_a_plan_that_ends_keeps(facts: dict[str, Any], why: str, kinds: list[str]) -> None:
    everything = {
        "promises": (TO_SEND_NUMBERS,),
        "names_somebody": True,
        "permissions": NEWSLETTER,
        "wake_up": WakeUp("other", day(300)),
        "next_contact_on": day(20),
        "manner": "meeting",
        "tender": Tender(),
    }
    expected = expect(a_case(**everything, **facts))
    assert ([row.kind for row in expected.rows], expected.ended_why) == (kinds, why)


def test_of_the_first_fourteen_days_two_stay() -> None:
    dated, undated = Promise("x", date(2026, 3, 10)), TO_SEND_NUMBERS
    assert due("promise", promises=(undated, dated)) == [date(2026, 3, 10), date(2026, 3, 17)]
    assert due("promise", promises=(undated,)) == [date(2026, 3, 16)]
    assert due("promise", promises=(dated,), tender=Tender()) == [date(2026, 3, 17)]
    assert due("ask", promises=(dated,), tender=Tender()) == [date(2026, 3, 3)]
    assert due("promise", promises=(dated,) * 2, asks=REFUSED, tender=Tender()) == [
        date(2026, 3, 10),
        date(2026, 3, 17),
    ]


def test_a_promise_that_would_lie_before_today_is_kept_next() -> None:
    late = {"said_on": day(-30)}
    assert due("promise", promises=(TO_SEND_NUMBERS,), **late) == [day(1)]
    assert due("promise", promises=(Promise("x", day(-9)),), **late) == [day(1)]
    assert due("promise", promises=(Promise("x", MONDAY),), **late) == [MONDAY]
    assert due("promise", promises=(Promise("x", day(6)),), today=day(5)) == [day(7)]  # at the weekend


def test_what_comes_too_late_is_not_written() -> None:
    late = a_case(
        said_on=day(-18),
        permissions=NEWSLETTER,
        tender=Tender(),
        asks={"congratulate": "yes"},
    )
    assert days(late) == [
        ("check_in", date(2026, 3, 30)),  # day 45 is Sunday, the 29th
        ("congratulate", date(2026, 3, 16)),  # day 30 is a Saturday; fourteen days before the check-in
        ("debrief", day(1)),
    ]


@pytest.mark.parametrize(
    ("agreed", "written"),
    [(None, False), (day(18), True), (day(30), True), (day(31), False), (day(-1), False)],
)
def test_a_congratulation_keeps_away_from_the_check_in(agreed: date | None, written: bool) -> None:
    facts = {"conversation": "unknown", "asks": {"congratulate": "yes"}, "next_contact_on": agreed}
    assert bool(due("congratulate", said_on=MONDAY, **facts)) is written


def test_it_may_come_on_the_working_day_it_moved_to() -> None:
    facts = {"asks": {"congratulate": "yes"}, "permissions": NEWSLETTER}
    assert due("congratulate", said_on=day(-31), **facts) == [MONDAY]  # day 30 was yesterday, a Sunday
    assert due("value_item", said_on=day(-16), **facts) == []  # and so was day 15


@pytest.mark.parametrize(("agreed", "written"), [(day(29), False), (day(30), True)])
def test_before_an_award_it_comes_on_an_agreed_day_only(agreed: date, written: bool) -> None:
    facts = {"asks": {"congratulate": "yes"}, "tender": Tender(day(35)), "next_contact_on": agreed}
    assert bool(due("congratulate", **facts)) is written


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, []),
        ({"permissions": frozenset({"call", "meeting"})}, []),
        ({"permissions": frozenset({"mail"})}, [day(15)]),
        ({"asks": {"mailing_list": "yes"}}, [day(15)]),
        ({"asks": {"stay_in_touch": "yes"}}, []),
        ({"permissions": NEWSLETTER, "next_contact_on": day(300)}, []),
        ({"permissions": NEWSLETTER, "next_contact_on": day(3), "manner": "meeting"}, []),
        ({"permissions": NEWSLETTER, "conversation": "we_declined"}, []),
        ({"permissions": NEWSLETTER, "said_on": day(-15)}, [MONDAY]),
        ({"permissions": NEWSLETTER, "said_on": day(-16)}, []),
    ],
)
def test_something_useful_needs_a_permission_and_room(facts: dict[str, Any], expected: list[date]) -> None:
    assert due("value_item", **facts) == expected


@pytest.mark.parametrize(
    ("wake_up", "expected"),
    [
        (WakeUp("contract_end", date(2026, 12, 31)), [date(2026, 7, 6)]),  # 4 July is a Saturday
        (WakeUp("contract_end", date(2026, 12, 31), date(2026, 9, 30)), [date(2026, 7, 2)]),
        (WakeUp("budget_year", date(2027, 1, 1)), [date(2026, 9, 3), date(2027, 1, 18)]),  # past Epiphany
        (WakeUp("go_live", date(2026, 4, 1)), [date(2026, 5, 4)]),  # 1 May is a holiday, and a Friday
        (WakeUp("new_person", date(2026, 4, 7)), [date(2026, 5, 7)]),
        (WakeUp("person_leaves", date(2026, 3, 31)), [date(2026, 4, 14)]),
        (WakeUp("vendor_stumbles", date(2026, 6, 15)), [date(2026, 6, 1)]),
        (WakeUp("we_ship", date(2026, 3, 31)), [date(2026, 4, 9)]),  # with Easter between
        (WakeUp("other", date(2026, 3, 10)), [date(2026, 3, 3)]),  # 14 ahead is past
        (WakeUp("go_live"), []),
    ],
)
def test_a_wake_up_comes_around_its_date(wake_up: WakeUp, expected: list[date]) -> None:
    assert due("wake_up", wake_up=wake_up) == expected
    assert due("wake_up", wake_up=wake_up, conversation="we_declined") == expected
    assert due("wake_up", wake_up=wake_up, asks=REFUSED) == []


def test_re_entry_is_day_ninety_unless_a_stumble_is_dated() -> None:
    asks = {"reentry": "yes"}
    assert due("wake_up", asks=asks) == [date(2026, 6, 1)]
    assert due("wake_up", asks=asks, said_on=day(-200)) == [day(1)]
    assert due("wake_up", asks=asks, wake_up=WakeUp("vendor_stumbles")) == [date(2026, 6, 1)]
    assert due("wake_up", asks=asks, wake_up=WakeUp("vendor_stumbles", day(300))) == [date(2026, 12, 14)]


@pytest.mark.parametrize(
    ("award", "opens", "due_on", "closes"),
    [
        (date(2026, 3, 20), date(2026, 4, 1), date(2026, 4, 16), date(2026, 5, 1)),
        (date(2026, 4, 10), date(2026, 4, 11), date(2026, 4, 16), date(2026, 5, 1)),
        (date(2026, 4, 28), date(2026, 4, 29), date(2026, 4, 29), date(2026, 5, 12)),  # two days were left
        (date(2026, 9, 30), date(2026, 10, 1), date(2026, 10, 1), date(2026, 10, 14)),
    ],
)
def test_a_tender_is_quiet_until_its_award(award: date, opens: date, due_on: date, closes: date) -> None:
    facts = {"tender": Tender(award), "permissions": NEWSLETTER, "asks": {"congratulate": "yes"}}
    assert the_step(**facts) == Row("check_in", opens, due_on, closes)
    assert due("ask", **facts) == [day(1)]
    assert due("value_item", **facts) == []
    assert the_step(**facts, next_contact_on=day(8)).due_on == day(8)


def test_the_check_in_goes_where_there_is_room() -> None:
    full = {day(offset): 6 for offset in range(100)}
    assert the_step(load=full).due_on == date(2026, 4, 16)  # all alike: the preferred day
    assert the_step(load={**full, date(2026, 4, 16): 7}).due_on == date(2026, 4, 15)
    assert the_step(load={**full, date(2026, 4, 29): 5}).due_on == date(2026, 4, 29)
    assert the_step(load={day(offset): 2 for offset in range(46)}, daily_limit=2).due_on == date(2026, 4, 17)


def test_an_old_no_waits_in_the_queue_and_its_own_promise_takes_room() -> None:
    old = {"said_on": day(-61), "permissions": NEWSLETTER, "load": {day(1): 5}}
    assert days(a_case(**old)) == [("check_in", day(1))]
    assert the_step(**old, promises=(TO_SEND_NUMBERS,)) == Row("check_in", day(1), day(2), day(4))
    assert the_step(**old, next_contact_on=day(-3)).due_on == day(1)
    assert the_step(**old, next_contact_on=day(19)) == Row("check_in", *[day(21)] * 3)  # a Saturday
    assert the_step(**old, tender=Tender(day(9))) == Row("check_in", day(10), day(10), day(11))


def test_a_closing_note_and_a_reply_are_due_at_once() -> None:
    good_friday = date(2026, 4, 3)
    for facts in ({"conversation": "drifted"}, {"told_by": "mail"}):
        assert due("thank_you", **facts) == [MONDAY]
        assert due("thank_you", **facts, said_on=good_friday, today=good_friday) == [date(2026, 4, 7)]
        assert due("thank_you", **facts, said_on=day(-15)) == []


def test_an_agreed_meeting_keeps_its_very_day() -> None:
    assert the_step(next_contact_on=day(5), manner="meeting") == Row("agreed_meeting", *[day(5)] * 3)
    assert the_step(next_contact_on=day(5), manner="mail") == Row("check_in", *[day(7)] * 3)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(heard_noes())
def test_whatever_it_says_is_a_plan_the_contact_rules_allow(heard: tuple[Place, Case]) -> None:
    _, case = heard
    expected = expect(case)
    for row in expected.rows:
        assert case.today <= row.opens_on <= row.due_on <= row.closes_on
        assert row.kind == "agreed_meeting" or case.calendar.is_working_day(row.due_on)
    kinds = [row.kind for row in expected.rows]
    assert sum(kind in STEPS for kind in kinds) == (expected.ended_why is None)
    first_days = [row for row in expected.rows if row.kind in FIRST_DAYS and row.due_on <= case.day(14)]
    assert len(first_days) <= 2
    agreed = case.agreed_on
    counted = {"value_item", "congratulate"} | ({"check_in"} if agreed is None else set())
    touched = sorted(row.due_on for row in expected.rows if row.kind in counted)
    assert all((later - earlier).days >= 14 for earlier, later in pairwise(touched))
    assert agreed is None or all(touched_on >= agreed for touched_on in touched)
