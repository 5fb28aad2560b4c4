"""What was mailed: sent, waiting, held, not sent, and why; and what people decide about it."""

from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from accounts.policy import Thing, may_see
from desk import mail_acts
from desk.mail_list import answerable_by, filters_from, mail_page, own_mail, readable_by, team_mail
from desk.mail_state import mail_state
from desk.mail_story import own_bounce, story_of
from desk.requests import SeeOther, SignedInRequest, next_address
from desk.trial_mail import may_ask_now, words_of_test_mail
from nurture.settling import settle_mail
from outbox.models import STATE_LABELS, Delivery
from outbox.states import State
from outbox.trial import Trial, send_test_mail

# A mail is somebody's HTML: shown apart from us, with nothing but its own styles.
SANDBOX = "sandbox; default-src 'none'; style-src 'unsafe-inline'"


@require_safe
def mail(request: SignedInRequest) -> HttpResponse:
    """Your own mail and that to your prospects, newest first."""
    return _list(request, own_mail(request.user), reverse("desk:mail"), bounce=own_bounce(request.user))


@require_safe
def of_the_team(request: SignedInRequest) -> HttpResponse:
    """The team's mail, for its manager: what a digest says stays with its reader."""
    if not may_see(request.user, Thing.TEAMS_MAIL):
        raise PermissionDenied
    return _list(request, team_mail(request.user), reverse("desk:mail_of_team"), is_team=True)


def _list(request: SignedInRequest, mails: QuerySet[Delivery], address: str, **more: Any) -> HttpResponse:
    now, filters = timezone.now(), filters_from(request.GET)
    context = {
        "page": mail_page(mails, request.user, filters, now),
        "filters": filters,
        "states": [(state.value, label) for state, label in STATE_LABELS.items()],
        "address": address,
        "facts": mail_state(request.user, now),
        "as_files": settings.MAIL_AS_FILES,
        "here": "mail",
        **more,
    }
    return render(request, "desk/mail.html", context)


@require_safe
def one_mail(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """One mail as text, how it stands, and the way to its HTML."""
    delivery = get_object_or_404(readable_by(request.user).select_related("recipient"), pk=pk)
    context = {
        "delivery": delivery,
        # Nothing leaves without a text.
        "was_emptied": delivery.state == State.SENT and not delivery.body_text,
        "here": "mail",
        "back": reverse("desk:mail"),
    }
    return render(request, "desk/one_mail.html", context | story_of(delivery, request.user, timezone.now()))


@require_safe
def mail_as_sent(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """The HTML part as it was sent, under its own sandbox: the one listed exception to the policy."""
    delivery = get_object_or_404(readable_by(request.user), pk=pk)
    response = HttpResponse(delivery.body_html)
    response["Content-Security-Policy"] = SANDBOX
    return response


@require_POST
def send(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Let a held mail leave once more, knowingly."""
    return _decide(request, pk, mail_acts.send_once_more, _("It leaves in a moment."))


@require_POST
def arrived(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """A held mail arrived, as somebody knows: no further copy leaves."""
    return _decide(request, pk, mail_acts.note_arrived, _("Noted. No further copy leaves."))


@require_POST
def drop(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Let a held mail go."""
    return _decide(request, pk, mail_acts.drop, _("Dropped. It does not leave."))


class Decision(Protocol):
    """What somebody decides about a held mail; False when it is not held any more."""

    def __call__(self, mail: Delivery, /, *, by: User, now: datetime) -> bool:
        """Write it down."""


def _decide(request: SignedInRequest, pk: UUID, decide: Decision, done: str) -> HttpResponse:
    delivery = get_object_or_404(answerable_by(request.user), pk=pk)
    now = timezone.now()
    if decide(delivery, by=request.user, now=now):
        # What was sent with it, or did not leave, follows at once.
        settle_mail(now)
        messages.success(request, done)
    else:
        messages.info(request, _("Nothing was changed: this mail is not held any more."))
    return _back(request)


@require_POST
def write_again(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Write again to an address that sent mail back."""
    delivery = get_object_or_404(answerable_by(request.user), pk=pk)
    address = {"address": delivery.address}
    if mail_acts.write_again(delivery, by=request.user, now=timezone.now()):
        messages.success(request, _("From the next mail on we write to %(address)s again.") % address)
    else:
        messages.info(request, _("Nothing stands against %(address)s any more.") % address)
    return _back(request)


@require_POST
def test(request: SignedInRequest) -> HttpResponse:
    """A test mail to oneself, now; the answer is what the mail server said."""
    user = request.user
    if not may_ask_now(user.pk):
        messages.info(request, _("One test mail in half a minute. Please wait a moment."))
        return _back(request)
    trial = send_test_mail(user.email, words_of_test_mail(), timezone.now())
    tell = messages.success if trial.taken else messages.error
    tell(request, _said_to(trial) % {"address": user.email, "said": trial.said})
    return _back(request)


def _said_to(trial: Trial) -> str:
    if trial.disarmed:
        return _("Not sent: this is a copy, which mails nobody until somebody arms it.")
    if trial.maybe:
        return _("It may have arrived, the answer did not: %(said)s")
    if not trial.taken:
        return _("Not sent. The mail server said: %(said)s")
    if settings.MAIL_AS_FILES:
        return _("Written to a file: %(said)s")
    return _("Sent to %(address)s. The mail server said: %(said)s")


def _back(request: SignedInRequest) -> HttpResponse:
    return SeeOther(next_address(request, reverse("desk:mail")))
