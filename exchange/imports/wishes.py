"""What an export says of people's wishes, taken over: opt-outs hold, permissions have a source."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from accounts.models import User, normalise_email
from exchange.dialects.answers import DealRow
from exchange.dialects.wishes import Wish
from exchange.imports.sorting import Sorted
from followups.actions import AskedToStop, Word, ask_to_stop, grant_permission, withdraw_permission
from prospects.conversations import PermissionChannel
from prospects.models import Permission, Prospect
from prospects.new_no import Who


def wishes_in(rows: Iterable[Sorted]) -> Iterator[tuple[Who, Wish]]:
    """The people of the rows that come in, with their wishes."""
    for one in rows:
        if one.told and isinstance(one.row.read, DealRow):
            yield one.told.who, one.row.read.person.wish


def heed(wishes: Iterable[tuple[Who, Wish]], *, by: User, today: date, now: datetime) -> int:
    """Write down what people do not want and what they allowed; how many said something.

    They are in already, and found as they came: by their id, or by their address. What they told us
    themselves about a channel counts more than a permission of another program, and less than its opt-out.
    """
    heard: dict[Who, Wish] = {}
    for who, wish in wishes:
        if wish.closed or wish.allowed:
            heard[who] = heard.get(who, Wish()).and_of(wish)
    people = [(_found(who, by), wish) for who, wish in heard.items()]
    for person, wish in people:
        _heed(person, wish, by, today, now)
    return len(people)


def _found(who: Who, by: User) -> Prospect:
    if row_id := who.prospect_id or who.new_id:
        return Prospect.objects.get(team=by.team_id, pk=row_id)
    rows = Prospect.objects.visible_to(by).filter(team=by.team_id, email=normalise_email(who.email))
    return rows.order_by("created_at")[0]


def _heed(person: Prospect, wish: Wish, by: User, today: date, now: datetime) -> None:
    if wish.wants_nothing:
        ask_to_stop(person, by=by, today=today, now=now)
        return
    if wish.closed:
        word = Word(wish.closed, today, words=wish.closed_words)
        withdraw_permission(person, word, by=by, today=today, now=now)
    channels = _unspoken(person, wish.allowed)
    if channels and wish.allowed_on:
        word = Word(channels, wish.allowed_on, words=wish.allowed_words)
        try:
            grant_permission(person, word, by=by, today=today, now=now)
        except AskedToStop:
            return


def _unspoken(person: Prospect, channels: tuple[PermissionChannel, ...]) -> tuple[PermissionChannel, ...]:
    """Those of the channels they have told us nothing about."""
    told = set(Permission.objects.filter(prospect=person).values_list("channel", flat=True))
    return tuple(channel for channel in channels if channel not in told)
