"""The words for the codes of prospects.conversations: chips, answers (COPY.md). Lines: prospects.lines."""

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from prospects.conversations import (
    AskAnswer,
    AskKind,
    DealStatus,
    Decided,
    ExitConversation,
    GoodDeal,
    Likelihood,
    Manner,
    Pace,
    PermissionChannel,
    PermissionSource,
    PermissionStrength,
    Priority,
    PromiseState,
    Relation,
    ToldBy,
    TopicKind,
    WakeUpKind,
    WakeUpState,
)

CHIPS: dict[ExitConversation, LazyText] = {
    ExitConversation.NOT_A_PRIORITY: _("Not now"),
    ExitConversation.COMPETITOR_CHOSEN: _("Picked someone else"),
    ExitConversation.BETTER_FIT_ELSEWHERE: _("Better fit elsewhere"),
    ExitConversation.STAYING_WITH_SUPPLIER: _("Staying with theirs"),
    ExitConversation.DRIFTED: _("Went quiet"),
    ExitConversation.CANNOT: _("Can't, with reason"),
    ExitConversation.WE_DECLINED: _("We said no"),
    ExitConversation.UNKNOWN: _("Don't know yet"),
}

TOLD_BY: dict[ToldBy, LazyText] = {
    ToldBy.MET: _("In person"),
    ToldBy.CALL: _("On the phone"),
    ToldBy.MAIL: _("By mail"),
    ToldBy.SILENCE: _("Never answered"),
    ToldBy.OTHER: _("Otherwise"),
}

ANSWERS: dict[AskAnswer, LazyText] = {
    AskAnswer.NOT_ASKED: _("Not asked"),
    AskAnswer.YES: _("Yes"),
    AskAnswer.NO: _("No"),
    AskAnswer.LATER: _("Will think"),
    AskAnswer.STOP: pgettext_lazy("answer", "Please stop"),
}

GOOD_DEAL: dict[GoodDeal, LazyText] = {
    GoodDeal.YES: _("One for us"),
    GoodDeal.UNSURE: _("Not sure"),
    GoodDeal.NO: _("Not one for us"),
}

MANNERS: dict[Manner, LazyText] = {
    Manner.CALL: _("Call"),
    Manner.MAIL: _("Mail"),
    Manner.MEETING: _("Meeting"),
}

DEAL_STATUS: dict[DealStatus, LazyText] = {
    DealStatus.OPEN: _("Open"),
    DealStatus.LOST: _("Declined"),
    DealStatus.WON: _("Won"),
    DealStatus.WON_BACK: _("Came back"),
    DealStatus.LET_GO: _("Closed kindly"),
}

STARTING_REASONS: dict[ExitConversation, tuple[LazyText, ...]] = {
    ExitConversation.NOT_A_PRIORITY: (
        _("Price"),
        _("No budget this year"),
        _("Something else comes first"),
        _("Timing"),
    ),
    ExitConversation.COMPETITOR_CHOSEN: (_("Price"), _("Known them longer"), _("Better terms")),
    ExitConversation.BETTER_FIT_ELSEWHERE: (_("Price"), _("Something was missing"), _("Easier to use")),
    ExitConversation.STAYING_WITH_SUPPLIER: (
        _("Price"),
        _("Contract still runs"),
        _("Switching costs too much"),
    ),
    ExitConversation.DRIFTED: (_("Price"), _("No answer"), _("No decision made"), _("Our contact left")),
    ExitConversation.CANNOT: (_("Price"), _("Policy"), _("Distance"), _("Capability")),
    ExitConversation.WE_DECLINED: (_("Price"), _("Not our kind of work"), _("No capacity")),
    ExitConversation.UNKNOWN: (_("Price"),),
}

ASKS: dict[AskKind, LazyText] = {
    AskKind.STAY_IN_TOUCH: _("Stay in touch"),
    AskKind.FEEDBACK: _("Why not us"),
    AskKind.REFERRAL: _("Somebody else who needs it"),
    AskKind.REFERENCE: _("Speak for us"),
    AskKind.REENTRY: _("If their choice stalls"),
    AskKind.MAILING_LIST: _("Our letter"),
    AskKind.NEXT_MEETING: _("A date in the diary"),
    AskKind.THANK_YOU: _("Thanked for their time"),
    AskKind.CONGRATULATE: _("Congratulate whom they chose"),
}

