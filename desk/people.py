"""The list of prospects: filters, search, pages by key (never by offset)."""

from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.functional import Promise as LazyText
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy

from accounts.models import User
from common.prepared import prepared
from common.text import clean_line
from desk.finds import Finds, finds_of, unmarked
from desk.sentences import day_text, what_text
from followups.hand_overs import seen_in_part
from followups.kinds import STANDING_KINDS, PlanStatus, Status
from followups.labels import ENDED_WHY
from followups.models import FollowUp, FollowUpPlan
from followups.search.backend import People
from followups.search.finding import find
from prospects.conversations import DealStatus, ExitConversation, GoodDeal, Relation
from prospects.labels import CHIPS, RELATIONS
from prospects.models import Deal, Loss, Prospect

PAGE = 50
# Of a search fewer: it is looked at from the top, and the best stand there.
FOUND = 20
STATES = ("active", "ended")
# A no of ours, or a door closed kindly: whoever came back all the same.
OUR_NO = {"conversation": ExitConversation.WE_DECLINED}, {"good_deal": GoodDeal.NO}
SHOWN: dict[str, LazyText] = {
    "references": gettext_lazy("Would speak for us"),
    "came-back": gettext_lazy("Came back although we said no"),
    "named": gettext_lazy("Named by others"),
    "side": gettext_lazy("Without a no"),
    "partner": RELATIONS[Relation.PARTNER],
    "client": RELATIONS[Relation.CLIENT],
    "colleague": RELATIONS[Relation.COLLEAGUE],
}


def shown_choices() -> list[tuple[str, str]]:
    """Whom the list can be narrowed to, with the words for it."""
    return [(code, str(words)) for code, words in SHOWN.items()]


@dataclass(frozen=True)
class Filters:
    """What the address of the list asks for."""

    q: str = ""
    state: str = ""
    conversation: str = ""
    show: str = ""
    after: str = ""

    def address(self, **changes: str) -> str:
        """The query string for the same filters with some changed."""
        values = {**vars(self), **changes}
        return urlencode({name: value for name, value in values.items() if value})


def filters_from(query: Any) -> Filters:
    """Read the filters of an address; what isn't known is left out."""
    state, conversation = query.get("state", ""), query.get("conversation", "")
    show = query.get("show", "")
    return Filters(
        q=clean_line(query.get("q", ""))[:200],
        state=state if state in STATES else "",
        conversation=conversation if conversation in set(ExitConversation) else "",
        show=show if show in SHOWN else "",
        after=clean_line(query.get("after", ""))[:300],
    )


@dataclass(frozen=True)
class PersonRow:
    """One prospect in the list, with what is next."""

    id: UUID
    name: str
    organisation: str
    title: str
    url: str
    chip: str
    has_no: bool
    next_text: str
    next_id: UUID | None
    next_kind: str
    next_due: date | None
    next_opens: date | None
    next_closes: date | None
    # Name, organisation and role with what was searched for marked, and where else it stands.
    finds: Finds


@dataclass(frozen=True)
class PeoplePage:
    """A page of people, and the query string of the next one ("" at the end)."""

    rows: list[PersonRow]
    following: str
    # Of a search: nobody's words are spelt as typed, these look alike; the newest texts are not searched yet.
    is_alike: bool = False
    is_behind: bool = False


def people_page(user: User, filters: Filters, today: date, size: int = PAGE) -> PeoplePage:
    """A page of people: in order of name, or of a search by what fits best."""
    return _searched(user, filters, today, size) if filters.q else _listed(user, filters, today, size)


def _listed(user: User, filters: Filters, today: date, size: int) -> PeoplePage:
    rows = list(_after(_wanted(user, filters), filters.after).order_by("name", "pk")[: size + 1])
    following = ""
    if len(rows) > size:
        last = rows[size - 1]
        following = filters.address(after=f"{last.pk}|{last.name}")
    return PeoplePage(_with_next_steps(rows[:size], today, {}), following)


def _searched(user: User, filters: Filters, today: date, size: int) -> PeoplePage:
    found = find(People(user, _wanted(user, filters)), filters.q, after=filters.after, size=size)
    by_id = _wanted(user, filters).in_bulk(found.ids())
    # Whoever was handed over or deleted a moment ago is not there any more.
    rows = [by_id[pk] for pk in found.ids() if pk in by_id]
    following = filters.address(after=found.following) if found.following else ""
    finds = finds_of(found, rows, seen_in_part(rows, user))
    rows = [person for person in rows if person.pk in finds]
    with_steps = _with_next_steps(rows, today, finds)
    return PeoplePage(with_steps, following, found.is_alike, found.is_behind)


