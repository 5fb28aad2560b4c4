"""A form that is sent twice is saved once: the key it carries tells that it is the same one."""

from uuid import NAMESPACE_URL, UUID, uuid4, uuid5


class SavedOtherwise(Exception):
    """This very form was saved before, with something else typed into it."""


def fresh_key() -> str:
    """A key for a form that is drawn."""
    return uuid4().hex


def row_id(user_id: UUID, submission: str, what: str) -> UUID:
    """The id of the one row that a form of somebody's may make; another one each time without a key.

    `what` tells the kinds of form apart.
    """
    if not submission:
        return uuid4()
    return uuid5(NAMESPACE_URL, f"{what}:{user_id}:{submission}")
