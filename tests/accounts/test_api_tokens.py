"""Tokens of the API: enough bits, kept as a hash, dead at once when they have to be."""

import json
from datetime import timedelta

import pytest
from django.core import serializers
from django.core.exceptions import ValidationError
from pytest_django.fixtures import DjangoAssertNumQueries

from accounts import api_tokens
from accounts.api_tokens import (
    NewApiToken,
    authenticate,
    make_api_token,
    revoke_api_token,
    revoke_tokens,
    working_tokens,
)
from accounts.changes import Change
from accounts.models import ApiToken, User
from accounts.token_scopes import Scope
from common.tokens import TOKEN_BYTES
from tests.cast import NINE

READ = NewApiToken("My phone", Scope.READ)
DAY = timedelta(days=1)


def make(by: User, wanted: NewApiToken = READ) -> tuple[ApiToken, str]:
    return make_api_token(wanted, by=by, now=NINE)


def test_a_token_opens_for_its_owner(owner: User) -> None:
    token, secret = make(owner)
    found = authenticate(f"Bearer {secret}", NINE)
    assert found == token
    assert found.user == owner
    assert not found.may_write()
    _token, writing = make(owner, NewApiToken("Import", Scope.WRITE))
    other = authenticate(f"bearer   {writing} ", NINE)
    assert other is not None
    assert other.may_write()


def test_its_secret_has_bits_enough_and_is_kept_nowhere(owner: User) -> None:
    token, secret = make(owner)
    hidden = secret.removeprefix(token.prefix)
    assert TOKEN_BYTES * 8 >= 128
    assert len(hidden) * 6 >= 128
    kept = serializers.serialize("json", [*ApiToken.objects.all(), *Change.objects.all()])
    trail = json.dumps(list(Change.objects.values_list("before", "after", "label")))
    assert hidden not in kept + trail
    assert token.token_hash not in trail
    assert secret.startswith(token.prefix)


HEADERS = ["", "Bearer", "Bearer ", "Bearer x", "Basic {}", "Token {}", "{}", "Bearer {}x", "Bearer x{}",
           "Bearer {} {}", "Bearer ld_", "Bearer ld_\x00", "Bearer ß{}", "Bearer {hash}"]  # fmt: skip


@pytest.mark.parametrize("header", HEADERS)
def test_nothing_else_opens(owner: User, header: str) -> None:
    token, secret = make(owner)
    assert authenticate(header.replace("{hash}", token.token_hash).replace("{}", secret), NINE) is None
    token.refresh_from_db()
    assert token.last_used_at is None


def test_a_revoked_one_is_dead(owner: User, colleague: User) -> None:
    token, secret = make(owner)
    with pytest.raises(ApiToken.DoesNotExist):
        revoke_api_token(token.pk, by=colleague, now=NINE)
    assert authenticate(f"Bearer {secret}", NINE) is not None
    assert revoke_api_token(token.pk, by=owner, now=NINE) is True
    assert authenticate(f"Bearer {secret}", NINE) is None
    assert revoke_api_token(token.pk, by=owner, now=NINE) is False
    assert Change.objects.filter(action="revoke_api_token").count() == 1


def test_one_works_until_its_day(owner: User) -> None:
    _token, secret = make(owner, NewApiToken("For a month", Scope.READ, NINE + 30 * DAY))
    assert authenticate(f"Bearer {secret}", NINE + 30 * DAY - timedelta(seconds=1)) is not None
    assert authenticate(f"Bearer {secret}", NINE + 30 * DAY) is None


def test_whoever_is_deactivated_takes_their_tokens_along(owner: User) -> None:
    _token, secret = make(owner)
    User.objects.filter(pk=owner.pk).update(is_active=False)
    assert authenticate(f"Bearer {secret}", NINE) is None


def test_all_of_somebody_go_at_once(owner: User, colleague: User, manager: User) -> None:
    secrets = [make(owner)[1] for _ in range(3)]
    _theirs, other = make(colleague)
    assert revoke_tokens(owner, by=manager, now=NINE) == 3
    assert [authenticate(f"Bearer {secret}", NINE) for secret in secrets] == [None] * 3
    assert authenticate(f"Bearer {other}", NINE) is not None
    assert revoke_tokens(owner, by=manager, now=NINE) == 0
    change = Change.objects.get(action="revoke_api_tokens")
    assert (change.actor, change.object_id) == (manager, owner.pk)


def test_when_it_was_used_is_noted_to_the_hour(
    owner: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    token, secret = make(owner)
    header = f"Bearer {secret}"
    authenticate(header, NINE)
    token.refresh_from_db()
    assert token.last_used_at == NINE
    with django_assert_num_queries(1):
        authenticate(header, NINE + timedelta(minutes=59))
    authenticate(header, NINE + timedelta(minutes=61))
    token.refresh_from_db()
    assert token.last_used_at == NINE + timedelta(minutes=61)


def test_the_trail_says_who_made_and_revoked_which(owner: User) -> None:
    token, _secret = make(owner)
    revoke_api_token(token.pk, by=owner, now=NINE)
    told = Change.objects.order_by("action").values_list("action", "label", "object_id", "before", "after")
    assert list(told) == [
        ("make_api_token", "My phone", token.pk, [], []),
        ("revoke_api_token", "My phone", token.pk, [], []),
    ]


def test_nobody_has_hundreds(owner: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api_tokens, "AT_MOST", 2)
    first, _secret = make(owner)
    make(owner, NewApiToken("Old", Scope.READ, NINE))
    make(owner)
    with pytest.raises(ValidationError):
        make(owner)
    revoke_api_token(first.pk, by=owner, now=NINE)
    make(owner)
    assert working_tokens(owner, NINE).count() == 2


@pytest.mark.parametrize("name", ["", " \n", "x" * 61])
def test_a_token_has_a_name(owner: User, name: str) -> None:
    with pytest.raises(ValidationError):
        make(owner, NewApiToken(name, Scope.READ))
    assert not ApiToken.objects.exists()
