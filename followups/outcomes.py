"""Pure: which outcomes a kind of follow-up can have (RULES.md, Outcomes)."""

from followups.kinds import Kind, Outcome

# What needs a deal that was declined.
ABOUT_A_NO = frozenset({Outcome.NEW_NEED, Outcome.WON_BACK})
# What they told us, or what is about somebody else by now: no contact of ours that a rule could hold back.
NO_REACHING_OUT = frozenset({Outcome.ASKED_TO_STOP, Outcome.LEFT_COMPANY, Outcome.WON_BACK})
_SENT = (Outcome.DONE, Outcome.ASKED_TO_STOP)
_REACHED = (Outcome.SPOKE, Outcome.DONE, Outcome.LEFT_MESSAGE, Outcome.NO_ANSWER, Outcome.ASKED_TO_STOP)

# A debrief has us alone in it.
_OUTCOMES_OF: dict[Kind, tuple[Outcome, ...]] = {
    Kind.THANK_YOU: _SENT,
    Kind.DEBRIEF: (Outcome.DONE,),
    Kind.ASK: _REACHED,
    Kind.PROMISE: _SENT,
    Kind.VALUE_ITEM: _SENT,
    Kind.CHECK_IN: tuple(Outcome),
    Kind.AGREED_MEETING: tuple(Outcome),
    Kind.WAKE_UP: tuple(Outcome),
    Kind.REFERRAL: _REACHED,
    Kind.CONGRATULATE: _SENT,
}


def reaches_out(kind: Kind, outcome: Outcome, *, kept: bool = True) -> bool:
    """Whether an outcome tells of a contact of ours; of a promise only when it was kept."""
    if kind == Kind.DEBRIEF or (kind == Kind.PROMISE and not kept):
        return False
    return outcome not in NO_REACHING_OUT


def outcomes_for(kind: str, *, has_no: bool = True) -> tuple[Outcome, ...]:
    """The outcomes a kind of follow-up can have; without a no behind it nothing can come back."""
    outcomes = _OUTCOMES_OF[Kind(kind)]
    return outcomes if has_no else tuple(outcome for outcome in outcomes if outcome not in ABOUT_A_NO)
