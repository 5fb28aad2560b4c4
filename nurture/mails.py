"""The mail with something useful as a kind of mail: whether it may still leave, what it says, what follows.

Everything is read again inside the claim's transaction, once whoever plans for them is locked: whoever
unsubscribes or stops commits before that, and it does not leave, or after it.
"""

from datetime import datetime

from django.template.loader import render_to_string

from accounts.changes import Trail
from common.text import clean_line
from followups.actions import lock_person, mark_mailed
from followups.contact_rules import Actor, Blocked
from followups.mailed_items import history_before, introduction_due, verdict_on_mail, why_not_mailed
from followups.models import FollowUpPlan
from nurture.approving import AGAINST, USEFUL
from nurture.composing import Composed, compose
from nurture.kinds import MENDABLE, SendingState
from nurture.models import Sending
from nurture.obstacles import first_obstacle
from nurture.reasons import NO_SUCH, OBSTACLES, REFUSALS, RULES, TAKEN_BACK
from nurture.standing import locked_row, mailed_of, plan_of, sendings
from outbox.kinds import SEND, MailKind, Verdict, drop, hold_until_mended
from outbox.message import Message
from outbox.models import Delivery
from outbox.states import Audience
from prospects.mail_keys import mail_key_of

# Which of the template engines knows it: that of the digests, which is strict about gaps.
ENGINE = "digests"


def may_send(delivery: Delivery, now: datetime) -> Verdict:
    """Whether it may leave at `now`. Follows a changed address, and a plan that changed hands."""
    seen = Sending.objects.select_related("prospect").filter(delivery=delivery).first()
    if seen is None:
        return drop(NO_SUCH)
    lock_person(seen.prospect)
    sending = locked_row(seen.pk)
    if sending.state != SendingState.APPROVED or sending.delivery_id != delivery.pk:
        return drop(TAKEN_BACK)
    plan = plan_of(sending.prospect)
    verdict = _verdict(sending, plan, delivery, now)
    if verdict == SEND and plan:
        _follow(sending, plan, delivery)
    return verdict


def _verdict(sending: Sending, plan: FollowUpPlan | None, delivery: Delivery, now: datetime) -> Verdict:
    actor = Actor.APP if sending.is_automatic else Actor.APP_APPROVED
    today = plan.owner.today(now) if plan else sending.owner.today(now)
    refusal = why_not_mailed(sending.prospect, actor, today=today)
    if refusal:
        return drop(REFUSALS[refusal])
    obstacle = first_obstacle(sending, plan, today=today, by_itself=sending.is_automatic)
    if obstacle and obstacle not in MENDABLE:
        return drop(OBSTACLES[obstacle])
    if plan is None:
        return drop(NO_SUCH)
    mailed = mailed_of(sending, plan)
    verdict = verdict_on_mail(mailed, history_before(mailed, sending.touch_id), today=today)
    if isinstance(verdict, Blocked) and not _is_overridden(verdict, delivery, actor):
        return drop(RULES[verdict.reason])
    return hold_until_mended(OBSTACLES[obstacle]) if obstacle else SEND


def _is_overridden(blocked: Blocked, delivery: Delivery, actor: Actor) -> bool:
    """Whether a person went against this very rule when they approved it, with a reason."""
    return blocked.may_override(actor) and delivery.context.get(AGAINST) == blocked.reason


def _follow(sending: Sending, plan: FollowUpPlan, delivery: Delivery) -> None:
    person, hand_over = sending.prospect, introduction_due(plan)
    if delivery.address != person.email or delivery.owner_id != plan.owner_id:
        delivery.address, delivery.owner = person.email, plan.owner
        delivery.save(update_fields=["address", "owner"])
    if (sending.owner_id, sending.introduces) != (plan.owner_id, hand_over):
        sending.owner, sending.introduces = plan.owner, hand_over
        sending.save(update_fields=["owner", "introduces"])


def render(delivery: Delivery, now: datetime) -> Message:
    """The mail, in the language of its reader."""
    sending = sendings().get(delivery=delivery)
    return message_of(compose(sending, mail_key_of(sending.prospect)))


def message_of(mail: Composed) -> Message:
    """Subject and both parts: the same sentences in each."""
    return Message(
        subject=mail.subject,
        text=render_to_string("mail/useful.txt.jinja", {"mail": mail}, using=ENGINE),
        html=render_to_string("mail/useful.html.jinja", {"mail": mail}, using=ENGINE),
        list_unsubscribe=mail.stop_url,
        one_click=True,
        reply_to=mail.reply_to,
        from_name=clean_line(mail.from_name),
    )


def on_sent(delivery: Delivery, now: datetime) -> None:
    """It has left: it reached them today."""
    seen = Sending.objects.select_related("prospect").filter(delivery=delivery).first()
    if seen is None:
        return
    lock_person(seen.prospect)
    sending = locked_row(seen.pk)
    if sending.state == SendingState.APPROVED:
        note_sent(sending, now)


def note_sent(sending: Sending, at: datetime) -> None:
    """Sending, touch and hand-over say that it left at that moment. The row is locked."""
    trail = Trail(actor=None, team=sending.prospect.team, now=at)
    trail.update(sending, state=SendingState.SENT, sent_at=at, version=sending.version + 1)
    if sending.touch:
        mark_mailed(sending.touch, sending.introduces, on=sending.owner.today(at), trail=trail)
    trail.write("mail_left", sending.prospect)


USEFUL_MAIL = MailKind(
    name=USEFUL, audience=Audience.PROSPECT, may_send=may_send, render=render, on_sent=on_sent
)
