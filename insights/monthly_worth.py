"""For whom a month brought anything to write about; many people at once."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, time, timedelta
from uuid import UUID

from django.db.models import Q

from accounts.models import User
from accounts.policy import Thing, may_see
from insights.calendar_months import Month
from insights.came_back import YESES
from insights.models import Debrief
from prospects.models import Deal, Loss

ONE_DAY = timedelta(days=1)


def with_something_to_say(asked: Iterable[tuple[User, Month]]) -> set[UUID]:
    """Those of these people whose month had a no, a yes or a lesson they may read; of the team, for those who
    see its numbers. Four queries for each month, however many people."""
    by_month: dict[Month, list[User]] = {}
    for user, month in asked:
        by_month.setdefault(month, []).append(user)
    found: set[UUID] = set()
    for month, users in by_month.items():
        found |= _in(month, users)
    return found


def _in(month: Month, users: Sequence[User]) -> set[UUID]:
    own = {user.pk for user in users}
    teams = {user.team_id for user in users if may_see(user, Thing.TEAM_NUMBERS)}
    owners, of_teams = _heard(month, own, teams)
    authors, sharing = _lessons(month, own, {user.team_id for user in users})
    return {
        user.pk
        for user in users
        if user.pk in owners | authors
        or user.team_id in sharing
        or (user.team_id in of_teams and user.team_id in teams and may_see(user, Thing.TEAM_NUMBERS))
    }


def _heard(month: Month, owners: set[UUID], teams: set[UUID]) -> tuple[set[UUID], set[UUID]]:
    """Whose people said no or yes, and in which of these teams somebody did."""
    days = month.first_day, month.last_day
    whose = Q(prospect__owner__in=owners) | Q(team__in=teams)
    noes = Loss.objects.filter(whose, said_on__range=days)
    yeses = Deal.objects.filter(whose, closed_on__range=days, status__in=YESES)
    rows = {
        pair
        for found in (noes, yeses)
        for pair in found.order_by().values_list("prospect__owner_id", "team_id").distinct()
    }
    return {owner for owner, _team in rows}, {team for _owner, team in rows if team in teams}


def _lessons(month: Month, authors: set[UUID], teams: set[UUID]) -> tuple[set[UUID], set[UUID]]:
    """Who wrote a lesson themselves, and in which of these teams one was shared."""
    first, after = written_in(month)
    lessons = Debrief.objects.exclude(lesson="").filter(created_at__gte=first, created_at__lt=after)
    seen = Q(author__in=authors) | Q(team__in=teams, is_shared=True)
    rows = set(lessons.filter(seen).order_by().values_list("author_id", "team_id", "is_shared").distinct())
    return {author for author, _team, _shared in rows}, {team for _author, team, shared in rows if shared}


def written_in(month: Month) -> tuple[datetime, datetime]:
    """Between which instants something was written in a month, by the world's clock: lessons are few, and
    the same one is read to everybody."""
    first = datetime.combine(month.first_day, time.min, tzinfo=UTC)
    return first, datetime.combine(month.last_day + ONE_DAY, time.min, tzinfo=UTC)
