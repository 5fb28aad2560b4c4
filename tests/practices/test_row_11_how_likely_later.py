"""PRODUCT.md, row 11: effort goes where potential is."""

from prospects.models import Loss
from tests.desk.reading import Element
from tests.followups.telling import day
from tests.practices.desk import Desk


def names_on(page: Element) -> list[str]:
    """Whose check-ins Today lists, in its order."""
    return [row.one("a", class_="nm").text for row in page.all("article", data_kind="check_in")]


def test_likelihood_orders_today_among_equals(desk: Desk) -> None:
    for name, likelihood in (("Low One", "low"), ("High One", "high"), ("Fair One", "fair")):
        desk.log(prospect_name=name, likelihood=likelihood)
    assert set(Loss.objects.values_list("likelihood", flat=True)) == {"low", "high", "fair"}
    assert names_on(desk.on(day(45)).look("/")) == ["High One", "Fair One", "Low One"]


def test_right_for_each_other_but_too_early_is_kept_and_shown(desk: Desk) -> None:
    page = desk.log(right_but_early="on", likelihood="high")
    loss = Loss.objects.get()
    assert (loss.right_but_early, loss.likelihood) == (True, "high")
    assert "right, but too early" in page.text
    assert "likely later: high" in page.text