PERMISSION_CHANNELS: dict[PermissionChannel, LazyText] = {
    PermissionChannel.CALL: _("Call"),
    PermissionChannel.MAIL: _("Write"),
    PermissionChannel.NEWSLETTER: _("Our letter"),
    PermissionChannel.MEETING: _("Meet"),
}

PERMISSION_STRENGTHS: dict[PermissionStrength, LazyText] = {
    PermissionStrength.SAID: _("Said aloud"),
    PermissionStrength.CONFIRMED: _("Confirmed in writing"),
}

PERMISSION_SOURCES: dict[PermissionSource, LazyText] = {
    PermissionSource.AT_THE_NO: _("When they said no"),
    PermissionSource.TOLD_US: _("Told us"),
    PermissionSource.WROTE: _("Wrote to us"),
    PermissionSource.PRESSED_LINK: _("Pressed the link"),
    PermissionSource.ASKED_TO_STOP: _("Asked us to stop"),
    PermissionSource.LEFT_COMPANY: _("Left the company"),
}

PROMISE_STATES: dict[PromiseState, LazyText] = {
    PromiseState.OPEN: _("Still to do"),
    PromiseState.KEPT: _("Kept"),
    PromiseState.NOT_KEPT: _("Not kept"),
}

WAKE_UPS: dict[WakeUpKind, LazyText] = {
    WakeUpKind.CONTRACT_END: _("Their contract ends"),
    WakeUpKind.BUDGET_YEAR: _("A new budget year"),
    WakeUpKind.GO_LIVE: _("The other solution goes live"),
    WakeUpKind.NEW_PERSON: _("A new person arrives"),
    WakeUpKind.VENDOR_STUMBLES: _("Their choice stumbles"),
    WakeUpKind.WE_SHIP: _("We have what was missing"),
    WakeUpKind.PERSON_LEAVES: _("A person leaves"),
    WakeUpKind.OTHER: _("Something else"),
}

WAKE_UP_STATES: dict[WakeUpState, LazyText] = {
    WakeUpState.WAITING: _("Waiting"),
    WakeUpState.TRIGGERED: _("Has happened"),
    WakeUpState.DROPPED: _("No longer waited for"),
}

PACES: dict[Pace, LazyText] = {Pace.FAST: _("Fast"), Pace.SLOW: _("Slow")}

PRIORITIES: dict[Priority, LazyText] = {
    Priority.TASK: _("The task first"),
    Priority.RELATIONSHIP: _("The people first"),
}

LIKELIHOODS: dict[Likelihood, LazyText] = {
    Likelihood.LOW: _("Low"),
    Likelihood.FAIR: _("Fair"),
    Likelihood.HIGH: _("High"),
}

RELATIONS: dict[Relation, LazyText] = {
    Relation.PARTNER: _("Sends us people"),
    Relation.CLIENT: _("Client"),
    Relation.COLLEAGUE: _("Colleague"),
    Relation.REFERRED: _("Was named to us"),
}

TOPIC_KINDS: dict[TopicKind, LazyText] = {
    TopicKind.GOAL: _("Goal"),
    TopicKind.CHALLENGE: _("Challenge"),
    TopicKind.INTEREST: _("Interest"),
}

# What the buyer reads and presses, and what we read of it.
DECIDED: dict[Decided, LazyText] = {
    Decided.TIMING: _("The timing"),
    Decided.PRICE: _("The price"),
    Decided.SOMEONE_ELSE: _("Someone else convinced us"),
    Decided.BETTER_FIT: _("Another offer fitted better"),
    Decided.STAYING: _("We're staying with who we have"),
    Decided.NOTHING_YET: _("Nothing is decided yet"),
    Decided.COULD_NOT_WORK: _("It couldn't work for us"),
    Decided.RATHER_NOT_SAY: _("I'd rather not say"),
}
