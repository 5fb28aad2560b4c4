"""What somebody tells us about a "no", before anything is written."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from prospects.conversations import (
    AskAnswer,
    AskKind,
    ExitConversation,
    GoodDeal,
    Likelihood,
    Manner,
    Pace,
    PermissionChannel,
    PermissionStrength,
    Priority,
    ToldBy,
    TopicKind,
    WakeUpKind,
)


@dataclass(frozen=True)
class Who:
    """The person who said no: a known prospect, or a name with whatever else is known.

    `is_unnamed`: nobody knows who it was; the name stands for somebody at the organisation.
    `new_id` is the id whoever is not known yet gets: noes that give the same one are of the same person. It
    is made by the program, never typed or posted.
    """

    prospect_id: UUID | None = None
    name: str = ""
    organisation: str = ""
    email: str = ""
    phone: str = ""
    title: str = ""
    is_unnamed: bool = False
    new_id: UUID | None = None


@dataclass(frozen=True)
class Tender:
    """A public or formal tender: quiet until the award is final, a debrief asked for by its deadline."""

    award_on: date | None = None
    debrief_by: date | None = None


@dataclass(frozen=True)
class Offer:
    """What was offered: a known deal, or a title (may be empty) with a value in a currency (ISO 4217)."""

    deal_id: UUID | None = None
    title: str = ""
    value: Decimal | None = None
    currency: str = ""
    tender: Tender | None = None


@dataclass(frozen=True)
class Asked:
    """One ask and its answer, with what they said to it (their feedback, what they may be asked for)."""

    kind: AskKind
    answer: AskAnswer
    words: str = ""


@dataclass(frozen=True)
class Agreement:
    """What they agreed to receive, in which words; `every_weeks` is how often at most."""

    channels: tuple[PermissionChannel, ...] = ()
    strength: PermissionStrength = PermissionStrength.SAID
    words: str = ""
    every_weeks: int | None = None


@dataclass(frozen=True)
class Promised:
    """What we said we would send or do: the thing itself, its day, and how often if it was to repeat."""

    what: str
    on: date | None = None
    every_weeks: int | None = None


@dataclass(frozen=True)
class Condition:
    """What would have to happen first; without a day it waits until somebody triggers it."""

    kind: WakeUpKind
    what: str = ""
    on: date | None = None
    notice_on: date | None = None


@dataclass(frozen=True)
class Named:
    """Somebody they named who may need us."""

    name: str
    organisation: str = ""


@dataclass(frozen=True)
class Other:
    """Somebody else behind the no, with a role and a tone of their own."""

    name: str
    role: str = ""
    tone: str = ""


@dataclass(frozen=True)
class Behind:
    """What lay behind the no: their needs, timing and budget, who else was in it, further reasons."""

    needs: str = ""
    timing: str = ""
    budget: str = ""
    competitors: tuple[str, ...] = ()
    main_competitor: str = ""
    further_reason_ids: tuple[UUID, ...] = ()
    stage: str = ""
    source: str = ""
    delegated_to: str = ""
    people: tuple[Other, ...] = ()
    likelihood: Likelihood | None = None
    right_but_early: bool = False


@dataclass(frozen=True)
class About:
    """What the talk taught us about the person; empty means nothing new."""

    topics: tuple[tuple[TopicKind, str], ...] = ()
    personal_cues: str = ""
    wanted_from_our_time: str = ""
    pace: Pace | None = None
    priority: Priority | None = None
    form_of_address: str = ""
    postal_address: str = ""
    country: str = ""
    region: str = ""
    language: str = ""
    time_zone: str = ""


@dataclass(frozen=True)
class NewNo:
    """One "no" as it was told; dates are local dates of the person who logs it.

    `owner_id` is who looks after a new prospect, `told_to_id` the colleague they told; both default to
    whoever logs it. `is_imported`: it comes from another program, and is an old no however young it is.
    """

    conversation: ExitConversation
    said_on: date
    who: Who
    offer: Offer = Offer()
    submission: str = ""
    owner_id: UUID | None = None
    told_to_id: UUID | None = None
    reason_id: UUID | None = None
    in_their_words: str = ""
    told_by: ToldBy | None = None
    is_decision_maker: bool = False
    offer_made: bool = True
    stay_in_touch: AskAnswer = AskAnswer.NOT_ASKED
    # The other asks; staying in touch decides the plan and has a field of its own.
    asks: tuple[Asked, ...] = ()
    agreement: Agreement = Agreement()
    next_contact_words: str = ""
    next_contact_on: date | None = None
    next_contact_manner: Manner | None = None
    promise: Promised | None = None
    condition: Condition | None = None
    referral: Named | None = None
    good_deal: GoodDeal = GoodDeal.UNSURE
    behind: Behind = Behind()
    about: About = About()
    notes: str = ""
    is_imported: bool = False

    def answer(self, kind: AskKind) -> AskAnswer:
        """What they answered to an ask; not asked unless told."""
        if kind == AskKind.STAY_IN_TOUCH:
            return self.stay_in_touch
        answers = {asked.kind: asked.answer for asked in self.asks}
        return answers.get(kind, AskAnswer.NOT_ASKED)
