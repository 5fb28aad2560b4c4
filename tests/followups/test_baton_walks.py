"""Whatever sales and marketing do with somebody in whatever order: one next step, in the right hands."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from accounts.changes import Change
from accounts.models import Absence, User
from followups import actions
from followups.actions import NewTouch, Result, Word
from followups.kinds import BATON_RUNS, Baton, Channel, Direction, Kind, Outcome, PlanStatus, TouchKind
from followups.models import FollowUp, FollowUpPlan, HandOver, HandOverStep
from followups.reconciliation import reconcile
from prospects.conversations import Manner
from prospects.models import Prospect
from tests.followups.being_away import away
from tests.followups.handing import MAIL, offer, said_yes
from tests.followups.telling import day, log, nine_on

# What may be refused: somebody was first, a rule stands against it, it is not theirs.
REFUSALS = (
    actions.BatonMoved, actions.NotHandedOver, actions.NotOpen, actions.NotNow, actions.RelevanceNeeded,
    actions.Unfitting, actions.NothingToUndo, actions.SomethingBuiltOnIt, actions.NoPlan, actions.TooEarly,
    actions.PastTheWindow, actions.AgainstARule, PermissionDenied, ValidationError,
    HandOver.DoesNotExist, FollowUp.DoesNotExist, Change.DoesNotExist, Absence.DoesNotExist,
)  # fmt: skip


@dataclass
class Walk:
    """Somebody between sales and marketing, on a day; every act moves it on by a day or more."""

    person: Prospect
    owner: User
    colleague: User
    marketer: User
    manager: User
    offset: int = 0
    ids: list[str] = field(default_factory=list)

    @property
    def today(self) -> date:
        return day(self.offset)

    @property
    def now(self) -> datetime:
        return nine_on(self.today)

    def baton(self) -> HandOver:
        return HandOver.objects.filter(prospect=self.person).latest("created_at")

    def row(self, *, of: User) -> FollowUp:
        rows = FollowUp.objects.open().filter(prospect=self.person, owner=of)
        return rows.exclude(kind=Kind.DEBRIEF).order_by("due_on", "pk")[:1].get()


def completes(outcome: Outcome, who: str) -> Callable[[Walk], object]:
    def act(walk: Walk) -> object:
        row = walk.row(of=getattr(walk, who))
        named = walk.today + timedelta(days=40) if outcome == Outcome.NOT_YET else None
        result = Result(outcome, next_on=named, relevance="For them", override_reason="Sure")
        return actions.complete_follow_up(row.pk, result, by=row.owner, today=walk.today, now=walk.now)

    return act


def touches(direction: Direction) -> Callable[[Walk], object]:
    def act(walk: Walk) -> object:
        touch = NewTouch(Channel.MAIL, walk.today, direction, TouchKind.PERSONAL, summary="So")
        return actions.log_touch(walk.person, touch, by=walk.marketer, today=walk.today, now=walk.now)

    return act


def undoes(walk: Walk) -> object:
    change = Change.objects.exclude(action="undo").filter(undone_by__isnull=True).latest("at")
    by = change.actor or walk.manager
    if change.action in actions.UNDOABLE:
        return actions.undo(change.object_id, by=by, now=walk.now)
    return actions.undo_change(change.pk, by=by, now=walk.now)


def comes_home(walk: Walk) -> object:
    absence = walk.marketer.absences.get()
    return actions.come_back(absence.pk, by=walk.marketer, today=walk.today, now=walk.now)


def gives(walk: Walk) -> object:
    owner = Prospect.objects.get(pk=walk.person.pk).owner
    to = walk.colleague if owner == walk.owner else walk.owner
    return actions.give_people(owner, to, by=walk.manager, now=walk.now)


def says_yes(walk: Walk) -> object:
    word = Word((MAIL,), walk.today)
    return actions.grant_permission(walk.person, word, by=walk.owner, today=walk.today, now=walk.now)


def takes_it_back(walk: Walk) -> object:
    word = Word((MAIL,), walk.today)
    return actions.withdraw_permission(walk.person, word, by=walk.owner, today=walk.today, now=walk.now)


ACTS: dict[str, Callable[[Walk], object]] = {
    "offer": lambda w: offer(
        w.person, w.marketer, by=w.manager, on=w.today, returns_on=w.today + timedelta(days=30)
    ),
    "take": lambda w: actions.take_over(w.baton().pk, by=w.marketer, now=w.now),
    "take all": lambda w: actions.take_over_all([w.baton().pk], by=w.marketer, now=w.now),
    "ask": lambda w: actions.ask_giver(w.baton().pk, "Why?", by=w.marketer, now=w.now),
    "answer": lambda w: actions.answer_taker(w.baton().pk, "So.", by=w.manager, now=w.now),
    "send back": lambda w: actions.send_back(w.baton().pk, "No", by=w.marketer, now=w.now),
    "withdraw": lambda w: actions.withdraw_hand_over(w.baton().pk, by=w.manager, now=w.now),
    "bring back": lambda w: actions.bring_back(w.baton().pk, by=w.marketer, now=w.now),
    "marketing speaks": completes(Outcome.SPOKE, "marketer"),
    "marketing hears nothing": completes(Outcome.NO_ANSWER, "marketer"),
    "marketing is done": completes(Outcome.DONE, "marketer"),
    "they name a day": completes(Outcome.NOT_YET, "marketer"),
    "sales speaks": completes(Outcome.SPOKE, "owner"),
    "they leave": completes(Outcome.LEFT_COMPANY, "marketer"),
    "skip": lambda w: actions.skip(w.row(of=w.marketer).pk, by=w.marketer, today=w.today, now=w.now),
    "snooze": lambda w: actions.snooze(
        w.row(of=w.marketer).pk, w.today + timedelta(days=9), by=w.marketer, today=w.today, now=w.now,
        past_window_is_fine=True, against_rule_is_fine=True,
    ),
    "they write": touches(Direction.IN),
    "we write": touches(Direction.OUT),
    "another no": lambda w: log(w.manager, prospect_id=w.person.pk, on=w.today),
    "a meeting": lambda w: log(
        w.manager, prospect_id=w.person.pk, on=w.today,
        next_contact_on=w.today + timedelta(days=50), next_contact_manner=Manner.MEETING,
    ),
    "close": lambda w: actions.close_kindly(w.person.pk, by=w.manager, today=w.today, now=w.now),
    "yes": says_yes,
    "no mail": takes_it_back,
    "away": lambda w: away(w.marketer, w.offset, w.offset + 40, w.colleague, on=w.today),
    "home": comes_home,
    "given on": gives,
    "a month": lambda w: setattr(w, "offset", w.offset + 30),
    "undo": undoes,
}  # fmt: skip


def check(walk: Walk) -> None:
    """What holds after every act."""
    walk.person.refresh_from_db()
    sales = walk.person.owner
    assert sales.is_sales
    for plan in FollowUpPlan.objects.all():
        open_rows = FollowUp.objects.open().filter(plan=plan)
        assert open_rows.standing().count() == (plan.status == PlanStatus.ACTIVE)
        batons = HandOver.objects.filter(plan=plan, state__in=BATON_RUNS)
        assert batons.count() <= 1
        in_care = batons.filter(state=Baton.TAKEN).first()
        assert plan.owner == (in_care.taker if in_care else sales)
        hands = {plan.owner, sales} | ({walk.colleague} if walk.marketer.absences.exists() else set())
        assert {row.owner for row in open_rows.exclude(kind=Kind.DEBRIEF)} <= hands
        meetings = open_rows.filter(kind=Kind.AGREED_MEETING)
        assert {row.owner for row in meetings} <= {sales, walk.colleague}
        if in_care:
            assert plan.status == PlanStatus.ACTIVE
            assert in_care.giver == sales
        sees = Prospect.objects.visible_to(walk.marketer).filter(pk=plan.prospect_id).exists()
        assert sees == (in_care is not None)
    for baton in HandOver.objects.all():
        steps = list(HandOverStep.objects.filter(hand_over=baton).order_by("at", "pk"))
        assert steps[0].step == "offered"


@settings(max_examples=10, derandomize=True, database=None, phases=[Phase.generate])
@given(acts=st.lists(st.sampled_from(list(ACTS)), min_size=4, max_size=14))
def walked(acts: list[str], owner: User, colleague: User, marketer: User, manager: User) -> None:
    """One walk, and nothing of it stays."""
    with transaction.atomic():
        person = log(owner).prospect
        said_yes(person, by=owner)
        walk = Walk(person, owner, colleague, *(User.objects.get(pk=one.pk) for one in (marketer, manager)))
        for name in ("offer", "take", *acts):
            try:
                with transaction.atomic():
                    ACTS[name](walk)
            except REFUSALS:
                pass
            walk.offset += 1
            actions.return_on_their_day(walk.now)
            actions.bring_home(walk.now)
            assert not reconcile(walk.now).healed, name
            check(walk)
        transaction.set_rollback(True)


def test_one_next_step_in_the_right_hands(
    owner: User, colleague: User, marketer: User, manager: User
) -> None:
    walked(owner=owner, colleague=colleague, marketer=marketer, manager=manager)
