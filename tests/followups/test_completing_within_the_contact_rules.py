"""Done, as far as the contact rules let it: what is held back, what never is, and a reason that is kept."""

from datetime import date
from typing import Any

import pytest

from accounts.models import User
from followups.actions import NewTouch, NotNow, RelevanceNeeded, log_touch, undo
from followups.contact_history import history_of
from followups.contact_rules import Instead, Reason
from followups.contacts import By, counts
from followups.kinds import UNANSWERED, Channel, Direction, Kind, Outcome, Status, TouchKind
from followups.models import FollowUp, Touch
from prospects.conversations import AskAnswer, AskKind, Manner, PermissionChannel
from prospects.models import Prospect
from prospects.new_no import Agreement, Asked, Promised
from tests.followups.telling import complete, day, log, nine_on, open_row, step_of

WHY = "They want to open the new hall on time."
REASON = "She rang and wanted it"
INGRID = "ingrid@havbruk.example"
# Day 45: the check-in of a plain no of MONDAY, a Thursday.
ON = day(45)
MAY_WRITE = Agreement(channels=(PermissionChannel.MAIL,))


@pytest.fixture
def ingrid(owner: User) -> Prospect:
    return log(owner).prospect


def be_helpful(person: Prospect, on: date, **told: Any) -> None:
    touch = NewTouch(Channel.MAIL, on, kind=TouchKind.HELPFUL, relevance=WHY, override_reason=REASON)
    log_touch(person, touch, by=person.owner, today=on, now=nine_on(on))


def they_wrote(person: Prospect, on: date) -> None:
    said = NewTouch(Channel.MAIL, on, Direction.IN)
    log_touch(person, said, by=person.owner, today=on, now=nine_on(on))


def item_of(person: Prospect) -> FollowUp:
    return open_row(person, Kind.VALUE_ITEM)


def touch_of(row: FollowUp) -> Touch:
    return Touch.objects.get(follow_up=row)


def refused(row: FollowUp, outcome: Outcome = Outcome.SPOKE, *, on: date = ON, **more: Any) -> NotNow:
    with pytest.raises(NotNow) as raised:
        complete(row, outcome, on=on, **more)
    row.refresh_from_db()
    assert row.status == Status.OPEN
    assert not Touch.objects.filter(follow_up=row).exists()
    return raised.value


class TestACheckIn:
    def test_on_its_own_day_is_never_held_back_by_what_was_planned_with_it(self, owner: User) -> None:
        person = log(owner, agreement=MAY_WRITE).prospect
        complete(item_of(person), Outcome.DONE, on=day(15), relevance=WHY)
        assert complete(step_of(person), Outcome.SPOKE, on=ON).next_step is not None

    @pytest.mark.parametrize("early", [3, 30, 33])
    def test_may_come_early_where_nothing_was_sent(self, ingrid: Prospect, early: int) -> None:
        assert complete(step_of(ingrid), Outcome.SPOKE, on=day(early)).next_step is not None

    def test_waits_for_a_touch_logged_since(self, ingrid: Prospect) -> None:
        be_helpful(ingrid, day(40))
        blocked = refused(step_of(ingrid)).blocked
        assert (blocked.reason, blocked.next_day) == (
            Reason.TOO_SOON_AFTER,
            day(56),
        )
        assert Instead.REPLY in blocked.instead

    def test_is_never_lost_where_it_has_to_wait(self, ingrid: Prospect) -> None:
        be_helpful(ingrid, day(40))
        step = step_of(ingrid)
        refused(step)
        assert step_of(ingrid) == step

    @pytest.mark.parametrize(
        "outcome",
        [
            Outcome.SPOKE,
            Outcome.LEFT_MESSAGE,
            Outcome.NO_ANSWER,
            Outcome.INTERESTED,
            Outcome.NEW_NEED,
            Outcome.NOT_YET,
            Outcome.DONE,
        ],
    )
    def test_whatever_came_of_it_it_was_ours(self, ingrid: Prospect, outcome: Outcome) -> None:
        be_helpful(ingrid, day(40))
        more = {"next_on": day(90)} if outcome == Outcome.NOT_YET else {}
        refused(step_of(ingrid), outcome, **more)

    @pytest.mark.parametrize("outcome", [Outcome.ASKED_TO_STOP, Outcome.LEFT_COMPANY, Outcome.WON_BACK])
    def test_what_they_tell_us_is_never_held_back(self, ingrid: Prospect, outcome: Outcome) -> None:
        be_helpful(ingrid, day(40))
        assert complete(step_of(ingrid), outcome, on=ON).follow_up.status == Status.DONE

    def test_tries_are_one_check_in(self, ingrid: Prospect) -> None:
        row: FollowUp | None = step_of(ingrid)
        on = ON
        for _try in range(3):
            assert row is not None
            row = complete(row, Outcome.NO_ANSWER, on=on).next_step
            assert row is not None
            on = row.due_on
        assert row is not None
        assert row.tries == 0

    def test_the_one_after_the_tries_is_another(self, ingrid: Prospect) -> None:
        for on in (ON, day(50), day(53)):
            complete(step_of(ingrid), Outcome.NO_ANSWER, on=on)
        assert refused(step_of(ingrid), on=day(60)).blocked.reason == Reason.TOO_SOON_AFTER

    def test_that_answers_them_is_never_held_back(self, ingrid: Prospect) -> None:
        be_helpful(ingrid, day(40))
        they_wrote(ingrid, day(43))
        step = step_of(ingrid)
        complete(step, Outcome.SPOKE, on=ON)
        history = history_of(ingrid)
        made = next(one for one in history.contacts if one.ref == touch_of(step).pk)
        assert not counts(made, history)

    def test_a_week_after_they_were_interested_is_on_their_word(self, ingrid: Prospect) -> None:
        complete(step_of(ingrid), Outcome.INTERESTED, on=ON)
        assert complete(step_of(ingrid), Outcome.SPOKE, on=day(52)).next_step is not None

    def test_too_many_in_ninety_days(self, ingrid: Prospect) -> None:
        complete(step_of(ingrid), Outcome.SPOKE, on=day(40))
        for on in (1, 15, 57):
            be_helpful(ingrid, day(on))
        FollowUp.objects.filter(pk=step_of(ingrid).pk).update(due_on=day(75), opens_on=day(70))
        blocked = refused(step_of(ingrid), on=day(75)).blocked
        assert (blocked.reason, blocked.next_day) == (Reason.TOO_MANY, day(91))


