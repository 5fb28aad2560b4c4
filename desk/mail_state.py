"""How mail is doing, in words: the clock, the mail server, what waits, which process was seen when."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from desk.mail_words import moment
from exchange.backups.nightly import PROCESS as BACKUP
from outbox.breaker import tripped
from outbox.health import MailHealth, mail_health, waiting_count
from outbox.models import Breaker, Heartbeat

STALE = timedelta(minutes=5)
PROCESSES = ("web", "worker", "beat")


@dataclass(frozen=True)
class Fact:
    """One line of it; `bad` when it is what stands in the way."""

    name: str
    text: str
    bad: bool = False
    said: str = ""


def mail_state(user: User, now: datetime) -> list[Fact]:
    """The lines, in the order in which somebody would look for a fault."""
    health = mail_health(now)
    seen = dict(Heartbeat.objects.values_list("process", "at"))
    facts = [_clock(health, seen.get("tick"), user, now), _server(health, user, now), _waiting(health, now)]
    facts.append(_backup(seen.get(BACKUP), user, now))
    parts = [_seen(name, seen[name], user, now) for name in PROCESSES if name in seen]
    return facts + ([Fact(_("Seen"), " · ".join(parts))] if parts else [])


def _clock(health: MailHealth, ticked_at: datetime | None, user: User, now: datetime) -> Fact:
    if ticked_at is None or health.tick_age_seconds is None:
        return Fact(_("Clock"), _("has not ticked yet. Is the worker running?"), bad=True)
    stale = health.tick_age_seconds > STALE.total_seconds()
    words = _("last ticked at %(at)s. Is the worker running?") if stale else _("last ticked at %(at)s")
    return Fact(_("Clock"), words % {"at": moment(ticked_at, user, now)}, bad=stale)


def _server(health: MailHealth, user: User, now: datetime) -> Fact:
    name = _("Mail server")
    if not health.armed:
        return Fact(name, _("not used: this is a copy. Arm it with “manage.py arm_mail”."), bad=True)
    if row := tripped().first():
        return Fact(name, _refusal(row, user, now), bad=True, said=row.reason)
    if settings.MAIL_AS_FILES:
        return Fact(name, _("none yet, mail is kept as files"))
    return Fact(name, _("takes our mail"))


def _refusal(row: Breaker, user: User, now: datetime) -> str:
    said = _("refuses us.")
    if row.since:
        said = _("refuses us since %(at)s.") % {"at": moment(row.since, user, now)}
    if row.open_until and row.open_until > now:
        said += " " + _("Next try: %(at)s.") % {"at": moment(row.open_until, user, now)}
    return said


def _waiting(health: MailHealth, now: datetime) -> Fact:
    name, count = _("Waiting"), waiting_count(now)
    if not count or health.oldest_pending_seconds is None:
        return Fact(name, _("nothing"))
    minutes = int(health.oldest_pending_seconds // 60)
    mails = ngettext("%(count)d mail", "%(count)d mails", count) % {"count": count}
    oldest = ngettext("the oldest for %(count)d minute", "the oldest for %(count)d minutes", minutes)
    return Fact(name, f"{mails}, {oldest % {'count': minutes}}", bad=minutes > 15)


def _backup(made_at: datetime | None, user: User, now: datetime) -> Fact:
    if made_at is not None:
        return Fact(_("Backup"), _("last made at %(at)s") % {"at": moment(made_at, user, now)})
    words = _("none yet, one is made every night") if settings.BACKUPS_KEPT else _("none is made by itself")
    return Fact(_("Backup"), words)


def _seen(process: str, at: datetime, user: User, now: datetime) -> str:
    return f"{process} {moment(at, user, now)}"
