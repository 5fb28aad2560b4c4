"""Check-ins ease off while nobody answers, and begin again at the first window once both were heard."""

from datetime import date, timedelta

import pytest

from accounts.models import Team, User
from followups.actions import (
    NewTouch,
    SomethingBuiltOnIt,
    keep_in_touch,
    log_touch,
    next_row,
    skip,
    undo,
    undo_change,
)
from followups.actions.going_on import Result
from followups.cadence import GENTLE, STEADY, BadCadence
from followups.contact_history import desk_for, history_of
from followups.kinds import Channel, Direction, Kind, Outcome, Status
from followups.models import FollowUp
from followups.planning import desk_of
from followups.reconciliation import reconcile
from followups.rhythm import silence_of
from followups.silence import HEARD, Silence
from prospects.conversations import DealStatus, ExitConversation, WakeUpKind
from prospects.models import Deal, Prospect
from prospects.new_no import Condition, Named
from tests.cast import MONDAY
from tests.followups.telling import complete, day, log, nine_on, open_row, plan_of, step_of


@pytest.fixture
def ingrid(owner: User) -> Prospect:
    return log(owner).prospect


def span(person: Prospect, on: date) -> tuple[int, int]:
    """The open check-in's window, in days from `on`."""
    step = step_of(person)
    return (step.opens_on - on).days, (step.closes_on - on).days


def leave_out(person: Prospect, on: date | None = None) -> date:
    """Skip the open check-in on its day; returns that day."""
    step = step_of(person)
    on = on or step.due_on
    skip(step.pk, by=step.owner, today=on, now=nine_on(on))
    return on


def try_in_vain(person: Prospect) -> date:
    """Nobody answers, nor at both retries; returns the day of the last try."""
    for _try in range(3):
        step = step_of(person)
        complete(step, Outcome.NO_ANSWER, on=step.due_on)
    return step.due_on


def silence(person: Prospect) -> Silence:
    return silence_of(plan_of(person))


def windows_of(person: Prospect, count: int) -> list[tuple[int, int]]:
    """The windows that follow when the check-in is left out so often."""
    return [span(person, leave_out(person)) for _time in range(count)]


class TestTheRhythm:
    def test_three_windows_of_30_to_60_then_rarer_and_rarer(self, ingrid: Prospect) -> None:
        assert span(ingrid, MONDAY) == (30, 60)
        assert windows_of(ingrid, 6) == [(30, 60), (30, 60), (60, 90), (90, 180), (165, 195), (165, 195)]

    def test_later_windows_prefer_their_middle(self, ingrid: Prospect) -> None:
        for _time in range(3):
            on = leave_out(ingrid)
        assert abs((step_of(ingrid).due_on - on).days - 75) <= 2
        on = leave_out(ingrid)
        assert abs((step_of(ingrid).due_on - on).days - 135) <= 2
        on = leave_out(ingrid)
        assert abs((step_of(ingrid).due_on - on).days - 180) <= 2

    def test_a_check_in_that_was_done_uses_up_a_window_too(self, ingrid: Prospect) -> None:
        complete(step_of(ingrid), Outcome.DONE, on=day(45))
        assert silence(ingrid) == Silence(windows_used=1)

    def test_retries_use_up_none_of_their_own(self, ingrid: Prospect) -> None:
        on = try_in_vain(ingrid)
        assert silence(ingrid) == Silence(1, 3, 1)
        assert span(ingrid, on) == (30, 60)

    def test_spoken_to_everything_begins_again(self, ingrid: Prospect) -> None:
        for _time in range(4):
            leave_out(ingrid)
        on = step_of(ingrid).due_on
        complete(step_of(ingrid), Outcome.SPOKE, on=on)
        assert silence(ingrid) == HEARD
        assert span(ingrid, on) == (30, 60)

    def test_a_call_of_theirs_moves_the_check_in_back_to_30_to_60(
        self, owner: User, ingrid: Prospect
    ) -> None:
        for _time in range(4):
            on = leave_out(ingrid)
        rang = NewTouch(Channel.CALL, on, Direction.IN, summary="They rang.")
        log_touch(ingrid, rang, by=owner, today=on, now=nine_on(on))
        assert (silence(ingrid), span(ingrid, on)) == (HEARD, (30, 60))

    def test_a_call_back_on_the_day_of_the_last_talk_ends_the_streak(
        self, owner: User, ingrid: Prospect
    ) -> None:
        complete(step_of(ingrid), Outcome.NO_ANSWER, on=MONDAY)
        rang = NewTouch(Channel.CALL, MONDAY, Direction.IN, summary="They rang back.")
        log_touch(ingrid, rang, by=owner, today=MONDAY, now=nine_on(MONDAY))
        assert (silence(ingrid), step_of(ingrid).tries) == (HEARD, 0)

    def test_a_second_no_begins_again(self, owner: User, ingrid: Prospect) -> None:
        for _time in range(4):
            on = leave_out(ingrid)
        try_in_vain(ingrid)
        on = step_of(ingrid).opens_on - timedelta(days=1)
        log(owner, on=on, prospect_id=ingrid.pk)
        assert (silence(ingrid), span(ingrid, on)) == (HEARD, (30, 60))

    def test_a_word_on_something_else_begins_again_too(self, owner: User) -> None:
        person = log(owner, condition=Condition(WakeUpKind.GO_LIVE, "their new ERP", on=day(100))).prospect
        for _time in range(3):
            on = leave_out(person)
        assert span(person, on) == (60, 90)
        complete(open_row(person, Kind.WAKE_UP), Outcome.SPOKE, on=on)
        assert (silence(person), span(person, on)) == (HEARD, (30, 60))


