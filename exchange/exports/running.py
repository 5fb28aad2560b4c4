"""The job that packs an export."""

from datetime import datetime

from django.conf import settings
from django.utils import translation

from accounts.changes import Trail
from accounts.models import User
from accounts.policy import Thing, may
from exchange.exports.packing import pack
from exchange.exports.taking import Taking
from exchange.kinds import Taken
from exchange.models import Work
from exchange.progress import Progress
from exchange.results import written
from exchange.work_claims import Ended, HinderedError

NEEDED = {Taken.TEAM: Thing.TEAMS_EXPORT, Taken.OWN: Thing.OWN_EXPORT}

# What the trail calls it: who took along how much, and when.
TRAIL = {Taken.TEAM: "take_team_along", Taken.OWN: "take_people_along"}


def may_take(user: User, taken: Taken) -> bool:
    """Whether somebody may take so much along; nobody takes the whole from a page."""
    return taken in NEEDED and may(user, NEEDED[taken])


def run_export(work: Work, progress: Progress, now: datetime) -> Ended:
    """Pack what was asked for; raises HinderedError when whoever asked may not have it any more."""
    user, taken = work.user, Taken(work.wanted["taken"])
    if not may_take(user, taken):
        raise HinderedError("not_yours")
    with translation.override(user.language), written(work) as stream:
        counts = pack(stream, Taking(taken, user), now, progress, folder=settings.RESULTS_DIR)
    Trail(actor=user, team=user.team, now=now).write(TRAIL[taken], user)
    return Ended("exported", {"rows": sum(counts.values())}, file_name=file_name(user, now))


def file_name(user: User | None, now: datetime) -> str:
    """What to call the file: by the day it was made, where they are."""
    day = user.today(now) if user else now.date()
    return f"lost-deals-{day.isoformat()}.zip"
