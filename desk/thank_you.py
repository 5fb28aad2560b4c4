"""A thank-you note in the making: three prompts with what was noted to each, and a draft (COPY.md, D)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.models import User
from common.text import clean_text
from desk.letters import Letter, answer_to
from followups.kinds import Kind
from followups.models import FollowUp
from followups.written_answers import is_written_answer
from prospects.conversations import AskAnswer, AskKind, TopicKind
from prospects.exit_lines import LineFacts, anrede, fill, first_name
from prospects.lines import (
    THANK_YOU_EXAMPLE,
    THANK_YOU_PROMPTS,
    THANK_YOU_RULE,
    language_for,
    text_in,
)
from prospects.models import WORDS_LENGTH, Loss, Prospect
from prospects.visibility import veil

# Translators: how a letter begins, to somebody whose title isn't known; German: "Guten Tag {anrede},".
DEAR = pgettext_lazy("letter", "Dear {first_name},")
DEAR_MRS = pgettext_lazy("letter to somebody addressed as Frau", "Dear {first_name},")
DEAR_MR = pgettext_lazy("letter to somebody addressed as Herr", "Dear {first_name},")
# The draft: what isn't known stays a gap, "…", for whoever writes it by hand.
THANKS = gettext_lazy("Thank you for the time you gave us.")
THANKS_BOTH = gettext_lazy("Thank you for the time you and {name} gave us.")
THANKS_ALL = gettext_lazy("Thank you for the time you and your people gave us.")
LEARNED = gettext_lazy("I now think differently about {topic}.")
WISH = gettext_lazy("I wish you luck with {goal}.")
GAP = "…"


@dataclass(frozen=True)
class Note:
    """Something that was noted, and what it is; `is_said` where those are their own words."""

    label: str
    words: str
    is_said: bool = False


@dataclass(frozen=True)
class Prompt:
    """One of the three things worth a sentence, with what was noted to it."""

    question: str
    notes: tuple[Note, ...]


@dataclass(frozen=True)
class ThankYou:
    """What the page of a thank-you offers. `answer` is set where it is the reply by mail or the closing note:
    then there is nothing to write by hand. `language` is that of the draft."""

    loss: Loss
    answer: Letter | None
    rule: str
    example: str
    prompts: tuple[Prompt, ...]
    draft: str
    language: str


def thank_you_for(row: FollowUp, user: User, today: date) -> ThankYou | None:
    """What helps to write an open thank-you; None for any other follow-up."""
    if row.kind != Kind.THANK_YOU or not row.is_open() or row.loss_id is None:
        return None
    loss = loss_of(row.loss_id)
    veil(row.prospect, user)
    answer = answer_to(loss, user, today) if is_written_answer(row) and not loss.confirmed_at else None
    return ThankYou(
        loss=loss,
        answer=answer,
        rule=str(THANK_YOU_RULE),
        example=str(THANK_YOU_EXAMPLE),
        prompts=_prompts(loss, row.prospect),
        draft="" if answer else draft_for(loss, row.prospect, user),
        language=language_for(row.prospect.language),
    )


def loss_of(pk: UUID) -> Loss:
    """A no with its person, the people behind it and what was asked."""
    rows = Loss.objects.select_related("prospect__organisation", "deal", "logged_by")
    return rows.prefetch_related("people_behind__prospect", "asks").get(pk=pk)


def _prompts(loss: Loss, to: Prospect) -> tuple[Prompt, ...]:
    """What was noted about `to`, who said this no or stood behind it."""
    did = _what_they_did(loss) if to == loss.prospect else _how_they_were_in_it(loss, to)
    noted = (did, _what_we_know_now(loss, to), _what_they_do_instead(loss, to))
    return tuple(
        Prompt(str(question), tuple(note for note in notes if note.words))
        for question, notes in zip(THANK_YOU_PROMPTS, noted, strict=True)
    )


def _what_they_did(loss: Loss) -> Iterator[Note]:
    others = [(row.prospect.name, row.role) for row in loss.people_behind.all()]
    named = [f"{name} ({role})" if role else name for name, role in others]
    yield Note(_("Gave you their time"), ", ".join([loss.prospect.name, *named]))
    yield Note(_("What they wanted from your time"), loss.prospect.wanted_from_our_time)
    answers = {ask.kind: ask for ask in loss.asks.all() if ask.answer == AskAnswer.YES}
    if feedback := answers.get(AskKind.FEEDBACK):
        yield Note(_("Told you what tipped it"), feedback.words, is_said=True)
    if AskKind.REFERRAL in answers:
        yield Note(_("Besides"), _("They named somebody who may need you."))
    if AskKind.REFERENCE in answers:
        yield Note(_("Besides"), _("They would speak for you."))


def _how_they_were_in_it(loss: Loss, to: Prospect) -> Iterator[Note]:
    """Of somebody who stood behind the no: nothing that was asked was asked of them."""
    for row in loss.people_behind.all():
        if row.prospect_id == to.pk:
            yield Note(_("Their part in it"), row.role)
            yield Note(_("How to treat them"), row.tone)
    yield Note(_("What they wanted from your time"), to.wanted_from_our_time)


def _what_we_know_now(loss: Loss, to: Prospect) -> Iterator[Note]:
    is_theirs = to == loss.prospect
    whose = _("Their words") if is_theirs else _("%(name)s said") % {"name": loss.prospect.name}
    yield Note(whose, loss.in_their_words, is_said=True)
    yield Note(_("What they need"), loss.needs)
    yield Note(_("Learned since"), to.learned)
    yield Note(_("Their challenges"), ", ".join(_topics(to, TopicKind.CHALLENGE)))


def _what_they_do_instead(loss: Loss, to: Prospect) -> Iterator[Note]:
    yield Note(_("Their goals"), ", ".join(_topics(to, TopicKind.GOAL)))
    yield Note(_("Their interests"), ", ".join(_topics(to, TopicKind.INTEREST)))
    yield Note(_("When they need it"), loss.timing)
    yield Note(_("Personal"), to.personal_cues)


def _topics(prospect: Prospect, kind: TopicKind) -> list[str]:
    rows = prospect.topics.filter(kind=kind).select_related("topic").order_by("topic__name")
    return [row.topic.name for row in rows]


def draft_for(loss: Loss, to: Prospect, user: User) -> str:
    """Three sentences to begin from, in the language of whoever gets them; what isn't known is a gap."""
    language = language_for(to.language)
    topic = next(iter(_topics(to, TopicKind.CHALLENGE)), GAP)
    goal = next(iter(_topics(to, TopicKind.GOAL)), GAP)
    sentences = (
        _thanks(loss, to, language),
        text_in(language, LEARNED).replace("{topic}", topic),
        text_in(language, WISH).replace("{goal}", goal),
    )
    begin = salutation(to, language)
    return f"{begin}\n\n{' '.join(sentences)}\n\n{user.get_full_name()}"


