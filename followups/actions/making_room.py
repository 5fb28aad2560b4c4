"""What is merely planned gives way to what was done (RULES.md, "Contact rules")."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.changes import Trail
from followups.actions.plans import cancel, dates_on
from followups.contact_history import history_of, limits_of
from followups.contact_rules import GIVES_WAY, Limits, allowed_among, next_allowed_day
from followups.contacts import Contact, History
from followups.kinds import Kind
from followups.models import FollowUp, FollowUpPlan


@dataclass(frozen=True)
class _Giving:
    """The planned contacts of a plan that give way, and everything around them."""

    contacts: tuple[Contact, ...]
    around: History

    def standing(self, today: date, limits: Limits) -> tuple[Contact, ...]:
        """Those that may stay where they are."""
        return allowed_among(self.contacts, self.around, today=today, limits=limits)


def make_room(plan: FollowUpPlan, before: History, *, today: date, trail: Trail) -> tuple[FollowUp, ...]:
    """Move what is planned of a plan and now stands too near; returns those rows.

    Something useful, a congratulation, a late ask: each goes to the next allowed working day, in the order
    of their days; where there is none, or they named a day and something useful would come before it, it is
    cancelled and says so. What a rule stood against before stays where a person put it, and so does the
    check-in. `before` is the person's history before the deed. No query unless something is planned.
    """
    limits = limits_of(trail.team)
    old = _giving(plan.pk, before)
    if not old.contacts:
        return ()
    new = _giving(plan.pk, history_of(plan.prospect))
    could_stay = {one.ref for one in old.standing(today, limits)}
    stays = {one.ref for one in new.standing(today, limits)}
    rows = plan.follow_ups.open().select_related("owner").in_bulk([one.ref for one in new.contacts])
    around = new.around.plus(*(one for one in new.contacts if one.ref in stays or one.ref not in could_stay))
    moved = []
    for one in new.contacts:
        if one.ref in could_stay - stays:
            row = rows[one.ref]
            around = _give_way(row, one, around, today=today, limits=limits, trail=trail)
            moved.append(row)
    return tuple(moved)


def _giving(plan_id: UUID, history: History) -> _Giving:
    giving = [one for one in history.contacts if one.is_planned and one.plan == plan_id and _gives_way(one)]
    giving.sort(key=lambda one: (one.day, str(one.ref)))
    return _Giving(tuple(giving), _without(history, giving))


def _gives_way(contact: Contact) -> bool:
    return contact.kind in GIVES_WAY


def _without(history: History, contacts: Iterable[Contact]) -> History:
    left_out = {id(one) for one in contacts}
    return replace(history, contacts=tuple(one for one in history.contacts if id(one) not in left_out))


def _give_way(
    row: FollowUp, contact: Contact, around: History, *, today: date, limits: Limits, trail: Trail
) -> History:
    """Move or cancel one; returns what stands around the next."""
    calendar = row.owner.calendar()
    day = next_allowed_day(contact, around, today=today, limits=limits, calendar=calendar)
    waits_for_them = around.agreed_on is not None and contact.day < around.agreed_on
    if day is None or (waits_for_them and row.kind == Kind.VALUE_ITEM):
        trail.update(row, note=_("Left out: it would have come too near to something else."))
        cancel(row, trail)
        return around
    trail.update(row, **dates_on(row, day), version=row.version + 1)
    return around.plus(replace(contact, day=day))
