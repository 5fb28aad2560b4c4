"""Who may see a prospect and everything beneath: the owner, the managers of the team, whoever has an open
follow-up with them, until it is done (a colleague who stands in for somebody away), and whoever of marketing
has them in their care. Private notes are for the owner and the managers alone as long as that lasts."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from accounts.models import User
from accounts.policy import Thing, may

if TYPE_CHECKING:
    from prospects.models import Loss, Prospect

# What is private of a person, and of a no. Notes among the touches are as well.
OF_A_PERSON = ("personal_cues",)
OF_A_NO = ("notes",)


def visible(user: User, prospect: str = "") -> Q:
    """When `user` sees a row; `prospect` is the path to its prospect ("loss__prospect")."""
    path = f"{prospect}__" if prospect else ""
    of_the_team = Q(**{f"{path}team_id": user.team_id})
    if may(user, Thing.TEAMS_PROSPECTS):
        return of_the_team
    seen = Q(**{f"{path}owner_id": user.pk}) | _looks_after(user, prospect)
    if may(user, Thing.IN_CARE):
        seen |= _has_in_care(user, prospect)
    return of_the_team & seen


def _has_in_care(user: User, prospect: str) -> Q:
    """The person was handed over to `user` and is not back yet."""
    person = OuterRef(f"{prospect}_id" if prospect else "pk")
    return Q(Exists(user.hand_overs_taken.in_care().filter(prospect=person)))


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


def sees_in_part(person: "Prospect", user: User) -> bool:
    """Whether private notes are kept from somebody who sees a person: these are in marketing's care, and
    theirs neither to look after nor to manage."""
    return not may_see_all_of(person, user) and person.hand_overs.in_care().exists()


def veil(person: "Prospect", user: User) -> bool:
    """Take off what is private of a person that was read, as far as it is kept from `user`; whether it is.

    Not to be saved after that.
    """
    is_kept = sees_in_part(person, user)
    if is_kept:
        for name in OF_A_PERSON:
            setattr(person, name, "")
    return is_kept


def veil_noes(losses: Iterable["Loss"]) -> None:
    """Take off what is private of noes that were read; not to be saved after that."""
    for loss in losses:
        for name in OF_A_NO:
            setattr(loss, name, "")


def visible_parts(user: User, most: int) -> list[Q]:
    """The people `user` sees in parts that an index each leads to, so that none has to be asked about.

    Of those they have to do with, only the people of the `most` rows that are due first.
    """
    of_the_team = Q(team_id=user.team_id)
    if may(user, Thing.TEAMS_PROSPECTS):
        return [of_the_team]
    cared_for = user.hand_overs_taken.in_care().order_by().values("prospect_id")
    todo = user.follow_ups.open().order_by("due_on", "pk")
    people = todo.values("prospect_id")[:most]
    namers = todo.filter(referred__isnull=False).values("prospect_id")[:most]
    return [
        of_the_team & Q(owner_id=user.pk),
        *([of_the_team & Q(pk__in=cared_for)] if may(user, Thing.IN_CARE) else []),
        of_the_team & Q(pk__in=people),
        of_the_team & Q(referred_by__in=namers),
    ]
