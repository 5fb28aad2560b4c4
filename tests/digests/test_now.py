"""A digest at the press of a button: one mail, and no day's digest less."""

import re
from datetime import timedelta
from email.message import EmailMessage

import pytest

from accounts.models import User
from digests.now import DIGEST_NOW, send_now
from digests.planning import plan_digests
from lostdeals.clock import MAIL_KINDS
from outbox.delivery import deliver_due
from outbox.models import Delivery
from outbox.states import State
from tests.cast import MONDAY
from tests.digests.stage import KINDS, MINUTE, TUESDAY, WEDNESDAY, at, deliveries, hears_no, tick
from tests.digests.test_mails import part
from tests.outbox.stage import Memory
from tests.outbox.test_races import at_the_same_time

ALL = (*KINDS, DIGEST_NOW)


def delivered(user: User, hour: int, minute: int = 0) -> list[EmailMessage]:
    """What a tick at this time of Tuesday hands over."""
    way_out = Memory()
    now = at(user, TUESDAY, hour, minute)
    plan_digests(now)
    deliver_due(ALL, now, transport=way_out, clock=lambda: now)
    return way_out.mails


def without_links(mail: EmailMessage) -> str:
    """What a mail says; its links differ by the moment they were made at."""
    said, links = re.subn(r"/act/[^/]+/", "/act/…/", part(mail, "plain"))
    assert links
    return said


def test_the_tick_knows_it() -> None:
    assert DIGEST_NOW in MAIL_KINDS


@pytest.mark.django_db
def test_it_leaves_with_the_next_tick_and_the_days_own_comes_all_the_same(owner: User) -> None:
    hears_no(owner)
    plan_digests(at(owner, MONDAY, 12, 0))
    assert send_now(owner, at(owner, TUESDAY, 7, 25))
    [mail] = delivered(owner, 7, 25)
    assert (mail["X-Lostdeals-Kind"], mail["Subject"], mail["To"]) == (
        "digest-now", "Today: Ingrid Solheim", owner.email
    )  # fmt: skip
    [own] = delivered(owner, 7, 30)
    assert own["X-Lostdeals-Kind"] == "digest-daily"
    assert without_links(own) == without_links(mail)


@pytest.mark.django_db
def test_one_that_waits_is_replaced_by_no_other_and_replaces_none(owner: User) -> None:
    hears_no(owner)
    plan_digests(at(owner, MONDAY, 12, 0))
    send_now(owner, at(owner, TUESDAY, 7, 25))
    assert [mail["X-Lostdeals-Kind"] for mail in delivered(owner, 7, 30)] == ["digest-now", "digest-daily"]
    assert {state for _kind, _period, state in deliveries(owner)} == {State.SENT}


@pytest.mark.django_db
def test_it_comes_also_when_nobody_is_due(owner: User) -> None:
    send_now(owner, at(owner, TUESDAY, 9, 0))
    assert [mail["Subject"] for mail in delivered(owner, 9)] == ["Nobody today"]


@pytest.mark.django_db
def test_asked_for_long_ago_or_by_somebody_who_left_it_does_not_leave(owner: User, colleague: User) -> None:
    send_now(owner, at(owner, TUESDAY, 9, 0))
    send_now(colleague, at(owner, TUESDAY, 10, 10))
    User.objects.filter(pk=colleague.pk).update(is_active=False)
    assert delivered(owner, 10, 20) == []
    assert set(Delivery.objects.values_list("state", flat=True)) == {State.DROPPED}


@pytest.mark.django_db
def test_who_came_back_is_kept_for_the_days_own_digest(owner: User) -> None:
    hears_no(owner)
    plan_digests(at(owner, MONDAY, 12, 0))
    tick(at(owner, TUESDAY))
    send_now(owner, at(owner, TUESDAY, 9, 0))
    delivered(owner, 9)
    before = Delivery.objects.get(kind="digest-daily")
    assert before.state == State.SENT
    tick(at(owner, WEDNESDAY))
    assert [period for kind, period, _state in deliveries(owner) if kind == "digest-daily"] == [
        "2026-03-03", "2026-03-04"
    ]  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_pressed_in_several_tabs_at_once_it_is_one_mail(owner: User) -> None:
    now = at(owner, TUESDAY, 9, 0)
    at_the_same_time(lambda: send_now(owner, now))
    assert Delivery.objects.count() == 1
    assert not send_now(owner, now + timedelta(minutes=9))
    assert send_now(owner, now + 10 * MINUTE)