def _thanks(loss: Loss, to: Prospect, language: str) -> str:
    """For the time they gave, alone or with others."""
    names = [row.prospect.name for row in loss.people_behind.all()] if to == loss.prospect else []
    thanks = THANKS_ALL if len(names) > 1 else THANKS_BOTH if names else THANKS
    return text_in(language, thanks).replace("{name}", "".join(names[:1]))


def salutation(prospect: Prospect, language: str) -> str:
    """How a letter to them begins, as one addresses them in that language."""
    return salute(prospect.name, prospect.form_of_address, language)


def salute(name: str, form_of_address: str, language: str) -> str:
    """How a letter to somebody of this name begins."""
    formal = anrede(form_of_address, name)
    title = formal.partition(" ")[0].casefold()
    dear = {"frau": DEAR_MRS, "herr": DEAR_MR}.get(title, DEAR)
    called = first_name(name) or formal or name
    return fill(text_in(language, dear), LineFacts(first_name=called, anrede=formal or name))


@dataclass(frozen=True)
class Card:
    """What is printed: the words in their language, the address, and who sends it as buyers know us."""

    words: str
    language: str
    address: str
    sender: str


def card_of(row: FollowUp, user: User, typed: str) -> Card:
    """The card of a thank-you, with what was typed or, without that, the draft."""
    prospect = row.prospect
    words = clean_text(typed)[:WORDS_LENGTH]
    if not words and row.loss_id:
        words = draft_for(loss_of(row.loss_id), prospect, user)
    to = [prospect.name, prospect.organisation.name if prospect.organisation else ""]
    lines = [*(line for line in to if line and line not in prospect.postal_address), prospect.postal_address]
    return Card(
        words=words,
        language=language_for(prospect.language),
        address="\n".join(lines) if prospect.postal_address else "",
        sender=user.team.public_name,
    )
