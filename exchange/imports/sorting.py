"""What becomes of every row of an import: it comes in, is here already, stays outside, or cannot come yet."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.models import User
from exchange.dialects.answers import DealRow, Problem, Question
from exchange.imports.choices import Choices
from exchange.imports.fitting import Unfit, unfit
from exchange.imports.noes import new_no, new_win, who_of
from exchange.imports.people import Met, People
from exchange.imports.reading import ReadRow
from exchange.lost import Outcome
from exchange.models import ImportedRow
from exchange.tables.table import Misfit
from prospects.models import LossReason
from prospects.new_no import NewNo
from prospects.new_win import NewWin

BATCH = 400


class Lot(StrEnum):
    """What becomes of a row."""

    NO = "no"  # comes in
    YES = "yes"  # comes in as well, because somebody asked for it
    HERE = "here"  # came in with an earlier import
    OPEN = "open"
    WON = "won"
    DELETED = "deleted"
    ASKED = "asked"  # an answer is missing
    UNFIT = "unfit"  # it cannot be read, or does not fit


COMING = frozenset({Lot.NO, Lot.YES})
LEFT_OUT = frozenset({Lot.OPEN, Lot.WON, Lot.DELETED})
STUCK = frozenset({Lot.ASKED, Lot.UNFIT})
_OUTSIDE = {Outcome.OPEN: Lot.OPEN, Outcome.WON: Lot.WON, Outcome.DELETED: Lot.DELETED}


@dataclass(frozen=True)
class Sorted:
    """A row and its lot. What comes in has its person and is told as a no or a yes; what is stuck has why."""

    row: ReadRow
    lot: Lot
    met: Met | None = None
    told: NewNo | NewWin | None = None
    why: Problem | Misfit | Unfit | Sequence[Question] | None = None


def reason_ids_of(user: User) -> dict[str, UUID]:
    """The team's reasons by the key answers name them with."""
    reasons = LossReason.objects.filter(team=user.team_id).values_list("pk", flat=True)
    return {str(pk): pk for pk in reasons}


class Sorter:
    """Sorts the rows of one import, as it would go for one user with what they chose."""

    def __init__(self, user: User, choices: Choices) -> None:
        self._user = user
        self._people = People(user, choices)
        self._reason_ids = reason_ids_of(user)

    def sort(self, rows: Iterable[ReadRow]) -> Iterator[Sorted]:
        """Every row with its lot, in their order, a batch at a time. Writes nothing."""
        rows = iter(rows)
        while batch := list(islice(rows, BATCH)):
            yield from self._batch(batch)

    def _batch(self, rows: list[ReadRow]) -> Iterator[Sorted]:
        lots = self._lots(rows)
        coming = [row for row, lot in zip(rows, lots, strict=True) if lot in COMING]
        met = iter(self._people.meet([(_deal_of(row), row.key) for row in coming]))
        for row, lot in zip(rows, lots, strict=True):
            if lot in COMING:
                yield self._coming(row, lot, next(met))
            else:
                yield Sorted(row, lot, why=_why(row) if lot in STUCK else None)

    def _lots(self, rows: list[ReadRow]) -> list[Lot]:
        keys = [row.key for row in rows if row.key]
        known = ImportedRow.objects.filter(team=self._user.team_id, key__in=keys) if keys else ()
        here = {row.key for row in known}
        return [Lot.HERE if row.key in here else _lot_of(row) for row in rows]

    def _coming(self, row: ReadRow, lot: Lot, met: Met) -> Sorted:
        deal = _deal_of(row)
        told: NewNo | NewWin
        if lot is Lot.YES:
            told = new_win(deal, met.who, row.key, met.new_owner_id)
        else:
            told = new_no(
                deal,
                met.who,
                reason_ids=self._reason_ids,
                owner_id=met.new_owner_id,
                remarks=_remarks(deal, met),
            )
        if (met.otherwise or met.also) and (too_long := unfit(told)):
            return Sorted(row, Lot.UNFIT, why=too_long)
        return Sorted(row, lot, met, told)


def _why(row: ReadRow) -> Problem | Misfit | Unfit | Sequence[Question] | None:
    return _misfit_of(row) if isinstance(row.read, DealRow) else row.read


def _misfit_of(row: ReadRow) -> Unfit | None:
    """What does not fit; told as if its person were new, for that changes nothing about it."""
    deal = row.read
    if not isinstance(deal, DealRow) or not deal.is_taken:
        return None
    who = who_of(deal, deal.organisation)
    return unfit(
        new_win(deal, who, row.key)
        if deal.outcome is Outcome.WON
        else new_no(deal, who, remarks=_remarks(deal))
    )


def _remarks(deal: DealRow, met: Met | None = None) -> list[str]:
    """What a row says that has no column with us, labelled, for the notes of its no."""
    labelled = [
        (_("E-mail in the file: %(what)s"), deal.person.no_address),
        (_("Name or organisation in the file: %(what)s"), met.otherwise if met else ""),
        (_("Also in the file: %(what)s"), met.also if met else ""),
    ]
    return [label % {"what": what} for label, what in labelled if what]


def _lot_of(row: ReadRow) -> Lot:
    read = row.read
    if isinstance(read, (Problem, Misfit)):
        return Lot.UNFIT
    if not isinstance(read, DealRow):
        return Lot.ASKED
    if not read.is_taken:
        return _OUTSIDE[read.outcome]
    if _misfit_of(row):
        return Lot.UNFIT
    return Lot.YES if read.outcome is Outcome.WON else Lot.NO


def _deal_of(row: ReadRow) -> DealRow:
    if not isinstance(row.read, DealRow):
        raise TypeError(row.read)
    return row.read
