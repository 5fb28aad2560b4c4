"""The words for the codes of followups.kinds."""

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from followups.kinds import (
    Baton,
    BatonStep,
    Channel,
    Direction,
    EndedWhy,
    Kind,
    Outcome,
    PlanStatus,
    Status,
    TouchKind,
)

KINDS: dict[Kind, LazyText] = {
    Kind.THANK_YOU: _("Thank-you note"),
    Kind.DEBRIEF: _("Debrief"),
    Kind.ASK: _("Something still open"),
    Kind.PROMISE: _("Promise"),
    Kind.VALUE_ITEM: _("Something useful"),
    Kind.CHECK_IN: _("Check-in"),
    Kind.AGREED_MEETING: _("Agreed meeting"),
    Kind.WAKE_UP: _("Wake-up"),
    Kind.REFERRAL: _("Somebody they named"),
    Kind.CONGRATULATE: _("Congratulation"),
}

STATUS: dict[Status, LazyText] = {
    Status.OPEN: _("Planned"),
    Status.DONE: _("Done"),
    Status.SKIPPED: _("Skipped"),
    Status.CANCELLED: _("No longer planned"),
}

PLAN_STATUS: dict[PlanStatus, LazyText] = {
    PlanStatus.ACTIVE: _("Active"),
    PlanStatus.ENDED: _("Ended"),
}

ENDED_WHY: dict[EndedWhy, LazyText] = {
    EndedWhy.WON_BACK: _("Came back"),
    EndedWhy.LET_GO: _("Closed kindly"),
    EndedWhy.OPTED_OUT: _("Asked us to stop"),
    EndedWhy.LEFT_COMPANY: _("Left the company"),
    EndedWhy.CLOSED: _("No further contact wanted"),
}

OUTCOMES: dict[Outcome, LazyText] = {
    Outcome.SPOKE: _("Good talk"),
    Outcome.DONE: _("Done"),
    Outcome.LEFT_MESSAGE: _("Left a message"),
    Outcome.NO_ANSWER: _("No answer"),
    Outcome.NOT_YET: _("Not yet"),
    Outcome.INTERESTED: _("They're interested again"),
    Outcome.NEW_NEED: _("A new need"),
    Outcome.ASKED_TO_STOP: _("Please stop"),
    Outcome.LEFT_COMPANY: _("Has left the company"),
    Outcome.WON_BACK: _("They said yes"),
}

CHANNELS: dict[Channel, LazyText] = {
    Channel.CALL: _("call"),
    Channel.MAIL: _("mail"),
    Channel.MEETING: _("meeting"),
    Channel.LETTER: _("letter"),
    Channel.SOCIAL: _("social"),
    Channel.NOTE: _("note"),
    Channel.PAGE: _("their own page"),
}

DIRECTIONS: dict[Direction, LazyText] = {Direction.IN: _("in"), Direction.OUT: _("out")}

TOUCH_KINDS: dict[TouchKind, LazyText] = {
    TouchKind.HELPFUL: _("Helpful"),
    TouchKind.PERSONAL: _("Personal"),
    TouchKind.PITCH: _("About our offer"),
}

BATONS: dict[Baton, LazyText] = {
    Baton.OFFERED: _("To accept"),
    Baton.ASKED: _("Asked"),
    Baton.TAKEN: _("In marketing's care"),
    Baton.SENT_BACK: _("Sent back"),
    Baton.WITHDRAWN: _("Taken back"),
    Baton.RETURNED: _("Back with sales"),
}

BATON_STEPS: dict[BatonStep, LazyText] = {
    BatonStep.OFFERED: _("Handed over"),
    BatonStep.ASKED: _("Asked"),
    BatonStep.ANSWERED: _("Answered"),
    BatonStep.TAKEN: _("Taken over"),
    BatonStep.INTRODUCED: _("First mail that names both"),
    BatonStep.SENT_BACK: _("Sent back"),
    BatonStep.WITHDRAWN: _("Taken back"),
    BatonStep.DAY_CAME: _("Back on its day"),
    BatonStep.RAISED_HAND: _("They would like to talk"),
    BatonStep.REPLIED: _("They answered"),
    BatonStep.RETURNED: _("Given back"),
    BatonStep.PLAN_ENDED: _("The plan ended"),
}
