"""The mail a row opens with: greeting, one sentence, name; in the prospect's language, without a query."""

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from desk.openers import A_YEAR, TWO_YEARS
from desk.opening import SIDE_OPENER
from followups.agenda import AgendaItem
from followups.kinds import Kind
from prospects import lines
from prospects.conversations import ExitConversation
from prospects.exit_lines import LineFacts, fill
from prospects.greeting import salute
from prospects.lines import language_for, text_in
from prospects.spoken import as_named_thing, as_thing

# What stands above the mail; they see it.
ASKING, PROMISED = _("How is it going?"), _("As promised")
USEFUL, CONGRATULATIONS = _("Something that may help you"), _("Congratulations")
# Translators: {promise} is what was promised, "the checklist".
HERE_IS = _("As I said: {promise}. Use it as you like, there is nothing to answer.")
THIS_MAY_HELP = _("This may help you, no answer needed.")
GLAD = _("I heard, and I am glad for you. Nothing else.")
SUBJECTS: dict[str, LazyText] = {
    Kind.PROMISE: PROMISED,
    Kind.VALUE_ITEM: USEFUL,
    Kind.CONGRATULATE: CONGRATULATIONS,
}


@dataclass(frozen=True)
class Draft:
    """A mail to begin from."""

    subject: str
    text: str
    language: str


def draft_for(item: AgendaItem, today: date, me: str) -> Draft:
    """The draft for a follow-up; `me` signs it."""
    language = language_for(item.language or "")
    greeting = salute(item.prospect_name, item.form_of_address or "", language)
    parts = (greeting, _sentence(item, today, language), me)
    subject = text_in(language, SUBJECTS.get(item.kind, ASKING))
    return Draft(subject, "\n\n".join(part for part in parts if part), language)


def _sentence(item: AgendaItem, today: date, language: str) -> str:
    if item.kind == Kind.PROMISE:
        return fill(text_in(language, HERE_IS), LineFacts(promise=as_thing(item.promise or "")))
    if item.kind == Kind.VALUE_ITEM:
        return _with_item(item, language)
    if item.kind == Kind.CONGRATULATE:
        return text_in(language, GLAD)
    return _question(item, today, language)


def _with_item(item: AgendaItem, language: str) -> str:
    """What was chosen of the library, with its link; until then nothing, for whoever writes to say."""
    if not item.item_title:
        return ""
    parts = (text_in(language, THIS_MAY_HELP), item.item_title, item.item_content)
    return "\n\n".join(part for part in parts if part)


def _question(item: AgendaItem, today: date, language: str) -> str:
    """What a check-in asks; that of an old no is how it turned out."""
    if not item.conversation or item.said_on is None:
        return text_in(language, SIDE_OPENER)
    age = (today - item.said_on).days
    if age >= A_YEAR and item.deal_title:
        line = lines.OPENER_AFTER_YEARS if age >= TWO_YEARS else lines.OPENER_AFTER_A_YEAR
        return fill(text_in(language, line), LineFacts(deal=item.deal_title))
    thing = as_named_thing(item.words or "") or text_in(language, lines.THEIR_WORDS_UNKNOWN)
    opener = lines.OPENERS[ExitConversation(item.conversation)]
    return fill(text_in(language, opener), LineFacts(their_words=thing))
