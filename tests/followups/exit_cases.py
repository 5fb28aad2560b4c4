"""Noes for the oracle of the exit: drawn ones, every combination, and each as the form would tell it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from itertools import product
from typing import Any

from hypothesis import strategies as st

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
from prospects.new_no import Agreement, Asked, Condition, Named, NewNo, Offer, Promised
from prospects.new_no import Tender as NewTender
from tests.cast import MONDAY, a_no
from tests.followups.exit_oracle import Case, Promise, Tender, WakeUp
from tests.replay.oracle import Calendar

MON_TO_FRI = "01234"
OTHER_ASKS: list[AskKind] = [
    kind for kind in AskKind if kind not in (AskKind.STAY_IN_TOUCH, AskKind.THANK_YOU)
]
ANSWERS = [AskAnswer.NOT_ASKED, AskAnswer.YES, AskAnswer.NO, AskAnswer.LATER]
TODAYS = st.dates(date(2024, 1, 1), date(2030, 12, 31))
PLACES = st.sampled_from([("DE", "BY"), ("DE", "BE"), ("US", "TX"), ("NO", ""), ("JP", "")])
WEEKDAYS = st.sampled_from([MON_TO_FRI] * 3 + ["0123", "13", "0", "5", "12346", "0123456"])
# Days since the no: mostly near those days on which something in the rules turns.
AGES = st.sampled_from([0] * 8) | st.integers(0, 20) | st.integers(25, 65) | st.integers(0, 400)
# Mostly people who go on talking to us, and say yes to something: the rest writes little.
ANSWERS_GIVEN = st.sampled_from([*AskAnswer, *[AskAnswer.YES, AskAnswer.NOT_ASKED, AskAnswer.LATER] * 3])
CHANNELS_GIVEN = st.sampled_from(
    [*[frozenset[str]()] * 3, *(frozenset({channel.value}) for channel in PermissionChannel)]
)
# Thanks and value items turn near day 15, congratulations near day 30, windows and the queue near day 60.
DAYS_LOOKED_BACK = [*range(4), *range(12, 18), *range(27, 33), *range(53, 63)]


@dataclass(frozen=True)
class Place:
    """Where somebody works, and on which weekdays (digits, Monday is 0)."""

    country: str = "DE"
    region: str = "BY"
    weekdays: str = MON_TO_FRI

    @property
    def calendar(self) -> Calendar:
        """Their working days, as the oracle counts them."""
        return _calendar(self.country, self.region, self.weekdays)


@cache
def _calendar(country: str, region: str, weekdays: str) -> Calendar:
    return Calendar(country, region, [int(digit) for digit in weekdays])


def _some_days(today: date, first: int, last: int) -> st.SearchStrategy[date]:
    return st.integers(first, last).map(lambda offset: today + timedelta(days=offset))


@st.composite
def heard_noes(draw: st.DrawFn) -> tuple[Place, Case]:
    """Any no of somebody new, and where the one who heard it works."""
    place = Place(*draw(PLACES), draw(WEEKDAYS))
    return place, draw(_cases(place.calendar))


@st.composite
def _cases(draw: st.DrawFn, calendar: Calendar) -> Case:
    today = draw(TODAYS)
    said_on = today - timedelta(days=draw(AGES))
    asks = draw(_asks())
    agreed_on = draw(st.none() | st.none() | _some_days(said_on, 0, 60) | _some_days(today, 0, 400))
    return Case(
        conversation=draw(st.sampled_from(ExitConversation)).value,
        said_on=said_on,
        today=today,
        calendar=calendar,
        told_by=draw(st.none() | st.sampled_from(ToldBy).map(str)),
        asks=asks,
        permissions=draw(CHANNELS_GIVEN),
        next_contact_on=agreed_on,
        manner=draw(st.none() | st.sampled_from(Manner).map(str)) if agreed_on else None,
        good_deal=draw(st.sampled_from([*GoodDeal, *[GoodDeal.YES, GoodDeal.UNSURE] * 2])).value,
        promises=draw(st.just(()) | _promise(said_on, today).map(lambda promise: (promise,))),
        wake_up=draw(st.none() | _wake_ups(today)),
        names_somebody=asks.get("referral") == "yes" and draw(st.booleans()),
        tender=draw(st.none() | st.builds(Tender, st.none() | _some_days(said_on, 1, 130))),
        load=draw(_loads(today)),
        daily_limit=draw(st.integers(1, 7)),
        wants_debrief=draw(st.booleans()),
    )


@st.composite
def _asks(draw: st.DrawFn) -> dict[str, str]:
    asks: dict[AskKind, AskAnswer] = {
        kind: draw(st.sampled_from([*ANSWERS, AskAnswer.YES])) for kind in OTHER_ASKS
    }
    asks[AskKind.STAY_IN_TOUCH] = draw(ANSWERS_GIVEN)
    return {kind.value: answer.value for kind, answer in asks.items()}


def _promise(said_on: date, today: date) -> st.SearchStrategy[Promise]:
    days = st.none() | _some_days(said_on, 0, 20) | _some_days(today, 0, 200)
    return st.builds(Promise, st.just("send the numbers"), days, st.none() | st.integers(1, 26))


@st.composite
def _wake_ups(draw: st.DrawFn, today: date) -> WakeUp:
    kind = draw(st.sampled_from(WakeUpKind))
    days = st.none() | _some_days(today, 0, 60) | _some_days(today, 0, 800)
    notice_on = draw(days) if kind == WakeUpKind.CONTRACT_END else None
    return WakeUp(kind.value, draw(days), notice_on)


@st.composite
def _loads(draw: st.DrawFn, today: date) -> dict[date, int]:
    """A few busy days, or a few free ones among many that are full."""
    some = draw(st.dictionaries(st.integers(0, 75), st.integers(0, 7), max_size=8))
    usual = draw(st.sampled_from([0, 0, 2, 6]))
    offsets = range(76) if usual else some
    return {today + timedelta(days=offset): some.get(offset, usual) for offset in offsets}


def every_combination(**facts: Any) -> Iterator[Case]:
    """Conversation, staying in touch, permission, agreed day and good deal: all 1,440 of them."""
    permissions = [frozenset[str](), *(frozenset({channel}) for channel in ("mail", "newsletter", "call"))]
    agreed = [(None, None), (MONDAY + timedelta(days=25), "call"), (MONDAY + timedelta(days=26), "meeting")]
    given = {"said_on": MONDAY, "today": MONDAY, "calendar": Place().calendar, **facts}
    asks = given.pop("asks", {})
    for conversation, answer, channels, (day, manner), good_deal in product(
        ExitConversation, AskAnswer, permissions, agreed, GoodDeal
    ):
        yield Case(
            conversation=conversation.value,
            asks={**asks, "stay_in_touch": answer.value},
            permissions=channels,
            next_contact_on=day,
            manner=manner,
            good_deal=good_deal.value,
            **given,
        )


def every_day_around(today: date = MONDAY) -> Iterator[Case]:
    """Each conversation with much to write, said on each of the days in which something turns."""
    for age, conversation in product(DAYS_LOOKED_BACK, ExitConversation):
        said_on = today - timedelta(days=age)
        for facts in _much_to_write(said_on):
            yield Case(conversation.value, said_on, today, Place().calendar, **facts)


def _much_to_write(said_on: date) -> Iterator[dict[str, Any]]:
    def after(number: int) -> date:
        return said_on + timedelta(days=number)

    yield {"permissions": frozenset({"newsletter"}), "asks": {"congratulate": "yes"}}
    stumble = WakeUp("vendor_stumbles", after(200))
    yield {"asks": {"mailing_list": "yes", "reentry": "yes"}, "wake_up": stumble}
    for number in (29, 30, 31, 32):
        tender = Tender(after(40)) if number == 30 else None
        yield {"asks": {"congratulate": "yes"}, "next_contact_on": after(number), "tender": tender}
    yield {"tender": Tender(after(50)), "promises": (Promise("send the numbers"),)}
    # One a day, and three days around the preferred ones are taken by the no itself.
    yield {
        "promises": (Promise("send the numbers", after(45)),),
        "wake_up": WakeUp("budget_year", after(165)),
        "asks": {"congratulate": "yes", "reentry": "yes"},
        "daily_limit": 1,
    }
    yield {"promises": (Promise("send the numbers", after(54)),), "wake_up": WakeUp("other", after(69))}


def every_wake_up(today: date = MONDAY) -> Iterator[Case]:
    """Each condition on days that are near, far, at the weekend and on holidays."""
    for kind, number in product(WakeUpKind, (0, 5, 9, 12, 33, 60, 97, 121, 154, 200, 305)):
        on = today + timedelta(days=number)
        for notice_on in (None, on - timedelta(days=30)) if kind == WakeUpKind.CONTRACT_END else (None,):
            wake_up = WakeUp(kind.value, on, notice_on)
            yield Case("cannot", today, today, Place().calendar, wake_up=wake_up, asks={"reentry": "yes"})


def told(case: Case, offer: Offer | None = None) -> NewNo:
    """The same no, as it is told to the application."""
    offer = offer or Offer(title="S&OP redesign")
    if case.tender:
        offer = replace(offer, tender=NewTender(award_on=case.tender.award_on))
    return a_no(
        conversation=ExitConversation(case.conversation),
        said_on=case.said_on,
        offer=offer,
        told_by=ToldBy(case.told_by) if case.told_by else None,
        stay_in_touch=AskAnswer(case.asks.get("stay_in_touch", "not_asked")),
        asks=_asked(case),
        agreement=Agreement(tuple(PermissionChannel(channel) for channel in sorted(case.permissions))),
        next_contact_on=case.next_contact_on,
        next_contact_manner=Manner(case.manner) if case.manner else None,
        good_deal=GoodDeal(case.good_deal),
        promise=next((Promised(one.text, one.due_on, one.every_weeks) for one in case.promises), None),
        condition=_condition(case.wake_up),
        referral=Named("Jonas Weber", "Alpenmilch") if case.names_somebody else None,
    )


def _asked(case: Case) -> tuple[Asked, ...]:
    others = {kind: answer for kind, answer in case.asks.items() if kind != "stay_in_touch"}
    return tuple(Asked(AskKind(kind), AskAnswer(answer)) for kind, answer in others.items())


def _condition(wake_up: WakeUp | None) -> Condition | None:
    if wake_up is None:
        return None
    return Condition(WakeUpKind(wake_up.kind), "single sign-on", wake_up.on, wake_up.notice_on)
