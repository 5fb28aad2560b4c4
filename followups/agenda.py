"""The one read model of what is due: page, digest, API and calendar all ask here."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Case, Exists, F, Min, OuterRef, Q, QuerySet, Subquery, TextField, Value, When
from django.db.models.functions import Cast, Coalesce

from accounts.models import User
from common.prepared import prepared
from followups.kinds import STANDING_KINDS, Channel, Kind, Status
from followups.models import FollowUp, Touch
from followups.scheduling import DEBRIEF_FADES_AFTER
from followups.silence import Hint, Silence, hint_for
from prospects.conversations import ExitConversation, Likelihood, Manner
from prospects.models import Promise

COMING_DAYS = 7

# Within a section: agreed meetings, promises, check-ins, then the rest (RULES.md).
_RANK = {Kind.AGREED_MEETING: 0, Kind.PROMISE: 1, Kind.CHECK_IN: 2}
_RANK_OF_THE_REST = 3
# Nobody said how likely: between fair and low.
_LIKELIHOOD: dict[str, int] = {Likelihood.HIGH: 0, Likelihood.FAIR: 1, Likelihood.LOW: 3}
_LIKELIHOOD_UNSAID = 2


class Section(StrEnum):
    """The parts of Today, in the order they stand."""

    WINDOW_CLOSED = "window-closed"
    TODAY = "today"
    WINDOW_OPEN = "window-open"
    COMING = "coming"


class AgendaItem(NamedTuple):
    """One open follow-up with everything a row or a line of mail needs; COLUMNS fill it in its order."""

    follow_up_id: UUID
    kind: Kind
    opens_on: date
    due_on: date
    closes_on: date
    version: int
    manner: str
    is_agreed: bool
    tries: int
    prospect_id: UUID
    prospect_name: str
    organisation_name: str
    title: str
    email: str
    phone: str
    is_hot: bool
    last_two_way_on: date
    conversation: str
    words: str
    told_by: str
    said_on: date | None
    deal_title: str
    value: Decimal | None
    currency: str
    likelihood: str | None = ""
    is_tender: bool | None = False
    debrief_by: date | None = None
    # What this very row is about.
    promise: str | None = ""
    wake_up_kind: str | None = ""
    wake_up: str | None = ""
    is_re_entry: bool | None = False
    referred_name: str | None = ""
    referred_id: UUID | None = None
    # The newest promise made to them, whatever row it is, and how it stands.
    last_promise: str | None = ""
    last_promise_state: str | None = ""
    # False for somebody who stood behind another's no.
    said_it: bool = True
    # Of the person: when to call, and in which words to write.
    time_zone: str | None = ""
    language: str | None = ""
    form_of_address: str | None = ""
    # Where they live, when we know.
    country: str = ""
    region: str = ""
    # Whose plan it is, where somebody else does this row; "" for one's own.
    plan_owner: str = ""
    # How often it was put off, and what stays unanswered since the last two-way contact.
    snoozes: int = 0
    windows_used: int = 0
    unanswered_tries: int = 0
    unanswered_check_ins: int = 0
    kept_on: date | None = None
    # What of the library was chosen to be sent: its name, and its link or the text itself.
    item_title: str | None = None
    item_content: str | None = None
    # They would like to talk, and nobody has talked to them since.
    raised_hand: bool = False
    loss_id: UUID | None = None

    @property
    def is_next_step(self) -> bool:
        """Whether it is the plan's next contact: its check-in or meeting, or the call they asked for."""
        return self.kind in STANDING_KINDS or (self.kind == Kind.WAKE_UP and self.manner == Manner.CALL)

    def silence(self) -> Silence:
        """What stays unanswered."""
        return Silence(self.windows_used, self.unanswered_tries, self.unanswered_check_ins)

    def hint(self, today: date) -> Hint | None:
        """What to say of somebody who does not answer; only their next contact says it."""
        if self.kind not in STANDING_KINDS:
            return None
        return hint_for(
            self.silence(),
            ExitConversation(self.conversation) if self.conversation else None,
            last_two_way_on=self.last_two_way_on,
            kept_on=self.kept_on,
            today=today,
        )

    @property
    def is_counted(self) -> bool:
        """Whether it counts in subject and badge; a debrief is offered, not owed."""
        return self.kind != Kind.DEBRIEF

    def has_window(self) -> bool:
        """Whether it may be done on more than one day."""
        return self.opens_on != self.closes_on

    def section(self, today: date) -> Section | None:
        """Where it stands on `today`; None when it is further away than a week."""
        if self.closes_on < today:
            return Section.WINDOW_CLOSED
        if self.due_on <= today:
            return Section.TODAY
        if self.opens_on <= today:
            return Section.WINDOW_OPEN
        return Section.COMING if self.opens_on <= today + timedelta(days=COMING_DAYS) else None


