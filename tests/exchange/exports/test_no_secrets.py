"""Nothing that opens anything leaves: no password, key, token or hash of one."""

from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from django.db.models import Model

from accounts.calendar_addresses import make_address
from accounts.models import ApiToken, CalendarFeed, Invitation, SetupLink, User
from exchange.exports.tables import TABLES
from exchange.kinds import Taken
from outbox.models import Delivery
from prospects.mail_keys import mail_key_of
from prospects.models import MailKey
from tests.cast import NINE
from tests.exchange.own.going_and_coming import files_in, taken_along
from tests.security.canaries import plant

pytestmark = pytest.mark.django_db
SECRET = ("key", "hash", "token", "password", "secret", "claim", "prefix")


def secrets_of(row: Model) -> list[str]:
    """The values of its columns that open something."""
    names = [column.attname for column in row._meta.concrete_fields]
    return [str(getattr(row, name)) for name in names if any(part in name for part in SECRET)]


def test_no_secret_stands_in_any_file(owner: User, tmp_path: Path) -> None:
    planted = plant(owner)
    mail_key_of(planted.prospect)
    make_address(owner, replaces=None, now=NINE)
    SetupLink.objects.create(token_hash="f" * 64)
    Authenticator.objects.create(user=owner, type="totp", data={"secret": "zilpzalp"})
    path = tmp_path / "export.zip"
    taken_along(path, Taken.WHOLE)
    text = "\n".join(part.decode() for part in files_in(path).values())
    rows = [
        owner, planted.sending, *MailKey.objects.all(), *ApiToken.objects.all(), *CalendarFeed.objects.all(),
        *SetupLink.objects.all(),
    ]  # fmt: skip
    secrets = [secret for row in rows for secret in secrets_of(row)]
    assert len(secrets) > len(rows)
    assert [secret for secret in [*secrets, "zilpzalp"] if secret in text] == []


def test_ways_in_and_post_are_not_told_of_in_the_trail(owner: User, tmp_path: Path) -> None:
    plant(owner)
    text = taken_along(tmp_path / "export.zip", Taken.WHOLE)
    for model in (ApiToken, CalendarFeed, Invitation, MailKey, Delivery):
        assert f"{model._meta.label_lower}:" not in text


def test_a_column_that_sounds_like_a_secret_is_left_out_or_known_to_be_none() -> None:
    known = {"accounts.user.session_generation", "prospects.erasedaddress.mark"}
    known |= {"outbox.suppression.address_hash", "exchange.importedrow.key"}
    sounding = {
        f"{table.label}.{column.name}"
        for table in TABLES
        for column in table.model._meta.concrete_fields
        if column.name not in table.without and any(part in column.name for part in SECRET)
    }
    assert sounding - known == set()
