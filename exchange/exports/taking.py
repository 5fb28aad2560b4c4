"""Who takes what along: everything from the command line, a manager the team, anybody their own people."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.db.models import Model, Q, QuerySet

from accounts.models import Team, User
from exchange.exports.marks import Marks
from exchange.exports.tables import ALL, TABLES, Table, table_of
from exchange.kinds import Taken
from insights.models import Debrief
from outbox.models import Suppression
from outbox.suppression import mark_of
from prospects.models import Deal, ErasedAddress, Loss, Prospect, SuppressedAddress


@dataclass(frozen=True)
class Taking:
    """One export: how much, and by whom (nobody, from the command line)."""

    taken: Taken
    by: User | None = None

    @cached_property
    def teams(self) -> list[Team]:
        """The teams it is of, oldest first."""
        teams = Team.objects.all() if self.taken is Taken.WHOLE else Team.objects.filter(pk=self._by.team_id)
        return list(teams.order_by("created_at", "name", "pk"))

    @cached_property
    def marks(self) -> Marks:
        """What stands for those teams and their members."""
        return Marks.of_teams(self.teams)

    @property
    def tables(self) -> tuple[Table, ...]:
        """The tables there is something of."""
        own = self.taken is Taken.OWN
        return tuple(table for table in TABLES if table.own or not own)

    def rows(self, table: Table) -> QuerySet[Model]:
        """The rows of a table, oldest first where they have an age."""
        names = {column.name for column in table.model._meta.concrete_fields}
        age = [name for name in ("at", "created_at") if name in names][:1]
        rows = table.model._default_manager.filter(self._which(table))
        # A row found by two paths is one row; what joins nothing needs no look for that.
        found = rows.distinct() if self.taken is Taken.OWN and "__" in table.own else rows
        return found.order_by(*age, "pk")

    def people(self) -> int:
        """How many people go along."""
        table = table_of(Prospect._meta.label_lower)
        assert table is not None
        return self.rows(table).count()

    @cached_property
    def ids(self) -> dict[type[Model], set[UUID]]:
        """The rows of one's own people, by table; empty when all of a team are taken."""
        if self.taken is not Taken.OWN:
            return {}
        tables = (table for table in self.tables if table.model._meta.label != "accounts.Change")
        return {table.model: set(self.rows(table).values_list("pk", flat=True)) for table in tables}

    @cached_property
    def debriefs(self) -> frozenset[UUID] | None:
        """The debriefs that may be told of; None: all."""
        if self.taken is Taken.WHOLE:
            return None
        return frozenset(Debrief.objects.filter(author=self._by).values_list("pk", flat=True))

    @cached_property
    def their_part(self) -> dict[UUID, UUID]:
        """An offer to somebody else's person at which one of one's own said no: it goes along as theirs."""
        noes = Loss.objects.filter(prospect__owner=self._by).exclude(deal__prospect__owner=self._by)
        return dict(noes.order_by("pk").values_list("deal_id", "prospect_id"))

    @property
    def _by(self) -> User:
        if self.by is None:
            raise ValueError("Only the whole is taken by nobody.")
        return self.by

    def _which(self, table: Table) -> Q:
        if table.model is Suppression:
            return self._unwritten()
        if self.taken is Taken.WHOLE:
            return Q()
        which = Q(**{table.team: self._by.team_id})
        if table.model is Debrief:
            return which & Q(author=self._by)
        if self.taken is Taken.TEAM or table.own == ALL:
            return which & self._stopped(table)
        theirs = Q(**{table.own: self._by})
        if table.model is Deal:
            theirs |= Q(losses__prospect__owner=self._by)
        return which & theirs

    def _stopped(self, table: Table) -> Q:
        if table.model is not SuppressedAddress or self.taken is not Taken.OWN:
            return Q()
        return Q(address__in=Prospect.objects.filter(owner=self._by).exclude(email="").values("email"))

    def _unwritten(self) -> Q:
        """Of the addresses that are not written to (their hashes are known) those of whom is taken."""
        if self.taken is Taken.WHOLE:
            return Q()
        marks = set(self._known_marks())
        known = Suppression.objects.values_list("pk", "address_hash")
        return Q(pk__in=[pk for pk, mark in known if mark in marks])

    def _known_marks(self) -> Iterator[str]:
        people = Prospect.objects.filter(team_id=self._by.team_id).exclude(email="")
        stopped = SuppressedAddress.objects.filter(team_id=self._by.team_id)
        if self.taken is Taken.OWN:
            people = people.filter(owner=self._by)
            stopped = stopped.filter(address__in=people.values("email"))
        addresses = {*people.values_list("email", flat=True), *stopped.values_list("address", flat=True)}
        if self.taken is Taken.TEAM:
            addresses |= set(User.objects.filter(team_id=self._by.team_id).values_list("email", flat=True))
        yield from map(mark_of, addresses)
        yield from ErasedAddress.objects.filter(team_id=self._by.team_id).values_list("mark", flat=True)