Items = tuple[AgendaItem, ...]


@dataclass(frozen=True)
class Agenda:
    """What is due for one person on one local date."""

    day: date
    window_closed: Items = ()
    today: Items = ()
    window_open: Items = ()
    coming: Items = ()
    # Due after today, up to the day asked for: what a weekly mail adds.
    week: Items = ()

    def digest_items(self) -> Items:
        """What the daily mail holds."""
        return tuple(item for _section, items in self.due_sections() for item in items)

    def counted(self) -> Items:
        """The due items that count in subject and badge."""
        return tuple(item for item in self.digest_items() if item.is_counted)

    def due_sections(self) -> list[tuple[Section, Items]]:
        """What is due, in its order: whoever raised their hand today stands before what is overdue."""
        closed, today = (Section.WINDOW_CLOSED, self.window_closed), (Section.TODAY, self.today)
        return [today, closed] if _is_led(self.today) and not _is_led(self.window_closed) else [closed, today]

    def sections(self) -> list[tuple[Section, Items]]:
        """The parts of Today in their order."""
        return [
            *self.due_sections(),
            (Section.WINDOW_OPEN, self.window_open),
            (Section.COMING, self.coming),
        ]


def agenda_for(user: User, today: date, until: date | None = None) -> Agenda:
    """Everything `user` has to do as of their local date `today`, in one query.

    `until` also gathers what falls due after today up to that day (the weekly mail).
    """
    items = [AgendaItem._make(row) for row in _rows(user, today, until)]
    by_section: dict[Section | None, list[AgendaItem]] = {}
    for item in sorted(items, key=lambda item: _order(item, today)):
        by_section.setdefault(item.section(today), []).append(item)
    return Agenda(
        day=today,
        window_closed=tuple(by_section.get(Section.WINDOW_CLOSED, ())),
        today=tuple(by_section.get(Section.TODAY, ())),
        window_open=tuple(by_section.get(Section.WINDOW_OPEN, ())),
        coming=tuple(sorted(by_section.get(Section.COMING, ()), key=lambda item: item.opens_on)),
        week=_week(items, today, until),
    )


def due_count(user: User, today: date) -> int:
    """How many rows count as due: the badge. One cheap query over the partial index."""
    return FollowUp.objects.owned_by(user).open().filter(due_on__lte=today).exclude(kind=Kind.DEBRIEF).count()


def open_versions(user: User, today: date) -> list[tuple[UUID, int]]:
    """Id and version of everything that stands in a section of Today; one query over the partial index."""
    is_open, horizon = _is_open(user.pk, _debriefs_from(today)), today + timedelta(days=COMING_DAYS)
    return list(FollowUp.objects.filter(is_open, opens_on__lte=horizon).values_list("id", "version"))


def next_counted(user: User, after: date) -> AgendaItem | None:
    """The first thing to do that is due after a day, however far off; debriefs do not count."""
    coming = FollowUp.objects.owned_by(user).open().filter(due_on__gt=after).exclude(kind=Kind.DEBRIEF)
    found = coming.order_by("due_on", "id").values_list("id", flat=True).first()
    return AgendaItem._make(_with_columns().get(pk=found)) if found else None


def first_counted_days(owners: Iterable[UUID], until: date) -> dict[UUID, date]:
    """When the first thing that counts is (or was) due, by owner, if it is by `until`: one query for many.

    Something of somebody's agenda counts on a day if, and only if, this day has come.
    """
    rows = FollowUp.objects.open().filter(owner__in=list(owners), due_on__lte=until)
    return dict(rows.exclude(kind=Kind.DEBRIEF).order_by().values_list("owner").annotate(first=Min("due_on")))


def _rows(user: User, today: date, until: date | None) -> list[tuple[Any, ...]]:
    horizon, fresh_from = today + timedelta(days=COMING_DAYS), _debriefs_from(today)
    if until is None:
        return _rows_near(user.pk, fresh_from, horizon)
    return _rows_until(user.pk, fresh_from, horizon, today, until)


@prepared
def _rows_near(user: UUID, fresh_from: date, horizon: date) -> "QuerySet[FollowUp, tuple[Any, ...]]":
    return _with_columns().filter(_is_open(user, fresh_from), opens_on__lte=horizon)


