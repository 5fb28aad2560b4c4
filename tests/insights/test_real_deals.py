"""Figures of real pipelines equal what the files themselves say (read_plainly.py)."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db.models import Count, QuerySet, Sum
from django.db.models.functions import TruncMonth

from accounts.models import User
from insights.kinds import Period, Whose
from insights.noes import may_come_back, noes, told_us
from insights.selection import Selection
from prospects.models import Loss
from tests.insights.loading import load
from tests.insights.read_plainly import Hubspot, Maven, Sample
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
