"""A big library and two who would be glad of something: how long the ranking takes, and what it reads."""

import time
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from statistics import median

from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Team, User
from bench.held import Figure
from followups.contact_history import history_of
from followups.kinds import Channel, Direction
from followups.models import Touch
from followups.useful import useful_for
from library.models import ItemTopic, Topic, ValueItem
from prospects.models import Prospect, ProspectTopic

TODAY = date(2026, 3, 2)
NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
TOPICS, TOPICS_AN_ITEM, TOPICS_A_PERSON, HAD = 240, 3, 4, 12
# Shared by every item: the second reader cares about it.
COMMON = 0
ROUNDS, WARM_UP, SHOWN = 60, 5, 5


def measure(items: int) -> Iterator[Figure]:
    """The figures of both readers, taken in turns."""
    call_command("migrate", verbosity=0)
    readers = dict(zip(("useful", "useful_all_shared"), _fill(items), strict=True))
    taken: dict[str, list[float]] = {what: [] for what in readers}
    for number in range(ROUNDS + WARM_UP):
        for what, reader in readers.items():
            milliseconds = _milliseconds(reader)
            if number >= WARM_UP:
                taken[what].append(milliseconds)
    for what, reader in readers.items():
        yield _figure(what, items, reader, median(taken[what]))


def _figure(what: str, items: int, reader: Prospect, p50: float) -> Figure:
    library = ValueItem._meta.db_table
    with CaptureQueriesContext(connection) as asked:
        found = useful_for(reader, history_of(reader), today=TODAY, most=SHOWN)
    if len(found) != SHOWN:
        raise RuntimeError(f"{what} found {len(found)} items")
    offers = [query for query in asked.captured_queries if f'FROM "{library}"' in query["sql"]]
    sharing = ValueItem.objects.filter(topics__topic__prospects__prospect=reader).distinct().count()
    return {
        "what": what,
        "items": items,
        "sharing": sharing,
        "queries": len(offers),
        "p50_ms": round(p50, 1),
    }


def _milliseconds(reader: Prospect) -> float:
    history = history_of(reader)
    began = time.perf_counter()
    useful_for(reader, history, today=TODAY, most=SHOWN)
    return (time.perf_counter() - began) * 1000


def _fill(items: int) -> tuple[Prospect, Prospect]:
    """A library, somebody with topics like anybody's, and somebody who shares one with every item."""
    team = Team.objects.create(name="Bench")
    owner = User.objects.create_user("bench@example.com", None, team=team, name="Bench", time_zone="UTC")
    topics = Topic.objects.bulk_create(Topic(team=team, name=f"topic {n}") for n in range(TOPICS))
    library = _library(team, owner, topics, items)
    own = [topics[n] for n in range(1, TOPICS_A_PERSON + 1)]
    ada = _reader(team, owner, "Ada Lindau", own, library)
    ben = _reader(team, owner, "Ben Lindau", [topics[COMMON], *own], library)
    if connection.vendor == "postgresql":
        # As it does by itself within a minute.
        connection.cursor().execute("ANALYZE")
    return ada, ben


def _library(team: Team, owner: User, topics: Sequence[Topic], items: int) -> list[ValueItem]:
    """Items of all ages, helpful ones and offers, in two languages; each about COMMON and some more."""
    made = ValueItem.objects.bulk_create(
        ValueItem(
            team=team,
            title=f"Useful thing {n}",
            link=f"https://example.org/{n}",
            purpose="pitch" if n % 4 == 0 else "helpful",
            form=("article", "guide", "checklist", "case")[n % 4],
            language=("en", "de", "")[n % 3],
            added_by=owner,
            created_at=NOW - timedelta(days=n % 900),
        )
        for n in range(items)
    )
    about = ((n, {COMMON, *(1 + (n * 7 + step * 53) % (TOPICS - 1) for step in range(TOPICS_AN_ITEM))})
             for n in range(items))  # fmt: skip
    ItemTopic.objects.bulk_create(
        [ItemTopic(item=made[n], topic=topics[place]) for n, places in about for place in sorted(places)],
        batch_size=5000,
    )
    return made


def _reader(
    team: Team, owner: User, name: str, topics: Sequence[Topic], library: Sequence[ValueItem]
) -> Prospect:
    person = Prospect.objects.create(team=team, owner=owner, name=name, language="en")
    ProspectTopic.objects.bulk_create(ProspectTopic(prospect=person, topic=topic) for topic in topics)
    Touch.objects.bulk_create(
        Touch(
            team=team,
            prospect=person,
            by=owner,
            channel=Channel.MAIL,
            direction=Direction.OUT,
            kind="helpful",
            happened_on=TODAY - timedelta(days=30 * (number + 1)),
            value_item=item,
            created_at=NOW,
        )
        for number, item in enumerate(library[1 : HAD + 1])
    )

    return person
