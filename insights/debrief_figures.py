"""What answers to the five questions say in numbers: one's own at any time, the team's by closed quarter.

The team's figures must never tell one person's answers. They are of whole calendar quarters that are over,
narrowed by nothing; a question is counted only with at least five answers by at least three authors, which
the database sees to: authors never leave it. Answers of a quarter that is over cannot change any more
(insights.debriefs), so two looks at a figure tell nothing either.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncQuarter

from accounts.models import User
from accounts.policy import Thing, may_see
from insights.calendar_quarters import Quarter, quarter_of
from insights.findings import FAMILY_ERROR, Finding, finding
from insights.kinds import Answer, Question, Whose
from insights.models import Debrief
from insights.noes import may_come_back, noes
from insights.proportions import Share
from insights.selection import Selection

FEWEST_ANSWERS = 5
FEWEST_AUTHORS = 3
QUARTERS_SHOWN = 4
# A quarter ends in each author's zone; until it has everywhere on earth, nothing is said of it.
SETTLED_AFTER = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Answered:
    """How often each answer was given to a question."""

    question: Question
    yes: int
    partly: int
    no: int

    @property
    def of(self) -> int:
        """How often any was."""
        return self.yes + self.partly + self.no

    @property
    def share_of_yes(self) -> Share:
        """The yeses among them."""
        return Share(self.yes, self.of)


@dataclass(frozen=True, slots=True)
class Outcome:
    """Of the noes with a yes to a question, and of those with another answer: how many came back so far.

    `said` is what may be said of the first beside the others.
    """

    question: Question
    with_yes: Share
    otherwise: Share
    said: Finding


@dataclass(frozen=True, slots=True)
class TeamQuarter:
    """The team's answers of a closed quarter; None where there are too few to say anything."""

    quarter: Quarter
    answers: Mapping[Question, Answered | None]

    @property
    def says_anything(self) -> bool:
        """Whether any question is counted."""
        return any(self.answers.values())


def debriefs_of(author: User, selection: Selection) -> int:
    """How many noes of the selection `author` answered questions about; one query."""
    return _mine(author, selection).count()


def answers_of(author: User, selection: Selection) -> list[Answered]:
    """One's own answers about the noes of the selection; one query."""
    counts = _mine(author, selection).aggregate(**_counts(Question))
    return [_answered(question, counts) for question in Question]


def outcomes_of(author: User, selection: Selection) -> list[Outcome]:
    """One's own answers beside what became of the noes; one query."""
    about = may_come_back(selection.but(whose=Whose.TEAM)).values("pk")
    mine = Debrief.objects.of(author).answered().filter(loss__in=about)
    counts = mine.aggregate(**_outcome_counts())
    return [_outcome(question, counts) for question in Question]


def team_quarters(viewer: User, today: date) -> list[TeamQuarter] | None:
    """The team's answers in the last closed quarters, newest first; None for whoever may not see the team's
    numbers. `today` is the local date of the viewer. One query for each question."""
    if not may_see(viewer, Thing.TEAM_NUMBERS):
        return None
    quarters = list(_closed_quarters(today))
    found = {question: _by_quarter(viewer, question, quarters) for question in Question}
    return [
        TeamQuarter(quarter, {question: found[question].get(quarter.first_day) for question in Question})
        for quarter in quarters
    ]


def _closed_quarters(today: date) -> Iterable[Quarter]:
    quarter = quarter_of(today - SETTLED_AFTER)
    for _back in range(QUARTERS_SHOWN):
        quarter = quarter.before()
        yield quarter


def _by_quarter(viewer: User, question: Question, quarters: list[Quarter]) -> dict[date, Answered]:
    """By its first day; what is too few or by too few is not read at all."""
    name = question.value
    rows = Debrief.objects.filter(
        team_id=viewer.team_id,
        answered_on__gte=quarters[-1].first_day,
        answered_on__lte=quarters[0].last_day,
    ).exclude(**{name: ""})
    by_quarter = rows.order_by().annotate(quarter=TruncQuarter("answered_on")).values("quarter")
    enough = by_quarter.alias(answers=Count("pk"), authors=Count("author", distinct=True)).filter(
        answers__gte=FEWEST_ANSWERS, authors__gte=FEWEST_AUTHORS
    )
    counted = enough.annotate(**_counts([question])).values_list("quarter", *_counts([question]))
    return {first_day: Answered(question, yes, partly, no) for first_day, yes, partly, no in counted}


def _mine(author: User, selection: Selection) -> QuerySet[Debrief]:
    """Their own, whoever looks after the person now."""
    about = noes(selection.but(whose=Whose.TEAM)).values("pk")
    return Debrief.objects.of(author).answered().filter(loss__in=about)


def _counts(questions: Iterable[Question]) -> dict[str, Count]:
    return {
        f"{question.value}_{answer.value}": Count("pk", filter=Q(**{question.value: answer.value}))
        for question in questions
        for answer in Answer
    }


def _answered(question: Question, counts: Mapping[str, int]) -> Answered:
    yes, partly, no = (counts[f"{question.value}_{answer.value}"] for answer in Answer)
    return Answered(question, yes, partly, no)


def _outcome_counts() -> dict[str, Count]:
    came_back = Q(loss__came_back_on__isnull=False)
    counts = {}
    for question in Question:
        name = question.value
        yes, other = Q(**{name: Answer.YES}), Q(**{f"{name}__in": [Answer.PARTLY, Answer.NO]})
        counts[f"{name}_yes_of"] = Count("pk", filter=yes)
        counts[f"{name}_yes_back"] = Count("pk", filter=yes & came_back)
        counts[f"{name}_other_of"] = Count("pk", filter=other)
        counts[f"{name}_other_back"] = Count("pk", filter=other & came_back)
    return counts


def _outcome(question: Question, counts: Mapping[str, int]) -> Outcome:
    name = question.value
    with_yes = Share(counts[f"{name}_yes_back"], counts[f"{name}_yes_of"])
    otherwise = Share(counts[f"{name}_other_back"], counts[f"{name}_other_of"])
    # Five questions are asked at once: each may err a fifth of the time all may.
    said = finding({True: with_yes, False: otherwise}, FAMILY_ERROR / len(Question))
    return Outcome(question, with_yes, otherwise, said[True])
