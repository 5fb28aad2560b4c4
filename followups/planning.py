"""Gathers what the pure rules need, so that preview and save ask the same question."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, Min, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.models import Team, User, normalise_email
from common.prepared import prepared
from common.text import clean_line
from followups.contact_history import desk_for, history_at, history_of
from followups.contacts import History
from followups.exit_plan import (
    CROWDING,
    NoFacts,
    Person,
    around_the_no,
    plan_ends,
    standing_row,
    useful_rows,
    with_own_rows,
)
from followups.kinds import STANDING_KINDS, EndedWhy, Kind, Status
from followups.models import FollowUp, FollowUpPlan
from followups.rhythm import numbers_of, silence_of, span_of
from followups.scheduling import Desk, Planned, check_in
from followups.silence import Silence
from outbox.suppression import mark_of
from prospects.conversations import (
    AskAnswer,
    AskKind,
    DealStatus,
    ExitConversation,
    GoodDeal,
    PermissionChannel,
    PermissionSource,
)
from prospects.matching import is_known
from prospects.models import Deal, ErasedAddress, Loss, Prospect, SuppressedAddress
from prospects.new_no import NewNo
from prospects.permissions import standing_permissions

NOES_WITH_A_DEBRIEF_EACH = 20
# As far ahead as load is read: a queue of ten thousand old noes at six a day reaches into its seventh year.
FARTHEST = timedelta(days=20 * 365)


@dataclass(frozen=True)
class Standing:
    """What a person's plan holds before a new no: the plan and its open rows; when they asked us to stop."""

    plan: FollowUpPlan | None = None
    step: FollowUp | None = None
    thank_you: FollowUp | None = None
    stopped_on: date | None = None
    # Days of thank-you, ask, promise, value item and congratulation, open or done.
    crowding_days: tuple[date, ...] = ()
    # Everything between us, the open check-in apart.
    history: History = field(default_factory=History)

    @property
    def opted_out(self) -> bool:
        """Whether they asked anybody in the team to stop."""
        return self.stopped_on is not None


@dataclass(frozen=True)
class Proposal:
    """What a no would write: its own rows, the plan's next step, how the plan ends (if it does)."""

    rows: tuple[Planned, ...]
    step: Planned | None
    ends: EndedWhy | None
    leaves_plan: bool = False
    takes_thank_you_along: bool = False

    def planned(self) -> tuple[Planned, ...]:
        """Every row in the order of its day."""
        everything = (*self.rows, self.step) if self.step else self.rows
        return tuple(sorted(everything, key=lambda row: row.due_on))


def load_of(owner: User, first: date, last: date) -> dict[date, int]:
    """The owner's open follow-ups by due date between two days, debriefs apart."""
    return dict(_load_of(owner.pk, first, last))


@prepared
def _load_of(owner_id: UUID, first: date, last: date) -> "QuerySet[FollowUp, tuple[date, int]]":
    rows = FollowUp.objects.open().filter(owner=owner_id, due_on__gte=first, due_on__lte=last)
    counted = rows.exclude(kind=Kind.DEBRIEF).order_by().values_list("due_on")
    return counted.annotate(Count("id"))


def desk_of(owner: User, today: date) -> Desk:
    """The owner's desk as planning sees it, with their team's numbers and all the load that lies ahead."""
    return Desk(
        today=today,
        calendar=owner.calendar(),
        load=load_of(owner, today, today + FARTHEST),
        daily_limit=owner.team.daily_limit,
        numbers=numbers_of(owner.team),
    )


def standing_for(prospect: Prospect | None, *, team_id: UUID | None = None, address: str = "") -> Standing:
    """What the person's plans hold at this moment; of somebody new, team and `address` are known at most.

    A "please stop" counts from every row of the team with their address, also one the user may not see.
    """
    if prospect is None:
        return _standing_at(team_id, address) if team_id and address else Standing()
    stopped_on = prospect.asked_to_stop_on or _stopped_on(prospect.team_id, prospect.email)
    if stopped_on:
        return Standing(stopped_on=stopped_on)
    plan = FollowUpPlan.objects.select_related("loss__deal").filter(prospect=prospect).active().first()
    rows = FollowUp.objects.filter(
        prospect=prospect, status=Status.OPEN, kind__in=(*STANDING_KINDS, Kind.THANK_YOU)
    )
    by_kind = {row.kind: row for row in rows}
    step = by_kind.get(Kind.CHECK_IN) or by_kind.get(Kind.AGREED_MEETING)
    crowding = FollowUp.objects.filter(
        prospect=prospect, kind__in=CROWDING, status__in=[Status.OPEN, Status.DONE]
    )
    return Standing(
        plan,
        step,
        by_kind.get(Kind.THANK_YOU),
        crowding_days=tuple(crowding.order_by().values_list("due_on", flat=True)),
        history=history_of(prospect, but=step),
    )


