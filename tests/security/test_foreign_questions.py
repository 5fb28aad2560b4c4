"""Ids of what somebody may not see, in the questions of every page and in selections of rows: they are
answered like ids that nobody has."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from django.urls import resolve

from insights.selection import NARROWING
from tests.security.asked_names import asked_names
from tests.security.forms_found import pages
from tests.security.raiding import NOT_THE_DESK, Raid, found_wrong, raid
from tests.security.tables import rows_naming

__all__ = ["raid"]

FIGURES = "insights/"
SELECTING = {"whose", "period", "from", "to", *NARROWING}


def test_foreign_ids_in_a_question_are_answered_like_ids_nobody_has(raid: Raid) -> None:
    wrong: list[str] = []
    tried: set[tuple[str, str]] = set()
    for address in answered(raid):
        route = route_of(address)
        for name in sorted(questions_of(raid, address)):
            if (reader_of(route, name), name) not in tried:
                tried.add((reader_of(route, name), name))
                wrong += asked(raid, address, name)
    assert not wrong, "\n".join(wrong)
    known = {("no/", "prospect"), ("no/", "deal"), ("no/", "words_of"), ("prospects/", "after")}
    known |= {("settings/away/new/", "stand_in"), ("mail/", "after")}
    if raid.is_managers:
        known |= {("prospects/<uuid:pk>/merge/", "other"), ("settings/changes/", "who")}
        known |= {("settings/hand-over/", "giver"), ("settings/hand-over/", "to")}
    assert known <= tried


def answered(raid: Raid) -> list[str]:
    """Every page there is to see."""
    seen = dict.fromkeys([*pages(raid.own), *raid.previews()])
    return [address for address in seen if not route_of(address).startswith(NOT_THE_DESK)]


def route_of(address: str) -> str:
    return str(resolve(address.partition("?")[0]).route)


def reader_of(route: str, name: str) -> str:
    """What reads a question: the page, or for all pages of figures what says which noes they are about."""
    return FIGURES if route.startswith(FIGURES) and name in SELECTING else route


def questions_of(raid: Raid, address: str) -> set[str]:
    """The names a page reads from its address."""
    with asked_names() as names:
        raid.client.get(address)
    return names


def asked(raid: Raid, address: str, name: str) -> Iterator[str]:
    """What is wrong with the answers when that question holds an id of theirs, one of each kind."""
    unknown = raid.client.get(asking(address, name, uuid4()))
    for row in raid.one_of_each():
        answer = raid.client.get(asking(address, name, row.pk))
        yield from found_wrong(f"{address} with {name}", answer, unknown)


def asking(address: str, name: str, pk: Any) -> str:
    """The address with an id in a question; what is asked last counts."""
    return address + ("&" if "?" in address else "?") + urlencode({name: pk})


def test_a_selection_acts_on_ones_own_rows_alone(raid: Raid) -> None:
    own, before = raid.own.follow_up, rows_naming(raid.ids)
    chosen = [*raid.ids, own.pk]
    later = str(own.due_on + timedelta(days=1))
    answer = raid.client.post("/together/later/", {"row": chosen, "on": later, "past_window": "on"})
    assert answer.status_code == 303
    own.refresh_from_db()
    assert str(own.due_on) == later
    assert rows_naming(raid.ids) == before
    raid.client.post("/together/hand-to/", {"row": chosen, "to": str(raid.mate.pk)})
    own.refresh_from_db()
    assert (own.owner_id == raid.mate.pk) == raid.is_managers
    assert rows_naming(raid.ids) == before
