"""What of the library somebody would be glad of, and who would be glad of an item; reads only."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import (
    Aggregate,
    CharField,
    Count,
    Exists,
    Manager,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
)
from django.db.models.functions import Cast

from accounts.models import User
from followups.contact_history import limits_of
from followups.contact_rules import give_before_ask
from followups.contacts import History
from followups.kinds import Direction, PlanStatus
from followups.models import Touch
from library.kinds import Form, Purpose
from library.matching import Item, Match, Reader, rank
from library.models import ItemTopic, ValueItem
from prospects.models import Prospect, ProspectTopic
from prospects.visibility import visible

# By their text: looking one up is quicker than asking the enum for it.
PURPOSES, FORMS = {one.value: one for one in Purpose}, {one.value: one for one in Form}
# Of a topic that more items are about only so many are looked at, the newest of all such topics together.
MOST_OF_A_TOPIC = 300
# Of what they had so much is looked at, the newest.
MOST_HAD = 500
# How many people are looked at for one item.
MOST_PEOPLE = 200


@dataclass(frozen=True)
class Useful:
    """An item of the library for somebody: `shared` are names of the topics in common, the rarest first."""

    item_id: UUID
    title: str
    form: Form
    match: Match
    shared: tuple[str, ...]


@dataclass(frozen=True)
class Glad:
    """Somebody an item would be for; `had_on` is the day they got it."""

    prospect: Prospect
    shared: tuple[str, ...]
    had_on: date | None = None


class _Row(NamedTuple):
    """An item with the keys of its topics, joined; keys and days as text, quicker to read by the thousand."""

    item: str
    title: str
    purpose: str
    form: str
    language: str
    dated_on: str | None
    created_at: str
    topics: str | None


class _Joined(Aggregate):
    """The texts of a group in one, parted by commas."""

    function = "GROUP_CONCAT"
    output_field = TextField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """As PostgreSQL says it."""
        template = "%(function)s(%(expressions)s, ',')"
        return self.as_sql(compiler, connection, function="STRING_AGG", template=template, **context)


@dataclass(frozen=True)
class _Topic:
    """A topic of somebody: its name, how many people of the team have it, how many items are about it."""

    name: str
    people: int
    items: int


def useful_for(
    person: Prospect, history: History, *, today: date, most: int | None = None
) -> tuple[Useful, ...]:
    """What of the library `person` would be glad of, best first. At most three queries.

    `history` is what there is between us and them (contact_history.history_of).
    """
    topics = _topics_of(person)
    if not topics:
        return ()
    meter = give_before_ask(history, today, limits_of(person.team))
    had = tuple(_items(_had(person)))
    reader = Reader(frozenset(topics), person.language, had, meter.missing)
    rows = [_Row(*row) for row in _sharing(person.team_id, topics)]
    people_with = {key: topic.people for key, topic in topics.items()}
    matches = rank(_items(rows), reader, people_with, today=today, most=most)
    titles = {row.item: row.title for row in rows}
    return tuple(
        Useful(
            UUID(str(match.item.ref)),
            titles[str(match.item.ref)],
            match.item.form,
            match,
            tuple(topics[str(topic)].name for topic in match.shared),
        )
        for match in matches
    )


def _topics_of(person: Prospect) -> dict[str, _Topic]:
    """Their topics by key; one query."""
    theirs = ProspectTopic.objects.filter(prospect=person).annotate(
        people=_counted(ProspectTopic.objects), items=_counted(ItemTopic.objects)
    )
    rows = theirs.values_list(_text("topic"), "topic__name", "people", "items")
    return {key: _Topic(name, people, items or 0) for key, name, people, items in rows}


def _counted(rows: Manager[Any]) -> Subquery:
    """How many of `rows` are about the topic of a row outside."""
    counted = rows.filter(topic=OuterRef("topic")).order_by().values("topic").annotate(rows=Count("pk"))
    return Subquery(counted.values("rows"))


def _text(column: str) -> Cast:
    return Cast(column, CharField())


def _columns(item: str) -> tuple[Any, ...]:
    """What makes a _Row, given the prefix of an item's columns, beside the keys of its topics as "keys"."""
    told = (f"{item}{name}" for name in ("title", "purpose", "form", "language"))
    days = (_text(f"{item}{name}") for name in ("dated_on", "created_at"))
    return _text(f"{item}id"), *told, *days, "keys"


