"""The sixty-nine declined deals of the HubSpot sample, read from the shared folder beside the project.

The files are not part of the project: they are read where they lie (`../shared/data`, or the folder
named by LOSTDEALS_SHARED), and a checkout without them cannot play this replay.
"""

import csv
import os
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
POSTING_DAYS = 15

CONVERSATION_OF_REASON = {
    "Price": "not_a_priority",
    "Timing": "not_a_priority",
    "Product Fit": "better_fit_elsewhere",
    "Competitor": "competitor_chosen",
    "Lost Interest": "drifted",
    "": "unknown",
}


class SampleMissingError(Exception):
    """The shared folder with the sample is not here."""


@dataclass(frozen=True)
class DeclinedDeal:
    """One closed-lost deal with its contact; `day` counts from the first posting day."""

    day: int
    name: str
    email: str
    organisation: str
    title: str
    value: Decimal
    reason: str

    @property
    def conversation(self) -> str:
        """The exit conversation this reason belongs to."""
        return CONVERSATION_OF_REASON[self.reason]


def sample_folder() -> Path:
    """Where the HubSpot sample lies; raises SampleMissingError when it is not there."""
    shared = Path(os.environ.get("LOSTDEALS_SHARED") or PROJECT.parent / "shared")
    folder = shared / "data" / "deals" / "hubspot_sample"
    if not (folder / "hubspot_deals.csv").is_file():
        raise SampleMissingError(f"no HubSpot sample at {folder}; set LOSTDEALS_SHARED to the shared folder")
    return folder


def declined_deals() -> list[DeclinedDeal]:
    """The closed-lost deals in posting order: by close date, then by their place in the file."""
    folder = sample_folder()
    contacts = {row["Email"].strip().lower(): row for row in _rows(folder / "hubspot_contacts.csv")}
    companies = {
        row["Company Domain Name"]: row["Company Name"] for row in _rows(folder / "hubspot_companies.csv")
    }
    lost = [row for row in _rows(folder / "hubspot_deals.csv") if row["Deal Stage"] == "Closed Lost"]
    lost.sort(key=lambda row: row["Close Date"])  # ISO dates; the sort is stable, so file order stays
    return [
        _declined(row, contacts, companies, day=place * POSTING_DAYS // len(lost))
        for place, row in enumerate(lost)
    ]


def _declined(
    row: dict[str, str], contacts: dict[str, dict[str, str]], companies: dict[str, str], *, day: int
) -> DeclinedDeal:
    email = row["Associated Contact Email"].strip().lower()
    contact = contacts[email]
    return DeclinedDeal(
        day=day,
        name=f"{contact['First Name']} {contact['Last Name']}",
        email=email,
        organisation=companies[row["Associated Company Domain"]],
        title=row["Deal Name"],
        value=Decimal(row["Amount"]),
        reason=row["Closed Lost Reason"].strip(),
    )


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(newline="", encoding="utf-8-sig") as file:
        yield from csv.DictReader(file)
