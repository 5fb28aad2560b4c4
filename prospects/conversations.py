"""Pure: the kinds of "no", who told us and how, what was asked, as codes."""

from enum import StrEnum


class ExitConversation(StrEnum):
    """The eight exit conversations (PRODUCT.md); a team adds reasons under them, never more of them."""

    NOT_A_PRIORITY = "not_a_priority"
    COMPETITOR_CHOSEN = "competitor_chosen"
    BETTER_FIT_ELSEWHERE = "better_fit_elsewhere"
    STAYING_WITH_SUPPLIER = "staying_with_supplier"
    DRIFTED = "drifted"
    CANNOT = "cannot"
    WE_DECLINED = "we_declined"
    UNKNOWN = "unknown"


# Days from the last two-way contact on which a first check-in sits best (COPY.md A, RULES.md).
PREFERRED_DAY: dict[ExitConversation, int] = {
    ExitConversation.NOT_A_PRIORITY: 45,
    ExitConversation.COMPETITOR_CHOSEN: 55,
    ExitConversation.BETTER_FIT_ELSEWHERE: 50,
    ExitConversation.STAYING_WITH_SUPPLIER: 55,
    ExitConversation.DRIFTED: 31,
    ExitConversation.CANNOT: 40,
    ExitConversation.WE_DECLINED: 35,
    ExitConversation.UNKNOWN: 30,
}


class ToldBy(StrEnum):
    """How the no reached us."""

    MET = "met"
    CALL = "call"
    MAIL = "mail"
    SILENCE = "silence"
    OTHER = "other"


class AskKind(StrEnum):
    """What is worth asking at the exit (COPY.md B); a thank-you is said, not asked."""

    STAY_IN_TOUCH = "stay_in_touch"
    FEEDBACK = "feedback"
    REFERRAL = "referral"
    REFERENCE = "reference"
    REENTRY = "reentry"
    MAILING_LIST = "mailing_list"
    NEXT_MEETING = "next_meeting"
    THANK_YOU = "thank_you"
    CONGRATULATE = "congratulate"


class AskAnswer(StrEnum):
    """What they answered; `stop` is possible for staying in touch only."""

    NOT_ASKED = "not_asked"
    YES = "yes"
    NO = "no"
    LATER = "later"
    STOP = "stop"


class GoodDeal(StrEnum):
    """Was it one for us? `no` lets go: thank-you, nothing more."""

    YES = "yes"
    UNSURE = "unsure"
    NO = "no"


class Manner(StrEnum):
    """How the agreed next contact is to happen."""

    CALL = "call"
    MAIL = "mail"
    MEETING = "meeting"


class DealStatus(StrEnum):
    """Where a deal stands."""

    OPEN = "open"
    LOST = "lost"
    WON = "won"
    WON_BACK = "won_back"
    LET_GO = "let_go"


class PermissionChannel(StrEnum):
    """What a permission is for."""

    CALL = "call"
    MAIL = "mail"
    NEWSLETTER = "newsletter"
    MEETING = "meeting"


class PermissionStrength(StrEnum):
    """Said aloud is enough for a person; what the app sends by itself needs it in writing."""

    SAID = "said"
    CONFIRMED = "confirmed"


class PermissionSource(StrEnum):
    """How we learned of a permission, or of its end."""

    AT_THE_NO = "at_the_no"
    TOLD_US = "told_us"
    WROTE = "wrote"
    PRESSED_LINK = "pressed_link"
    ASKED_TO_STOP = "asked_to_stop"
    LEFT_COMPANY = "left_company"


class PromiseState(StrEnum):
    """Whether what we said we would do was done."""

    OPEN = "open"
    KEPT = "kept"
    NOT_KEPT = "not_kept"


class WakeUpKind(StrEnum):
    """What would have to happen for the door to open again (PRODUCT.md, row 13)."""

    CONTRACT_END = "contract_end"
    BUDGET_YEAR = "budget_year"
    GO_LIVE = "go_live"
    NEW_PERSON = "new_person"
    VENDOR_STUMBLES = "vendor_stumbles"
    WE_SHIP = "we_ship"
    PERSON_LEAVES = "person_leaves"
    OTHER = "other"


class WakeUpState(StrEnum):
    """Whether a wake-up still waits for what it names."""

    WAITING = "waiting"
    TRIGGERED = "triggered"
    DROPPED = "dropped"


class Pace(StrEnum):
    """How fast they like to go."""

    FAST = "fast"
    SLOW = "slow"


class Priority(StrEnum):
    """What comes first for them."""

    TASK = "task"
    RELATIONSHIP = "relationship"


class Likelihood(StrEnum):
    """How likely a yes later."""

    LOW = "low"
    FAIR = "fair"
    HIGH = "high"


class Relation(StrEnum):
    """What a prospect without a no is to us."""

    PARTNER = "partner"
    CLIENT = "client"
    COLLEAGUE = "colleague"
    REFERRED = "referred"


class TopicKind(StrEnum):
    """What a topic is to a person."""

    GOAL = "goal"
    CHALLENGE = "challenge"
    INTEREST = "interest"


class Decided(StrEnum):
    """What the buyer says decided it (COPY.md G)."""

    TIMING = "timing"
    PRICE = "price"
    SOMEONE_ELSE = "someone_else"
    BETTER_FIT = "better_fit"
    STAYING = "staying"
    NOTHING_YET = "nothing_yet"
    COULD_NOT_WORK = "could_not_work"
    RATHER_NOT_SAY = "rather_not_say"
