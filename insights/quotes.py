"""What people told you: buyers' own words, newest first, one for each reason.

Words of whoever the selection holds: one's own people, or the team's for whoever may look at them. Nothing
of ours is among them: no note, no lesson.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from typing import Final
from uuid import UUID

from django.db.models import Count, F, QuerySet
from django.urls import reverse

from insights.noes import noes
from insights.selection import Selection
from insights.voices import HAS_VOICE, Voices, voices, with_voice
from prospects.conversations import AskKind
from prospects.models import Loss

MOST_QUOTES: Final = 3
# So many of the newest are looked at for one of each reason.
MOST_LOOKED_AT: Final = 40


@dataclass(frozen=True, slots=True)
class Quote:
    """Words a buyer said or wrote of a no; `said_by`: how many noes with the same reason have words."""

    words: str
    said_on: date
    organisation: str
    person: str
    url: str
    reason: str = ""
    said_by: int = 1


@dataclass(frozen=True)
class WhatPeopleTold:
    """The newest words, and how many were asked and answered."""

    quotes: tuple[Quote, ...]
    voices: Voices


def what_people_told(selection: Selection, most: int = MOST_QUOTES) -> WhatPeopleTold:
    """Five queries, however many noes: three kinds of words, how many share a reason, the counts."""
    chosen = list(islice(_one_of_each_reason(_newest(selection)), most))
    times = _times_said(selection, [reason for _quote, reason in chosen if reason is not None])
    quotes = tuple(replace(one, said_by=times.get(reason, 1)) for one, reason in chosen)
    return WhatPeopleTold(quotes, voices(selection))


def _newest(selection: Selection) -> list[tuple[Quote, UUID | None]]:
    """The newest words of every kind with the reason they stand under. What they wrote by themselves comes
    before what we wrote down of the same no."""
    losses = noes(selection)
    found = [
        *_words(losses.exclude(feedback__line="").filter(feedback__isnull=False), "feedback__line"),
        *_words(losses.filter(asks__kind=AskKind.FEEDBACK).exclude(asks__words=""), "asks__words"),
        *_words(losses.exclude(in_their_words=""), "in_their_words"),
    ]
    return sorted(found, key=lambda pair: pair[0].said_on, reverse=True)


def _words(losses: QuerySet[Loss], column: str) -> Iterator[tuple[Quote, UUID | None]]:
    rows = losses.order_by("-said_on", "-pk").annotate(said=F(column))
    who = ("prospect__organisation__name", "prospect__name", "prospect_id")
    columns = ("said", "said_on", *who, "reason__label", "reason_id")
    for words, said_on, house, person, pk, label, reason in rows.values_list(*columns)[:MOST_LOOKED_AT]:
        url = reverse("desk:prospect", args=[pk])
        yield Quote(words, said_on, house or "", person, url, label or ""), reason


def _one_of_each_reason(quotes: list[tuple[Quote, UUID | None]]) -> Iterator[tuple[Quote, UUID | None]]:
    seen: set[object] = set()
    for quote, reason in quotes:
        key = reason or (quote.url, quote.said_on)
        if key not in seen:
            seen.add(key)
            yield quote, reason


def _times_said(selection: Selection, reasons: list[UUID]) -> dict[UUID | None, int]:
    """Of how many noes with each of these reasons the buyer's voice is known."""
    rows = with_voice(noes(selection).filter(reason__in=reasons)).filter(HAS_VOICE)
    return dict(rows.values_list("reason_id").annotate(times=Count("pk")).order_by())