class TestAnAgreedDay:
    def test_is_kept_and_nothing_stands_against_it(self, owner: User) -> None:
        person = log(owner, next_contact_on=day(45)).prospect
        be_helpful(person, day(40))
        complete(step_of(person), Outcome.SPOKE, on=day(45))

    def test_done_late_it_still_is_theirs(self, owner: User) -> None:
        person = log(owner, next_contact_on=day(44)).prospect
        be_helpful(person, day(40))
        complete(step_of(person), Outcome.SPOKE, on=day(46))

    def test_before_it_they_have_peace_from_us(self, owner: User) -> None:
        person = log(owner, next_contact_on=day(45)).prospect
        blocked = refused(step_of(person), on=day(30)).blocked
        assert (blocked.reason, blocked.next_day) == (Reason.BEFORE_AGREED_DAY, day(45))

    def test_done_early_with_a_reason_it_counts_and_no_longer_stands(self, owner: User) -> None:
        person = log(owner, next_contact_on=day(45)).prospect
        step = complete(step_of(person), Outcome.SPOKE, on=day(10), override_reason=REASON).next_step
        assert step is not None
        assert step.opens_on == day(40)
        history = history_of(person)
        assert history.agreed_on is None
        assert [counts(one, history) for one in history.contacts if not one.is_planned] == [True]

    def test_a_meeting_is_held_whenever_it_is(self, owner: User) -> None:
        person = log(owner, next_contact_on=day(45), next_contact_manner=Manner.MEETING).prospect
        complete(step_of(person), Outcome.DONE, on=day(30))


class TestWhatIsSent:
    def test_something_useful_keeps_away_from_the_planned_check_in(self, owner: User) -> None:
        person = log(owner, agreement=MAY_WRITE).prospect
        blocked = refused(item_of(person), Outcome.DONE, on=day(40), relevance=WHY).blocked
        assert blocked.reason == Reason.TOO_CLOSE_BEFORE
        assert blocked.by is not None
        assert blocked.by.kind == Kind.CHECK_IN

    @pytest.mark.parametrize("kind", [Kind.VALUE_ITEM, Kind.CONGRATULATE])
    def test_says_why_it_matters_to_them(self, owner: User, kind: Kind) -> None:
        person = log(owner, agreement=MAY_WRITE, asks=(Asked(AskKind.CONGRATULATE, AskAnswer.YES),)).prospect
        FollowUp.objects.filter(kind=Kind.CHECK_IN).update(due_on=day(60), closes_on=day(60))
        FollowUp.objects.filter(kind=Kind.VALUE_ITEM).update(kind=kind)
        row = FollowUp.objects.filter(kind=kind, status=Status.OPEN).order_by("due_on")[0]
        with pytest.raises(RelevanceNeeded):
            complete(row, Outcome.DONE, on=row.due_on, relevance=" \x00")
        complete(row, Outcome.DONE, on=row.due_on, relevance=WHY)
        assert touch_of(row).relevance == WHY
        assert person.touches.filter(relevance=WHY).count() == 1

    def test_an_answer_need_not_say_why(self, owner: User) -> None:
        person = log(owner, agreement=MAY_WRITE).prospect
        they_wrote(person, day(14))
        complete(item_of(person), Outcome.DONE, on=day(15))

    def test_a_kept_promise_matters_because_it_was_promised(self, owner: User) -> None:
        person = log(owner, promise=Promised("the two-page checklist")).prospect
        row = open_row(person, Kind.PROMISE)
        be_helpful(person, day(13))
        complete(row, Outcome.DONE, on=day(14))
        assert touch_of(row).relevance == "the two-page checklist"

    def test_a_check_in_may_say_why_and_need_not(self, ingrid: Prospect) -> None:
        step = step_of(ingrid)
        complete(step, Outcome.SPOKE, on=ON)
        assert touch_of(step).relevance == ""

    def test_thanks_a_promise_and_our_own_look_back_never_wait(self, owner: User) -> None:
        person = log(owner, promise=Promised("the checklist")).prospect
        be_helpful(person, day(1))
        for kind in (Kind.THANK_YOU, Kind.DEBRIEF, Kind.PROMISE):
            complete(open_row(person, kind), Outcome.DONE, on=day(2))


