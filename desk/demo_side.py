"""What happens beside the noes in the demonstration: people to keep in touch with, words that come and go."""

import random
from contextlib import suppress
from datetime import date, datetime

from accounts.models import User
from followups.actions import NewTouch, NotNow, add_side_prospect, log_touch
from followups.kinds import Channel, Direction, TouchKind
from followups.models import FollowUpPlan
from prospects.conversations import Relation
from prospects.facts import ProspectFacts
from prospects.models import Prospect

# The day of the year they are added on, who they are, what they are to us, how often.
PARTNERS = (
    (20, ProspectFacts("Beate Lorenz", "Lorenz Consulting", "Owner"), Relation.PARTNER, (60, 90)),
    (75, ProspectFacts("Hakim Osei", "Osei Foods", "Head of planning"), Relation.CLIENT, (90, 180)),
    (140, ProspectFacts("Femke Vos", "", "Used to sell with us"), Relation.COLLEAGUE, (90, 180)),
)
THEY_WROTE = (
    "Passed it on to our two planners. Thank you for not selling.",
    "Good article. The bit about night shifts is us.",
    "We are moving in May, it will be June before I have an hour.",
    "Thanks for asking. All well here.",
)
WE_SENT = (
    ("An article on short-handed planning", "They are two planners short until summer"),
    ("The checklist for a first pilot", "They start a pilot of their own in spring"),
    ("How a foundry halved its lead times", "Lead times are what they lose sleep over"),
)
CHANCE_TO_WRITE, CHANCE_TO_SEND = 0.1, 0.12


def beside_the_noes(user: User, number: int, day: date, moment: datetime, chance: random.Random) -> None:
    """What happens on the `number`th day of the year beside what was planned."""
    for added_on, typed, relation, window in PARTNERS:
        if added_on == number:
            add_side_prospect(typed, relation, by=user, today=day, now=moment, window=window)
    if not user.calendar().is_working_day(day):
        return
    if chance.random() < CHANCE_TO_WRITE and (person := _somebody(user, chance)):
        wrote = NewTouch(Channel.MAIL, day, Direction.IN, summary=chance.choice(THEY_WROTE))
        log_touch(person, wrote, by=user, today=day, now=moment)
    if chance.random() < CHANCE_TO_SEND and (person := _somebody(user, chance)):
        what, why = chance.choice(WE_SENT)
        sent = NewTouch(Channel.MAIL, day, kind=TouchKind.HELPFUL, summary=what, relevance=why)
        # Too soon after the last one, or before an agreed day: then not.
        with suppress(NotNow):
            log_touch(person, sent, by=user, today=day, now=moment)


def _somebody(user: User, chance: random.Random) -> Prospect | None:
    plans = FollowUpPlan.objects.filter(owner=user).active().select_related("prospect")
    found = list(plans.order_by("created_at", "pk")[:60])
    return chance.choice(found).prospect if found else None
