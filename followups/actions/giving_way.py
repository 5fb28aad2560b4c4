"""What a corrected no has no room for any more: thanks that come too late, something useful too near."""

from datetime import date

from accounts.changes import Trail
from followups.actions.plans import cancel
from followups.actions.undoing import last_change
from followups.contact_history import history_of, limits_of
from followups.contact_rules import Blocked, judge
from followups.contacts import Contact, State
from followups.exit_plan import OLD_NO_AFTER, THANK_YOU_AGE_LIMIT
from followups.kinds import Kind
from followups.models import FollowUp, FollowUpPlan
from prospects.conversations import ExitConversation
from prospects.models import Loss


def drop_what_no_longer_fits(newest: Loss, plan: FollowUpPlan, *, today: date, trail: Trail) -> None:
    """Cancel open rows that this no would not have written, as long as nobody has acted on them.

    The thank-you of a no logged more than 14 days after it was said, the debrief of an old one; a value item
    or congratulation that the contact rules block beside the check-in, of an old no, or where we declined
    ourselves (RULES.md, What a no writes).
    """
    age = (newest.logged_on - newest.said_on).days
    limits = {Kind.THANK_YOU: THANK_YOU_AGE_LIMIT, Kind.DEBRIEF: OLD_NO_AFTER}
    for row in _untouched(plan):
        limit = limits.get(Kind(row.kind))
        if limit is not None:
            gives_way = age > limit and row.loss_id == newest.pk
        else:
            gives_way = age > OLD_NO_AFTER or _is_in_the_way(row, newest, today)
        if gives_way:
            cancel(row, trail)


def _untouched(plan: FollowUpPlan) -> list[FollowUp]:
    kinds = (Kind.THANK_YOU, Kind.DEBRIEF, Kind.VALUE_ITEM, Kind.CONGRATULATE)
    rows = plan.follow_ups.open().filter(kind__in=kinds).select_related("prospect__team").order_by("pk")
    return [row for row in rows if last_change(row.pk) is None]


def _is_in_the_way(row: FollowUp, newest: Loss, today: date) -> bool:
    if newest.conversation == ExitConversation.WE_DECLINED:
        return True
    wanted = Contact(row.due_on, kind=Kind(row.kind), state=State.PLANNED)
    history, limits = history_of(row.prospect, but=row), limits_of(row.prospect.team)
    return isinstance(judge(wanted, history, today=today, limits=limits), Blocked)
