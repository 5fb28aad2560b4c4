"""Reads the files of an import once and keeps who is in them, for somebody to look over."""

from collections.abc import Iterator
from contextlib import suppress
from itertools import islice

from django.db import transaction

from accounts.models import User
from exchange.kinds import ImportState
from exchange.models import ArrivingPerson, Import, ImportedRow
from exchange.people.codes import Found
from exchange.people.reading import ReadPerson, read_people
from exchange.people.recognising import KnownNames, by_address, known_as, known_names, what_it_adds
from exchange.people.told import Told, key_of, told_by
from exchange.tables.refusals import RefusedError
from prospects.models import Prospect

MOST_PEOPLE = 10_000
_AT_ONCE = 400
# Of which files they are; in Import.choices.
READ = "read"


class TooManyPeopleError(Exception):
    """More than can be looked over; the file is to be brought in parts."""


def is_staged(of_import: Import) -> bool:
    """Whether its files, and no others, have been read."""
    return bool(of_import.choices.get(READ) == _files_of(of_import))


def stage(of_import: Import, user: User) -> None:
    """Read everybody in the files, in place of what was read before, and find out who is known.

    Nothing is written while it reads: on SQLite nobody else could. Raises RefusedError and
    TooManyPeopleError; then what was read before stays.
    """
    read_of = _files_of(of_import)
    rows = list(_rows(of_import, user))
    with transaction.atomic():
        locked = Import.objects.select_for_update().get(pk=of_import.pk)
        if locked.state != ImportState.OPEN or _files_of(locked) != read_of:
            return
        locked.people.all().delete()
        ArrivingPerson.objects.bulk_create(rows, batch_size=_AT_ONCE)
        of_import.choices = locked.choices = {**locked.choices, READ: read_of}
        locked.save(update_fields=["choices"])


def _rows(of_import: Import, user: User) -> Iterator[ArrivingPerson]:
    book = _Recognising(user)
    people = enumerate(read_people(of_import))
    while some := list(islice(people, _AT_ONCE)):
        if some[-1][0] >= MOST_PEOPLE:
            raise TooManyPeopleError
        yield from book.rows(of_import, some)


def stage_if_it_can_be_read(of_import: Import, user: User) -> None:
    """The same right after the upload; what hinders it is said where somebody asks for it again."""
    with suppress(RefusedError, TooManyPeopleError):
        stage(of_import, user)


def _files_of(of_import: Import) -> list[str]:
    return [f"{pk}:{digest}" for pk, digest in of_import.files.values_list("pk", "digest")]


class _Recognising:
    """What is known while the files are read."""

    def __init__(self, user: User) -> None:
        self._user = user
        self._names: KnownNames | None = None
        self._keys = set[str]()
        self._addresses = set[str]()

    def rows(self, of_import: Import, some: list[tuple[int, ReadPerson]]) -> Iterator[ArrivingPerson]:
        """The rows of some people, each with what they were found to be."""
        told = {place: told_by(one.contact) for place, one in some if one.contact}
        keys = {place: key_of(self._user.pk, one.contact) for place, one in some if one.contact}
        known = by_address(self._user, (address for one in told.values() for address in one.emails))
        seen = _came_in_before(self._user, list(keys.values()))
        for place, one in some:
            row = ArrivingPerson(of_import=of_import, file=one.file, place=place, line=one.line)
            if one.contact is None:
                row.found, row.told = Found.REFUSED, {"why": one.why}
            else:
                row.key, row.told = keys[place], told[place].as_json()
                row.found, matches = self._find(told[place], row.key, known, seen)
                row.matches = [str(match) for match in matches]
            yield row

    def _find(
        self, told: Told, key: str, known: dict[str, Prospect], seen: set[str]
    ) -> tuple[Found, list[object]]:
        if self._is_twice(told, key):
            return Found.TWICE, []
        if person := known_as(told, known):
            return what_it_adds(told, person, self._user), [person.pk]
        if key in seen:
            return Found.SEEN, []
        if not told.card.name:
            return Found.NAMELESS, []
        if self._names is None:
            self._names = known_names(self._user)
        alike: list[object] = list(self._names.like(told.card.name, told.card.organisation))
        return (Found.POSSIBLE if alike else Found.NEW), alike

    def _is_twice(self, told: Told, key: str) -> bool:
        """Whether the files told of them before: by the same card, or with one of the same addresses."""
        is_twice = key in self._keys or not self._addresses.isdisjoint(told.emails)
        self._keys.add(key)
        self._addresses.update(told.emails)
        return is_twice


def _came_in_before(user: User, keys: list[str]) -> set[str]:
    rows = ImportedRow.objects.filter(team=user.team_id, key__in=keys)
    return set(rows.values_list("key", flat=True))
