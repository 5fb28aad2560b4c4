"""They pressed "unsubscribe": what the app sends by itself ends, for every row of theirs in the team."""

from datetime import datetime

from django.db import transaction

from accounts.changes import Change, Trail
from followups.actions.plans import lock_owners
from prospects import actions as facts
from prospects.models import Prospect


@transaction.atomic
def unsubscribe(prospect: Prospect, *, now: datetime) -> Change | None:
    """They want no mail of the app's: permission for mail and letter is withdrawn, by themselves.

    Plans stay, and so does what a person may do by hand. None when they had said so before: then nothing is
    written. Nobody of ours is its actor.
    """
    same = Prospect.objects.of_address(prospect.team_id, prospect.email)
    # Whoever holds a row of theirs, planned for or not: two presses of two mails come one after the other.
    lock_owners({prospect.owner_id, *same.values_list("owner_id", flat=True)})
    fresh = Prospect.objects.select_related("team", "owner").get(pk=prospect.pk)
    trail = Trail(actor=None, team=fresh.team, now=now)
    for person in list(same.select_related("owner").order_by("pk")) or [fresh]:
        facts.note_unsubscribed(person, on=person.owner.today(now), trail=trail)
    return trail.write("unsubscribe", fresh) if trail.after else None
