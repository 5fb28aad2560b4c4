"""An import of deals on its way, as the pages find it: its rows, sorted for whoever looks."""

from collections.abc import Iterator
from datetime import date

from accounts.models import User
from exchange.imports.choices import Choices, choices_of
from exchange.imports.reading import answers_of, read_deals
from exchange.imports.sorting import Sorted, Sorter
from exchange.models import Import


def sorted_rows(imp: Import, user: User, today: date, choices: Choices | None = None) -> Iterator[Sorted]:
    """Every row with its lot; raises RefusedError where a file cannot be read."""
    answers = answers_of(imp, user, today)
    return Sorter(user, choices or choices_of(imp)).sort(read_deals(imp, answers))
