"""Somebody who wants useful things by mail, and what is there to send."""

from datetime import date, datetime
from typing import Any

from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.db.models import QuerySet

from accounts.models import Team, User
from followups.kinds import Kind, PlanStatus
from followups.models import FollowUp, FollowUpPlan
from library.kinds import Purpose
from library.models import ItemTopic, Topic, ValueItem
from lostdeals.clock import MAIL_KINDS
from nurture.approving import Words, approve
from nurture.models import Sending
from nurture.proposing import propose
from outbox.delivery import deliver_due
from outbox.models import Delivery
from prospects.conversations import PermissionChannel, PermissionSource, PermissionStrength
from prospects.models import Permission, Prospect, ProspectTopic
from prospects.new_no import Agreement
from tests.cast import MONDAY
from tests.followups.telling import day, log, nine_on

# Far enough from the no that nothing else is near.
DUE = day(15)
WHY = Words("You are planning for spring.", "For your spring plan")


def complete(team: Team) -> None:
    """Everything a mail to buyers needs of the team."""
    Team.objects.filter(pk=team.pk).update(
        public_name="Vogt & Partner", postal_address="Kaistr. 1, 20457 Hamburg"
    )
    team.refresh_from_db()


def agree(
    person: Prospect,
    *,
    on: date = MONDAY,
    every: int | None = None,
    strength: str = PermissionStrength.CONFIRMED,
) -> Permission:
    """They said yes to mail."""
    return Permission.objects.create(
        team=person.team,
        prospect=person,
        channel=PermissionChannel.MAIL,
        is_granted=True,
        strength=strength,
        source=PermissionSource.WROTE,
        given_on=on,
        every_weeks=every,
        recorded_by=person.owner,
    )


def take_back_yes(person: Prospect, *, on: date) -> Permission:
    """They took their yes to mail back."""
    return Permission.objects.create(
        team=person.team,
        prospect=person,
        channel=PermissionChannel.MAIL,
        is_granted=False,
        strength=PermissionStrength.SAID,
        source=PermissionSource.TOLD_US,
        given_on=on,
        recorded_by=person.owner,
    )


def topic(team: Team, name: str = "Spring planning") -> Topic:
    """A topic of the team."""
    found, _new = Topic.objects.get_or_create(team=team, name=name)
    return found


def an_item(
    owner: User, title: str = "Planning in three steps", *, about: str = "Spring planning", **more: Any
) -> ValueItem:
    """Something of the library."""
    more.setdefault("link", f"https://example.org/{title.replace(' ', '-').lower()}")
    item = ValueItem.objects.create(team=owner.team, title=title, added_by=owner, **more)
    ItemTopic.objects.create(item=item, topic=topic(owner.team, about))
    return item


def a_pitch(owner: User, title: str = "What we do", **more: Any) -> ValueItem:
    """Something about our work."""
    return an_item(owner, title, purpose=Purpose.PITCH, **more)


def somebody(
    owner: User, name: str = "Ingrid Solheim", email: str = "ingrid@example.no", **more: Any
) -> Prospect:
    """Said no on MONDAY, cares about spring planning, said yes to mail in writing."""
    complete(owner.team)
    strength = more.pop("strength", PermissionStrength.CONFIRMED)
    every = more.pop("every", None)
    if strength:
        more["agreement"] = Agreement((PermissionChannel.MAIL,), strength, every_weeks=every)
    person = log(owner, name, email=email, **more).prospect
    ProspectTopic.objects.create(prospect=person, topic=topic(owner.team))
    return person


def somebody_at_once(owner: User, number: int) -> Prospect:
    """Somebody we keep in touch with who said yes to mail in writing: rows alone, for tests with many."""
    person = Prospect.objects.create(
        team=owner.team, owner=owner, name=f"Person {number}", email=f"person{number}@example.org"
    )
    FollowUpPlan.objects.create(
        team=owner.team, prospect=person, owner=owner, status=PlanStatus.ACTIVE, window_from=60,
        window_to=90, last_two_way_on=MONDAY,
    )  # fmt: skip
    agree(person)
    return person


def approved(
    person: Prospect,
    item: ValueItem,
    *,
    on: date = DUE,
    at: datetime | None = None,
    words: Words = WHY,
    by: User | None = None,
) -> Sending:
    """Proposed by hand and approved, at nine on a day unless told otherwise."""
    by, now = by or person.owner, at or nine_on(on)
    row = FollowUp.objects.open().filter(prospect=person, kind=Kind.VALUE_ITEM).first()
    proposed = propose(person, item, row, by=by, now=now)
    return approve(proposed.pk, words, by=by, now=now)


def mail_of(sending: Sending) -> QuerySet[Delivery]:
    """The row of its mail."""
    return Delivery.objects.filter(sending=sending)


def to_prospects() -> list[EmailMultiAlternatives]:
    """What has left to anybody who is none of us."""
    sent = [one for one in mail.outbox if "X-Lostdeals-Kind" not in one.extra_headers]
    return [one for one in sent if isinstance(one, EmailMultiAlternatives)]


def leave(on: date = DUE, at: datetime | None = None) -> list[EmailMultiAlternatives]:
    """Hand over everything due at nine on a day; what has left to prospects so far."""
    deliver_due(MAIL_KINDS, at or nine_on(on))
    return to_prospects()
