"""Two answers for those who watch: `/livez` for load balancers, `/healthz` for people and monitors."""

from collections.abc import Iterator

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from outbox.health import MailHealth, mail_health

TICK_MAY_BE_SECONDS_OLD = 5 * 60
PENDING_MAIL_MAY_WAIT_SECONDS = 15 * 60


@login_not_required
@never_cache
@require_safe
def livez(request: HttpRequest) -> HttpResponse:
    """200 while web and database work, else 503."""
    return _answer(request, [] if _database_answers() else ["database"])


@login_not_required
@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 while reminders go out as promised, else 503 with what is wrong; nobody's data."""
    try:
        found = list(problems(mail_health(timezone.now())))
    except DatabaseError:
        found = ["database"]
    return _answer(request, found)


def problems(health: MailHealth) -> Iterator[str]:
    """The names of what keeps reminders from going out: `clock`, `mail`, `mail_server`."""
    if health.tick_age_seconds is None or health.tick_age_seconds > TICK_MAY_BE_SECONDS_OLD:
        yield "clock"
    if (health.oldest_pending_seconds or 0) > PENDING_MAIL_MAY_WAIT_SECONDS:
        yield "mail"
    if health.breaker_open:
        yield "mail_server"


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return bool(cursor.fetchone() == (1,))
    except DatabaseError:
        return False


def _sentence(problem: str) -> str:
    sentences = {
        "database": _("The database does not answer."),
        "clock": _("The clock has not ticked for more than five minutes. Is the worker running?"),
        "mail": _("A mail has been waiting for more than 15 minutes."),
        "mail_server": _("The mail server does not accept our mail at the moment."),
    }
    return sentences[problem]


def _answer(request: HttpRequest, found: list[str]) -> HttpResponse:
    status = 503 if found else 200
    if request.get_preferred_type(["text/plain", "application/json"]) == "application/json":
        return JsonResponse({"ok": not found, "problems": found}, status=status)
    lines = [_sentence(problem) for problem in found] or [_("Everything works.")]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8", status=status)
