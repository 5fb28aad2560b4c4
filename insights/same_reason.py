"""Pure: whether what we wrote of a no and what the buyer pressed say the same (PRODUCT.md, row 33).

We choose one of eight exit conversations and a reason under it; they choose one of eight answers to "what
decided it for you?" (COPY.md G). Each side gets one label, so that agreement by chance can be reckoned.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from insights.agreement import Agreement, agreement
from prospects.conversations import Decided, ExitConversation

# What the buyer presses if we understood them. Going quiet is a matter of time: "no decision" is what we saw,
# and "the timing" what it is for them.
MEANS: Final[Mapping[ExitConversation, Decided]] = {
    ExitConversation.NOT_A_PRIORITY: Decided.TIMING,
    ExitConversation.COMPETITOR_CHOSEN: Decided.SOMEONE_ELSE,
    ExitConversation.BETTER_FIT_ELSEWHERE: Decided.BETTER_FIT,
    ExitConversation.STAYING_WITH_SUPPLIER: Decided.STAYING,
    ExitConversation.DRIFTED: Decided.TIMING,
    ExitConversation.CANNOT: Decided.COULD_NOT_WORK,
}

# No reason that could be the same as one of ours: one keeps it, for the other there is none yet.
SAYS_NO_REASON: Final = (Decided.RATHER_NOT_SAY, Decided.NOTHING_YET)

# Our conversation, whether our reason is the price, what they pressed.
Pair = tuple[ExitConversation, bool, Decided]


@dataclass(frozen=True)
class Beside:
    """Our reasons beside theirs.

    `matrix`: how often each of our labels met each of theirs; `apart`: pairs that say nothing either way.
    """

    agreement: Agreement
    matrix: Mapping[tuple[Decided, Decided], int]
    apart: Mapping[str, int]

    @property
    def answered(self) -> int:
        """All who answered, also those whose answer stands apart."""
        return self.agreement.share.of + sum(self.apart.values())


def our_label(conversation: ExitConversation, *, is_price: bool) -> Decided | None:
    """What we wrote, in the buyer's words; None where that is no reason of theirs ("we said no").

    Price is a reason under every conversation, and the sharper of the two things we wrote: it is our label,
    and "someone else convinced us" does not agree with it. The other way round either answer of theirs could
    be called right, and agreement would be had for nothing.
    """
    if conversation not in MEANS:
        return None
    return Decided.PRICE if is_price else MEANS[conversation]


def beside(pairs: Mapping[Pair, int], confidence: float) -> Beside:
    """Compare what was seen how often; `apart` goes by their answer first, then by our conversation."""
    matrix: Counter[tuple[Decided, Decided]] = Counter()
    apart: Counter[str] = Counter()
    for (conversation, is_price, decided), times in pairs.items():
        ours = our_label(conversation, is_price=is_price)
        if decided in SAYS_NO_REASON:
            apart[decided.value] += times
        elif ours is None:
            apart[conversation.value] += times
        else:
            matrix[ours, decided] += times
    return Beside(agreement(matrix, confidence), matrix, apart)


def is_named(label: str, words: tuple[str, ...]) -> bool:
    """Whether a team's own label speaks of one of the words ("Price too high" of "price")."""
    folded = label.casefold()
    return any(word.casefold() in folded for word in words)
