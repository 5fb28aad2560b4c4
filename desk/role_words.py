"""What to call the roles of a team, and what each may do, in a line."""

from collections.abc import Iterable

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role

ROLE_NAMES: dict[Role, LazyText] = {
    Role.SALES: _("Sales"),
    Role.MARKETING: _("Marketing"),
    Role.MANAGER: _("Manager"),
}
WHAT_THEY_DO: dict[Role, LazyText] = {
    Role.SALES: _("Logs noes and looks after people of their own."),
    Role.MARKETING: _("Keeps in touch with people who were handed over."),
    Role.MANAGER: _("Sees the whole team's people, gives them on, invites, and sets the rules."),
}
ROLE_CHOICES = [(role.value, name) for role, name in ROLE_NAMES.items()]


def role_names(roles: Iterable[Role]) -> list[str]:
    """The names of some roles, always in the same order."""
    held = set(roles)
    return [str(name) for role, name in ROLE_NAMES.items() if role in held]
