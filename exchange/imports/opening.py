"""An import of deals on its way, as the pages find it: its rows, sorted for whoever looks, and counted."""

import hashlib
import json
from collections.abc import Iterator
from datetime import date

from django.core.cache import cache

from accounts.models import User
from exchange.imports.choices import Choices, choices_of
from exchange.imports.owners import may_give, sellers_here
from exchange.imports.reading import answers_of, read_deals
from exchange.imports.sorting import Sorted, Sorter
from exchange.imports.summary import Summary, summed
from exchange.models import Import

# Whom we know may change meanwhile; the last step asks anew.
KEPT_SECONDS = 600


def sorted_rows(imp: Import, user: User, today: date, choices: Choices | None = None) -> Iterator[Sorted]:
    """Every row with its lot; raises RefusedError where a file cannot be read."""
    answers = answers_of(imp, user, today)
    return Sorter(user, choices or choices_of(imp)).sort(read_deals(imp, answers))


def summary_of(imp: Import, user: User, today: date) -> Summary:
    """What all rows come to. Reading them takes its time, so it is kept for a while, until anything about the
    import changes. Raises RefusedError.
    """
    key = f"import-summary:{imp.pk}:{mark_of(imp, today)}"
    kept: Summary | None = cache.get(key)
    if kept is None:
        kept = summed(sorted_rows(imp, user, today))
        cache.set(key, kept, KEPT_SECONDS)
    return kept


def mark_of(imp: Import, today: date) -> str:
    """Another one as soon as a file, a column, an answer or a choice is another, or the day, or whoever could
    be given people has left.
    """
    files = [[str(file.pk), file.digest, file.options, file.layout] for file in imp.files.all()]
    sellers = [str(each.pk) for each in sellers_here(imp.user)] if may_give(imp.user) else []
    told = json.dumps([files, imp.answers, imp.choices, today.isoformat(), sellers], sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()
