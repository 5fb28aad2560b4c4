"""Who of an address book is known: by address, or because somebody's name looks like theirs."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from uuid import UUID

from rapidfuzz import fuzz, process

from accounts.models import User
from exchange.folding import words_of
from exchange.people.codes import Found
from exchange.people.told import Told
from prospects.cards import compare
from prospects.models import Prospect
from prospects.visibility import sees_in_part

MOST_SHOWN = 4
ALIKE = 90
_AT_ONCE = 400
# What stands before and after names and says nothing about whom they name.
_AROUND_NAMES = frozenset({"mr", "mrs", "ms", "miss", "dr", "prof", "herr", "frau", "sr", "jr", "ing", "mag"})


class KnownNames:
    """The names of everybody somebody may see, to be asked who looks like whom."""

    def __init__(self, people: Iterable[tuple[UUID, str, str | None]]) -> None:
        self._names: dict[UUID, str] = {}
        self._at: dict[UUID, str] = {}
        self._by_beginning: dict[str, set[UUID]] = defaultdict(set)
        for pk, name, organisation in people:
            words = _words(name)
            self._names[pk] = " ".join(sorted(words))
            self._at[pk] = " ".join(words_of(organisation or ""))
            for word in words:
                self._by_beginning[word[:3]].add(pk)

    def like(self, name: str, organisation: str) -> list[UUID]:
        """Who looks like this name, the likeliest first; at most four."""
        words = _words(name)
        if not words:
            return []
        near = self._near(words)
        names = {pk: self._names[pk] for pk in near}
        whole = " ".join(sorted(words))
        scored = process.extract(whole, names, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=MOST_SHOWN)
        found = [pk for _name, _score, pk in scored]
        at = " ".join(words_of(organisation))
        found += [pk for pk in sorted(near) if pk not in found and at and self._is_initial(pk, words, at)]
        return found[:MOST_SHOWN]

    def _near(self, words: Sequence[str]) -> set[UUID]:
        """Whoever may be alike: of two beginnings at most one is written otherwise, so the rarest two do."""
        sets = [self._by_beginning.get(beginning, set()) for beginning in {word[:3] for word in words}]
        return set().union(*sorted(sets, key=len)[:2])

    def _is_initial(self, pk: UUID, words: Sequence[str], at: str) -> bool:
        """Whether "J. Doe" at an organisation is its "John Doe"."""
        other = self._names[pk].split()
        if self._at[pk] != at or len(other) != len(words) or len(words) < 2:
            return False
        left, right = sorted(set(words) - set(other)), sorted(set(other) - set(words))
        if len(left) != 1 or len(right) != 1:
            return False
        return 1 in {len(left[0]), len(right[0])} and left[0][0] == right[0][0]


def _words(name: str) -> list[str]:
    words = [word for word in words_of(name) if word not in _AROUND_NAMES]
    return words or list(words_of(name))


def known_names(user: User) -> KnownNames:
    """The names of whomever a user may see; one query."""
    people = Prospect.objects.visible_to(user).filter(is_unnamed=False).order_by("pk")
    return KnownNames(people.values_list("pk", "name", "organisation__name").iterator())


def by_address(user: User, addresses: Iterable[str]) -> dict[str, Prospect]:
    """The row of each address that is known to a user: their own first, then the oldest."""
    found: dict[str, Prospect] = {}
    for some in _some(iter(dict.fromkeys(addresses))):
        rows = Prospect.objects.visible_to(user).filter(email__in=some).select_related("organisation")
        for row in sorted(rows, key=lambda row: (row.owner_id != user.pk, row.created_at, row.pk)):
            found.setdefault(row.email, row)
    return found


def known_as(told: Told, known: dict[str, Prospect]) -> Prospect | None:
    """Whose one of the addresses is."""
    return next((known[address] for address in told.emails if address in known), None)


def what_it_adds(told: Told, person: Prospect, user: User) -> Found:
    """Whether a card completes a row; one that is seen in part is left to whoever sees all of it."""
    known = person.as_card()
    if sees_in_part(person, user) or not compare(known, told.about(known).card).completes:
        return Found.SAME
    return Found.KNOWN


def _some(addresses: Iterator[str]) -> Iterator[list[str]]:
    while some := list(islice(addresses, _AT_ONCE)):
        yield some
