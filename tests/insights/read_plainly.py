"""The same two pipelines read a second time with nothing but csv: what their figures have to be.

Not by the loader that filled the tables, so that a mistake there shows.
"""

from collections import Counter
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from statistics import median

from tests.insights.samples import folder, rows

Read = dict[str, str]


class Sample:
    """The declined deals of one file, one after the other."""

    name = ""
    size = 0
    currency = "USD"

    def __init__(self) -> None:
        self.declined: list[Read] = []

    def day(self, row: Read) -> date:
        """When it was declined."""
        raise NotImplementedError

    def value(self, row: Read) -> Decimal:
        """What was offered."""
        raise NotImplementedError

    def stage(self, row: Read) -> str:
        """How far it had come."""
        raise NotImplementedError

    def source(self, row: Read) -> str:
        """Where it came from."""
        raise NotImplementedError

    def reason(self, row: Read) -> str:
        """Why, in the file's words."""
        raise NotImplementedError

    def month(self, row: Read) -> date:
        """The first day of its month."""
        return self.day(row).replace(day=1)

    def counts(self, by: Callable[[Read], object]) -> Counter[object]:
        """How many of each."""
        return Counter(by(row) for row in self.declined)

    def money(self, by: Callable[[Read], object]) -> dict[object, Decimal]:
        """What all of each were worth."""
        found: dict[object, Decimal] = {}
        for row in self.declined:
            found[by(row)] = found.get(by(row), Decimal(0)) + self.value(row)
        return found

    def middle(self) -> Decimal:
        """The median value."""
        return median(self.value(row) for row in self.declined)

    def came_back(self) -> list[int]:
        """After how many days each that came back did."""
        return []

    def still_waiting(self) -> list[date]:
        """The day of each no that did not."""
        return [self.day(row) for row in self.declined]


class Maven(Sample):
    """No reasons, no stages at the no."""

    name, size = "maven", 2473

    def __init__(self) -> None:
        at = folder("maven_sales_pipeline")
        self.all = list(rows(at / "sales_pipeline.csv"))
        self.declined = [row for row in self.all if row["deal_stage"] == "Lost"]
        products = {row["product"]: row for row in rows(at / "products.csv")}
        self.products = {**products, "GTXPro": products["GTX Pro"]}
        self.offices = {row["sales_agent"]: row["regional_office"] for row in rows(at / "sales_teams.csv")}

    def day(self, row: Read) -> date:
        month, day, year = (int(part) for part in row["close_date"].split("/"))
        return date(year, month, day)

    def value(self, row: Read) -> Decimal:
        return Decimal(self.products[row["product"]]["sales_price"])

    def stage(self, row: Read) -> str:
        return self.products[row["product"]]["series"]

    def source(self, row: Read) -> str:
        return self.offices[row["sales_agent"]]

    def reason(self, row: Read) -> str:
        return ""

    def came_back(self) -> list[int]:
        return [(sold - said).days for said, sold in self._matched() if sold]

    def still_waiting(self) -> list[date]:
        return [said for said, sold in self._matched() if not sold]

    def _matched(self) -> list[tuple[date, date | None]]:
        """A sale answers the earliest no before it of the same person, house and product that has none."""
        found: list[tuple[date, date | None]] = []
        waiting: dict[tuple[str, str, str], list[date]] = {}
        ended = [row for row in self.all if row["close_date"]]
        # On one day a sale does not answer a no of that day.
        for row in sorted(ended, key=lambda row: (self.day(row), row["deal_stage"] == "Lost")):
            queue = waiting.setdefault((row["sales_agent"], row["account"], row["product"]), [])
            if row["deal_stage"] == "Lost":
                queue.append(self.day(row))
            elif queue and row["account"]:
                found.append((queue.pop(0), self.day(row)))
        return found + [(said, None) for queue in waiting.values() for said in queue]


class Hubspot(Sample):
    """Reasons, for most of them."""

    name, size = "hubspot", 69

    def __init__(self) -> None:
        deals = rows(folder("hubspot_sample") / "hubspot_deals.csv")
        self.declined = [row for row in deals if row["Deal Stage"] == "Closed Lost"]

    def day(self, row: Read) -> date:
        return date.fromisoformat(row["Close Date"])

    def value(self, row: Read) -> Decimal:
        return Decimal(row["Amount"])

    def stage(self, row: Read) -> str:
        return row["Pipeline"]

    def source(self, row: Read) -> str:
        return row["Deal Type"]

    def reason(self, row: Read) -> str:
        return row["Closed Lost Reason"]


def still_waiting(waits: list[tuple[int, bool]], day: int) -> float:
    """Kaplan and Meier's product, as it stands in the book: day by day, who was at risk and to whom it
    happened."""
    share = 1.0
    for now in sorted({days for days, happened in waits if happened and days <= day}):
        at_risk = sum(days >= now for days, _happened in waits)
        share *= 1 - sum(days == now and happened for days, happened in waits) / at_risk
    return share
