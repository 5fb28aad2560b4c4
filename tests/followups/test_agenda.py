"""What is due: one read model for page, digest and badge."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from desk.focus import queue_of
from followups.agenda import (
    Agenda,
    AgendaItem,
    Section,
    agenda_for,
    due_count,
    first_counted_days,
    next_counted,
)
from followups.kinds import Kind, Outcome
from followups.lookup import item_for
from followups.models import FollowUp
from prospects.conversations import Manner
from prospects.new_no import Offer, Who
from tests.cast import MONDAY
from tests.followups.telling import complete, day, log, step_of

TODAY = day(100)


def a_row(
    owner: User,
    name: str,
    opens: int,
    due: int,
    closes: int,
    kind: Kind = Kind.CHECK_IN,
    value: int | None = None,
    **changes: Any,
) -> FollowUp:
    """One open row and nothing else for a person; days are counted from TODAY."""
    offer = Offer(value=None if value is None else Decimal(value))
    loss = log(owner, name, offer=offer, organisation=changes.pop("organisation", ""), **changes)
    row = step_of(loss.prospect)
    FollowUp.objects.filter(prospect=loss.prospect).exclude(pk=row.pk).delete()
    row.kind = kind
    row.opens_on, row.due_on, row.closes_on = day(100 + opens), day(100 + due), day(100 + closes)
    row.save()
    return row


def names(items: tuple[AgendaItem, ...]) -> list[str]:
    return [item.prospect_name for item in items]


def sections(agenda: Agenda) -> dict[str, list[str]]:
    return {section.value: names(items) for section, items in agenda.sections() if items}


@pytest.mark.parametrize(
    ("opens", "due", "closes", "section"),
    [
        (-20, -10, -1, Section.WINDOW_CLOSED),
        (-1, -1, -1, Section.WINDOW_CLOSED),
        (-20, -10, 0, Section.TODAY),
        (-20, 0, 10, Section.TODAY),
        (0, 0, 0, Section.TODAY),
        (0, 1, 10, Section.WINDOW_OPEN),
        (-20, 9, 10, Section.WINDOW_OPEN),
        (1, 5, 10, Section.COMING),
        (7, 20, 30, Section.COMING),
        (8, 20, 30, None),
    ],
)
def test_where_a_row_stands(owner: User, opens: int, due: int, closes: int, section: Section | None) -> None:
    a_row(owner, "Ingrid", opens, due, closes)
    expected = {section.value: ["Ingrid"]} if section else {}
    assert sections(agenda_for(owner, TODAY)) == expected


def test_the_sections_stand_in_their_order(owner: User) -> None:
    order = [section for section, _ in agenda_for(owner, TODAY).sections()]
    assert order == [Section.WINDOW_CLOSED, Section.TODAY, Section.WINDOW_OPEN, Section.COMING]


def test_kind_then_value_then_days_left_order_a_section(owner: User) -> None:
    a_row(owner, "later", -5, 0, 9)
    a_row(owner, "sooner", -5, 0, 3)
    a_row(owner, "small", -5, 0, 3, value=100)
    a_row(owner, "big", -5, 0, 9, value=9000)
    a_row(owner, "thanks", 0, 0, 0, Kind.THANK_YOU, value=99000)
    a_row(owner, "meeting", 0, 0, 0, Kind.AGREED_MEETING)
    today = agenda_for(owner, TODAY).today
    assert names(today) == ["meeting", "big", "small", "sooner", "later", "thanks"]


def test_a_raised_hand_stands_first_with_its_next_step_only(owner: User) -> None:
    a_row(owner, "meeting", 0, 0, 0, Kind.AGREED_MEETING, value=9000)
    hot = a_row(owner, "hot", -5, 0, 3)
    thanks = a_row(owner, "hot too", 0, 0, 0, Kind.THANK_YOU)
    for row in (hot, thanks):
        row.plan.is_hot = True
        row.plan.save()
    assert names(agenda_for(owner, TODAY).today) == ["hot", "meeting", "hot too"]


def test_who_raised_their_hand_today_stands_before_what_is_overdue(owner: User) -> None:
    a_row(owner, "overdue", -9, -5, -2)
    a_row(owner, "hand", 0, 0, 0)
    agenda = agenda_for(owner, TODAY)
    assert names(agenda.digest_items()) == ["overdue", "hand"]
    raised = replace(agenda, today=tuple(item._replace(raised_hand=True) for item in agenda.today))
    assert names(raised.digest_items()) == ["hand", "overdue"]
    assert [section for section, _items in raised.sections()][:2] == [Section.TODAY, Section.WINDOW_CLOSED]
    assert names(queue_of(raised)) == ["hand", "overdue"]


def test_the_same_rows_come_in_the_same_order_every_time(owner: User) -> None:
    for n in range(6):
        a_row(owner, f"Person {n}", -5, 0, 3)
    first = agenda_for(owner, TODAY)
    assert all(agenda_for(owner, TODAY) == first for _ in range(3))


def test_the_digest_holds_what_is_closed_and_what_is_due(owner: User) -> None:
    a_row(owner, "coming", 1, 5, 10)
    a_row(owner, "open", -5, 5, 10)
    a_row(owner, "due", -5, 0, 10)
    a_row(owner, "closed", -20, -10, -1)
    assert names(agenda_for(owner, TODAY).digest_items()) == ["closed", "due"]


class TestDebriefs:
    def test_they_are_listed_and_not_counted(self, owner: User) -> None:
        a_row(owner, "debrief", 0, 0, 0, Kind.DEBRIEF)
        a_row(owner, "check-in", -5, 0, 10)
        agenda = agenda_for(owner, TODAY)
        assert names(agenda.digest_items()) == ["check-in", "debrief"]
        assert names(agenda.counted()) == ["check-in"]
        assert due_count(owner, TODAY) == 1

    def test_after_fourteen_days_they_are_gone_though_nobody_has_cancelled_them_yet(
        self, owner: User
    ) -> None:
        row = a_row(owner, "debrief", 0, 0, 0, Kind.DEBRIEF)
        assert names(agenda_for(owner, day(114)).window_closed) == ["debrief"]
        assert sections(agenda_for(owner, day(115))) == {}
        assert row.is_open()


class TestTheWeek:
    def test_it_gathers_what_falls_due_after_today_up_to_the_day_asked_for(self, owner: User) -> None:
        for name, opens, due in (("today", -5, 0), ("next", -5, 1), ("last", 6, 6), ("beyond", 7, 7)):
            a_row(owner, name, opens, due, due)
        agenda = agenda_for(owner, TODAY, until=day(106))
        assert names(agenda.week) == ["next", "last"]
        assert names(agenda.digest_items()) == ["today"]

    def test_it_reaches_beyond_what_is_coming_up(self, owner: User) -> None:
        a_row(owner, "far", 12, 12, 12)
        agenda = agenda_for(owner, TODAY, until=day(113))
        assert names(agenda.week) == ["far"]
        assert agenda.coming == ()

    def test_without_a_day_asked_for_there_is_none(self, owner: User) -> None:
        a_row(owner, "next", -5, 1, 9)
        assert agenda_for(owner, TODAY).week == ()


def test_done_rows_and_other_peoples_rows_are_not_there(
    owner: User, colleague: User, manager: User, stranger: User
) -> None:
    done = a_row(owner, "done", -5, 0, 10)
    complete(done, Outcome.WON_BACK, on=TODAY)
    for user in (colleague, stranger):
        a_row(user, "theirs", -5, 0, 10)
    for user in (owner, manager):
        assert sections(agenda_for(user, TODAY)) == {}
        assert due_count(user, TODAY) == 0


def test_the_badge_counts_what_is_due_and_what_is_closed(owner: User) -> None:
    for n, (opens, due, closes) in enumerate([(-20, -10, -1), (-5, 0, 9), (-5, 1, 9), (1, 5, 10)]):
        a_row(owner, f"Person {n}", opens, due, closes)
    assert due_count(owner, TODAY) == 2 == len(agenda_for(owner, TODAY).counted())


@pytest.mark.parametrize("count", [1, 12])
def test_one_query_however_many_rows(owner: User, count: int) -> None:
    for n in range(count):
        a_row(owner, f"Person {n}", -5, 0, 3, organisation=f"House {n}")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        agenda = agenda_for(owner, TODAY, until=day(110))
        assert len(agenda.today) == count
    assert len(asked) == 1


def test_an_item_holds_what_a_row_shows(owner: User) -> None:
    who = Who(
        name="Ingrid Solheim",
        organisation="Havbruk Nordic",
        email="ingrid@havbruk.example",
        phone="+47 1",
        title="Plant manager",
    )
    offer = Offer(title="S&OP redesign", value=Decimal(118500), currency="NOK")
    loss = log(owner, who=who, offer=offer, in_their_words="The smelter first.", next_contact_on=day(9))
    row = step_of(loss.prospect)
    item = item_for(owner, row.pk)
    assert agenda_for(owner, day(9)).today == (item,)
    assert item == AgendaItem(
        follow_up_id=row.pk,
        kind=Kind.CHECK_IN,
        opens_on=day(9),
        due_on=day(9),
        closes_on=day(9),
        version=1,
        manner="",
        is_agreed=True,
        tries=0,
        prospect_id=loss.prospect.pk,
        loss_id=loss.pk,
        prospect_name="Ingrid Solheim",
        organisation_name="Havbruk Nordic",
        title="Plant manager",
        email="ingrid@havbruk.example",
        phone="+47 1",
        is_hot=False,
        last_two_way_on=MONDAY,
        conversation="not_a_priority",
        words="The smelter first.",
        told_by="",
        said_on=MONDAY,
        deal_title="S&OP redesign",
        value=Decimal(118500),
        currency="NOK",
        promise=None,
        wake_up_kind=None,
        wake_up=None,
        is_re_entry=None,
        referred_name=None,
        last_promise=None,
        last_promise_state=None,
    )


def test_somebody_without_an_organisation_has_an_empty_one(owner: User) -> None:
    a_row(owner, "Ingrid", -5, 0, 3)
    assert agenda_for(owner, TODAY).today[0].organisation_name == ""


def test_one_row_is_looked_up_by_who_may_see_it(owner: User, manager: User, stranger: User) -> None:
    row = step_of(log(owner, next_contact_on=date(2026, 4, 1), next_contact_manner=Manner.MEETING).prospect)
    assert item_for(manager, row.pk).kind == Kind.AGREED_MEETING
    with pytest.raises(FollowUp.DoesNotExist):
        item_for(stranger, row.pk)


# For many people, and beyond the week


def test_whether_anything_counts_is_known_for_many_in_one_query(
    owner: User, colleague: User, marketer: User
) -> None:
    a_row(owner, "closed", -20, -10, -1)
    a_row(owner, "later", 3, 5, 20)
    a_row(owner, "debrief", -30, -12, -12, kind=Kind.DEBRIEF)
    a_row(colleague, "next week", 5, 9, 20)
    everybody = [owner, colleague, marketer]
    with CaptureQueriesContext(connection) as asked:
        known = first_counted_days([user.pk for user in everybody], day(109))
    assert len(asked) == 1
    assert known == {owner.pk: day(90), colleague.pk: day(109)}
    assert first_counted_days([colleague.pk], day(108)) == {}
    for user in everybody:
        for until in (TODAY, day(108), day(109)):
            agenda = agenda_for(user, TODAY, until)
            counts = bool(agenda.counted()) or any(item.is_counted for item in agenda.week)
            assert counts == (user.pk in known and known[user.pk] <= until)


def test_the_next_thing_that_counts_may_be_far_off(owner: User, colleague: User) -> None:
    assert next_counted(owner, TODAY) is None
    a_row(owner, "today", 0, 0, 0)
    a_row(owner, "debrief", 1, 1, 1, kind=Kind.DEBRIEF)
    a_row(owner, "in spring", 60, 80, 90)
    a_row(owner, "in summer", 90, 120, 150)
    a_row(colleague, "not ours", 1, 1, 1)
    found = next_counted(owner, TODAY)
    assert found is not None
    assert (found.prospect_name, found.due_on) == ("in spring", day(180))
