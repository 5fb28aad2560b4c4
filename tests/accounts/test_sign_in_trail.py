"""What changed about the way in stands in the audit trail and is told by mail; no secret does."""

import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.changes import Change
from accounts.models import User
from accounts.password_resets import reset_link
from accounts.sessions import open_sessions
from outbox.models import Delivery
from tests.cast import NINE, PASSWORD
from tests.desk.test_second_step import CODES, sure, turn_on
from tests.desk.visiting import signed_in

NEW = "quite another password"

pytestmark = pytest.mark.django_db


def trail_of(user: User) -> list[str]:
    rows = Change.objects.filter(object_id=user.pk).order_by("at", "action")
    assert all(row.before == row.after == [] for row in rows)
    assert {row.actor_id for row in rows} <= {user.pk}
    return [row.action for row in rows]


def told(user: User) -> list[str]:
    mails = Delivery.objects.filter(recipient=user, kind="account-notice").order_by("created_at")
    return [mail.context["what"] for mail in mails]


def test_a_changed_password(owner: User) -> None:
    typed = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    signed_in(owner).post("/accounts/password/change/", typed)
    assert (trail_of(owner), told(owner)) == (["change_password"], ["password_changed"])


def test_a_password_chosen_by_a_mailed_link(owner: User) -> None:
    path = reset_link(owner).removeprefix("http://localhost:8000")
    Client(SERVER_NAME="localhost").post(path, {"password1": NEW, "password2": NEW})
    assert (trail_of(owner), told(owner)) == (["reset_password"], ["password_reset"])


def test_codes_turned_on_and_off(owner: User, django_capture_on_commit_callbacks: Any) -> None:
    client = sure(owner)
    with django_capture_on_commit_callbacks(execute=True):
        secret = turn_on(client)
    assert sorted(trail_of(owner)) == ["make_recovery_codes", "turn_on_codes"]
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{CODES}generate/")
        client.post("/accounts/2fa/totp/deactivate/")
    assert sorted(trail_of(owner)) == [
        "drop_recovery_codes", "make_recovery_codes", "make_recovery_codes", "turn_off_codes",
        "turn_on_codes",
    ]  # fmt: skip
    assert sorted(told(owner)) == ["recovery_codes_generated", "totp_activated", "totp_deactivated"]
    kept = repr(list(Change.objects.values())) + repr(list(Delivery.objects.values()))
    assert secret not in kept


def locked_out(user: User) -> Client:
    """Signed in somewhere, with a second step that is about to be lost."""
    client = signed_in(user)
    TOTP.activate(user, "A" * 32)
    return client


def test_the_way_back_is_on_the_server(
    owner: User, colleague: User, capsys: pytest.CaptureFixture[str]
) -> None:
    client = locked_out(owner)
    TOTP.activate(colleague, "A" * 32)
    call_command("remove_second_step", owner.email.upper())
    assert "signs in with the password alone" in capsys.readouterr().out
    assert not Authenticator.objects.filter(user=owner).exists()
    assert Authenticator.objects.filter(user=colleague).exists()
    assert client.get("/settings/").status_code == 302
    assert open_sessions(owner, this="", now=NINE) == []
    change = Change.objects.get(action="remove_second_step")
    assert (change.object_id, change.actor) == (owner.pk, None)
    assert told(owner) == ["second_factor_removed"]


def test_asked_again_it_does_nothing(owner: User, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("remove_second_step", owner.email)
    assert "has no second step" in capsys.readouterr().out
    assert not Change.objects.exists()
    with pytest.raises(CommandError, match="Nobody signs in with"):
        call_command("remove_second_step", "who@example.org")


def test_somebody_elses_passkey_is_not_there(owner: User, colleague: User) -> None:
    theirs = Authenticator.objects.create(
        user=colleague, type="webauthn", data={"name": "Theirs", "credential": {}}
    )
    client = sure(owner)
    for door in ("remove", "edit"):
        address = f"/accounts/2fa/webauthn/keys/{theirs.pk}/{door}/"
        assert client.get(address).status_code == 404
        assert client.post(address, {"name": "Mine"}).status_code == 404
        assert client.get(re.sub(r"\d+", "999999", address)).status_code == 404
    theirs.refresh_from_db()
    assert theirs.data["name"] == "Theirs"
