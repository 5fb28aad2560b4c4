"""Two answers for those who watch: `/livez` for load balancers, `/healthz` for people and monitors."""

from collections.abc import Mapping

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from desk.troubles import sentences
from outbox.health import MailHealth, mail_health

TICK_MAY_BE_SECONDS_OLD = 5 * 60
PENDING_MAIL_MAY_WAIT_SECONDS = 15 * 60


@login_not_required
@never_cache
@require_safe
def livez(request: HttpRequest) -> HttpResponse:
    """200 while web and database work, else 503."""
    return _answer(request, {} if _database_answers() else _no_database())


@login_not_required
@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 while reminders go out as promised, else 503 with what is wrong; nobody's data."""
    try:
        found = problems(mail_health(timezone.now()))
    except DatabaseError:
        found = _no_database()
    return _answer(request, found)


def problems(health: MailHealth) -> dict[str, str]:
    """What is wrong, each by its name and in a sentence: `clock`, `disarmed`, `mail`, `mail_server`, and work
    that fails again and again, like `plan_digests` (lostdeals/clock.py names its parts)."""
    found = {}
    if health.tick_age_seconds is None or health.tick_age_seconds > TICK_MAY_BE_SECONDS_OLD:
        found["clock"] = _("The clock has not ticked for more than five minutes. Is the worker running?")
    if not health.armed:
        found["disarmed"] = _("This is a copy: it mails nobody until it is armed (manage.py arm_mail).")
    if (health.oldest_pending_seconds or 0) > PENDING_MAIL_MAY_WAIT_SECONDS:
        found["mail"] = _("A mail has been waiting for more than 15 minutes.")
    if health.breaker_open:
        found["mail_server"] = _("The mail server does not accept our mail at the moment.")
    parts = [part.replace(" ", "_") for part in health.failing]
    return found | dict(zip(parts, sentences(health.failing), strict=True))


def _no_database() -> dict[str, str]:
    return {"database": _("The database does not answer.")}


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return bool(cursor.fetchone() == (1,))
    except DatabaseError:
        return False


def _answer(request: HttpRequest, found: Mapping[str, str]) -> HttpResponse:
    status = 503 if found else 200
    if request.get_preferred_type(["text/plain", "application/json"]) == "application/json":
        return JsonResponse({"ok": not found, "problems": list(found)}, status=status)
    lines = list(found.values()) or [_("Everything works.")]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8", status=status)
