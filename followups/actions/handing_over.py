"""Sales hands a plan over to marketing for a while: offered, asked about, answered, sent back, taken back."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.changes import Trail
from accounts.models import User
from common.submissions import SavedOtherwise
from common.text import clean_line, clean_text
from followups.actions.batons import BatonMoved, allow, check_version, note_step, step_on
from followups.actions.plans import lock_owners, planners_of
from followups.baton_rules import MOST_WEEKS, Refused, refusal
from followups.hand_overs import stand_of
from followups.kinds import BatonStep
from followups.models import FollowUpPlan, HandOver
from prospects.conversations import PermissionChannel
from prospects.models import WORDS_LENGTH, Prospect

# What a form of a hand-over says.
TOLD = ("prospect_id", "taker_id", "returns_on", "channels", "every_weeks", "note")


@dataclass(frozen=True)
class NewHandOver:
    """Whom it goes to, until when, and what they agreed to; `submission` is the key of the form."""

    taker: User
    returns_on: date
    channels: tuple[PermissionChannel, ...]
    every_weeks: int | None = None
    note: str = ""
    submission: str = ""


class NotHandedOver(Exception):
    """A rule stands against it: which, and what would have to be otherwise."""

    def __init__(self, refused: Refused) -> None:
        super().__init__(refused.reason)
        self.refused = refused
        self.reason = refused.reason


@transaction.atomic
def hand_over(prospect: Prospect, offer: NewHandOver, *, by: User, today: date, now: datetime) -> HandOver:
    """Offer a person's plan to marketing; whoever looks after them keeps it until it is taken.

    `today` is the local date of `by`. The same submission twice makes one. Raises ValidationError by field,
    NotHandedOver, SavedOtherwise, PermissionDenied unless the person is theirs (a manager does it for them).
    """
    owners = lock_owners({by.pk, offer.taker.pk} | planners_of(prospect))
    person = Prospect.objects.select_related("owner__team", "team").get(pk=prospect.pk)
    if person.team_id != by.team_id:
        raise PermissionDenied
    allow(by, person.owner_id, manager_too=True)
    row = _row(person, offer, now)
    if known := _already_offered(row):
        return known
    _check(offer, owners[offer.taker.pk], person, by, today)
    plan = FollowUpPlan.objects.select_for_update(of=("self",)).filter(prospect=person).active().first()
    if refused := refusal(stand_of(person, plan), offer.channels, offer.returns_on):
        raise NotHandedOver(refused)
    if plan:
        row.plan = plan
    trail = Trail(actor=by, team=by.team, now=now)
    trail.create(row)
    note_step(row, BatonStep.OFFERED, by=by, words=offer.note, trail=trail)
    trail.write("hand_over", row)
    return row


def _row(person: Prospect, offer: NewHandOver, now: datetime) -> HandOver:
    return HandOver(
        team_id=person.team_id,
        prospect=person,
        giver=person.owner,
        taker=offer.taker,
        returns_on=offer.returns_on,
        note=clean_text(offer.note),
        channels=",".join(one for one in PermissionChannel if one in offer.channels),
        every_weeks=offer.every_weeks,
        submission=clean_line(offer.submission),
        created_at=now,
    )


def _already_offered(row: HandOver) -> HandOver | None:
    """What was offered from this very form before."""
    if not row.submission:
        return None
    known = HandOver.objects.filter(giver_id=row.giver_id, submission=row.submission).first()
    if known and any(getattr(known, name) != getattr(row, name) for name in TOLD):
        raise SavedOtherwise
    return known


def _check(offer: NewHandOver, taker: User, person: Prospect, by: User, today: date) -> None:
    if not may_take(taker, person) or taker.pk == by.pk:
        raise ValidationError({"taker": _("Choose somebody of marketing in your team.")})
    if offer.returns_on <= today:
        raise ValidationError({"returns_on": _("Choose a day after today.")})
    if not offer.channels:
        raise ValidationError({"channels": _("What is it about? Choose at least one.")})
    if offer.every_weeks is not None and not 1 <= offer.every_weeks <= MOST_WEEKS:
        raise ValidationError({"every_weeks": _("Between 1 and %(most)d weeks.") % {"most": MOST_WEEKS}})
    check_words("note", offer.note)


def may_take(taker: User, person: Prospect) -> bool:
    """Whether somebody can be handed a person over: of marketing, here, and not who looks after them."""
    is_ours = taker.team_id == person.team_id and taker.is_active and taker.is_marketing
    return is_ours and taker.pk != person.owner_id


def check_words(field: str, words: str, *, required: bool = False) -> str:
    """Words as they are kept; raises ValidationError by field."""
    words = clean_text(words)
    if required and not words:
        raise ValidationError({field: _("Say it in a few words.")})
    if len(words) > WORDS_LENGTH:
        raise ValidationError({field: _("At most %(most)d characters.") % {"most": WORDS_LENGTH}})
    return words


def locked_baton(pk: UUID, by: User) -> HandOver:
    """A hand-over, locked with everybody whose planning it touches; raises HandOver.DoesNotExist."""
    seen = HandOver.objects.select_related("prospect").get(pk=pk, team_id=by.team_id)
    lock_owners({by.pk, seen.taker_id, seen.giver_id} | planners_of(seen.prospect))
    about = ("taker__team", "giver__team", "plan__owner", "prospect__owner__team")
    return HandOver.objects.select_for_update(of=("self",)).select_related(*about).get(pk=pk)


@transaction.atomic
def ask_giver(pk: UUID, words: str, *, by: User, version: int | None = None, now: datetime) -> HandOver:
    """The taker wants to know something first. Raises BatonMoved, ValidationError, PermissionDenied."""
    hand_over = locked_baton(pk, by)
    allow(by, hand_over.taker_id)
    words = check_words("words", words, required=True)
    return _moved(hand_over, BatonStep.ASKED, words, "ask_giver", by=by, version=version, now=now)


@transaction.atomic
def answer_taker(pk: UUID, words: str, *, by: User, version: int | None = None, now: datetime) -> HandOver:
    """The giver answers: it waits for the taker again. Raises as ask_giver."""
    hand_over = locked_baton(pk, by)
    allow(by, hand_over.giver_id, hand_over.prospect.owner_id, manager_too=True)
    words = check_words("words", words, required=True)
    return _moved(hand_over, BatonStep.ANSWERED, words, "answer_taker", by=by, version=version, now=now)


@transaction.atomic
def send_back(
    pk: UUID, reason: str, missing: str = "", *, by: User, version: int | None = None, now: datetime
) -> HandOver:
    """The taker can't take it (yet): why, and what they would need. Raises as ask_giver."""
    hand_over = locked_baton(pk, by)
    allow(by, hand_over.taker_id)
    check_words("reason", reason, required=True)
    words = check_words("missing", sent_back_words(reason, missing))
    return _moved(hand_over, BatonStep.SENT_BACK, words, "send_back", by=by, version=version, now=now)


