"""Mail about accounts: through the outbox, in words of ours, without a secret in any row."""

import re
from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from accounts.address_confirmations import ask_to_confirm
from accounts.mailed_links import revoke_mailed_links
from accounts.models import User
from accounts.notices import WHAT, tell
from accounts.password_resets import NOBODY, ask_for_reset, reset_link
from lostdeals.clock import ACCOUNT_MAIL
from outbox import arming, suppression
from outbox.delivery import deliver_due
from outbox.models import Delivery
from outbox.nudge import mail_waits
from outbox.states import NEVER_SHOWN, Reason, State
from tests.cast import NINE, PASSWORD
from tests.desk.visiting import signed_in
from tests.outbox.stage import Memory

LINK = re.compile(r"http://localhost:8000(/accounts/password/reset/key/\S+/)")
CONFIRM = re.compile(r"http://localhost:8000(/accounts/confirm-email/\S+/)")
NEW = "quite another password"
MINUTE = timedelta(minutes=1)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock() -> time_machine.Traveller:
    with time_machine.travel(NINE, tick=False) as traveller:
        yield traveller


def ask(address: str) -> int:
    """What the page answers; it never tells who has an account."""
    visitor = Client(SERVER_NAME="localhost")
    return int(visitor.post("/accounts/password/reset/", {"email": address}).status_code)


def delivered(after: timedelta = timedelta()) -> Memory:
    way_out = Memory()
    deliver_due(ACCOUNT_MAIL, NINE + after, transport=way_out)
    return way_out


def everything_kept() -> str:
    """Every row of every table."""
    tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    return "".join(rows_of(table) for table in sorted(tables))


def rows_of(table: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table}")
        return repr(cursor.fetchall())


def text_of(way_out: Memory) -> str:
    [mail] = way_out.mails
    return str(mail.get_body(("plain",)).get_content())  # type: ignore[union-attr]


def choose(link: str, password: str = NEW) -> bool:
    """Whether a password can be chosen under a link."""
    answer = Client(SERVER_NAME="localhost").post(link, {"password1": password, "password2": password})
    return answer.status_code == 302


# A new password by mail


def test_a_reset_leaves_through_the_outbox_and_its_link_works_once(owner: User) -> None:
    assert ask(owner.email) == 302
    way_out = delivered()
    assert [mail["To"] for mail in way_out.mails] == [owner.email]
    assert way_out.mails[0]["X-Lostdeals-Kind"] == "password-reset"
    link = LINK.search(text_of(way_out))
    assert link
    assert choose(link[1])
    assert User.objects.get(pk=owner.pk).check_password(NEW)
    assert not choose(link[1], "a third long password")


def test_no_secret_lies_in_the_database(owner: User) -> None:
    ask(owner.email)
    key = LINK.search(text_of(delivered()))
    assert key
    [row] = Delivery.objects.all()
    assert (row.state, row.subject, row.body_text, row.body_html, row.context) == (State.SENT, "", "", "", {})
    secret = key[1].rstrip("/").rpartition("/")[2].partition("-")[2]
    assert secret not in everything_kept()


def test_a_copy_sends_none(owner: User) -> None:
    arming.disarm(NINE)
    assert ask(owner.email) == 302
    assert delivered().mails == []


@pytest.mark.parametrize(("reason", "sent"), [(Reason.BOUNCE, 0), (Reason.UNSUBSCRIBE, 1)])
def test_an_address_that_sent_mail_back_gets_none(owner: User, reason: Reason, sent: int) -> None:
    suppression.suppress(owner.email, reason, NINE)
    assert ask(owner.email) == 302
    assert len(delivered().mails) == sent


def test_whoever_is_not_here_or_not_any_more_gets_none(owner: User) -> None:
    User.objects.filter(pk=owner.pk).update(is_active=False)
    assert [ask(address) for address in (owner.email, "who@example.org")] == [302, 302]
    assert delivered().mails == []
    assert set(Delivery.objects.values_list("state", flat=True)) == {State.DROPPED}


