"""Rows in batches: calls, notes by hand, what is sent; a person gets into one thing and does it in a row."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from followups.agenda import AgendaItem, Items
from followups.kinds import Kind
from prospects.conversations import ExitConversation, Manner, ToldBy

# Fewer rows than this are seen at a glance: headings among them would be noise.
WORTH_BATCHES = 5


class Batch(StrEnum):
    """What one does with the row."""

    CALLS = "calls"
    NOTES = "notes"
    SENDS = "sends"


BATCH_NAMES: dict[Batch, LazyText] = {
    Batch.CALLS: _("Calls"),
    Batch.NOTES: _("By hand"),
    Batch.SENDS: _("To send"),
}
_SENT = {Kind.PROMISE, Kind.VALUE_ITEM, Kind.CONGRATULATE, Kind.REFERRAL}


@dataclass(frozen=True)
class Pile:
    """The rows of one batch; `batch` is None where a section is too short for batches."""

    batch: Batch | None
    items: Items


def batch_of(item: AgendaItem) -> Batch:
    """The batch a follow-up belongs to."""
    if item.kind == Kind.DEBRIEF:
        return Batch.NOTES
    if item.kind == Kind.THANK_YOU:
        return Batch.SENDS if is_answered_by_mail(item) else Batch.NOTES
    by_mail = item.kind == Kind.CHECK_IN and item.manner == Manner.MAIL
    return Batch.SENDS if item.kind in _SENT or by_mail else Batch.CALLS


def is_answered_by_mail(item: AgendaItem) -> bool:
    """Whether the thank-you is a reply or the closing note, not a card."""
    return item.said_it and (item.conversation == ExitConversation.DRIFTED or item.told_by == ToldBy.MAIL)


def piles_of(items: Iterable[AgendaItem]) -> list[Pile]:
    """The items in batches, each in the order they came in; the batch of the first item stands first.

    So whoever stands first in the section (a raised hand, say) stands first on the page as well.
    """
    rows = tuple(items)
    batches = list(dict.fromkeys(batch_of(item) for item in rows))
    if len(rows) < WORTH_BATCHES or len(batches) < 2:
        return [Pile(None, rows)]
    return [Pile(batch, tuple(row for row in rows if batch_of(row) == batch)) for batch in batches]
