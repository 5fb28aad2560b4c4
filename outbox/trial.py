"""A test mail, now and outside the queue, to hear what the mail server says to it."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from outbox import arming, breaker
from outbox.delivery import sender
from outbox.faults import DeliveryFault, FateUnknown
from outbox.message import Envelope, Message, UnusableAddress, build
from outbox.transport import Transport, transport_from_settings

KIND = "test"
# Somebody waits for the answer in front of a page.
TIMEOUT_SECONDS = 5.0


@dataclass(frozen=True)
class Trial:
    """How it went: whether the mail was taken, and the words of whoever refused or took it."""

    taken: bool
    said: str
    disarmed: bool = False
    maybe: bool = False


def send_test_mail(address: str, message: Message, now: datetime, way_out: Transport | None = None) -> Trial:
    """Hand one mail to the mail server at once. Never raises for what the server does; a copy sends none.

    It is no mail row, so it can be sent as often as wanted. A server that lets us in closes the breaker.
    """
    if not arming.is_armed():
        return Trial(taken=False, said="", disarmed=True)
    try:
        with way_out or transport_from_settings(TIMEOUT_SECONDS) as way:
            way.connect()
            breaker.close()
            way.send(build(message, _envelope(address), now), lambda: None)
            return Trial(taken=True, said=way.said)
    except FateUnknown as fault:
        return Trial(taken=False, said=str(fault), maybe=True)
    except (DeliveryFault, UnusableAddress) as fault:
        return Trial(taken=False, said=str(fault))


def _envelope(address: str) -> Envelope:
    return Envelope(
        delivery_id=uuid.uuid4(), sender=sender(), to_address=address, site_url=settings.SITE_URL, kind=KIND
    )
