"""Who may see a prospect and everything beneath: the owner, the managers of the team, and whoever has an
open follow-up with them, until it is done (a colleague who stands in for somebody away)."""

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from accounts.models import User
from accounts.policy import Thing, may

if TYPE_CHECKING:
    from prospects.models import Prospect


def visible(user: User, prospect: str = "") -> Q:
    """When `user` sees a row; `prospect` is the path to its prospect ("loss__prospect")."""
    path = f"{prospect}__" if prospect else ""
    of_the_team = Q(**{f"{path}team_id": user.team_id})
    if may(user, Thing.TEAMS_PROSPECTS):
        return of_the_team
    return of_the_team & (Q(**{f"{path}owner_id": user.pk}) | _looks_after(user, prospect))


def _looks_after(user: User, prospect: str) -> Q:
    """The person is somebody `user` has to do with right now, or whom such a person named to be contacted.

    Asked person by person over an index on theirs: somebody may have thousands of open follow-ups.
    """
    todo = user.follow_ups.open().order_by()
    person = OuterRef(f"{prospect}_id" if prospect else "pk")
    namer = OuterRef(f"{prospect}__referred_by_id" if prospect else "referred_by_id")
    named = todo.filter(referred__isnull=False, prospect=namer)
    return Q(Exists(todo.filter(prospect=person))) | Q(Exists(named))


def may_see_all_of(person: "Prospect", user: User) -> bool:
    """Whether somebody sees a person entirely: their owner and the managers, not whoever stands in."""
    return person.team_id == user.team_id and (user.is_manager or person.owner_id == user.pk)


def visible_parts(user: User, most: int) -> list[Q]:
    """The people `user` sees in parts that an index each leads to, so that none has to be asked about.

    Of those they have to do with, only the people of the `most` rows that are due first.
    """
    of_the_team = Q(team_id=user.team_id)
    if may(user, Thing.TEAMS_PROSPECTS):
        return [of_the_team]
    todo = user.follow_ups.open().order_by("due_on", "pk")
    people = todo.values("prospect_id")[:most]
    namers = todo.filter(referred__isnull=False).values("prospect_id")[:most]
    return [
        of_the_team & Q(owner_id=user.pk),
        of_the_team & Q(pk__in=people),
        of_the_team & Q(referred_by__in=namers),
    ]
