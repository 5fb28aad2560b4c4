"""The numbers of the contact rules are the team's, wherever something is planned or judged."""

from datetime import date
from typing import Any

import pytest

from accounts.models import Team, User
from followups.actions import NewTouch, NotNow, add_side_prospect, log_touch
from followups.contact_history import history_at, history_of, limits_of
from followups.contact_rules import USUAL_LIMITS, Limits
from followups.contacts import By
from followups.kinds import Channel, Direction, Kind, Outcome, TouchKind
from followups.models import FollowUp
from followups.reconciliation import reconcile
from prospects.conversations import PermissionChannel, Relation
from prospects.facts import ProspectFacts
from prospects.models import Prospect
from prospects.new_no import Agreement
from tests.followups.telling import complete, day, log, nine_on, open_rows, step_of

WHY = "They want to open the new hall on time."
INGRID = "ingrid@havbruk.example"


def set_limits(user: User, **numbers: int) -> User:
    Team.objects.filter(pk=user.team_id).update(**numbers)
    return User.objects.select_related("team").get(pk=user.pk)


def be_helpful(person: Prospect, on: date, **told: Any) -> None:
    fresh = Prospect.objects.select_related("owner__team", "team").get(pk=person.pk)
    touch = NewTouch(Channel.MAIL, on, kind=TouchKind.HELPFUL, relevance=WHY, **told)
    log_touch(fresh, touch, by=fresh.owner, today=on, now=nine_on(on))


def test_a_new_team_has_the_usual_limits(team: Team) -> None:
    assert limits_of(Team.objects.get(pk=team.pk)) == USUAL_LIMITS
    told = Team(days_apart=21, most_touches=3, within_days=60, helpful_before_pitch=1)
    assert limits_of(told) == Limits(21, 3, 60, 1)


@pytest.mark.parametrize(("apart", "allowed"), [(5, True), (6, False)])
def test_a_touch_keeps_the_teams_distance(owner: User, apart: int, allowed: bool) -> None:
    person = log(set_limits(owner, days_apart=apart)).prospect
    be_helpful(person, day(15))
    if allowed:
        be_helpful(person, day(20))
        return
    with pytest.raises(NotNow) as refused:
        be_helpful(person, day(20))
    assert refused.value.blocked.next_day == day(21)


def test_something_useful_gives_the_check_in_the_teams_distance(owner: User) -> None:
    agreed = Agreement(channels=(PermissionChannel.MAIL,))
    near = log(set_limits(owner, days_apart=29), agreement=agreed).prospect
    assert Kind.VALUE_ITEM in dict(open_rows(near))
    far = log(set_limits(owner, days_apart=31), "Aisha Bello", agreement=agreed).prospect
    assert Kind.VALUE_ITEM not in dict(open_rows(far))


def test_the_next_check_in_waits_as_long_as_the_team_says(owner: User) -> None:
    person = log(set_limits(owner, days_apart=80)).prospect
    step = complete(step_of(person), Outcome.SPOKE, on=day(45)).next_step
    assert step is not None
    assert step.due_on >= day(45 + 80)


def test_one_contact_in_a_year_is_a_year(owner: User) -> None:
    person = log(set_limits(owner, most_touches=1, within_days=365, days_apart=1)).prospect
    step = complete(step_of(person), Outcome.SPOKE, on=day(45)).next_step
    assert step is not None
    assert step.due_on == date(2027, 4, 16)  # 365 days on


class TestSeveralRowsOfOnePerson:
    def test_a_colleagues_planned_check_in_keeps_mine_away(self, owner: User, colleague: User) -> None:
        theirs = step_of(log(colleague, email=INGRID).prospect)
        mine = step_of(log(owner, email=INGRID).prospect)
        assert mine.prospect_id != theirs.prospect_id
        assert abs((mine.due_on - theirs.due_on).days) >= 14

    def test_their_agreed_day_is_kept_by_everybody(self, owner: User, colleague: User) -> None:
        log(colleague, email=INGRID, next_contact_on=day(50))
        assert step_of(log(owner, email=INGRID).prospect).due_on >= day(50)

    def test_what_a_colleague_sent_keeps_the_first_check_in_away(self, owner: User, colleague: User) -> None:
        theirs = log(colleague, email=INGRID, next_contact_on=day(20)).prospect
        complete(step_of(theirs), Outcome.SPOKE, on=day(20))
        FollowUp.objects.filter(prospect=theirs).update(due_on=day(200), closes_on=day(200))
        be_helpful(theirs, day(40), override_reason="They asked for it")
        assert step_of(log(owner, email=INGRID).prospect).due_on >= day(54)

    def test_a_new_row_knows_no_more_than_that_there_was_a_colleague(
        self, owner: User, colleague: User
    ) -> None:
        theirs = log(colleague, email=INGRID).prospect
        be_helpful(theirs, day(15))
        found = history_at(owner.team_id, " Ingrid@Havbruk.EXAMPLE ")
        assert {one.by for one in found.contacts} == {By.COLLEAGUE}
        assert history_at(owner.team_id, "").contacts == ()

    def test_another_team_is_no_colleague(self, owner: User, stranger: User) -> None:
        be_helpful(log(stranger, email=INGRID).prospect, day(15))
        mine = log(owner, email=INGRID).prospect
        assert all(one.by == By.YOU for one in history_of(mine).contacts)

    def test_somebody_to_keep_in_touch_with_waits_too(self, owner: User, colleague: User) -> None:
        theirs = step_of(log(colleague, email=INGRID).prospect)
        added = add_side_prospect(
            ProspectFacts(name="Ingrid", email=INGRID),
            Relation.PARTNER,
            by=owner,
            today=day(0),
            now=nine_on(day(0)),
            window=(40, 50),
        )
        assert added.step is not None
        assert abs((added.step.due_on - theirs.due_on).days) >= 14


def test_what_is_healed_by_the_hour_keeps_the_rules_too(owner: User) -> None:
    person = log(set_limits(owner, days_apart=60)).prospect
    be_helpful(person, day(20), override_reason="They asked for it")
    FollowUp.objects.filter(prospect=person, kind=Kind.CHECK_IN).delete()
    (healed,) = reconcile(nine_on(day(21))).healed
    assert healed.due_on >= day(80)


def test_everything_there_is_about_somebody_is_read_in_four_queries(
    owner: User, colleague: User, django_assert_num_queries: Any
) -> None:
    person = log(owner, email=INGRID).prospect
    log(colleague, email=INGRID)
    be_helpful(person, day(15), override_reason="They asked for it")
    fresh = Prospect.objects.get(pk=person.pk)
    with django_assert_num_queries(4):
        history_of(fresh)


def test_they_wrote_is_no_contact_of_ours(owner: User) -> None:
    person = log(owner).prospect
    said = NewTouch(Channel.MAIL, day(5), Direction.IN)
    log_touch(person, said, by=owner, today=day(5), now=nine_on(day(5)))
    assert history_of(person).they_sent_on == (day(5),)
