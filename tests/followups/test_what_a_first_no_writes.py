"""What a first no writes, and when: thank-you, debrief, check-in or agreed meeting."""

from datetime import date
from typing import Any

import pytest

from accounts.working_calendar import WorkingCalendar
from followups.exit_plan import NoFacts, first_plan, plan_ends, with_own_rows
from followups.kinds import EndedWhy, Kind
from followups.scheduling import Desk, Planned
from prospects.conversations import AskAnswer, ExitConversation, GoodDeal, Manner, ToldBy
from tests.cast import MONDAY
from tests.followups.telling import day

GERMANY = WorkingCalendar(country="DE", region="BY")
EASTER_THURSDAY = date(2026, 4, 2)


def written(
    age: int = 0, today: date = MONDAY, calendar: WorkingCalendar = GERMANY, **facts: Any
) -> dict[Kind, Planned]:
    """What a no that is so many days old writes, by kind."""
    said_on = date.fromordinal(today.toordinal() - age)
    no = NoFacts(**{"conversation": ExitConversation.NOT_A_PRIORITY, "said_on": said_on, **facts})
    return {row.kind: row for row in first_plan(no, Desk(today, calendar))}


def test_an_ordinary_no_writes_three_things() -> None:
    rows = written()
    assert {kind: row.due_on for kind, row in rows.items()} == {
        Kind.THANK_YOU: day(1),
        Kind.DEBRIEF: day(1),
        Kind.CHECK_IN: date(2026, 4, 16),
    }
    for kind in (Kind.THANK_YOU, Kind.DEBRIEF):
        assert rows[kind].opens_on == rows[kind].due_on == rows[kind].closes_on


def test_the_thank_you_is_due_on_the_next_working_day() -> None:
    assert written(today=EASTER_THURSDAY)[Kind.THANK_YOU].due_on == date(2026, 4, 7)


@pytest.mark.parametrize("facts", [{"told_by": ToldBy.MAIL}, {"conversation": ExitConversation.DRIFTED}])
def test_a_reply_by_mail_and_a_closing_note_are_due_the_same_day(facts: dict[str, Any]) -> None:
    assert written(**facts)[Kind.THANK_YOU].due_on == MONDAY
    good_friday = date(2026, 4, 3)
    assert written(today=good_friday, **facts)[Kind.THANK_YOU].due_on == date(2026, 4, 7)


@pytest.mark.parametrize("told_by", [ToldBy.MET, ToldBy.CALL, ToldBy.SILENCE, ToldBy.OTHER, None])
def test_told_otherwise_it_is_due_the_next_working_day(told_by: ToldBy | None) -> None:
    assert written(told_by=told_by)[Kind.THANK_YOU].due_on == day(1)


@pytest.mark.parametrize(("age", "thanks"), [(0, True), (10, True), (14, True), (15, False), (45, False)])
def test_after_fourteen_days_nobody_is_thanked_any_more(age: int, thanks: bool) -> None:
    for conversation in (ExitConversation.NOT_A_PRIORITY, ExitConversation.DRIFTED):
        assert (Kind.THANK_YOU in written(age, conversation=conversation)) is thanks


@pytest.mark.parametrize(
    ("age", "due"),
    [
        (0, day(1)),  # said on Monday: Tuesday
        (3, MONDAY),  # said on Friday: today is the first working day after it
        (4, day(1)),  # said on Thursday: Friday is past, so the next working day
        (10, day(1)),
        (45, day(1)),
        (60, day(1)),
    ],
)
def test_the_debrief_is_due_the_first_working_day_after_the_no_or_the_next_one(age: int, due: date) -> None:
    assert written(age)[Kind.DEBRIEF].due_on == due


def test_no_debrief_without_a_reason_for_one() -> None:
    assert set(written(wants_debrief=False)) == {Kind.THANK_YOU, Kind.CHECK_IN}


@pytest.mark.parametrize("age", [61, 400])
def test_an_old_no_gets_the_check_in_alone(age: int) -> None:
    assert set(written(age)) == {Kind.CHECK_IN}


@pytest.mark.parametrize("manner", [Manner.CALL, Manner.MAIL, None])
@pytest.mark.parametrize(
    ("agreed", "due"),
    [
        (date(2026, 3, 20), date(2026, 3, 20)),  # a Friday, before any window
        (date(2026, 3, 21), date(2026, 3, 23)),  # a Saturday
        (date(2026, 4, 3), date(2026, 4, 7)),  # Good Friday: after Easter
        (date(2026, 8, 10), date(2026, 8, 10)),  # long after the window
        (MONDAY, MONDAY),  # this very day
    ],
)
def test_an_agreed_day_beats_the_window(agreed: date, due: date, manner: Manner | None) -> None:
    rows = written(agreed_on=agreed, manner=manner)
    assert rows[Kind.CHECK_IN] == Planned(Kind.CHECK_IN, due, due, due, manner, is_agreed=True)


