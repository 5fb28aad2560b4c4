"""Somebody's data that nobody else may see, written through the real doors, hostile words and all."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from accounts.api_tokens import NewApiToken, make_api_token
from accounts.changes import Change
from accounts.models import ApiToken, Invitation, User
from accounts.token_scopes import Scope
from exchange import results
from exchange.kinds import ImportKind, WorkKind, WorkState
from exchange.models import Import, ImportFile, Work
from followups.absences import NewAbsence
from followups.actions import (
    NewHandOver,
    NewTouch,
    Result,
    Typed,
    complete_follow_up,
    edit_prospect,
    go_away,
    hand_over,
    log_touch,
    record_no,
)
from followups.kinds import Channel, Kind, Outcome
from followups.models import FollowUp, HandOver
from insights.debriefs import LookBack, save_debrief
from insights.kinds import Answer, Question
from library.items import ItemFacts, add_item
from library.models import Topic, ValueItem
from nurture.models import Sending
from outbox.models import Delivery
from prospects.conversations import (
    AskAnswer,
    AskKind,
    ExitConversation,
    Manner,
    PermissionChannel,
    TopicKind,
    WakeUpKind,
)
from prospects.models import Deal, Loss, LossReason, Prospect
from prospects.new_no import (
    About,
    Agreement,
    Asked,
    Behind,
    Condition,
    Named,
    Offer,
    Other,
    Promised,
    Who,
)
from prospects.reasons import add_reason
from tests.cast import MONDAY, NINE, a_no, make_user
from tests.exchange.imports.bringing import uploaded
from tests.exchange.imports.deals_brought import a_deal, brought
from tests.exchange.people.bringing import google, staged

# Stands in every text that is planted; no page of somebody else may hold it.
CANARY = "kanarienvogel"
YEARS_END = date(2026, 12, 31)


@dataclass(frozen=True)
class Planted:
    """What was planted for one owner."""

    owner: User
    prospect: Prospect
    deal: Deal
    declined: Deal
    follow_up: FollowUp
    done: FollowUp
    delivery: Delivery
    held: Delivery
    reason: LossReason
    item: ValueItem
    sending: Sending
    loss: Loss
    topic: Topic
    meeting: FollowUp
    change: Change
    # Of somebody else again, offered to a marketer nobody is signed in as.
    hand_over: HandOver
    # Of an absence somebody noted for the year's end.
    away: Change
    api_token: ApiToken
    # To somebody who never answered, written as a manager of the team would.
    invitation: Invitation
    # Something that is packed up, and something that waits to be.
    packed: Work
    work: Work
    # An address book that is being looked over.
    book: Import
    # Deals whose columns are being matched.
    bringing: Import
    # Deals of another program that are being looked over.
    deals: Import
    # What was taken along, uploaded to come back.
    own: Import


def _looked_back(text: str) -> LookBack:
    """Their own, shared with nobody."""
    lines = {question: f"X {question} {text}"[:200] for question in Question}
    return LookBack({Question.NEEDS: Answer.PARTLY}, lines, f"L {text}"[:200])


def plant(owner: User, *, hostile: str = "") -> Planted:
    """A person with a no, a plan, something done, an open deal, a mail; `hostile` in every text."""
    text = f"{CANARY} {hostile}".strip()
    reason = add_reason(ExitConversation.CANNOT, f"R {text}"[:80], by=owner, now=NINE)
    loss = record_no(
        a_no(
            said_on=MONDAY, conversation=ExitConversation.CANNOT, reason_id=reason.pk,
            in_their_words=f"W {text}", notes=f"N {text}",
            offer=Offer(title=f"D {text}", value=Decimal(48000), currency="EUR"),
            who=Who(
                name=f"P {text}", organisation=f"O {text}", email=f"{CANARY}@example.org",
                phone=f"T {text}"[:40], title=f"J {text}",
            ),
            asks=(Asked(AskKind.FEEDBACK, AskAnswer.YES, f"F {text}"),),
            agreement=Agreement((PermissionChannel.CALL,), words=f"A {text}"),
            promise=Promised(f"Z {text}"[:200]),
            condition=Condition(WakeUpKind.WE_SHIP, f"V {text}"[:80]),
            referral=Named(f"Q {text}", f"QO {text}"),
            behind=Behind(
                needs=f"B1 {text}", timing=f"B2 {text}", budget=f"B3 {text}", competitors=(f"K {text}",),
                stage=f"S1 {text}"[:120], source=f"S2 {text}"[:120], delegated_to=f"S3 {text}"[:200],
                people=(Other(f"Y {text}", f"YR {text}"[:120], f"YT {text}"[:120]),),
            ),
            about=About(
                topics=((TopicKind.GOAL, f"G {text}"[:80]),), personal_cues=f"I1 {text}",
                wanted_from_our_time=f"I2 {text}", form_of_address=f"I3 {text}"[:60],
                postal_address=f"I4 {text}",
            ),
        ),
        by=owner, today=MONDAY, now=NINE,
    ).loss  # fmt: skip
    save_debrief(loss, _looked_back(text), by=owner, today=MONDAY, now=NINE)
    rows = FollowUp.objects.filter(loss=loss, prospect=loss.prospect)
    thanks = rows.get(kind=Kind.THANK_YOU)
    complete_follow_up(
        thanks.pk, Result(Outcome.DONE, f"C {text}"), by=owner, today=MONDAY, now=NINE + timedelta(minutes=1)
    )
    known = {"learned": f"M1 {text}", "reference_for": f"M2 {text}"[:200], "is_reference": True}
    edit_prospect(loss.prospect, Typed(details=known), by=owner, now=NINE)
    item = add_item(
        ItemFacts(
            f"U {text}"[:200], "https://example.org/guide", f"U {text}", f"U {text}",
            topics=(f"G {text}"[:80],),
        ),
        by=owner, now=NINE,
    )  # fmt: skip
    touch = NewTouch(Channel.LETTER, MONDAY, summary=f"M3 {text}", relevance=f"M4 {text}"[:200])
    logged = log_touch(loss.prospect, touch, by=owner, today=MONDAY, now=NINE)
    return Planted(
        owner=owner,
        prospect=loss.prospect,
        deal=Deal.objects.create(team=owner.team, prospect=loss.prospect, title=f"E {text}", currency="EUR"),
        declined=loss.deal,
        follow_up=rows.get(kind=Kind.CHECK_IN),
        done=FollowUp.objects.get(pk=thanks.pk),
        delivery=mail_to(owner, text),
        held=held_mail_of(owner, text),
        reason=reason,
        item=item,
        sending=sending_of(loss, item, text),
        loss=loss,
        topic=loss.wake_ups.get().topic,
        meeting=meeting_with(owner, text),
        change=logged.change,
        hand_over=handed_over(owner, text),
        invitation=Invitation.objects.create(
            team=owner.team,
            address=f"i.{CANARY}.{owner.pk.hex}@example.org",
            invited_by=owner,
            expires_at=NINE + timedelta(days=7),
        ),
        away=go_away(NewAbsence(YEARS_END, YEARS_END), by=owner, today=MONDAY, now=NINE).change,
        api_token=make_api_token(NewApiToken(f"T {text}"[:60], Scope.READ), by=owner, now=NINE)[0],
        packed=packed_up(owner, text),
        work=Work.objects.create(team=owner.team, user=owner, kind=WorkKind.EXPORT, created_at=NINE),
        book=address_book_of(owner, text),
        bringing=deals_of(owner, text),
        deals=deals_looked_over(owner, text),
        own=to_come_back(owner, text),
    )


def address_book_of(owner: User, text: str) -> Import:
    """Somebody new, somebody who looks like whom the owner knows, somebody without a name."""
    told = text.replace(",", " ").replace('"', " ").replace("\n", " ")
    rows = (
        {"First Name": f"AN {told}"[:150], "Organization Name": f"AO {told}"[:150], "Notes": f"AK {told}"},
        {"First Name": f"MP {told}"[:150], "Notes": f"AK {told}"},
        {"Organization Name": f"AO {told}"[:150], "E-mail 1 - Value": f"a.{CANARY}@example.org"},
    )
    return staged(owner, google(*rows), name=f"{told}.csv"[:200])


def deals_of(owner: User, text: str) -> Import:
    """A file of deals with something to ask in every way."""
    told = text.replace(",", " ").replace('"', " ").replace("\n", " ")
    header = f"Deal,Contact,Close date,Reason,Amount,Stage,Their {told}"
    row = f"DI {told},PI {told},03/04/2025,RI {told},1.234 $,Dead end {told},XI {told}"
    unread = f"DI {told},QI {told},05/04/2025,RI {told},1.234 $,Lost,"
    return uploaded(owner, f"{header}\n{row}\n{unread}\n", name=f"{told}.csv"[:200])


def deals_looked_over(owner: User, text: str) -> Import:
    """Somebody's no, one of nobody named, one that cannot be read, one that stays outside."""
    told = f"I {text}"[:100]
    rows = [
        a_deal(
            1, deal_name=told, company=told, contact_name=told, owner=told, email=f"i.{CANARY}@example.org"
        ),
        a_deal(2, deal_name=told, company=told, contact_name="", email=""),
        a_deal(3, deal_name=told, close_date=told),
        a_deal(4, deal_name=told, status="Open"),
    ]
    return brought(owner, rows, name=f"{told}.csv")


