"""The sentences of a follow-up that page, mail and calendar share (DESIGN.md, section 8)."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from followups.agenda import AgendaItem
from followups.kinds import Kind
from prospects.conversations import ExitConversation, Manner, ToldBy


def to_do(item: AgendaItem) -> str:
    """One imperative sentence: what this row asks for."""
    if item.kind == Kind.THANK_YOU:
        return _thank(item)
    if item.kind == Kind.DEBRIEF:
        return _("Look back for a minute. What will you do differently?")
    if item.kind == Kind.AGREED_MEETING:
        return _("Meet, as you both agreed.")
    by_mail = item.manner == Manner.MAIL
    if item.is_agreed:
        return _("Write, as you both agreed.") if by_mail else _("Call, as you both agreed.")
    verb = _("Write.") if by_mail else _("Call.")
    return f"{verb} {_question(item.conversation)}".strip()


def _thank(item: AgendaItem) -> str:
    if item.conversation == ExitConversation.DRIFTED:
        return _("Send the closing note, then let it rest.")
    if item.told_by == ToldBy.MAIL:
        return _("Answer their mail with thanks.")
    return _("Write a thank-you note. By hand, if you can.")


def _question(conversation: str) -> str:
    questions = {
        ExitConversation.NOT_A_PRIORITY: _("Ask whether it has moved up."),
        ExitConversation.COMPETITOR_CHOSEN: _("Ask how it is going with the others."),
        ExitConversation.BETTER_FIT_ELSEWHERE: _("Ask whether it turned out to fit."),
        ExitConversation.STAYING_WITH_SUPPLIER: _("Ask how the last two months have been."),
        ExitConversation.DRIFTED: _("Try once more, kindly."),
        ExitConversation.CANNOT: _("Ask how the project got on."),
        ExitConversation.WE_DECLINED: _("Ask whether they found somebody."),
        ExitConversation.UNKNOWN: _("Ask what decided it."),
    }
    return questions[ExitConversation(conversation)] if conversation else _("Ask how it is going.")


def said_ago(said_on: date, today: date) -> str:
    """How long ago the no was said."""
    days = (today - said_on).days
    if days <= 0:
        return _("said no today")
    if days == 1:
        return _("said no yesterday")
    return ngettext("said no %(days)d day ago", "said no %(days)d days ago", days) % {"days": days}
