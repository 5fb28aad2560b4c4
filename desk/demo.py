"""A year of believable work, played through the real doors: noes, thank-yous, check-ins, win-backs."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.conf import settings

from accounts.models import User
from accounts.working_calendar import each_day
from desk.demo_exits import exit_of
from desk.demo_learning import decide_after_quarters, learn_on
from desk.demo_library import stock_the_library
from desk.demo_marketing import hand_some_over
from desk.demo_people import Story, stories
from desk.demo_side import beside_the_noes
from desk.first_account import make_first_account
from followups.actions import (
    NotNow,
    NotOpen,
    Result,
    complete_follow_up,
    fade_debriefs,
    record_no,
)
from followups.kinds import Kind, Outcome, Status
from followups.models import FollowUp
from prospects.conversations import AskAnswer, ExitConversation, GoodDeal, Manner, ToldBy
from prospects.new_no import NewNo, Offer, Who

EMAIL = "maren@example.com"
NAME = "Maren Vogt"
DAYS = 365
# The last days are left undone, so that Today has something to show.
LEFT_UNDONE_DAYS = 4
SEED = 20260312

OUTCOMES = {
    Outcome.SPOKE: 50,
    Outcome.LEFT_MESSAGE: 14,
    Outcome.NO_ANSWER: 16,
    Outcome.INTERESTED: 7,
    Outcome.WON_BACK: 11,
    Outcome.LEFT_COMPANY: 2,
    Outcome.ASKED_TO_STOP: 2,
}
REMARKS = {
    Outcome.SPOKE: (
        "New hall opens in autumn.",
        "Short two planners until summer.",
        "Happy with the others, a little less than at first.",
        "Passed our article on to two colleagues.",
        "Budget talks begin in a month.",
    ),
    Outcome.INTERESTED: ("Wants to see the small version.", "Asked what a pilot would cost."),
    Outcome.WON_BACK: ("The other project stalled. They called us first.", "Now it is their year."),
}
WHY = ("They asked how others count stock.", "It is what their new hall is about.", "A step they worked for.")


@dataclass(frozen=True)
class DemoYear:
    """What was played."""

    user: User
    noes: int
    acts: int


def play_demo_year(password: str, now: datetime) -> DemoYear:
    """Make the demonstration's account and play the year up to `now`; raises AlreadySetUp."""
    user = make_first_account(
        email=EMAIL,
        password=password,
        team_name="Vogt and partners",
        name=NAME,
        time_zone="Europe/Berlin",
        country="DE",
        region="BE",
    )
    chance = random.Random(SEED)
    today = user.today(now)
    stock_the_library(user, now)
    planned = _calendar_of_noes(user, today, chance)
    acts = noes = 0
    beside, learning = random.Random(SEED + 1), random.Random(SEED + 2)
    for number, day in enumerate(each_day(today - timedelta(days=DAYS), today)):
        moment = _nine_o_clock(user, day)
        for story in planned.get(day, ()):
            _log(story, user, day, moment, chance)
            noes += 1
        fade_debriefs(moment)
        beside_the_noes(user, number, day, moment, beside)
        learn_on(user, number, day, moment, learning)
        if day < today:
            acts += sum(_work(row, user, day, moment, today, chance) for row in _due(user, day))
    hand_some_over(user, password, today, now)
    decide_after_quarters(user, today, now)
    return DemoYear(user, noes, acts)


def _nine_o_clock(user: User, day: date) -> datetime:
    return datetime.combine(day, time(9), tzinfo=user.zone()).astimezone(UTC)


def _calendar_of_noes(user: User, today: date, chance: random.Random) -> dict[date, list[Story]]:
    """Spread the stories over the year's working days, the last few close to today."""
    days = user.calendar().days(today - timedelta(days=DAYS - 5), today - timedelta(days=1))
    told = stories()
    recent = len(told) // 4
    chosen = sorted(chance.sample(days[:-30], len(told) - recent)) + sorted(chance.sample(days[-28:], recent))
    chance.shuffle(told)
    calendar: dict[date, list[Story]] = {}
    for day, story in zip(chosen, told, strict=True):
        calendar.setdefault(day, []).append(story)
    return calendar


