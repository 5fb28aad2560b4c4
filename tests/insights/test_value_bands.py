"""Value bands: round bounds near the thirds, a currency at a time."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from insights.value_bands import BOUNDS, Band, bands, cell_of

some_cells = st.dictionaries(st.integers(0, len(BOUNDS) - 1), st.integers(0, 500))


def test_bounds_are_round_and_a_value_lies_between_two() -> None:
    assert BOUNDS[:6] == (0, 100, 200, 500, 1_000, 2_000)
    assert [cell_of(value) for value in (0, 99, 100, 499.99, 500, 1_999)] == [0, 0, 1, 2, 3, 4]


def test_bands_part_deals_into_about_thirds() -> None:
    # 4 below 5,000; 3 from 5,000 to 20,000; 5 above.
    values = [900, 1_500, 2_000, 4_999, 5_000, 9_000, 19_999, 20_000, 50_000, 60_000, 90_000, 1_000_000]
    cells: dict[int, int] = {}
    for value in values:
        cells[cell_of(value)] = cells.get(cell_of(value), 0) + 1
    assert bands("EUR", cells) == (
        Band("EUR", 0, 5_000),
        Band("EUR", 5_000, 50_000),
        Band("EUR", 50_000, None),
    )


def test_deals_of_one_size_are_one_band() -> None:
    assert bands("EUR", {cell_of(12_000): 40}) == (Band("EUR", 0, None),)
    assert bands("EUR", {}) == (Band("EUR", 0, None),)


@given(some_cells)
def test_every_value_lies_in_exactly_one_band(cells: dict[int, int]) -> None:
    found = bands("CHF", cells)
    assert 1 <= len(found) <= 3
    assert found[0].low == 0
    assert found[-1].high is None
    assert all(one.high == other.low for one, other in pairwise(found))


@given(some_cells)
def test_no_band_between_others_is_empty(cells: dict[int, int]) -> None:
    found = bands("CHF", cells)
    filled = [
        sum(
            times
            for cell, times in cells.items()
            if band.low <= BOUNDS[cell] and (band.high is None or BOUNDS[cell] < band.high)
        )
        for band in found
    ]
    assert len(found) == 1 or all(filled)


@given(some_cells)
def test_a_band_stands_in_an_address_and_comes_back(cells: dict[int, int]) -> None:
    for band in bands("USD", cells):
        assert Band.read(str(band)) == band


def test_of_a_band_another_is_a_part() -> None:
    open_above = Band("EUR", 10_000, None)
    assert open_above.within(Band("EUR", 0, 20_000)) == Band("EUR", 10_000, 20_000)
    assert open_above.within(Band("EUR", 50_000, None)) == Band("EUR", 50_000, None)
    assert open_above.within(None) == open_above


def test_an_address_names_no_band_but_ours() -> None:
    for text in (
        "",
        "EUR",
        "EUR-0",
        "EUR-0-3",
        "EUR--",
        "EUR-500-100",
        "eur-0-100",
        "EUR-0-100-1",
        "E R-0-100",
    ):
        assert Band.read(text) is None