class TestAReason:
    def test_lets_a_person_do_it_all_the_same_and_is_kept(self, ingrid: Prospect) -> None:
        be_helpful(ingrid, day(40))
        step = step_of(ingrid)
        complete(step, Outcome.SPOKE, on=ON, override_reason=f" {REASON}\x00 ")
        assert touch_of(step).override_reason == REASON

    def test_nobody_needed_is_not_kept(self, ingrid: Prospect) -> None:
        step = step_of(ingrid)
        complete(step, Outcome.SPOKE, on=ON, override_reason=REASON)
        assert touch_of(step).override_reason == ""

    def test_of_nothing_is_none(self, ingrid: Prospect) -> None:
        be_helpful(ingrid, day(40))
        assert refused(step_of(ingrid), override_reason=" \n\x00 ").may_override

    def test_goes_with_the_deed_when_it_is_taken_back(self, ingrid: Prospect) -> None:
        be_helpful(ingrid, day(40))
        step = step_of(ingrid)
        complete(step, Outcome.SPOKE, on=ON, override_reason=REASON)
        undo(step.pk, by=ingrid.owner, now=nine_on(ON))
        assert step_of(ingrid) == step
        assert not Touch.objects.filter(follow_up=step).exists()

    def test_does_not_help_against_a_stop(self, ingrid: Prospect) -> None:
        step = step_of(ingrid)
        Prospect.objects.filter(pk=ingrid.pk).update(asked_to_stop_on=day(40))
        assert not refused(step, override_reason=REASON).may_override


class TestAColleague:
    def test_counts_for_the_same_address_and_stays_nameless(self, owner: User, colleague: User) -> None:
        mine = step_of(log(owner, email=INGRID).prospect)
        theirs = log(colleague, email=INGRID).prospect
        be_helpful(theirs, day(40))
        FollowUp.objects.filter(prospect=theirs).delete()
        blocked = refused(mine).blocked
        assert blocked.by is not None
        assert (blocked.by.by, blocked.by.day) == (By.COLLEAGUE, day(40))

    def test_who_has_yet_to_call_comes_first(self, owner: User, colleague: User) -> None:
        mine = step_of(log(owner, email=INGRID).prospect)
        theirs = step_of(log(colleague, email=INGRID).prospect)
        blocked = refused(mine).blocked
        assert blocked.by is not None
        assert (blocked.by.by, blocked.by.day, blocked.by.is_planned) == (By.COLLEAGUE, theirs.due_on, True)

    def test_with_another_address_is_somebody_else(self, owner: User, colleague: User) -> None:
        mine = step_of(log(owner, email=INGRID).prospect)
        be_helpful(log(colleague, email="other@havbruk.example").prospect, day(40))
        complete(mine, Outcome.SPOKE, on=ON)

    def test_of_another_team_is_nobodys_business(self, owner: User, stranger: User) -> None:
        mine = step_of(log(owner, email=INGRID).prospect)
        be_helpful(log(stranger, email=INGRID).prospect, day(40))
        complete(mine, Outcome.SPOKE, on=ON)


def test_the_planner_writes_no_check_in_its_own_rules_would_block(ingrid: Prospect) -> None:
    """A year of somebody who sends as much as the rules let them."""
    on = day(0)
    for turn in range(12):
        step = step_of(ingrid)
        outcome = [Outcome.SPOKE, Outcome.NO_ANSWER, Outcome.LEFT_MESSAGE, Outcome.INTERESTED][turn % 4]
        on = max(on, step.due_on)
        complete(step, outcome, on=on)
        assert outcome in UNANSWERED or step_of(ingrid).due_on > on


def test_the_congratulation_after_a_move_waits_until_there_is_room_for_it(owner: User) -> None:
    team = owner.team
    team.most_touches = 2
    team.save()
    ingrid = log(owner).prospect
    for on in (day(30), day(46)):
        be_helpful(ingrid, on)
    complete(step_of(ingrid), Outcome.LEFT_COMPANY, on=day(60))
    # With the call that told of it there were three; ninety days after the second there is room.
    assert open_row(ingrid, Kind.CONGRATULATE).due_on == day(46 + 90)
