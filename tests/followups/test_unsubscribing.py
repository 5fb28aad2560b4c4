"""Unsubscribed by the link in a mail: what the app sends ends, for good, for every row with that address."""

from datetime import date, timedelta
from functools import partial

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.test import override_settings

from accounts.changes import Change
from accounts.models import Team, User
from followups.actions import (
    NothingToUndo,
    SomethingBuiltOnIt,
    Word,
    add_side_prospect,
    grant_permission,
    undo_change,
    unsubscribe,
)
from followups.permission_rules import Grant, Refusal
from followups.verdicts import grants_of, why_app_may_not
from prospects.conversations import PermissionChannel, PermissionStrength, Relation
from prospects.facts import ProspectFacts
from prospects.mail_keys import mail_key_of, whose_mail_key
from prospects.models import MailKey, Permission, Prospect, SuppressedAddress
from tests.cast import MONDAY, NINE, make_team, make_user
from tests.followups.telling import day, log, open_rows
from tests.followups.together import at_the_same_time, raised

pytestmark = pytest.mark.django_db
ADDRESS = "ingrid@havbruk.example"
MAIL, LETTER = PermissionChannel.MAIL, PermissionChannel.NEWSLETTER
ANOTHER_KEY = "another key of sufficient length, made up for this very test alone"


def agree(person: Prospect, on: date = MONDAY, *, at_hour: int = 0) -> None:
    """They wrote that they want our mail and the letter."""
    word = Word((MAIL, LETTER), on, PermissionStrength.CONFIRMED, "Yes, please")
    now = NINE + timedelta(hours=at_hour)
    grant_permission(person, word, by=person.owner, today=max(on, MONDAY), now=now)


def refused(person: Prospect, channel: PermissionChannel = MAIL) -> Refusal | None:
    return why_app_may_not(person, channel, today=MONDAY, has_postal_address=True)


@pytest.fixture
def ingrid(owner: User) -> Prospect:
    """Somebody the app may mail."""
    person = log(owner, email=ADDRESS).prospect
    agree(person)
    assert refused(person) is None
    return person


def test_what_the_app_sends_ends_at_once(ingrid: Prospect) -> None:
    unsubscribe(ingrid, now=NINE + timedelta(hours=1))
    assert (refused(ingrid, MAIL), refused(ingrid, LETTER)) == (Refusal.WITHDRAWN, Refusal.WITHDRAWN)


def test_it_is_their_own_word_and_nobody_of_ours_said_it(ingrid: Prospect) -> None:
    change = unsubscribe(ingrid, now=NINE + timedelta(hours=1))
    assert change is not None
    assert (change.action, change.actor, change.object_id) == ("unsubscribe", None, ingrid.pk)
    rows = Permission.objects.filter(prospect=ingrid, is_granted=False)
    told = {(row.channel, row.source, row.recorded_by, row.given_on) for row in rows}
    assert told == {("mail", "pressed_link", None, MONDAY), ("newsletter", "pressed_link", None, MONDAY)}


def test_plans_calls_and_what_a_person_writes_stay_theirs(ingrid: Prospect) -> None:
    planned = open_rows(ingrid)
    unsubscribe(ingrid, now=NINE)
    assert open_rows(ingrid) == planned
    assert grants_of(ingrid)[PermissionChannel.CALL] == Grant.NOT_ASKED
    assert Prospect.objects.get(pk=ingrid.pk).asked_to_stop_on is None
    assert not SuppressedAddress.objects.exists()


def test_a_second_time_nothing_is_written(ingrid: Prospect) -> None:
    unsubscribe(ingrid, now=NINE + timedelta(hours=1))
    written = Permission.objects.count(), Change.objects.count()
    assert unsubscribe(ingrid, now=NINE + timedelta(days=3)) is None
    assert (Permission.objects.count(), Change.objects.count()) == written


def test_it_also_ends_what_nobody_ever_asked(owner: User) -> None:
    person = log(owner).prospect
    unsubscribe(person, now=NINE)
    assert grants_of(person)[MAIL] == Grant.WITHDRAWN


