"""Addresses that are not written to: what is kept of them, whom that concerns, how it ends."""

import threading
import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

import pytest
from django.db import transaction

from accounts.models import User
from outbox import suppression
from outbox.claims import claim
from outbox.kinds import SEND, MailKind, Verdict
from outbox.models import Delivery, Suppression
from outbox.states import Audience, Reason, State
from tests.outbox.stage import DAY, LETTER, NOW, OFFER, Memory, a_delivery, deliver, post_office
from tests.outbox.test_races import at_the_same_time

OURS, PROSPECT = Audience.OURS, Audience.PROSPECT


@pytest.mark.django_db
def test_an_address_the_server_does_not_know_gets_no_further_mail(owner: User) -> None:
    row, later = a_delivery(owner), a_delivery(owner, due_at=NOW + DAY)
    with post_office(on_rcpt=lambda address: "550 5.1.1 no such user") as post:
        deliver(post.transport())
    with post_office() as post:
        report = deliver(post.transport(), now=NOW + DAY)
        assert post.mails == []
    assert report.left_in == {State.SUPPRESSED: 1}
    kept = Suppression.objects.get()
    assert (kept.reason, kept.since, kept.said) == ("bounce", NOW, "550 5.1.1 no such user")
    assert kept.source == row
    later.refresh_from_db()
    assert (later.state, later.error) == (State.SUPPRESSED, "mail to this address came back")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "reply", ["550 5.7.1 relaying denied", "554 5.7.1 policy", "452 4.2.2 full", "552 full"]
)
def test_a_refusal_that_is_not_about_the_address_is_not_remembered(owner: User, reply: str) -> None:
    a_delivery(owner)
    with post_office(on_rcpt=lambda address: reply) as post:
        deliver(post.transport())
    assert not Suppression.objects.exists()


@pytest.mark.django_db
def test_nothing_that_is_kept_shows_the_address(owner: User) -> None:
    suppression.suppress(owner.email, Reason.UNSUBSCRIBE, NOW)
    kept = Suppression.objects.get()
    assert all("maren" not in str(value) for value in kept.__dict__.values())


@pytest.mark.django_db
@pytest.mark.parametrize(
    "spelling", ["MAREN@Example.com", " maren@example.com ", "maren@example.com", "maren@EXAMPLE.COM"]
)
def test_every_spelling_of_an_address_is_the_same_address(spelling: str) -> None:
    suppression.suppress("maren@example.com", Reason.BOUNCE, NOW)
    assert suppression.verdict_on(spelling, OURS).state == State.SUPPRESSED


def test_a_domain_is_the_same_in_both_of_its_spellings() -> None:
    assert suppression.mark_of("maren@bücher.example") == suppression.mark_of("maren@xn--bcher-kva.example")
    assert suppression.mark_of("nobody") != suppression.mark_of("somebody")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("reason", "audience", "may"),
    [
        (Reason.BOUNCE, OURS, False),
        (Reason.BOUNCE, PROSPECT, False),
        (Reason.UNSUBSCRIBE, PROSPECT, False),
        (Reason.UNSUBSCRIBE, OURS, True),
    ],
)
def test_an_unsubscribe_concerns_mail_to_prospects_a_bounce_every_mail(
    reason: Reason, audience: Audience, may: bool
) -> None:
    suppression.suppress("maren@example.com", reason, NOW)
    assert (suppression.verdict_on("maren@example.com", audience) == SEND) == may


@pytest.mark.django_db
def test_both_are_kept_apart_and_only_the_bounce_can_be_lifted() -> None:
    assert suppression.suppress("maren@example.com", Reason.BOUNCE, NOW)
    assert suppression.suppress("maren@example.com", Reason.UNSUBSCRIBE, NOW)
    assert not suppression.suppress("maren@example.com", Reason.UNSUBSCRIBE, NOW + DAY)
    assert suppression.lift_bounce("Maren@example.com")
    assert not suppression.lift_bounce("Maren@example.com")
    kept = Suppression.objects.get()
    assert (kept.reason, kept.since) == ("unsubscribe", NOW)


@pytest.mark.django_db
def test_an_address_whose_bounce_was_lifted_is_written_to_again(owner: User) -> None:
    suppression.suppress(owner.email, Reason.BOUNCE, NOW)
    suppression.lift_bounce(owner.email)
    a_delivery(owner)
    assert deliver(Memory()).sent == 1


@pytest.mark.django_db
def test_which_addresses_came_back_is_told_with_what_the_server_said() -> None:
    suppression.suppress("maren@example.com", Reason.BOUNCE, NOW, said="550 gone")
    suppression.suppress("tessa@example.com", Reason.UNSUBSCRIBE, NOW)
    found = suppression.bounces(["maren@example.com", "tessa@example.com"])
    assert {address: row.said for address, row in found.items()} == {"maren@example.com": "550 gone"}


@pytest.mark.django_db
def test_the_address_is_judged_that_the_kind_followed_its_reader_to(owner: User) -> None:
    """The old address came back; the reader has another by now."""

    def follow(delivery: Delivery, now: datetime) -> Verdict:
        delivery.address = "new@example.com"
        delivery.save(update_fields=["address"])
        return SEND

    suppression.suppress(owner.email, Reason.BOUNCE, NOW)
    a_delivery(owner)
    way_out = Memory()
    deliver(way_out, kinds=(replace(LETTER, may_send=follow),))
    assert [mail["To"] for mail in way_out.mails] == ["new@example.com"]


@pytest.mark.django_db(transaction=True)
def test_an_unsubscribe_and_a_claim_at_once_leave_no_mail_claimed_after_it(owner: User) -> None:
    """PROMISES A7: where the claim won, its transaction had ended before the unsubscribe's did."""
    kinds = {OFFER.name: OFFER}
    for _ in range(10):
        Suppression.objects.all().delete()
        row = a_delivery(owner, OFFER)
        turns = iter([
            lambda pk=row.pk: claim(pk, kinds, NOW),
            lambda: suppression.suppress(owner.email, Reason.UNSUBSCRIBE, NOW),
        ])  # fmt: skip
        at_the_same_time(lambda turns=turns: next(turns)(), times=2)
        assert not claims_after(row, kinds)


def claims_after(row: Delivery, kinds: Mapping[str, MailKind]) -> bool:
    """Whether a new mail to the same address would still be sent."""
    again = Delivery.objects.create(
        kind=row.kind, recipient=row.recipient, address=row.address, period_key=f"{row.pk}", due_at=NOW,
        next_attempt_at=NOW,
    )  # fmt: skip
    taken = claim(again.pk, kinds, NOW)
    return taken is not None and taken.verdict == SEND


@pytest.mark.django_db(transaction=True)
def test_a_claim_waits_for_an_unsubscribe_that_is_under_way(owner: User) -> None:
    row = a_delivery(owner, OFFER)
    kinds = {OFFER.name: OFFER}

    def stop() -> None:
        with transaction.atomic():
            suppression.suppress(owner.email, Reason.UNSUBSCRIBE, NOW)
            under_way.set()
            time.sleep(0.3)

    def send() -> State | None:
        under_way.wait(5)
        taken = claim(row.pk, kinds, NOW)
        return taken and taken.verdict.state

    under_way = threading.Event()
    turns = iter([stop, send])
    results = at_the_same_time(lambda: next(turns)(), times=2)
    assert State.SUPPRESSED in results
