"""Reading one follow-up for a page: the agenda's item, whatever its state."""

from uuid import UUID

from django.db.models import Q

from accounts.changes import Change
from accounts.models import User
from followups.actions.undoing import UNDOABLE_CHANGES
from followups.agenda import COLUMNS, AgendaItem
from followups.models import FollowUp, HandOver
from prospects.models import Prospect


def item_for(user: User, pk: UUID) -> AgendaItem:
    """One follow-up that `user` may see, as an agenda item; raises FollowUp.DoesNotExist."""
    row = FollowUp.objects.visible_to(user).filter(pk=pk).values_list(*COLUMNS).first()
    if row is None:
        raise FollowUp.DoesNotExist
    return AgendaItem(*row)


def open_items_of(user: User, prospect: Prospect) -> list[AgendaItem]:
    """What is still to do with a person, in order of its day; one query.

    A referral stands with both: whoever named somebody, and whoever was named.
    """
    theirs = Q(prospect=prospect) | Q(referred=prospect)
    rows = FollowUp.objects.visible_to(user).open().filter(theirs)
    return [AgendaItem(*row) for row in rows.order_by("due_on", "closes_on", "pk").values_list(*COLUMNS)]


# What a change is about -> how a person is found from it.
_PERSON_OF = {"prospects.prospect": "pk", "prospects.loss": "losses", "prospects.deal": "deals"}


def change_for(user: User, pk: UUID) -> tuple[Change, Prospect]:
    """A change that can be taken back and the person it is about, if `user` may see them.

    Raises Change.DoesNotExist.
    """
    changes = Change.objects.filter(team_id=user.team_id, action__in=UNDOABLE_CHANGES)
    change = changes.get(pk=pk)
    if change.object_type == HandOver._meta.label_lower:
        return change, _handed_over(user, change.object_id)
    path = _PERSON_OF.get(change.object_type)
    people = Prospect.objects.visible_to(user)
    person = people.filter(**{path: change.object_id}).first() if path else None
    if person is None:
        raise Change.DoesNotExist
    return change, person


def _handed_over(user: User, pk: UUID) -> Prospect:
    """Who a hand-over is about: whoever gave or got it takes a step of theirs back, seeing them or not."""
    row = HandOver.objects.visible_to(user).select_related("prospect").filter(pk=pk).first()
    if row is None:
        raise Change.DoesNotExist
    return row.prospect
