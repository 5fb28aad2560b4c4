"""What became of each no, read off deals and noes as they stand and not off what the actions kept."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from tests.followups.months.ledger import Row, Rows, rows_of

A_YES = ("won", "won_back")


def faults_of_noes(rows: Rows) -> Iterator[str]:
    """Every no that says otherwise than deals and noes do, together."""
    noes, deals = list(rows_of(rows, "prospects.loss")), list(rows_of(rows, "prospects.deal"))
    for no in noes:
        is_newest = no["id"] == newest_no_to(no["deal_id"], noes)
        if no["declined_again"] == is_newest:
            yield f"the no of {no['said_on']} is {'' if is_newest else 'not '}the newest to its deal"
        wanted = first_yes_to(no, deals, is_newest=is_newest)
        if no["came_back_on"] != wanted:
            yield f"the no of {no['said_on']} came back on {wanted}, not {no['came_back_on']}"


def newest_no_to(deal_id: UUID, noes: list[Row]) -> UUID:
    """The one that was written down last: only it stands where its deal stands."""
    found: UUID = max((no for no in noes if no["deal_id"] == deal_id), key=lambda no: no["logged_at"])["id"]
    return found


def first_yes_to(no: Row, deals: list[Row], *, is_newest: bool) -> date | None:
    """The first day on which its own deal, or one that grew out of it, became a yes."""
    own = [deal for deal in deals if deal["id"] == no["deal_id"] and is_newest]
    grown = [deal for deal in deals if deal["grew_out_of_id"] == no["id"]]
    return min((deal["closed_on"] for deal in own + grown if deal["status"] in A_YES), default=None)
