"""The sentences of a follow-up that page, mail and calendar share (DESIGN.md, section 8)."""

from collections.abc import Callable
from datetime import date

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from common.days import plain_day
from followups.agenda import AgendaItem
from followups.kinds import Kind
from prospects.conversations import ExitConversation, Manner, PromiseState, ToldBy, WakeUpKind


def to_do(item: AgendaItem) -> str:
    """One imperative sentence: what this row asks for."""
    if item.kind == Kind.THANK_YOU:
        return _thank(item)
    if item.kind == Kind.DEBRIEF:
        return _("Look back for a minute. What will you do differently?")
    if item.kind in _ABOUT:
        return _ABOUT[item.kind](item)
    if item.kind == Kind.AGREED_MEETING:
        return _joined(_("Meet, as you both agreed."), _promised(item))
    by_mail = item.manner == Manner.MAIL
    if item.is_agreed:
        agreed = _("Write, as you both agreed.") if by_mail else _("Call, as you both agreed.")
        return _joined(agreed, _promised(item))
    verb = _("Write.") if by_mail else _("Call.")
    return _joined(verb, _promised(item) or _question(item.conversation))


def _joined(*sentences: str) -> str:
    return " ".join(sentence for sentence in sentences if sentence)


def _promised(item: AgendaItem) -> str:
    """A check-in opens with what was promised last."""
    if not item.last_promise:
        return ""
    opening = _("You said you would send %(what)s.") % {"what": item.last_promise}
    if item.last_promise_state == PromiseState.KEPT:
        return _joined(opening, _("Ask whether it was of any use."))
    return _joined(opening, _("It hasn't gone out yet: say so first."))


def _open_asks(item: AgendaItem) -> str:
    if item.is_tender and item.debrief_by:
        day = plain_day(item.debrief_by)
        return _("Ask for the debrief of the tender. It can be asked for until %(day)s.") % {"day": day}
    if item.is_tender:
        return _("Ask for the debrief of the tender.")
    return _("Ask once more about what they wanted to think over.")


def _keep_promise(item: AgendaItem) -> str:
    return _("Send what you promised: %(what)s.") % {"what": item.promise}


def _send_something(item: AgendaItem) -> str:
    if item.item_title:
        return _("Send them “%(title)s”.") % {"title": item.item_title}
    return _("Send something useful to them. No offer.")


def _wake_up(item: AgendaItem) -> str:
    if item.manner == Manner.CALL:
        return _("Call: they would like to talk.")
    if item.is_re_entry:
        return _("Ask whether their choice is holding. You said they may call at short notice.")
    asking = {
        WakeUpKind.CONTRACT_END: _("Ask about the contract, while they still have a choice."),
        WakeUpKind.BUDGET_YEAR: _("Ask about the new budget."),
        WakeUpKind.GO_LIVE: _("Ask how the start went."),
        WakeUpKind.NEW_PERSON: _("Ask how things are with the new person there."),
        WakeUpKind.VENDOR_STUMBLES: _("Ask whether their choice is holding."),
        WakeUpKind.WE_SHIP: _("Tell them that what they missed is there now."),
        WakeUpKind.PERSON_LEAVES: _("Ask how things are since somebody left."),
        WakeUpKind.OTHER: _("What you waited for is near. Ask how it stands."),
    }[WakeUpKind(item.wake_up_kind or WakeUpKind.OTHER)]
    return _joined(asking, f"({item.wake_up})" if item.wake_up else "")


def _contact_referred(item: AgendaItem) -> str:
    names = {"name": item.referred_name, "by": item.prospect_name}
    return _("Contact %(name)s, whom %(by)s named.") % names


def _congratulate(_item: AgendaItem) -> str:
    return _("Congratulate them. Nothing else.")


_ABOUT: dict[str, Callable[[AgendaItem], str]] = {
    Kind.ASK: _open_asks,
    Kind.PROMISE: _keep_promise,
    Kind.VALUE_ITEM: _send_something,
    Kind.WAKE_UP: _wake_up,
    Kind.REFERRAL: _contact_referred,
    Kind.CONGRATULATE: _congratulate,
}


def _thank(item: AgendaItem) -> str:
    if not item.said_it:
        return _("Write a thank-you note. By hand, if you can.")
    if item.told_by == ToldBy.MAIL:
        return _("Answer their mail with thanks.")
    if item.conversation == ExitConversation.DRIFTED:
        return _("Send the closing note, then let it rest.")
    return _("Write a thank-you note. By hand, if you can.")


def _question(conversation: str) -> str:
    return str(_QUESTIONS[ExitConversation(conversation)]) if conversation else _("Ask how it is going.")


_QUESTIONS: dict[ExitConversation, LazyText] = {
    ExitConversation.NOT_A_PRIORITY: gettext_lazy("Ask whether it has moved up."),
    ExitConversation.COMPETITOR_CHOSEN: gettext_lazy("Ask how it is going with the others."),
    ExitConversation.BETTER_FIT_ELSEWHERE: gettext_lazy("Ask whether it turned out to fit."),
    ExitConversation.STAYING_WITH_SUPPLIER: gettext_lazy("Ask how the last two months have been."),
    ExitConversation.DRIFTED: gettext_lazy("Try once more, kindly."),
    ExitConversation.CANNOT: gettext_lazy("Ask how the project got on."),
    ExitConversation.WE_DECLINED: gettext_lazy("Ask whether they found somebody."),
    ExitConversation.UNKNOWN: gettext_lazy("Ask what decided it."),
}


def said_ago(said_on: date, today: date) -> str:
    """How long ago the no was said."""
    days = (today - said_on).days
    if days <= 0:
        return _("said no today")
    if days == 1:
        return _("said no yesterday")
    return ngettext("said no %(days)d day ago", "said no %(days)d days ago", days) % {"days": days}
