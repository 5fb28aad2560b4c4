"""The noes behind a figure: which of a selection, a page of them after another by key, and as a file."""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from accounts.models import User
from insights.models import Debrief
from insights.noes import LET_GO_AT_ONCE, OURS, may_come_back, noes, told_us
from insights.selection import Selection
from prospects.models import Feedback, Loss
from prospects.visibility import visible

PAGE: Final = 50


class Among(StrEnum):
    """Which of the noes that are counted apart."""

    TOLD_US = "told"
    MAY_COME_BACK = "rate"
    OURS = "ours"
    BEFORE_OFFER = "before_offer"
    LET_GO = "let_go"
    AGAIN = "again"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What a figure is about beyond its selection. Months by their first day: of the no, of the coming back.

    `no_reason`: without a reason of the team's; `voice`: with the buyer's own words; `debriefed`: looked back
    at by the viewer.
    """

    among: Among = Among.TOLD_US
    came_back: bool | None = None
    month: date | None = None
    back_month: date | None = None
    no_reason: bool = False
    voice: bool = False
    debriefed: bool = False

    def query(self) -> str:
        """As it stands in an address."""
        said = {
            "among": "" if self.among is Among.TOLD_US else self.among.value,
            "came_back": {True: "yes", False: "no", None: ""}[self.came_back],
            "month": self.month.strftime("%Y-%m") if self.month else "",
            "back_month": self.back_month.strftime("%Y-%m") if self.back_month else "",
            "no_reason": "yes" if self.no_reason else "",
            "voice": "yes" if self.voice else "",
            "debriefed": "yes" if self.debriefed else "",
        }
        return urlencode({name: value for name, value in said.items() if value})


def narrowing_of(asked: Mapping[str, str]) -> Narrowing:
    """What an address asks for; what it says wrongly counts as not said."""
    among = asked.get("among", "")
    return Narrowing(
        among=Among(among) if among in set(Among) else Among.TOLD_US,
        came_back={"yes": True, "no": False}.get(asked.get("came_back", "")),
        month=_month(asked.get("month", "")),
        back_month=_month(asked.get("back_month", "")),
        no_reason=asked.get("no_reason") == "yes",
        voice=asked.get("voice") == "yes",
        debriefed=asked.get("debriefed") == "yes",
    )


def rows_url(selection: Selection, narrowing: Narrowing | None = None, **changed: object) -> str:
    """The address of the rows behind a figure; `changed` in place of what the selection says."""
    more = narrowing.query() if narrowing else ""
    query = "&".join(part for part in (selection.query(**changed), more) if part)
    return f"{reverse('insights:noes')}?{query}"


def rows(selection: Selection, narrowing: Narrowing, viewer: User) -> QuerySet[Loss]:
    """The noes behind a figure that `viewer` may see, newest first."""
    seen = visible(viewer, "prospect")
    found = _among(selection, narrowing.among).filter(seen, _narrowed(narrowing, viewer))
    about = ("prospect__organisation", "deal", "reason")
    return found.select_related(*about).order_by("-said_on", "pk")


@dataclass(frozen=True)
class RowsPage:
    """Some of the rows, and the key of the last one where more follow ("" at the end)."""

    rows: list[Loss]
    following: str


def page_of(found: QuerySet[Loss], after: str, size: int = PAGE) -> RowsPage:
    """The rows after a key, which is a day and an id; anything else begins at the beginning."""
    shown = list(found.filter(_after(after))[: size + 1])
    last = shown[size - 1] if len(shown) > size else None
    return RowsPage(shown[:size], f"{last.said_on.isoformat()}|{last.pk}" if last else "")


def _among(selection: Selection, among: Among) -> QuerySet[Loss]:
    heard = told_us(selection)
    return {
        Among.TOLD_US: heard,
        Among.MAY_COME_BACK: may_come_back(selection),
        Among.OURS: noes(selection).filter(OURS),
        Among.BEFORE_OFFER: noes(selection).exclude(OURS).filter(offer_made=False),
        Among.LET_GO: heard.filter(LET_GO_AT_ONCE),
        Among.AGAIN: heard.exclude(LET_GO_AT_ONCE).filter(declined_again=True),
        Among.ALL: noes(selection),
    }[among]


def _narrowed(narrowing: Narrowing, viewer: User) -> Q:
    found = Q()
    if narrowing.came_back is not None:
        found &= Q(came_back_on__isnull=not narrowing.came_back)
    if narrowing.month:
        found &= Q(said_on__range=_whole(narrowing.month))
    if narrowing.back_month:
        found &= Q(came_back_on__range=_whole(narrowing.back_month))
    if narrowing.no_reason:
        found &= Q(reason__isnull=True)
    if narrowing.voice:
        found &= Q(Exists(Feedback.objects.filter(loss=OuterRef("pk"))))
    if narrowing.debriefed:
        own = Debrief.objects.of(viewer).answered()
        found &= Q(Exists(own.filter(loss=OuterRef("pk"))))
    return found


def _whole(first: date) -> tuple[date, date]:
    return first, date(first.year, first.month, monthrange(first.year, first.month)[1])


def _month(text: str) -> date | None:
    try:
        return date.fromisoformat(f"{text}-01") if len(text) == 7 else None
    except ValueError:
        return None


def _after(after: str) -> Q:
    day, _, key = after.partition("|")
    try:
        said_on, pk = date.fromisoformat(day), UUID(key)
    except ValueError:
        return Q()
    return Q(said_on__lt=said_on) | Q(said_on=said_on, pk__gt=pk)
