"""Somebody leaves the team: what they hold goes to a colleague, and their account is closed."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.changes import Change, Trail
from accounts.members import ChangedMeanwhile, check_manager_stays, close_account, lock_as_manager, lock_team
from accounts.models import Absence, User
from followups.actions.batons import send_home
from followups.actions.handing_on import check_shown, hand_on, lock_both, with_a_baton
from followups.actions.plans import lock_owners
from followups.actions.together import NotAColleague
from followups.handing_on import Hands, everything_of, held_by
from outbox.leaving import undecided_mail_of


class NewOwnerNeeded(Exception):
    """They hold something: somebody has to take over."""


@dataclass(frozen=True)
class Retired:
    """Who left, what changed hands (None: they held nothing), and the change it is."""

    leaver: User
    hands: Hands | None
    change: Change


@transaction.atomic
def retire_user(
    leaver: User, to: User | None, *, by: User, now: datetime, shown: str | None = None
) -> Retired:
    """Let somebody leave the team, all of it or nothing: `to` gets what they hold, their account is closed.

    Whoever saves something for them at this moment either comes first, and it changes hands too, or hears
    that they have left (OwnerLeft): both take the lock of the leaver. `by` may be the leaver.
    Raises NotAColleague, NewOwnerNeeded, NoManagerLeft, HandsChanged, ChangedMeanwhile,
    PermissionDenied.
    """
    if by.pk == leaver.pk:
        lock_team(by.team_id)
    else:
        lock_as_manager(by)
    # Mail before people, as a claim holds them: neither waits for the other in a circle.
    list(undecided_mail_of(leaver.pk).select_for_update().order_by("pk").values_list("pk"))
    if to is not None:
        leaver, to = lock_both(leaver, to, by)
    else:
        leaver = lock_owners({leaver.pk, *with_a_baton(leaver)})[leaver.pk]
    if leaver.team_id != by.team_id:
        raise NotAColleague
    if not leaver.is_active:
        raise ChangedMeanwhile
    check_manager_stays(leaver)
    hands = everything_of(leaver, to, now=now) if to is not None else None
    if hands is None and not held_by(leaver, leaver.today(now)).is_nothing():
        raise NewOwnerNeeded
    trail = Trail(actor=by, team=leaver.team, now=now)
    if hands is not None:
        check_shown(hands, shown)
        hand_on(hands, trail)
        _stand_in_instead(hands, trail)
        for mail in undecided_mail_of(leaver.pk).order_by("pk"):
            trail.update(mail, owner=hands.to)
    send_home(leaver, by=by, trail=trail)
    _end_absences(leaver, trail)
    close_account(leaver, trail)
    action = "leave_team" if by.pk == leaver.pk else "deactivate"
    return Retired(leaver, hands, trail.write(action, leaver))


def _stand_in_instead(hands: Hands, trail: Trail) -> None:
    """Who is away is looked after by the new owner; where that is themselves, nobody stands in any more."""
    for absence in Absence.objects.filter(pk__in=hands.standing_in).order_by("pk"):
        if absence.user_id == hands.to.pk:
            trail.update(absence, then=Absence.Then.MOVE, stand_in=None)
        else:
            trail.update(absence, stand_in=hands.to)


def _end_absences(leaver: User, trail: Trail) -> None:
    """Their own absences, not yet over: nothing comes home to them any more."""
    for absence in leaver.absences.filter(last_on__gte=leaver.today(trail.now)).order_by("pk"):
        trail.deleted(absence)
        absence.delete()
