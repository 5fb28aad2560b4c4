"""Whoever is erased does not come back with a file that was uploaded before."""

import pytest

from accounts.models import User
from common.mentions import mentions_any
from desk.erasing import erase
from exchange.imports.forgetting import forget_uploads
from exchange.kinds import ImportState
from tests.cast import NINE
from tests.exchange.imports.bringing import DEALS, bring
from tests.followups.telling import log

pytestmark = pytest.mark.django_db

OF_HENRIK = mentions_any(["Henrik Dahl"])
OF_MUELLER = mentions_any(["Jörg Müller"])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16-le", "utf-16-be", "utf-16", "cp1252"])
def test_a_file_that_names_them_is_given_up_in_whatever_encoding(owner: User, encoding: str) -> None:
    imp = bring(owner, "Deal,Contact\nPumps,Jörg Müller\n".encode(encoding))
    assert forget_uploads(owner.team, OF_MUELLER, NINE) == 1
    imp.refresh_from_db()
    assert (imp.state, imp.files.count()) == (ImportState.GIVEN_UP, 0)


def test_far_down_and_across_two_pieces(owner: User) -> None:
    bring(owner, "Deal,Contact\n" + "x" * ((1 << 20) - 20) + "\nPumps,Henrik Dahl\n")
    assert forget_uploads(owner.team, OF_HENRIK, NINE) == 1


def test_what_names_somebody_else_stays(owner: User, stranger: User) -> None:
    imp, theirs = bring(owner, DEALS.replace("Henrik", "Hendrik")), bring(stranger, DEALS)
    assert forget_uploads(owner.team, OF_HENRIK, NINE) == 0
    for kept in (imp, theirs):
        kept.refresh_from_db()
        assert kept.state == ImportState.OPEN


def test_erasing_somebody_does_it(owner: User) -> None:
    person = log(owner).prospect
    imp = bring(owner, f"Deal,Contact\nPumps,{person.name}\n")
    erase(person, by=owner, now=NINE)
    imp.refresh_from_db()
    assert imp.state == ImportState.GIVEN_UP
