"""PRODUCT.md, row 6: what they agreed to receive, on which channel, since when, in whose words, by whom."""

import pytest
from django.test import Client

from accounts.models import User
from followups.kinds import Kind, Status
from followups.models import FollowUp
from prospects.conversations import PermissionChannel
from prospects.models import Permission, Prospect
from tests.cast import MONDAY
from tests.desk.reading import Element
from tests.desk.visiting import signed_in
from tests.followups.telling import day
from tests.practices.desk import Desk, flowing, planned, timeline


def door(name: str) -> str:
    """One of the doors of the only person's page."""
    return f"/prospects/{Prospect.objects.get().pk}/{name}/"


def as_it_stands() -> dict[str, bool]:
    """The newest word per channel."""
    return dict(Permission.objects.order_by("created_at", "position").values_list("channel", "is_granted"))


def told(page: Element) -> str:
    return flowing(page.one(id="main"))


@pytest.mark.parametrize("channel", PermissionChannel)
def test_each_channel_is_granted_at_the_no_with_their_words(desk: Desk, channel: PermissionChannel) -> None:
    page = desk.log(
        ask_stay_in_touch="yes", permission_channels=[channel.value], permission_words="Any time, really.",
        permission_strength="confirmed", permission_every="8",
    )  # fmt: skip
    row = Permission.objects.get()
    assert (row.channel, row.strength, row.words, row.every_weeks) == (
        channel,
        "confirmed",
        "Any time, really.",
        8,
    )
    assert (row.given_on, row.recorded_by, row.source) == (MONDAY, desk.user, "at_the_no")
    for shown in ("Confirmed in writing", "Any time, really.", "every 8 weeks", "Maren Vogt"):
        assert shown in told(page)


def test_said_aloud_is_the_weaker_word_and_the_one_taken_for_granted(desk: Desk) -> None:
    page = desk.log(ask_stay_in_touch="yes", permission_channels=["mail"])
    assert Permission.objects.get().strength == "said"
    assert "Said aloud" in told(page)


def test_not_asked_is_no_permission(desk: Desk) -> None:
    page = desk.log()
    assert not Permission.objects.exists()
    assert Kind.VALUE_ITEM not in planned(page)


def test_it_can_be_given_later_and_taken_back_and_the_history_stays(desk: Desk) -> None:
    desk.log()
    later = desk.on(day(10))
    typed = {"permission_channels": ["mail"], "permission_words": "Do write."}
    later.send(later.person(), door("permissions"), change="grant", **typed)
    later = desk.on(day(20))
    typed = {"permission_channels": ["mail"], "permission_words": "Enough."}
    page = later.send(later.person(), door("permissions"), change="withdraw", **typed)
    rows = list(Permission.objects.order_by("given_on").values_list("is_granted", "given_on", "words"))
    assert rows == [(True, day(10), "Do write."), (False, day(20), "Enough.")]
    story = timeline(page)
    assert any("Agreed to: Write" in line and "Do write." in line for line in story)
    assert any("No longer: Write" in line and "Enough." in line for line in story)


def test_one_said_on_another_day_is_recorded_under_that_day(desk: Desk) -> None:
    page = desk.log(said_on="2026-02-20")
    desk.send(page, door("permissions"), permission_channels=["call"], given_on="2026-02-27")
    assert Permission.objects.get().given_on.isoformat() == "2026-02-27"


def test_a_permission_needs_a_channel_and_keeps_what_was_typed(desk: Desk) -> None:
    page = desk.refused(desk.log(), door("permissions"), permission_words="Do write.")
    assert "What is it about? Choose at least one." in page.text
    assert "Do write." in page.one("form", action=door("permissions")).text
    assert not Permission.objects.exists()


def test_no_to_staying_in_touch_takes_everything_back(desk: Desk) -> None:
    desk.log(ask_stay_in_touch="yes", permission_channels=["mail", "newsletter"])
    later = desk.on(day(3))
    again = later.look(f"/no/?prospect={Prospect.objects.get().pk}")
    page = later.log(again, ask_stay_in_touch="no")
    assert not any(as_it_stands().values())
    assert "check_in" not in planned(page)


def test_please_stop_from_their_page_ends_everything_at_once(desk: Desk) -> None:
    page = desk.log(ask_stay_in_touch="yes", email="ingrid@example.org", promise="the checklist")
    page = desk.on(day(1)).send(page, door("stop"))
    assert "Ingrid Solheim asked you to stop. Nothing is planned any more." in page.text
    assert planned(page) == {}
    assert not FollowUp.objects.filter(status=Status.OPEN).exists()
    assert as_it_stands() == dict.fromkeys(("call", "mail", "newsletter", "meeting"), False)


def test_after_please_stop_nothing_is_granted_by_hand(desk: Desk) -> None:
    page = desk.send(desk.log(), door("stop"))
    doors = {form.attrs.get("action") for form in page.all("form", method="post")}
    assert door("touches") not in doors or door("permissions") not in doors
    desk.client.post(door("permissions"), {"permission_channels": ["mail"]})
    assert not Permission.objects.filter(is_granted=True).exists()


def test_a_colleague_who_meets_them_again_is_told(desk: Desk, colleague: User) -> None:
    desk.send(desk.log(email="ingrid@example.org"), door("stop"))
    other: Client = signed_in(colleague)
    answer = other.post(
        "/no/",
        {"conversation": "cannot", "prospect_name": "I. Solheim", "email": "ingrid@example.org"},
        follow=True,
    )
    assert "Nothing" in answer.content.decode()
    assert not FollowUp.objects.filter(status=Status.OPEN).exists()
