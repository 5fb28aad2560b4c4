"""Short ways to say what tests of the desk say over and over."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.http import HttpResponse
from django.test import Client

from accounts.models import User
from followups.models import FollowUp
from tests.cast import MONDAY

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
HTMX = {"HX-Request": "true"}
TOMORROW = (MONDAY + timedelta(days=1)).isoformat()


def signed_in(user: User, **options: Any) -> Client:
    """A browser without script in which `user` is signed in."""
    client = Client(SERVER_NAME="localhost", **options)
    client.force_login(user, backend=BACKEND)
    return client


def typed_no(**changes: Any) -> dict[str, Any]:
    """The fields of a no as somebody fills them in; None leaves a field out."""
    fields = {
        "submission": uuid4().hex,
        "conversation": "not_a_priority",
        "prospect_name": "Ingrid Solheim",
        "organisation_name": "Havbruk Nordic",
        **changes,
    }
    return {name: value for name, value in fields.items() if value is not None}


def post_no(client: Client, **changes: Any) -> HttpResponse:
    """Send a no."""
    return client.post("/no/", typed_no(**changes))


def act(client: Client, row: FollowUp, door: str, *, htmx: bool = False, **fields: Any) -> HttpResponse:
    """Press one of the doors of a follow-up: complete, snooze, skip or undo."""
    headers = HTMX if htmx else {}
    return client.post(f"/followups/{row.pk}/{door}/", fields, headers=headers)
