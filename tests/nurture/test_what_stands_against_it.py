"""Between approval and handing over anything may happen: the claim reads it again, and says why it stays."""

from collections.abc import Callable
from datetime import date
from itertools import pairwise

import pytest
from django.utils import timezone

from accounts.models import Team, User
from followups import actions
from followups.actions import MayNotMail, NewTouch, log_touch
from followups.kinds import Baton, Channel, Direction, EndedWhy, Kind, PlanStatus, Status, TouchKind
from followups.models import FollowUp, FollowUpPlan, HandOver, Touch
from followups.permission_rules import Refusal
from library.models import ValueItem
from nurture.approving import Words, approve
from nurture.kinds import SendingState
from nurture.models import Sending
from nurture.proposing import HadBefore, propose, propose_due
from nurture.settling import settle_mail
from outbox import holding
from outbox.models import Delivery
from outbox.states import State
from prospects.models import Permission, Prospect, ProspectTopic
from tests.followups.handing import in_care
from tests.followups.telling import day, log, nine_on, open_row
from tests.nurture.stage import (
    DUE,
    WHY,
    a_pitch,
    agree,
    an_item,
    approved,
    leave,
    mail_of,
    somebody,
    take_back_yes,
)

pytestmark = pytest.mark.django_db
Happens = Callable[[Prospect, User], object]


@pytest.fixture
def ingrid(owner: User) -> Prospect:
    return somebody(owner)


@pytest.fixture
def item(owner: User) -> ValueItem:
    return an_item(owner)


def a_touch(person: Prospect, by: User, on: date = DUE, **more: object) -> Touch:
    facts = {"channel": Channel.CALL, "direction": Direction.OUT, "kind": TouchKind.HELPFUL, **more}
    return Touch.objects.create(team=person.team, prospect=person, by=by, happened_on=on, **facts)


def they_pause(person: Prospect, by: User) -> None:
    Prospect.objects.filter(pk=person.pk).update(paused_until=day(60))


def they_mute(person: Prospect, by: User) -> None:
    ProspectTopic.objects.filter(prospect=person).update(is_muted=True)


def plan_ends(person: Prospect, by: User) -> None:
    FollowUpPlan.objects.filter(prospect=person).update(
        status=PlanStatus.ENDED, ended_why=EndedWhy.LEFT_COMPANY, ended_on=DUE
    )


def two_rows(person: Prospect, by: User) -> None:
    """A colleague has a row of the same address, and stopped it there."""
    other = log(by, "I. Solheim", email=person.email).prospect
    actions.ask_to_stop(other, by=by, today=DUE, now=nine_on(DUE))


def address_is_gone(person: Prospect, by: User) -> None:
    Prospect.objects.filter(pk=person.pk).update(email="")


def somebody_calls(person: Prospect, by: User) -> None:
    touch = NewTouch(Channel.CALL, DUE, kind=TouchKind.PERSONAL)
    log_touch(person, touch, by=by, today=DUE, now=nine_on(DUE))


def had_it_by_hand(person: Prospect, by: User) -> None:
    a_touch(person, by, on=day(-200), value_item=ValueItem.objects.get())


def agreed_day_comes(person: Prospect, by: User) -> None:
    FollowUp.objects.filter(prospect=person, kind=Kind.CHECK_IN).update(
        is_agreed=True, due_on=day(40), opens_on=day(40), closes_on=day(40)
    )


AGAINST: dict[str, tuple[Happens, str]] = {
    "they unsubscribe": (lambda person, by: actions.unsubscribe(person, now=nine_on(DUE)), "took back"),
    "they take their yes back": (lambda person, by: take_back_yes(person, on=DUE), "took back"),
    "nobody ever asked": (lambda person, by: Permission.objects.all().delete(), "Nobody has asked"),
    "they ask to stop": (
        lambda person, by: actions.ask_to_stop(person, by=by, today=DUE, now=nine_on(DUE)),
        "asked us to stop",
    ),
    "they stop on a colleague's row": (two_rows, "asked us to stop|no more mail|took back"),
    "they pause": (they_pause, "asked for a pause"),
    "they mute the topic": (they_mute, "nothing about this"),
    "the plan ends": (plan_ends, "plan has ended"),
    "the address goes": (address_is_gone, "no mail address|Nobody has asked"),
    "the item is put aside": (
        lambda person, by: ValueItem.objects.update(archived_at=timezone.now()),
        "put aside",
    ),
    "they had it by hand": (had_it_by_hand, "had this already"),
    "somebody calls them": (somebody_calls, "too near"),
    "a day is agreed": (agreed_day_comes, "agreed on a day"),
    "their country becomes a strict one": (
        lambda person, by: (
            Permission.objects.update(strength="said"),
            Prospect.objects.update(country="AT"),
        ),
        "in writing, in their country",
    ),
}


