"""The outcome form of a follow-up: the answers that fit, each with what it would plan."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from desk.forms.acts import OutcomeForm
from desk.rule_note import before_doing
from desk.sentences import day_text, span_text
from followups.actions import Result, next_row, open_asks, outcomes_for
from followups.contact_history import desk_for
from followups.kinds import STANDING_KINDS, Kind, Outcome
from followups.labels import OUTCOMES
from followups.models import FollowUp
from followups.planning import desk_of
from followups.scheduling import Desk, Planned
from followups.verdicts import contact_of, history_around
from prospects.conversations import AskAnswer, AskKind
from prospects.labels import ANSWERS, ASKS
from prospects.models import ExitAsk

# Asked in this order; "done" stands for a good talk where nobody talks.
ORDER = (
    Outcome.SPOKE,
    Outcome.LEFT_MESSAGE,
    Outcome.NO_ANSWER,
    Outcome.NOT_YET,
    Outcome.INTERESTED,
    Outcome.NEW_NEED,
    Outcome.WON_BACK,
    Outcome.LEFT_COMPANY,
    Outcome.ASKED_TO_STOP,
)
REACHED = (Outcome.SPOKE, Outcome.LEFT_MESSAGE, Outcome.NO_ANSWER, Outcome.ASKED_TO_STOP)
SENT = (Outcome.DONE, Outcome.ASKED_TO_STOP)
OFFERED = {
    Kind.CHECK_IN: ORDER,
    Kind.AGREED_MEETING: ORDER,
    Kind.WAKE_UP: ORDER,
    Kind.ASK: REACHED,
    Kind.REFERRAL: REACHED,
}

# The fields that have a place for a mistake beside them; any other mistake stands above the form.
SHOWN_BESIDE = ("outcome", "note", "next_on", "new_email", "relevance", "override_reason")
# What somebody is asked for beside the outcome, by kind.
SAYS_WHY_IT_MATTERS = {Kind.VALUE_ITEM, Kind.PROMISE, Kind.CONGRATULATE}


@dataclass(frozen=True)
class OutcomeChoice:
    """One answer, and the line that says what it would plan."""

    value: str
    label: str
    checked: bool
    next_line: str


@dataclass(frozen=True)
class OpenAsk:
    """Something they wanted to think over, with the answer typed so far."""

    name: str
    label: str
    answers: tuple[tuple[str, str, bool], ...]


def outcome_form(row: FollowUp, today: date, data: Any) -> OutcomeForm:
    """The form of what was posted about a follow-up."""
    asks = [AskKind(ask.kind) for ask in _asks_on(row)]
    return OutcomeForm(data, kind=row.kind, today=today, has_no=row.plan.loss_id is not None, open_asks=asks)


def _asks_on(row: FollowUp) -> list[ExitAsk]:
    """What is answered on this row: asks still open stand on the thank-you, else on a row of their own."""
    return open_asks(row.prospect) if row.kind in {Kind.THANK_YOU, Kind.ASK} else []


def outcome_choices(row: FollowUp, today: date, form: OutcomeForm | None = None) -> dict[str, Any]:
    """Context of desk/_outcome_form.html for an open follow-up, with what was typed before."""
    fitting_here = outcomes_for(row.kind, has_no=row.plan.loss_id is not None)
    fitting = [code for code in OFFERED.get(Kind(row.kind), SENT) if code in fitting_here]
    typed = form.data if form else {}
    chosen = typed.get("outcome", "") if form else fitting[0].value
    # What comes next is planned by whoever holds the plan; a colleague may stand in for this row.
    desk = None
    history = history_around(row)
    if row.kind in STANDING_KINDS:
        desk = desk_for(desk_of(row.plan.owner, today), history.plus(contact_of(row, today, history)))
    return {
        "outcomes": [
            OutcomeChoice(code, _label(row, code), code == chosen, _next_line(row, code, desk, today))
            for code in fitting
        ],
        "asks_for_day": Outcome.NOT_YET in fitting,
        "asks_why_yes": Outcome.WON_BACK in fitting,
        "asks_where_to": Outcome.LEFT_COMPANY in fitting,
        "asks_kept": row.kind == Kind.PROMISE,
        "asks_relevance": row.kind in SAYS_WHY_IT_MATTERS,
        "open_asks": [_open_ask(ask, typed) for ask in _asks_on(row)],
        "question": _question(row),
        "typed": typed,
        "note": typed.get("note", ""),
        "next_on": typed.get("next_on", ""),
        "errors": _errors(form),
        "tomorrow": today + timedelta(days=1),
        **before_doing(row, history, today),
    }


def _open_ask(ask: ExitAsk, typed: Any) -> OpenAsk:
    name = f"answer_{ask.kind}"
    chosen = typed.get(name) or AskAnswer.LATER
    offered = (AskAnswer.LATER, AskAnswer.YES, AskAnswer.NO)
    answers = tuple((code.value, str(ANSWERS[code]), code == chosen) for code in offered)
    return OpenAsk(name, str(ASKS[AskKind(ask.kind)]), answers)


def _question(row: FollowUp) -> str:
    return {
        Kind.THANK_YOU: _("Is it on its way?"),
        Kind.DEBRIEF: _("Next time I will …"),
        Kind.PROMISE: _("Has it gone out?"),
        Kind.VALUE_ITEM: _("Has it gone out?"),
        Kind.CONGRATULATE: _("Have you congratulated them?"),
        Kind.REFERRAL: _("Did you reach them?"),
        Kind.ASK: _("What did they say?"),
    }.get(Kind(row.kind), _("How did it go?"))


def _label(row: FollowUp, code: Outcome) -> str:
    if code == Outcome.DONE and row.kind == Kind.THANK_YOU:
        return _("It is on its way")
    if code == Outcome.DONE and row.kind == Kind.PROMISE:
        return _("Settled")
    if code == Outcome.DONE and row.kind == Kind.VALUE_ITEM:
        return _("It has gone out")
    if code == Outcome.SPOKE and row.kind in {Kind.ASK, Kind.REFERRAL}:
        return _("We spoke")
    if code == Outcome.SPOKE and row.kind == Kind.AGREED_MEETING:
        return _("We met")
    return str(OUTCOMES[code])


def _next_line(row: FollowUp, code: Outcome, desk: Desk | None, today: date) -> str:
    if code == Outcome.ASKED_TO_STOP:
        return _("Ends every plan for them at once. Nothing is planned any more.")
    if code == Outcome.LEFT_COMPANY:
        return _("The person and the chair go different ways: both keep a place here.")
    if code == Outcome.WON_BACK:
        return _("The plan ends here, with a yes.")
    if code == Outcome.NOT_YET:
        return _("The day they name becomes the next contact.")
    if desk is None:
        return ""
    planned = next_row(row, Result(code), desk)
    return _planned_line(planned, today)


def _planned_line(planned: Planned | None, today: date) -> str:
    if planned is None:
        return _("Then this plan ends.")
    day = day_text(planned.due_on, today)
    if planned.tries:
        return _("Next: another try %(day)s.") % {"day": day}
    if planned.opens_on == planned.closes_on:
        return _("Next: %(day)s.") % {"day": day}
    window = span_text(planned.opens_on, planned.closes_on)
    return _("Next: a check-in %(day)s, any day %(window)s.") % {"day": day, "window": window}


def _errors(form: OutcomeForm | None) -> dict[str, str]:
    if form is None or not form.errors:
        return {}
    return {(name if name in SHOWN_BESIDE else "all"): str(errors[0]) for name, errors in form.errors.items()}
