"""Correcting what is known of a person."""

from datetime import datetime

from django.db import transaction

from accounts.changes import Trail
from accounts.models import User
from prospects import actions as facts
from prospects.facts import ProspectFacts
from prospects.models import Prospect


@transaction.atomic
def edit_prospect(prospect: Prospect, typed: ProspectFacts, *, by: User, now: datetime) -> Prospect:
    """Save what was typed about a person; raises ValidationError on an unusable value."""
    person = Prospect.objects.select_for_update().get(pk=prospect.pk)
    trail = Trail(actor=by, team=by.team, now=now)
    facts.rewrite_prospect(person, typed, trail=trail)
    if trail.after:
        trail.write("edit_prospect", person)
    return person
