"""What somebody wanted to think over: answered, or asked once more."""

from collections.abc import Mapping
from datetime import date, timedelta

from accounts.changes import Trail
from accounts.models import User
from followups.actions.plans import follow_up_from
from followups.contact_history import history_of
from followups.contact_rules import next_allowed_day
from followups.contacts import Contact, State
from followups.kinds import UNANSWERED, Kind, Outcome, PlanStatus, Status
from followups.models import FollowUp
from followups.planning import desk_of
from followups.scheduling import MOST_RETRIES, Desk, on_day
from prospects import actions as facts
from prospects.conversations import AskAnswer, AskKind, PermissionChannel, PermissionSource
from prospects.models import ExitAsk, Prospect
from prospects.new_no import Agreement

ASK_WITHIN = 7
ASK_AGE_LIMIT = 14
# What a late yes grants.
GRANTS = {AskKind.STAY_IN_TOUCH: PermissionChannel.CALL, AskKind.MAILING_LIST: PermissionChannel.NEWSLETTER}


def open_asks(prospect: Prospect) -> list[ExitAsk]:
    """What they still think over, oldest first; one query."""
    asks = ExitAsk.objects.filter(loss__prospect=prospect, answer=AskAnswer.LATER)
    return list(asks.select_related("loss__prospect").order_by("loss__said_on", "kind", "pk"))


def answer_open_asks(
    prospect: Prospect,
    answers: Mapping[AskKind, AskAnswer],
    *,
    today: date,
    by: User | None,
    trail: Trail,
) -> None:
    """Write down what they answered; a yes has the same consequences as at the no."""
    if not answers:
        return
    for ask in open_asks(prospect):
        kind = AskKind(ask.kind)
        answer = answers.get(kind)
        if answer in {None, AskAnswer.LATER, AskAnswer.NOT_ASKED}:
            continue
        facts.answer_ask(ask, AskAnswer(answer), "", on=today, trail=trail)
        if kind in GRANTS:
            _note_permission(prospect, GRANTS[kind], answer == AskAnswer.YES, today, by, trail)


def _note_permission(
    prospect: Prospect,
    channel: PermissionChannel,
    granted: bool,
    today: date,
    by: User | None,
    trail: Trail,
) -> None:
    source = PermissionSource.TOLD_US
    if granted:
        facts.grant(prospect, [channel], Agreement(), on=today, source=source, by=by, trail=trail)
    else:
        facts.withdraw(prospect, [channel], source, on=today, by=by, trail=trail)


def _allowed_from(day: date, prospect: Prospect, desk: Desk) -> date:
    """The first working day from that one on which the contact rules let us ask."""
    wanted = Contact(day, Kind.ASK, state=State.PLANNED)
    limits, calendar = desk.numbers.limits, desk.calendar
    found = next_allowed_day(wanted, history_of(prospect), today=desk.today, limits=limits, calendar=calendar)
    return found or day


def ask_again(follow_up: FollowUp, outcome: Outcome, *, today: date, trail: Trail) -> FollowUp | None:
    """A row of its own for what is still open, once the thank-you it stood on is done; a try that failed
    is made again, at most twice."""
    plan = follow_up.plan
    if plan.status != PlanStatus.ACTIVE or not open_asks(follow_up.prospect):
        return None
    if plan.follow_ups.filter(kind=Kind.ASK, status=Status.OPEN).exists():
        return None
    if follow_up.kind == Kind.ASK and (outcome not in UNANSWERED or follow_up.tries >= MOST_RETRIES):
        return None
    said_on = follow_up.loss.said_on if follow_up.loss else today
    if follow_up.kind == Kind.THANK_YOU and (today - said_on).days > ASK_AGE_LIMIT:
        return None
    desk = desk_of(follow_up.plan.owner, today)
    day = desk.calendar.on_or_before(said_on + timedelta(days=ASK_WITHIN))
    day = day if day > today else desk.calendar.next_after(today)
    planned = on_day(Kind.ASK, _allowed_from(day, follow_up.prospect, desk))
    row = follow_up_from(planned, plan, follow_up.loss, trail.now)
    row.tries = follow_up.tries + 1 if follow_up.kind == Kind.ASK else 0
    return trail.create(row)
