"""The outcome form of a follow-up: the answers that fit, each with what it would plan."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from desk.forms.acts import OutcomeForm
from desk.sentences import day_text, span_text
from followups.actions import Result, next_row, outcomes_for
from followups.kinds import STANDING_KINDS, Kind, Outcome
from followups.labels import OUTCOMES
from followups.models import FollowUp
from followups.planning import desk_of
from followups.scheduling import Desk, Planned

# Asked in this order; "done" stands for a good talk where nobody talks.
ORDER = (
    Outcome.SPOKE,
    Outcome.LEFT_MESSAGE,
    Outcome.NO_ANSWER,
    Outcome.NOT_YET,
    Outcome.INTERESTED,
    Outcome.NEW_NEED,
    Outcome.WON_BACK,
    Outcome.ASKED_TO_STOP,
)

# The fields that have a place for a mistake beside them; any other mistake stands above the form.
SHOWN_BESIDE = ("outcome", "note", "next_on")


@dataclass(frozen=True)
class OutcomeChoice:
    """One answer, and the line that says what it would plan."""

    value: str
    label: str
    checked: bool
    next_line: str


def outcome_choices(row: FollowUp, today: date, form: OutcomeForm | None = None) -> dict[str, Any]:
    """Context of desk/_outcome_form.html for an open follow-up, with what was typed before."""
    offered = ORDER if row.kind in STANDING_KINDS else (Outcome.DONE, Outcome.ASKED_TO_STOP)
    fitting = [code for code in offered if code in outcomes_for(row.kind)]
    chosen = form.data.get("outcome", "") if form else fitting[0].value
    desk = desk_of(row.owner, today) if row.kind in STANDING_KINDS else None
    return {
        "outcomes": [
            OutcomeChoice(code, _label(row, code), code == chosen, _next_line(row, code, desk, today))
            for code in fitting
        ],
        "asks_for_day": Outcome.NOT_YET in fitting,
        "question": _question(row),
        "note": form.data.get("note", "") if form else "",
        "next_on": form.data.get("next_on", "") if form else "",
        "errors": _errors(form),
        "tomorrow": today + timedelta(days=1),
    }


def _question(row: FollowUp) -> str:
    return {
        Kind.THANK_YOU: _("Is it on its way?"),
        Kind.DEBRIEF: _("Next time I will …"),
    }.get(Kind(row.kind), _("How did it go?"))


def _label(row: FollowUp, code: Outcome) -> str:
    if code == Outcome.DONE and row.kind == Kind.THANK_YOU:
        return _("It is on its way")
    if code == Outcome.SPOKE and row.kind == Kind.AGREED_MEETING:
        return _("We met")
    return str(OUTCOMES[code])


def _next_line(row: FollowUp, code: Outcome, desk: Desk | None, today: date) -> str:
    if code == Outcome.ASKED_TO_STOP:
        return _("Ends every plan for them at once. Nothing is planned any more.")
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
