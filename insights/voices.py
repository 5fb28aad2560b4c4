"""Noes with the buyer's own voice, and what they said decided it beside what we wrote."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import translation

from insights.noes import noes, told_us
from insights.proportions import Share
from insights.same_reason import Pair, is_named
from insights.selection import Selection
from prospects.conversations import AskAnswer, AskKind, Decided, ExitConversation
from prospects.labels import STARTING_REASONS
from prospects.models import ExitAsk, Feedback, Loss


@dataclass(frozen=True, slots=True)
class Voices:
    """`heard`: noes with the buyer's own words. `asked`: whom we asked why; `answered`: who told us why."""

    heard: Share
    asked: Share
    answered: Share


def with_voice(losses: QuerySet[Loss]) -> QuerySet[Loss]:
    """Noes with `has_voice`: their words, their answer on our page, or what they said when asked why."""
    why = ExitAsk.objects.filter(loss=OuterRef("pk"), kind=AskKind.FEEDBACK)
    return losses.annotate(
        asked_why=Exists(why.exclude(answer=AskAnswer.NOT_ASKED)),
        said_why=Exists(why.filter(Q(answer=AskAnswer.YES) | ~Q(words=""))),
        said_why_in_words=Exists(why.exclude(words="")),
        pressed=Exists(Feedback.objects.filter(loss=OuterRef("pk"))),
    )


HAS_VOICE = ~Q(in_their_words="") | Q(pressed=True) | Q(said_why_in_words=True)


def voices(selection: Selection) -> Voices:
    """How many of the noes told us speak with the buyer's voice. One query. Whoever answered on our page was
    asked."""
    asked, answered = Q(asked_why=True) | Q(pressed=True), Q(said_why=True) | Q(pressed=True)
    found = with_voice(told_us(selection)).aggregate(
        of=Count("pk"),
        heard=Count("pk", filter=HAS_VOICE),
        asked=Count("pk", filter=asked),
        answered=Count("pk", filter=asked & answered),
    )
    return Voices(
        heard=Share(found["heard"], found["of"]),
        asked=Share(found["asked"], found["of"]),
        answered=Share(found["answered"], found["asked"]),
    )


def pairs(selection: Selection) -> Mapping[Pair, int]:
    """What we wrote and what they pressed, how often together. One query, a row per reason and answer."""
    rows = (
        noes(selection)
        .filter(feedback__isnull=False)
        .values_list("conversation", "reason__label", "feedback__decided")
        .annotate(times=Count("pk"))
        .order_by()
    )
    prices, found = price_words(), Counter[Pair]()
    for conversation, label, decided, times in rows:
        pair = ExitConversation(conversation), is_named(label or "", prices), Decided(decided)
        found[pair] += times
    return found


def price_words() -> tuple[str, ...]:
    """The first reason under every conversation, in every language of ours: labels are the team's own words,
    and nothing else says that one is about the price."""
    words = set()
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            words.add(str(STARTING_REASONS[ExitConversation.UNKNOWN][0]))
    return tuple(sorted(words))
