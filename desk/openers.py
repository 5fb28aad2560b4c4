"""How to open a check-in, a voicemail, a first talk with a successor (COPY.md, E). None of it is a pitch."""

from datetime import date

from django.utils import translation
from django.utils.formats import date_format
from django.utils.functional import Promise as LazyText

from desk.parting import NextContact, when_said
from prospects import lines
from prospects.conversations import ExitConversation, PromiseState
from prospects.exit_lines import LineFacts, anrede, fill, first_name
from prospects.lines import language_for, text_in
from prospects.models import Loss, Prospect
from prospects.spoken import as_named_thing, as_thing

# From here on the no is old enough to ask how it turned out; from the second on, "a year" is not true.
A_YEAR, TWO_YEARS = 365, 640


def opener_of(loss: Loss, spoken_on: date, today: date) -> str:
    """The first sentence of the next check-in, in the prospect's language; one query.

    A promise settled since we last spoke comes first, then a decision that is over a year old, then the
    conversation's own question.
    """
    settled = loss.promises.exclude(state=PromiseState.OPEN).filter(settled_on__gte=spoken_on)
    promise = settled.order_by("-settled_on", "-created_at").first()
    if promise is not None:
        is_kept = promise.state == PromiseState.KEPT
        line = lines.OPENER_PROMISE_KEPT if is_kept else lines.OPENER_PROMISE_MISSED
        return _said(line, loss.prospect, LineFacts(promise=as_thing(promise.what)))
    age = (today - loss.said_on).days
    if age >= A_YEAR:
        line = lines.OPENER_AFTER_YEARS if age >= TWO_YEARS else lines.OPENER_AFTER_A_YEAR
        return _said(line, loss.prospect, LineFacts(deal=loss.deal.title))
    language = language_for(loss.prospect.language)
    thing = as_named_thing(loss.in_their_words) or text_in(language, lines.THEIR_WORDS_UNKNOWN)
    return _said(
        lines.OPENERS[ExitConversation(loss.conversation)], loss.prospect, LineFacts(their_words=thing)
    )


def voicemail_for(prospect: Prospect, me: str, next_on: date | None, today: date, topic: str = "") -> str:
    """What to say after the tone, in the prospect's language."""
    language = language_for(prospect.language)
    with translation.override(language):
        when = when_said(NextContact(day=next_on), today)
    facts = LineFacts(
        first_name=first_name(prospect.called()),
        anrede=anrede(prospect.form_of_address, prospect.called()),
        me=me,
        when=when,
        topic=topic or text_in(language, lines.TOPIC_UNKNOWN),
    )
    return fill(text_in(language, lines.VOICEMAIL), facts)


def successor_line(successor: Prospect, former: Prospect, loss: Loss) -> str:
    """How to begin with whoever took the chair, in their language."""
    with translation.override(language_for(successor.language)):
        month = date_format(loss.said_on, "F Y")
    facts = LineFacts(former_name=former.name, month=month, deal=loss.deal.title)
    return _said(lines.SUCCESSOR, successor, facts)


def referred_line(prospect: Prospect, referrer: str = "") -> str:
    """How to begin with somebody who was named to us; empty when nobody named them.

    `referrer` is who named them this time; without it whoever did first.
    """
    first = prospect.referred_by.name if prospect.referred_by else ""
    name = referrer or first
    return _said(lines.FIRST_LINE_REFERRED, prospect, LineFacts(referrer=name)) if name else ""


def introduction_for(prospect: Prospect, me: str, topic: str = "") -> str:
    """Two lines they can forward to whom they named, in their language."""
    facts = LineFacts(
        first_name=first_name(prospect.called()),
        anrede=anrede(prospect.form_of_address, prospect.called()),
        me=me,
        topic=topic,
    )
    return _said(lines.INTRODUCTION, prospect, facts)


def _said(line: LazyText, prospect: Prospect, facts: LineFacts) -> str:
    return fill(text_in(language_for(prospect.language), line), facts)
