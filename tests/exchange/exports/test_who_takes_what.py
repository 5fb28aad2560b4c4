"""A manager takes the team along, anybody their own people; debriefs and lessons are their author's."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from accounts.models import User
from exchange.kinds import Taken
from followups.actions import Result, complete_follow_up, record_no
from followups.kinds import Kind, Outcome
from followups.models import FollowUp
from insights.debriefs import LookBack, save_debrief
from insights.kinds import Answer, Question
from outbox.states import Reason
from outbox.suppression import suppress
from prospects.models import Prospect
from prospects.new_no import Offer
from tests.cast import MONDAY, NINE, a_no
from tests.exchange.own.going_and_coming import files_in, taken_along
from tests.security.canaries import CANARY, plant

pytestmark = pytest.mark.django_db


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "export.zip"


def tables(text: str) -> dict[str, list[dict[str, Any]]]:
    return dict(json.loads(text)["tables"])


def everything_in(path: Path) -> str:
    return "\n".join(part.decode() for part in files_in(path).values())


def test_a_manager_takes_the_people_of_everybody(manager: User, owner: User, path: Path) -> None:
    plant(owner)
    taken_along(path, Taken.TEAM, manager)
    text = everything_in(path)
    assert f"P {CANARY}" in text
    assert f"N {CANARY}" in text


def test_a_manager_takes_nothing_that_colleagues_asked_themselves(
    manager: User, owner: User, path: Path
) -> None:
    planted = plant(owner)
    debrief = FollowUp.objects.filter(prospect=planted.prospect, kind=Kind.DEBRIEF).get()
    done = Result(Outcome.DONE, "noted to myself")
    complete_follow_up(debrief.pk, done, by=owner, today=MONDAY, now=NINE + timedelta(minutes=2))
    taken_along(path, Taken.TEAM, manager)
    text = everything_in(path)
    for word in ("X needs", f"L {CANARY}", "noted to myself"):
        assert word not in text
    taken_along(path, Taken.TEAM, owner)
    text = everything_in(path)
    for word in ("X needs", f"L {CANARY}", "noted to myself"):
        assert word in text


def test_a_salesperson_takes_nobody_else_s_people(owner: User, colleague: User, path: Path) -> None:
    plant(colleague)
    record_no(a_no("Mine", offer=Offer(title="Mine")), by=owner, today=MONDAY, now=NINE)
    found = tables(taken_along(path, Taken.OWN, owner))
    assert [row["name"] for row in found["prospects.prospect"]] == ["Mine"]
    # Reasons, topics and the library are the team's, for everybody to see.
    shared = {"library.topic", "library.valueitem", "library.itemtopic", "prospects.lossreason"}
    seen = {label for label, rows in found.items() if any(CANARY in str(row) for row in rows)}
    assert seen <= shared


def test_a_salesperson_takes_no_settings_of_colleagues_and_no_numbers_of_the_team(
    owner: User, colleague: User, path: Path
) -> None:
    found = tables(taken_along(path, Taken.OWN, owner))
    assert set(found["accounts.team"][0]) == {"id", "name", "currency", "created_at"}
    them, me = sorted(found["accounts.user"], key=lambda row: row["email"] == owner.email)
    assert set(them) == {"id", "team", "email", "name", "is_active"}
    assert "digest_time" in me
    assert "is_manager" not in me


def test_nothing_of_another_team_is_taken(owner: User, stranger: User, path: Path) -> None:
    plant(stranger)
    suppress("theirs@example.org", Reason.BOUNCE, NINE)
    for taken in (Taken.TEAM, Taken.OWN):
        text = taken_along(path, taken, owner)
        assert CANARY not in everything_in(path)
        assert tables(text)["outbox.suppression"] == []


def test_the_whole_is_every_team_and_every_debrief(owner: User, stranger: User, path: Path) -> None:
    plant(owner)
    plant(stranger)
    found = tables(taken_along(path, Taken.WHOLE))
    assert [row["id"] for row in found["accounts.team"]] == [1, 2]
    assert len(found["insights.debrief"]) == 2


def test_who_is_not_written_to_stays_so(owner: User, path: Path) -> None:
    record_no(a_no(email="ingrid@example.org"), by=owner, today=MONDAY, now=NINE)
    suppress("ingrid@example.org", Reason.UNSUBSCRIBE, NINE)
    for taken in (Taken.TEAM, Taken.OWN):
        assert len(tables(taken_along(path, taken, owner))["outbox.suppression"]) == 1


def test_a_deal_two_owners_share_goes_along_with_ones_own_part(
    owner: User, colleague: User, path: Path
) -> None:
    theirs = record_no(a_no("Theirs"), by=colleague, today=MONDAY, now=NINE).loss
    mine = record_no(a_no("Mine"), by=owner, today=MONDAY, now=NINE).loss
    mine.deal = theirs.deal
    mine.save()
    found = tables(taken_along(path, Taken.OWN, owner))
    shared = next(row for row in found["prospects.deal"] if row["id"] == str(theirs.deal_id))
    assert shared["prospect"] == str(mine.prospect_id)
    assert "Theirs" not in everything_in(path)


def test_who_named_ones_own_person_is_left_out_when_they_are_a_colleague_s(
    owner: User, colleague: User, path: Path
) -> None:
    theirs = record_no(a_no("Theirs"), by=colleague, today=MONDAY, now=NINE).loss.prospect
    mine = record_no(a_no("Mine"), by=owner, today=MONDAY, now=NINE).loss.prospect
    Prospect.objects.filter(pk=mine.pk).update(referred_by=theirs)
    found = tables(taken_along(path, Taken.OWN, owner))
    assert [row["referred_by"] for row in found["prospects.prospect"]] == [None]


def test_a_debrief_of_a_person_given_away_stays_behind(owner: User, colleague: User, path: Path) -> None:
    loss = record_no(a_no("Mine"), by=owner, today=MONDAY, now=NINE).loss
    save_debrief(loss, LookBack({Question.NEEDS: Answer.YES}, {}, "L"), by=owner, today=MONDAY, now=NINE)
    Prospect.objects.filter(pk=loss.prospect_id).update(owner=colleague)
    assert tables(taken_along(path, Taken.OWN, owner))["insights.debrief"] == []
