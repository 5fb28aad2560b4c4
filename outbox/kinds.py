"""What a room says about a kind of mail it owns. The outbox knows how to send, never what or to whom."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from outbox.message import Message
from outbox.models import Delivery
from outbox.states import NEVER_SHOWN, Audience, State


@dataclass(frozen=True)
class Verdict:
    """Whether a mail may leave: `state` is None when it may, else the state it ends in, with the reason."""

    state: State | None = None
    reason: str = ""
    # It stays held whatever somebody presses, until what is missing is there.
    until_mended: bool = False


SEND = Verdict()


def drop(reason: str) -> Verdict:
    """Nobody needs this mail any more."""
    return Verdict(State.DROPPED, reason)


def hold(reason: str) -> Verdict:
    """A person has to decide."""
    return Verdict(State.HELD, reason)


def hold_until_mended(reason: str) -> Verdict:
    """Something is missing that no press of a button replaces."""
    return Verdict(State.HELD, reason, until_mended=True)


def supersede(reason: str) -> Verdict:
    """A newer mail carries everything this one would say."""
    return Verdict(State.SUPERSEDED, reason)


def suppress(reason: str) -> Verdict:
    """This address must not be written to."""
    return Verdict(State.SUPPRESSED, reason)


def nothing_to_do(delivery: Delivery, now: datetime) -> None:
    """The `on_sent` of a kind that has nothing to note."""


@dataclass(frozen=True)
class MailKind:
    """A kind of mail.

    `may_send` runs inside the claim's transaction and reads everything again; `render` outside any
    transaction; `on_sent` inside the transaction that marks the mail sent. Mails of one `family` to one
    person replace each other: the newest counts. Mail that lets somebody in is `secret`: its row keeps
    nothing of what it says, and no page shows it (`NEVER_SHOWN`). Render it from what the row does not hold.
    """

    name: str
    audience: Audience
    may_send: Callable[[Delivery, datetime], Verdict]
    render: Callable[[Delivery, datetime], Message]
    on_sent: Callable[[Delivery, datetime], None] = nothing_to_do
    family: str = ""
    secret: bool = False

    def __post_init__(self) -> None:
        """Raises ValueError for a secret kind that pages would show."""
        if self.secret != (self.name in NEVER_SHOWN):
            raise ValueError(f"{self.name}: a kind of mail is secret and never shown, or neither")
