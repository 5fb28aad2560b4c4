"""A weak password for the first account is refused where others can reach it, and said where they can't."""

import pytest
from django.core.exceptions import ValidationError
from django.test import override_settings

from accounts.models import User
from desk.first_account import ensure_first_account

pytestmark = pytest.mark.django_db

WEAK = {"FIRST_ACCOUNT_EMAIL": "maren@example.com", "FIRST_ACCOUNT_PASSWORD": "12345"}


@override_settings(**WEAK, SECURE_SITE=True)
def test_a_public_address_refuses_a_weak_password() -> None:
    with pytest.raises(ValidationError):
        ensure_first_account()
    assert not User.objects.exists()


@override_settings(**WEAK, SECURE_SITE=False)
def test_on_this_machine_a_weak_password_is_only_said(caplog: pytest.LogCaptureFixture) -> None:
    assert ensure_first_account() is None
    assert User.objects.get().check_password("12345")
    assert "LOSTDEALS_ADMIN_PASSWORD is weak" in caplog.text