def test_what_strangers_type_is_not_kept(db: None) -> None:
    ask("who@example.org")
    assert Delivery.objects.get().address == NOBODY
    assert "who@example.org" not in everything_kept()


def test_asked_twice_in_a_minute_it_is_one_mail(owner: User) -> None:
    for seconds in (0, 20, 70):
        ask_for_reset(owner.email.upper(), NINE + timedelta(seconds=seconds))
    assert len(delivered(2 * MINUTE).mails) == 2


def test_hours_later_nobody_needs_it(owner: User) -> None:
    ask(owner.email)
    assert delivered(61 * MINUTE).mails == []
    assert Delivery.objects.get().state == State.DROPPED


def test_it_goes_to_no_address_they_have_left(owner: User) -> None:
    ask(owner.email)
    User.objects.filter(pk=owner.pk).update(email="new@example.com")
    assert delivered().mails == []


def test_revoking_mailed_links_ends_it_and_so_does_a_day(owner: User, clock: time_machine.Traveller) -> None:
    path = reset_link(owner).removeprefix("http://localhost:8000")
    clock.move_to(NINE + timedelta(hours=25))
    assert not choose(path)
    clock.move_to(NINE)
    revoke_mailed_links(owner, now=NINE + MINUTE)
    assert not choose(path)


def test_it_speaks_the_language_of_its_reader(owner: User) -> None:
    User.objects.filter(pk=owner.pk).update(language="de")
    ask(owner.email)
    [mail] = delivered().mails
    assert 'lang="de"' in mail.get_body(("html",)).get_content()  # type: ignore[union-attr]


# Without a mail server


def test_the_command_prints_a_link_that_works(owner: User, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("reset_link", owner.email.upper())
    link = LINK.fullmatch(capsys.readouterr().out.strip())
    assert link
    assert choose(link[1])


def test_the_command_fails_for_nobody_and_for_whoever_is_not_active(owner: User) -> None:
    User.objects.filter(pk=owner.pk).update(is_active=False)
    for address in (owner.email, "who@example.org"):
        with pytest.raises(CommandError, match="Nobody signs in with"):
            call_command("reset_link", address)


# Other mail about accounts


def test_a_changed_password_is_told(owner: User) -> None:
    typed = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    assert signed_in(owner).post("/accounts/password/change/", typed).status_code == 302
    way_out = delivered()
    assert way_out.mails[0]["X-Lostdeals-Kind"] == "account-notice"
    assert way_out.mails[0]["Subject"] == "Your password was changed"
    assert "Your password was changed: maren@example.com, 2 Mar 2026, 09:00.\n" in text_of(way_out)


@pytest.mark.parametrize("what", [*WHAT, "something_new"])
def test_every_notice_has_words(owner: User, what: str) -> None:
    tell(owner, what, NINE)
    way_out = delivered()
    assert way_out.mails[0]["Subject"] in text_of(way_out)
    assert "If that was you" in text_of(way_out)


def test_an_address_is_confirmed_by_a_mail_to_it(owner: User) -> None:
    address = EmailAddress.objects.create(user=owner, email="other@example.com")
    ask_to_confirm(owner, address.email, NINE)
    way_out = delivered()
    assert way_out.mails[0]["To"] == "other@example.com"
    link = CONFIRM.search(text_of(way_out))
    assert link
    assert Client(SERVER_NAME="localhost").post(link[1]).status_code == 302
    address.refresh_from_db()
    assert address.verified


def test_every_kind_is_kept_secret() -> None:
    assert all(kind.secret and kind.name in NEVER_SHOWN for kind in ACCOUNT_MAIL)


# Leaving at once


def test_who_delivers_hears_of_it_once_it_is_written(
    owner: User, django_capture_on_commit_callbacks: object
) -> None:
    heard = []

    def listen(**_: object) -> None:
        heard.append(Delivery.objects.count())
        raise ConnectionError("nobody there")

    mail_waits.connect(listen)
    try:
        with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
            assert ask(owner.email) == 302
            assert heard == []
    finally:
        mail_waits.disconnect(listen)
    assert heard == [1]
