"""A deal that was a yes: why, so that reasons for yes stand beside reasons for no (PRODUCT.md, row 33)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.changes import Change, Trail
from accounts.models import User
from common.submissions import row_id
from followups.actions.plans import lock_owners, still_here
from followups.models import FollowUpPlan
from followups.planning import standing_for
from prospects import actions as facts
from prospects.conversations import DealStatus, Relation
from prospects.facts import ProspectFacts
from prospects.matching import find_prospect
from prospects.models import Deal, Prospect
from prospects.names import ASKED, Names
from prospects.new_win import NewWin

MOST_ASKED_ABOUT = 5


class MayBeTheDeclined(Exception):
    """They said no before and are still followed up: the yes may be to that very deal."""

    def __init__(self, person: Prospect, deals: Sequence[Deal]) -> None:
        super().__init__(person.pk)
        self.person = person
        self.deals = tuple(deals)


@dataclass(frozen=True)
class Won:
    """The deal, and the change it is; `is_new` is false when the same form had been saved before."""

    deal: Deal
    change: Change
    is_new: bool


@transaction.atomic
def record_win(win: NewWin, *, by: User, today: date, now: datetime, is_another: bool = False) -> Won:
    """Save a deal that was a yes when we first heard of it. Nothing is planned, and no plan changes.

    Somebody known by id or address is that very person. Of somebody whose declined deal is still followed up
    MayBeTheDeclined asks whether it is that one, unless `is_another` says that it is not. The same submission
    (the key of the form) of the same person twice makes one. `today` is the local date of `by`.
    Raises ValidationError, Prospect.DoesNotExist, OwnerLeft.
    """
    check_day(win, today)
    owner = owner_of(win, by, lock_owners({by.pk, win.owner_id or by.pk}))
    pk = deal_id(win, by)
    if saved := saved_win(pk):
        return saved
    known = find_prospect(win.who, by)
    if known and not is_another and (declined := _still_followed_up(known)):
        raise MayBeTheDeclined(known, declined)
    return write_win(win, known, owner, pk, trail=Trail(actor=by, team=by.team, now=now))


def check_day(win: NewWin, today: date) -> None:
    """Raises ValidationError for a day that has yet to come."""
    if win.closed_on > today:
        raise ValidationError({"closed_on": _("A yes can't have been said in the future.")})


def owner_of(win: NewWin, by: User, locked: Mapping[UUID, User]) -> User:
    """Who looks after somebody new; raises OwnerLeft, and User.DoesNotExist for one of another team."""
    owner = locked.get(win.owner_id or by.pk)
    if owner is None or owner.team_id != by.team_id:
        raise User.DoesNotExist
    return still_here(owner)


def deal_id(win: NewWin, by: User) -> UUID:
    """The id of the deal that a form makes, or a row of a file."""
    return row_id(by.pk, win.submission and f"{win.submission} {win.who.name} {win.title}", "record_win")


def saved_win(pk: UUID) -> Won | None:
    """What was saved under this id before."""
    saved = Deal.objects.filter(pk=pk).first()
    if saved is None:
        return None
    return Won(saved, Change.objects.get(object_id=pk, action="record_win"), is_new=False)


def write_win(
    win: NewWin, known: Prospect | None, owner: User, pk: UUID, *, trail: Trail, names: Names = ASKED
) -> Won:
    """Write whom it is with, and the deal."""
    person = _meet(win, known, owner, trail, names)
    deal = facts.add_won_deal(win, person, trail=trail, pk=pk)
    return Won(deal, trail.write("record_win", deal), is_new=True)


def _still_followed_up(person: Prospect) -> list[Deal]:
    """Deals of theirs that a running plan waits for, newest first."""
    if not FollowUpPlan.objects.filter(prospect=person).active().exists():
        return []
    waiting = person.deals.filter(status__in=[DealStatus.LOST, DealStatus.OPEN])
    return list(waiting.order_by("-created_at", "pk")[:MOST_ASKED_ABOUT])


def _meet(win: NewWin, known: Prospect | None, owner: User, trail: Trail, names: Names) -> Prospect:
    who = win.who
    if known:
        by = trail.actor or owner
        facts.note_news(known, who, False, by=by, trail=trail, names=names)
        return known
    typed = ProspectFacts(who.name, who.organisation, who.title, who.email, who.phone)
    standing = standing_for(None, team_id=owner.team_id, address=who.email)
    person = facts.add_side_prospect(
        typed,
        Relation.CLIENT,
        owner=owner,
        trail=trail,
        pk=who.new_id,
        is_unnamed=who.is_unnamed,
        names=names,
    )
    if standing.stopped_on:
        facts.note_known_stop(person, on=standing.stopped_on, trail=trail)
    return person
