"""Somebody is erased in the very moment in which a mail about them leaves, or a colleague writes to them."""

from functools import partial

import pytest

from accounts.models import User
from desk.erasing import erase
from desk.retention import keep_as_long_as_agreed
from followups import actions
from followups.actions import Result, complete_follow_up, merge
from followups.kinds import Outcome
from followups.models import FollowUp, FollowUpPlan
from outbox import claims, suppression
from outbox.delivery import deliver_due
from outbox.kinds import SEND, MailKind, Verdict
from outbox.message import Message
from outbox.models import Delivery
from outbox.states import Audience, Reason, State
from prospects.models import Loss, Prospect
from tests.cast import NINE, make_team, make_user
from tests.desk.visiting import signed_in
from tests.followups.telling import day, log, nine_on, step_of
from tests.followups.together import at_the_same_time, raised
from tests.security.dumping import dump

pytestmark = pytest.mark.django_db(transaction=True)

NAME = "Zoe Zilpzalp"
LATER = nine_on(day(40))


@pytest.fixture
def owner() -> User:
    return make_user(make_team("Vogt and partners"), "maren@example.com", is_manager=True)


@pytest.fixture
def zoe(owner: User) -> Prospect:
    return log(owner, NAME, email="zoe@example.org").prospect


def waiting(owner: User, **more: object) -> Delivery:
    facts = {"recipient": owner, "address": owner.email, **more}
    return Delivery.objects.create(
        kind="about", owner=owner, period_key="1", due_at=LATER, next_attempt_at=LATER, **facts
    )


def about_her(owner: User, zoe: Prospect, audience: Audience = Audience.OURS) -> MailKind:
    """A mail that names her as long as she is there; between claim and handing over, she is erased."""

    def may_send(delivery: Delivery, now: object) -> Verdict:
        return SEND

    def render(delivery: Delivery, now: object) -> Message:
        names = list(Prospect.objects.values_list("name", flat=True))
        if names:
            erase(zoe, by=owner, now=LATER)
        return Message(subject=f"About {names}", text=f"{names}", html=f"<p>{names}</p>")

    return MailKind(name="about", audience=audience, may_send=may_send, render=render)


def test_a_mail_written_before_and_not_yet_on_its_way_is_written_anew(
    owner: User, zoe: Prospect, mailoutbox: list[object]
) -> None:
    waiting(owner)
    kind = about_her(owner, zoe)
    deliver_due(kinds=(kind,), now=LATER)
    assert mailoutbox == []
    assert Delivery.objects.get().state == State.PENDING
    deliver_due(kinds=(kind,), now=LATER)
    assert [str(mail.subject) for mail in mailoutbox] == ["About []"]  # type: ignore[attr-defined]
    assert NAME not in dump()


def test_a_mail_to_her_that_was_claimed_does_not_leave(
    owner: User, zoe: Prospect, mailoutbox: list[object]
) -> None:
    waiting(owner, recipient=None, address="zoe@example.org")
    deliver_due(kinds=(about_her(owner, zoe, Audience.PROSPECT),), now=LATER)
    assert mailoutbox == []
    assert not Delivery.objects.exists()


def test_a_mail_that_has_left_keeps_that_it_did(owner: User, zoe: Prospect) -> None:
    mail = waiting(owner)
    kind = about_her(owner, zoe)
    taken = claims.claim(mail.pk, {"about": kind}, LATER)
    assert taken
    claims.mark_transmission(taken, Message(subject=NAME, text=NAME, html=NAME), LATER)
    erase(zoe, by=owner, now=LATER)
    claims.mark_sent(taken, LATER)
    mail.refresh_from_db()
    assert (mail.state, mail.transmissions, mail.subject) == (State.SENT, 1, "")
    assert NAME not in dump()


def test_a_colleague_of_ours_who_was_a_prospect_still_gets_mail(owner: User) -> None:
    person = log(owner, NAME, email=owner.email).prospect
    suppression.suppress(owner.email, Reason.UNSUBSCRIBE, NINE)
    mail = waiting(owner)
    erase(person, by=owner, now=LATER)
    assert Delivery.objects.filter(pk=mail.pk).exists()
    assert suppression.verdict_on(owner.email, Audience.OURS) == SEND


def test_two_erase_the_same_person(owner: User, zoe: Prospect) -> None:
    results = at_the_same_time(*[partial(erase, zoe, by=owner, now=LATER)] * 2)
    assert [type(result) for result in raised(results)] == [Prospect.DoesNotExist]
    assert NAME not in dump()


def test_erased_while_somebody_acts_nothing_half_is_left(owner: User, zoe: Prospect) -> None:
    step = step_of(zoe)
    act = partial(complete_follow_up, step.pk, Result(Outcome.SPOKE), by=owner, today=day(40), now=LATER)
    results = at_the_same_time(partial(erase, zoe, by=owner, now=LATER), act)
    assert results[0] is None
    assert not FollowUp.objects.exists()
    assert not FollowUpPlan.objects.exists()
    assert not Loss.objects.exists()


def test_erased_while_somebody_merges_them(owner: User, zoe: Prospect) -> None:
    other = log(owner, "Z.").prospect
    join = partial(merge, other.pk, zoe.pk, owner_id=owner.pk, by=owner, now=LATER)
    results = at_the_same_time(partial(erase, zoe, by=owner, now=LATER), join)
    # Whoever came second found her gone.
    assert len(raised(results)) == 1
    assert Prospect.objects.count() == 1
    assert not FollowUpPlan.objects.without_next_step().exists()


def test_the_hourly_look_and_a_manager_at_once(owner: User, zoe: Prospect) -> None:
    results = at_the_same_time(
        partial(keep_as_long_as_agreed, LATER), partial(erase, zoe, by=owner, now=LATER)
    )
    assert raised(results) == []
    assert not Prospect.objects.exists()


@pytest.mark.parametrize("door", ["complete", "skip", "snooze"])
def test_who_acts_on_what_is_erased_in_that_moment_finds_nothing(
    door: str, owner: User, zoe: Prospect, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page was looked up, and before the act begins somebody erases the person."""
    step, client = step_of(zoe), signed_in(owner)

    def erase_first(*_args: object, **_more: object) -> None:
        erase(zoe, by=owner, now=LATER)

    for name in ("complete_follow_up", "skip", "snooze"):
        act_then = getattr(actions, name)
        monkeypatch.setattr(
            actions,
            name,
            lambda *args, act_then=act_then, **more: (erase_first(), act_then(*args, **more))[1],
        )
    fields = {"outcome": "spoke", "until": "tomorrow", "relevance": "x", "override_reason": "y"}
    assert client.post(f"/followups/{step.pk}/{door}/", fields).status_code == 404
