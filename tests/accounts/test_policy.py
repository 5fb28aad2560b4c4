"""The table of who may do what, in code and in the documents."""

from itertools import chain, combinations
from pathlib import Path

import pytest
from django.conf import settings

from accounts.models import User
from accounts.policy import TABLE, Access, Thing, access, may, may_see
from accounts.roles import Role

WORDS = {"–": Access.NONE, "see": Access.SEE, "act": Access.ACT}
ALL = [set(some) for some in chain.from_iterable(combinations(Role, size) for size in range(4))]


class Somebody:
    def __init__(self, roles: set[Role]) -> None:
        self.held = roles

    def roles(self) -> set[Role]:
        return self.held


def documented() -> dict[str, dict[Role, Access]]:
    """The table of docs/access.md."""
    text = Path(settings.BASE_DIR, "docs", "access.md").read_text()
    lines = [line.strip("|").split("|") for line in text.splitlines() if line.startswith("|")]
    roles = [Role(cell.strip()) for cell in lines[0][1:]]
    return {
        line[0].split("`")[1]: {role: WORDS[cell.strip()] for role, cell in zip(roles, line[1:], strict=True)}
        for line in lines[2:]
    }


def test_the_documents_say_what_the_code_does() -> None:
    code = {thing.value: {role: row.get(role, Access.NONE) for role in Role} for thing, row in TABLE.items()}
    assert documented() == code
    assert list(documented()) == [thing.value for thing in Thing]


@pytest.mark.parametrize("thing", Thing)
@pytest.mark.parametrize("roles", ALL, ids=lambda roles: "+".join(sorted(roles)) or "none")
def test_several_roles_may_what_any_of_them_may(thing: Thing, roles: set[Role]) -> None:
    best = max((access(Somebody({role}), thing) for role in roles), default=Access.NONE)
    who = Somebody(roles)
    assert access(who, thing) == best
    assert (may_see(who, thing), may(who, thing)) == (best >= Access.SEE, best == Access.ACT)


def test_a_user_is_somebody_with_roles(owner: User, marketer: User, manager: User) -> None:
    assert [may(user, Thing.REASSIGNING) for user in (owner, marketer, manager)] == [False, False, True]
    assert [may_see(user, Thing.REASONS) for user in (owner, marketer, manager)] == [True] * 3


def test_nobody_reads_the_debriefs_of_others() -> None:
    assert not any(may_see(Somebody(roles), Thing.OTHERS_DEBRIEFS) for roles in ALL)
