"""What the frame of every page shows: the badge, and what the app has to say about itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, Exists, QuerySet, Subquery
from django.db.models.expressions import Combinable
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from accounts.models import User
from desk.carried import owner_mark, told_again
from desk.mail_list import waiting_for
from desk.troubles import sentences
from followups.agenda import due_count
from followups.batons_to_answer import count_to_answer
from nurture.models import Sending
from outbox.health import MailHealth, health_from, signs
from outbox.models import Delivery
from outbox.states import NEVER_SHOWN, State

STALE_TICK_SECONDS = 300
STALE_MAIL_SECONDS = 900
# Whoever has been here for so long should have seen a first tick.
TICKS_BY_THEN = timedelta(minutes=5)
UNDELIVERED_FOR = timedelta(days=7)


def frame(request: HttpRequest) -> dict[str, Any]:
    """Badge, banners and what is shown again, computed only when a template asks for them."""
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return {"signup_open": settings.SIGNUP_OPEN}
    now = timezone.now()
    notices = SimpleLazyObject(lambda: notices_for(user, now))
    # A page of our own says where it is; those of the library that signs people in belong to the settings.
    at_account = request.path.startswith("/accounts/")
    return {
        **({"here": "settings"} if at_account else {}),
        "badge": SimpleLazyObject(lambda: due_count(user, user.today(now))),
        "banners": SimpleLazyObject(lambda: notices.everything()),
        "glances": SimpleLazyObject(lambda: notices.glances),
        "to_answer": SimpleLazyObject(lambda: notices.to_answer),
        "typed_by": SimpleLazyObject(lambda: owner_mark(user)),
        "typed_again": SimpleLazyObject(lambda: told_again(request)),
    }


@dataclass(frozen=True)
class Notices:
    """What the app has to say to somebody; what waits for them apart, as Today shows it as sections: whether
    mail does, and how many hand-overs."""

    said: list[dict[str, str]]
    mail_is_held: bool
    # How many useful things wait for their glance, how many hand-overs for their answer.
    glances: int = 0
    to_answer: int = 0

    def everything(self) -> list[dict[str, str]]:
        """With a sentence about the mail that waits, for every other page."""
        return [*self.said, _mail_is_held()] if self.mail_is_held else self.said


def banners_for(user: User, now: datetime) -> list[dict[str, str]]:
    """What a page says above everything else; see notices_for."""
    return notices_for(user, now).everything()


def notices_for(user: User, now: datetime) -> Notices:
    """What the app has to say to `user`; one query, as long as nothing fails."""
    health = _last.health_at(now)
    if health is None:
        row = _ask(user, now, **signs(now))
        health = health_from(row, now)
        _last.keep(health, now)
    else:
        row = _ask(user, now)
    said = banners(health)
    if health.tick_age_seconds is None and now - user.date_joined > TICKS_BY_THEN:
        said.append(_warning(stands_still()))
    if row["missed"]:
        said.append(_warning(_("A mail to you may not have arrived. What it held stands on Today.")))
    return Notices(
        said,
        mail_is_held=row["held"],
        glances=row["glances"] or 0,
        to_answer=row["to_answer"] or 0,
    )


def _mail_is_held() -> dict[str, str]:
    return _warning(_("Mail to a prospect is held: you decide whether it leaves."), "?state=held")


def _ask(user: User, now: datetime, **more: Combinable) -> Mapping[str, Any]:
    waiting = Sending.objects.waiting_for(user).order_by().values("owner")
    asked: dict[str, Combinable] = {
        "missed": Exists(_undelivered(user, now)),
        "held": Exists(waiting_for(user)),
        "glances": Subquery(waiting.annotate(count=Count("pk")).values("count")),
        "to_answer": count_to_answer(now),
        **more,
    }
    row: Mapping[str, Any] = User.objects.filter(pk=user.pk).values(**asked)[0]
    return row


def stands_still() -> str:
    """Nothing that should happen by itself does."""
    return _("The clock stands still: no mail goes out. Today is right all the same.")


class _LastRead:
    """How the installation was doing when this process last asked: the same for everybody, and not news."""

    def __init__(self) -> None:
        self.read: tuple[datetime, MailHealth] | None = None

    def health_at(self, now: datetime) -> MailHealth | None:
        """What was read a moment ago; None when that is too long ago."""
        if self.read is None:
            return None
        at, health = self.read
        age = (now - at).total_seconds()
        return health if 0 <= age < settings.HEALTH_KNOWN_FOR_SECONDS else None

    def keep(self, health: MailHealth, now: datetime) -> None:
        """Remember what was read at `now`."""
        self.read = (now, health)


_last = _LastRead()


def banners(health: MailHealth) -> list[dict[str, str]]:
    """What isn't working, in words for everybody; and that mail is kept as files."""
    said = []
    if health.tick_age_seconds is not None and health.tick_age_seconds > STALE_TICK_SECONDS:
        said.append(_warning(stands_still()))
    if not health.armed:
        said.append(_warning(_("This is a copy: it mails nobody until somebody arms it.")))
    elif health.breaker_open:
        said.append(_warning(_("The mail server does not take our mail at the moment. We keep trying.")))
    elif health.oldest_pending_seconds is not None and health.oldest_pending_seconds > STALE_MAIL_SECONDS:
        said.append(_warning(_("Mail has been waiting for a while.")))
    said += [{"level": "warn", "text": text} for text in sentences(health.failing)]
    if settings.MAIL_AS_FILES:
        text = _("Mail stays here as files until a mail server is set up.")
        said.append({"level": "info", "text": text, "url": reverse("desk:mail"), "link": _("See the mail")})
    return said


def _undelivered(user: User, now: datetime) -> QuerySet[Delivery]:
    """Mail of the last week that may not have reached `user`."""
    lately = Delivery.objects.filter(recipient=user, created_at__gte=now - UNDELIVERED_FOR)
    lately = lately.exclude(kind__in=NEVER_SHOWN)
    return lately.filter(state__in=[State.UNKNOWN, State.FAILED, State.SUPPRESSED])


def _warning(text: str, which: str = "") -> dict[str, str]:
    return {"level": "warn", "text": text, "url": reverse("desk:mail") + which, "link": _("See the mail")}