class TestStreaks:
    def test_three_check_ins_in_vain_and_the_next_lies_60_days_away(self, owner: User, team: Team) -> None:
        team.cadence = STEADY.as_text()
        team.save()
        person = log(User.objects.get(pk=owner.pk), "Knut").prospect
        for _check_in in range(2):
            assert span(person, try_in_vain(person)) == (30, 60)
        on = try_in_vain(person)
        assert silence(person) == Silence(3, 9, 3)
        assert span(person, on) == (60, 90)

    def test_who_drifted_away_is_left_in_peace_after_two(self, owner: User) -> None:
        person = log(owner, conversation=ExitConversation.DRIFTED).prospect
        assert span(person, try_in_vain(person)) == (30, 60)
        assert span(person, try_in_vain(person)) == (60, 90)

    def test_a_window_of_ones_own_is_no_excuse(self, owner: User, ingrid: Prospect) -> None:
        keep_in_touch(ingrid, (20, 40), by=owner, today=MONDAY, now=nine_on(MONDAY))
        for _check_in in range(3):
            on = try_in_vain(ingrid)
        assert span(ingrid, on) == (60, 90)

    def test_what_somebody_named_did_not_answer_is_no_silence_of_theirs(self, owner: User) -> None:
        person = log(owner, referral=Named("Piet Claes", "Noordzee Vis")).prospect
        complete(open_row(person, Kind.REFERRAL), Outcome.NO_ANSWER, on=day(3))
        assert silence(person) == HEARD


