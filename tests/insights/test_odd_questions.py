"""Whatever an address asks for, every page and file of figures answers: no days, words or money break it."""

from datetime import timedelta
from decimal import Decimal
from itertools import product
from urllib.parse import quote

import pytest
from django.test import Client

from accounts.models import User
from insights.figures_csv import FIGURES
from prospects.models import Loss
from tests.cast import MONDAY
from tests.insights.loading import OldNo, load

PAGES = (
    "", "reasons/", "follow-ups/", "asking/", "noes/", "noes/csv/", "debriefs/", "lessons/", "came-back/",
    "quarter/", "month/",
)  # fmt: skip
ODD = (
    "from=0001-01-01&to=9999-12-31",
    "from=9999-12-31&to=0001-01-01",
    "from=2999-01-01",
    "to=0001-01-01",
    "from=2026-02-30&to=x",
    "period=all&whose=everybody&stage=%00",
    f"period=all&source={quote('Straße Ü <b>')}",
    "conversation=we_declined&reason=00000000-0000-0000-0000-000000000000&competitor=zzz",
    "band=EUR-999-5&decider=maybe&answer=yes&ask=nothing",
    "month=9999-12&back_month=9999-12",
    f"before={quote('9999-12-31T23:59:59-14:00')}|00000000-0000-0000-0000-000000000000",
    f"before={quote('0001-01-01T00:00:00+14:00')}|00000000-0000-0000-0000-000000000000",
    "page=99999999999999999999&before=x|y&month=2026-13&back_month=9999-99&among=nonsense",
)


@pytest.fixture
def odd_noes(owner: User) -> None:
    """Worth nothing, in three currencies, with umlauts, one that came back the day before it was said."""
    values = (Decimal(0), Decimal("0.01"), None, Decimal("999999999999.99"))
    load(
        owner.team,
        [
            OldNo(
                owner="maren", said_on=MONDAY - timedelta(days=40 * place), title=f"Größe {place}",
                organisation="Œuvre & Söhne", stage="Übergabe", source="Straße Ü <b>", value=value,
                currency=currency, competitor="Łódź",
                came_back_on=MONDAY - timedelta(days=40 * place + 1) if place == 2 else None,
            )
            for place, (value, currency) in enumerate(product(values, ("EUR", "USD", "JPY")))
        ],
    )  # fmt: skip


def wrong(desk: Client) -> list[str]:
    addresses = [f"/insights/{page}" for page in PAGES] + [f"/insights/csv/{name}/" for name in FIGURES]
    asked = [f"{address}?{question}" for address, question in product(addresses, ODD)]
    return [address for address in asked if desk.get(address).status_code not in {200, 302}]


def test_every_page_answers_with_odd_noes(desk: Client, odd_noes: None) -> None:
    assert wrong(desk) == []


@pytest.mark.parametrize("how_many", [0, 1])
def test_every_page_answers_with_none_and_with_one(desk: Client, owner: User, how_many: int) -> None:
    load(owner.team, [OldNo(owner="maren", said_on=MONDAY)] * how_many)
    assert Loss.objects.count() == how_many
    assert wrong(desk) == []
