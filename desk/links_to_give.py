"""Lines with a link that somebody may add to what they write: the yes in writing, and the one question.

Readings where RULES.md leaves room:

* The line that asks for a yes in writing goes to whoever said yes aloud: it is what makes the rest possible.
* The link of the question counts as sent by the app, whoever sends it, so it is offered only where a mail
  permission in writing stands; a no they wrote is none.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk.written import Letter
from followups.actions import said_aloud
from followups.verdicts import why_app_may_not
from nurture.confirming import confirm_link
from nurture.feedback import feedback_link
from prospects import lines
from prospects.conversations import PermissionChannel, PermissionStrength
from prospects.exit_lines import LineFacts, fill
from prospects.lines import language_for, text_in
from prospects.models import Loss, Permission, Prospect

MAIL, NEWSLETTER = PermissionChannel.MAIL, PermissionChannel.NEWSLETTER
MAIL_LINE = gettext_lazy(
    "You said I may write to you. Please press here once, so that I have it in writing: {link}"
)
QUESTION_LINE = gettext_lazy(
    "One question, one tap, and no answer needed beside it: what decided it for you? {link}"
)


def link_for_the_letter(person: Prospect, today: date) -> str:
    """The link of the newsletter line, where they said yes to the letter aloud; one query."""
    has_letter = any(row.channel == NEWSLETTER for row in said_aloud(person))
    return confirm_link(person, now=_begin_of(today)) if has_letter else ""


def lines_to_add(loss: Loss, today: date) -> list[Letter]:
    """What may be added to what goes out with a no, beside the newsletter line; two queries, mostly."""
    person = loss.prospect
    aloud = {row.channel for row in said_aloud(person)}
    found = [_in_writing(person, MAIL_LINE, today)] if MAIL in aloud and NEWSLETTER not in aloud else []
    if MAIL not in aloud and _may_ask(person, today):
        found.append(_question(loss, today))
    return found


def asking_in_writing(
    person: Prospect, standing: Mapping[PermissionChannel, Permission], today: date
) -> Letter | None:
    """The words that ask for a yes in writing, where one was said aloud; reads nothing."""
    aloud = set(_aloud(standing))
    if not aloud:
        return None
    return _in_writing(person, lines.NEWSLETTER_LINE if NEWSLETTER in aloud else MAIL_LINE, today)


def _aloud(standing: Mapping[PermissionChannel, Permission]) -> Iterator[PermissionChannel]:
    for channel in (MAIL, NEWSLETTER):
        row = standing.get(channel)
        if row is not None and row.is_granted and row.strength != PermissionStrength.CONFIRMED:
            yield channel


def _may_ask(person: Prospect, today: date) -> bool:
    return why_app_may_not(person, MAIL, today=today, has_postal_address=True) is None


def _in_writing(person: Prospect, line: LazyText, today: date) -> Letter:
    return _letter(
        person,
        key="in-writing",
        heading=_("To have it in writing"),
        hint=_("One press of theirs, and the app may send it. The link works for three months."),
        text=_filled(person, line, confirm_link(person, now=_begin_of(today))),
    )


def _question(loss: Loss, today: date) -> Letter:
    return _letter(
        loss.prospect,
        key="question",
        heading=_("If you like: one question to them"),
        hint=_("Their own words beside yours. The link works for thirty days."),
        text=_filled(loss.prospect, QUESTION_LINE, feedback_link(loss, now=_begin_of(today))),
    )


def _letter(person: Prospect, *, key: str, heading: str, hint: str, text: str) -> Letter:
    return Letter(key=key, heading=heading, hint=hint, language=language_for(person.language), text=text)


def _filled(person: Prospect, line: LazyText, link: str) -> str:
    return fill(text_in(language_for(person.language), line), LineFacts(link=link))


def _begin_of(today: date) -> datetime:
    """A link of one day is the same however often its page is looked at."""
    return datetime.combine(today, time.min, tzinfo=UTC)
