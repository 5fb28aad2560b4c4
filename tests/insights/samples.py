"""Two sales pipelines nobody here wrote, as noes (`../shared/data/deals`, see its README).

Neither says all that a no here may say, so each word is taken from what stands nearest: of Maven's, the
product's series as the stage and the office as the source, and as the value the product's price (the file
says 0 for every declined deal); of HubSpot's, the pipeline as the stage and new or existing business as the
source. A later sale of the same product by the same person to the same house, not yet taken by an earlier no,
is what became of a no of Maven's.
"""

import csv
import os
from collections import defaultdict, deque
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from prospects.conversations import ExitConversation
from tests.conftest import DATA_VARIABLE
from tests.insights.loading import OldNo
from tests.replay.deals import CONVERSATION_OF_REASON, PROJECT


def folder(name: str) -> Path:
    """Where a sample lies; skips where it is not there (a clone on its own has none)."""
    shared = Path(os.environ.get(DATA_VARIABLE) or PROJECT.parent / "shared")
    found = shared / "data" / "deals" / name
    if not found.is_dir():
        pytest.skip(f"no sample at {found}; set {DATA_VARIABLE}")
    return found


def rows(path: Path) -> Iterator[dict[str, str]]:
    """A file's rows."""
    with path.open(newline="", encoding="utf-8-sig") as file:
        yield from csv.DictReader(file)


def american(text: str) -> date:
    """Month, day, year."""
    month, day, year = text.split("/")
    return date(int(year), int(month), int(day))


def name_of(words: str) -> str:
    """A person's name, or their address, as the first part of one."""
    return words.partition("@")[0].lower().replace(" ", ".")


def maven() -> list[OldNo]:
    """2,473 declined deals, and what of 4,238 sold ones followed on them."""
    at = folder("maven_sales_pipeline")
    products = {row["product"].replace(" ", ""): row for row in rows(at / "products.csv")}
    offices = {row["sales_agent"]: row["regional_office"] for row in rows(at / "sales_teams.csv")}
    deals = sorted(
        (row for row in rows(at / "sales_pipeline.csv") if row["close_date"]),
        key=lambda row: american(row["close_date"]),
    )
    sold: dict[tuple[str, ...], deque[date]] = defaultdict(deque)
    for row in deals:
        if row["deal_stage"] == "Won" and row["account"]:
            sold[_same(row)].append(american(row["close_date"]))
    return [
        _of_maven(row, products[row["product"].replace(" ", "")], offices, sold)
        for row in deals
        if row["deal_stage"] == "Lost"
    ]


def _same(row: dict[str, str]) -> tuple[str, ...]:
    return row["sales_agent"], row["account"], row["product"]


def _of_maven(
    row: dict[str, str],
    product: dict[str, str],
    offices: dict[str, str],
    sold: dict[tuple[str, ...], deque[date]],
) -> OldNo:
    said_on, later = american(row["close_date"]), sold[_same(row)]
    while later and later[0] <= said_on:
        later.popleft()
    came_back_on = later.popleft() if later else None
    return OldNo(
        owner=name_of(row["sales_agent"]),
        organisation=row["account"],
        title=row["product"],
        said_on=said_on,
        conversation=ExitConversation.UNKNOWN,
        stage=product["series"],
        source=offices[row["sales_agent"]],
        value=Decimal(product["sales_price"]),
        currency="USD",
        came_back_on=came_back_on,
        grown=came_back_on is not None,
    )


def hubspot() -> list[OldNo]:
    """69 declined deals with reasons; none was sold again."""
    at = folder("hubspot_sample")
    houses = {row["Company Domain Name"]: row["Company Name"] for row in rows(at / "hubspot_companies.csv")}
    return [
        OldNo(
            owner=name_of(row["Deal Owner"]),
            organisation=houses[row["Associated Company Domain"]],
            title=row["Deal Name"],
            said_on=date.fromisoformat(row["Close Date"]),
            conversation=ExitConversation(CONVERSATION_OF_REASON[row["Closed Lost Reason"].strip()]),
            reason=row["Closed Lost Reason"].strip(),
            stage=row["Pipeline"],
            source=row["Deal Type"],
            value=Decimal(row["Amount"]),
            currency="USD",
        )
        for row in rows(at / "hubspot_deals.csv")
        if row["Deal Stage"] == "Closed Lost"
    ]
