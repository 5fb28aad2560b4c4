"""Everything that was done about one person."""

from django.db.models import Q, QuerySet

from accounts.changes import Change
from followups.models import FollowUp, HandOver
from prospects.models import Deal, Loss, MergedProspect, Prospect


def changes_about(person: Prospect) -> "QuerySet[Change]":
    """The changes to a person, their noes, deals, follow-ups and hand-overs, in no order.

    Those too that were taken back and left nothing but the person.
    """
    about = (
        Loss.objects.filter(prospect=person).values("pk"),
        Deal.objects.filter(prospect=person).values("pk"),
        FollowUp.objects.filter(prospect=person).values("pk"),
        HandOver.objects.filter(prospect=person).values("pk"),
        MergedProspect.objects.filter(into=person).values("pk"),
    )
    theirs = Q(object_id=person.pk) | Q(undone_by__object_id=person.pk)
    for rows in about:
        theirs |= Q(object_id__in=rows)
    return Change.objects.filter(theirs, team_id=person.team_id)
