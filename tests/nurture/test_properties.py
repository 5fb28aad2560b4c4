"""Whatever happens in whatever order: no mail leaves without a yes in force, against a contact rule, twice,
or after they unsubscribed; what helps comes before what is about our work.

The rules are worked out a second time here, plainly, from the prose of RULES.md and PROMISES.md. Where an
answer of theirs is near, the caps say nothing and the plain arithmetic keeps out of it.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import count

import pytest
from django.db import transaction
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from accounts.models import Team, User
from followups import actions
from followups.kinds import Channel, Direction, Kind, Status, TouchKind
from followups.models import FollowUp, FollowUpPlan, Touch
from library.models import ValueItem
from nurture.approving import Obstructed, Stale, Words, approve
from nurture.kinds import SendingState
from nurture.mails import USEFUL_MAIL
from nurture.models import Sending
from nurture.proposing import HadBefore, propose, propose_due
from nurture.settling import settle_mail
from outbox.delivery import deliver_due
from outbox.models import Delivery
from prospects.models import Permission, Prospect, ProspectTopic
from tests.followups.telling import day, nine_on
from tests.nurture.stage import a_pitch, agree, an_item, complete, somebody_at_once, take_back_yes, topic
from tests.outbox.stage import Memory

REFUSALS = (
    actions.MayNotMail,
    actions.NotNow,
    actions.NotPlanned,
    actions.RelevanceNeeded,
    HadBefore,
    Obstructed,
    Stale,
)
REPLY_DAYS = 7


@dataclass
class Out:
    """Something that reached them."""

    on: date
    helpful: bool
    pitch: bool


@dataclass
class World:
    """What happened, told a second time: nothing here is read from the application."""

    team: Team
    owner: User
    person: Prospect
    double: Prospect
    days_apart: int
    most: int
    helpful_first: int
    today: int = 20
    outs: list[Out] = field(default_factory=list)
    they_wrote: list[date] = field(default_factory=list)
    # The last word on mail: nothing, "said", "confirmed"; taken back is nothing.
    yes: str = "confirmed"
    stopped: bool = False
    paused_until: date | None = None
    agreed_on: date | None = None
    given: set[object] = field(default_factory=set)
    left: int = 0

    @property
    def now(self) -> datetime:
        return nine_on(day(self.today)) + timedelta(hours=1)

    @property
    def on(self) -> date:
        return day(self.today)

    def answers_near(self, on: date) -> bool:
        return any(0 <= (on - wrote).days <= REPLY_DAYS for wrote in self.they_wrote)

    def counted(self) -> list[date]:
        """Those that count whatever one thinks of answers."""
        return [one.on for one in self.outs if not self.answers_near(one.on) and one.on != self.agreed_on]

    def check(self, sending: Sending) -> None:
        """A mail left today: was it right?"""
        on, item = self.on, sending.item
        assert not self.stopped
        assert self.yes, "no permission in force at the claim"
        assert self.yes == "confirmed" or not (sending.is_automatic or self.person.country == "DE")
        assert item.pk not in self.given, "twice about one item"
        assert self.paused_until is None or on >= self.paused_until
        if not self.answers_near(on):
            self._check_rules(on, item)
        self.given.add(item.pk)
        self.outs.append(Out(on, item.is_helpful(), not item.is_helpful()))
        self.left += 1

    def _check_rules(self, on: date, item: ValueItem) -> None:
        if self.agreed_on and on < self.agreed_on:
            raise AssertionError("before the day they named")
        if not item.is_helpful():
            pitches = [one.on for one in self.outs if one.pitch]
            since = max(pitches, default=date.min)
            helped = sum(one.helpful and one.on > since for one in self.outs)
            assert helped >= self.helpful_first, "an offer before enough that helps"
        if on == self.agreed_on:
            return
        near = [other for other in self.counted() if abs((on - other).days) < self.days_apart]
        assert not near, f"{on} too near to {near}"
        lately = [other for other in self.counted() if 0 <= (on - other).days < 90]
        assert len(lately) < self.most, "too many in 90 days"


def propose_all(world: World) -> None:
    propose_due(world.now)


def approve_all(world: World) -> None:
    for sending in Sending.objects.filter(state=SendingState.PROPOSED):
        with suppress(*REFUSALS), transaction.atomic():
            approve(sending.pk, Words("It is about your plan", "Look"), by=world.owner, now=world.now)


def by_hand(world: World) -> None:
    """An offer of ours, and something helpful, as a person would."""
    for item in ValueItem.objects.exclude(pk__in=world.given).order_by("purpose", "title")[:4]:
        with suppress(*REFUSALS), transaction.atomic():
            made = propose(world.person, item, None, by=world.owner, now=world.now)
            approve(made.pk, Words("It is about your plan", "Look"), by=world.owner, now=world.now)


def send(world: World) -> None:
    before = set(Sending.objects.filter(state=SendingState.SENT).values_list("pk", flat=True))
    way_out = Memory()
    deliver_due((USEFUL_MAIL,), world.now, transport=way_out)
    settle_mail(world.now)
    new = Sending.objects.filter(state=SendingState.SENT).exclude(pk__in=before).select_related("item")
    assert len(way_out.mails) == len(new)
    for sending in new:
        world.check(sending)
    assert not Touch.objects.filter(is_queued=True, sending=None).exists()
    assert not Delivery.objects.filter(transmissions__gt=1).exists()


def call(world: World, person: Prospect | None = None) -> None:
    """A colleague calls, on whichever row: it counts for the person."""
    Touch.objects.create(
        team=world.team, prospect=person or world.double, by=world.owner, channel=Channel.CALL,
        direction=Direction.OUT, kind=TouchKind.PERSONAL, happened_on=world.on,
    )  # fmt: skip
    world.outs.append(Out(world.on, helpful=False, pitch=False))


def they_write(world: World) -> None:
    Touch.objects.create(
        team=world.team, prospect=world.person, by=world.owner, channel=Channel.MAIL,
        direction=Direction.IN, is_two_way=True, happened_on=world.on,
    )  # fmt: skip
    world.they_wrote.append(world.on)


def unsubscribe(world: World) -> None:
    actions.unsubscribe(world.double, now=world.now)
    world.yes = ""


def take_back(world: World) -> None:
    take_back_yes(world.person, on=world.on)
    world.yes = ""


def say_yes(world: World) -> None:
    agree(world.person, on=world.on, strength="said", every=3)
    world.yes = "said"


def confirm(world: World) -> None:
    agree(world.person, on=world.on, every=3)
    world.yes = "confirmed"


def stop(world: World) -> None:
    actions.ask_to_stop(world.double, by=world.owner, today=world.on, now=world.now)
    world.stopped, world.yes = True, ""


def pause(world: World) -> None:
    world.paused_until = world.on + timedelta(days=9)
    Prospect.objects.update(paused_until=world.paused_until)


def name_a_day(world: World) -> None:
    world.agreed_on = world.on + timedelta(days=10)
    FollowUp.objects.filter(prospect=world.person, status=Status.OPEN).delete()
    FollowUp.objects.create(
        team=world.team, plan=FollowUpPlan.objects.get(prospect=world.person), prospect=world.person,
        owner=world.owner, kind=Kind.CHECK_IN, opens_on=world.agreed_on, due_on=world.agreed_on,
        closes_on=world.agreed_on, is_agreed=True, status=Status.OPEN,
    )  # fmt: skip


def by_itself(world: World) -> None:
    FollowUpPlan.objects.filter(prospect=world.person).update(is_automatic=True)


def nothing(world: World) -> None:
    """Nothing happens in between."""


def proposed_and_approved(world: World) -> None:
    propose_all(world)
    approve_all(world)


Step = Callable[[World], None]
# Days that pass, how something gets on its way, what happens before it leaves.
Round = tuple[int, Step, Step]
WAYS: list[Step] = [proposed_and_approved, by_hand, by_hand]
BETWEEN: list[Step] = [
    nothing, nothing, nothing, nothing, nothing, call, they_write, unsubscribe, take_back, say_yes,
    confirm, confirm, confirm, pause, name_a_day, by_itself, proposed_and_approved,
]  # fmt: skip
ROUNDS = st.lists(
    st.tuples(st.sampled_from([2, 7, 15, 15, 22, 22, 31]), st.sampled_from(WAYS), st.sampled_from(BETWEEN)),
    min_size=3,
    max_size=8,
)
ENDS = st.sampled_from([nothing, stop, unsubscribe, call])
NUMBERS = count()


@pytest.mark.django_db
@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    rounds=ROUNDS,
    last=ENDS,
    days_apart=st.sampled_from([7, 14, 21]),
    most=st.sampled_from([2, 4]),
    helpful_first=st.integers(0, 2),
    country=st.sampled_from(["", "DE"]),
)
def test_no_mail_leaves_wrongly(
    owner: User,
    rounds: list[Round],
    last: Step,
    days_apart: int,
    most: int,
    helpful_first: int,
    country: str,
) -> None:
    with transaction.atomic():
        world = _world(owner, days_apart, most, helpful_first, country)
        for gap, way, between in (*rounds, (22, by_hand, last)):
            world.today += gap
            way(world)
            between(world)
            send(world)
        event(f"mails left: {min(world.left, 3)}")
        transaction.set_rollback(True)


def _world(owner: User, days_apart: int, most: int, helpful_first: int, country: str) -> World:
    team = owner.team
    complete(team)
    Team.objects.filter(pk=team.pk).update(
        days_apart=days_apart, most_touches=most, helpful_before_pitch=helpful_first
    )
    team.refresh_from_db()
    person = somebody_at_once(owner, next(NUMBERS))
    double = Prospect.objects.create(team=team, owner=owner, name="The same", email=person.email)
    Prospect.objects.filter(pk=person.pk).update(country=country)
    person.refresh_from_db()
    ProspectTopic.objects.create(prospect=person, topic=topic(team))
    Permission.objects.filter(prospect=person).update(every_weeks=3)
    for n in range(6):
        an_item(owner, f"Item {n}")
    a_pitch(owner)
    return World(team, owner, person, double, days_apart, most, helpful_first)
