"""How long people are kept: announced a month ahead, kept by whoever says so, never erased unannounced."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from accounts.changes import Change, Trail
from accounts.models import Team, User
from followups.actions.plans import lock_owners, owners_of_person
from followups.models import ErasureNotice
from followups.retention import NOTICE_DAYS, forgotten
from prospects.models import Prospect


def announce_erasures(now: datetime) -> int:
    """Announce whom the teams keep no longer, and take back what was announced of others; how many anew.

    Safe to run twice and at the same time.
    """
    set_up = Q(erase_after_months__isnull=False)
    announced = Q(pk__in=ErasureNotice.objects.filter(erase_on__isnull=False).values("team"))
    return sum(_announce(team, now) for team in Team.objects.filter(set_up | announced).order_by("pk"))


@transaction.atomic
def _announce(team: Team, now: datetime) -> int:
    # One at a time for each team.
    team = Team.objects.select_for_update(no_key=True).get(pk=team.pk)
    today = now.date()
    people = set(forgotten(team, today).values_list("pk", flat=True))
    notices = ErasureNotice.objects.filter(team=team)
    notices.filter(erase_on__isnull=False).exclude(prospect__in=people).delete()
    erase_on = today + timedelta(days=NOTICE_DAYS)
    # Kept long ago, they are asked about again.
    again = notices.filter(prospect__in=people, kept_on__isnull=False)
    renewed = again.update(erase_on=erase_on, kept_on=None)
    known = set(notices.filter(prospect__in=people).values_list("prospect_id", flat=True))
    new = [
        ErasureNotice(team=team, prospect_id=pk, erase_on=erase_on, created_at=now)
        for pk in sorted(people - known)
    ]
    ErasureNotice.objects.bulk_create(new)
    return renewed + len(new)


def due_erasures(now: datetime, most: int) -> list[UUID]:
    """The people whose announced day has come, the longest announced first."""
    due = ErasureNotice.objects.filter(erase_on__lte=now.date()).order_by("erase_on", "pk")
    return list(due.values_list("prospect_id", flat=True)[:most])


def lock_if_still_due(pk: UUID, now: datetime) -> Prospect | None:
    """The person, locked with whoever plans for them, if they are to be erased now and nothing happened
    since; inside the transaction that erases them."""
    person = Prospect.objects.select_related("team").filter(pk=pk).first()
    if person is None:
        return None
    lock_owners(owners_of_person(person, team_id=person.team_id))
    is_due = ErasureNotice.objects.filter(prospect=pk, erase_on__lte=now.date())
    is_due = is_due.filter(prospect__in=forgotten(person.team, now.date()))
    return person if is_due.exists() else None


@transaction.atomic
def keep_person(prospect: Prospect, *, by: User, today: date, now: datetime) -> Change | None:
    """They stay, and are asked about again as much later; None when nobody is about to erase them."""
    notice = ErasureNotice.objects.select_for_update().filter(prospect=prospect, erase_on__isnull=False)
    row = notice.first()
    if row is None:
        return None
    trail = Trail(actor=by, team=by.team, now=now)
    trail.update(row, erase_on=None, kept_on=today)
    return trail.write("keep_person", prospect)
