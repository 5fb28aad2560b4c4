"""How long people are kept: who counts as forgotten, and what is announced, kept and taken back."""

from collections.abc import Callable
from datetime import date

import pytest

from accounts.changes import Change
from accounts.models import Team, User
from followups.actions import (
    NewTouch,
    Word,
    announce_erasures,
    close_kindly,
    due_erasures,
    grant_permission,
    keep_person,
    log_touch,
    mark_won_back,
)
from followups.kinds import Channel, Direction
from followups.models import ErasureNotice, FollowUp
from followups.retention import forgotten
from prospects.conversations import AskAnswer, PermissionChannel, WakeUpKind
from prospects.models import Prospect
from prospects.new_no import Condition, Named, Promised
from tests.cast import MONDAY
from tests.followups.telling import day, log, nine_on

# A year after everything that happens here, and some days.
LATER = date(2027, 3, 20)


@pytest.fixture(autouse=True)
def a_year(team: Team) -> None:
    Team.objects.update(erase_after_months=12)


def gone_quiet(owner: User, name: str = "Ingrid Solheim", **no: object) -> Prospect:
    """Somebody whose plan ended on MONDAY, with nothing left to do."""
    person = log(owner, name, **no).prospect
    close_kindly(person.pk, by=owner, today=MONDAY, now=nine_on(MONDAY))
    FollowUp.objects.filter(prospect=person).open().update(status="done", closed_at=nine_on(MONDAY))
    return person


def found(team: Team, today: date = LATER) -> set[str]:
    team.refresh_from_db()
    return set(forgotten(team, today).values_list("name", flat=True))


def test_whose_plan_ended_long_ago_is_forgotten(team: Team, owner: User) -> None:
    gone_quiet(owner)
    assert found(team) == {"Ingrid Solheim"}
    assert found(team, date(2027, 3, 1)) == set()


def test_without_the_setting_nobody_is(team: Team, owner: User) -> None:
    gone_quiet(owner)
    Team.objects.update(erase_after_months=None)
    assert found(team) == set()
    assert announce_erasures(nine_on(LATER)) == 0


def bare(owner: User) -> None:
    Prospect.objects.create(team=owner.team, owner=owner, name="Never planned", created_at=nine_on(MONDAY))


def running(owner: User) -> None:
    log(owner)


def promised(owner: User) -> None:
    person = gone_quiet(owner, promise=Promised("the list", MONDAY))
    assert person.promises.exists()


def waiting(owner: User) -> None:
    gone_quiet(owner, condition=Condition(WakeUpKind.WE_SHIP, "single sign-on"))


def thanked_later(owner: User) -> None:
    person = log(owner).prospect
    close_kindly(person.pk, by=owner, today=MONDAY, now=nine_on(MONDAY))
    assert FollowUp.objects.filter(prospect=person).open().exists()


def named_by_somebody(owner: User) -> None:
    log(owner, "Somebody else", referral=Named("Piet Claes"))
    piet = Prospect.objects.get(name="Piet Claes")
    gone_quiet(owner, prospect_id=piet.pk)
    Prospect.objects.filter(name="Somebody else").update(created_at=nine_on(LATER))


def speaks_for_us(owner: User) -> None:
    Prospect.objects.filter(pk=gone_quiet(owner).pk).update(is_reference=True)


def bought(owner: User) -> None:
    loss = log(owner)
    mark_won_back(loss.deal, "", by=owner, today=MONDAY, now=nine_on(MONDAY))
    FollowUp.objects.open().update(status="done", closed_at=nine_on(MONDAY))


def rang(owner: User) -> None:
    touch = NewTouch(Channel.CALL, day(90), direction=Direction.IN, summary="rang")
    log_touch(gone_quiet(owner), touch, by=owner, today=day(90), now=nine_on(day(90)))


def agreed_since(owner: User) -> None:
    word = Word((PermissionChannel.CALL,), day(60))
    grant_permission(gone_quiet(owner), word, by=owner, today=day(60), now=nine_on(day(60)))


@pytest.mark.parametrize(
    "somebody",
    [
        bare,
        running,
        promised,
        waiting,
        thanked_later,
        named_by_somebody,
        speaks_for_us,
        bought,
        rang,
        agreed_since,
    ],
)
def test_who_is_not(somebody: Callable[[User], None], team: Team, owner: User) -> None:
    somebody(owner)
    assert found(team) == set()


def test_who_bought_is_only_where_the_team_says_so(team: Team, owner: User) -> None:
    bought(owner)
    Team.objects.update(erase_buyers_too=True)
    assert found(team) == {"Ingrid Solheim"}


def test_who_refused_is_too(team: Team, owner: User) -> None:
    person = log(owner, stay_in_touch=AskAnswer.NO).prospect
    FollowUp.objects.filter(prospect=person).open().update(status="done", closed_at=nine_on(MONDAY))
    assert found(team) == {"Ingrid Solheim"}


def test_another_team_keeps_its_own_time(team: Team, owner: User, stranger: User) -> None:
    gone_quiet(stranger, "Elsewhere")
    Team.objects.exclude(pk=team.pk).update(erase_after_months=None)
    announce_erasures(nine_on(LATER))
    assert found(team) == set()
    assert not ErasureNotice.objects.exists()


def test_it_is_announced_a_month_ahead_and_once(team: Team, owner: User) -> None:
    person = gone_quiet(owner)
    assert announce_erasures(nine_on(LATER)) == 1
    assert announce_erasures(nine_on(LATER)) == 0
    notice = ErasureNotice.objects.get()
    assert (notice.prospect, notice.erase_on) == (person, date(2027, 4, 19))
    assert due_erasures(nine_on(date(2027, 4, 18)), 10) == []
    assert due_erasures(nine_on(date(2027, 4, 19)), 10) == [person.pk]


def test_what_happens_meanwhile_takes_it_back(team: Team, owner: User) -> None:
    person = gone_quiet(owner)
    announce_erasures(nine_on(LATER))
    touch = NewTouch(Channel.CALL, LATER, direction=Direction.IN, summary="rang")
    log_touch(person, touch, by=owner, today=LATER, now=nine_on(LATER))
    announce_erasures(nine_on(LATER))
    assert not ErasureNotice.objects.exists()


def test_turned_off_everything_announced_is_taken_back(team: Team, owner: User) -> None:
    gone_quiet(owner)
    announce_erasures(nine_on(LATER))
    Team.objects.update(erase_after_months=None)
    announce_erasures(nine_on(LATER))
    assert not ErasureNotice.objects.exists()


def test_who_is_kept_is_asked_about_again_as_much_later(team: Team, owner: User, manager: User) -> None:
    person = gone_quiet(owner)
    announce_erasures(nine_on(LATER))
    assert keep_person(person, by=manager, today=LATER, now=nine_on(LATER))
    assert keep_person(person, by=manager, today=LATER, now=nine_on(LATER)) is None
    assert Change.objects.filter(action="keep_person").count() == 1
    announce_erasures(nine_on(date(2027, 12, 1)))
    assert due_erasures(nine_on(date(2028, 1, 1)), 10) == []
    announce_erasures(nine_on(date(2028, 3, 21)))
    assert ErasureNotice.objects.get().erase_on == date(2028, 4, 20)
