"""Which noes are looked at: whose, since when, and narrowed by what; it stands in the address."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Final, Self
from urllib.parse import urlencode
from uuid import UUID

from accounts.models import User
from accounts.policy import Thing, may_see
from common.text import clean_line
from insights.kinds import Period, Whose
from insights.value_bands import Band
from prospects.conversations import AskAnswer, AskKind, Decided, ExitConversation, Likelihood, ToldBy
from prospects.models import SHORT_LENGTH

NINETY_DAYS: Final = timedelta(days=89)
# Figures narrow by these words, as they were typed at the no.
TYPED: Final = ("stage", "source")
KEYS: Final = ("reason", "competitor")
CODES: Final[Mapping[str, type[StrEnum]]] = {
    "conversation": ExitConversation,
    "likelihood": Likelihood,
    "told_by": ToldBy,
    "decided": Decided,
    "ask": AskKind,
    "answer": AskAnswer,
}
DECIDERS: Final = ("yes", "no")
NARROWING: Final = (*CODES, *KEYS, *TYPED, "band", "decider")


@dataclass(frozen=True, slots=True)
class Selection:
    """What is asked about. Days are local dates of the viewer, both included; `first_on` None: since ever.

    `viewer_id` looks at their own people, or at their whole team where `whose` says so; `today` is their
    local date. `reason` and `competitor` are ids, `stage` and `source` the words of the no, "" for any.
    `decided`: what the buyer pressed; `ask`: noes with which this was asked, and got that `answer` if one is
    given; `band`: what the deal was worth; `decider`: told by the decision maker ("yes") or by others ("no").
    """

    viewer_id: UUID
    team_id: UUID
    today: date
    whose: Whose = Whose.ME
    period: Period | None = Period.YEAR
    first_on: date | None = None
    last_on: date | None = None
    conversation: ExitConversation | None = None
    reason: UUID | None = None
    competitor: UUID | None = None
    stage: str = ""
    source: str = ""
    likelihood: Likelihood | None = None
    told_by: ToldBy | None = None
    decided: Decided | None = None
    ask: AskKind | None = None
    answer: AskAnswer | None = None
    band: Band | None = None
    decider: str = ""

    @property
    def is_of_team(self) -> bool:
        """Whether the whole team is looked at."""
        return self.whose is Whose.TEAM

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but whose and since when was chosen."""
        return any(getattr(self, name) for name in NARROWING)

    def but(self, **changed: object) -> Self:
        """The same with something else chosen."""
        return replace(self, **changed)  # type: ignore[arg-type]

    def widened(self) -> Self:
        """The same with nothing chosen but whose and since when."""
        return self.but(**{one.name: one.default for one in fields(self) if one.name in NARROWING})

    def query(self, **changed: object) -> str:
        """The part of an address after the "?" that says this; `changed` in place of what stands."""
        chosen = self.but(**changed) if changed else self
        said: dict[str, str] = {"whose": chosen.whose.value}
        if chosen.period:
            said["period"] = chosen.period.value
        else:
            said |= {"from": _iso(chosen.first_on), "to": _iso(chosen.last_on)}
        for name in NARROWING:
            said[name] = str(getattr(chosen, name) or "")
        return urlencode({name: value for name, value in said.items() if value})


def selection_of(asked: Mapping[str, str], user: User, today: date) -> Selection:
    """What an address asks for. What it says wrongly counts as not said: figures are never an error page.

    Only whoever may see the team's numbers looks at the whole team; everybody else at their own people.
    """
    whose = Whose.TEAM if asked.get("whose") == Whose.TEAM and may_see(user, Thing.TEAM_NUMBERS) else Whose.ME
    first_on, last_on = _day(asked.get("from")), _day(asked.get("to"))
    period = _period(asked.get("period", ""), is_own=bool(first_on or last_on))
    if period:
        first_on, last_on = first_day(period, today), today
    return Selection(
        viewer_id=user.pk,
        team_id=user.team_id,
        today=today,
        whose=whose,
        period=period,
        first_on=first_on,
        last_on=last_on or today,
        band=Band.read(asked.get("band", "")),
        decider=asked.get("decider", "") if asked.get("decider") in DECIDERS else "",
        **{name: _code(kind, asked.get(name, "")) for name, kind in CODES.items()},  # type: ignore[arg-type]
        **{name: _uuid(asked.get(name, "")) for name in KEYS},  # type: ignore[arg-type]
        **{name: clean_line(asked.get(name, ""))[:SHORT_LENGTH] for name in TYPED},  # type: ignore[arg-type]
    )


def first_day(period: Period, today: date) -> date | None:
    """The first day of a period that ends today: ninety days, or this month and the eleven before it."""
    if period is Period.ALL:
        return None
    if period is Period.QUARTER:
        return today - NINETY_DAYS
    return date(today.year - (today.month < 12), today.month % 12 + 1, 1)


def _period(text: str, *, is_own: bool) -> Period | None:
    if text in set(Period):
        return Period(text)
    return None if is_own else Period.YEAR


def _code(kind: type[StrEnum], text: str) -> StrEnum | None:
    return kind(text) if text in set(kind) else None


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
