"""What somebody has not looked back on yet."""

from datetime import date, timedelta

from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import User
from followups.kinds import Kind
from followups.models import FollowUp
from followups.scheduling import DEBRIEF_FADES_AFTER
from insights.models import Debrief
from prospects.models import Loss

RECENT = timedelta(days=30)
MOST_WAITING = 30
AT_ONCE = 3


def waiting_noes(user: User, today: date) -> list[Loss]:
    """The noes `user` may still look back on, in the order of their day: those planned for them, then those
    they logged in the last thirty days. What they left out, and what has faded, is not offered again."""
    planned = _planned(user, today)
    recent = _recent(user, today).exclude(pk__in=[loss.pk for loss in planned])
    return [*planned, *recent.order_by("-said_on", "-logged_at")[: MOST_WAITING - len(planned)]]


def _planned(user: User, today: date) -> list[Loss]:
    rows = FollowUp.objects.owned_by(user).open().filter(kind=Kind.DEBRIEF, loss__isnull=False)
    rows = rows.filter(due_on__gte=today - timedelta(days=DEBRIEF_FADES_AFTER)).order_by("due_on", "pk")
    order = list(dict.fromkeys(rows.values_list("loss_id", flat=True)[:MOST_WAITING]))
    found = _with_names(Loss.objects.visible_to(user)).in_bulk(order)
    return [found[pk] for pk in order if pk in found]


def _recent(user: User, today: date) -> QuerySet[Loss]:
    own = Debrief.objects.of(user).filter(loss=OuterRef("pk"))
    put_away = FollowUp.objects.filter(kind=Kind.DEBRIEF, owner=user, loss=OuterRef("pk"))
    mine = Loss.objects.visible_to(user).filter(logged_by=user, said_on__gte=today - RECENT)
    return _with_names(mine.exclude(Exists(own)).exclude(Exists(put_away)))


def _with_names(losses: QuerySet[Loss]) -> QuerySet[Loss]:
    return losses.select_related("prospect__organisation", "deal")
