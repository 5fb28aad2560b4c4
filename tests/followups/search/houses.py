"""People to be found, and a short way to search for them."""

from collections.abc import Callable

import pytest

from accounts.models import User
from followups.search.backend import People
from followups.search.finding import Found, find
from prospects.models import Organisation, Prospect
from prospects.new_no import Offer
from tests.followups.telling import log

Search = Callable[..., list[str]]


def found_by(user: User, typed: str, **more: object) -> Found:
    """What a search of one's own people gives."""
    return find(People(user, Prospect.objects.visible_to(user)), typed, **more)  # type: ignore[arg-type]


def names(user: User, typed: str, **more: object) -> list[str]:
    """The names of the people found, in their order."""
    found = found_by(user, typed, **more)
    by_id = Prospect.objects.in_bulk(found.ids())
    return [by_id[pk].name for pk in found.ids()]


def somebody(owner: User, name: str, organisation: str = "", **facts: object) -> Prospect:
    """A person without a no."""
    house = None
    if organisation:
        house, _made = Organisation.objects.get_or_create(team=owner.team, name=organisation)
    return Prospect.objects.create(team=owner.team, owner=owner, name=name, organisation=house, **facts)


@pytest.fixture
def people(owner: User) -> User:
    """Two people with a no each; the second was noted later."""
    log(
        owner, "Ingrid Solheim", email="ingrid@havbruk.example", in_their_words="Come back in spring.",
        organisation="Havbruk Nordic", offer=Offer(title="S&OP redesign"),
    )  # fmt: skip
    log(
        owner, "Walter Brandt", email="w.brandt@praezision.example", in_their_words="Nobody has hands free.",
        organisation="Brandt Präzision", conversation="cannot", stay_in_touch="no",
        offer=Offer(title="Shift planning"),
    )  # fmt: skip
    Prospect.objects.filter(name="Walter Brandt").update(phone="+49 (30) 22 33-44")
    return owner
