"""What was asked, agreed and learned in the demonstration's noes."""

import random
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from prospects.conversations import (
    AskAnswer,
    AskKind,
    ExitConversation,
    Likelihood,
    Pace,
    PermissionChannel,
    PermissionStrength,
    Priority,
    TopicKind,
    WakeUpKind,
)
from prospects.models import LossReason
from prospects.new_no import About, Agreement, Asked, Behind, Condition, Named, Promised

PROMISES = (
    "the two-page checklist",
    "the example from the foundry",
    "the list of questions for a pilot",
    "the article about night shifts",
)
NAMED = (
    ("Piet Claes", "Noordzee Vis"),
    ("Sofia Almeida", "Cork & Co"),
    ("Anneke de Boer", "Tulip Logistics"),
    ("Karl Henning", "Henning Optik"),
)
GOALS = ("New plant by May", "Less waste", "Shorter lead times", "One plan for both sites")
CHALLENGES = ("Short-handed in planning", "Too many spreadsheets", "Nobody owns the forecast")
INTERESTS = ("Ski touring", "Choir", "Old tractors", "Sailing")
FEEDBACK = (
    "Your proposal was clear. We couldn't tell who would do the work.",
    "You came a month too late.",
    "We would have wanted a smaller start.",
)
COMPETITORS = ("Planwerk", "Northgate Systems", "Bluefield")
STAGES = ("First talk", "Proposal", "Negotiation")
SOURCES = ("Recommended", "Website", "Trade fair", "Cold call")
CUES = ("Two children at university.", "Prefers mornings.", "Just back from a long illness.")
CONDITIONS: dict[ExitConversation, tuple[WakeUpKind, str, int | None]] = {
    ExitConversation.BETTER_FIT_ELSEWHERE: (WakeUpKind.WE_SHIP, "Single sign-on", None),
    ExitConversation.STAYING_WITH_SUPPLIER: (WakeUpKind.CONTRACT_END, "", 300),
    ExitConversation.COMPETITOR_CHOSEN: (WakeUpKind.GO_LIVE, "", 40),
    ExitConversation.NOT_A_PRIORITY: (WakeUpKind.BUDGET_YEAR, "", 200),
}


def exit_of(
    conversation: ExitConversation, team_id: UUID, day: date, chance: random.Random
) -> dict[str, Any]:
    """The fields of a NewNo that a talkative exit on `day` fills; about half of them each time."""
    reason_id = _reason(conversation, team_id, chance)
    if conversation == ExitConversation.DRIFTED:
        return {"reason_id": reason_id}
    return {
        "reason_id": reason_id,
        "asks": tuple(_asks(chance)),
        "agreement": _agreement(chance),
        "promise": _promise(day, chance),
        "condition": _condition(conversation, day, chance),
        "referral": Named(*chance.choice(NAMED)) if chance.random() < 0.12 else None,
        "behind": _behind(conversation, chance),
        "about": _about(chance),
    }


def _reason(conversation: ExitConversation, team_id: UUID, chance: random.Random) -> UUID | None:
    """One of the team's own, the first more often than the others; now and then none."""
    reasons = list(LossReason.objects.of_team(team_id).offered().filter(conversation=conversation))
    if not reasons or chance.random() < 0.2:
        return None
    weights = range(len(reasons) + 1, 1, -1)
    return chance.choices([reason.pk for reason in reasons], weights)[0]


def _asks(chance: random.Random) -> list[Asked]:
    asks = []
    if chance.random() < 0.5:
        asks.append(Asked(AskKind.FEEDBACK, AskAnswer.YES, chance.choice(FEEDBACK)))
    if chance.random() < 0.2:
        asks.append(Asked(AskKind.REFERENCE, AskAnswer.YES, "how we work"))
    if chance.random() < 0.25:
        asks.append(Asked(AskKind.REFERRAL, AskAnswer.LATER))
    if chance.random() < 0.3:
        asks.append(Asked(AskKind.MAILING_LIST, chance.choice([AskAnswer.YES, AskAnswer.NO])))
    return asks


def _agreement(chance: random.Random) -> Agreement:
    if chance.random() < 0.5:
        return Agreement()
    channels = (PermissionChannel.CALL, PermissionChannel.MAIL)
    strength = chance.choice([PermissionStrength.SAID, PermissionStrength.CONFIRMED])
    return Agreement(channels, strength, "Yes, drop me a line now and then.")


def _promise(day: date, chance: random.Random) -> Promised | None:
    if chance.random() < 0.6:
        return None
    on = day + timedelta(days=chance.randrange(3, 20)) if chance.random() < 0.5 else None
    return Promised(chance.choice(PROMISES), on)


def _condition(conversation: ExitConversation, day: date, chance: random.Random) -> Condition | None:
    if conversation not in CONDITIONS or chance.random() < 0.4:
        return None
    kind, what, days = CONDITIONS[conversation]
    return Condition(kind, what, day + timedelta(days=days) if days else None)


def _behind(conversation: ExitConversation, chance: random.Random) -> Behind:
    chosen = conversation == ExitConversation.COMPETITOR_CHOSEN
    return Behind(
        budget="Nothing left this year." if chance.random() < 0.3 else "",
        needs="A plan both sites can read." if chance.random() < 0.4 else "",
        **_who_else(chosen, chance),
        stage=chance.choices(STAGES, (2, 5, 3))[0],
        source=chance.choices(SOURCES, (4, 3, 2, 1))[0],
        likelihood=chance.choice(list(Likelihood)),
        right_but_early=chance.random() < 0.3,
    )


def _who_else(chosen: bool, chance: random.Random) -> dict[str, Any]:
    """Another was in it where another was chosen, and sometimes else."""
    if not chosen and chance.random() < 0.75:
        return {}
    main = chance.choices(COMPETITORS, (5, 3, 2))[0]
    return {"competitors": (main,), "main_competitor": main}


def _about(chance: random.Random) -> About:
    topics = [(TopicKind.GOAL, chance.choice(GOALS))]
    if chance.random() < 0.6:
        topics.append((TopicKind.CHALLENGE, chance.choice(CHALLENGES)))
    if chance.random() < 0.4:
        topics.append((TopicKind.INTEREST, chance.choice(INTERESTS)))
    return About(
        topics=tuple(topics),
        personal_cues=chance.choice(CUES) if chance.random() < 0.3 else "",
        pace=chance.choice(list(Pace)),
        priority=chance.choice(list(Priority)),
    )
