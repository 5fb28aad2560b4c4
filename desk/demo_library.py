"""What the demonstration's library holds, added over the year it plays."""

import csv
from datetime import datetime, timedelta
from pathlib import Path

from accounts.models import User
from library.items import ItemFacts, add_item
from library.kinds import Form, Purpose
from library.models import ValueItem

ITEMS = Path(__file__).with_name("demo_library.csv")


def stock_the_library(by: User, now: datetime) -> list[ValueItem]:
    """Add every item, so many days before `now`."""
    with ITEMS.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="|"))
    return [
        add_item(_facts(row), by=by, now=now - timedelta(days=int(row["days_ago"])))
        for row in sorted(rows, key=lambda row: -int(row["days_ago"]))
    ]


def _facts(row: dict[str, str]) -> ItemFacts:
    """A row as it would be typed; what has no link is a text of its own."""
    return ItemFacts(
        title=row["title"],
        link=row["link"],
        why=row["why"] if row["link"] else "",
        text="" if row["link"] else row["why"],
        purpose=Purpose(row["purpose"]),
        form=Form(row["form"]),
        language=row["language"],
        topics=tuple(row["topics"].split(", ")),
    )
