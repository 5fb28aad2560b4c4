"""The pages on which something useful waits for a glance, and what is said of it once it was decided."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from desk.contact_words import blocked_text, instead_texts, refusal_text
from desk.mail_words import moment, told
from desk.useful_block import why_text
from followups.contact_history import history_of
from followups.useful import useful_for
from nurture.glance import Glance, glance_at
from nurture.kinds import Obstacle, SendingState
from nurture.labels import SENDING_STATES
from nurture.models import Sending, SendingQuerySet
from nurture.reasons import OBSTACLES
from nurture.standing import sendings

MOST_ON_TODAY = 5
STILL_IN_MIND = timedelta(hours=1)
# Where what is missing is put right.
MENDED_AT: dict[Obstacle, tuple[str, LazyText]] = {
    Obstacle.NO_PUBLIC_NAME: ("/settings/#team", gettext_lazy("Write it down")),
    Obstacle.NO_POSTAL_ADDRESS: ("/settings/#team", gettext_lazy("Write it down")),
}


@dataclass(frozen=True)
class Against:
    """What stands against a mail: in words, what would be fine instead, and where it can be put right."""

    text: str
    instead: tuple[str, ...] = ()
    mend_url: str = ""
    mend_words: str = ""


def queue_of(user: User) -> SendingQuerySet:
    """What waits for a glance of `user`, the longest first."""
    return sendings().waiting_for(user).order_by("created_at", "pk")


def glance_context(sending: Sending, user: User, now: datetime) -> dict[str, Any]:
    """Everything the page of one proposal shows but its form."""
    glance = glance_at(sending, now)
    waiting = list(queue_of(user).values_list("pk", flat=True))
    today = user.today(now)
    return {
        "sending": sending,
        "glance": glance,
        "mail": glance.mail,
        "why": _why(sending, user, now),
        "against": against_of(glance, today=today),
        "leaves": "" if glance.leaves_at <= now else moment(glance.leaves_at, user, now),
        "left": len(waiting),
        **_neighbours(sending.pk, waiting),
    }


def _why(sending: Sending, user: User, now: datetime) -> str:
    """Why the app thought of it."""
    person = sending.prospect
    history = history_of(person, but=sending.follow_up)
    for one in useful_for(person, history, today=user.today(now)):
        if one.item_id == sending.item_id:
            return why_text(one)
    return ""


def against_of(glance: Glance, *, today: date) -> Against | None:
    """The first thing that stands against it, in words."""
    if glance.refusal:
        return Against(refusal_text(glance.refusal))
    if glance.obstacle:
        url, words = MENDED_AT.get(glance.obstacle, ("", ""))
        return Against(_(OBSTACLES[glance.obstacle]), mend_url=url, mend_words=str(words))
    if glance.blocked:
        return Against(blocked_text(glance.blocked, today), tuple(instead_texts(glance.blocked)))
    return None


def _neighbours(pk: UUID, waiting: list[UUID]) -> dict[str, Any]:
    if pk not in waiting:
        return {"number": 0, "following": "", "preceding": ""}
    at = waiting.index(pk)
    following = waiting[(at + 1) % len(waiting)] if len(waiting) > 1 else None
    return {
        "number": at + 1,
        "following": reverse("desk:glance", args=[following]) if following else "",
        "preceding": reverse("desk:glance", args=[waiting[at - 1]]) if at else "",
    }


def decided_context(sending: Sending, user: User, now: datetime) -> dict[str, Any]:
    """What became of one that was decided, and whether it can be taken back."""
    mail = sending.delivery
    return {
        "sending": sending,
        "state_name": SENDING_STATES[SendingState(sending.state)],
        "at": moment(sending.sent_at or (mail.due_at if mail else sending.created_at), user, now),
        "reason": told(sending.reason),
        "may_take_back": may_take_back(sending),
        "mail_url": reverse("desk:one_mail", args=[mail.pk]) if mail and mail.owner_id == user.pk else "",
    }


def may_take_back(sending: Sending) -> bool:
    """Whether "not this one" or an approval can be undone."""
    if sending.state == SendingState.DECLINED:
        return True
    mail = sending.delivery
    is_here = mail is not None and mail.state in {"pending", "held"} and mail.transmissions == 0
    return sending.state == SendingState.APPROVED and is_here


def just_decided(user: User, now: datetime) -> dict[str, Any]:
    """What `user` decided last, as long as they may still think of it; one query."""
    lately = sendings().filter(decided_by=user, decided_at__gte=now - STILL_IN_MIND)
    last = lately.order_by("-decided_at").first()
    return {"decided": last, "decided_goes_back": last is not None and may_take_back(last)}


@dataclass(frozen=True)
class Waiting:
    """The section of Today: the first few, and how many there are."""

    rows: list[Sending]
    count: int


def waiting_part(user: User, count: int) -> Waiting | None:
    """What waits for a glance, if anything does; one query."""
    return Waiting(list(queue_of(user)[:MOST_ON_TODAY]), count) if count else None
