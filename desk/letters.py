"""What is sent by hand after a no, in the prospect's language: to copy, to mail, to text (COPY.md, F)."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from urllib.parse import quote

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from desk.exit_block import HEADINGS, text_to_send
from desk.links_to_give import link_for_the_letter
from desk.openers import introduction_for, referred_line
from desk.parting import NextContact, Parting
from desk.written import Letter
from followups.contact_history import is_suppressed
from followups.models import FollowUp
from prospects.conversations import AskAnswer, AskKind, PromiseState, TopicKind
from prospects.exit_lines import ExitMoment, ExitText, default_moment, exit_text
from prospects.lines import language_for, text_in
from prospects.models import Loss, Prospect
from prospects.team_lines import lines_for

HINTS: dict[ExitText, LazyText] = {
    ExitText.CONFIRMATION: gettext_lazy("Two lines, so that you both have it. One word back, and it is off."),
    ExitText.REPLY: gettext_lazy("The thank-you for their mail. No second try in it."),
    ExitText.CLOSING_NOTE: gettext_lazy("Then let it rest."),
    ExitText.OUR_NO: gettext_lazy("Your own no, kindly. Leave them with a name if you have one."),
}
# What stands above a mail; they see it.
SUBJECTS: dict[ExitText, LazyText] = {
    ExitText.CONFIRMATION: gettext_lazy("What we agreed"),
    ExitText.REPLY: gettext_lazy("Thank you for writing"),
    ExitText.CLOSING_NOTE: gettext_lazy("Putting this away for now"),
    ExitText.OUR_NO: gettext_lazy("About your request"),
}
AS_OFFERED = gettext_lazy("As you offered")
# Translators: the subject of a mail to somebody who was named to us; %(name)s named them.
SUGGESTED_BY = gettext_lazy("%(name)s suggested I write to you")


def answer_to(loss: Loss, user: User, today: date) -> Letter | None:
    """What goes out to whoever said no: the confirmation, the reply to their mail, the closing note.

    None where nothing may go out any more. Five to seven queries.
    """
    parting, prospect = _parting(loss, user, today), loss.prospect
    moment = default_moment(parting.told_by)
    if moment == ExitMoment.ON_THE_LINE:
        moment = ExitMoment.OVER
    kind = exit_text(parting.conversation, parting.told_by, moment, parting.left())
    if prospect.asked_to_stop_on or kind == ExitText.NOTHING:
        return None
    said = lines_for(user.team_id, parting.language)
    is_late = kind == ExitText.CONFIRMATION and loss.said_on != today
    letter = Letter(
        key="answer",
        heading=_("What you agreed, in writing") if is_late else str(HEADINGS[kind]),
        hint=str(HINTS[kind]),
        language=said.language,
        text=text_to_send(parting, said, moment, today, link_for_the_letter(prospect, today)),
    )
    return _addressed(letter, prospect, lambda language: text_in(language, SUBJECTS[kind]))


def _parting(loss: Loss, user: User, today: date) -> Parting:
    """The parting as it stands now: no day that has passed, no promise that was settled."""
    parting = Parting.of_loss(loss, user)
    agreed = parting.next
    if agreed.day is None:
        agreed = replace(agreed, day=_standing_day(loss.prospect))
    if agreed.day is not None and agreed.day < today:
        agreed = NextContact(said_on=agreed.said_on, calendar=agreed.calendar)
    if agreed.day is None:
        agreed = replace(agreed, check_in_on=_check_in_day(loss.prospect))
    is_owed = loss.promises.filter(state=PromiseState.OPEN).exists()
    return replace(parting, me=user.get_full_name(), next=agreed, promise=parting.promise if is_owed else "")


def _standing_day(prospect: Prospect) -> date | None:
    """The day that was agreed before this no, and stands."""
    rows = FollowUp.objects.filter(prospect=prospect, is_agreed=True).open().standing()
    return rows.values_list("due_on", flat=True).first()


def _check_in_day(prospect: Prospect) -> date | None:
    """When we will check in."""
    rows = FollowUp.objects.filter(prospect=prospect).open().standing()
    return rows.values_list("due_on", flat=True).first()


def letters_beside(loss: Loss, user: User) -> list[Letter]:
    """What else goes out at once: the introduction they offered, the first line to whom they named."""
    if loss.prospect.asked_to_stop_on:
        return []
    letters = [_introduction(loss, user)] if _offered_to_introduce(loss) else []
    named = FollowUp.objects.filter(loss=loss, referred__isnull=False).open().select_related("referred")
    rows = named.select_related("referred__referred_by").order_by("created_at", "pk")
    by = loss.prospect.name
    first = [_first_line(row.referred, by, number) for number, row in enumerate(rows) if row.referred]
    return letters + first


def _offered_to_introduce(loss: Loss) -> bool:
    return loss.asks.filter(kind=AskKind.REFERRAL, answer=AskAnswer.YES).exists()


def _introduction(loss: Loss, user: User) -> Letter:
    prospect = loss.prospect
    topics = prospect.topics.filter(kind__in=[TopicKind.CHALLENGE, TopicKind.GOAL]).order_by("kind", "pk")
    topic = topics.values_list("topic__name", flat=True).first() or ""
    letter = Letter(
        key="introduction",
        heading=_("Two lines they can forward"),
        hint=_("They offered. Make it easy, and let them change every word."),
        language=language_for(prospect.language),
        text=introduction_for(prospect, user.get_full_name(), topic),
    )
    return _addressed(letter, prospect, lambda language: text_in(language, AS_OFFERED))


def _first_line(referred: Prospect, referrer: str, number: int) -> Letter:
    letter = Letter(
        key=f"first-line-{number}",
        heading=_("The first line to %(name)s") % {"name": referred.name},
        hint=_("Say at once who named you. The rest of the mail is yours."),
        language=language_for(referred.language),
        text=referred_line(referred, referrer),
    )
    return _addressed(letter, referred, lambda language: text_in(language, SUGGESTED_BY) % {"name": referrer})


def _addressed(letter: Letter, prospect: Prospect, subject: Callable[[str], str]) -> Letter:
    """The letter with the addresses that open it in a mail or a message."""
    address = "" if is_suppressed(prospect) else prospect.email
    return replace(
        letter,
        mailto=mailto(address, subject(letter.language), letter.text),
        sms=sms(prospect.phone, letter.text),
    )


def mailto(address: str, subject: str, body: str) -> str:
    """An address that opens a mail (RFC 6068); empty without one to write to."""
    if not address:
        return ""
    lines = body.replace("\n", "\r\n")
    return f"mailto:{quote(address, safe='@')}?subject={quote(subject, safe='')}&body={quote(lines, safe='')}"


def sms(phone: str, body: str) -> str:
    """An address that opens a message (RFC 5724); empty where the number can't be dialled."""
    number = re.sub(r"[^\d+]", "", phone)
    return f"sms:{number}?body={quote(body, safe='')}" if re.fullmatch(r"\+?\d{4,}", number) else ""
