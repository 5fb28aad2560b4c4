"""The deals that became a yes: which no came before, which touch, how long it took (PRODUCT.md, row 34)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet

from common.money import by_currency
from followups.kinds import Outcome
from followups.models import Touch
from insights.selection import Selection
from prospects.conversations import DealStatus
from prospects.models import Deal, Loss

YESES: Final = (DealStatus.WON, DealStatus.WON_BACK)


class Way(StrEnum):
    """How a yes stands to the noes before it; the first two are shown apart and never added up."""

    ITSELF = "itself"
    GREW = "grew"
    ALONE = "alone"


@dataclass(frozen=True)
class Yes:
    """A deal that became a yes. Without a no before it (`loss` None) the rest is empty.

    `touch` is the last one before they said so, of `touches` since the no; `days` from the no to the yes.
    """

    deal: Deal
    way: Way
    loss: Loss | None = None
    touch: Touch | None = None
    touches: int = 0
    days: int | None = None


@dataclass(frozen=True)
class Worth:
    """How many deals, and what those with a value come to, currency by currency."""

    count: int
    amounts: dict[str, Decimal]


def yeses(selection: Selection) -> QuerySet[Deal]:
    """Every deal that became a yes in these days, newest first."""
    whose = Q(team_id=selection.team_id)
    if not selection.is_of_team:
        whose &= Q(prospect__owner_id=selection.viewer_id)
    when = Q(closed_on__isnull=False)
    if selection.first_on:
        when &= Q(closed_on__gte=selection.first_on)
    if selection.last_on:
        when &= Q(closed_on__lte=selection.last_on)
    found = Deal.objects.filter(whose, when, status__in=YESES)
    return found.select_related("prospect__organisation", "grew_out_of").order_by("-closed_on", "pk")


def of_way(deals: QuerySet[Deal], way: Way) -> QuerySet[Deal]:
    """Those of them that became a yes in this way."""
    if way is Way.ITSELF:
        return deals.filter(status=DealStatus.WON_BACK)
    return deals.filter(status=DealStatus.WON, grew_out_of__isnull=way is Way.ALONE)


def way_of(deal: Deal) -> Way:
    """How a deal that became a yes stands to the noes before it."""
    return _way(deal.status, deal.grew_out_of_id)


def _way(status: str, grew_out_of: UUID | None) -> Way:
    if status == DealStatus.WON_BACK:
        return Way.ITSELF
    return Way.GREW if grew_out_of else Way.ALONE


def worth(deals: QuerySet[Deal]) -> dict[Way, Worth]:
    """How many in each way, and their money; one query."""
    amounts: dict[Way, list[tuple[str, Decimal | None]]] = {way: [] for way in Way}
    rows = deals.order_by().values_list("status", "grew_out_of_id", "currency", "value")
    for status, grew_out_of, currency, value in rows:
        amounts[_way(status, grew_out_of)].append((currency, value))
    return {way: Worth(len(those), by_currency(those)) for way, those in amounts.items()}


def told(deals: Sequence[Deal]) -> list[Yes]:
    """How each of them came about; two queries for all."""
    noes = _noes_before(deals)
    talks = _touches(deals, noes)
    return [_told(deal, noes.get(deal.pk), talks) for deal in deals]


def told_of(deal: Deal) -> Yes:
    """How this one came about."""
    return told([deal])[0]


def _noes_before(deals: Sequence[Deal]) -> dict[UUID, Loss]:
    """The no each of them answers: its own newest, or the one it grew out of."""
    own = {deal.pk for deal in deals if way_of(deal) is Way.ITSELF}
    grew = {deal.pk: deal.grew_out_of_id for deal in deals if way_of(deal) is Way.GREW}
    answered = Q(deal__in=own, declined_again=False) | Q(pk__in=[pk for pk in grew.values() if pk])
    rows = Loss.objects.filter(answered).select_related("reason", "deal")
    noes = list(rows.order_by("said_on", "logged_at"))
    by_id = {loss.pk: loss for loss in noes}
    newest = {loss.deal_id: loss for loss in noes if loss.deal_id in own}
    return newest | {deal: by_id[loss] for deal, loss in grew.items() if loss in by_id}


def _touches(deals: Sequence[Deal], noes: dict[UUID, Loss]) -> dict[UUID, list[Touch]]:
    """What happened with these people since the noes, in order; the yes itself is none of it."""
    people = {deal.prospect_id for deal in deals if deal.pk in noes}
    people |= {loss.prospect_id for loss in noes.values()}
    if not people:
        return {}
    since = min(loss.said_on for loss in noes.values())
    rows = Touch.objects.filter(prospect__in=people, happened_on__gte=since, is_queued=False)
    rows = rows.exclude(outcome=Outcome.WON_BACK).select_related("by").order_by("happened_on", "created_at")
    by_person: dict[UUID, list[Touch]] = {}
    for touch in rows:
        by_person.setdefault(touch.prospect_id, []).append(touch)
    return by_person


def _told(deal: Deal, loss: Loss | None, talks: dict[UUID, list[Touch]]) -> Yes:
    way = way_of(deal)
    if loss is None or deal.closed_on is None:
        return Yes(deal, way)
    between = list(_between(talks, {deal.prospect_id, loss.prospect_id}, loss, deal.closed_on))
    last = max(between, key=lambda touch: (touch.happened_on, touch.created_at), default=None)
    days = max(0, (deal.closed_on - loss.said_on).days)
    return Yes(deal, way, loss, last, len(between), days)


def _between(
    talks: dict[UUID, list[Touch]], people: Iterable[UUID], loss: Loss, until: date
) -> Iterable[Touch]:
    for person in people:
        for touch in talks.get(person, ()):
            # The no is a touch itself.
            if touch.loss_id != loss.pk and loss.said_on <= touch.happened_on <= until:
                yield touch
