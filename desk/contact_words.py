"""The sentences of the contact rules: why not, from when on, what instead (RULES.md, "Contact rules")."""

from collections.abc import Callable
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.days import long_day, long_day_and_year, plain_day_and_year, spoken_day
from followups.contact_rules import Blocked, Instead, Reason
from followups.contacts import By, Contact, State
from followups.kinds import Channel, Kind
from followups.permission_rules import Refusal

WRITTEN = frozenset({Channel.MAIL, Channel.LETTER, Channel.SOCIAL})


def blocked_text(blocked: Blocked, today: date) -> str:
    """Why it is better not to now, and the next good day if there is one."""
    sentences = [reason_text(blocked, today), next_day_text(blocked.next_day, today)]
    return " ".join(sentence for sentence in sentences if sentence)


def reason_text(blocked: Blocked, today: date) -> str:
    """Why it is better not to now; of a colleague's contact no more than that there was one, and when."""
    if blocked.by:
        return " ".join((contact_text(blocked.by, today), _("Leave them a little room.")))
    if blocked.reason == Reason.PITCH_TOO_EARLY:
        return ngettext(
            "First be of use to them once more, then make an offer.",
            "First be of use to them %(count)s more times, then make an offer.",
            blocked.missing,
        ) % {"count": blocked.missing}
    return _reasons()[blocked.reason]


def _reasons() -> dict[Reason, str]:
    return {
        Reason.STOPPED: _("They asked us to stop. Nothing goes to them any more."),
        Reason.SUPPRESSED: _("This address takes no more mail from us."),
        Reason.SAID_NO: _("They would rather not hear from us any more."),
        Reason.LET_GO: _("This one is closed kindly."),
        Reason.BEFORE_AWARD: _("The award is not final yet. Until then we keep quiet."),
        Reason.BEFORE_AGREED_DAY: _("You agreed on a day, and until then they have peace from us."),
        Reason.PAUSED: _("They asked for a pause, and until then they have peace from us."),
        Reason.CHANNEL_TAKEN_BACK: _("They took back their yes to this."),
        Reason.TOO_MANY: _("They have heard from us often enough for now."),
    }


def contact_text(contact: Contact, today: date) -> str:
    """What there was, or will be: "A colleague wrote on 3 March."."""
    tell = _tell_plan if contact.state == State.PLANNED else _tell_past
    # What a colleague has not done on its day may come today.
    waits = contact.by == By.COLLEAGUE and contact.state == State.PLANNED
    return tell(contact) % {"when": _on(max(contact.day, today) if waits else contact.day, today)}


def _tell_plan(contact: Contact) -> str:
    if contact.by == By.COLLEAGUE:
        return _("A colleague will be in touch %(when)s.")
    return {
        Kind.CHECK_IN: _("A check-in is due %(when)s."),
        Kind.VALUE_ITEM: _("Something useful is due %(when)s."),
        Kind.CONGRATULATE: _("A congratulation is due %(when)s."),
    }.get(contact.kind or Kind.ASK, _("Something else is due %(when)s."))


def _tell_past(contact: Contact) -> str:
    tell: dict[By, Callable[[Contact], str]] = {
        By.YOU: _tell_yours,
        By.COLLEAGUE: _tell_colleagues,
        By.APP: lambda _one: _("A mail from us went out %(when)s."),
    }
    if contact.state == State.QUEUED and contact.by == By.YOU:
        return _("You approved a mail to them %(when)s.")
    return tell[contact.by](contact)


def _tell_yours(contact: Contact) -> str:
    if contact.channel == Channel.CALL:
        return _("You called %(when)s.")
    if contact.channel == Channel.MEETING:
        return _("You met %(when)s.")
    return _("You wrote %(when)s.") if contact.channel in WRITTEN else _("You were in touch %(when)s.")


def _tell_colleagues(contact: Contact) -> str:
    if contact.channel == Channel.CALL:
        return _("A colleague called %(when)s.")
    if contact.channel == Channel.MEETING:
        return _("A colleague met them %(when)s.")
    if contact.channel in WRITTEN:
        return _("A colleague wrote %(when)s.")
    return _("A colleague was in touch %(when)s.")


def _on(day: date, today: date) -> str:
    if day == today:
        return _("today")
    text = spoken_day(day) if day.year == today.year else plain_day_and_year(day)
    return _("on %(day)s") % {"day": text}


def next_day_text(day: date | None, today: date) -> str:
    """The next allowed day; empty when no day alone would help."""
    if day is None:
        return ""
    if day == today:
        return _("Today is fine.")
    text = long_day(day) if day.year == today.year else long_day_and_year(day)
    return _("The next good day is %(day)s.") % {"day": text}


def instead_texts(blocked: Blocked) -> list[str]:
    """What would be fine instead, one line each; empty after a stop."""
    texts = {
        Instead.REPLY: _("Answer them, whenever they write."),
        Instead.THANK_YOU: _("Send the thank-you."),
        Instead.PROMISE: _("Keep what you promised."),
        Instead.HELPFUL: _("Send something that helps them."),
        Instead.LETTER: _("Send the letter they wanted."),
        Instead.AGREED_DAY: _("Wait for the day you agreed on."),
        Instead.PLANNED_ONE: _("Do what is planned a little earlier."),
    }
    return [texts[one] for one in blocked.instead]


def refusal_text(refusal: Refusal) -> str:
    """Why a channel may not be used."""
    return {
        Refusal.STOPPED: _("They asked us to stop. Nothing goes to them any more."),
        Refusal.SUPPRESSED: _("This address takes no more mail from us."),
        Refusal.SAID_NO: _("They would rather not hear from us any more."),
        Refusal.LET_GO: _("This one is closed kindly."),
        Refusal.WITHDRAWN: _("They took back their yes to this."),
        Refusal.NOT_ASKED: _("Nobody has asked them yet whether we may write."),
        Refusal.NOT_CONFIRMED: _("They said yes, but not in writing. A person may write, the app may not."),
        Refusal.STRICT_COUNTRY: _(
            "The app needs their yes in writing, in their country. A person may write."
        ),
        Refusal.PAUSED: _("They asked for a pause. Until then the app sends nothing."),
        Refusal.NO_POSTAL_ADDRESS: _("First your team's postal address: it stands under every mail to them."),
    }[refusal]