def to_come_back(owner: User, text: str) -> Import:
    """An export that was uploaded; its bytes are of no matter here."""
    own = Import.objects.create(
        team=owner.team, user=owner, kind=ImportKind.OWN, created_at=NINE, changed_at=NINE
    )
    ImportFile.objects.create(of_import=own, place=0, name=f"E {text}"[:250], size=1, digest="f" * 64)
    return own


def packed_up(owner: User, text: str) -> Work:
    """What was made for the owner to fetch."""
    work = Work.objects.create(
        team=owner.team, user=owner, kind=WorkKind.EXPORT, state=WorkState.DONE, created_at=NINE,
        ended_at=NINE, file_name="everything.zip",
    )  # fmt: skip
    with results.written(work) as file:
        file.write(text.encode())
    return work


def sending_of(loss: Loss, item: ValueItem, text: str) -> Sending:
    """Something useful that waits for a glance."""
    return Sending.objects.create(
        team_id=loss.team_id, prospect=loss.prospect, item=item, owner=loss.prospect.owner, state="proposed",
        relevance=f"SR {text}"[:200], subject=f"SS {text}"[:200], words=f"SW {text}", created_at=NINE,
    )  # fmt: skip


def meeting_with(owner: User, text: str) -> FollowUp:
    """Somebody else, whom the owner meets."""
    no = a_no(
        f"MP {text}", in_their_words=f"MW {text}", next_contact_on=MONDAY + timedelta(days=40),
        next_contact_manner=Manner.MEETING,
    )  # fmt: skip
    loss = record_no(no, by=owner, today=MONDAY, now=NINE).loss
    return FollowUp.objects.get(loss=loss, kind=Kind.AGREED_MEETING)