def _log(story: Story, user: User, day: date, moment: datetime, chance: random.Random) -> None:
    name = story.name.lower().replace(" ", ".").encode("ascii", "ignore").decode()
    silent = story.conversation == ExitConversation.DRIFTED
    agreed = day + timedelta(days=chance.randrange(25, 80)) if chance.random() < 0.15 else None
    new_no = NewNo(
        conversation=story.conversation,
        said_on=day,
        who=Who(
            name=story.name,
            organisation=story.organisation,
            title=story.title,
            email=f"{name}@example.org",
            phone=f"+49 30 555 {chance.randrange(1000, 9999)}",
        ),
        offer=Offer(title=story.offer, value=story.value, currency="EUR"),
        in_their_words=story.words,
        told_by=ToldBy.SILENCE if silent else chance.choice([ToldBy.CALL, ToldBy.MET, ToldBy.MAIL]),
        is_decision_maker=chance.random() < 0.6,
        stay_in_touch=AskAnswer.NOT_ASKED if silent else chance.choice([AskAnswer.YES, AskAnswer.NOT_ASKED]),
        next_contact_on=agreed,
        next_contact_manner=chance.choice([Manner.CALL, Manner.MEETING]) if agreed else None,
        good_deal=GoodDeal.NO if chance.random() < 0.05 else GoodDeal.YES,
        **exit_of(story.conversation, user.team_id, day, chance),
    )
    record_no(new_no, by=user, today=day, now=moment)


def _due(user: User, day: date) -> Iterator[FollowUp]:
    rows = FollowUp.objects.owned_by(user).open().filter(due_on__lte=day).order_by("due_on", "pk")
    yield from rows.select_related("plan")


def _work(row: FollowUp, user: User, day: date, moment: datetime, today: date, chance: random.Random) -> bool:
    """Do what is due on most days; a few things slip, and the last days are left alone.

    Debriefs are somebody's own (desk.demo_learning).
    """
    left_alone = row.due_on > today - timedelta(days=LEFT_UNDONE_DAYS) or row.kind == Kind.DEBRIEF
    if left_alone or chance.random() < 0.35 or not user.calendar().is_working_day(day):
        return False
    outcome = _outcome(row, chance)
    remark = chance.choice(REMARKS[outcome]) if outcome in REMARKS else ""
    why = chance.choice(WHY) if row.kind in {Kind.VALUE_ITEM, Kind.CONGRATULATE} else ""
    result = Result(outcome, note=remark, relevance=why)
    try:
        complete_follow_up(row.pk, result, by=user, today=day, now=moment)
    except (NotNow, NotOpen):
        # Too soon after the last contact: it waits for a day that is fine. Or a deed a moment ago ended it.
        return False
    return True


def _outcome(row: FollowUp, chance: random.Random) -> Outcome:
    if row.kind in {Kind.ASK, Kind.REFERRAL, Kind.WAKE_UP}:
        return chance.choice([Outcome.SPOKE, Outcome.NO_ANSWER])
    if row.kind not in {Kind.CHECK_IN, Kind.AGREED_MEETING}:
        return Outcome.DONE
    fitting = dict(OUTCOMES)
    if row.plan.loss_id is None:
        del fitting[Outcome.WON_BACK]
    return chance.choices(list(fitting), weights=list(fitting.values()))[0]


def is_demo_data_present() -> bool:
    """Whether the year was played before in this installation."""
    return User.objects.filter(email=EMAIL).exists() and FollowUp.objects.exclude(status=Status.OPEN).exists()


def demo_password() -> str:
    """The password the demonstration's account gets: the configured one, else a known one."""
    return settings.FIRST_ACCOUNT_PASSWORD or "lost-deals-demo"
