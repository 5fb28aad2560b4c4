"""The invented people of the demonstration, read from the table beside this file."""

import csv
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from prospects.conversations import ExitConversation

TABLE = Path(__file__).with_suffix(".csv")


@dataclass(frozen=True)
class Story:
    """One invented no; the value is in euros."""

    name: str
    organisation: str
    title: str
    offer: str
    value: Decimal
    conversation: ExitConversation
    words: str


def stories() -> list[Story]:
    """Every invented no, in the table's order."""
    with TABLE.open(encoding="utf-8", newline="") as table:
        return [_story(row) for row in csv.DictReader(table)]


def _story(row: dict[str, str]) -> Story:
    return Story(
        name=row["name"],
        organisation=row["organisation"],
        title=row["title"],
        offer=row["offer"],
        value=Decimal(row["value"]),
        conversation=ExitConversation(row["conversation"]),
        words=row["words"],
    )
