"""Writes facts, and facts only. Called by followups.actions alone, inside its transaction."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.changes import Trail
from accounts.models import Team, User, normalise_email
from common.text import clean_line, clean_text
from prospects.conversations import AskAnswer, AskKind, DealStatus, ExitConversation, GoodDeal, ToldBy
from prospects.facts import ProspectFacts
from prospects.models import NAME_LENGTH, Deal, ExitAsk, Loss, LossReason, Organisation, Prospect
from prospects.new_no import NewNo, Offer, Who


def write_loss(new_no: NewNo, prospect: Prospect | None, *, by: User, today: date, trail: Trail) -> Loss:
    """Write prospect, deal, the no and what was asked; returns the Loss.

    Raises Deal.DoesNotExist, LossReason.DoesNotExist or InvalidTransition when the no can't be about those.
    """
    prospect = _meet(new_no, prospect, by, trail)
    deal = _decline_deal(new_no.offer, new_no, prospect, trail)
    reason = _reason(new_no, by)
    loss = Loss(
        team_id=prospect.team_id,
        prospect=prospect,
        deal=deal,
        conversation=new_no.conversation,
        reason=reason,
        said_on=new_no.said_on,
        in_their_words=clean_text(new_no.in_their_words),
        told_by=new_no.told_by or "",
        by_decision_maker=prospect.is_decision_maker,
        offer_made=new_no.offer_made,
        good_deal=new_no.good_deal,
        next_contact_on=new_no.next_contact_on,
        next_contact_manner=new_no.next_contact_manner or "",
        notes=clean_text(new_no.notes),
        submission=clean_line(new_no.submission),
        logged_by=by,
        logged_on=today,
        logged_at=trail.now,
    )
    trail.create(loss)
    if new_no.stay_in_touch != AskAnswer.NOT_ASKED:
        trail.create(ExitAsk(loss=loss, kind=AskKind.STAY_IN_TOUCH, answer=new_no.stay_in_touch))
    return loss


def _meet(new_no: NewNo, prospect: Prospect | None, by: User, trail: Trail) -> Prospect:
    who = new_no.who
    if prospect is None:
        return _add_prospect(who, new_no.is_decision_maker, by, trail)
    news = _news_about(prospect, who, new_no.is_decision_maker, by)
    if who.organisation and prospect.organisation_id is None:
        news["organisation"] = _organisation(who.organisation, prospect.team, trail)
    if news:
        trail.update(prospect, **news)
    return prospect


def _news_about(prospect: Prospect, who: Who, is_decision_maker: bool, by: User) -> dict[str, object]:
    """What the form says that the prospect's row doesn't know yet; nothing known is overwritten."""
    typed = {"phone": clean_line(who.phone), "title": clean_line(who.title)}
    address = normalise_email(who.email)
    if not Prospect.objects.visible_to(by).of_address(prospect.team_id, address).exists():
        typed["email"] = address
    news: dict[str, object] = {
        name: text for name, text in typed.items() if text and not getattr(prospect, name)
    }
    if is_decision_maker and not prospect.is_decision_maker:
        news["is_decision_maker"] = True
    name = clean_line(who.name)
    if name and not who.prospect_id and name.casefold() != prospect.name.casefold():
        news["also_called"] = name
    return news


def _add_prospect(who: Who, is_decision_maker: bool, by: User, trail: Trail) -> Prospect:
    prospect = Prospect(
        team_id=by.team_id,
        owner=by,
        organisation=_organisation(who.organisation, by.team, trail),
        name=clean_line(who.name),
        email=normalise_email(who.email),
        phone=clean_line(who.phone),
        title=clean_line(who.title),
        is_decision_maker=is_decision_maker,
        created_at=trail.now,
    )
    return trail.create(prospect)


def _organisation(typed: str, team: Team, trail: Trail) -> Organisation | None:
    name = clean_line(typed)
    if not name:
        return None
    known = Organisation.objects.filter(team=team, name__iexact=name)
    if organisation := known.first():
        return organisation
    try:
        with transaction.atomic():
            return trail.create(Organisation(team=team, name=name))
    except IntegrityError:
        # A colleague wrote the same name in this very moment.
        return known.get()


def _decline_deal(offer: Offer, new_no: NewNo, prospect: Prospect, trail: Trail) -> Deal:
    status = DealStatus.LET_GO if new_no.good_deal == GoodDeal.NO else DealStatus.LOST
    if offer.deal_id:
        deal = Deal.objects.get(pk=offer.deal_id, prospect=prospect)
        deal.check_can_be_declined()
        trail.update(deal, status=status, closed_on=new_no.said_on)
        return deal
    deal = Deal(
        team_id=prospect.team_id,
        prospect=prospect,
        title=clean_line(offer.title) or _default_title(prospect),
        value=offer.value,
        currency=clean_line(offer.currency).upper() or prospect.team.currency,
        status=status,
        closed_on=new_no.said_on,
        created_at=trail.now,
    )
    return trail.create(deal)


def _default_title(prospect: Prospect) -> str:
    to = prospect.organisation.name if prospect.organisation else prospect.name
    return _("Offer to %(whom)s") % {"whom": to[: NAME_LENGTH - 20]}


def _reason(new_no: NewNo, by: User) -> LossReason | None:
    if new_no.reason_id is None:
        return None
    return LossReason.objects.get(pk=new_no.reason_id, team_id=by.team_id)


def mark_came_back(deal: Deal, *, on: date, why: str, trail: Trail) -> None:
    """A declined deal became a yes; raises InvalidTransition unless it was declined or let go."""
    deal.check_can_come_back()
    trail.update(deal, status=DealStatus.WON_BACK, closed_on=on, why_yes=clean_text(why))


def open_new_need(loss: Loss, title: str, *, trail: Trail) -> Deal:
    """A new deal, open, that grew out of a no."""
    deal = Deal(
        team_id=loss.team_id,
        prospect=loss.prospect,
        title=clean_line(title)[:NAME_LENGTH] or _default_title(loss.prospect),
        currency=loss.deal.currency,
        grew_out_of=loss,
        created_at=trail.now,
    )
    return trail.create(deal)


def note_asked_to_stop(prospect: Prospect, *, on: date, trail: Trail) -> list[Prospect]:
    """Every row of the team with this person's address is marked; returns them all."""
    same = Prospect.objects.of_address(prospect.team_id, prospect.email)
    rows = list(same.select_for_update().order_by("pk")) or [prospect]
    for row in rows:
        if row.asked_to_stop_on is None:
            trail.update(row, asked_to_stop_on=on)
    return rows


def rewrite_prospect(prospect: Prospect, typed: ProspectFacts, *, trail: Trail) -> None:
    """Save what is known of a person as typed; raises ValidationError on an unusable value."""
    values: dict[str, object] = {
        "name": clean_line(typed.name),
        "title": clean_line(typed.title),
        "email": normalise_email(typed.email),
        "phone": clean_line(typed.phone),
        "is_decision_maker": typed.is_decision_maker,
        "organisation": _organisation(typed.organisation_name, prospect.team, trail),
    }
    changed = {name: value for name, value in values.items() if getattr(prospect, name) != value}
    if not changed:
        return
    trail.update(prospect, **changed)


def note_known_stop(prospect: Prospect, *, on: date, trail: Trail) -> None:
    """The same person asked a colleague to stop: this row of theirs says so too."""
    if prospect.asked_to_stop_on is None:
        trail.update(prospect, asked_to_stop_on=on)


def is_silent(loss: Loss) -> bool:
    """Whether the no was never said: silence is no touch. Who went quiet is silent unless told otherwise."""
    if loss.told_by:
        return loss.told_by == ToldBy.SILENCE
    return loss.conversation == ExitConversation.DRIFTED
