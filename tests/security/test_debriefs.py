"""What somebody noted to themselves at a debrief is theirs: no manager, no stand-in and no heir of their
people reads it, finds it or acts on it."""

import pytest

from accounts.models import User
from followups.kinds import Kind, Outcome
from followups.models import FollowUp
from prospects.models import Prospect
from tests.cast import MONDAY
from tests.desk.visiting import signed_in
from tests.followups.telling import complete, log, open_row

NOTE = "Zwetschgenmus"


@pytest.fixture
def debrief(owner: User) -> FollowUp:
    """One that was held, with what was learned."""
    row = open_row(log(owner).prospect, Kind.DEBRIEF)
    complete(row, Outcome.DONE, on=MONDAY, note=NOTE)
    return row


@pytest.fixture(params=["manager", "heir", "stand-in"])
def reader(request: pytest.FixtureRequest, debrief: FollowUp, colleague: User, manager: User) -> User:
    """Somebody who sees the person the debrief is about."""
    person = Prospect.objects.filter(pk=debrief.prospect_id)
    if request.param == "heir":
        person.update(owner=colleague)
    if request.param == "stand-in":
        debrief.prospect.follow_ups.filter(kind=Kind.CHECK_IN).update(owner=colleague)
    return manager if request.param == "manager" else colleague


def test_nobody_else_reads_it(reader: User, debrief: FollowUp) -> None:
    client = signed_in(reader)
    person = f"/prospects/{debrief.prospect_id}/"
    assert client.get(person).status_code == 200
    for address in (person, f"{person}done/", "/settings/changes/", "/"):
        assert NOTE not in client.get(address).content.decode()
    assert debrief.prospect.name in client.get("/prospects/?q=Havbruk").content.decode()
    assert debrief.prospect.name not in client.get(f"/prospects/?q={NOTE}").content.decode()
    for door in ("", "later/", "undo/", "complete/", "snooze/", "skip/", "channel/"):
        address = f"/followups/{debrief.pk}/{door}"
        answers = [client.get(address)] if door in {"", "later/"} else []
        answers += [client.post(address, {"outcome": "done", "until": "tomorrow"})] if door else []
        assert {answer.status_code for answer in answers} <= {404, 405}, door
    debrief.refresh_from_db()
    assert debrief.note == NOTE


def test_whoever_wrote_it_does(owner: User, debrief: FollowUp) -> None:
    assert NOTE in signed_in(owner).get(f"/followups/{debrief.pk}/").content.decode()
