"""The last step of an import of people: everybody who was chosen, or nobody."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from exchange.imports.uploads import discard
from exchange.kinds import ImportState
from exchange.models import ArrivingPerson, Import, ImportedRow, Work
from exchange.people.codes import Found
from exchange.people.deciding import coming_in, decision_on, takes_all_new, welcome_of
from exchange.people.recognising import known_names
from exchange.people.told import told_from_json
from exchange.progress import Progress
from exchange.work_claims import Ended, HinderedError, finish, hold
from followups.actions import Arrival, Arrived, Became, OwnerLeft, bring_people
from prospects.models import Prospect

CAME_IN, UNUSABLE, OWNER_LEFT = "contacts_in", "contacts_unusable", "owner_left"
# What of a card came to something: its key is kept, and the same file adds nothing.
_KEPT = (Became.ADDED, Became.COMPLETED, Became.NOTHING_NEW)


@transaction.atomic
def run_contacts(work: Work, progress: Progress, now: datetime) -> Ended:
    """Bring in whom somebody chose, in one transaction, and end the import."""
    hold(work, now)
    if work.of_import is None:
        raise ValueError(f"{work.pk} names no import")
    counts = bring_in(work.of_import, work.user, progress, now)
    ended = Ended(CAME_IN, counts)
    finish(work, ended, now)
    return ended


@transaction.atomic
def bring_in(of_import: Import, user: User, progress: Progress, now: datetime) -> dict[str, int]:
    """Write them, keep their keys, forget the files; how many became what, by Became, and `left_out`.

    Raises HinderedError, and what `progress` raises.
    """
    everybody = of_import.people.count()
    people = _still_unknown(list(coming_in(of_import)), of_import, user)
    arrivals = [_arrival(row, of_import, user) for row in people]
    try:
        arrived = bring_people(
            arrivals,
            welcome_of(of_import),
            by=user,
            today=user.today(now),
            now=now,
            progress=lambda done: progress.at(done, len(arrivals)),
        )
    except ValidationError as error:
        raise HinderedError(UNUSABLE, why=" ".join(error.messages)) from error
    except OwnerLeft as error:
        raise HinderedError(OWNER_LEFT) from error
    _forget_keys(of_import, people, arrived)
    counts = _counts(arrived, everybody)
    of_import.counts, of_import.state, of_import.changed_at = counts, ImportState.DONE, now
    of_import.save(update_fields=["counts", "state", "changed_at"])
    discard(of_import)
    return counts


def _still_unknown(rows: list[ArrivingPerson], of_import: Import, user: User) -> list[ArrivingPerson]:
    """Without those whose card came in meanwhile, and the new ones whom somebody we know by now looks like.

    The keys are written first: of two imports of the same file at once the second waits here, and finds them.
    """
    keys = sorted({row.key for row in rows})
    ImportedRow.objects.bulk_create(
        [ImportedRow(team=of_import.team, key=key, of_import=of_import) for key in keys],
        ignore_conflicts=True,
        batch_size=400,
    )
    ours = set(of_import.rows.values_list("key", flat=True))
    names = known_names(user)
    return [
        row
        for row in rows
        if (row.key in ours or row.found == Found.SEEN)
        and not (row.found == Found.NEW and names.like(*_name_of(row)))
    ]


def _name_of(row: ArrivingPerson) -> tuple[str, str]:
    card = told_from_json(row.told).card
    return card.name, card.organisation


def _arrival(row: ArrivingPerson, of_import: Import, user: User) -> Arrival:
    decision = decision_on(row, takes_new=takes_all_new(of_import))
    told = told_from_json(row.told).named(row.name_given)
    if decision.known_id is None:
        return Arrival(told.card)
    people = Prospect.objects.visible_to(user).select_related("organisation")
    known = people.filter(pk=decision.known_id).first()
    return Arrival(told.about(known.as_card()).card if known else told.card, decision.known_id)


def _forget_keys(of_import: Import, rows: Iterable[ArrivingPerson], arrived: Iterable[Arrived]) -> None:
    """Of whom nothing came, the card may come again."""
    kept = {row.key for row, one in zip(rows, arrived, strict=True) if one.became in _KEPT}
    gone = [pk for pk, key in of_import.rows.values_list("pk", "key") if key not in kept]
    for start in range(0, len(gone), 400):
        ImportedRow.objects.filter(pk__in=gone[start : start + 400]).delete()


def _counts(arrived: list[Arrived], everybody: int) -> dict[str, int]:
    became = Counter(one.became.value for one in arrived)
    came = became[Became.ADDED] + became[Became.COMPLETED]
    planned = sum(one.due_on is not None for one in arrived)
    return {**became, "planned": planned, "left_out": everybody - came}
