"""Marketing in the demonstration: a colleague, whom a few people were handed over to."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

from accounts.models import User
from desk.handing_page import suggested_for
from followups.actions import (
    NewHandOver,
    NotHandedOver,
    Word,
    ask_giver,
    grant_permission,
    hand_over,
    take_over,
    withdraw_permission,
)
from followups.models import FollowUpPlan, HandOver
from prospects.conversations import PermissionChannel
from prospects.models import Prospect

EMAIL, NAME = "tessa@example.com", "Tessa Adler"
QUESTION = "Which of our letters do they mean: the planning letter, or the one about night shifts?"
EVERY_WEEKS = 6
# How many are in her care, after those that wait.
WAITING, IN_CARE = 4, 3


def hand_some_over(giver: User, password: str, today: date, now: datetime) -> list[HandOver]:
    """A marketer joins; a few are in her care, some wait, one she asks about, one took their yes back."""
    taker = _marketer(giver, password)
    given = list(_offered(giver, taker, today, now - timedelta(hours=20)))
    for row in given[WAITING:]:
        take_over(row.pk, by=taker, now=now - timedelta(hours=2))
    if len(given) >= WAITING:
        ask_giver(given[1].pk, QUESTION, by=taker, now=now - timedelta(hours=1))
        took_back = Word((PermissionChannel.MAIL,), today)
        withdraw_permission(given[2].prospect, took_back, by=giver, today=today, now=now)
    return given


def _marketer(giver: User, password: str) -> User:
    return User.objects.create_user(
        EMAIL,
        password,
        team=giver.team,
        name=NAME,
        time_zone=giver.time_zone,
        country=giver.country,
        region=giver.region,
        is_sales=False,
        is_marketing=True,
    )


def _offered(giver: User, taker: User, today: date, at: datetime) -> Iterator[HandOver]:
    found = 0
    for person in _quiet_people(giver):
        if found == WAITING + IN_CARE:
            return
        if row := _offer(person, giver, taker, today, at + timedelta(minutes=10 * found)):
            found += 1
            yield row


def _quiet_people(giver: User) -> Iterator[Prospect]:
    """The newest plans of a no, whose people agreed to mail."""
    plans = FollowUpPlan.objects.filter(owner=giver, loss__isnull=False).active()
    for plan in plans.select_related("prospect__owner__team", "prospect__team").order_by("-created_at", "pk"):
        if plan.prospect.permissions.filter(channel=PermissionChannel.MAIL).exists():
            yield plan.prospect


def _offer(person: Prospect, giver: User, taker: User, today: date, at: datetime) -> HandOver | None:
    often = Word((PermissionChannel.MAIL,), today, every_weeks=EVERY_WEEKS, words="Send me what is useful.")
    grant_permission(person, often, by=giver, today=today, now=at)
    known = suggested_for(person, giver, today)
    if known.returns_on is None:
        return None
    offer = NewHandOver(taker, known.returns_on, (PermissionChannel.MAIL,), EVERY_WEEKS)
    try:
        noted = replace(offer, note=known.note_for(offer))
        return hand_over(person, noted, by=giver, today=today, now=at)
    except NotHandedOver:
        return None