def _sharing(team_id: UUID, topics: Mapping[str, _Topic]) -> QuerySet[ValueItem, tuple[Any, ...]]:
    """The offered items that share one of `topics`, each with all of its own."""
    offered = ValueItem.objects.filter(team=team_id, archived_at=None)
    few = [UUID(key) for key, topic in topics.items() if topic.items <= MOST_OF_A_TOPIC]
    many = [UUID(key) for key, topic in topics.items() if topic.items > MOST_OF_A_TOPIC]
    sharing = Q(pk__in=ItemTopic.objects.filter(topic__in=few).values("item"))
    if many:
        # Much is about these, and they say little about anybody: the newest will do, whatever the size of
        # the library.
        about_these = Exists(ItemTopic.objects.filter(topic__in=many, item=OuterRef("pk")))
        newest = offered.filter(about_these).order_by("-created_at", "pk")
        sharing |= Q(pk__in=newest.values("pk")[:MOST_OF_A_TOPIC])
    rows = offered.filter(sharing).order_by().annotate(keys=_Joined(_text("topics__topic")))
    return rows.values_list(*_columns(""))


def _had(person: Prospect) -> list[_Row]:
    """What they got from any of us, oldest first; one query. An item without topics is among them too."""
    newest = _sent_to(person).order_by("-happened_on", "-created_at")
    told = newest.annotate(keys=_Joined(_text("value_item__topics__topic")))
    rows = told.values_list(*_columns("value_item__"))[:MOST_HAD]
    return [_Row(*row) for row in reversed(rows)]


def _sent_to(person: Prospect) -> QuerySet[Touch]:
    """Touches by which they got something, over every row of the team with their address."""
    theirs = Q(prospect=person)
    if person.email:
        theirs |= Q(prospect__team=person.team_id, prospect__email=person.email)
    return Touch.objects.filter(theirs, value_item__isnull=False, direction=Direction.OUT)


def _items(rows: Iterable[_Row]) -> list[Item]:
    return [
        Item(
            row.item,
            frozenset(row.topics.split(",") if row.topics else ()),
            row.language,
            PURPOSES[row.purpose],
            FORMS[row.form],
            date.fromisoformat((row.dated_on or row.created_at)[:10]),
        )
        for row in rows
    ]


def glad_of(item: ValueItem, viewer: User) -> tuple[Glad, ...]:
    """The people `viewer` may see who share a topic with an item: most topics first, who had it last.

    Whoever asked us to stop, or whose plan has ended, is left out. Two queries.
    """
    shared: dict[UUID, list[str]] = {}
    people: dict[UUID, Prospect] = {}
    for row in _people_sharing(item, viewer)[: MOST_PEOPLE * 3]:
        people.setdefault(row.prospect_id, row.prospect)
        shared.setdefault(row.prospect_id, []).append(row.topic.name)
    had = _had_on(item, people.values())
    glad = [Glad(person, tuple(shared[pk]), had.get(pk)) for pk, person in people.items()]
    glad.sort(key=lambda one: (one.had_on is not None, -len(one.shared), one.prospect.name.casefold()))
    return tuple(glad[:MOST_PEOPLE])


def _people_sharing(item: ValueItem, viewer: User) -> QuerySet[ProspectTopic]:
    rows = ProspectTopic.objects.filter(
        visible(viewer, "prospect"),
        topic__items__item=item,
        prospect__asked_to_stop_on=None,
        prospect__plans__status=PlanStatus.ACTIVE,
    )
    return rows.select_related("prospect__organisation", "topic").order_by(
        "topic__name", "prospect__name", "pk"
    )


def _had_on(item: ValueItem, people: Iterable[Prospect]) -> dict[UUID, date]:
    """When each of them got it last, on whichever of the team's rows with their address."""
    people = list(people)
    by_address = {person.email: person.pk for person in people if person.email}
    touches = Touch.objects.filter(value_item=item, direction=Direction.OUT)
    theirs = touches.filter(Q(prospect__in=people) | Q(prospect__email__in=by_address))
    rows = theirs.order_by("happened_on").values_list("prospect", "prospect__email", "happened_on")
    return {by_address.get(email, pk): day for pk, email, day in rows}


def fits_of(items: Iterable[ValueItem], viewer: User) -> dict[UUID, int]:
    """How many of the people `viewer` may see would be glad of each item and have not had it; one query."""
    person = "topic__prospects__prospect"
    had = Touch.objects.filter(
        prospect=OuterRef(person), value_item=OuterRef("item"), direction=Direction.OUT
    )
    rows = ItemTopic.objects.filter(
        visible(viewer, person),
        ~Exists(had),
        item__in=list(items),
        **{f"{person}__asked_to_stop_on": None, f"{person}__plans__status": PlanStatus.ACTIVE},
    )
    counted = rows.order_by().values("item").annotate(people=Count(person, distinct=True))
    return dict(counted.values_list("item", "people"))
