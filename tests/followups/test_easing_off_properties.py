"""Whatever happens to a check-in, in whatever order: the windows are those of the rhythm, and undo gives
each of them back. What should stand is worked out here a second time, from the whole story."""

from dataclasses import dataclass
from datetime import date

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from followups.actions import NewTouch, log_touch, skip, undo
from followups.kinds import Channel, Direction, Outcome
from followups.models import FollowUp
from prospects.models import Prospect
from tests.followups.telling import complete, log, nine_on, plan_of, step_of

ACTS = ("spoke", "done", "no_answer", "no_answer", "no_answer", "skip", "they_rang")
WINDOWS = [(30, 60), (30, 60), (30, 60), (60, 90), (90, 180)]


@dataclass
class Story:
    """What has happened since both were heard, told from the beginning."""

    used: int = 0
    tries: int = 0
    check_ins: int = 0
    under_way: int = 0

    def hear(self, act: str) -> None:
        if act in {"spoke", "they_rang"}:
            self.used = self.tries = self.check_ins = self.under_way = 0
        elif act in {"done", "skip"}:
            self.used, self.under_way = self.used + 1, 0
        else:
            self.tries += 1
            self.under_way += 1
            if self.under_way == 3:
                self.used, self.check_ins, self.under_way = self.used + 1, self.check_ins + 1, 0

    def window(self) -> tuple[int, int]:
        usual = WINDOWS[self.used] if self.used < len(WINDOWS) else (165, 195)
        return (60, 90) if self.check_ins >= 3 and usual[0] < 60 else usual


def do(act: str, person: Prospect, by: User) -> tuple[date, FollowUp]:
    """One act on the day the check-in is due; that day, and the row that was acted on."""
    step = step_of(person)
    on = step.due_on
    if act == "skip":
        skip(step.pk, by=by, today=on, now=nine_on(on))
    elif act == "they_rang":
        rang = NewTouch(Channel.CALL, on, Direction.IN, summary="They rang.")
        log_touch(person, rang, by=by, today=on, now=nine_on(on))
    else:
        complete(step, Outcome(act), on=on)
    return on, step


def stands(person: Prospect) -> dict[str, object]:
    plan, step = plan_of(person), step_of(person)
    counts = ("windows_used", "unanswered_tries", "unanswered_check_ins", "last_two_way_on")
    return {name: getattr(plan, name) for name in counts} | {
        "step": (step.pk, step.opens_on, step.due_on, step.closes_on, step.tries)
    }


@pytest.mark.django_db
@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(st.sampled_from(ACTS), min_size=1, max_size=7))
def test_the_windows_follow_the_rhythm_and_the_last_act_can_be_taken_back(
    owner: User, acts: list[str]
) -> None:
    with transaction.atomic():
        person, story = log(owner).prospect, Story()
        for act in acts:
            before = stands(person)
            on, row = do(act, person, owner)
            story.hear(act)
            step, plan = step_of(person), plan_of(person)
            counted = (plan.windows_used, plan.unanswered_tries, plan.unanswered_check_ins)
            assert counted == (story.used, story.tries, story.check_ins)
            if story.under_way:
                assert step.tries == story.under_way
            else:
                assert ((step.opens_on - on).days, (step.closes_on - on).days) == story.window()
                assert step.opens_on <= step.due_on <= step.closes_on
            if act != "they_rang":
                undo(row.pk, by=owner, now=nine_on(on))
                assert stands(person) == before
                do(act, person, owner)
        transaction.set_rollback(True)
