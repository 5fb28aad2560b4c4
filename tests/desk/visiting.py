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
# Every field of "Log a no".
NO_FIELDS = (
    "submission", "prospect_name", "organisation_name", "email", "phone", "title", "in_their_words",
    "deal_title", "deal_value", "deal_currency", "notes", "said_on", "next_contact_on", "conversation",
    "reason", "prospect", "deal", "told_by", "offer_made", "good_deal", "ask_stay_in_touch",
    "next_contact_manner", "owner", "told_to", "others", "tender", "tender_award_on", "tender_debrief_by",
    "competitors", "main_competitor", "reasons", "main_reason", "stage", "source", "delegated_to",
    "ask_feedback", "ask_referral", "ask_reference", "ask_reentry", "ask_mailing_list", "ask_next_meeting",
    "ask_thank_you", "ask_congratulate", "feedback_words", "referral_name", "referral_organisation",
    "reference_for", "permission_channels", "permission_words", "permission_strength", "permission_every",
    "next_contact", "promise", "promise_on", "promise_every", "needs", "timing", "budget", "topics",
    "challenges", "interests", "personal_cues", "wanted_from_our_time", "pace", "priority", "right_but_early",
    "likelihood", "wake_up_kind", "wake_up", "wake_up_on", "notice_on", "country", "region", "language",
    "time_zone", "postal_address", "form_of_address", "lesson", "moment", "moment_default",
)  # fmt: skip
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
