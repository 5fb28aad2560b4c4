"""Fifty people all over the world with rows on every edge of a day, the same ones on every run."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from accounts.models import Team, User
from followups.kinds import EndedWhy, Kind, PlanStatus, Status
from followups.models import FollowUp, FollowUpPlan
from prospects.models import Organisation, Prospect

SEED = 4
PEOPLE_EACH = 16
ZONES = [
    "Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Kathmandu", "Pacific/Apia", "Australia/Lord_Howe",
    "Europe/Berlin", "America/New_York", "America/St_Johns", "Africa/Cairo", "Asia/Beirut", "America/Havana",
    "Pacific/Chatham", "Antarctica/Troll", "UTC", "America/Santiago", "Europe/London", "Asia/Kolkata",
]  # fmt: skip
# Days from today on which something turns: the week ahead, the fortnight after which debriefs fade.
EDGES = (-40, -15, -14, -13, -8, -1, 0, 0, 0, 1, 2, 6, 7, 8, 9, 30)
BESIDE = (Kind.THANK_YOU, Kind.DEBRIEF, Kind.VALUE_ITEM, Kind.CONGRATULATE, Kind.ASK)
CLOSED = (Status.DONE, Status.SKIPPED, Status.CANCELLED)
NO_30_DECEMBER = datetime(2011, 12, 30, 10, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Somebody:
    """One user and the instant at which they look."""

    user: User
    now: datetime

    @property
    def today(self) -> date:
        """The date on the wall where they are."""
        return self.now.astimezone(ZoneInfo(self.user.time_zone)).date()


def people(team: Team, how_many: int = 50) -> list[Somebody]:
    """So many users, each looking at an instant at which their date or their clock changes."""
    dice = Random(SEED)
    found = []
    for number in range(how_many):
        zone = ZONES[number % len(ZONES)]
        user = User.objects.create_user(
            f"user{number}@example.com",
            team=team,
            name=f"User {number}",
            time_zone=zone,
            language=dice.choice(["en", "de"]),
            country=dice.choice(["", "DE", "US", "NZ"]),
            working_days=dice.choice(["01234", "0123456", "6", "135"]),
            digest_weekly=True,
        )
        found.append(Somebody(user, dice.choice(turning_points(zone, dice))))
    _give_rows(found, dice)
    return found


def turning_points(zone: str, dice: Random) -> list[datetime]:
    """Instants at which the date or the clock of a zone changes, and those a minute beside them."""
    clock_changes = _clock_changes(zone)
    days = [change.astimezone(ZoneInfo(zone)).date() for change in clock_changes]
    days = days or [date(2026, 1, 1) + timedelta(days=dice.randrange(365))]
    midnights = [datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC) for day in days]
    apia = [NO_30_DECEMBER] if zone == "Pacific/Apia" else []
    turns = [*apia, *midnights, *clock_changes]
    return [turn + timedelta(minutes=minute) for turn in turns for minute in (-1, 0, 1)]


@cache
def _clock_changes(zone: str) -> list[datetime]:
    hours = [datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=hour) for hour in range(8760)]
    offsets = [hour.astimezone(ZoneInfo(zone)).utcoffset() for hour in hours]
    return [hours[at] for at in range(1, 8760) if offsets[at] != offsets[at - 1]]


def _give_rows(everybody: list[Somebody], dice: Random) -> None:
    """Rows around everybody's today; some of them are another's to do, some are done, some plans ended."""
    prospects, plans, rows = [], [], []
    firm = Organisation.objects.create(team=everybody[0].user.team, name="Havbruk Nordic")
    for place, somebody in enumerate(everybody):
        # Whoever looks after somebody for the next one works where it is another day.
        other = everybody[(place + 1) % len(everybody)].user
        for number in range(PEOPLE_EACH):
            prospect, plan = _person(somebody, number, firm, dice)
            prospects.append(prospect)
            plans.append(plan)
            rows += _rows_of(plan, somebody, other, dice)
    Prospect.objects.bulk_create(prospects)
    FollowUpPlan.objects.bulk_create(plans)
    FollowUp.objects.bulk_create(rows)


def _person(
    somebody: Somebody, number: int, firm: Organisation, dice: Random
) -> tuple[Prospect, FollowUpPlan]:
    user, today = somebody.user, somebody.today
    prospect = Prospect(
        team=user.team,
        owner=user,
        name=f"Person {number} of {user.name}",
        organisation=dice.choice([firm, None]),
    )
    ended = {"status": PlanStatus.ENDED, "ended_why": EndedWhy.CLOSED, "ended_on": today}
    state: dict[str, Any] = ended if dice.random() < 0.2 else {"status": PlanStatus.ACTIVE}
    plan = FollowUpPlan(
        team=user.team,
        prospect=prospect,
        owner=user,
        window_from=30,
        window_to=60,
        last_two_way_on=today - timedelta(days=dice.randrange(100)),
        is_hot=dice.random() < 0.1,
        **state,
    )
    return prospect, plan


def _rows_of(plan: FollowUpPlan, somebody: Somebody, other: User, dice: Random) -> list[FollowUp]:
    kinds = dice.sample(BESIDE, dice.randrange(3))
    if plan.status == PlanStatus.ACTIVE:
        kinds.append(dice.choice([Kind.CHECK_IN, Kind.CHECK_IN, Kind.AGREED_MEETING]))
    return [_row(kind, plan, somebody, other, dice) for kind in kinds]


def _row(kind: Kind, plan: FollowUpPlan, somebody: Somebody, other: User, dice: Random) -> FollowUp:
    due = somebody.today + timedelta(days=dice.choice(EDGES))
    is_closed = dice.random() < 0.2
    return FollowUp(
        team=plan.team,
        plan=plan,
        prospect=plan.prospect,
        owner=other if dice.random() < 0.1 else plan.owner,
        kind=kind,
        status=dice.choice(CLOSED) if is_closed else Status.OPEN,
        closed_at=somebody.now if is_closed else None,
        opens_on=due - timedelta(days=dice.choice([0, 0, 1, 7, 15])),
        due_on=due,
        closes_on=due + timedelta(days=dice.choice([0, 0, 1, 7, 15])),
        is_agreed=kind == Kind.AGREED_MEETING,
    )
