"""Puts right what was written down about a no."""

from datetime import date

from accounts.changes import Trail
from accounts.models import User
from common.text import clean_line, clean_text
from prospects.actions.losses import known_reason, named_competitors
from prospects.conversations import DealStatus
from prospects.corrections import Correction
from prospects.models import Deal, FurtherReason, Loss, LossCompetitor, LossReason
from prospects.names import ASKED

DECLINED = (DealStatus.LOST, DealStatus.LET_GO)


def correct_loss(loss: Loss, right: Correction, *, by: User, trail: Trail) -> None:
    """Save the no, its reasons, its competitors and its deal as they should have been logged.

    Raises ValidationError on an unusable value, LossReason.DoesNotExist for a reason of another team.
    """
    said_before = loss.said_on
    values = _values(loss, right, by)
    changed = {name: value for name, value in values.items() if getattr(loss, name) != value}
    if changed:
        trail.update(loss, **changed)
    _set_further_reasons(loss, right, by, trail)
    _set_competitors(loss, right, trail)
    _correct_deal(loss.deal, right, said_before, trail)
    if loss.said_on != said_before:
        _redate(loss, said_before, trail)


def _values(loss: Loss, right: Correction, by: User) -> dict[str, object]:
    behind = right.behind
    return {
        "conversation": right.conversation,
        "said_on": right.said_on,
        "reason": known_reason(right.reason_id, by),
        "in_their_words": clean_text(right.in_their_words),
        "told_by": right.told_by or "",
        "by_decision_maker": right.by_decision_maker,
        "delegated_to": clean_line(behind.delegated_to),
        "stage": clean_line(behind.stage),
        "source": clean_line(behind.source),
        "likelihood": behind.likelihood or "",
        "right_but_early": behind.right_but_early,
        "needs": clean_text(behind.needs),
        "timing": clean_text(behind.timing),
        "budget": clean_text(behind.budget),
        "notes": clean_text(right.notes),
    }


def _set_further_reasons(loss: Loss, right: Correction, by: User, trail: Trail) -> None:
    wanted = {pk for pk in right.behind.further_reason_ids if pk != right.reason_id}
    standing = {row.reason_id: row for row in loss.further_reasons.all()}
    for reason_id, row in standing.items():
        if reason_id not in wanted:
            _remove(row, trail)
    missing = [pk for pk in right.behind.further_reason_ids if pk in wanted - set(standing)]
    known = LossReason.objects.filter(team_id=by.team_id).in_bulk(missing)
    for pk in dict.fromkeys(missing):
        if pk not in known:
            raise LossReason.DoesNotExist
        trail.create(FurtherReason(loss=loss, reason=known[pk]))


def _set_competitors(loss: Loss, right: Correction, trail: Trail) -> None:
    """The ones no longer named go first, then the main one steps back: at most one is it at any moment."""
    named = named_competitors(right.behind)
    main = clean_line(right.behind.main_competitor).casefold()
    for row in loss.competitors.select_related("competitor"):
        name = row.competitor.name.casefold()
        if name not in named:
            _remove(row, trail)
        elif row.is_main and name != main:
            trail.update(row, is_main=False)
    standing = {row.competitor.name.casefold(): row for row in loss.competitors.select_related("competitor")}
    for folded, name in named.items():
        is_main = folded == main
        if folded not in standing:
            competitor = ASKED.competitor(name, loss.team, trail)
            trail.create(LossCompetitor(loss=loss, competitor=competitor, is_main=is_main))
        elif is_main and not standing[folded].is_main:
            trail.update(standing[folded], is_main=True)


def _remove(row: FurtherReason | LossCompetitor, trail: Trail) -> None:
    trail.deleted(row)
    row.delete()


def _correct_deal(deal: Deal, right: Correction, said_before: date, trail: Trail) -> None:
    values: dict[str, object] = {
        "title": clean_line(right.offer.title) or deal.title,
        "value": right.offer.value,
        "currency": clean_line(right.offer.currency).upper() or deal.currency,
    }
    if deal.status in DECLINED and deal.closed_on == said_before:
        values["closed_on"] = right.said_on
    changed = {name: value for name, value in values.items() if getattr(deal, name) != value}
    if changed:
        trail.update(deal, **changed)


def _redate(loss: Loss, said_before: date, trail: Trail) -> None:
    """What was asked and agreed with the no was so on its day."""
    for ask in loss.asks.filter(answered_on=said_before):
        trail.update(ask, answered_on=loss.said_on)
    for permission in loss.permissions.filter(given_on=said_before):
        trail.update(permission, given_on=loss.said_on)
