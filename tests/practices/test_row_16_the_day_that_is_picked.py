"""PRODUCT.md, row 16: a good day inside the window, and the plan shown before it is written."""

from typing import Any

import pytest

from followups.kinds import Kind
from followups.models import FollowUp
from prospects.conversations import PREFERRED_DAY, ExitConversation
from tests.desk.reading import Element, rows_of
from tests.followups.telling import day
from tests.practices.desk import Desk, planned

CASES: dict[str, dict[str, Any]] = {
    "plain": {},
    "by mail": {"told_by": "mail", "conversation": "competitor_chosen"},
    "went quiet": {"conversation": "drifted"},
    "said no to more": {"ask_stay_in_touch": "no"},
    "asked to stop": {"ask_stay_in_touch": "stop"},
    "let go": {"good_deal": "no"},
    "we said no": {"conversation": "we_declined", "promise": "a name"},
    "agreed by phone": {"next_contact_on": "2026-04-08", "next_contact_manner": "call"},
    "agreed in person": {"next_contact_on": "2026-04-08", "next_contact_manner": "meeting"},
    "in their words": {"next_contact": "in six weeks"},
    "everything": {
        "ask_stay_in_touch": "yes", "permission_channels": ["call", "mail"], "promise": "the checklist",
        "promise_on": "2026-03-20", "ask_referral": "yes", "referral_name": "Piet Claes",
        "ask_reentry": "yes", "wake_up_kind": "budget_year", "wake_up_on": "2027-01-01",
        "ask_congratulate": "yes",
    },
    "a tender": {"tender": "on", "tender_award_on": "2026-05-20"},
    "an old one": {"said_on": "2025-10-01"},
}  # fmt: skip


def previewed(page: Element) -> list[tuple[str, str]]:
    """Kind and day of every row the preview shows; none of them has an id yet."""
    rows = rows_of(page.one(id="plan"))
    assert not any(pk for pk, _kind, _day in rows)
    return sorted((kind, due) for _pk, kind, due in rows)


@pytest.mark.parametrize("case", CASES)
def test_the_page_shows_the_very_plan_that_is_written(desk: Desk, case: str) -> None:
    typed = {"prospect_name": "Ingrid Solheim", "conversation": "not_a_priority", **CASES[case]}
    shown = previewed(desk.preview(**typed))
    page = desk.log(**typed)
    written = sorted(
        (row.kind, row.due_on.isoformat())
        for row in FollowUp.objects.filter(prospect__name="Ingrid Solheim", status="open")
    )
    assert shown == written
    assert sorted((kind, due) for kind, days in planned(page).items() for due in days) == written


@pytest.mark.parametrize("conversation", ExitConversation)
def test_it_is_the_conversations_preferred_day_or_the_working_day_nearest_to_it(
    desk: Desk, conversation: ExitConversation
) -> None:
    desk.log(conversation=conversation.value)
    row = FollowUp.objects.get(kind=Kind.CHECK_IN)
    assert row.due_on.weekday() < 5
    assert abs((row.due_on - day(PREFERRED_DAY[conversation])).days) <= 2
    assert day(30) <= row.opens_on <= row.due_on <= row.closes_on <= day(60)


def test_a_holiday_of_the_owner_is_no_working_day(desk: Desk) -> None:
    desk.send(desk.look("/settings/"), "/settings/profile/", country="DE")
    page = desk.log(conversation="we_declined")  # day 35 is Easter Monday
    assert planned(page)[Kind.CHECK_IN] == ["2026-04-07"]


def test_a_day_that_is_full_is_left_for_one_beside_it(desk: Desk, managers_desk: Desk) -> None:
    managers_desk.send(managers_desk.look("/settings/"), "/settings/team/save/", daily_limit="1")
    days = [planned(desk.log(prospect_name=f"Person {number}"))[Kind.CHECK_IN] for number in range(3)]
    assert days == [["2026-04-16"], ["2026-04-15"], ["2026-04-17"]]


def test_the_same_again_gives_the_same_answer(desk: Desk) -> None:
    typed = {"prospect_name": "Ingrid Solheim", "conversation": "competitor_chosen"}
    assert previewed(desk.preview(**typed)) == previewed(desk.preview(**typed))
    assert not FollowUp.objects.exists()
