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
    """What is worth asking at the exit; the rest of the list joins with its own consequences."""

    STAY_IN_TOUCH = "stay_in_touch"


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