def handed_over(owner: User, text: str) -> HandOver:
    """Somebody else, offered to marketing."""
    agreed = Agreement((PermissionChannel.CALL,), words=f"HA {text}")
    no = a_no(f"HP {text}", in_their_words=f"HW {text}", agreement=agreed)
    person = record_no(no, by=owner, today=MONDAY, now=NINE).loss.prospect
    taker = make_user(
        owner.team, f"taker.{owner.pk.hex}@example.org", name="Uma", is_sales=False, is_marketing=True
    )
    offer = NewHandOver(taker, MONDAY + timedelta(days=60), (PermissionChannel.CALL,), note=f"HN {text}")
    return hand_over(person, offer, by=owner, today=MONDAY, now=NINE)


def mail_to(owner: User, text: str) -> Delivery:
    return Delivery.objects.create(
        kind="digest-daily", recipient=owner, address=owner.email, period_key="2026-03-01", state="sent",
        sent_at=NINE, due_at=NINE, next_attempt_at=NINE, created_at=NINE, subject=f"S {text}", body_text=text,
        body_html="<p>kept apart</p>", error=f"X {text}",
    )  # fmt: skip


def held_mail_of(owner: User, text: str) -> Delivery:
    return Delivery.objects.create(
        kind="value-item", owner=owner, address=f"p.{CANARY}@example.com", period_key="1", state="held",
        transmissions=1, due_at=NINE, next_attempt_at=NINE, created_at=NINE, subject=f"H {text}",
        body_text=text,
        body_html="<p>kept apart</p>", error=f"X {text}",
    )  # fmt: skip
