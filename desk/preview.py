"""What the log page shows while it is filled in: the line to say, the plan it would write, who it may be."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from accounts.models import User
from common.days import long_day, plain_day
from desk.exit_block import ExitBlock, exit_block_of
from desk.forms.no import NoForm
from desk.holidays_there import holiday_text
from desk.remembered_lesson import RememberedLesson, remembered
from desk.rhythm_words import rhythm_text
from desk.sentences import day_text, is_closing_note, span_text, what_text, when_text
from followups.exit_plan import NoFacts
from followups.kinds import EndedWhy, Kind, Status
from followups.models import FollowUp
from followups.planning import Proposal, Standing, desk_of, facts_of, propose, standing_for
from followups.scheduling import Planned
from prospects.conversations import ExitConversation, GoodDeal
from prospects.exit_lines import first_name
from prospects.matching import Match, find_prospect, similar_prospects
from prospects.models import Deal, Prospect
from prospects.new_no import NewNo

THREAD_CLASSES = {Kind.CHECK_IN: "is-win", Kind.AGREED_MEETING: "is-meet"}


@dataclass(frozen=True)
class Step:
    """One line of the planned thread; the first (the no itself) has no kind and no dates."""

    what: str
    when: str
    css: str
    kind: str = ""
    status: str = ""
    opens: date | None = None
    due: date | None = None
    closes: date | None = None


@dataclass(frozen=True)
class Preview:
    """Everything the page shows about a no that isn't saved yet."""

    steps: tuple[Step, ...] = ()
    summary: str = ""
    remark: str = ""
    exit_block: ExitBlock | None = None
    matches: tuple[Match, ...] = ()
    chosen: Prospect | None = None
    deal: Deal | None = None
    lesson: RememberedLesson | None = None


def preview_of(form: NoForm, user: User, now: datetime) -> Preview:
    """The preview of what a form holds; a half-filled or wrong one shows what can be known."""
    if not form.is_bound:
        return Preview(chosen=form.initial.get("prospect"), deal=form.initial.get("deal"))
    form.is_valid()
    today = user.today(now)
    chosen: Prospect | None = form.cleaned_data.get("prospect")
    deal: Deal | None = form.cleaned_data.get("deal")
    new_no = form.new_no()
    typed = form.typed_who()
    matches = () if chosen else tuple(similar_prospects(user, typed))
    if new_no is None:
        return Preview(matches=matches, chosen=chosen, deal=deal)
    prospect = chosen or find_prospect(typed, user)
    name = prospect.name if prospect else typed.name
    standing = standing_for(prospect, team_id=user.team_id, address=typed.email)
    # As record_no does: whoever is named looks after a new prospect.
    owner = prospect.owner if prospect else form.cleaned_data.get("owner") or user
    # The plan lives in its owner's zone.
    no = facts_of(new_no, owner, deal, prospect)
    desk = desk_of(owner, owner.today(now))
    proposal = propose(no, standing, desk)
    rhythm = rhythm_text(standing.plan, desk.numbers, new_no.conversation)
    return Preview(
        steps=_steps(new_no, no, proposal, standing, name, rhythm, today),
        summary=_summary(new_no, proposal, standing, today),
        remark=" ".join(
            part
            for part in (
                _remark(proposal, standing) or _moved_remark(new_no, proposal),
                _others_remark(new_no),
            )
            if part
        ),
        exit_block=exit_block_of(
            new_no,
            name,
            user=user,
            moment=form.exit_moment(),
            today=today,
            prospect=prospect,
            check_in_on=_next_day(proposal, standing),
        ),
        matches=matches,
        chosen=chosen,
        deal=deal,
        lesson=remembered(form, user),
    )


def _next_day(proposal: Proposal, standing: Standing) -> date | None:
    """The day of the check-in this no would leave."""
    if proposal.step:
        return proposal.step.due_on
    return standing.step.due_on if standing.step and not proposal.ends else None