def test_it_is_written_down_although_they_had_said_so_before(ingrid: Prospect) -> None:
    ingrid.permissions.update(is_granted=False, source="told_us")
    assert unsubscribe(ingrid, now=NINE + timedelta(hours=1)) is not None


def test_every_row_of_the_team_with_that_address_is_meant(
    ingrid: Prospect, colleague: User, stranger: User
) -> None:
    theirs, elsewhere = (log(user, email=ADDRESS).prospect for user in (colleague, stranger))
    other = log(colleague, "Erik Dahl", email="erik@havbruk.example").prospect
    for person in (theirs, elsewhere, other):
        agree(person)
    unsubscribe(ingrid, now=NINE + timedelta(hours=1))
    assert refused(theirs) == Refusal.WITHDRAWN
    assert (refused(elsewhere), refused(other)) == (None, None)


def test_people_without_an_address_are_not_one_person(owner: User) -> None:
    one, other = log(owner, "Ingrid").prospect, log(owner, "Erik").prospect
    agree(other)
    unsubscribe(one, now=NINE + timedelta(hours=1))
    assert refused(other) is None


def test_a_row_added_later_does_not_bring_the_mail_back(ingrid: Prospect, colleague: User) -> None:
    unsubscribe(ingrid, now=NINE + timedelta(days=2))
    again = log(colleague, on=day(5), email=ADDRESS).prospect
    assert refused(again) == Refusal.WITHDRAWN
    word = Word((MAIL,), day(1), PermissionStrength.CONFIRMED, "An old yes, typed late")
    grant_permission(again, word, by=colleague, today=day(5), now=NINE + timedelta(days=5))
    assert (refused(again), refused(ingrid)) == (Refusal.WITHDRAWN, Refusal.WITHDRAWN)


def test_what_they_write_later_counts_again(ingrid: Prospect) -> None:
    unsubscribe(ingrid, now=NINE + timedelta(hours=1))
    word = Word((MAIL,), day(9), PermissionStrength.CONFIRMED, "I would like it back")
    grant_permission(ingrid, word, by=ingrid.owner, today=day(9), now=NINE + timedelta(days=9))
    assert (refused(ingrid, MAIL), refused(ingrid, LETTER)) == (None, Refusal.WITHDRAWN)


def test_said_aloud_is_never_enough_for_the_app(ingrid: Prospect) -> None:
    unsubscribe(ingrid, now=NINE + timedelta(hours=1))
    word = Word((MAIL,), day(9), PermissionStrength.SAID, "Go on then")
    grant_permission(ingrid, word, by=ingrid.owner, today=day(9), now=NINE + timedelta(days=9))
    assert refused(ingrid) == Refusal.NOT_CONFIRMED


def test_nobody_takes_it_back_for_them(ingrid: Prospect) -> None:
    change = unsubscribe(ingrid, now=NINE + timedelta(hours=1))
    assert change is not None
    with pytest.raises(NothingToUndo):
        undo_change(change.pk, by=ingrid.owner, now=NINE + timedelta(hours=2))


def test_undoing_the_yes_leaves_the_no_in_place(ingrid: Prospect) -> None:
    unsubscribe(ingrid, now=NINE + timedelta(hours=1))
    undo_change(
        Change.objects.get(action="grant_permission").pk, by=ingrid.owner, now=NINE + timedelta(hours=2)
    )
    assert refused(ingrid) == Refusal.WITHDRAWN


def test_the_postal_address_of_the_team_is_asked_for_before_anything_leaves(ingrid: Prospect) -> None:
    assert why_app_may_not(ingrid, MAIL, today=MONDAY, has_postal_address=False) == Refusal.NO_POSTAL_ADDRESS


