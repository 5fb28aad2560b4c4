"""Permissions have a history of their own: granted, taken back, ended by "please stop"."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from accounts.changes import Change
from accounts.models import User
from followups.actions import (
    AskedToStop,
    NothingToUndo,
    Word,
    ask_to_stop,
    grant_permission,
    undo_change,
    withdraw_permission,
)
from followups.kinds import EndedWhy, PlanStatus
from followups.models import FollowUp
from prospects.conversations import PermissionChannel, PermissionSource, PermissionStrength
from prospects.models import Permission, Prospect
from prospects.permissions import granted_to_us, standing_permissions
from tests.followups.telling import day, log, nine_on, open_rows, plan_of

CALL, MAIL, LETTER = PermissionChannel.CALL, PermissionChannel.MAIL, PermissionChannel.NEWSLETTER
WRITTEN = PermissionStrength.CONFIRMED
THURSDAY, FRIDAY, SATURDAY = day(3), day(4), day(5)
ADDRESS = "ingrid@havbruk.example"


@pytest.fixture
def ingrid(owner: User) -> Prospect:
    return log(owner, email=ADDRESS).prospect


def grant(person: Prospect, *channels: PermissionChannel, on: date = THURSDAY, **said: Any) -> Change:
    word = Word(channels, on, **said)
    return grant_permission(person, word, by=person.owner, today=max(on, THURSDAY), now=nine_on(on))


def withdraw(person: Prospect, *channels: PermissionChannel, on: date = SATURDAY, **said: Any) -> Change:
    word = Word(channels, on, **said)
    return withdraw_permission(person, word, by=person.owner, today=on, now=nine_on(on))


def stop(person: Prospect, on: date = FRIDAY) -> Change:
    change = ask_to_stop(person, by=person.owner, today=on, now=nine_on(on))
    assert change is not None
    return change


def test_a_yes_is_kept_with_day_way_words_and_who_heard_it(ingrid: Prospect) -> None:
    grant(ingrid, CALL, MAIL, words=" Ring me,\nany Friday ", every_weeks=6)
    rows = Permission.objects.filter(prospect=ingrid).order_by("position")
    assert [row.channel for row in rows] == [CALL, MAIL]
    for row in rows:
        assert (row.is_granted, row.given_on, row.strength) == (True, day(3), "said")
        assert (row.source, row.words) == (PermissionSource.TOLD_US, "Ring me,\nany Friday")
        assert (row.recorded_by, row.every_weeks, row.loss) == (ingrid.owner, 6, None)


def test_a_yes_in_writing_is_the_stronger_one(ingrid: Prospect) -> None:
    grant(ingrid, MAIL, LETTER, strength=WRITTEN)
    assert {row.source for row in Permission.objects.all()} == {PermissionSource.WROTE}
    assert granted_to_us(ingrid).in_writing == {MAIL, LETTER}


def test_the_state_follows_from_the_newest_word(ingrid: Prospect) -> None:
    grant(ingrid, CALL, MAIL)
    withdraw(ingrid, MAIL, words="No more mails, please")
    assert granted_to_us(ingrid).channels == {CALL}
    grant(ingrid, MAIL, on=day(9), strength=WRITTEN)
    assert granted_to_us(ingrid).in_writing == {MAIL}
    assert Permission.objects.filter(prospect=ingrid, channel=MAIL).count() == 3


def test_a_yes_remembered_late_stands_before_what_was_said_since(ingrid: Prospect) -> None:
    withdraw(ingrid, CALL, on=day(5))
    word = Word((CALL,), day(2))
    grant_permission(ingrid, word, by=ingrid.owner, today=day(8), now=nine_on(day(8)))
    assert not standing_permissions(ingrid)[CALL].is_granted


@pytest.mark.parametrize("act", [grant, withdraw])
def test_a_word_is_about_something(ingrid: Prospect, act: Any) -> None:
    with pytest.raises(ValidationError) as refused:
        act(ingrid)
    assert "channels" in refused.value.message_dict
    assert not Permission.objects.exists()


def test_nobody_agreed_tomorrow(ingrid: Prospect) -> None:
    with pytest.raises(ValidationError) as refused:
        grant_permission(ingrid, Word((CALL,), day(4)), by=ingrid.owner, today=day(3), now=nine_on(day(3)))
    assert "given_on" in refused.value.message_dict


def test_words_too_long_for_their_column_are_refused(ingrid: Prospect) -> None:
    with pytest.raises(ValidationError):
        grant(ingrid, CALL, words="x" * 4001)


def test_a_yes_typed_by_mistake_is_taken_back(ingrid: Prospect) -> None:
    grant(ingrid, CALL)
    change = grant(ingrid, MAIL, strength=WRITTEN)
    undo_change(change.pk, by=ingrid.owner, now=nine_on(day(3)))
    assert granted_to_us(ingrid).channels == {CALL}
    with pytest.raises(NothingToUndo):
        undo_change(change.pk, by=ingrid.owner, now=nine_on(day(3)))


def test_stop_ends_every_plan_of_the_person_in_the_team(
    owner: User, colleague: User, stranger: User, ingrid: Prospect
) -> None:
    theirs = log(colleague, email=ADDRESS).prospect
    elsewhere = log(stranger, email=ADDRESS).prospect
    stop(ingrid)
    for person in (ingrid, theirs):
        person.refresh_from_db()
        plan = plan_of(person)
        assert (plan.status, plan.ended_why, plan.ended_on) == (
            PlanStatus.ENDED, EndedWhy.OPTED_OUT, day(4)
        )  # fmt: skip
        assert open_rows(person) == []
        assert person.asked_to_stop_on == day(4)
        assert all(not row.is_granted for row in standing_permissions(person).values())
    assert plan_of(elsewhere).status == PlanStatus.ACTIVE


def test_stop_withdraws_what_stood_and_says_why(ingrid: Prospect) -> None:
    grant(ingrid, CALL, LETTER)
    stop(ingrid)
    standing = standing_permissions(ingrid)
    assert set(standing) == set(PermissionChannel)
    assert {row.source for row in standing.values()} == {PermissionSource.ASKED_TO_STOP}


def test_stop_pressed_twice_is_one_stop(ingrid: Prospect) -> None:
    stop(ingrid)
    count = Permission.objects.count()
    ingrid.refresh_from_db()
    assert ask_to_stop(ingrid, by=ingrid.owner, today=day(5), now=nine_on(day(5))) is None
    ingrid.refresh_from_db()
    assert (Permission.objects.count(), ingrid.asked_to_stop_on) == (count, day(4))


def test_after_a_stop_nothing_is_granted_by_hand(owner: User, colleague: User, ingrid: Prospect) -> None:
    theirs = log(colleague, email=ADDRESS).prospect
    stop(ingrid)
    theirs.refresh_from_db()
    for person in (ingrid, theirs):
        with pytest.raises(AskedToStop):
            grant(person, CALL, on=day(6))


def test_a_stop_by_mistake_is_taken_back_for_everybody(
    owner: User, colleague: User, ingrid: Prospect
) -> None:
    theirs = log(colleague, email=ADDRESS).prospect
    grant(ingrid, CALL)
    before = [open_rows(person) for person in (ingrid, theirs)]
    change = stop(ingrid)
    undo_change(change.pk, by=owner, now=nine_on(day(4)))
    assert [open_rows(person) for person in (ingrid, theirs)] == before
    ingrid.refresh_from_db()
    assert ingrid.asked_to_stop_on is None
    assert granted_to_us(ingrid).channels == {CALL}
    assert {row.version for row in FollowUp.objects.open()} == {3}
