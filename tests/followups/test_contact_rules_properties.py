"""What holds for every history: the caps worked out a second time, plainly, from the prose of RULES.md."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import combinations
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.working_calendar import WorkingCalendar
from followups.contact_rules import (
    Actor,
    Allowed,
    Blocked,
    Instead,
    Limits,
    allowed_among,
    blocked_days,
    give_before_ask,
    judge,
    next_allowed_day,
)
from followups.contacts import Closed, Contact, History, State
from followups.kinds import Channel, Kind, TouchKind
from tests.followups.reaching_out import day

HORIZON = 130
# A day later than this, nothing drawn stands in the way any more.
CLEAR = HORIZON + 91
NO_GATE = Limits(helpful_before_pitch=0)
DAYS = st.integers(-40, HORIZON)
NOES, SENT, NAMED = (0, 90), (20, 100), (25, 77)
AROUND = History(
    noes_on=tuple(map(day, NOES)), they_sent_on=tuple(map(day, SENT)), named_days=tuple(map(day, NAMED))
)


@dataclass(frozen=True)
class Drawn:
    """A contact, and whether the prose counts it."""

    contact: Contact
    is_counted: bool


# Each tries every day one by one.
day_by_day = settings(max_examples=50, deadline=None)
# Plain and slow arithmetic, on a machine that may be busy.
at_leisure = settings(deadline=None)


def follows(on: int, days: Iterable[int]) -> bool:
    return any(other <= on <= other + 7 for other in days)


@st.composite
def drawn(draw: st.DrawFn) -> Drawn:
    """One of everything the page names."""
    on = draw(DAYS)
    counted = on not in NAMED
    plain = [Kind.VALUE_ITEM, Kind.CONGRATULATE]
    choice = draw(st.integers(0, 7))
    if choice == 0:
        return Drawn(Contact(day(on), draw(st.sampled_from(plain))), counted)
    if choice == 1:
        plan, tries = draw(st.sampled_from("ab")), draw(st.integers(0, 2))
        return Drawn(Contact(day(on), Kind.CHECK_IN, plan=plan, tries=tries), counted)
    if choice == 2:
        return Drawn(Contact(day(on), touch=draw(st.sampled_from(TouchKind))), counted)
    if choice == 3:
        never = [Kind.THANK_YOU, Kind.PROMISE, Kind.AGREED_MEETING, Kind.DEBRIEF]
        return Drawn(Contact(day(on), draw(st.sampled_from(never))), False)
    if choice == 4:
        return Drawn(Contact(day(on), Kind.ASK), counted and not follows(on, NOES))
    if choice == 5:
        touch = draw(st.sampled_from(TouchKind))
        return Drawn(Contact(day(on), touch=touch, is_reply=True), counted and not follows(on, SENT))
    if choice == 6:
        note = Contact(day(on), touch=TouchKind.PERSONAL, channel=Channel.NOTE)
        return Drawn(note, False)
    return Drawn(Contact(day(on), Kind.CHECK_IN, plan=object(), after_interested=True), False)


def as_touches(everything: Sequence[Drawn]) -> list[list[date]]:
    """The days of each counted touch; a retry belongs to the check-in before it."""
    touches = [
        [one.contact.day] for one in everything if one.is_counted and one.contact.kind != Kind.CHECK_IN
    ]
    check_ins = [one for one in everything if one.contact.kind == Kind.CHECK_IN]
    for plan in {one.contact.plan for one in check_ins}:
        tries = [one for one in check_ins if one.contact.plan == plan]
        rounds: list[list[Drawn]] = []
        for one in sorted(tries, key=lambda one: (one.contact.day, one.contact.tries)):
            if one.contact.tries and rounds:
                rounds[-1].append(one)
            else:
                rounds.append([one])
        touches += [[one.contact.day for one in tried if one.is_counted] for tried in rounds]
    return [touch for touch in touches if touch]


def keeps_the_caps(everything: Sequence[Drawn]) -> bool:
    touches = as_touches(everything)
    for one, other in combinations(touches, 2):
        if any(abs((a - b).days) < 14 for a in one for b in other):
            return False
    for start in range(-140, CLEAR):
        first, last = day(start), day(start + 89)
        if sum(any(first <= a <= last for a in touch) for touch in touches) > 4:
            return False
    return True


def is_allowed(wanted: Contact, history: History, today: date, limits: Limits = NO_GATE) -> bool:
    return isinstance(judge(wanted, history, today=today, limits=limits), Allowed)


def take_what_is_allowed(offered: Sequence[Drawn], today: date) -> list[Drawn]:
    taken: list[Drawn] = []
    for one in offered:
        if is_allowed(one.contact, AROUND.plus(*(other.contact for other in taken)), today):
            taken.append(one)
    return taken


@at_leisure
@given(st.lists(drawn(), max_size=25))
def test_whatever_is_allowed_one_after_the_other_keeps_both_caps(offered: list[Drawn]) -> None:
    assert keeps_the_caps(take_what_is_allowed(offered, day(0)))


@at_leisure
@given(st.lists(drawn(), max_size=25))
def test_what_is_blocked_would_break_a_cap(offered: list[Drawn]) -> None:
    taken = take_what_is_allowed(offered, day(0))
    history = AROUND.plus(*(one.contact for one in taken))
    for one in offered:
        if not is_allowed(one.contact, history, day(0)):
            assert not keeps_the_caps([*taken, one])


@day_by_day
@given(st.lists(drawn(), max_size=12), drawn(), st.integers(-20, 60))
def test_the_next_day_is_allowed_and_none_before_it_is(
    offered: list[Drawn], wanted: Drawn, today: int
) -> None:
    history = AROUND.plus(*(one.contact for one in offered))
    verdict = judge(wanted.contact, history, today=day(today))
    if isinstance(verdict, Allowed):
        return
    first = max(wanted.contact.day, day(today))
    days = [first + timedelta(days=offset) for offset in range(CLEAR + 40)]
    fine = (
        one for one in days if is_allowed(replace(wanted.contact, day=one), history, day(today), Limits())
    )
    assert verdict.next_day == next(fine, None)


PLANS = st.sampled_from([Kind.VALUE_ITEM, Kind.CONGRATULATE, Kind.CHECK_IN])


@st.composite
def plans(draw: st.DrawFn) -> tuple[Contact, ...]:
    kinds = draw(st.lists(st.tuples(PLANS, st.integers(-15, 120)), max_size=8))
    return tuple(Contact(day(on), kind, plan=object(), state=State.PLANNED) for kind, on in kinds)


@day_by_day
@given(st.lists(drawn(), max_size=8), plans(), st.integers(-30, 100), st.integers(-20, 60))
def test_the_next_day_holds_with_agreed_days_awards_and_plans(
    offered: list[Drawn], planned: tuple[Contact, ...], agreed: int, today: int
) -> None:
    history = AROUND.plus(*(one.contact for one in offered), *planned)
    history = replace(history, agreed_on=day(agreed), award_on=day(agreed - 10))
    wanted = Contact(day(today), Kind.VALUE_ITEM)
    found = next_allowed_day(wanted, history, today=day(today))
    days = [day(today + offset) for offset in range(CLEAR + 40)]
    fine = (one for one in days if is_allowed(replace(wanted, day=one), history, day(today)))
    assert found == next(fine)


@day_by_day
@given(st.lists(drawn(), max_size=8), st.integers(-20, 60), st.sets(st.integers(0, 6), min_size=1))
def test_the_next_working_day_is_allowed_and_none_before_it_is(
    offered: list[Drawn], today: int, weekdays: set[int]
) -> None:
    history = AROUND.plus(*(one.contact for one in offered))
    calendar = WorkingCalendar(frozenset(weekdays))
    wanted = Contact(day(today), Kind.VALUE_ITEM)
    found = next_allowed_day(wanted, history, today=day(today), calendar=calendar)
    days = calendar.days(day(today), day(today + CLEAR + 40))
    fine = (one for one in days if is_allowed(replace(wanted, day=one), history, day(today)))
    assert found == next(fine)


@day_by_day
@given(
    drawn(),
    st.lists(drawn(), max_size=12),
    st.sampled_from([Limits(), Limits(1, 1, 14), Limits(90, 2, 14), Limits(30, 6, 365)]),
    st.integers(-20, 60),
)
def test_the_blocked_days_are_those_the_rules_block_one_by_one(
    wanted: Drawn, others: list[Drawn], limits: Limits, today: int
) -> None:
    history = AROUND.plus(*(replace(one.contact, state=State.PLANNED) for one in others[::2]))
    history = replace(history.plus(*(one.contact for one in others[1::2])), agreed_on=day(60))
    first, last = day(today), day(today + 90)
    found = blocked_days(wanted.contact, history, first, last, today=first, limits=limits)
    one_by_one = (day(today + offset) for offset in range(91))
    judged = {
        one for one in one_by_one if not is_allowed(replace(wanted.contact, day=one), history, first, limits)
    }
    assert found == judged


def caps_hold(contacts: Iterable[Contact]) -> bool:
    """For planned ones from today on, each of which counts."""
    return keeps_the_caps([Drawn(one, True) for one in contacts])


@at_leisure
@given(plans())
def test_a_plan_the_rules_let_stand_keeps_the_caps(planned: tuple[Contact, ...]) -> None:
    kept = allowed_among(planned, History(), today=day(-15))
    assert caps_hold(kept)
    assert [one for one in planned if any(one is other for other in kept)] == list(kept)
    for left in (one for one in planned if not any(one is other for other in kept)):
        assert not caps_hold([*kept, left])


@at_leisure
@given(plans(), st.integers(0, 120))
def test_what_gives_way_to_a_check_in_finds_another_day(planned: tuple[Contact, ...], on: int) -> None:
    today = day(-15)
    standing = History(allowed_among(planned, History(), today=today))
    wanted = Contact(day(on), Kind.CHECK_IN, plan="new")
    verdict = judge(wanted, standing, today=today)
    if isinstance(verdict, Blocked):
        return
    history = standing.plus(wanted)
    for one in verdict.moves:
        history = history.without(one)
    assert caps_hold(history.contacts)
    for one in verdict.moves:
        found = next_allowed_day(one, history, today=today)
        assert found is not None
        history = history.plus(replace(one, day=found))
    assert caps_hold(history.contacts)


@at_leisure
@given(st.lists(drawn(), max_size=25))
def test_an_allowed_pitch_always_had_two_helpful_ones_before_it(offered: list[Drawn]) -> None:
    history, helpful = AROUND, 0
    for one in sorted(offered, key=lambda one: one.contact.day):
        contact, today = one.contact, one.contact.day
        alone = all(other.day != today for other in history.contacts)
        if not alone or not is_allowed(contact, history, today, Limits()):
            continue
        is_answer = contact.is_reply and follows((today - day(0)).days, SENT)
        if contact.touch == TouchKind.PITCH:
            assert is_answer or helpful >= 2
            helpful = 0
        elif contact.touch == TouchKind.HELPFUL or contact.kind in {Kind.VALUE_ITEM, Kind.PROMISE}:
            helpful += 1
        history = history.plus(contact)
        assert give_before_ask(history, today).helpful == helpful


@at_leisure
@given(st.lists(drawn(), max_size=12), drawn(), st.randoms(use_true_random=False))
def test_the_order_in_which_the_history_is_told_changes_nothing(
    offered: list[Drawn], wanted: Drawn, random: Random
) -> None:
    contacts = [one.contact for one in offered]
    shuffled = list(contacts)
    random.shuffle(shuffled)
    one = judge(wanted.contact, AROUND.plus(*contacts), today=day(0))
    other = judge(wanted.contact, AROUND.plus(*shuffled), today=day(0))
    if isinstance(one, Allowed):
        assert one == other
        return
    assert isinstance(other, Blocked)
    assert (one.reason, one.next_day, one.missing) == (other.reason, other.next_day, other.missing)


@at_leisure
@given(st.lists(drawn(), max_size=12), drawn(), st.sampled_from([None, *Closed]))
def test_a_stop_closes_everything_and_nothing_else_closes_a_reply(
    offered: list[Drawn], wanted: Drawn, closed: Closed | None
) -> None:
    history = replace(AROUND.plus(*(one.contact for one in offered)), closed=closed)
    verdict = judge(wanted.contact, history, today=day(0))
    if closed == Closed.STOPPED:
        assert isinstance(verdict, Blocked)
        assert not verdict.may_override(Actor.PERSON)
        assert (verdict.next_day, verdict.instead) == (None, ())
        return
    if wanted.contact.is_reply and follows((wanted.contact.day - day(0)).days, SENT):
        assert verdict == Allowed(needs_relevance=False)
    if isinstance(verdict, Blocked):
        assert verdict.may_override(Actor.PERSON)
        assert Instead.REPLY in verdict.instead
        assert not verdict.may_override(Actor.APP)