def sent_back_words(reason: str, missing: str) -> str:
    """COPY J, "Sent back", in the language of whoever sends it."""
    reason, missing = clean_text(reason).rstrip(".").strip(), clean_text(missing).rstrip(".").strip()
    said = _("Can't take this one yet: %(reason)s.") % {"reason": reason}
    needed = _("What I'd need: %(missing)s.") % {"missing": missing}
    return f"{said} {needed}" if missing else said


@transaction.atomic
def withdraw_hand_over(pk: UUID, *, by: User, version: int | None = None, now: datetime) -> HandOver:
    """The giver takes the offer back before it was taken. Raises BatonMoved, PermissionDenied."""
    hand_over = locked_baton(pk, by)
    allow(by, hand_over.giver_id, hand_over.prospect.owner_id, manager_too=True)
    action = "withdraw_hand_over"
    return _moved(hand_over, BatonStep.WITHDRAWN, "", action, by=by, version=version, now=now)


def _moved(
    hand_over: HandOver,
    step: BatonStep,
    words: str,
    action: str,
    *,
    by: User,
    version: int | None,
    now: datetime,
) -> HandOver:
    check_version(hand_over, version)
    trail = Trail(actor=by, team=by.team, now=now)
    step_on(hand_over, step, by=by, words=words, trail=trail)
    trail.write(action, hand_over)
    return hand_over


__all__ = [
    "BatonMoved",
    "NewHandOver",
    "NotHandedOver",
    "answer_taker",
    "ask_giver",
    "hand_over",
    "may_take",
    "send_back",
    "withdraw_hand_over",
]
