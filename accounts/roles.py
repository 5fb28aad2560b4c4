"""Pure: the roles a member of a team can have; they combine."""

from enum import StrEnum


class Role(StrEnum):
    """What a member may see and do (docs/access.md)."""

    SALES = "sales"
    MARKETING = "marketing"
    MANAGER = "manager"
