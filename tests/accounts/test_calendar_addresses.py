"""The secret address of somebody's calendar: made, replaced, turned off."""

import base64
import json

import pytest
from django.core import serializers

from accounts.calendar_addresses import AddressChanged, make_address, turn_off_address, whose_calendar
from accounts.changes import Change
from accounts.models import CalendarFeed, User
from common.tokens import token_hash
from tests.cast import NINE


def standing(user: User) -> CalendarFeed:
    return CalendarFeed.objects.get(user=user)


def test_the_secret_opens_its_owners_follow_ups_alone(owner: User, colleague: User) -> None:
    ours = make_address(owner, replaces=None, now=NINE)
    theirs = make_address(colleague, replaces=None, now=NINE)
    assert (whose_calendar(ours), whose_calendar(theirs)) == (owner, colleague)
    assert whose_calendar(ours[:-1]) is whose_calendar("") is None


def test_it_has_at_least_128_bits_and_is_never_twice_the_same(owner: User) -> None:
    secrets = set()
    for _turn in range(20):
        feed = CalendarFeed.objects.filter(user=owner).first()
        secrets.add(make_address(owner, replaces=feed and feed.pk, now=NINE))
    assert len(secrets) == 20
    assert all(len(base64.urlsafe_b64decode(secret)) * 8 >= 128 for secret in secrets)


def test_only_its_hash_is_kept_and_the_trail_holds_neither(owner: User) -> None:
    token = make_address(owner, replaces=None, now=NINE)
    assert standing(owner).token_hash == token_hash(token) != token
    kept = serializers.serialize("json", [*CalendarFeed.objects.all(), *Change.objects.all()])
    assert token not in kept
    trail = json.dumps(list(Change.objects.values_list("before", "after")))
    assert token_hash(token) not in trail


def test_a_new_one_kills_the_one_before_at_once(owner: User) -> None:
    old = make_address(owner, replaces=None, now=NINE)
    new = make_address(owner, replaces=standing(owner).pk, now=NINE)
    assert whose_calendar(old) is None
    assert whose_calendar(new) == owner
    assert CalendarFeed.objects.count() == 1


def test_the_same_press_twice_leaves_the_first_address_alone(owner: User) -> None:
    first = make_address(owner, replaces=None, now=NINE)
    with pytest.raises(AddressChanged):
        make_address(owner, replaces=None, now=NINE)
    shown = standing(owner).pk
    second = make_address(owner, replaces=shown, now=NINE)
    with pytest.raises(AddressChanged):
        make_address(owner, replaces=shown, now=NINE)
    assert whose_calendar(first) is None
    assert whose_calendar(second) == owner


def test_an_address_that_was_turned_off_is_not_replaced_by_an_old_page(owner: User) -> None:
    make_address(owner, replaces=None, now=NINE)
    shown = standing(owner).pk
    turn_off_address(owner, now=NINE)
    with pytest.raises(AddressChanged):
        make_address(owner, replaces=shown, now=NINE)
    assert not CalendarFeed.objects.exists()


def test_turned_off_it_opens_nothing(owner: User, colleague: User) -> None:
    ours = make_address(owner, replaces=None, now=NINE)
    theirs = make_address(colleague, replaces=None, now=NINE)
    assert turn_off_address(owner, now=NINE) is True
    assert turn_off_address(owner, now=NINE) is False
    assert whose_calendar(ours) is None
    assert whose_calendar(theirs) == colleague


def test_somebody_deactivated_has_none(owner: User) -> None:
    token = make_address(owner, replaces=None, now=NINE)
    User.objects.filter(pk=owner.pk).update(is_active=False)
    assert whose_calendar(token) is None


def test_each_act_stands_in_the_audit_trail(owner: User) -> None:
    make_address(owner, replaces=None, now=NINE)
    make_address(owner, replaces=standing(owner).pk, now=NINE)
    turn_off_address(owner, now=NINE)
    acts = Change.objects.filter(object_id=owner.pk, actor=owner, at=NINE).values_list("action", flat=True)
    assert sorted(acts) == ["make_calendar_address", "make_calendar_address", "turn_off_calendar_address"]