def _others_remark(new_no: NewNo) -> str:
    """That whoever else stood behind the no is planned for as well."""
    names = ", ".join(other.name for other in new_no.behind.people)
    if not names:
        return ""
    if new_no.good_deal == GoodDeal.NO:
        return _("A thank-you of their own as well: %(names)s.") % {"names": names}
    return _("A thank-you and a check-in of their own as well: %(names)s.") % {"names": names}


def _moved_remark(new_no: NewNo, proposal: Proposal) -> str:
    """Why an agreed day is not the planned one."""
    agreed, step = new_no.next_contact_on, proposal.step
    if agreed is None or step is None or step.due_on == agreed:
        return ""
    free, planned = long_day(agreed), long_day(step.due_on)
    return _("%(free)s is no working day of yours, so it is planned for %(planned)s.") % {
        "free": free,
        "planned": planned,
    }


def _steps(
    new_no: NewNo,
    no: NoFacts,
    proposal: Proposal,
    standing: Standing,
    name: str,
    rhythm: str,
    today: date,
) -> tuple[Step, ...]:
    said = day_text(new_no.said_on, today)
    called = first_name(name) or name
    head = _("%(name)s says no") % {"name": called} if called else _("They say no")
    steps = [Step(head, said, "is-no")]
    steps += [_step(row, no, today) for row in proposal.planned()]
    if proposal.step is None and standing.step and not proposal.ends:
        steps.append(_standing_step(standing.step, no, today))
    if not proposal.ends and new_no.conversation != ExitConversation.WE_DECLINED:
        again = _("a check-in %(rhythm)s") % {"rhythm": rhythm}
        steps.append(Step(_("Again, until something changes"), again, "is-loop"))
    return tuple(steps)


def _step(row: Planned, no: NoFacts, today: date) -> Step:
    when = (when_text(row, today), holiday_text(row.kind, row.due_on, no.country, no.region))
    return Step(
        what=what_text(row.kind, no.conversation, row.manner, agreed=row.is_agreed, told_by=no.told_by or ""),
        when=" · ".join(part for part in when if part),
        css=THREAD_CLASSES.get(row.kind, ""),
        kind=row.kind,
        status=Status.OPEN,
        opens=row.opens_on,
        due=row.due_on,
        closes=row.closes_on,
    )


def _standing_step(row: FollowUp, no: NoFacts, today: date) -> Step:
    planned = Planned(Kind(row.kind), row.opens_on, row.due_on, row.closes_on, None, row.is_agreed)
    return _step(planned, no, today)


def _summary(new_no: NewNo, proposal: Proposal, standing: Standing, today: date) -> str:
    """The plan in one line, for the save bar."""
    parts = []
    thanks = next((row for row in proposal.rows if row.kind == Kind.THANK_YOU), None)
    if thanks:
        words = (
            _("Closing note %(day)s.")
            if is_closing_note(new_no.conversation, new_no.told_by)
            else _("Thank-you %(day)s.")
        )
        parts.append(words % {"day": day_text(thanks.due_on, today)})
    step = proposal.step
    if step and step.opens_on != step.closes_on:
        parts.append(_("Check in %(window)s.") % {"window": span_text(step.opens_on, step.closes_on)})
    elif step:
        parts.append(_("Next contact %(day)s.") % {"day": day_text(step.due_on, today)})
    elif standing.step and not proposal.ends:
        parts.append(_("Next contact stays on %(day)s.") % {"day": plain_day(standing.step.due_on)})
    return " ".join(parts) or _("Nothing more is planned.")


def _remark(proposal: Proposal, standing: Standing) -> str:
    """What is unusual about this plan, in one sentence."""
    if standing.opted_out:
        return _("They asked us to stop. Nothing is planned.")
    if proposal.ends:
        return {
            EndedWhy.OPTED_OUT: _("Nothing is planned any more, by anybody in the team."),
            EndedWhy.LET_GO: _("A kind close: the thank-you, nothing more."),
            EndedWhy.CLOSED: _(
                "They'd rather not hear from us: thank-you and your own look back, no check-in."
            ),
        }.get(proposal.ends, "")
    if standing.plan:
        return _("This joins the plan you already have for them.")
    return ""