@prepared
def _rows_until(
    user: UUID, fresh_from: date, horizon: date, today: date, until: date
) -> "QuerySet[FollowUp, tuple[Any, ...]]":
    wanted = Q(opens_on__lte=horizon) | Q(due_on__gt=today, due_on__lte=until)
    return _with_columns().filter(_is_open(user, fresh_from), wanted)


def _debriefs_from(today: date) -> date:
    """The oldest day of debriefs that have not faded."""
    return today - timedelta(days=DEBRIEF_FADES_AFTER)


def _is_open(user: UUID, fresh_from: date) -> Q:
    """What somebody has to do; a debrief fades."""
    faded = Q(kind=Kind.DEBRIEF, due_on__lt=fresh_from)
    return Q(owner_id=user, status=Status.OPEN) & ~faded


@cache
def _with_columns() -> "QuerySet[FollowUp, tuple[Any, ...]]":
    """Every follow-up with its columns: found out once, for it takes longer than to read fifty rows."""
    return FollowUp.objects.values_list(*COLUMNS)


def _is_led(items: Items) -> bool:
    """Whether somebody who would like to talk stands first."""
    return bool(items) and items[0].raised_hand and items[0].is_next_step


def _order(item: AgendaItem, today: date) -> tuple[object, ...]:
    return (
        # A raised hand lifts the plan's next step; thank-you and debrief stay where they are.
        not (item.is_hot and item.is_next_step),
        _RANK.get(item.kind, _RANK_OF_THE_REST),
        _LIKELIHOOD.get(item.likelihood or "", _LIKELIHOOD_UNSAID),
        -(item.value or 0),
        item.closes_on - today,
        item.due_on,
        item.follow_up_id,
    )


def _week(items: list[AgendaItem], today: date, until: date | None) -> Items:
    if until is None:
        return ()
    due = [item for item in items if today < item.due_on <= until]
    return tuple(sorted(due, key=lambda item: (item.due_on, _order(item, today))))


_LAST_PROMISE = Promise.objects.filter(prospect=OuterRef("prospect_id")).order_by("-created_at", "pk")
# The no was theirs, not that of somebody they stood behind.
_SAID_IT = Q(loss__prospect=F("prospect"))

# Of somebody in marketing's care the meeting stays with sales: that is nobody else's row either.
_OWN_PLAN = Q(plan__owner=F("owner")) | Q(prospect__owner=F("owner"))

_ITEM_CONTENT = Case(
    When(~Q(value_item__link=""), then=Cast("value_item__link", TextField())),
    default="value_item__text",
    output_field=TextField(),
)
_ON_THEIR_PAGE = Touch.objects.filter(
    prospect=OuterRef("prospect_id"), channel=Channel.PAGE, happened_on=OuterRef("plan__last_two_way_on")
)
# Asked of the few that are hot alone.
_RAISED_HAND = Case(
    When(Q(plan__is_hot=True) & Q(Exists(_ON_THEIR_PAGE)), then=Value(True)), default=Value(False)
)
# In the order of AgendaItem's fields.
COLUMNS = (
    "id",
    "kind",
    "opens_on",
    "due_on",
    "closes_on",
    "version",
    "manner",
    "is_agreed",
    "tries",
    "prospect_id",
    "prospect__name",
    Coalesce("prospect__organisation__name", Value("")),
    "prospect__title",
    "prospect__email",
    "prospect__phone",
    "plan__is_hot",
    "plan__last_two_way_on",
    "loss__conversation",
    Case(When(_SAID_IT, then="loss__in_their_words"), default=Value(""), output_field=TextField()),
    "loss__told_by",
    "loss__said_on",
    "loss__deal__title",
    "loss__deal__value",
    "loss__deal__currency",
    "loss__likelihood",
    "loss__deal__is_tender",
    "loss__deal__debrief_by",
    "promise__what",
    "wake_up__kind",
    "wake_up__what",
    "wake_up__is_re_entry",
    "referred__name",
    "referred_id",
    Subquery(_LAST_PROMISE.values("what")[:1]),
    Subquery(_LAST_PROMISE.values("state")[:1]),
    Case(When(_SAID_IT, then=Value(True)), default=Value(False)),
    "prospect__time_zone",
    "prospect__language",
    "prospect__form_of_address",
    "prospect__country",
    "prospect__region",
    Case(When(~_OWN_PLAN, then="plan__owner__name"), default=Value("")),
    "snoozes",
    "plan__windows_used",
    "plan__unanswered_tries",
    "plan__unanswered_check_ins",
    "plan__kept_on",
    "value_item__title",
    _ITEM_CONTENT,
    _RAISED_HAND,
    "loss_id",
)
