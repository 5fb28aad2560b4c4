"""A batch of yeses, as an import takes them along: deals won before we heard of them, all or nothing."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from accounts.changes import Trail
from accounts.models import User, normalise_email
from accounts.policy import Thing, may
from common.writing import Held
from followups.actions.batches import record_all
from followups.actions.newcomers import slices
from followups.actions.plans import lock_owners
from followups.actions.winning import Won, check_day, deal_id, owner_of, saved_win, write_win
from prospects.many_names import Remembered
from prospects.matching import find_prospect
from prospects.models import Deal, Prospect
from prospects.new_no import Who
from prospects.new_win import NewWin


def record_wins(
    wins: Iterable[NewWin],
    *,
    by: User,
    today: date,
    now: datetime,
    progress: Callable[[int], None] | None = None,
) -> list[Won]:
    """Save yeses in their order, or none of them. Whoever brings them knows that each is a deal of its own:
    nobody is asked whether it is a declined one.

    Each stands as record_win would have written it. `progress` is told how many are done; what it raises ends
    the batch. Raises what record_win raises.
    """
    wins = list(wins)
    return record_all(wins, lambda: _Batch(wins, by, today, now), progress)


class _Batch:
    """What is known while yeses are recorded."""

    def __init__(self, wins: Sequence[NewWin], by: User, today: date, now: datetime) -> None:
        self._by, self._today, self._now = by, today, now
        self._owners = lock_owners({by.pk, *(win.owner_id for win in wins if win.owner_id)})
        self._names = Remembered(by.team)
        self._people = _People(by)
        self._saved = _saved_before(wins, by)
        self._held = Held()

    def flush(self) -> None:
        """Write what is held."""
        self._held.flush()

    def record(self, win: NewWin) -> Won:
        """Record one, unless it is there."""
        check_day(win, self._today)
        owner = owner_of(win, self._by, self._owners)
        pk = deal_id(win, self._by)
        if pk in self._saved:
            self._held.flush()
            if saved := saved_win(pk):
                return saved
        self._saved.add(pk)
        known = self._people.find(win.who)
        if known and win.who.email and not known.email:
            # Whether somebody else has that address is asked of the database.
            self._held.flush()
        trail = Trail(actor=self._by, team=self._by.team, now=self._now, writing=self._held)
        won = write_win(win, known, owner, pk, trail=trail, names=self._names)
        self._people.note(won.deal.prospect, win.who)
        return won


class _People:
    """Whom the yeses are of: each looked for once."""

    def __init__(self, by: User) -> None:
        self._by = by
        self._sees_all = may(by, Thing.TEAMS_PROSPECTS)
        self._met: dict[UUID | str, Prospect] = {}

    def find(self, who: Who) -> Prospect | None:
        """The person known by then; None for somebody new."""
        if who.prospect_id:
            return self._met.get(who.prospect_id) or find_prospect(who, self._by)
        return next((self._met[key] for key in _keys(who) if key in self._met), None) or find_prospect(
            who, self._by
        )

    def note(self, person: Prospect, who: Who) -> None:
        """Met by now, under what they were named by."""
        self._met[person.pk] = person
        if who.prospect_id:
            return
        if who.new_id:
            self._met[who.new_id] = person
        is_theirs = normalise_email(who.email) == person.email
        if person.email and is_theirs and (self._sees_all or person.owner_id == self._by.pk):
            self._met.setdefault(person.email, person)


def _keys(who: Who) -> list[UUID | str]:
    return [key for key in (who.new_id, normalise_email(who.email)) if key]


def _saved_before(wins: Iterable[NewWin], by: User) -> set[UUID]:
    """Those of the deals that are there."""
    saved = set[UUID]()
    for some in slices({deal_id(win, by) for win in wins if win.submission}):
        saved |= set(Deal.objects.filter(pk__in=some).values_list("pk", flat=True))
    return saved
