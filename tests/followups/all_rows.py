"""Everything a database holds, to be compared with what it holds after going another way."""

import os
import random
from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch
from uuid import UUID

from django.apps import apps

from accounts.changes import Snapshot, row_key, snapshot
from followups.search.marks import MARKS
from followups.search.statements import fetch

ROOMS = {"accounts", "library", "prospects", "followups", "outbox", "nurture", "insights", "digests"}


@contextmanager
def ids_in_order() -> Iterator[None]:
    """Whoever draws ids in the same order draws the same ones."""
    with patch.object(os, "urandom", random.Random(0).randbytes):
        yield


def everything() -> dict[str, Snapshot]:
    """Each row by its key (`app.model:id`); and whom search has to read anew."""
    known = [model for model in apps.get_models() if model._meta.app_label in ROOMS]
    rows = {row_key(row): snapshot(row) for model in known for row in model._default_manager.all()}
    marked = {f"{kind}:{UUID(str(source))}" for kind, source in fetch(f"SELECT kind, source_id FROM {MARKS}")}
    return {**rows, **{f"mark of {one}": {} for one in marked}}
