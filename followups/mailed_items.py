"""What is asked before something of the library goes to somebody by mail of the app; reads only."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from followups.contact_history import history_of, limits_of
from followups.contact_rules import Actor, Allowed, Blocked, judge, next_allowed_day
from followups.contacts import DAYS_A_WEEK, Contact, History, must_name_source, would_answer
from followups.kinds import TOUCH_OF, Baton, Channel, Kind
from followups.models import FollowUp, FollowUpPlan, HandOver
from followups.permission_rules import Refusal
from followups.useful import last_had_on
from followups.verdicts import why_app_may_not
from library.kinds import Purpose
from library.models import ItemTopic, ValueItem
from prospects.conversations import PermissionChannel
from prospects.models import Permission, Prospect, ProspectTopic
from prospects.permissions import standing_at_address


@dataclass(frozen=True)
class Mailed:
    """Something for somebody: `follow_up` is the planned "something useful" it is sent for, if it is one."""

    prospect: Prospect
    item: ValueItem
    plan: FollowUpPlan
    follow_up: FollowUp | None = None

    def contact_on(self, day: date, history: History) -> Contact:
        """The contact it is on a day."""
        return Contact(
            day,
            kind=Kind.VALUE_ITEM if self.follow_up else None,
            touch=TOUCH_OF[Purpose(self.item.purpose)],
            channel=Channel.MAIL,
            plan=self.plan.pk,
            is_reply=would_answer(day, history),
        )


def history_before(mailed: Mailed, but_touch: UUID | None = None) -> History:
    """What there is between us and them, without the mail itself: neither its open row nor its touch."""
    return history_of(mailed.prospect, but=mailed.follow_up, but_touch=but_touch)


def verdict_on_mail(mailed: Mailed, history: History, *, today: date) -> Allowed | Blocked:
    """What the contact rules say today; if it may not be, the next day is one its owner works on.

    Team and plan's owner should be loaded.
    """
    limits = limits_of(mailed.prospect.team)
    wanted = mailed.contact_on(today, history)
    verdict = judge(wanted, history, today=today, limits=limits)
    if isinstance(verdict, Allowed) or verdict.next_day is None:
        return verdict
    calendar = mailed.plan.owner.calendar()
    found = next_allowed_day(wanted, history, today=today, limits=limits, calendar=calendar)
    return replace(verdict, next_day=found)


def why_not_mailed(
    person: Prospect, actor: Actor, *, today: date, has_postal_address: bool = True
) -> Refusal | None:
    """Why nothing useful goes to somebody by mail of the app today; None when it may. Three queries."""
    channel, address = PermissionChannel.MAIL, has_postal_address
    return why_app_may_not(person, channel, today=today, has_postal_address=address, actor=actor)


def mail_permission(person: Prospect) -> Permission | None:
    """The yes to mail that stands, over every row of theirs; one query."""
    newest = standing_at_address(person).get(PermissionChannel.MAIL)
    return newest if newest and newest.is_granted else None


def next_turn(person: Prospect, permission: Permission, but_touch: UUID | None = None) -> date | None:
    """The first day on which something is due again, as often as they agreed to; None: they named no rhythm,
    or have had nothing yet."""
    if permission.every_weeks is None:
        return None
    last = last_had_on(person, but_touch)
    return last + timedelta(days=permission.every_weeks * DAYS_A_WEEK) if last else None


def is_muted(item: ValueItem, person: Prospect) -> bool:
    """Whether all it has in common with them is what they want to hear nothing of."""
    topics = ItemTopic.objects.filter(item=item).values("topic")
    shared = ProspectTopic.objects.filter(prospect=person, topic__in=topics)
    found = list(shared.values_list("is_muted", flat=True))
    return bool(found) and all(found)


def shared_topics(item: ValueItem, person: Prospect) -> list[str]:
    """The names of what item and person have in common, as far as they want to hear of it."""
    topics = ItemTopic.objects.filter(item=item).values("topic")
    shared = ProspectTopic.objects.filter(prospect=person, topic__in=topics, is_muted=False)
    return list(shared.order_by("topic__name").values_list("topic__name", flat=True))


def introduction_due(plan: FollowUpPlan) -> HandOver | None:
    """The hand-over in somebody's care whose first mail, which names both, has not left yet."""
    taken = HandOver.objects.filter(plan=plan, state=Baton.TAKEN, introduced_on=None)
    return taken.select_related("giver", "taker").first()


def source_to_name(person: Prospect, history: History) -> str:
    """Who named them to us, as long as they have not heard it: said at the first contact."""
    by = person.referred_by
    return by.name if by and must_name_source(history) else ""