@pytest.mark.parametrize("what", AGAINST)
def test_it_stays_says_why_and_everything_is_as_before(
    what: str, owner: User, colleague: User, ingrid: Prospect, item: ValueItem
) -> None:
    happens, why = AGAINST[what]
    row = open_row(ingrid, Kind.VALUE_ITEM)
    sending = approved(ingrid, item)
    happens(ingrid, colleague if "colleague" in what else owner)
    assert leave() == []
    mail = mail_of(sending).get()
    assert (mail.state, mail.transmissions) == (State.DROPPED, 0)
    assert any(part in mail.error for part in why.split("|")), mail.error
    settle_mail(nine_on(DUE))
    sending.refresh_from_db()
    row.refresh_from_db()
    assert (sending.state, sending.reason, sending.touch) == (SendingState.DROPPED, mail.error, None)
    assert not Touch.objects.filter(is_queued=True).exists()
    ended = what in {"they ask to stop", "they stop on a colleague's row", "the plan ends"}
    assert row.status == (Status.CANCELLED if ended else Status.OPEN)


@pytest.mark.parametrize("column", ["public_name", "postal_address"])
def test_what_the_team_lacks_holds_it_until_it_is_there(
    column: str, ingrid: Prospect, item: ValueItem
) -> None:
    sending = approved(ingrid, item)
    Team.objects.update(**{column: ""})
    assert leave() == []
    mail = mail_of(sending).get()
    assert (mail.state, mail.error[:6]) == (State.HELD, "First ")
    holding.send_once_more(mail.pk, nine_on(DUE))
    assert leave() == []
    assert mail_of(sending).get().state == State.HELD
    Team.objects.update(**{column: "There"})
    holding.send_once_more(mail.pk, nine_on(DUE))
    assert len(leave()) == 1


def test_a_changed_address_is_followed(ingrid: Prospect, item: ValueItem) -> None:
    approved(ingrid, item)
    Prospect.objects.filter(pk=ingrid.pk).update(email="new@example.no")
    [sent] = leave()
    assert sent.to == ["new@example.no"]


def test_a_reason_counts_for_the_rule_it_was_given_for_alone(
    owner: User, ingrid: Prospect, item: ValueItem
) -> None:
    a_touch(ingrid, owner)
    sending = approved(ingrid, item, words=Words("It matters", "S", override_reason="She asked"))
    agreed_day_comes(ingrid, owner)
    assert leave() == []
    assert "agreed on a day" in mail_of(sending).get().error


def test_what_goes_by_itself_needs_it_in_writing_and_its_turn(owner: User, item: ValueItem) -> None:
    person = somebody(owner, every=4)
    FollowUpPlan.objects.filter(prospect=person).update(is_automatic=True)
    assert propose_due(nine_on(DUE)).by_itself == 1
    agree(person, on=DUE, every=4, strength="said")
    assert leave() == []
    assert "not in writing" in Delivery.objects.get().error


def test_by_itself_only_while_they_work(owner: User, item: ValueItem) -> None:
    person = somebody(owner, every=4)
    FollowUpPlan.objects.filter(prospect=person).update(is_automatic=True)
    Prospect.objects.filter(pk=person.pk).update(time_zone="America/Los_Angeles")
    night_there, morning_there = nine_on(DUE), nine_on(DUE).replace(hour=17)
    assert propose_due(night_there).by_itself == 0
    assert not Sending.objects.exists()
    assert propose_due(morning_there).by_itself == 1
    assert Delivery.objects.get().due_at == morning_there


@pytest.mark.parametrize("is_muted", [False, True])
def test_by_itself_nothing_goes_that_needs_a_look(owner: User, is_muted: bool) -> None:
    """Chosen by hand: the two share nothing that would say why, or what they muted. It waits for a glance."""
    person = somebody(owner, every=4)
    FollowUpPlan.objects.filter(prospect=person).update(is_automatic=True)
    chosen = an_item(owner, about="Spring planning" if is_muted else "Something else")
    ProspectTopic.objects.filter(prospect=person).update(is_muted=is_muted)
    FollowUp.objects.filter(prospect=person, kind=Kind.VALUE_ITEM).update(value_item=chosen)
    report = propose_due(nine_on(DUE))
    assert (report.proposed, report.by_itself, report.failed) == (1, 0, 0)
    assert leave() == []