@pytest.mark.parametrize("agreed", [date(2026, 3, 20), date(2026, 3, 21), date(2026, 4, 3)])
def test_an_agreed_meeting_is_on_the_very_day_in_place_of_the_check_in(agreed: date) -> None:
    rows = written(agreed_on=agreed, manner=Manner.MEETING)
    assert Kind.CHECK_IN not in rows
    meeting = Planned(Kind.AGREED_MEETING, agreed, agreed, agreed, Manner.MEETING, is_agreed=True)
    assert rows[Kind.AGREED_MEETING] == meeting


def test_an_old_no_keeps_an_agreed_day_that_is_still_ahead() -> None:
    assert written(400, agreed_on=day(20))[Kind.CHECK_IN].due_on == day(21)  # a Sunday, so Monday


@pytest.mark.parametrize(("age", "due"), [(400, day(1)), (10, date(2026, 4, 7))])
def test_an_agreed_day_that_has_passed_is_no_agreement_any_more(age: int, due: date) -> None:
    row = written(age, agreed_on=day(-5))[Kind.CHECK_IN]
    assert (row.due_on, row.is_agreed) == (due, False)


@pytest.mark.parametrize(
    ("facts", "why", "kinds"),
    [
        ({"stay_in_touch": AskAnswer.NO}, EndedWhy.CLOSED, {Kind.THANK_YOU, Kind.DEBRIEF}),
        ({"good_deal": GoodDeal.NO}, EndedWhy.LET_GO, {Kind.THANK_YOU}),
        ({"stay_in_touch": AskAnswer.STOP}, EndedWhy.OPTED_OUT, set()),
        ({"stay_in_touch": AskAnswer.STOP, "good_deal": GoodDeal.NO}, EndedWhy.OPTED_OUT, set()),
        ({"stay_in_touch": AskAnswer.NO, "good_deal": GoodDeal.NO}, EndedWhy.CLOSED, {Kind.THANK_YOU}),
    ],
)
@pytest.mark.parametrize(
    "agreed", [{}, {"agreed_on": day(20)}, {"agreed_on": day(20), "manner": Manner.MEETING}]
)
def test_a_plan_that_ends_has_no_check_in(
    facts: dict[str, Any], why: EndedWhy, kinds: set[Kind], agreed: dict[str, Any]
) -> None:
    no = NoFacts(ExitConversation.NOT_A_PRIORITY, MONDAY, **facts)
    assert plan_ends(no) == why
    assert set(written(**facts, **agreed)) == kinds


@pytest.mark.parametrize("answer", [AskAnswer.NOT_ASKED, AskAnswer.YES, AskAnswer.LATER])
@pytest.mark.parametrize("good_deal", [GoodDeal.YES, GoodDeal.UNSURE])
def test_any_other_answer_leaves_the_plan_active(answer: AskAnswer, good_deal: GoodDeal) -> None:
    no = NoFacts(ExitConversation.NOT_A_PRIORITY, MONDAY, stay_in_touch=answer, good_deal=good_deal)
    assert plan_ends(no) is None
    assert Kind.CHECK_IN in written(stay_in_touch=answer, good_deal=good_deal)


def test_when_we_declined_ourselves_there_is_one_check_in_unless_refused() -> None:
    no = {"conversation": ExitConversation.WE_DECLINED}
    assert written(**no)[Kind.CHECK_IN].due_on == date(2026, 4, 7)  # day 35 is Easter Monday
    assert Kind.CHECK_IN not in written(**no, stay_in_touch=AskAnswer.NO)


def test_the_thank_you_of_the_same_no_takes_the_room_of_its_check_in() -> None:
    # Day 30 is tomorrow for a no of 1 February, and the day unknown likes best; too old for thanks.
    no = NoFacts(ExitConversation.UNKNOWN, date(2026, 2, 1))
    assert first_plan(no, Desk(MONDAY, WorkingCalendar(), {day(1): 5}))[-1].due_on == day(1)
    assert first_plan(no, Desk(MONDAY, WorkingCalendar(), {day(1): 6}))[-1].due_on == day(2)


def test_own_thank_you_is_load_and_own_debrief_is_not() -> None:
    rows = (_row(Kind.THANK_YOU, day(1)), _row(Kind.DEBRIEF, day(1)), _row(Kind.DEBRIEF, day(2)))
    assert with_own_rows(Desk(MONDAY, WorkingCalendar(), {day(1): 5}), rows).load == {day(1): 6}


def _row(kind: Kind, due: date) -> Planned:
    return Planned(kind, due, due, due)
