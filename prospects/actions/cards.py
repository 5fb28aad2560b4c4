"""Writes what address books tell of people."""

from accounts.changes import Trail
from accounts.models import User, normalise_email
from common.text import clean_line, clean_text
from prospects.actions.people import find_or_add_organisation
from prospects.cards import LONG_TEXTS, Card, columns, compare
from prospects.conversations import Relation
from prospects.models import Prospect


def add_from_card(card: Card, relation: Relation | None, *, owner: User, trail: Trail) -> Prospect:
    """A new person as an address book tells of them; raises ValidationError on an unusable value."""
    return trail.create(
        Prospect(
            team=owner.team,
            owner=owner,
            relation=relation or "",
            created_at=trail.now,
            **_values({column: getattr(card, column) for column in columns()}, owner, trail),
        )
    )


def complete_from_card(prospect: Prospect, card: Card, *, by: User, trail: Trail) -> dict[str, str]:
    """Fill in the columns that are empty, and say which; nothing that is known is written over.

    An address that another row of theirs to see has is left to that row. Raises ValidationError.
    """
    news = dict(compare(prospect.as_card(), card).completes)
    if "email" in news and _is_somebody_s(normalise_email(news["email"]), by):
        del news["email"]
    if news:
        trail.update(prospect, **_values(news, prospect.owner, trail))
    return news


def _is_somebody_s(address: str, by: User) -> bool:
    return Prospect.objects.visible_to(by).of_address(by.team_id, address).exists()


def _values(told: dict[str, str], owner: User, trail: Trail) -> dict[str, object]:
    """The columns of a row, cleaned, with the organisation as a row of its own."""
    values: dict[str, object] = {
        column: clean_text(text) if column in LONG_TEXTS else clean_line(text)
        for column, text in told.items()
        if column != "organisation"
    }
    if "organisation" in told:
        values["organisation"] = find_or_add_organisation(told["organisation"], owner.team, trail=trail)
    if "email" in values:
        values["email"] = normalise_email(str(values["email"]))
    return values