def _wanted(user: User, filters: Filters) -> QuerySet[Prospect]:
    rows = Prospect.objects.visible_to(user).select_related("organisation")
    if filters.state:
        active = FollowUpPlan.objects.filter(prospect=OuterRef("pk"), status=PlanStatus.ACTIVE)
        rows = rows.filter(Exists(active) if filters.state == "active" else ~Exists(active))
    if filters.conversation:
        said = Loss.objects.filter(prospect=OuterRef("pk"), conversation=filters.conversation)
        rows = rows.filter(Exists(said))
    if filters.show:
        rows = rows.filter(_shown(filters.show))
    return rows


def _after(rows: QuerySet[Prospect], after: str) -> QuerySet[Prospect]:
    pk, _bar, name = after.partition("|")
    key = _uuid(pk)
    return rows.filter(Q(name__gt=name) | Q(name=name, pk__gt=key)) if key else rows


def _shown(show: str) -> Q | Exists:
    losses = Loss.objects.filter(prospect=OuterRef("pk"))
    if show == "references":
        return Q(is_reference=True)
    if show == "named":
        return Q(referred_by__isnull=False)
    if show == "side":
        return Q(~Exists(losses))
    return _came_back() if show == "came-back" else Q(relation=show)


def _came_back() -> Exists:
    """Their declined deal, or a new one that grew out of the no, became a yes."""
    condition = Q()
    for ours in OUR_NO:
        back = {f"losses__{name}": value for name, value in ours.items()}
        grown = {f"grew_out_of__{name}": value for name, value in ours.items()}
        condition |= Q(status=DealStatus.WON_BACK, **back) | Q(status=DealStatus.WON, **grown)
    return Exists(Deal.objects.filter(condition, prospect=OuterRef("pk")))


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


class _Plan(NamedTuple):
    """Of a person's newest plan what a line of the list says."""

    loss_id: UUID | None
    conversation: str | None
    ended_why: str


class _Step(NamedTuple):
    """Of a person's next step what a line of the list says."""

    pk: UUID
    kind: str
    manner: str
    is_agreed: bool
    opens_on: date
    due_on: date
    closes_on: date


# The columns of both, after the person's: of fifty people it is the reading that costs.
_OF_A_PLAN = ("prospect_id", "loss_id", "loss__conversation", "ended_why")
_OF_A_STEP = ("prospect_id", *_Step._fields)


def _with_next_steps(people: list[Prospect], today: date, finds: dict[UUID, Finds]) -> list[PersonRow]:
    """What is next for each, in two queries for all."""
    ids = [person.pk for person in people]
    by_person = {pk: _Plan(*plan) for pk, *plan in _plans(ids)}
    step_of = {pk: _Step(*step) for pk, *step in _steps(ids)}
    return [
        _row(person, by_person.get(person.pk), step_of.get(person.pk), today, finds.get(person.pk))
        for person in people
    ]


@prepared
def _plans(ids: list[UUID]) -> "QuerySet[FollowUpPlan, tuple[Any, ...]]":
    plans = FollowUpPlan.objects.filter(prospect__pk__in=ids)
    return plans.order_by("created_at").values_list(*_OF_A_PLAN)


@prepared
def _steps(ids: list[UUID]) -> "QuerySet[FollowUp, tuple[Any, ...]]":
    steps = FollowUp.objects.filter(prospect__pk__in=ids, status=Status.OPEN, kind__in=STANDING_KINDS)
    return steps.values_list(*_OF_A_STEP)


def _row(
    person: Prospect, plan: _Plan | None, step: _Step | None, today: date, finds: Finds | None
) -> PersonRow:
    finds = finds or unmarked(person)
    return PersonRow(
        id=person.pk,
        name=person.name,
        organisation=person.organisation.name if person.organisation else "",
        title=person.title,
        url=f"/prospects/{person.pk}/",
        chip=_chip(person, plan),
        has_no=plan is not None and plan.loss_id is not None,
        next_text=_next_text(plan, step, today),
        next_id=step.pk if step else None,
        next_kind=step.kind if step else "",
        next_due=step.due_on if step else None,
        next_opens=step.opens_on if step else None,
        next_closes=step.closes_on if step else None,
        finds=finds,
    )


def _chip(person: Prospect, plan: _Plan | None) -> str:
    """What kind of no it was; without one, what the person is to us."""
    if plan and plan.conversation:
        return str(CHIPS[ExitConversation(plan.conversation)])
    return str(RELATIONS[Relation(person.relation)]) if person.relation else ""


def _next_text(plan: _Plan | None, step: _Step | None, today: date) -> str:
    if step and plan:
        what = what_text(step.kind, plan.conversation or "", step.manner, agreed=step.is_agreed)
        return f"{what}, {day_text(step.due_on, today)}"
    if plan and plan.ended_why:
        return str(ENDED_WHY[plan.ended_why])  # type: ignore[index]
    return ""