def test_by_itself_as_often_as_they_agreed_and_no_oftener(owner: User) -> None:
    person = somebody(owner, every=6)
    FollowUpPlan.objects.filter(prospect=person).update(is_automatic=True)
    FollowUp.objects.filter(prospect=person, kind__in=[Kind.CHECK_IN, Kind.VALUE_ITEM]).update(
        opens_on=day(400), due_on=day(400), closes_on=day(430)
    )
    for n in range(6):
        an_item(owner, f"Item {n}")
    days = []
    for offset in range(15, 15 + 7 * 20):
        at = nine_on(day(offset)).replace(hour=10)
        if propose_due(at).by_itself:
            days.append(offset)
        leave(at=at)
        settle_mail(at)
    assert len(days) >= 3
    assert min(later - sooner for sooner, later in pairwise(days)) == 42


def test_helpful_comes_before_what_is_about_our_work(owner: User, ingrid: Prospect) -> None:
    a_pitch(owner)
    assert propose_due(nine_on(DUE)).proposed == 0
    proposed = propose(ingrid, ValueItem.objects.get(), None, by=owner, now=nine_on(DUE))
    with pytest.raises(actions.NotNow):
        approve(proposed.pk, WHY, by=owner, now=nine_on(DUE))
    with pytest.raises(actions.RelevanceNeeded):
        approve(proposed.pk, Words("", "", override_reason="Because"), by=owner, now=nine_on(DUE))


def test_what_they_had_or_declined_is_not_proposed(owner: User, ingrid: Prospect, item: ValueItem) -> None:
    a_touch(ingrid, owner, on=day(-300), value_item=item)
    assert propose_due(nine_on(DUE)).proposed == 0
    with pytest.raises(HadBefore):
        propose(ingrid, item, None, by=owner, now=nine_on(DUE))


def test_blocked_or_paused_nothing_is_proposed(owner: User, ingrid: Prospect, item: ValueItem) -> None:
    a_touch(ingrid, owner)
    assert propose_due(nine_on(DUE)).proposed == 0
    Touch.objects.filter(happened_on=DUE).delete()
    they_pause(ingrid, owner)
    assert propose_due(nine_on(DUE)).proposed == 0
    with pytest.raises(MayNotMail) as refused:
        propose(ingrid, item, None, by=owner, now=nine_on(DUE))
    assert refused.value.refusal == Refusal.PAUSED


def test_a_pause_that_begins_after_the_proposal_stands_against_the_approval(
    owner: User, ingrid: Prospect, item: ValueItem
) -> None:
    proposed = propose(ingrid, item, None, by=owner, now=nine_on(DUE))
    they_pause(ingrid, owner)
    with pytest.raises(MayNotMail) as refused:
        approve(proposed.pk, WHY, by=owner, now=nine_on(DUE))
    assert refused.value.refusal == Refusal.PAUSED


def test_what_waits_for_somebody_who_does_not_hold_the_plan_any_more_moves(
    owner: User, colleague: User, ingrid: Prospect, item: ValueItem
) -> None:
    propose_due(nine_on(DUE))
    FollowUpPlan.objects.filter(prospect=ingrid).update(owner=colleague)
    assert settle_mail(nine_on(DUE)) == 0
    assert Sending.objects.get().owner == colleague


def test_a_hand_over_that_came_back_introduces_nobody(
    owner: User, marketer: User, ingrid: Prospect, item: ValueItem
) -> None:
    HandOver.objects.create(
        team=owner.team, prospect=ingrid, plan=FollowUpPlan.objects.get(), giver=owner, taker=marketer,
        state=Baton.RETURNED, returns_on=day(90), channels="mail",
    )  # fmt: skip
    approved(ingrid, item)
    [sent] = leave()
    assert "colleague" not in sent.body


def test_what_comes_back_after_the_baton_did_is_for_whoever_holds_the_plan(
    owner: User, marketer: User, ingrid: Prospect, item: ValueItem
) -> None:
    baton = in_care(ingrid, marketer)
    sending = approved(ingrid, item, by=marketer)
    row = FollowUp.objects.get(pk=sending.follow_up_id)
    assert row.owner == marketer
    actions.bring_back(baton.pk, by=marketer, now=nine_on(DUE))
    take_back_yes(ingrid, on=DUE)
    assert leave() == []
    settle_mail(nine_on(DUE))
    row.refresh_from_db()
    assert (row.status, row.owner) == (Status.OPEN, owner)
