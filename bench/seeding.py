"""An installation of any size: teams, their people, and whoever said no to them.

The same numbers and the same day give the same rows. Whoever is measured has exactly fifty follow-ups due and
a plan beyond them; everybody else is there because a real database holds more than one desk.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from django.db import connection, models

from accounts.models import Change, Team, User
from bench import outcomes
from bench.invented import (
    CONVERSATION,
    LIKELIHOOD,
    OFFER,
    TITLE,
    TOLD_BY,
    WHAT,
    key,
    organisation,
    person,
    words,
)
from bench.loading import Row, bare, load
from followups.models import FollowUp, FollowUpPlan, Touch
from prospects.models import Deal, ExitAsk, Loss, LossReason, Organisation, Permission, Promise, Prospect

DUE = 50
# What is due on a measured desk, in turn: check-ins are what a plan consists of.
DUE_KINDS = ("check_in", "promise", "check_in", "thank_you", "check_in", "ask", "check_in", "agreed_meeting",
             "check_in", "thank_you")  # fmt: skip
STANDING = ("check_in", "agreed_meeting")
WINDOW_OPEN, COMING = 12, 14
DESK, COMMON_DESK, TEAM_SIZE = 198, 498, 20
(
    TEAM,
    USER,
    ORGANISATION,
    PROSPECT,
    DEAL,
    LOSS,
    PLAN,
    FOLLOW_UP,
    TOUCH,
    ASK,
    PERMISSION,
    PROMISE,
    CHANGE,
    REASON,
) = range(14)
HISTORY_DAYS = 45
PROSPECT_COLUMNS = "id team_id owner_id organisation_id name email phone title"
LOSS_COLUMNS = (
    "id team_id prospect_id deal_id conversation said_on in_their_words told_by likelihood "
    "logged_by_id logged_on logged_at reason_id offer_made good_deal came_back_on"
)
PLAN_COLUMNS = "id team_id prospect_id owner_id loss_id last_two_way_on"
FOLLOW_UP_COLUMNS = (
    "id team_id plan_id prospect_id loss_id owner_id kind status opens_on due_on closes_on "
    "promise_id outcome closed_at"
)
TOUCH_COLUMNS = (
    "id team_id prospect_id plan_id follow_up_id loss_id by_id direction happened_on outcome summary"
)


@dataclass(frozen=True)
class Size:
    """How much of everything."""

    rows: int
    people: int
    # Desks that are measured: the first is read, the others are written on.
    measured: int = 13
    desk: int = DESK

    @classmethod
    def of(cls, rows: int, people: int | None = None) -> "Size":
        """One person per follow-up up to a million people; from there on they have more history."""
        people = people or min(rows, 1_000_000)
        return cls(rows, people) if rows >= 5000 else cls(rows, people, measured=3, desk=84)

    def owners(self) -> int:
        """How many members have somebody to look after."""
        rest = max(self.people - self.measured * self.desk, 0)
        return self.measured + -(-rest // COMMON_DESK)

    def desk_of(self, n: int) -> tuple[int, int]:
        """Whose the n-th person is, and where on their desk."""
        busy = self.measured * self.desk
        if n < busy:
            return divmod(n, self.desk)
        owner, place = divmod(n - busy, COMMON_DESK)
        return self.measured + owner, place

    def team_of(self, owner: int) -> int:
        """Most work in one big team, the others in teams of twenty."""
        return 0 if owner < self.measured or owner % 5 < 3 else 1 + owner // TEAM_SIZE

    def teams(self) -> int:
        """How many teams."""
        return 2 + self.owners() // TEAM_SIZE


class Seed:
    """Everything that is written for one size and day."""

    def __init__(self, size: Size, day: date) -> None:
        self.size = size
        self.at = datetime(day.year, day.month, day.day, 6, tzinfo=UTC)
        self.days = {offset: (day + timedelta(days=offset)).isoformat() for offset in range(-2000, 400)}
        extra = sum(1 for n in range(DUE) if due_kind(n) not in STANDING) * size.measured
        self.each, self.rest = divmod(max(size.rows - extra, 0), size.people)

    def history(self, n: int) -> int:
        """How many follow-ups the n-th person has had so far, the open one included."""
        return self.each + (n < self.rest)

    def those_who_said_no(self) -> range:
        """Everybody with a no and a plan; whoever is left was never asked."""
        return range(self.size.people if self.each else self.rest)

    def said(self, n: int) -> int:
        """How many days ago they said no, as an offset: on measured desks lately, elsewhere over years."""
        newest = -30 - HISTORY_DAYS * min(self.history(n) - 1, 40) - n % 7
        is_measured = self.size.desk_of(n)[0] < self.size.measured
        return newest if is_measured else max(newest - outcomes.spread(n), -1990)

    def came_back_on(self, n: int) -> str | None:
        """The day of their yes. Their plan goes on all the same: what it costs to look at is the same."""
        said = self.said(n)
        after = None if said > -40 else outcomes.came_back_after(n, -said)
        return None if after is None else self.days[said + after]

    def team(self, n: int) -> str:
        """The team of the n-th person."""
        return key(TEAM, self.size.team_of(self.size.desk_of(n)[0]))

    def owner(self, n: int) -> str:
        """Who looks after the n-th person."""
        return key(USER, self.size.desk_of(n)[0])

    def is_due_promise(self, n: int) -> bool:
        """Whether a promise to them is due on a measured desk."""
        owner, place = self.size.desk_of(n)
        return owner < self.size.measured and place < DUE and due_kind(place) == "promise"

    def teams(self) -> Iterator[Row]:
        """id, name."""
        for n in range(self.size.teams()):
            yield key(TEAM, n), f"Team {n}"

    def users(self) -> Iterator[Row]:
        """id, team, email, name, is_manager; the last one manages the big team."""
        for n in range(self.size.owners() + 1):
            is_last = n == self.size.owners()
            team = 0 if is_last else self.size.team_of(n)
            first, last = person(n)
            yield key(USER, n), key(TEAM, team), f"user{n}@example.com", f"{first} {last}", str(int(is_last))

    def organisations(self) -> Iterator[Row]:
        """id, team, name."""
        for n in range(0, self.size.people, 3):
            yield key(ORGANISATION, n // 3), self.team(n), organisation(n // 3)

    def prospects(self) -> Iterator[Row]:
        """id, team, owner, organisation, name, email, phone, title."""
        for n in range(self.size.people):
            first, last = person(n)
            yield (
                key(PROSPECT, n), self.team(n), self.owner(n), key(ORGANISATION, n // 3), f"{first} {last}",
                f"{first}.{last}.{n}@example.org".lower(), f"+49 30 {n:08d}", TITLE[n % len(TITLE)],
            )  # fmt: skip

    def reasons(self) -> Iterator[Row]:
        """id, team, conversation, label, position."""
        for team in range(self.size.teams()):
            for kind in dict.fromkeys(CONVERSATION):
                for place, label in enumerate(outcomes.REASONS):
                    yield self.reason(team, kind, place), key(TEAM, team), kind, label, str(place)

    def reason(self, team: int, kind: str, place: int) -> str:
        """The id of a team's reason under a kind of no."""
        kinds = list(dict.fromkeys(CONVERSATION))
        return key(REASON, (team * len(kinds) + kinds.index(kind)) * len(outcomes.REASONS) + place)

    def deals(self) -> Iterator[Row]:
        """id, team, prospect, title, value, closed_on, currency, status."""
        for n in self.those_who_said_no():
            title = f"{OFFER[n % len(OFFER)]} for {WHAT[n % len(WHAT)]}"
            back, value = self.came_back_on(n), None if n % 6 == 1 else f"{1000 + n * 37 % 90000}.00"
            standing = (back or self.days[self.said(n)], outcomes.CURRENCIES[n % len(outcomes.CURRENCIES)])
            status = "won_back" if back else "lost"
            yield key(DEAL, n), self.team(n), key(PROSPECT, n), title, value, *standing, status

    def losses(self) -> Iterator[Row]:
        """id, team, prospect, deal, conversation, said_on, words, told_by, likelihood, by, on, at, reason,
        offer_made, good_deal, came_back_on."""
        for n in self.those_who_said_no():
            said = self.days[self.said(n)]
            told = (words(n), TOLD_BY[n % len(TOLD_BY)], LIKELIHOOD[n % len(LIKELIHOOD)])
            kind, place = outcomes.kind(n), outcomes.reason(n)
            team = self.size.team_of(self.size.desk_of(n)[0])
            why = None if place is None else self.reason(team, kind, place)
            became = (why, str(int(outcomes.was_offered(n))), outcomes.good_deal(n), self.came_back_on(n))
            what = (self.team(n), key(PROSPECT, n), key(DEAL, n), kind, said)
            yield (key(LOSS, n), *what, *told, self.owner(n), said, f"{said} 09:00:00", *became)

    def asks(self) -> Iterator[Row]:
        """id, loss, kind, answer, words."""
        for n in self.those_who_said_no()[::2]:
            yield key(ASK, n), key(LOSS, n), "feedback", "yes", f"You lacked {WHAT[n // 2 % len(WHAT)]}."

    def permissions(self) -> Iterator[Row]:
        """id, team, prospect, loss, given_on, recorded_by."""
        for n in self.those_who_said_no()[::3]:
            said = self.days[self.said(n)]
            yield key(PERMISSION, n), self.team(n), key(PROSPECT, n), key(LOSS, n), said, self.owner(n)

    def promises(self) -> Iterator[Row]:
        """id, team, prospect, loss, what."""
        for n in self.those_who_said_no():
            if n % 4 == 0 or self.is_due_promise(n):
                what = f"the checklist about {WHAT[n % len(WHAT)]}"
                yield key(PROMISE, n), self.team(n), key(PROSPECT, n), key(LOSS, n), what

    def plans(self) -> Iterator[Row]:
        """id, team, prospect, owner, loss, last_two_way_on."""
        for n in self.those_who_said_no():
            yield (
                key(PLAN, n), self.team(n), key(PROSPECT, n), self.owner(n), key(LOSS, n),
                self.days[-30 - n % 7],
            )  # fmt: skip

    def follow_ups(self) -> Iterator[Row]:
        """id, team, plan, prospect, loss, owner, kind, status, three days, promise, outcome, closed_at."""
        for n in self.those_who_said_no():
            first = n * 128  # room for the history of one person
            about = (self.team(n), key(PLAN, n), key(PROSPECT, n), key(LOSS, n), self.owner(n))
            for past in range(1, self.history(n)):
                day = self.days[self.past(n, past)]
                closed = f"{day} 10:00:00"
                yield (
                    key(FOLLOW_UP, first + past),
                    *about,
                    "check_in",
                    "done",
                    day,
                    day,
                    day,
                    None,
                    "spoke",
                    closed,
                )
            for number, (kind, opens, due, closes) in enumerate(self.open_rows(n)):
                promise = key(PROMISE, n) if kind == "promise" else None
                window = (self.days[opens], self.days[due], self.days[closes])
                identity = key(FOLLOW_UP, first + 126 + number)
                yield (identity, *about, kind, "open", *window, promise, "", None)

    def past(self, n: int, number: int) -> int:
        """The day of a follow-up that was done, as an offset."""
        return max(-30 - n % 7 - HISTORY_DAYS * (number - 1), -1990)

    def open_rows(self, n: int) -> list[tuple[str, int, int, int]]:
        """What is open with the n-th person: kind, and the days of its window as offsets."""
        owner, place = self.size.desk_of(n)
        if owner >= self.size.measured:
            due = n * 7 % 100 - 15
            return [("check_in", due - 15, due, due + 15)]
        if place < DUE:
            return due_rows(place)
        if place < DUE + WINDOW_OPEN:
            return [("check_in", -3, 4 + place % 9, 25)]
        if place < DUE + WINDOW_OPEN + COMING:
            return [("check_in", 1 + place % 7, 12 + place % 20, 40)]
        return [("check_in", 15, 20 + place * 5 % 60, 85)]

    def touches(self) -> Iterator[Row]:
        """id, team, prospect, plan, follow_up, loss, by, direction, happened_on, outcome, summary."""
        for n in self.those_who_said_no():
            who = (self.team(n), key(PROSPECT, n), key(PLAN, n))
            if TOLD_BY[n % len(TOLD_BY)] != "silence":
                told = (key(LOSS, n), self.owner(n), "in", self.days[self.said(n)], "", words(n))
                yield (key(TOUCH, n * 128), *who, None, *told)
            for past in range(1, self.history(n)):
                number = n * 128 + past
                summary = f"Spoke about {WHAT[number % len(WHAT)]}"
                done = (None, self.owner(n), "out", self.days[self.past(n, past)], "spoke", summary)
                yield (key(TOUCH, number), *who, key(FOLLOW_UP, number), *done)

    def changes(self) -> Iterator[Row]:
        """id, team, actor, at, object_id: that each no was written down."""
        for n in self.those_who_said_no():
            at = f"{self.days[self.said(n)]} 09:00:00"
            yield key(CHANGE, n), self.team(n), self.owner(n), at, key(LOSS, n)

    def write(self) -> None:
        """All of it, in the order foreign keys would ask for."""
        tables = self.tables()
        with bare([like._meta.db_table for like, _varying, _rows in tables]):
            for like, varying, rows in tables:
                load(like, varying, rows)
        connection.check_constraints()
        with connection.cursor() as cursor:
            # As it would stand after a while of its own: PostgreSQL then knows which rows everybody sees.
            cursor.execute("VACUUM (ANALYZE)" if connection.vendor == "postgresql" else "ANALYZE")

    def tables(self) -> list[tuple[models.Model, str, Iterator[Row]]]:
        """What each table gets: a row like all of them, what differs, and the rows."""
        at = self.at
        user = User(password="!", time_zone="UTC", links_valid_from=at, date_joined=at)
        permission = Permission(channel="mail", is_granted=True, source="at_the_no", created_at=at)
        change = Change(action="record_no", object_type="prospects.loss", before=[], after=[])
        deal = Deal(created_at=at)
        return [
            (Team(created_at=at), "id name", self.teams()),
            (user, "id team_id email name is_manager", self.users()),
            (Organisation(), "id team_id name", self.organisations()),
            (Prospect(created_at=at, language="en"), PROSPECT_COLUMNS, self.prospects()),
            (LossReason(), "id team_id conversation label position", self.reasons()),
            (deal, "id team_id prospect_id title value closed_on currency status", self.deals()),
            (Loss(), LOSS_COLUMNS, self.losses()),
            (ExitAsk(), "id loss_id kind answer words", self.asks()),
            (permission, "id team_id prospect_id loss_id given_on recorded_by_id", self.permissions()),
            (Promise(created_at=at), "id team_id prospect_id loss_id what", self.promises()),
            (FollowUpPlan(status="active", created_at=at), PLAN_COLUMNS, self.plans()),
            (FollowUp(created_at=at), FOLLOW_UP_COLUMNS, self.follow_ups()),
            (Touch(channel="call", is_two_way=True, created_at=at), TOUCH_COLUMNS, self.touches()),
            (change, "id team_id actor_id at object_id", self.changes()),
        ]


def due_kind(place: int) -> str:
    """What is due at a place of a measured desk."""
    return DUE_KINDS[place % len(DUE_KINDS)]


def due_rows(place: int) -> list[tuple[str, int, int, int]]:
    """The row that is due there, and the check-in a plan has beside anything else."""
    kind = due_kind(place)
    if kind == "check_in":
        late = place < 6
        return [(kind, -40, -5, -2)] if late else [(kind, -20, -(place % 9), 10)]
    if kind == "agreed_meeting":
        return [(kind, 0, 0, 0)]
    return [(kind, 0, 0, 0), ("check_in", 30, 41 + place % 15, 60)]


def check_ins_due(size: Size, owner: int) -> list[str]:
    """The ids of the due check-ins on a measured desk."""
    first = owner * size.desk
    return [
        str(UUID(key(FOLLOW_UP, (first + place) * 128 + 126)))
        for place in range(DUE)
        if due_kind(place) == "check_in"
    ]
