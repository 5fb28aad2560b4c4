"""How a deal of an export ended: flags before status, status before the stage's name, asked when in doubt."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.lost import Outcome, Signs, outcome_of

DECLINED, WON, OPEN, UNCLEAR = Outcome.DECLINED, Outcome.WON, Outcome.OPEN, Outcome.UNCLEAR


@pytest.mark.parametrize(
    ("signs", "outcome"),
    [
        (Signs(is_lost="true", stage="Negotiation"), DECLINED),
        (Signs(is_lost="false", stage="Closed Lost"), OPEN),
        (Signs(is_lost="false", is_won="true", stage="Closed Lost"), WON),
        (Signs(is_lost="false", stage="Closed Won"), WON),
        (Signs(is_lost="", stage="Closed Lost"), DECLINED),
        (Signs(is_lost="WAHR"), DECLINED),
        (Signs(is_closed="TRUE", is_won="FALSE", stage="whatever"), DECLINED),
        (Signs(is_closed="1", is_won="", blank_is_no=True), DECLINED),
        (Signs(is_closed="1", is_won="1", blank_is_no=True), WON),
        (Signs(is_closed="", is_won="", stage="Closed Lost", blank_is_no=True), OPEN),
        (Signs(status="Lost", stage="Closed Won"), DECLINED),
        (Signs(status="LOST"), DECLINED),
        (Signs(status="open", stage="Lost"), OPEN),
        (Signs(status="won"), WON),
        (Signs(is_active="False", probability="0.0", stage="New"), DECLINED),
        (Signs(is_active="True", probability="0", stage="New"), OPEN),
    ],
)
def test_the_export_s_own_flag_counts_before_a_name(signs: Signs, outcome: Outcome) -> None:
    assert outcome_of(signs) is outcome


@pytest.mark.parametrize(
    "stage",
    ["Closed Lost", "closed_lost", "Closed-Lost", "LOST", "closedlost", "Verloren", "Perdu", "失注"],
)
def test_a_stage_named_so_is_declined(stage: str) -> None:
    assert outcome_of(Signs(stage=stage)) is DECLINED


@pytest.mark.parametrize("stage", ["Closed Won", "Gewonnen", "closedwon", "Gagné", "赢单"])
def test_a_stage_named_so_is_won(stage: str) -> None:
    assert outcome_of(Signs(stage=stage)) is WON


@pytest.mark.parametrize("stage", ["Negotiation", "Qualified to Buy", "Id. Decision Makers", "", "Angebot"])
def test_any_other_stage_is_open(stage: str) -> None:
    assert outcome_of(Signs(stage=stage)) is OPEN


@pytest.mark.parametrize(
    "signs",
    [
        Signs(stage="Closed"),
        Signs(stage="Dead lead"),
        Signs(stage="Lost - recycled"),
        Signs(stage="Kein Interesse"),
        Signs(stage="Archiv"),
        Signs(stage="Parking place", has_reason=True),
        Signs(stage="Parking place", has_lost_day=True),
        Signs(is_lost="true", is_won="true"),
        Signs(is_lost="false", is_won="false", is_closed="true"),
        Signs(is_active="false", probability="35"),
    ],
)
def test_in_doubt_it_is_asked(signs: Signs) -> None:
    assert outcome_of(signs) is UNCLEAR


def test_what_lay_in_the_bin_is_left_there() -> None:
    assert outcome_of(Signs(is_deleted="TRUE", is_lost="true")) is Outcome.DELETED
    assert outcome_of(Signs(is_deleted="", is_lost="true")) is DECLINED


@given(st.text(max_size=30), st.text(max_size=30), st.text(max_size=30))
def test_no_text_raises_anything(flag: str, status: str, stage: str) -> None:
    outcome_of(
        Signs(is_lost=flag, is_won=status, is_active=flag, probability=stage, status=status, stage=stage)
    )
