"""Takes somebody who is erased out of the address books that are being looked over."""

from collections.abc import Callable, Collection

from accounts.models import Team
from exchange.models import ArrivingPerson


def forget_arriving(team: Team, ids: Collection[str], mentions: Callable[[str], bool]) -> None:
    """Drop the cards of a team's open imports that tell of somebody, or were held beside one of these ids."""
    rows = ArrivingPerson.objects.filter(of_import__team=team)
    gone = [row.pk for row in rows.iterator() if _tells(row, ids, mentions)]
    for start in range(0, len(gone), 400):
        ArrivingPerson.objects.filter(pk__in=gone[start : start + 400]).delete()


def _tells(row: ArrivingPerson, ids: Collection[str], mentions: Callable[[str], bool]) -> bool:
    told = row.told
    texts = [row.name_given, *told.get("card", {}).values(), *told.get("emails", ()), *told.get("phones", ())]
    return any(map(mentions, texts)) or not set(row.matches).isdisjoint(ids)
