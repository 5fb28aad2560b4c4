"""What may be meant while somebody types: topics the team knows, countries, time zones."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.countries import COUNTRIES
from accounts.models import User
from common.text import clean_line
from desk.forms.places import zones_by_name
from library.models import TOPIC_LENGTH, Topic
from prospects.models import ProspectTopic, WakeUp
from prospects.visibility import visible

MOST_SHOWN = 12
LONGEST_TYPED = 1000


def topic_suggestions(user: User, typed: str) -> list[str]:
    """The whole line as it could go on: what stands before the last comma, then a topic of the team.

    Topics that begin with what is typed come first; those on the line already are left out. One query.
    """
    before, _comma, last = clean_line(typed[:LONGEST_TYPED]).rpartition(",")
    named = [part.strip() for part in before.split(",") if part.strip()]
    taken = {name.casefold() for name in named}
    begun = last.strip()[:TOPIC_LENGTH]
    found = _holding(_topics_of(user), begun)[: MOST_SHOWN + len(named)]
    names = [topic.name for topic in found if topic.name.casefold() not in taken][:MOST_SHOWN]
    names.sort(key=lambda name: not name.casefold().startswith(begun.casefold()))
    return [", ".join([*named, name]) for name in names]


def _topics_of(user: User) -> QuerySet[Topic]:
    """The words the team has for what matters to people.

    What a colleague's prospect waits for is written as a topic too, and is theirs until somebody shares it.
    """
    awaited = WakeUp.objects.filter(topic=OuterRef("pk"))
    somebodys = ProspectTopic.objects.filter(topic=OuterRef("pk"))
    shown = Exists(somebodys) | ~Exists(awaited) | Exists(awaited.filter(visible(user, "prospect")))
    return Topic.objects.of_team(user.team_id).filter(shown)


def _holding(topics: QuerySet[Topic], begun: str) -> QuerySet[Topic]:
    """Topics that hold the text; SQLite folds the case of ASCII alone, so other spellings are tried."""
    if not begun:
        return topics
    condition = Q()
    for spelling in sorted({begun, begun.lower(), begun.upper(), begun.capitalize()}):
        condition |= Q(name__icontains=spelling)
    return topics.filter(condition)


def country_suggestions(typed: str) -> list[str]:
    """Countries whose name begins with, or else holds, what is typed; in the language of the page."""
    return _best(clean_line(typed[:LONGEST_TYPED]), sorted(str(name) for name in COUNTRIES.values()))


def zone_suggestions(typed: str) -> list[str]:
    """Time zones whose city or name fits what is typed."""
    begun = clean_line(typed[:LONGEST_TYPED]).replace(" ", "_")
    zones = sorted({zone for zone in zones_by_name().values() if "/" in zone and not zone.startswith("Etc/")})
    by_city = {zone: zone.rpartition("/")[2] for zone in zones}
    cities = [zone for zone in zones if begun and by_city[zone].casefold().startswith(begun.casefold())]
    return cities[:MOST_SHOWN] or _best(begun, zones)


def _best(begun: str, names: list[str]) -> list[str]:
    if not begun:
        return []
    folded = begun.casefold()
    holding = [name for name in names if folded in name.casefold()]
    return sorted(holding, key=lambda name: not name.casefold().startswith(folded))[:MOST_SHOWN]
