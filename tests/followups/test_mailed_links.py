"""A link of a mail names one follow-up, its version and one person; all else about it is a way to die."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.signing import Signer
from django.test import override_settings

from accounts.changes import Change
from accounts.mailed_links import revoke_mailed_links
from accounts.models import User
from followups.actions import reassign, skip, snooze, undo
from followups.mailed_links import LIFE, Dead, DeadLink, LiveLink, act_token, open_link
from followups.models import FollowUp
from tests.cast import MONDAY, NINE
from tests.followups.telling import day, log, step_of

pytestmark = pytest.mark.django_db
LATER = NINE + timedelta(hours=1)
ANOTHER_KEY = "another key of sufficient length, made up for this very test alone"


@pytest.fixture
def row(owner: User) -> FollowUp:
    """A check-in of the owner's; their account is older than the mail."""
    User.objects.update(links_valid_from=NINE - timedelta(days=90))
    return step_of(log(owner).prospect)


def mailed(row: FollowUp, user: User | None = None) -> str:
    """The token as it stands in the mail of nine o'clock."""
    return act_token(row.pk, row.version, (user or row.owner).pk, now=NINE)


def why_dead(token: str, now: object = LATER) -> Dead | None:
    opened = open_link(token, now)  # type: ignore[arg-type]
    return opened.why if isinstance(opened, DeadLink) else None


def test_it_opens_the_follow_up_for_whom_it_was_mailed_to(row: FollowUp, owner: User) -> None:
    opened = open_link(mailed(row), LATER)
    assert isinstance(opened, LiveLink)
    assert (opened.row, opened.user, opened.link.version) == (row, owner, row.version)


def test_it_takes_every_character_an_address_takes_and_ends_in_one_a_mail_program_keeps(
    row: FollowUp,
) -> None:
    token = mailed(row)
    assert len(token) == 103
    assert set(token) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.")


def test_looking_needs_two_queries_and_writes_nothing(
    row: FollowUp, django_assert_num_queries: object
) -> None:
    token = mailed(row)
    with django_assert_num_queries(2):  # type: ignore[operator]
        open_link(token, LATER)


@pytest.mark.parametrize("act", ["skip", "snooze", "undo"])
def test_every_act_kills_it_also_the_one_that_takes_it_back(row: FollowUp, owner: User, act: str) -> None:
    token = mailed(row)
    if act == "snooze":
        snooze(row.pk, day(40), by=owner, today=MONDAY, now=NINE, against_rule_is_fine=True)
    else:
        skip(row.pk, by=owner, today=MONDAY, now=NINE)
    if act == "undo":
        undo(row.pk, by=owner, now=NINE)
        assert FollowUp.objects.get(pk=row.pk).is_open()
    assert why_dead(token) == Dead.USED


def test_it_lives_for_fourteen_days(row: FollowUp) -> None:
    assert why_dead(mailed(row), NINE + LIFE) is None
    assert why_dead(mailed(row), NINE + LIFE + timedelta(seconds=1)) == Dead.EXPIRED


def test_switched_off_it_is_dead_at_once_and_a_later_one_is_not(row: FollowUp, owner: User) -> None:
    before = mailed(row)
    revoke_mailed_links(owner, now=NINE)
    assert why_dead(before) == Dead.REVOKED
    assert why_dead(act_token(row.pk, row.version, owner.pk, now=NINE + timedelta(seconds=1))) is None


def test_switching_off_is_written_down_and_touches_nobody_else(
    row: FollowUp, owner: User, colleague: User
) -> None:
    revoke_mailed_links(colleague, now=NINE)
    assert why_dead(mailed(row)) is None
    change = Change.objects.get(action="revoke_mailed_links")
    assert (change.actor, change.object_id, change.after) == (colleague, colleague.pk, [])


def test_of_somebody_who_left_it_is_dead(row: FollowUp, owner: User) -> None:
    User.objects.filter(pk=owner.pk).update(is_active=False)
    assert why_dead(mailed(row)) == Dead.NOBODY


def test_of_somebody_who_never_was_it_is_dead(row: FollowUp) -> None:
    assert why_dead(act_token(row.pk, row.version, uuid4(), now=NINE)) == Dead.NOBODY


def test_handed_to_a_colleague_it_is_dead_and_shows_nothing(
    row: FollowUp, owner: User, manager: User, colleague: User
) -> None:
    token = mailed(row)
    reassign([row.pk], colleague, by=manager, now=NINE)
    opened = open_link(token, LATER)
    assert isinstance(opened, DeadLink)
    assert (opened.why, opened.row) == (Dead.FOREIGN, None)


@pytest.mark.parametrize("who", ["colleague", "manager", "stranger"])
def test_signed_for_somebody_else_it_opens_nothing(
    row: FollowUp, who: str, request: pytest.FixtureRequest
) -> None:
    other = request.getfixturevalue(who)
    User.objects.update(links_valid_from=NINE - timedelta(days=90))
    assert why_dead(mailed(row, other)) == Dead.FOREIGN


def test_a_key_that_was_rotated_still_counts_as_long_as_it_is_named(row: FollowUp) -> None:
    token, old = mailed(row), settings.SECRET_KEY
    with override_settings(SECRET_KEY=ANOTHER_KEY, SECRET_KEY_FALLBACKS=[old]):
        assert why_dead(token) is None
        assert why_dead(mailed(row)) is None
    with override_settings(SECRET_KEY=ANOTHER_KEY, SECRET_KEY_FALLBACKS=[]):
        assert why_dead(token) == Dead.OTHER_KEY


def test_no_letter_of_it_can_be_changed(row: FollowUp) -> None:
    token = mailed(row)
    for place in range(len(token)):
        other = "B" if token[place] == "A" else "A"
        assert why_dead(f"{token[:place]}{other}{token[place + 1 :]}") in {Dead.OTHER_KEY, Dead.GARBLED}


@pytest.mark.parametrize(
    "broken", ["", "x", "{}x", "{}.", "{}/..", " {}", "{}\n", "{}\x00", "é{}", "{}{}", "..."]
)
def test_what_no_link_of_ours_looks_like_is_garbled(row: FollowUp, broken: str) -> None:
    assert why_dead(broken.format(mailed(row), mailed(row))) == Dead.GARBLED


def test_cut_off_anywhere_it_is_garbled(row: FollowUp) -> None:
    token = mailed(row)
    assert {why_dead(token[:length]) for length in range(len(token))} == {Dead.GARBLED}


def test_signed_for_another_purpose_it_does_not_act(row: FollowUp) -> None:
    content = mailed(row).partition(".")[0]
    for salt in ("followups.mailed_links", "desk.carried", "django.core.signing"):
        assert why_dead(Signer(salt=salt, sep=".").sign(content)) == Dead.OTHER_KEY
