"""Words that are worked out once for each language, and said again from memory."""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar, TypeVarTuple

from django.utils.translation import get_language

Asked = TypeVarTuple("Asked")
Said = TypeVar("Said")

_forgetting: list[Callable[[], None]] = []


def once_a_language(most: int) -> Callable[[Callable[[*Asked], Said]], Callable[[*Asked], Said]]:
    """Remember what a function says to the same question in the same language: the `most` asked for last.

    The questions must be hashable, and the answers nobody's to change.
    """

    def remembering(function: Callable[[*Asked], Said]) -> Callable[[*Asked], Said]:
        @lru_cache(maxsize=most)
        def known(_language: str | None, *args: *Asked) -> Said:
            return function(*args)

        @wraps(function)
        def said(*args: *Asked) -> Said:
            return known(get_language(), *args)

        _forgetting.append(known.cache_clear)
        return said

    return remembering


def forget_all() -> None:
    """Forget every word: the translations are others now."""
    for forget in _forgetting:
        forget()
