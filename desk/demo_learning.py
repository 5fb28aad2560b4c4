"""What the demonstration's year teaches: debriefs and lessons, the buyers' answers, wins, three decisions."""

import random
from contextlib import suppress
from datetime import date, datetime, timedelta
from decimal import Decimal

from accounts.models import User
from followups.actions import MayBeTheDeclined, note_feedback, record_win
from insights.calendar_quarters import Quarter, quarter_of
from insights.debriefs import LookBack
from insights.decisions import Wanted, decide, decisions_of, note_kept
from insights.kinds import Answer, Question
from insights.looking_back import look_back
from insights.same_reason import MEANS
from prospects.conversations import Decided, ExitConversation
from prospects.models import Loss
from prospects.new_no import Who
from prospects.new_win import NewWin

# How often a question is answered with yes, partly, no.
ANSWERED: dict[Question, tuple[int, int, int]] = {
    Question.NEEDS: (6, 3, 2),
    Question.LISTENED: (5, 4, 3),
    Question.PACE: (7, 2, 1),
    Question.ADVICE: (8, 2, 1),
    Question.DOOR: (8, 1, 1),
}
LINES = {
    Question.NEEDS: "I had the offer ready before they had said what hurts.",
    Question.LISTENED: "I explained for ten minutes. They were polite.",
    Question.PACE: "They wanted to decide among themselves first.",
}
LESSONS = (
    ("Ask who signs before I write the offer.", True),
    ("Leave the slides closed until they have talked.", True),
    ("Name the small version first.", True),
    ("Ask about the budget round in the first talk.", False),
    ("Say no myself when the site is too far.", False),
    ("Write the two lines the same evening.", True),
)
BUYERS = {
    Decided.TIMING: ("We would do it, but not this spring.", "Ask again after the move."),
    Decided.PRICE: ("Half of it would have been easy.", "Your price came as a surprise."),
    Decided.SOMEONE_ELSE: ("They had done it for a neighbour of ours.",),
    Decided.STAYING: ("We never really looked at leaving.",),
    Decided.BETTER_FIT: ("It had to be inside what we have.",),
}
CHANCE_TO_LOOK_BACK, CHANCE_TO_ANSWER, CHANCE_TO_AGREE = 0.7, 0.4, 0.65
ANSWERED_AFTER = timedelta(days=9)
# The day of the year, who, what for, its value, why.
WINS = (
    (
        45,
        "Petra Kolb",
        "Kolb Verpackung",
        "Stock review",
        14000,
        "They knew our article on night shifts.",
    ),
    (118, "Jonas Berg", "Berg Fisk", "Forecast pilot", 17500, "We asked what they had tried before."),
    (204, "Ines Duarte", "Duarte Têxtil", "Shift planning", 22000, "A client of ours had told them."),
    (301, "Samuel Roth", "Roth Chemie", "Planning system", 46000, "We could begin small."),
)
DECISIONS = (
    (
        "Ask who signs in the first talk",
        "Offer the small version first",
        "Ring whoever has a contract that ends",
    ),
    ("Send the two lines the same day", "Ask every no why not us", "One useful thing a week"),
)


def learn_on(user: User, number: int, day: date, moment: datetime, chance: random.Random) -> None:
    """What is learned on the `number`th day of the year."""
    for loss in _said_on(user, day - timedelta(days=1)):
        if chance.random() < CHANCE_TO_LOOK_BACK:
            look_back(loss, _said(chance), by=user, today=day, now=moment)
    for loss in _said_on(user, day - ANSWERED_AFTER):
        if chance.random() < CHANCE_TO_ANSWER:
            decided = _decided(ExitConversation(loss.conversation), chance)
            line = chance.choice(BUYERS[decided]) if decided in BUYERS and chance.random() < 0.6 else ""
            note_feedback(loss.pk, decided, line, now=moment)
    for on, name, organisation, title, value, why in WINS:
        if on == number:
            who = Who(name=name, organisation=organisation)
            with suppress(MayBeTheDeclined):
                won = NewWin(who, day, why, title, Decimal(value), "EUR")
                record_win(won, by=user, today=day, now=moment)


def _said_on(user: User, day: date) -> list[Loss]:
    silent = (ExitConversation.WE_DECLINED, ExitConversation.DRIFTED)
    heard = Loss.objects.filter(logged_by=user, said_on=day).exclude(conversation__in=silent)
    return list(heard.order_by("prospect__name"))


def _said(chance: random.Random) -> LookBack:
    answers = {question: chance.choices(list(Answer), weights)[0] for question, weights in ANSWERED.items()}
    lines = {
        question: line
        for question, line in LINES.items()
        if answers[question] != Answer.YES and chance.random() < 0.5
    }
    lesson, is_shared = chance.choice(LESSONS) if chance.random() < 0.3 else ("", False)
    return LookBack(answers, lines, lesson, is_shared=is_shared)


def _decided(conversation: ExitConversation, chance: random.Random) -> Decided:
    """Mostly what we understood; now and then something else."""
    if conversation in MEANS and chance.random() < CHANCE_TO_AGREE:
        return MEANS[conversation]
    return chance.choice([Decided.PRICE, Decided.TIMING, Decided.SOMEONE_ELSE, Decided.RATHER_NOT_SAY])


def decide_after_quarters(user: User, today: date, now: datetime) -> None:
    """Three decisions after the last quarter, and those after the one before, kept or not."""
    last = quarter_of(today).before()
    for quarter, texts in ((last.before(), DECISIONS[1]), (last, DECISIONS[0])):
        _decide(quarter, texts, user, now)
    before = decisions_of(user.team, last.before())
    kept = {row.pk: answer for row, answer in zip(before, (True, False, True), strict=True)}
    note_kept(last.before(), kept, by=user, now=now)


def _decide(quarter: Quarter, texts: tuple[str, ...], user: User, now: datetime) -> None:
    due_on = quarter.last_day + timedelta(days=60)
    decide(quarter, [Wanted(text, user.pk, due_on) for text in texts], by=user, now=now)
