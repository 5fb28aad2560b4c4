"""What becomes of each person of an address book, by what was found and what somebody chose."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from exchange.models import ArrivingPerson, Import
from exchange.people.codes import Choice, Found
from followups.actions import Welcome
from prospects.conversations import Relation

# In Import.choices.
ONLY_TICKED, RELATION, WINDOW = "only_ticked", "relation", "window"


@dataclass(frozen=True)
class Decision:
    """Whether they come in; with `known_id` they complete that row."""

    comes_in: bool
    known_id: UUID | None = None


NOTHING_NEW = frozenset({Found.SAME, Found.SEEN, Found.TWICE, Found.REFUSED})
LEFT_OUT = Decision(False)
COMES_IN = Decision(True)


def takes_all_new(of_import: Import) -> bool:
    """Whether new people come in unless somebody left them out; else only those that were ticked."""
    return not of_import.choices.get(ONLY_TICKED)


def welcome_of(of_import: Import) -> Welcome:
    """What the new ones are to us, and how often we keep in touch: not at all unless somebody said so."""
    kept: dict[str, Any] = of_import.choices
    window = kept.get(WINDOW)
    relation = kept.get(RELATION)
    return Welcome(Relation(relation) if relation else None, (window[0], window[1]) if window else None)


def decision_on(row: ArrivingPerson, *, takes_new: bool) -> Decision:
    """What becomes of somebody; where only a person can tell, they are left out until one does."""
    if row.choice == Choice.LEAVE:
        return LEFT_OUT
    if row.found == Found.KNOWN:
        return Decision(True, UUID(row.matches[0]))
    if row.found == Found.POSSIBLE and row.choice == Choice.SAME and row.same_as:
        return Decision(True, row.same_as)
    comes_in = {
        Found.NEW: row.choice == Choice.TAKE or takes_new,
        Found.POSSIBLE: row.choice == Choice.NEW,
        Found.NAMELESS: bool(row.name_given),
        Found.SEEN: row.choice == Choice.TAKE,
    }
    return COMES_IN if comes_in.get(Found(row.found)) else LEFT_OUT


def coming_in(of_import: Import) -> QuerySet[ArrivingPerson]:
    """Those of whom something comes, as decision_on says it, in their order."""
    new = Q(found=Found.NEW) if takes_all_new(of_import) else Q(found=Found.NEW, choice=Choice.TAKE)
    possible = Q(found=Found.POSSIBLE) & (Q(choice=Choice.NEW) | Q(choice=Choice.SAME, same_as__isnull=False))
    named = Q(found=Found.NAMELESS) & ~Q(name_given="")
    again = Q(found=Found.SEEN, choice=Choice.TAKE)
    chosen = new | Q(found=Found.KNOWN) | possible | named | again
    return of_import.people.filter(chosen).exclude(choice=Choice.LEAVE).order_by("place")


@dataclass(frozen=True)
class Tally:
    """How many there are, and what would become of them now."""

    by_found: dict[Found, int]
    added: int
    completed: int
    open: int  # look like somebody we know, and nobody said whether they are

    @property
    def everybody(self) -> int:
        """How many the files hold, readable or not."""
        return sum(self.by_found.values())

    @property
    def is_idle(self) -> bool:
        """Whether nothing comes, and nobody is to be chosen but whoever came in before."""
        return not self.added and not self.completed and self.by_found.keys() <= NOTHING_NEW

    @property
    def left_out(self) -> int:
        """Of how many nothing comes."""
        return self.everybody - self.added - self.completed


def tally_of(of_import: Import) -> Tally:
    """Counted in three queries."""
    by_found = dict(of_import.people.order_by().values_list("found").annotate(Count("pk")))
    coming = coming_in(of_import).order_by()
    completes = Q(found=Found.KNOWN) | Q(choice=Choice.SAME)
    counts = coming.aggregate(completed=Count("pk", filter=completes), added=Count("pk", filter=~completes))
    is_open = of_import.people.filter(found=Found.POSSIBLE, choice=Choice.OPEN).count()
    by_code = {Found(found): count for found, count in by_found.items()}
    return Tally(by_code, counts["added"], counts["completed"], is_open)
