"""The page from which everything is taken along."""

from typing import Any

from accounts.models import User
from exchange.exports.running import may_take
from exchange.exports.taking import Taking
from exchange.kinds import Taken, WorkKind, WorkState
from exchange.models import Work
from exchange.results import can_be_fetched

# The files of the last days that are still there.
SHOWN = 5


def export_page(user: User) -> dict[str, Any]:
    """What somebody may take, and what they took that is still to be fetched."""
    may_take_team = may_take(user, Taken.TEAM)
    return {
        "may_take_team": may_take_team,
        "team": user.team.name,
        "people_of_team": Taking(Taken.TEAM, user).people() if may_take_team else 0,
        "people": Taking(Taken.OWN, user).people(),
        "made": _made(user),
        "here": "settings",
        "back": "/settings/",
    }


def _made(user: User) -> list[dict[str, Any]]:
    done = Work.objects.visible_to(user).filter(kind=WorkKind.EXPORT, state=WorkState.DONE)
    return [
        {
            "id": work.pk,
            "name": work.file_name,
            "is_own": work.wanted.get("taken") == Taken.OWN,
            "day": user.today(work.ended_at),
        }
        for work in done.order_by("-ended_at")[:SHOWN]
        if work.ended_at and can_be_fetched(work)
    ]
