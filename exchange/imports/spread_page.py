"""What the page shows before the last step: whose the noes will be, and how their days fill."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from accounts.models import User
from common.days import long_day_and_year, short_weekday
from exchange.imports.choices import Choices
from exchange.imports.load import DayThen, filled, strip
from exchange.imports.noes import spelt
from exchange.imports.owners import may_give, owners_for
from exchange.imports.summary import Summary
from followups.planning import desk_of

MOST_SELLERS = 50


@dataclass(frozen=True)
class Share:
    """The check-ins of one who looks after people: how many, until when, and their next days."""

    owner: User
    is_me: bool
    check_ins: int
    limit: int
    days: list[DayThen]
    first: str
    last: str


@dataclass(frozen=True)
class Seller:
    """Somebody the files name as selling, how many of the rows that come in, and who they are here."""

    name: str
    rows: int
    owner_id: UUID


def shares_of(summary: Summary, user: User, today: date) -> list[Share]:
    """Whose days fill, and how; whoever imports first, then the most."""
    by_owner = Counter[UUID]()
    for owner_id, count in summary.days.items():
        by_owner[owner_id or user.pk] += count
    known = {each.pk: each for each in User.objects.filter(pk__in=by_owner).select_related("team")}
    ordered = sorted(by_owner.items(), key=lambda pair: (pair[0] != user.pk, -pair[1], str(pair[0])))
    return [_share(known[pk], count, user, today) for pk, count in ordered if pk in known]


def _share(owner: User, count: int, user: User, today: date) -> Share:
    desk = desk_of(owner, today)
    taken = filled(count, desk)
    return Share(
        owner=owner,
        is_me=owner.pk == user.pk,
        check_ins=count,
        limit=desk.daily_limit,
        days=list(strip(desk, taken, short_weekday)),
        first=long_day_and_year(min(taken)) if taken else "",
        last=long_day_and_year(max(taken)) if taken else "",
    )


def sellers_of(summary: Summary, choices: Choices, user: User) -> list[Seller]:
    """Whom the files name as selling, the most rows first; for whoever may give each their own."""
    if not may_give(user):
        return []
    owners = owners_for(user, choices)
    rows, shown = Counter[str](), dict[str, str]()
    for name, count in summary.sellers.items():
        rows[spelt(name)] += count
        shown.setdefault(spelt(name), name)
    most = rows.most_common(MOST_SELLERS)
    return [Seller(shown[name], count, owners.get(name) or user.pk) for name, count in most]
