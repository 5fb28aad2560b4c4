"""`deals.csv`: one row for each no, with the deal, the person and the reason; one for each deal without a no.

The file to open first, and the one the import page reads (exchange.dialects.lost_deals).
"""

from collections.abc import Iterator
from typing import Any

from django.db.models import Model, Prefetch, QuerySet

from exchange.exports.records import AT_ONCE, plain
from exchange.exports.tables import table_of
from exchange.exports.taking import Taking
from prospects.conversations import DealStatus
from prospects.models import Deal, Loss, LossCompetitor

FILE = "deals.csv"
HEADERS = (
    "deal_id", "no_id", "title", "value", "currency", "status", "is_declined", "is_won", "closed_on",
    "said_on", "conversation",
    "reason", "in_their_words", "told_by", "stage", "source", "competitors", "needs", "timing", "budget",
    "next_contact_on", "notes", "prospect_id", "name", "organisation", "email", "phone", "job_title",
    "country", "language", "owner", "created_at",
)  # fmt: skip
WON = (DealStatus.WON, DealStatus.WON_BACK)


def rows(taking: Taking) -> Iterator[list[Any]]:
    """The rows: of a deal nobody has said no to, one without a no."""
    deals: QuerySet[Deal] = _rows(taking, Deal).select_related("prospect__organisation", "prospect__owner")
    for deal in deals.prefetch_related(_noes(taking)).iterator(chunk_size=AT_ONCE):
        noes: list[Loss | None] = [*deal.losses.all()]
        for no in noes or [None]:
            yield _row(deal, no)


def _rows(taking: Taking, model: type[Model]) -> QuerySet[Any]:
    table = table_of(model._meta.label_lower)
    assert table is not None
    return taking.rows(table)


def _noes(taking: Taking) -> "Prefetch[str]":
    rivals = LossCompetitor.objects.select_related("competitor").order_by("-is_main", "competitor__name")
    noes = _rows(taking, Loss).select_related("reason", "prospect__organisation", "prospect__owner")
    return Prefetch("losses", noes.prefetch_related(Prefetch("competitors", rivals)))


def _row(deal: Deal, no: Loss | None) -> list[Any]:
    person = no.prospect if no else deal.prospect
    is_won = deal.status in WON
    of_the_no = _of_the_no(no) if no else [None] * 13
    values = [
        deal.pk, no.pk if no else None, deal.title, deal.value, deal.currency, deal.status,
        no is not None and not is_won, is_won, deal.closed_on,
        *of_the_no,
        person.pk, person.name, str(person.organisation or ""), person.email, person.phone, person.title,
        person.country, person.language, person.owner.email, deal.created_at,
    ]  # fmt: skip
    return [plain(value) for value in values]


def _of_the_no(no: Loss) -> list[Any]:
    rivals = "; ".join(row.competitor.name for row in no.competitors.all())
    return [
        no.said_on, no.conversation, no.reason.label if no.reason else "", no.in_their_words, no.told_by,
        no.stage, no.source, rivals, no.needs, no.timing, no.budget, no.next_contact_on, no.notes,
    ]  # fmt: skip
