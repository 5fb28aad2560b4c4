"""The job that packs an export."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import translation

from accounts.changes import Change, Trail
from accounts.models import Team, User
from accounts.policy import Thing, may
from exchange.exports.packing import pack
from exchange.exports.taking import Taking
from exchange.kinds import Taken
from exchange.models import Work
from exchange.progress import Progress
from exchange.results import written
from exchange.work_claims import Ended, HinderedError, finish, hold
from followups.actions import lock_owners

NEEDED = {Taken.TEAM: Thing.TEAMS_EXPORT, Taken.OWN: Thing.OWN_EXPORT}

# Somebody may be erased while it is packed, and somebody else while it is packed anew.
ATTEMPTS = 5

# What the trail calls it: who took along how much, and when.
TRAIL = {Taken.TEAM: "take_team_along", Taken.OWN: "take_people_along"}


def may_take(user: User, taken: Taken) -> bool:
    """Whether somebody may take so much along; nobody takes the whole from a page."""
    return taken in NEEDED and may(user, NEEDED[taken])


def run_export(work: Work, progress: Progress, now: datetime) -> Ended:
    """Pack what was asked for; raises HinderedError when whoever asked may not have it any more.

    Whoever is erased meanwhile may stand in it: then it is packed anew.
    """
    user, taken = work.user, Taken(work.wanted["taken"])
    if not may_take(user, taken):
        raise HinderedError("not_yours")
    for _attempt in range(ATTEMPTS):
        erasures = _erasures(user.team)
        with translation.override(user.language), written(work) as stream:
            counts = pack(stream, Taking(taken, user), now, progress, folder=settings.RESULTS_DIR)
        ended = Ended("exported", {"rows": sum(counts.values())}, file_name=file_name(user, now))
        if _finished(work, ended, erasures, now):
            return ended
    raise HinderedError("fault")


@transaction.atomic
def _finished(work: Work, ended: Ended, erasures: int, now: datetime) -> bool:
    """Hand the file out, unless somebody was erased since there were so many; then it is thrown away.

    Erasing locks whom it is about's owner to its very end (followups.actions.erase_person), and deletes the
    files that are handed out. So it either ended before this, and is counted, or finds the file.
    """
    hold(work, now)
    lock_owners(work.user.team.members.values_list("pk", flat=True))
    if _erasures(work.user.team) != erasures:
        work.path.unlink(missing_ok=True)
        return False
    taken = Taken(work.wanted["taken"])
    Trail(actor=work.user, team=work.user.team, now=now).write(TRAIL[taken], work.user)
    finish(work, ended, now)
    return True


def _erasures(team: Team) -> int:
    return Change.objects.filter(team=team, action="erase").count()


def file_name(user: User | None, now: datetime) -> str:
    """What to call the file: by the day it was made, where they are."""
    day = user.today(now) if user else now.date()
    return f"lost-deals-{day.isoformat()}.zip"
