"""Keeps what somebody chose about the people on a page, and about all of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.http import QueryDict

from common.text import clean_line
from exchange.kinds import ImportState
from exchange.models import ArrivingPerson, Import
from exchange.people.codes import Choice, Found
from exchange.people.deciding import ONLY_TICKED, RELATION, WINDOW, takes_all_new
from prospects.conversations import Relation
from prospects.models import NAME_LENGTH

PAGE = 40
SAME_AS = "same:"
# Days between contacts that are offered.
WINDOWS = {"30-60": (30, 60), "60-90": (60, 90), "90-180": (90, 180)}
ALL_NEW, TICKED = "all", "ticked"


class NotOpenError(Exception):
    """The import is over, or at work."""


@dataclass(frozen=True)
class Said:
    """What was chosen about somebody."""

    choice: Choice = Choice.OPEN
    same_as: UUID | None = None
    name: str = ""


@transaction.atomic
def choose(of_import: Import, posted: QueryDict) -> list[int]:
    """Keep what a page says; the places of those whose name is too long, of which then nothing is kept.

    Raises NotOpenError.
    """
    locked = Import.objects.select_for_update().get(pk=of_import.pk)
    if locked.state != ImportState.OPEN:
        raise NotOpenError
    rows = list(locked.people.filter(place__in=_places(posted.getlist("row"))))
    said = [said_about(row, posted, takes_new=takes_all_new(locked)) for row in rows]
    too_long = [row.place for row, one in zip(rows, said, strict=True) if len(one.name) > NAME_LENGTH]
    if too_long:
        return too_long
    _keep(rows, said)
    of_import.choices = locked.choices = {**locked.choices, **_about_all(posted)}
    locked.save(update_fields=["choices"])
    return []


def said_about(row: ArrivingPerson, posted: QueryDict, *, takes_new: bool) -> Said:
    """What a page says about somebody; what goes without saying is not kept as said."""
    value = posted.get(f"choice-{row.place}", "")
    name = clean_line(posted.get(f"name-{row.place}", "")) if row.found == Found.NAMELESS else ""
    if value == Choice.LEAVE and not (row.found == Found.NEW and not takes_new):
        return Said(Choice.LEAVE, name=name)
    if row.found == Found.POSSIBLE:
        return _about_possible(row, value)
    if row.found == Found.SEEN or (row.found == Found.NEW and not takes_new):
        return Said(Choice.TAKE if value == Choice.TAKE else Choice.OPEN)
    return Said(name=name)


def _about_possible(row: ArrivingPerson, value: str) -> Said:
    """Only one of those who were shown can be meant."""
    if value == Choice.NEW:
        return Said(Choice.NEW)
    who = value.removeprefix(SAME_AS)
    return Said(Choice.SAME, UUID(who)) if value.startswith(SAME_AS) and who in row.matches else Said()


def _keep(rows: Iterable[ArrivingPerson], said: Iterable[Said]) -> None:
    changed = []
    for row, one in zip(rows, said, strict=True):
        if (row.choice, row.same_as, row.name_given) != (one.choice, one.same_as, one.name):
            row.choice, row.same_as, row.name_given = one.choice, one.same_as, one.name
            changed.append(row)
    ArrivingPerson.objects.bulk_update(changed, ["choice", "same_as", "name_given"])


def _about_all(posted: QueryDict) -> dict[str, object]:
    """What is chosen for everybody new; a code that is not offered says nothing."""
    said: dict[str, object] = {}
    if (who := posted.get("who")) in (ALL_NEW, TICKED):
        said[ONLY_TICKED] = who == TICKED
    if (relation := posted.get("relation")) is not None and relation in {"", *Relation}:
        said[RELATION] = relation
    if (window := posted.get("window")) is not None and window in {"", *WINDOWS}:
        said[WINDOW] = WINDOWS.get(window)
    return said


def _places(texts: Iterable[str]) -> list[int]:
    """The places a page was drawn with; what is none is passed over."""
    read = [int(text) for text in texts if text.isascii() and text.isdecimal() and len(text) < 8]
    return read[:PAGE]
