"""Figures of real pipelines equal what the files themselves say (read_plainly.py)."""

import csv
import io
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

import pytest
import time_machine
from django.db.models import Count, QuerySet, Sum
from django.db.models.functions import TruncMonth
from django.test import Client

from accounts.models import User
from insights.kinds import Period, Whose
from insights.noes import may_come_back, noes, told_us
from insights.selection import Selection
from prospects.models import Loss
from tests.desk.reading import read
from tests.desk.visiting import signed_in
from tests.insights.loading import load
from tests.insights.read_plainly import Hubspot, Maven, Sample, still_waiting
from tests.insights.samples import hubspot, maven

# What is asked stands in the address, so any day after the newest no will do.
TODAY = date(2026, 3, 2)
SAMPLES = {"maven": (maven, Maven), "hubspot": (hubspot, Hubspot)}


@pytest.fixture(params=SAMPLES)
def sample(request: pytest.FixtureRequest, manager: User) -> Sample:
    told, plain = SAMPLES[request.param]
    load(manager.team, told())
    return plain()


@pytest.fixture
def everything(manager: User) -> Selection:
    return Selection(manager.pk, manager.team_id, TODAY, Whose.TEAM, Period.ALL)


def counted(found: QuerySet[Loss], name: str) -> dict[Any, int]:
    return dict(found.values_list(name).annotate(Count("pk")))


def summed(found: QuerySet[Loss], name: str) -> dict[Any, Decimal]:
    return dict(found.values_list(name).annotate(Sum("deal__value")))


def test_every_declined_deal_is_a_no(sample: Sample, everything: Selection) -> None:
    assert len(sample.declined) == sample.size
    for found in (noes, told_us, may_come_back):
        assert found(everything).count() == sample.size


def test_by_month_stage_source_and_reason(sample: Sample, everything: Selection) -> None:
    found = told_us(everything).annotate(month=TruncMonth("said_on"))
    assert counted(found, "month") == sample.counts(sample.month)
    assert counted(found, "stage") == sample.counts(sample.stage)
    assert counted(found, "source") == sample.counts(sample.source)
    by_reason = {label or "": count for label, count in counted(found, "reason__label").items()}
    assert by_reason == sample.counts(sample.reason)


def test_money(sample: Sample, everything: Selection) -> None:
    found = told_us(everything).annotate(month=TruncMonth("said_on"))
    assert summed(found, "month") == sample.money(sample.month)
    assert summed(found, "stage") == sample.money(sample.stage)
    assert counted(found, "deal__currency") == {sample.currency: sample.size}


def test_what_came_back_and_when(sample: Sample, everything: Selection) -> None:
    back = may_come_back(everything).filter(came_back_on__isnull=False)
    took = [(came - said).days for said, came in back.values_list("said_on", "came_back_on")]
    assert sorted(took) == sorted(sample.came_back())


def test_one_stage_of_one_month(sample: Sample, everything: Selection) -> None:
    (stage, month), wanted = sample.counts(lambda row: (sample.stage(row), sample.month(row))).most_common(1)[
        0
    ]  # type: ignore[misc]
    last = date(month.year + month.month // 12, month.month % 12 + 1, 1) - date.resolution
    asked = everything.but(stage=stage, period=None, first_on=month, last_on=last)
    assert told_us(asked).count() == wanted


# What is served


@pytest.fixture
def saved(sample: Sample, manager: User, clock: time_machine.Traveller) -> "Saved":
    return Saved(signed_in(manager))


class Saved:
    """The files a browser saves."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def __call__(self, figure: str, query: str = "whose=team&period=all") -> list[dict[str, str]]:
        answer = self.client.get(f"/insights/csv/{figure}/?{query}")
        assert answer.status_code == 200
        return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_the_file_of_months(sample: Sample, saved: Saved) -> None:
    noes = {row["month"]: int(row["noes"]) for row in saved("months") if row["noes"] != "0"}
    assert noes == {f"{month:%Y-%m}": count for month, count in sample.counts(sample.month).items()}
    came_back = sum(int(row["came_back"]) for row in saved("months"))
    assert came_back == len(sample.came_back())


def test_the_file_of_reasons(sample: Sample, saved: Saved) -> None:
    assert {row["reason"]: int(row["noes"]) for row in saved("why")} == sample.counts(sample.reason)


def test_the_file_of_money(sample: Sample, saved: Saved) -> None:
    rows = saved("money")
    assert {row["currency"] for row in rows} == {sample.currency}
    assert {row["reason"]: Decimal(row["value"]) for row in rows} == sample.money(sample.reason)
    assert {row["reason"]: int(row["noes_with_value"]) for row in rows} == sample.counts(sample.reason)


def test_the_files_of_one_stage(sample: Sample, saved: Saved) -> None:
    """Narrowed in the address, as a filter of the page does."""
    for stage, count in sample.counts(sample.stage).items():
        asked = urlencode({"whose": "team", "period": "all", "stage": stage})
        assert sum(int(row["noes"]) for row in saved("why", asked)) == count
        value = sum(Decimal(row["value"]) for row in saved("money", asked))
        assert value == sample.money(sample.stage)[stage]


def test_the_file_of_what_came_back(sample: Sample, saved: Saved) -> None:
    rows = saved("win-back")
    assert sum(int(row["came_back"]) for row in rows) == len(sample.came_back())
    assert sum(int(row["of"]) for row in rows) == sample.size


def test_the_file_of_the_curve(sample: Sample, saved: Saved) -> None:
    """Every step is the product of the book, over the same waits."""
    took = sorted(sample.came_back())
    waits = [(days, True) for days in took]
    waits += [((TODAY - said_on).days, False) for said_on in sample.still_waiting()]
    rows = saved("time-to-yes")
    assert [int(row["days_since_no"]) for row in rows] == sorted({days for days, _happened in waits})
    for row in rows[:: max(1, len(rows) // 40)]:
        day = int(row["days_since_no"])
        assert float(row["share_back"]) == pytest.approx(1 - still_waiting(waits, day), abs=0.00006)
        assert int(row["still_followed"]) == sum(days >= day for days, _happened in waits)


def test_the_page_says_the_same(sample: Sample, saved: Saved) -> None:
    page = read(saved.client.get("/insights/?whose=team&period=all")).one("main").text
    assert str(sample.size) in page
    if sample.came_back():
        middle = sorted(sample.came_back())[(len(sample.came_back()) - 1) // 2]
        told = f"The middle one of the {len(sample.came_back())} that came back took {middle} days."
        assert told in " ".join(page.split())
    else:
        assert "None has come back yet" in page
