"""An installation on a morning: so many people, each with five things due, all at the same hour."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from django.db import connection, models

from accounts.models import Team, User
from bench.invented import CONVERSATION, OFFER, TITLE, TOLD_BY, WHAT, key, organisation, person, words
from bench.loading import Row, bare, load
from followups.models import FollowUp, FollowUpPlan
from prospects.models import Deal, Loss, Organisation, Prospect

TEAM, USER, ORGANISATION, PROSPECT, DEAL, LOSS, PLAN, FOLLOW_UP = range(8)
TEAM_SIZE = 20
# What is due to each: kind, and its window as offsets from the day.
DUE = (
    ("check_in", -20, 0, 10),
    ("thank_you", 0, 0, 0),
    ("check_in", -40, -5, -2),
    ("agreed_meeting", 0, 0, 0),
    ("check_in", -10, -1, 20),
)


class Morning:
    """Everything that is written for so many readers."""

    def __init__(self, people: int, day: date) -> None:
        self.people = people
        self.day = day
        self.at = datetime.combine(day, datetime.min.time(), tzinfo=UTC) - timedelta(days=60)

    def write(self) -> None:
        """All of it, in the order foreign keys would ask for."""
        tables = self.tables()
        with bare([like._meta.db_table for like, _varying, _rows in tables]):
            for like, varying, rows in tables:
                load(like, varying, rows)
        connection.check_constraints()
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")

    def tables(self) -> list[tuple[models.Model, str, Iterator[Row]]]:
        """What each table gets: a row like all of them, what differs, and the rows."""
        at, said_on = self.at, self.day - timedelta(days=45)
        user = User(
            password="!", time_zone="UTC", working_days="0123456", links_valid_from=at, date_joined=at
        )
        deal = Deal(currency="EUR", status="lost", closed_on=said_on, created_at=at)
        loss = Loss(good_deal="yes", said_on=said_on, logged_on=said_on, logged_at=at)
        plan = FollowUpPlan(status="active", created_at=at, last_two_way_on=said_on)
        return [
            (Team(created_at=at), "id name", self.teams()),
            (user, "id team_id email name", self.users()),
            (Organisation(), "id team_id name", self.organisations()),
            (Prospect(created_at=at, language="en"), "id team_id owner_id organisation_id name email title",
             self.prospects()),
            (deal, "id team_id prospect_id title value", self.deals()),
            (loss, "id team_id prospect_id deal_id conversation in_their_words told_by logged_by_id",
             self.losses()),
            (plan, "id team_id prospect_id owner_id loss_id", self.plans()),
            (FollowUp(status="open", created_at=at),
             "id team_id plan_id prospect_id loss_id owner_id kind opens_on due_on closes_on",
             self.follow_ups()),
        ]  # fmt: skip

    def teams(self) -> Iterator[Row]:
        """id, name."""
        for n in range(-(-self.people // TEAM_SIZE)):
            yield key(TEAM, n), f"Team {n}"

    def users(self) -> Iterator[Row]:
        """id, team, email, name."""
        for n in range(self.people):
            yield key(USER, n), self._team(n), f"reader{n}@example.com", " ".join(person(n))

    def organisations(self) -> Iterator[Row]:
        """id, team, name."""
        for n, owner, _place in self._everybody():
            yield key(ORGANISATION, n), self._team(owner), organisation(n)

    def prospects(self) -> Iterator[Row]:
        """id, team, owner, organisation, name, email, title."""
        for n, owner, _place in self._everybody():
            about = key(PROSPECT, n), self._team(owner), key(USER, owner), key(ORGANISATION, n)
            yield *about, " ".join(person(n)), f"buyer{n}@example.org", TITLE[n % len(TITLE)]

    def deals(self) -> Iterator[Row]:
        """id, team, prospect, title, value."""
        for n, owner, _place in self._everybody():
            title = f"{OFFER[n % len(OFFER)]} for {WHAT[n % len(WHAT)]}"
            yield key(DEAL, n), self._team(owner), key(PROSPECT, n), title, str(1000 + n * 37 % 90_000)

    def losses(self) -> Iterator[Row]:
        """id, team, prospect, deal, conversation, in_their_words, told_by, logged_by."""
        for n, owner, _place in self._everybody():
            about = key(LOSS, n), self._team(owner), key(PROSPECT, n), key(DEAL, n)
            said = CONVERSATION[n % len(CONVERSATION)], words(n), TOLD_BY[n % len(TOLD_BY)]
            yield *about, *said, key(USER, owner)

    def plans(self) -> Iterator[Row]:
        """id, team, prospect, owner, loss."""
        for n, owner, _place in self._everybody():
            yield key(PLAN, n), self._team(owner), key(PROSPECT, n), key(USER, owner), key(LOSS, n)

    def follow_ups(self) -> Iterator[Row]:
        """id, team, plan, prospect, loss, owner, kind, opens_on, due_on, closes_on."""
        for n, owner, place in self._everybody():
            kind, *offsets = DUE[place]
            days = [(self.day + timedelta(days=offset)).isoformat() for offset in offsets]
            about = key(PLAN, n), key(PROSPECT, n), key(LOSS, n), key(USER, owner)
            yield key(FOLLOW_UP, n), self._team(owner), *about, kind, *days

    def _everybody(self) -> Iterator[tuple[int, int, int]]:
        for n in range(self.people * len(DUE)):
            owner, place = divmod(n, len(DUE))
            yield n, owner, place

    def _team(self, owner: int) -> str:
        return key(TEAM, owner // TEAM_SIZE)
