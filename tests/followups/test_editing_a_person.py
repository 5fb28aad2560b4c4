"""Correcting what is known of a person leaves a trail, and refuses what no column takes."""

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.changes import Change
from accounts.models import User
from followups.actions.editing import edit_prospect
from prospects.facts import ProspectFacts
from prospects.models import Prospect
from tests.cast import NINE
from tests.followups.telling import log


@pytest.fixture
def ingrid(owner: User) -> Prospect:
    return log(owner, email="ingrid@havbruk.example").prospect


def test_what_is_typed_is_cleaned_and_saved(owner: User, ingrid: Prospect) -> None:
    typed = ProspectFacts(
        " Ingrid  Berg ", "havbruk NORDIC", "Boss\x00", "Ingrid@Berg.example", "+47 1", True
    )
    edit_prospect(ingrid, typed, by=owner, now=NINE)
    organisation = ingrid.organisation
    ingrid.refresh_from_db()
    assert (ingrid.name, ingrid.email, ingrid.title) == ("Ingrid Berg", "ingrid@berg.example", "Boss")
    assert ingrid.organisation == organisation
    assert Change.objects.filter(action="edit_prospect", object_id=ingrid.pk).count() == 1


def test_saving_the_same_again_leaves_no_trail(owner: User, ingrid: Prospect) -> None:
    typed = ProspectFacts("Ingrid Solheim", "Havbruk Nordic", email="ingrid@havbruk.example")
    edit_prospect(ingrid, typed, by=owner, now=NINE)
    assert not Change.objects.filter(action="edit_prospect").exists()


@pytest.mark.parametrize(
    "typed",
    [
        ProspectFacts(" "),
        ProspectFacts("x" * 201),
        ProspectFacts("Ingrid", "x" * 201),
        ProspectFacts("Ingrid", email="no address"),
        ProspectFacts("Ingrid", phone="1" * 41),
    ],
)
def test_what_does_not_fit_is_refused(owner: User, ingrid: Prospect, typed: ProspectFacts) -> None:
    with pytest.raises(ValidationError), transaction.atomic():
        edit_prospect(ingrid, typed, by=owner, now=NINE)
    ingrid.refresh_from_db()
    assert (ingrid.name, ingrid.email) == ("Ingrid Solheim", "ingrid@havbruk.example")
