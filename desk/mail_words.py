"""What to say of a mail: what it is, where it stands, and why."""

from collections.abc import Callable
from datetime import datetime

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from common.days import plain_day, plain_day_and_year, short_day
from digests.kinds import KIND_NAMES
from digests.schedule import Rhythm
from insights.monthly_kinds import MONTHLY_LESSONS
from outbox.models import Delivery
from outbox.states import State

TONES = {
    State.SENT: "ok", State.PENDING: "q", State.SENDING: "q", State.HELD: "q", State.SUPERSEDED: "skip",
    State.DROPPED: "skip",
}  # fmt: skip


def kind_name(mail: Delivery) -> str:
    """What it is, for a mail that has no subject yet or is somebody else's."""
    if mail.kind == KIND_NAMES[Rhythm.WEEKLY]:
        return _("Reminder mail of the week")
    if mail.kind == MONTHLY_LESSONS:
        return _("What your noes taught you")
    return _("Reminder mail") if mail.kind in KIND_NAMES.values() else _("Mail to a prospect")


def state_name(mail: Delivery) -> str:
    """Its state in a word or two."""
    return str(mail.get_state_display())


def tone(mail: Delivery) -> str:
    """The colour of its state: ok, q (waits), skip or bad."""
    return TONES.get(State(mail.state), "bad")


def moment(at: datetime, user: User, now: datetime) -> str:
    """A moment on the reader's clock: "07:30" today, else "Mon 2 Mar, 07:30", or with another year."""
    local, today = at.astimezone(user.zone()), user.today(now)
    clock = f"{local:%H:%M}"
    if local.date() == today:
        return clock
    day = short_day(local.date()) if local.year == today.year else plain_day_and_year(local.date())
    return _("%(day)s, %(clock)s") % {"day": day, "clock": clock}


def why(mail: Delivery, user: User, now: datetime) -> str:
    """Why it stands as it does, in a sentence; what the mail server said stands in its own words."""
    said = told(mail.error)
    return WHY[State(mail.state)](mail, said, lambda at: moment(at, user, now), now)


def told(error: str) -> str:
    """A reason as it is kept, in the reader's language; the words of a mail server stay as they are."""
    return capfirst(_(error)) if error else ""


def since_day(at: datetime, user: User) -> str:
    """The day something began, as short as can be."""
    return plain_day(user.today(at))


Tell = Callable[[datetime], str]


def _pending(mail: Delivery, said: str, tell: Tell, now: datetime) -> str:
    if mail.transmissions:
        return _("No answer to the first copy, so one more goes out. %(said)s") % {"said": said}
    if mail.attempt and said:
        tries = ngettext("Tried once.", "Tried %(count)d times.", mail.attempt) % {"count": mail.attempt}
        again = _("Next try: %(at)s.") % {"at": tell(mail.next_attempt_at)}
        return f"{tries} {_stopped(said)} {again}"
    if said:
        return said
    return _("Goes out in a moment.") if mail.due_at <= now else _("Goes out when it is due.")


def _sending(mail: Delivery, said: str, tell: Tell, now: datetime) -> str:
    return _("Being handed to the mail server.")


def _sent(mail: Delivery, said: str, tell: Tell, now: datetime) -> str:
    if mail.transmissions > 1:
        return _("Two copies may have arrived: to the first one no answer came.")
    return ""


def _failed(mail: Delivery, said: str, tell: Tell, now: datetime) -> str:
    return _("The mail server did not take it: %(said)s") % {"said": said} if said else ""


def _unknown(mail: Delivery, said: str, tell: Tell, now: datetime) -> str:
    if mail.recipient_id is None:
        return _("Handed over twice, and no answer came. It may have arrived; no further copy leaves.")
    return _("Handed over twice, and no answer came. The next one carries everything again.")


def _held(mail: Delivery, said: str, tell: Tell, now: datetime) -> str:
    if mail.transmissions:
        return _("No answer came from the mail server, so it may have arrived. Once more, or not at all?")
    return said


def _suppressed(mail: Delivery, said: str, tell: Tell, now: datetime) -> str:
    return said


def _replaced(mail: Delivery, said: str, tell: Tell, now: datetime) -> str:
    return said


def _stopped(sentence: str) -> str:
    return sentence if sentence.endswith((".", "!", "?")) else f"{sentence}."


WHY: dict[State, Callable[[Delivery, str, Tell, datetime], str]] = {
    State.PENDING: _pending,
    State.SENDING: _sending,
    State.SENT: _sent,
    State.FAILED: _failed,
    State.UNKNOWN: _unknown,
    State.HELD: _held,
    State.SUPPRESSED: _suppressed,
    State.SUPERSEDED: _replaced,
    State.DROPPED: _replaced,
}