class TestUndo:
    def test_each_act_taken_back_gives_its_window_back(self, owner: User, ingrid: Prospect) -> None:
        step = step_of(ingrid)
        leave_out(ingrid, day(45))
        undo(step.pk, by=owner, now=nine_on(day(45)))
        assert (silence(ingrid), step_of(ingrid).pk) == (HEARD, step.pk)
        complete(step, Outcome.NO_ANSWER, on=day(45))
        assert silence(ingrid) == Silence(0, 1, 0)
        undo(step.pk, by=owner, now=nine_on(day(45)))
        assert silence(ingrid) == HEARD

    def test_a_talk_taken_back_brings_the_streak_back(self, owner: User, ingrid: Prospect) -> None:
        on = try_in_vain(ingrid)
        step = step_of(ingrid)
        stood = (step.opens_on, step.due_on, step.closes_on)
        rang = NewTouch(Channel.CALL, on, Direction.IN, summary="They rang.")
        logged = log_touch(ingrid, rang, by=owner, today=on, now=nine_on(on))
        undo_change(logged.change.pk, by=owner, now=nine_on(on))
        step.refresh_from_db()
        assert silence(ingrid) == Silence(1, 3, 1)
        assert (step.opens_on, step.due_on, step.closes_on) == stood

    def test_an_act_others_build_on_stays(self, owner: User, ingrid: Prospect) -> None:
        first = step_of(ingrid)
        leave_out(ingrid)
        leave_out(ingrid)
        with pytest.raises(SomethingBuiltOnIt):
            undo(first.pk, by=owner, now=nine_on(day(120)))
        assert silence(ingrid).windows_used == 2


class TestWhoseRhythm:
    def test_the_plans_own_beats_that_of_the_kind_of_no_and_that_beats_the_teams(
        self, owner: User, team: Team
    ) -> None:
        team.cadence = "40-70"
        team.cadences = {ExitConversation.CANNOT: "50-80"}
        team.save()
        owner = User.objects.get(pk=owner.pk)
        of_team = log(owner, "Knut").prospect
        of_kind = log(owner, "Pia", conversation=ExitConversation.CANNOT).prospect
        own = log(owner, "Ole", conversation=ExitConversation.CANNOT).prospect
        keep_in_touch(own, None, cadence="45-75", by=owner, today=MONDAY, now=nine_on(MONDAY))
        assert [span(person, MONDAY) for person in (of_team, of_kind, own)] == [(40, 70), (50, 80), (45, 75)]

    def test_a_rhythm_of_ones_own_moves_the_open_check_in_in_its_row(
        self, owner: User, ingrid: Prospect
    ) -> None:
        for _time in range(2):
            on = leave_out(ingrid)
        step = step_of(ingrid)
        change = keep_in_touch(
            ingrid, None, cadence=GENTLE.as_text(), by=owner, today=on, now=nine_on(on)
        ).change
        assert (step_of(ingrid).pk, span(ingrid, on)) == (step.pk, (90, 180))
        undo_change(change.pk, by=owner, now=nine_on(on))
        assert (plan_of(ingrid).cadence, span(ingrid, on)) == ("", (30, 60))

    def test_neither_an_agreed_day_nor_a_try_under_way_moves(self, owner: User, ingrid: Prospect) -> None:
        agreed = log(owner, "Knut", next_contact_on=day(20)).prospect
        complete(step_of(ingrid), Outcome.NO_ANSWER, on=day(45))
        for person in (agreed, ingrid):
            due_on = step_of(person).due_on
            keep_in_touch(person, None, cadence="90-180", by=owner, today=day(45), now=nine_on(day(45)))
            assert (step_of(person).due_on, plan_of(person).cadence) == (due_on, "90-180")

    def test_a_window_of_ones_own_takes_the_place_of_the_rhythm(self, owner: User, ingrid: Prospect) -> None:
        keep_in_touch(ingrid, None, cadence="90-180", by=owner, today=MONDAY, now=nine_on(MONDAY))
        keep_in_touch(ingrid, (60, 90), by=owner, today=MONDAY, now=nine_on(MONDAY))
        assert (plan_of(ingrid).cadence, span(ingrid, MONDAY)) == ("", (60, 90))
        assert windows_of(ingrid, 5) == [(60, 90)] * 5

    def test_as_usual_takes_both_away(self, owner: User, ingrid: Prospect) -> None:
        keep_in_touch(ingrid, None, cadence="90-180", by=owner, today=MONDAY, now=nine_on(MONDAY))
        keep_in_touch(ingrid, None, by=owner, today=MONDAY, now=nine_on(MONDAY))
        assert (plan_of(ingrid).cadence, span(ingrid, MONDAY)) == ("", (30, 60))

    def test_what_is_no_rhythm_is_refused(self, owner: User, ingrid: Prospect) -> None:
        with pytest.raises(BadCadence):
            keep_in_touch(ingrid, None, cadence="whenever", by=owner, today=MONDAY, now=nine_on(MONDAY))
        assert plan_of(ingrid).cadence == ""

    def test_a_second_no_begins_at_the_first_window_of_their_own_rhythm(
        self, owner: User, ingrid: Prospect
    ) -> None:
        keep_in_touch(ingrid, None, cadence="45-75, 90-180", by=owner, today=MONDAY, now=nine_on(MONDAY))
        leave_out(ingrid)
        log(owner, on=day(70), prospect_id=ingrid.pk)
        assert span(ingrid, day(70)) == (45, 75)

    def test_the_chair_keeps_the_rhythm_of_who_left_it(self, owner: User, ingrid: Prospect) -> None:
        keep_in_touch(ingrid, None, cadence="45-75", by=owner, today=MONDAY, now=nine_on(MONDAY))
        complete(step_of(ingrid), Outcome.LEFT_COMPANY, on=day(50))
        chair = Prospect.objects.get(succeeds=ingrid)
        assert (plan_of(chair).cadence, span(chair, day(50))) == ("45-75", (45, 75))


