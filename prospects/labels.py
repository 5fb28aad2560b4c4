"""The words for the codes of prospects.conversations: chips, lines to say, answers (COPY.md)."""

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from prospects.conversations import (
    AskAnswer,
    AskKind,
    DealStatus,
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

HINTS: dict[ExitConversation, LazyText] = {
    ExitConversation.NOT_A_PRIORITY: _("Get the event that has to happen first, not only a date."),
    ExitConversation.COMPETITOR_CHOSEN: _("Be easy to come back to."),
    ExitConversation.BETTER_FIT_ELSEWHERE: _("Find out the one thing. Don't argue with it."),
    ExitConversation.STAYING_WITH_SUPPLIER: _("The date that counts is the notice date."),
    ExitConversation.DRIFTED: _("Make it easy to be honest. Then stop."),
    ExitConversation.CANNOT: _("The best no there is. Ask for the door it opens."),
    ExitConversation.WE_DECLINED: _("Leave them with a name, not with a gap."),
    ExitConversation.UNKNOWN: _("One question, then let it rest."),
}

SHORT_LINES: dict[ExitConversation, LazyText] = {
    ExitConversation.NOT_A_PRIORITY: _(
        "Understood, {first_name}. I'll leave you to it and call {when}. If it moves up sooner, just call me."
    ),
    ExitConversation.COMPETITOR_CHOSEN: _(
        "Thanks for telling me yourself, {first_name}. I hope it works out. "
        "I'll ask {when} how it's going. No selling."
    ),
    ExitConversation.BETTER_FIT_ELSEWHERE: _(
        "Fair enough, {first_name}. They fit this one better. Please ask me for the next one. "
        "I'll call {when}."
    ),
    ExitConversation.STAYING_WITH_SUPPLIER: _(
        "Makes sense, {first_name}. Switching has to pay, and today it doesn't. "
        "Keep me as your second number. I'll call {when}."
    ),
    ExitConversation.DRIFTED: _(
        "This isn't the moment, {first_name}, and that's fine. I'll stop asking and try you once more {when}."
    ),
    ExitConversation.CANNOT: _(
        "That's a good reason, {first_name}, and I'd decide the same. "
        "May I stay in touch and ask {when} how it's going?"
    ),
    ExitConversation.WE_DECLINED: _(
        "We're not the right help for this, {first_name}, and I'd rather say so now than on your money. "
        "[I'll send you {promise}.]"
    ),
    ExitConversation.UNKNOWN: _(
        "Thanks for letting me know, {first_name}. I won't press you now. "
        "May I call {when} and ask what decided it?"
    ),
}

# What to open a check-in with (COPY.md E); none of them is a pitch.
OPENERS: dict[ExitConversation, LazyText] = {
    ExitConversation.NOT_A_PRIORITY: _("You had something else in front of you. Is that behind you now?"),
    ExitConversation.COMPETITOR_CHOSEN: _(
        "You must be a couple of months in. How is it going? I'm only asking."
    ),
    ExitConversation.BETTER_FIT_ELSEWHERE: _("Did it turn out to fit the way you hoped?"),
    ExitConversation.STAYING_WITH_SUPPLIER: _(
        "I said I'd ask, so: how have the last two months been with them?"
    ),
    ExitConversation.DRIFTED: _(
        "I said I'd try once more. Is this still on your desk, or has it gone away? Both are fine."
    ),
    ExitConversation.CANNOT: _("How did the project get on without us?"),
    ExitConversation.WE_DECLINED: _("Did you find somebody? I wanted to be sure you weren't left standing."),
    ExitConversation.UNKNOWN: _(
        "I never found out what decided it. Would you tell me now? It's for me, not for a new offer."
    ),
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
    AskAnswer.STOP: _("Please stop"),
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
