"""Whoever has something to do with a person sees that person, until it is done."""

from typing import Any

import pytest
from django.db import models

from accounts.models import User
from followups.actions import Result, come_back, complete_follow_up, skip, undo
from followups.kinds import Kind, Outcome, Status
from followups.models import FollowUp, FollowUpPlan
from prospects import matching
from prospects.matching import similar_prospects
from prospects.models import Deal, Loss, Prospect
from prospects.new_no import Named, Who
from tests.cast import NINE
from tests.followups.being_away import away
from tests.followups.telling import day, log, nine_on, open_row, step_of

BENEATH: list[type[models.Model]] = [Prospect, Deal, Loss, FollowUpPlan]


def sees(user: User) -> list[bool]:
    managers: list[Any] = [model._default_manager for model in BENEATH]
    return [manager.visible_to(user).exists() for manager in managers]


def lent(owner: User, to: User) -> FollowUp:
    """A thank-you of tomorrow, which a colleague looks after."""
    thanks = open_row(log(owner).prospect, Kind.THANK_YOU)
    away(owner, 1, 11, to)
    thanks.refresh_from_db()
    return thanks


def test_the_stand_in_sees_the_person_and_everything_beneath(owner: User, colleague: User) -> None:
    assert sees(colleague) == [False] * 4
    row = lent(owner, colleague)
    assert sees(colleague) == [True] * 4
    assert row in FollowUp.objects.visible_to(colleague)
    assert sees(owner) == [True] * 4


def test_the_stand_in_is_asked_whether_it_is_that_person(owner: User, colleague: User) -> None:
    person = lent(owner, colleague).prospect
    offered = similar_prospects(colleague, Who(name=person.name))
    assert [match.id for match in offered] == [person.pk]


def test_also_when_much_else_of_theirs_is_due_before(
    owner: User, colleague: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(matching, "MOST_COMPARED", 1)
    person = lent(owner, colleague).prospect
    for name in ("Aisha Bello", "Tom Okafor", "Pia Holm"):
        log(colleague, name, on=day(-45))
    offered = similar_prospects(colleague, Who(name=person.name))
    assert [match.id for match in offered] == [person.pk]


def test_nobody_else_does(owner: User, colleague: User, marketer: User, stranger: User) -> None:
    lent(owner, colleague)
    assert sees(marketer) == sees(stranger) == [False] * 4
    assert not FollowUp.objects.visible_to(marketer).exists()
    assert not FollowUp.objects.visible_to(stranger).exists()


def test_other_people_of_the_owner_stay_the_owners(owner: User, colleague: User) -> None:
    lent(owner, colleague)
    erik = log(owner, "Erik", on=day(20)).prospect
    assert erik not in Prospect.objects.visible_to(colleague)
    assert step_of(erik) not in FollowUp.objects.visible_to(colleague)


@pytest.mark.parametrize("how", ["done", "skipped", "taken home"])
def test_it_ends_when_the_row_is_done_skipped_or_taken_home(owner: User, colleague: User, how: str) -> None:
    row = lent(owner, colleague)
    if how == "done":
        complete_follow_up(row.pk, Result(Outcome.DONE), by=colleague, today=day(1), now=nine_on(day(1)))
    elif how == "skipped":
        skip(row.pk, by=colleague, today=day(1), now=nine_on(day(1)))
    else:
        come_back(owner.absences.get().pk, by=owner, today=day(0), now=NINE)
    assert sees(colleague) == [False] * 4
    assert step_of(row.prospect) not in FollowUp.objects.visible_to(colleague)


def test_what_they_did_can_be_taken_back_by_them(owner: User, colleague: User) -> None:
    row = lent(owner, colleague)
    complete_follow_up(row.pk, Result(Outcome.DONE), by=colleague, today=day(1), now=nine_on(day(1)))
    assert list(FollowUp.objects.visible_to(colleague)) == [row]
    undo(row.pk, by=colleague, now=nine_on(day(1)))
    assert FollowUp.objects.get(pk=row.pk).status == Status.OPEN
    assert sees(colleague) == [True] * 4


def test_whom_they_named_is_seen_by_whoever_is_to_contact_them(owner: User, colleague: User) -> None:
    log(owner, referral=Named("Piet Claes", "Claes & Zonen"))
    piet = Prospect.objects.get(name="Piet Claes")
    assert piet not in Prospect.objects.visible_to(colleague)
    away(owner, 1, 11, colleague)
    assert piet in Prospect.objects.visible_to(colleague)
    referral = FollowUp.objects.get(kind=Kind.REFERRAL)
    skip(referral.pk, by=colleague, today=day(1), now=nine_on(day(1)))
    assert piet not in Prospect.objects.visible_to(colleague)
