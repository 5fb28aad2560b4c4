"""What the answers say, drawn: for oneself, and for whoever sees the team's numbers."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from insights.calendar_quarters import Quarter
from insights.charts.answers import AnswerChart, AnswerRow
from insights.debrief_figures import (
    FEWEST_ANSWERS,
    Answered,
    Outcome,
    TeamQuarter,
    answers_of,
    debriefs_of,
    outcomes_of,
    team_quarters,
)
from insights.findings import Verdict
from insights.labels import ANSWERED
from insights.proportions import Share
from insights.selection import Selection


@dataclass(frozen=True)
class OutcomeLine:
    """A question with how many noes came back, after a yes to it and otherwise, in words."""

    question: str
    with_yes: str
    otherwise: str
    said: str


@dataclass(frozen=True)
class QuarterShown:
    """A closed quarter of the team; without a chart there are too few answers to say anything."""

    name: str
    chart: AnswerChart | None


def figures_for(selection: Selection, viewer: User, today: date) -> dict[str, Any]:
    """What the page of the debriefs shows below them."""
    answers = answers_of(viewer, selection)
    quarters = team_quarters(viewer, today)
    return {
        "chart": _own_chart(answers, debriefs_of(viewer, selection))
        if any(one.of for one in answers)
        else None,
        "outcomes": _outcome_lines(outcomes_of(viewer, selection)),
        "team": [_quarter(one) for one in quarters] if quarters is not None else None,
    }


def own_chart(viewer: User, selection: Selection) -> AnswerChart | None:
    """What `viewer` answered about the noes of a selection; None where nothing was."""
    answers = answers_of(viewer, selection)
    return _own_chart(answers, debriefs_of(viewer, selection)) if any(one.of for one in answers) else None


def _own_chart(answers: list[Answered], number: int) -> AnswerChart:
    caption = ngettext(
        "Your answers to the five questions, %(number)s debrief",
        "Your answers to the five questions, %(number)s debriefs",
        number,
    )
    return AnswerChart(_title(answers), caption % {"number": number}, _rows(answers))


def _title(answers: list[Answered]) -> str:
    """What is counted, in words; it claims nothing beyond these very answers."""
    rates = [(one.share_of_yes.rate or 0, one) for one in answers if one.of >= FEWEST_ANSWERS]
    rates.sort(key=lambda pair: pair[0])
    if len(rates) > 1 and rates[0][0] < rates[1][0]:
        fewest = rates[0][1]
        facts = {"what": ANSWERED[fewest.question], "yes": fewest.yes, "of": fewest.of}
        return _("Fewest yeses: “%(what)s”, %(yes)d of %(of)d") % facts
    return _("What you say of yourself")


def _rows(answers: list[Answered]) -> tuple[AnswerRow, ...]:
    return tuple(AnswerRow(str(ANSWERED[one.question]), one.yes, one.partly, one.no) for one in answers)


def _outcome_lines(outcomes: list[Outcome]) -> list[OutcomeLine]:
    """None as long as no question has enough of both."""
    if not any(min(one.with_yes.of, one.otherwise.of) >= FEWEST_ANSWERS for one in outcomes):
        return []
    return [
        OutcomeLine(
            str(ANSWERED[one.question]), _share(one.with_yes), _share(one.otherwise), _said(one.said.verdict)
        )
        for one in outcomes
    ]


def _share(share: Share) -> str:
    return _("%(hits)d of %(of)d") % {"hits": share.hits, "of": share.of}


def _said(verdict: Verdict) -> str:
    return {
        Verdict.HIGHER: _("After a yes, more came back."),
        Verdict.LOWER: _("After a yes, fewer came back."),
        Verdict.OPEN: _("No difference shows so far."),
        Verdict.TOO_FEW: _("Too few to say."),
    }[verdict]


def _quarter(of_team: TeamQuarter) -> QuarterShown:
    name = _name(of_team.quarter)
    if not of_team.says_anything:
        return QuarterShown(name, None)
    counted = [answers for answers in of_team.answers.values() if answers]
    left_out = len(of_team.answers) - len(counted)
    caption = ""
    if left_out:
        caption = ngettext(
            "For %(number)d question there are too few answers to say.",
            "For %(number)d questions there are too few answers to say.",
            left_out,
        ) % {"number": left_out}
    return QuarterShown(name, AnswerChart(name, caption, _rows(counted)))


def _name(quarter: Quarter) -> str:
    return _("Q%(number)d %(year)d") % {"number": quarter.number, "year": quarter.year}