class TestHealing:
    def test_a_missing_check_in_is_planned_in_the_window_that_is_its_turn(self, ingrid: Prospect) -> None:
        for _time in range(3):
            on = leave_out(ingrid)
        step = step_of(ingrid)
        stood = (step.opens_on, step.due_on, step.closes_on)
        FollowUp.objects.filter(pk=step.pk).delete()
        (healed,) = reconcile(nine_on(on)).healed
        assert (healed.opens_on, healed.due_on, healed.closes_on) == stood
        assert span(ingrid, on) == (60, 90)

    def test_nothing_used_up_it_counts_from_the_last_contact(self, ingrid: Prospect) -> None:
        FollowUp.objects.filter(pk=step_of(ingrid).pk).delete()
        reconcile(nine_on(day(5)))
        assert span(ingrid, MONDAY) == (30, 60)


def test_the_form_says_what_will_be_written(ingrid: Prospect) -> None:
    """What is shown beside an outcome and what it writes come from one function and the same counts."""
    for _time in range(2):
        leave_out(ingrid)
    for _try in range(3):
        step = step_of(ingrid)
        on = step.due_on
        step = FollowUp.objects.select_related("plan__loss", "owner__team").get(pk=step.pk)
        planned = next_row(
            step, Result(Outcome.NO_ANSWER), desk_for(desk_of(step.owner, on), history_of(ingrid))
        )
        assert planned is not None
        complete(step, Outcome.NO_ANSWER, on=on)
        written = step_of(ingrid)
        assert (written.opens_on, written.closes_on) == (planned.opens_on, planned.closes_on)


class TestWeSaidNo:
    def test_the_one_check_in_was_the_last(self, owner: User) -> None:
        person = log(owner, conversation=ExitConversation.WE_DECLINED).prospect
        complete(step_of(person), Outcome.SPOKE, on=day(35))
        assert plan_of(person).status == "ended"

    def test_a_need_that_grew_out_of_it_goes_on_until_that_deal_ends(self, owner: User) -> None:
        person = log(owner, conversation=ExitConversation.WE_DECLINED).prospect
        complete(step_of(person), Outcome.NEW_NEED, on=day(35), note="A second site")
        complete(step_of(person), Outcome.SPOKE, on=day(80))
        assert step_of(person).status == Status.OPEN
        Deal.objects.filter(prospect=person, grew_out_of__isnull=False).update(status=DealStatus.LOST)
        complete(step_of(person), Outcome.SPOKE, on=day(120))
        assert plan_of(person).status == "ended"
