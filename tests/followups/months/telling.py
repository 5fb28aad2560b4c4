"""Everything people may tell the machine of months, drawn at random: noes, touches, outcomes, settings.

Days are told relative to the day they are told on, so that shrinking finds the smallest story.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from followups.kinds import Channel, Direction, Outcome, TouchKind
from prospects.conversations import (
    AskAnswer,
    AskKind,
    ExitConversation,
    GoodDeal,
    Manner,
    PermissionChannel,
    ToldBy,
    WakeUpKind,
)
from prospects.new_no import (
    About,
    Agreement,
    Asked,
    Behind,
    Condition,
    Named,
    NewNo,
    Offer,
    Other,
    Promised,
    Tender,
    Who,
)

ANSWERS = [AskAnswer.NOT_ASKED, AskAnswer.YES, AskAnswer.YES, AskAnswer.LATER, AskAnswer.NO]
ASKS = [AskKind.FEEDBACK, AskKind.REFERRAL, AskKind.REENTRY, AskKind.MAILING_LIST, AskKind.CONGRATULATE]
CADENCES = ["", "30-60", "30-60, 60-90, 90-180", "2x 45-75, 90-120"]
PLACES = [("", ""), ("DE", "BY"), ("US", ""), ("JP", "")]
WEEKS = ["01234", "0123", "024", "0123456", "6"]
CALENDARS = st.tuples(st.sampled_from(PLACES), st.sampled_from(WEEKS)).map(lambda told: (*told[0], told[1]))


@dataclass(frozen=True)
class Told:
    """A no as it is told; numbers are days ago, or days from now."""

    conversation: ExitConversation
    said_ago: int
    told_by: ToldBy | None
    stay: AskAnswer
    asks: tuple[tuple[AskKind, AskAnswer], ...]
    agreed_in: int | None
    manner: Manner | None
    good_deal: GoodDeal
    promise_in: int | None
    promise_every: int | None
    wake_up: tuple[WakeUpKind, int | None] | None
    names_somebody: bool
    award_in: int | None
    channels: tuple[PermissionChannel, ...]
    value: int | None
    somebody_else: bool
    country: str

    def as_new_no(self, today: date, who: Who, words: str) -> NewNo:
        """The no as the form would send it on `today`; `words` make names in it unique."""

        def ahead(days: int | None) -> date | None:
            return None if days is None else today + timedelta(days=days)

        tender = Tender(award_on=ahead(self.award_in)) if self.award_in is not None else None
        value = None if self.value is None else Decimal(self.value)
        return NewNo(
            conversation=self.conversation,
            said_on=today - timedelta(days=self.said_ago),
            who=who,
            offer=Offer(title=f"Offer {words}", value=value, currency="EUR" if value else "", tender=tender),
            told_by=self.told_by,
            stay_in_touch=self.stay,
            asks=tuple(Asked(kind, answer) for kind, answer in self.asks),
            agreement=Agreement(self.channels),
            next_contact_on=ahead(self.agreed_in),
            next_contact_manner=self.manner if self.agreed_in is not None else None,
            promise=self._promise(ahead),
            condition=self._condition(ahead),
            referral=Named(f"Named {words}") if self.names_somebody else None,
            good_deal=self.good_deal,
            about=About(country=self.country),
            behind=Behind(people=(Other(f"Behind {words}"),) if self.somebody_else else ()),
        )

    def _promise(self, ahead: Any) -> Promised | None:
        if self.promise_in is None and self.promise_every is None:
            return None
        return Promised("the checklist", on=ahead(self.promise_in), every_weeks=self.promise_every)

    def _condition(self, ahead: Any) -> Condition | None:
        if self.wake_up is None:
            return None
        kind, days = self.wake_up
        return Condition(kind, "Single sign-on", on=ahead(days))


def seldom(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Mostly nothing."""
    return st.sampled_from([None, None, None, 1]).flatmap(lambda one: strategy if one else st.none())


TOLD = st.builds(
    Told,
    conversation=st.sampled_from(ExitConversation),
    said_ago=st.sampled_from([0, 0, 0, 0, 1, 3, 9, 15, 40, 55, 61, 120]),
    told_by=st.sampled_from([None, *ToldBy]),
    stay=st.sampled_from([*[AskAnswer.NOT_ASKED] * 3, *[AskAnswer.YES] * 4, AskAnswer.NO, AskAnswer.STOP]),
    asks=st.lists(
        st.tuples(st.sampled_from(ASKS), st.sampled_from(ANSWERS)), max_size=3, unique_by=lambda ask: ask[0]
    ).map(tuple),
    agreed_in=seldom(st.sampled_from([0, 1, 5, 12, 33, 70, 100])),
    manner=st.sampled_from([None, *Manner]),
    good_deal=st.sampled_from([*[GoodDeal.UNSURE] * 3, GoodDeal.YES, GoodDeal.NO]),
    promise_in=seldom(st.sampled_from([0, 2, 6, 20])),
    promise_every=seldom(st.sampled_from([1, 4])),
    wake_up=seldom(
        st.tuples(st.sampled_from(WakeUpKind), st.sampled_from([None, 1, 10, 40, 150, 300]))
    ),
    names_somebody=st.sampled_from([False, False, False, True]),
    award_in=seldom(st.sampled_from([5, 50])),
    channels=st.lists(st.sampled_from(PermissionChannel), max_size=2, unique=True).map(tuple),
    value=st.sampled_from([None, 100, 5000]),
    somebody_else=st.sampled_from([False, False, False, True]),
    country=st.sampled_from(["", "", "FR"]),
)  # fmt: skip
# Endings are rarer than tries, or nobody would be left.
OUTCOMES = st.sampled_from(
    [
        *[Outcome.SPOKE, Outcome.DONE, Outcome.NO_ANSWER, Outcome.LEFT_MESSAGE] * 4,
        *[Outcome.NOT_YET, Outcome.INTERESTED, Outcome.NEW_NEED] * 2,
        Outcome.WON_BACK, Outcome.ASKED_TO_STOP, Outcome.LEFT_COMPANY,
    ]
)  # fmt: skip
UNTIL = st.integers(min_value=1, max_value=75)
# None: until something is due again.
DAYS = st.sampled_from([None, None, None, 1, 2, 7, 20, 45])
TOUCHES = st.fixed_dictionaries(
    {
        "channel": st.sampled_from(Channel),
        "direction": st.sampled_from(Direction),
        "kind": st.sampled_from(TouchKind),
        "spoke": st.booleans(),
        "override_reason": st.sampled_from(["", "", "They will want it now"]),
    }
)
DEALS = ("reopen", "won", "let go", "need")
SILENCE = ("channel", "close", "keep")
AGREEMENTS = ("grant", "withdraw", "rhythm", "rhythm", "window", "stop")
DEEDS = ("complete", "complete", "complete", "put off", "skip")
FOR_EVERYBODY = ("calendar", "away", "numbers", "spread", "shipped")
NUMBERS = st.fixed_dictionaries(
    {
        "daily_limit": st.sampled_from([1, 2, 6]),
        "cadence": st.sampled_from(CADENCES),
        "value_item_day": st.sampled_from([10, 15, 20]),
    }
)


@dataclass(frozen=True)
class Away:
    """Days off from so many days on; a colleague looks after them, or another absence is taken back."""

    starts_in: int
    length: int
    is_handed: bool
    ends_another: bool


ABSENCES = st.builds(Away, st.integers(0, 30), st.integers(0, 25), st.booleans(), st.booleans())
