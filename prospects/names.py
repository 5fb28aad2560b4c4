"""What a no calls by name or number: organisations and competitors are found or added, reasons are known."""

from collections.abc import Iterable
from typing import Protocol
from uuid import UUID

from django.db import IntegrityError, transaction

from accounts.changes import Trail
from accounts.models import Team
from accounts.spelling import named_alike_or_free
from prospects.models import Competitor, LossReason, Organisation


class Names(Protocol):
    """Answers by name; asks the database each time, or remembers what a batch needs."""

    def organisation(self, name: str, team: Team, trail: Trail) -> Organisation:
        """The team's organisation of that name, added where there is none."""

    def competitor(self, name: str, team: Team, trail: Trail) -> Competitor:
        """The team's competitor of that name, added where there is none."""

    def reasons(self, pks: Iterable[UUID], team_id: UUID) -> dict[UUID, LossReason]:
        """Those of the team among these."""


class Asked:
    """Asks the database each time."""

    def organisation(self, name: str, team: Team, trail: Trail) -> Organisation:
        """Found in any spelling of large and small, or added."""
        if organisation := named_alike_or_free(Organisation, name, team):
            return organisation
        try:
            with transaction.atomic():
                return trail.create(Organisation(team=team, name=name))
        except IntegrityError:
            # A colleague wrote the same name in this very moment.
            return Organisation.objects.get(team=team, name__iexact=name)

    def competitor(self, name: str, team: Team, trail: Trail) -> Competitor:
        """Found in any spelling of large and small, or added."""
        if competitor := named_alike_or_free(Competitor, name, team):
            return competitor
        try:
            with transaction.atomic():
                return trail.create(Competitor(team=team, name=name))
        except IntegrityError:
            # A colleague wrote the same name in this very moment.
            return Competitor.objects.get(team=team, name__iexact=name)

    def reasons(self, pks: Iterable[UUID], team_id: UUID) -> dict[UUID, LossReason]:
        """By id."""
        return LossReason.objects.filter(team_id=team_id).in_bulk(list(pks))


ASKED = Asked()
