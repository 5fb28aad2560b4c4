"""Which names our code reads from what was sent: found by watching, so that it may spell them as it likes."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

# Read everywhere, and never for the id of a row: where to go next, and what carries typed words over.
NEVER_AN_ID = {"csrfmiddlewaretoken", "carried", "typed_by", "again", "next"}


@contextmanager
def asked_names() -> Iterator[set[str]]:
    """The names that are read inside from whatever was sent."""
    names: set[str] = set()

    def watch(owner: Any, method: str) -> Any:
        read = getattr(owner, method)

        def reading(sent: QueryDict, key: str, *more: Any, **options: Any) -> Any:
            names.add(key)
            return read(sent, key, *more, **options)

        return patch.object(QueryDict, method, reading)

    with (
        watch(MultiValueDict, "__getitem__"),
        watch(MultiValueDict, "_getlist"),
        watch(dict, "__contains__"),
    ):
        yield names
    names -= NEVER_AN_ID
