"""Pure: who may see and do what (docs/access.md says the same in a table; a test compares the two).

Roles combine: whoever has several may do what any of them may. Everything here is about one's own team; what
belongs to another team does not exist.
"""

from collections.abc import Iterable, Mapping
from enum import IntEnum, StrEnum
from typing import Protocol

from accounts.roles import Role


class Access(IntEnum):
    """How far somebody gets with something; acting includes seeing."""

    NONE = 0
    SEE = 1
    ACT = 2


class Thing(StrEnum):
    """What one may have to do with."""

    OWN_PROSPECTS = "own_prospects"
    LOOKED_AFTER = "looked_after"
    HANDING_OVER = "handing_over"
    IN_CARE = "in_care"
    TEAMS_PROSPECTS = "teams_prospects"
    OWN_DEBRIEFS = "own_debriefs"
    OTHERS_DEBRIEFS = "others_debriefs"
    PERSON_EXPORT = "person_export"
    OWN_EXPORT = "own_export"
    TEAMS_EXPORT = "teams_export"
    BRINGING_BACK = "bringing_back"
    REASSIGNING = "reassigning"
    MERGING = "merging"
    ERASING = "erasing"
    OWN_MAIL = "own_mail"
    TEAMS_MAIL = "teams_mail"
    OTHERS_DIGESTS = "others_digests"
    OWN_SETTINGS = "own_settings"
    OWN_TOKENS = "own_tokens"
    REASONS = "reasons"
    LINES = "lines"
    LIBRARY = "library"
    TEAM_NUMBERS = "team_numbers"
    QUARTER = "quarter"
    MEMBERS = "members"
    TRAIL_OF_PEOPLE = "trail_of_people"
    TEAMS_TRAIL = "teams_trail"


class Holder(Protocol):
    """Whoever holds roles."""

    def roles(self) -> Iterable[Role]:
        """The roles they hold."""


EVERYBODY = {Role.SALES: Access.ACT, Role.MARKETING: Access.ACT, Role.MANAGER: Access.ACT}
READERS = {Role.SALES: Access.SEE, Role.MARKETING: Access.SEE}
MANAGERS = {Role.MANAGER: Access.ACT}
NOBODY: dict[Role, Access] = {}

TABLE: dict[Thing, Mapping[Role, Access]] = {
    Thing.OWN_PROSPECTS: EVERYBODY,
    Thing.LOOKED_AFTER: EVERYBODY,
    Thing.HANDING_OVER: EVERYBODY,
    Thing.IN_CARE: {Role.MARKETING: Access.ACT},
    Thing.TEAMS_PROSPECTS: MANAGERS,
    Thing.OWN_DEBRIEFS: EVERYBODY,
    Thing.OTHERS_DEBRIEFS: NOBODY,
    Thing.PERSON_EXPORT: EVERYBODY,
    Thing.OWN_EXPORT: EVERYBODY,
    Thing.TEAMS_EXPORT: MANAGERS,
    Thing.BRINGING_BACK: MANAGERS,
    Thing.REASSIGNING: MANAGERS,
    Thing.MERGING: MANAGERS,
    Thing.ERASING: MANAGERS,
    Thing.OWN_MAIL: EVERYBODY,
    Thing.TEAMS_MAIL: MANAGERS,
    Thing.OTHERS_DIGESTS: NOBODY,
    Thing.OWN_SETTINGS: EVERYBODY,
    Thing.OWN_TOKENS: EVERYBODY,
    Thing.REASONS: READERS | MANAGERS,
    Thing.LINES: READERS | MANAGERS,
    Thing.LIBRARY: EVERYBODY,
    Thing.TEAM_NUMBERS: MANAGERS,
    Thing.QUARTER: READERS | MANAGERS,
    Thing.MEMBERS: READERS | MANAGERS,
    Thing.TRAIL_OF_PEOPLE: dict.fromkeys(Role, Access.SEE),
    Thing.TEAMS_TRAIL: {Role.MANAGER: Access.SEE},
}


def access(who: Holder, thing: Thing) -> Access:
    """How far somebody gets: as far as any of their roles."""
    row = TABLE[thing]
    return max((row.get(role, Access.NONE) for role in who.roles()), default=Access.NONE)


def may_see(who: Holder, thing: Thing) -> bool:
    """Whether somebody may look at it."""
    return access(who, thing) >= Access.SEE


def may(who: Holder, thing: Thing) -> bool:
    """Whether somebody may act on it."""
    return access(who, thing) >= Access.ACT
