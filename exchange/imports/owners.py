"""Whose the people of an import are to be: whoever brings it, or for a manager each seller's own."""

from collections import Counter
from collections.abc import Iterable
from uuid import UUID

from accounts.models import User
from accounts.policy import Thing, may
from exchange.imports.choices import Choices
from exchange.imports.noes import spelt

Owners = dict[str, UUID]


def may_give(user: User) -> bool:
    """Whether somebody may give people to colleagues; the others look after all they bring."""
    return may(user, Thing.REASSIGNING)


def sellers_here(user: User) -> list[User]:
    """Those of the team who sell and are still here."""
    members = User.objects.filter(team=user.team_id, is_active=True, is_sales=True)
    return list(members.select_related("team").order_by("name", "email", "pk"))


def owners_for(user: User, choices: Choices) -> Owners:
    """Who looks after the people of each that the files name as selling, by `spelt`: as chosen, else the
    colleague of that name or address. Whoever is in neither is whoever imports.
    """
    if not may_give(user):
        return {}
    here = sellers_here(user)
    known = {each.pk for each in [*here, user]}
    return _called(here) | {name: pk for name, pk in choices.owners.items() if pk in known}


def _called(users: Iterable[User]) -> Owners:
    """Users by their address and, where nobody shares it, their name."""
    users = list(users)
    names = Counter(spelt(user.get_full_name()) for user in users)
    by_name = {spelt(user.get_full_name()): user.pk for user in users}
    alone = {name: pk for name, pk in by_name.items() if names[name] == 1}
    return alone | {spelt(user.email): user.pk for user in users}