def _standing_at(team_id: UUID, address: str) -> Standing:
    """Of somebody new to the user: what colleagues' rows with that address say."""
    address = normalise_email(address)
    # Most addresses are new: nothing can stand on them but that nobody may write there.
    if not is_known(team_id, address):
        return Standing(stopped_on=_suppressed_since(team_id, address))
    stopped_on = _stopped_on(team_id, address)
    return Standing(stopped_on=stopped_on) if stopped_on else Standing(history=history_at(team_id, address))


def _stopped_on(team_id: UUID, address: str) -> date | None:
    address = normalise_email(address)
    same = Prospect.objects.of_address(team_id, address)
    first: date | None = same.aggregate(first=Min("asked_to_stop_on"))["first"]
    return first or (_suppressed_since(team_id, address) if address else None)


def _suppressed_since(team_id: UUID, address: str) -> date | None:
    return next(iter(_suppressed(team_id, address, mark_of(address))), None)


@prepared
def _suppressed(team_id: UUID, address: str, mark: str) -> "QuerySet[Team, date | None]":
    """Since when they want no contact: as they said, or as the mark of somebody erased tells. One query."""
    asked = SuppressedAddress.objects.filter(
        team=OuterRef("pk"), address=address, why=PermissionSource.ASKED_TO_STOP
    )
    erased = ErasedAddress.objects.filter(team=OuterRef("pk"), mark=mark)
    since = [Subquery(rows.order_by("pk").values("since")[:1]) for rows in (asked, erased)]
    return Team.objects.filter(pk=team_id).annotate(since=Coalesce(*since)).values_list("since", flat=True)


def wants_debrief(team: Team, value: Decimal | None, currency: str, deal: Deal | None = None) -> bool:
    """Whether a no gets a debrief of its own: each until the team has twenty (this one counted),
    then those whose value lies strictly above the median of the team's earlier declined deals
    in the same currency (RULES.md)."""
    if has_a_debrief_each(noes_so_far(team)):
        return True
    if value is None:
        return False
    values = declined_values(team, clean_line(currency).upper() or team.currency, deal)
    median = median_of(values, values.count())
    # Nothing earlier in this currency: nothing it could lie above.
    return median is not None and value > median


def noes_so_far(team: Team) -> int:
    """How many noes a team has; no more are counted than decide whether each has a debrief of its own."""
    return len(_first_noes(team.pk))


def has_a_debrief_each(earlier: int) -> bool:
    """Whether the no after so many is among the first of a team, each of which has a debrief."""
    return earlier + 1 < NOES_WITH_A_DEBRIEF_EACH


@prepared
def _first_noes(team_id: UUID) -> "QuerySet[Loss, UUID]":
    noes = Loss.objects.filter(team=team_id).order_by().values_list("pk", flat=True)
    return noes[:NOES_WITH_A_DEBRIEF_EACH]


def declined_values(team: Team, currency: str, but: Deal | None = None) -> "QuerySet[Deal, Decimal | None]":
    """The values of the team's declined deals in a currency, in order."""
    declined = Deal.objects.filter(
        team=team,
        currency=currency,
        value__isnull=False,
        status__in=[DealStatus.LOST, DealStatus.LET_GO, DealStatus.WON_BACK],
    )
    if but is not None:
        declined = declined.exclude(pk=but.pk)
    return declined.order_by("value").values_list("value", flat=True)


