"""What to open the next talk with, whoever it is with: after a no, in a chair, without any no."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from desk.openers import opener_of, referred_line, successor_line
from desk.person_file import PersonFile
from followups.agenda import AgendaItem
from followups.kinds import STANDING_KINDS, Kind
from prospects import lines
from prospects.conversations import ExitConversation
from prospects.exit_lines import LineFacts, fill
from prospects.lines import language_for, text_in
from prospects.models import Loss, Prospect

# To somebody without a no: a question about them, and nothing else.
SIDE_OPENER = _("I only wanted to hear how you are, and what you are working on at the moment.")


def opening_for(item: AgendaItem, file: PersonFile, today: date) -> str:
    """The first sentence of what is next with a person; empty where none is needed. One query at most."""
    person, plan = file.person, file.plan
    if item.kind == Kind.REFERRAL:
        return referred_line(person) if item.referred_id == person.pk else ""
    if item.kind not in STANDING_KINDS or plan is None:
        return ""
    loss = plan.loss
    if loss is None:
        return text_in(language_for(person.language), SIDE_OPENER)
    if loss.prospect_id == person.pk:
        return opener_of(loss, plan.last_two_way_on, today)
    if person.succeeds and not any(touch.is_two_way for touch in file.touches):
        return successor_line(person, person.succeeds, loss)
    return _about_anothers_no(loss, person)


def _about_anothers_no(loss: Loss, person: Prospect) -> str:
    """Somebody who stood behind a no: its question, without the words and promises of who said it."""
    language = language_for(person.language)
    unknown = text_in(language, lines.THEIR_WORDS_UNKNOWN)
    line = text_in(language, lines.OPENERS[ExitConversation(loss.conversation)])
    return fill(line, LineFacts(their_words=unknown))
