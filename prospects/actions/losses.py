"""Writes a "no" and what lay behind it."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from accounts.changes import Trail
from accounts.models import User
from common.text import clean_line, clean_text
from prospects.actions.people import add_prospect, note_about, note_news
from prospects.conversations import DealStatus, ExitConversation, GoodDeal, ToldBy
from prospects.facts import Told
from prospects.models import (
    Deal,
    FurtherReason,
    Loss,
    LossCompetitor,
    LossReason,
    PersonBehind,
    Prospect,
)
from prospects.names import ASKED, Names
from prospects.new_no import Behind, NewNo, Offer, Tender
from prospects.titles import default_title


def meet(
    new_no: NewNo,
    prospect: Prospect | None,
    *,
    by: User,
    owner: User,
    trail: Trail,
    names: Names = ASKED,
) -> Prospect:
    """Whoever said no: somebody new, looked after by `owner`, or somebody known with what is new of them."""
    who = new_no.who
    if prospect is None:
        decides = new_no.is_decision_maker
        return add_prospect(who, decides, owner=owner, trail=trail, pk=who.new_id, names=names)
    note_news(prospect, who, new_no.is_decision_maker, by=by, trail=trail, names=names)
    return prospect


def write_loss(
    new_no: NewNo, prospect: Prospect, *, by: User, today: date, trail: Trail, names: Names = ASKED
) -> Loss:
    """Write what the talk taught us, the deal, and the no with what lay behind it; returns the Loss.

    Raises Deal.DoesNotExist, LossReason.DoesNotExist, User.DoesNotExist or InvalidTransition when the no
    can't be about those.
    """
    note_about(prospect, new_no.about, trail=trail)
    deal = _decline_deal(new_no.offer, new_no, prospect, trail)
    _declined_again(deal, new_no.offer, trail)
    reason = known_reason(new_no.reason_id, by, names)
    loss = trail.create(_loss(new_no, prospect, deal, reason, by, today, trail.now))
    _write_reasons(new_no.behind, loss, by, trail, names)
    _write_competitors(new_no.behind, loss, trail, names)
    return loss


def _loss(
    new_no: NewNo,
    prospect: Prospect,
    deal: Deal,
    reason: LossReason | None,
    by: User,
    today: date,
    now: datetime,
) -> Loss:
    """The no as it was told, not yet saved."""
    return Loss(
        team_id=prospect.team_id,
        prospect=prospect,
        deal=deal,
        conversation=new_no.conversation,
        reason=reason,
        said_on=new_no.said_on,
        in_their_words=clean_text(new_no.in_their_words),
        told_by=new_no.told_by or "",
        told_to=_told_to(new_no, by),
        by_decision_maker=prospect.is_decision_maker,
        offer_made=new_no.offer_made,
        good_deal=new_no.good_deal,
        **_what_lay_behind(new_no.behind),
        next_contact_words=clean_line(new_no.next_contact_words),
        next_contact_on=new_no.next_contact_on,
        next_contact_manner=new_no.next_contact_manner or "",
        notes=clean_text(new_no.notes),
        submission=clean_line(new_no.submission),
        logged_by=by,
        logged_on=today,
        logged_at=now,
    )


def _what_lay_behind(behind: Behind) -> dict[str, Any]:
    return {
        "delegated_to": clean_line(behind.delegated_to),
        "stage": clean_line(behind.stage),
        "source": clean_line(behind.source),
        "likelihood": behind.likelihood or "",
        "right_but_early": behind.right_but_early,
        "needs": clean_text(behind.needs),
        "timing": clean_text(behind.timing),
        "budget": clean_text(behind.budget),
    }


def _told_to(new_no: NewNo, by: User) -> User | None:
    if new_no.told_to_id is None:
        return None
    return User.objects.get(pk=new_no.told_to_id, team_id=by.team_id)


def _decline_deal(offer: Offer, new_no: NewNo, prospect: Prospect, trail: Trail) -> Deal:
    status = DealStatus.LET_GO if new_no.good_deal == GoodDeal.NO else DealStatus.LOST
    tender = offer.tender or Tender()
    if offer.deal_id:
        deal = Deal.objects.get(pk=offer.deal_id, prospect=prospect)
        deal.check_can_be_declined()
        trail.update(deal, status=status, closed_on=new_no.said_on)
        if offer.tender:
            trail.update(deal, is_tender=True, award_on=tender.award_on, debrief_by=tender.debrief_by)
        return deal
    deal = Deal(
        team_id=prospect.team_id,
        prospect=prospect,
        title=clean_line(offer.title) or default_title(prospect),
        value=offer.value,
        currency=clean_line(offer.currency).upper() or prospect.team.currency,
        status=status,
        closed_on=new_no.said_on,
        is_tender=offer.tender is not None,
        award_on=tender.award_on,
        debrief_by=tender.debrief_by,
        created_at=trail.now,
    )
    return trail.create(deal)


def _declined_again(deal: Deal, offer: Offer, trail: Trail) -> None:
    """Of noes to the same deal only the newest may come back."""
    for earlier in deal.losses.filter(declined_again=False) if offer.deal_id else ():
        trail.update(earlier, declined_again=True)


def known_reason(pk: UUID | None, by: User, names: Names = ASKED) -> LossReason | None:
    """A reason of the team of `by`, or none; raises LossReason.DoesNotExist."""
    return _known_reasons([pk], by, names)[0] if pk else None


def _known_reasons(pks: Iterable[UUID], by: User, names: Names) -> list[LossReason]:
    known = names.reasons(pks, by.team_id)
    if any(pk not in known for pk in pks):
        raise LossReason.DoesNotExist("Such a reason is not known in this team.")
    return [known[pk] for pk in pks]


def _write_reasons(behind: Behind, loss: Loss, by: User, trail: Trail, names: Names) -> None:
    further = dict.fromkeys(pk for pk in behind.further_reason_ids if pk != loss.reason_id)
    for reason in _known_reasons(further, by, names):
        trail.create(FurtherReason(loss=loss, reason=reason))


def _write_competitors(behind: Behind, loss: Loss, trail: Trail, names: Names) -> None:
    main = clean_line(behind.main_competitor).casefold()
    written = set[UUID]()
    for folded, name in named_competitors(behind).items():
        competitor = names.competitor(name, loss.team, trail)
        if competitor.pk not in written:
            written.add(competitor.pk)
            trail.create(LossCompetitor(loss=loss, competitor=competitor, is_main=folded == main))


def named_competitors(behind: Behind) -> dict[str, str]:
    """The competitors named, each once as it was first written, by their name in small letters."""
    names: dict[str, str] = {}
    for typed in (behind.main_competitor, *behind.competitors):
        if name := clean_line(typed):
            names.setdefault(name.casefold(), name)
    return names


def note_person_behind(loss: Loss, prospect: Prospect, role: str, tone: str, *, trail: Trail) -> None:
    """Somebody else behind this no; named twice, they stand there once."""
    if not loss.people_behind.filter(prospect=prospect).exists():
        role, tone = clean_line(role), clean_line(tone)
        trail.create(PersonBehind(loss=loss, prospect=prospect, role=role, tone=tone))


def rewrite_told(loss: Loss, told: Told, *, trail: Trail) -> None:
    """Save what they told with a no as it is known now; raises ValidationError on an unusable value."""
    values: dict[str, object] = {
        "needs": clean_text(told.needs),
        "timing": clean_text(told.timing),
        "budget": clean_text(told.budget),
        "likelihood": told.likelihood or "",
        "right_but_early": told.right_but_early,
    }
    changed = {name: value for name, value in values.items() if getattr(loss, name) != value}
    if changed:
        trail.update(loss, **changed)


def note_confirmation_sent(loss: Loss, text: str, *, trail: Trail) -> None:
    """What was agreed went out in these words; the first time counts."""
    if loss.confirmed_at is None:
        trail.update(loss, confirmed_at=trail.now, confirmation=clean_text(text))


def is_silent(loss: Loss) -> bool:
    """Whether the no was never said: silence is no touch. Who went quiet is silent unless told otherwise."""
    if loss.told_by:
        return loss.told_by == ToldBy.SILENCE
    return loss.conversation == ExitConversation.DRIFTED