def median_of(values: "Sequence[Decimal] | QuerySet[Deal, Decimal | None]", count: int) -> Decimal | None:
    """The median of so many values in order; None without any."""
    if not count:
        return None
    middle = [value for value in values[(count - 1) // 2 : count // 2 + 1] if value is not None]
    return sum(middle, Decimal()) / len(middle)


def facts_of(
    new_no: NewNo, owner: User, deal: Deal | None = None, prospect: Prospect | None = None
) -> NoFacts:
    """What of a no decides its plan."""
    value, currency = (deal.value, deal.currency) if deal else (new_no.offer.value, new_no.offer.currency)
    return told_facts(
        new_no,
        wants_debrief=wants_debrief(owner.team, value, currency, deal),
        may_write=_may_write(new_no, prospect),
        prospect=prospect,
    )


def told_facts(
    new_no: NewNo, *, wants_debrief: bool, may_write: bool, prospect: Prospect | None = None
) -> NoFacts:
    """The same where debrief and permission are known. Reads nothing."""
    return NoFacts(
        conversation=new_no.conversation,
        said_on=new_no.said_on,
        told_by=new_no.told_by,
        stay_in_touch=new_no.stay_in_touch,
        agreed_on=new_no.next_contact_on,
        manner=new_no.next_contact_manner,
        good_deal=new_no.good_deal,
        wants_debrief=wants_debrief,
        may_write=may_write,
        promise=new_no.promise,
        condition=new_no.condition,
        wants_re_entry=new_no.answer(AskKind.REENTRY) == AskAnswer.YES,
        names_somebody=new_no.referral is not None,
        congratulates=new_no.answer(AskKind.CONGRATULATE) == AskAnswer.YES,
        tender=new_no.offer.tender,
        # As it will be written: the newest word wins.
        country=new_no.about.country or (prospect.country if prospect else ""),
        region=new_no.about.region or (prospect.region if prospect else ""),
        is_imported=new_no.is_imported,
    )


def _may_write(new_no: NewNo, prospect: Prospect | None) -> bool:
    """Whether a permission for mail or the letter is on record, with this no or from before."""
    written = {PermissionChannel.MAIL, PermissionChannel.NEWSLETTER}
    if written & set(new_no.agreement.channels):
        return True
    letter = new_no.answer(AskKind.MAILING_LIST)
    if letter == AskAnswer.YES:
        return True
    if prospect is None:
        return False
    granted = {channel for channel, row in standing_permissions(prospect).items() if row.is_granted}
    if letter == AskAnswer.NO:
        granted.discard(PermissionChannel.NEWSLETTER)
    return bool(written & granted)


def propose(no: NoFacts, standing: Standing, desk: Desk) -> Proposal:
    """What this no would write beside what already stands. Reads nothing, writes nothing."""
    if standing.opted_out:
        return Proposal((), None, EndedWhy.OPTED_OUT)
    stays = _step_stays(no, standing, desk.today)
    person = _person(standing, stays)
    rows = around_the_no(no, desk, person)
    takes_along = standing.thank_you is not None and no.stay_in_touch != AskAnswer.STOP
    if standing.plan and _leaves_the_plan(no):
        return Proposal(rows, None, None, leaves_plan=True, takes_thank_you_along=takes_along)
    ends = plan_ends(no)
    step = None
    if not ends and not stays:
        theirs = desk_for(desk, standing.history).living_in(no.country, no.region)
        step = _retimed_or_first(no, standing, with_own_rows(theirs, rows))
    useful = useful_rows(no, rows, step, desk, person)
    return Proposal((*rows, *useful), step, ends, takes_thank_you_along=takes_along)


def _person(standing: Standing, step_stays: bool) -> Person:
    return Person(
        thank_you_stands=standing.thank_you is not None,
        crowding_days=standing.crowding_days,
        history=standing.history,
        agreed_stands=standing.step.due_on if step_stays and standing.step else None,
    )


def _leaves_the_plan(no: NoFacts) -> bool:
    """A second no that is let go writes its thank-you and leaves the plan of the others.

    Unless they refused further contact with it: that ends the plan, whatever the deal was worth.
    """
    return no.good_deal == GoodDeal.NO and no.stay_in_touch not in (AskAnswer.STOP, AskAnswer.NO)


def _step_stays(no: NoFacts, standing: Standing, today: date) -> bool:
    """A standing agreed day or meeting stays, unless it has passed or they named a new day with this no.

    So does any check-in where an imported no tells nothing newer than what the plan has heard.
    """
    step = standing.step
    if step is None or no.agreed_on is not None:
        return False
    return step.due_on >= today if step.is_agreed else _tells_nothing_new(no, standing)


def _tells_nothing_new(no: NoFacts, standing: Standing) -> bool:
    plan = standing.plan
    return plan is not None and no.is_imported and no.said_on <= plan.last_two_way_on


def is_newest(loss: Loss | None, said_on: date) -> bool:
    """Whether a no said then is newer than `loss`; one written down late may be older."""
    return loss is None or said_on >= loss.said_on


def _retimed_or_first(no: NoFacts, standing: Standing, desk: Desk) -> Planned:
    last_contact = no.said_on
    if standing.plan:
        last_contact = max(last_contact, standing.plan.last_two_way_on)
        newest = standing.plan.loss
        # A tender they stood behind, whoever said no in it, keeps them quiet too.
        desk = desk.quiet_after(newest.deal.award_on if newest else None)
        if newest is not None and not is_newest(newest, no.said_on):
            # The preferred day is the newest no's.
            no = replace(no, conversation=ExitConversation(newest.conversation))
    if standing.step:
        # Its own old day is not counted as load.
        desk = desk_without(standing.step, desk)
    return standing_row(no, last_contact, desk, standing.plan.cadence if standing.plan else "")


def _less(day: date, load: Mapping[date, int]) -> dict[date, int]:
    return {day: -1} if load.get(day, 0) else {}


def desk_without(row: FollowUp, desk: Desk) -> Desk:
    """The desk as if this open row did not stand there (a debrief was no load to begin with)."""
    return desk.with_load(_less(row.due_on, desk.load))


def next_check_in(
    plan: FollowUpPlan, last_contact: date, desk: Desk, silence: Silence | None = None
) -> Planned:
    """A plan's next check-in: in the window it has of its own, else in that of its cadence.

    `silence` is what has stayed unanswered until then; the plan's own unless it is about to change.
    """
    span = span_of(plan, silence or silence_of(plan), desk.numbers)
    quiet_until = plan.loss.deal.award_on if plan.loss else None
    conversation = plan.conversation() or ExitConversation.UNKNOWN
    return check_in(last_contact, conversation, desk, span, quiet_until)
