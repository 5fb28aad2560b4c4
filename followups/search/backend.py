"""What a database has to offer to be searched."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from django.db.models import QuerySet

from accounts.models import User
from followups.search.document import Document
from followups.search.levels import Level
from followups.search.typed import Reading
from prospects.models import Prospect
from prospects.visibility import visible_parts


@dataclass(frozen=True)
class Hit:
    """One person found; `key` is their place among those of the same level, newest first."""

    prospect_id: UUID
    level: Level
    key: str


@dataclass(frozen=True)
class People:
    """Whom to search: of those somebody may see, the ones the filters leave."""

    user: User
    wanted: QuerySet[Prospect]

    def in_parts(self, most: int) -> list[QuerySet[Prospect]]:
        """Those they may see, in parts that can be gone through newest first without asking about others."""
        return [Prospect.objects.filter(part) for part in visible_parts(self.user, most)]

    def are_whole(self, most: int) -> bool:
        """Whether the parts hold everybody: so many rows to do at most."""
        return self.user.is_manager or not self.user.follow_ups.open()[most : most + 1].exists()


@dataclass(frozen=True)
class Place:
    """Where a page begins: at a level, after a key of it ("" is its beginning)."""

    level: Level = Level.EXACT
    key: str = ""


class Index(Protocol):
    """The words of all people in one database."""

    def structure(self) -> list[str]:
        """The statements that make tables and triggers; each may run again without harm."""

    def trigger_names(self) -> set[str]:
        """The names of the triggers that have to exist."""

    def triggers_there(self) -> set[str]:
        """The names of our triggers that exist."""

    def drop_triggers(self) -> None:
        """Take our triggers away."""

    def lock(self) -> None:
        """Let nobody else write the index until this transaction ends."""

    def write(self, documents: Sequence[Document]) -> None:
        """Put documents in place of what the index held of these people."""

    def remove(self, prospect_ids: Collection[UUID]) -> None:
        """Take people out."""

    def empty(self) -> None:
        """Take everybody out, marks and all."""

    def leave_no_traces(self) -> None:
        """See that words of people who were taken out are in no part of the index any more."""

    def tidy(self) -> None:
        """Give back the room that many marks took."""

    def naming_words(self, prospect_ids: Collection[UUID]) -> set[str]:
        """The words of names and deals the index holds of these people."""

    def add_spellings(self, words: Collection[str]) -> None:
        """Remember words that misspelt ones may have meant."""

    def drop_unused_spellings(self, words: Collection[str]) -> None:
        """Forget those of the words that no person has any more."""

    def words_like(self, word: str) -> list[str]:
        """Remembered words that may look like this one, a few hundred at most; judged by the caller."""

    def page(self, people: People, reading: Reading, place: Place, size: int) -> list[Hit]:
        """At most `size` people from a place on, by level, then newest first."""
