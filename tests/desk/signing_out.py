"""A session that runs out under a form, and signing in again on the page the form led to."""

from typing import Any

from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client

from accounts.models import User
from tests.cast import PASSWORD
from tests.desk.reading import Element, Fields, filled_in, form_to, read

SIGN_IN = "/accounts/login/"
WORDS = "Not before the audit.\nThen “maybe” <b>& never</b> …"


def run_out(client: Client) -> None:
    """Their session is over, in the database and in the browser; every other cookie stays."""
    Session.objects.all().delete()
    del client.cookies[settings.SESSION_COOKIE_NAME]


def fill_in(client: Client, page: str, address: str, **typed: Any) -> Fields:
    """What a browser would send from a form of a page, with these fields filled in."""
    return filled_in(form_to(read(client.get(page)), address)) | typed


def sign_in(client: Client, page: Any, user: User) -> Any:
    """Fill in the sign-in page an answer holds, hidden fields and all."""
    fields = filled_in(form_to(read(page), SIGN_IN))
    return client.post(SIGN_IN, fields | {"login": user.email, "password": PASSWORD})


def shown_after(client: Client, answer: Any, user: User) -> Element:
    """The page somebody sees who signs in where their form led them."""
    assert answer.status_code == 403
    entered = sign_in(client, answer, user)
    assert entered.status_code == 302
    return read(client.get(entered["Location"]))


def holds(page: Element, address: str, typed: Fields) -> bool:
    """Whether the form on a page would send everything that was typed (and perhaps more, a token aside)."""
    fields = filled_in(form_to(page, address))
    return {name: value for name, value in fields.items() if name in without_marks(typed)} == without_marks(
        typed
    )


def without_marks(fields: Fields) -> Fields:
    return {name: value for name, value in fields.items() if "csrf" not in name}
