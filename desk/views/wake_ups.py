"""What people wait for: the list, and saying that it has happened."""

from dataclasses import dataclass, field
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from desk.requests import SeeOther, SignedInRequest, clock, next_address
from desk.sentences import day_text
from followups.actions import Triggered, drop_wake_up, trigger_wake_up
from followups.kinds import Kind
from followups.models import FollowUp
from library.models import Topic
from prospects.conversations import WakeUpKind
from prospects.labels import WAKE_UPS
from prospects.models import WakeUp

MOST_WAITING = 500
MOST_DATED = 100


@dataclass
class Awaited:
    """One thing several people may wait for."""

    topic: Topic | None
    kind: str
    waiting: list[WakeUp] = field(default_factory=list)


@require_safe
def wake_ups(request: SignedInRequest) -> HttpResponse:
    """Everything waited for, by what it is; and the dated ones by their day."""
    today, _now = clock(request)
    context = {
        "awaited": _by_topic(request.user),
        "dated": [(row, day_text(row.due_on, today)) for row in _dated(request.user)],
        "here": "prospects",
    }
    return render(request, "desk/wake_ups.html", context)


def _by_topic(user: User) -> list[Awaited]:
    rows = WakeUp.objects.visible_to(user).waiting().filter(is_re_entry=False)
    rows = rows.select_related("topic", "prospect__organisation", "loss").order_by("created_at", "pk")
    found: dict[UUID | str, Awaited] = {}
    for row in rows[:MOST_WAITING]:
        kind = str(WAKE_UPS[WakeUpKind(row.kind)])
        found.setdefault(row.topic_id or row.kind, Awaited(row.topic, kind)).waiting.append(row)
    return sorted(found.values(), key=lambda entry: (entry.topic is None, -len(entry.waiting)))


def _dated(user: User) -> list[FollowUp]:
    rows = FollowUp.objects.visible_to(user).open().filter(kind=Kind.WAKE_UP)
    rows = rows.select_related("wake_up", "prospect__organisation").order_by("due_on", "pk")
    return list(rows[:MOST_DATED])


@require_POST
def trigger(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """It has happened: a follow-up for everybody who waits for it."""
    topic = get_object_or_404(Topic.objects.of_team(request.user.team_id), pk=pk)
    if not WakeUp.objects.visible_to(request.user).filter(topic=topic).exists():
        raise Http404
    triggered = trigger_wake_up(topic, by=request.user, now=timezone.now())
    messages.success(request, _said(topic, triggered))
    return SeeOther("/wake-ups/")


@require_POST
def drop(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """It does not count any more: nobody is woken by it."""
    mine = WakeUp.objects.visible_to(request.user).select_related("prospect")
    wake_up = get_object_or_404(mine, pk=pk)
    change = drop_wake_up(wake_up, by=request.user, now=timezone.now())
    undo = f"undo:/changes/{change.pk}/undo/" if change else ""
    messages.success(request, _("Dropped: it wakes nobody any more."), extra_tags=undo)
    return SeeOther(next_address(request, wake_up.prospect.get_absolute_url()))


def _said(topic: Topic, triggered: Triggered) -> str:
    count = len(triggered.follow_ups)
    if not count:
        return _("Nobody with a plan waits for “%(topic)s” any more.") % {"topic": topic.name}
    text = ngettext(
        "“%(topic)s”: %(count)s person is planned, within five working days.",
        "“%(topic)s”: %(count)s people are planned, within five working days.",
        count,
    ) % {"topic": topic.name, "count": count}
    if not triggered.left_alone:
        return text
    alone = ngettext("%(count)s is left in peace.", "%(count)s are left in peace.", triggered.left_alone) % {
        "count": triggered.left_alone
    }
    return f"{text} {alone}"
