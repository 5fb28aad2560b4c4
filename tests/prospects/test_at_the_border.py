"""Whatever is posted is cleaned or refused: the same on SQLite and on PostgreSQL."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from followups.models import FollowUp, Touch
from prospects.models import Deal, Loss, Organisation, Prospect
from prospects.new_no import Offer, Who
from tests.followups.telling import log

NAUGHTY = "a\x00b \u202ec\u202c \ud83d d"
CLEANED = "ab c \ufffd d"

TOO_LONG: list[dict[str, Any]] = [
    {"who": Who(name="x" * 201)},
    {"who": Who(name="Ingrid", organisation="x" * 201)},
    {"who": Who(name="Ingrid", email=f"{'x' * 250}@example.com")},
    {"who": Who(name="Ingrid", phone="1" * 41)},
    {"who": Who(name="Ingrid", title="x" * 121)},
    {"offer": Offer(title="x" * 201)},
    {"offer": Offer(currency="EURO")},
    {"submission": "x" * 65},
    {"in_their_words": "x" * 4001},
    {"notes": "x" * 4001},
]


@pytest.mark.parametrize(
    "changes", [*TOO_LONG, {"who": Who(name=" \x00 ")}, {"who": Who(name="I", email="@")}]
)
def test_what_does_not_fit_is_refused_and_leaves_nothing(owner: User, changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError), transaction.atomic():
        log(owner, **changes)
    for model in (Prospect, Organisation, Deal, Loss, FollowUp, Touch):
        assert not model._default_manager.exists()


def test_what_can_be_cleaned_is_cleaned(owner: User) -> None:
    who = Who(name=NAUGHTY, organisation=NAUGHTY, phone=NAUGHTY, title=NAUGHTY)
    log(
        owner,
        who=who,
        offer=Offer(title=NAUGHTY),
        in_their_words=NAUGHTY,
        notes=NAUGHTY,
        submission="k\x00ey",
    )
    loss = Loss.objects.select_related("prospect__organisation", "deal").get()
    person = loss.prospect
    assert {person.name, person.phone, person.title, str(person.organisation), loss.deal.title} == {CLEANED}
    assert {loss.in_their_words, loss.notes} == {CLEANED}
    assert loss.submission == "key"


def test_what_is_learned_about_a_known_person_is_checked_too(owner: User) -> None:
    ingrid = log(owner).prospect
    for news in ({"phone": "1" * 41}, {"title": "x" * 121}, {"email": "not an address"}):
        with pytest.raises(ValidationError), transaction.atomic():
            log(owner, who=Who(prospect_id=ingrid.pk, **news))
    ingrid.refresh_from_db()
    assert (ingrid.phone, ingrid.title, ingrid.email) == ("", "", "")
    assert Loss.objects.count() == 1


def test_naughty_strings_stay_what_they_are(owner: User) -> None:
    words = "'; DROP TABLE losses; -- <script>alert(1)</script> =1+1 %s {0} \\ 👩‍👧 \u0661"
    assert log(owner, in_their_words=words).in_their_words == words
