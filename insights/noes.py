"""The noes that figures are about, as querysets: what is counted, and what a rate is out of."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from insights.selection import Selection
from prospects.conversations import AskAnswer, ExitConversation, GoodDeal
from prospects.models import ExitAsk, Loss

# A door closed kindly at the no itself is no chance missed (PRODUCT.md, row 10): out of every rate. One let
# go later stays: it was waited for (docs/decisions/0034).
LET_GO_AT_ONCE = Q(good_deal=GoodDeal.NO)
OURS = Q(conversation=ExitConversation.WE_DECLINED)


def noes(selection: Selection) -> QuerySet[Loss]:
    """Every no of the selection, whatever became of it. No order."""
    found = Loss.objects.filter(_whose(selection), _when(selection), **_narrowed(selection)).order_by()
    if selection.competitor:
        found = found.filter(competitors__competitor_id=selection.competitor)
    if selection.ask or selection.answer:
        found = found.filter(_asked(selection))
    return found


def told_us(selection: Selection) -> QuerySet[Loss]:
    """The noes we heard to something we had offered: ours, and those before an offer, stand apart."""
    return noes(selection).exclude(OURS).filter(offer_made=True)


def may_come_back(selection: Selection) -> QuerySet[Loss]:
    """What rates and the curve are out of: noes we heard that were not let go at once, and of several to the
    same deal the newest. `came_back_on` says which became a yes."""
    return told_us(selection).exclude(LET_GO_AT_ONCE).filter(declined_again=False)


def _whose(selection: Selection) -> Q:
    mine = Q(team_id=selection.team_id)
    return mine if selection.is_of_team else mine & Q(prospect__owner_id=selection.viewer_id)


def _when(selection: Selection) -> Q:
    found = Q()
    if selection.first_on:
        found &= Q(said_on__gte=selection.first_on)
    if selection.last_on:
        found &= Q(said_on__lte=selection.last_on)
    return found


def _narrowed(selection: Selection) -> dict[str, object]:
    chosen = {
        "conversation": selection.conversation,
        "reason_id": selection.reason,
        "stage": selection.stage,
        "source": selection.source,
        "likelihood": selection.likelihood,
        "told_by": selection.told_by,
        "feedback__decided": selection.decided,
    }
    found: dict[str, object] = {name: value for name, value in chosen.items() if value}
    if selection.decider:
        found["by_decision_maker"] = selection.decider == "yes"
    if band := selection.band:
        found |= {"deal__currency": band.currency, "deal__value__gte": band.low}
        if band.high is not None:
            found["deal__value__lt"] = band.high
    return found


def _asked(selection: Selection) -> Q:
    """Something was asked, whatever the answer, or got the one that is named."""
    asks = ExitAsk.objects.filter(loss=OuterRef("pk")).exclude(answer=AskAnswer.NOT_ASKED)
    if selection.ask:
        asks = asks.filter(kind=selection.ask)
    if selection.answer:
        asks = asks.filter(answer=selection.answer)
    return Q(Exists(asks))