def test_a_yes_noted_meanwhile_by_a_clock_ahead_does_not_outlive_it(ingrid: Prospect) -> None:
    """The press waited for whoever noted the yes: it is the later one, whatever the clocks said."""
    agree(ingrid, at_hour=5)
    unsubscribe(ingrid, now=NINE + timedelta(hours=1))
    assert (refused(ingrid, MAIL), refused(ingrid, LETTER)) == (Refusal.WITHDRAWN, Refusal.WITHDRAWN)


# The key


def test_a_key_is_made_once_and_leads_to_its_person(ingrid: Prospect, owner: User) -> None:
    key = mail_key_of(ingrid)
    assert mail_key_of(ingrid) == key
    assert len(key) == 32
    assert whose_mail_key(key) == ingrid
    assert mail_key_of(log(owner, "Erik Dahl").prospect) != key


def test_it_does_not_depend_on_the_secret_key(ingrid: Prospect) -> None:
    key = mail_key_of(ingrid)
    with override_settings(SECRET_KEY=ANOTHER_KEY):
        assert (mail_key_of(ingrid), whose_mail_key(key)) == (key, ingrid)


@pytest.mark.parametrize(
    "key", ["", "x", "a" * 32, "a" * 33, "\x00" * 32, "é" * 32, "a" * 31 + "\n", "'" * 32]
)
def test_any_other_text_is_nobodys(ingrid: Prospect, key: str) -> None:
    mail_key_of(ingrid)
    assert whose_mail_key(key) is None


def test_who_was_mailed_cannot_be_made_unheard_of(owner: User) -> None:
    facts = ProspectFacts(name="Piet")
    person = add_side_prospect(facts, Relation.PARTNER, by=owner, today=MONDAY, now=NINE).prospect
    added = Change.objects.get(action="add_side_prospect")
    mail_key_of(person)
    with pytest.raises(SomethingBuiltOnIt), transaction.atomic():
        undo_change(added.pk, by=owner, now=NINE)
    assert whose_mail_key(MailKey.objects.get().key) == person


# Two at once


@pytest.fixture
def two_rows(transactional_db: None) -> tuple[Prospect, Prospect]:
    """One person, known to two people of a team."""
    team: Team = make_team("Vogt and partners")
    users = (make_user(team, "maren@example.com"), make_user(team, "colleague@example.com"))
    first, second = (log(user, email=ADDRESS).prospect for user in users)
    return first, second


@pytest.mark.django_db(transaction=True)
def test_pressed_at_the_same_time_it_is_written_once(two_rows: tuple[Prospect, Prospect]) -> None:
    press = partial(unsubscribe, two_rows[0], now=NINE)
    results = at_the_same_time(press, press, press)
    assert raised(results) == []
    assert [result is not None for result in results].count(True) == 1
    assert Permission.objects.filter(source="pressed_link").count() == 4


@pytest.mark.django_db(transaction=True)
def test_pressed_on_both_rows_at_the_same_time_nobody_waits_in_a_circle(
    two_rows: tuple[Prospect, Prospect],
) -> None:
    results = at_the_same_time(*(partial(unsubscribe, person, now=NINE) for person in two_rows))
    assert raised(results) == []
    assert Permission.objects.filter(source="pressed_link").count() == 4


@pytest.mark.django_db(transaction=True)
def test_a_key_asked_for_at_the_same_time_is_one(two_rows: tuple[Prospect, Prospect]) -> None:
    ask = partial(mail_key_of, two_rows[0])
    keys = at_the_same_time(ask, ask, ask)
    assert raised(keys) == []
    assert set(keys) == {MailKey.objects.get().key}


def test_a_yes_dated_tomorrow_does_not_outlive_it(ingrid: Prospect) -> None:
    """A colleague further east has tomorrow's date already."""
    word = Word((MAIL,), day(1), PermissionStrength.CONFIRMED)
    with pytest.raises(ValidationError):
        grant_permission(ingrid, word, by=ingrid.owner, today=MONDAY, now=NINE)
    grant_permission(ingrid, word, by=ingrid.owner, today=day(1), now=NINE)
    unsubscribe(ingrid, now=NINE + timedelta(minutes=1))
    assert refused(ingrid) == Refusal.WITHDRAWN
