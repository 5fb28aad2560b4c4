"""The mail that tells whoever looks after somebody that they would like to talk; to our own people alone."""

from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.account_mail import Letter, message_of, page
from common.text import clean_line
from followups.actions import RAISED_HAND_MAIL
from outbox.kinds import SEND, MailKind, Verdict, drop
from outbox.message import Message
from outbox.models import Delivery
from outbox.states import Audience
from prospects.models import Prospect

# Kept as they are here, translated where they are read.
NOT_ACTIVE = gettext_noop("the reader is not active any more")
GONE = gettext_noop("whoever it was about is not there any more")


def may_send(delivery: Delivery, now: datetime) -> Verdict:
    """To somebody active who may still see them; late is better than never. After a stop nobody calls."""
    user = delivery.recipient
    if user is None or not user.is_active:
        return drop(NOT_ACTIVE)
    person = _person_of(delivery)
    return SEND if person and person.asked_to_stop_on is None else drop(GONE)


def render(delivery: Delivery, now: datetime) -> Message:
    """Who it is, their number, and the way to their page; in the language of whoever reads it."""
    user, person = delivery.recipient, _person_of(delivery)
    if user is None or person is None:
        raise ValueError(f"mail {delivery.pk} has no reader, or is about nobody")
    with translation.override(user.language):
        return message_of(_letter(person, is_private=user.digest_without_names))


def _letter(person: Prospect, *, is_private: bool) -> Letter:
    """Without names where the reader wants none in mails: their page tells."""
    name = _("Somebody") if is_private else clean_line(person.name)
    where = person.organisation.name if person.organisation else ""
    said = (
        _("%(name)s, %(where)s, pressed “I'd like to talk”.")
        if where
        else _("%(name)s pressed “I'd like to talk”.")
    )
    lines = [_("They told us on their page that they would like to talk.")]
    if not is_private:
        lines = [said % {"name": name, "where": where}]
        lines += [_("Their number: %(phone)s") % {"phone": person.phone}] if person.phone else []
    return Letter(
        subject=_("%(name)s would like to talk") % {"name": name},
        lines=(
            *lines,
            _("They stand first on your Today. They were told that you call by your next working day."),
        ),
        url=page(person.get_absolute_url()),
        button=_("Open their page"),
    )


def _person_of(delivery: Delivery) -> Prospect | None:
    people = Prospect.objects.select_related("organisation").filter(pk=delivery.context.get("prospect"))
    user = delivery.recipient
    return people.visible_to(user).first() if user else None


RAISED_HAND = MailKind(name=RAISED_HAND_MAIL, audience=Audience.OURS, may_send=may_send, render=render)
