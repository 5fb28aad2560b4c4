"""What two rows of one person become, column by column; reads them and writes nothing."""

from collections.abc import Mapping

from prospects.conversations import PermissionChannel
from prospects.models import Permission, Prospect
from prospects.permissions import standing_permissions

# Notes are put together.
JOINED = ("personal_cues", "wanted_from_our_time", "learned")
# What stays empty on the row that stays is filled from the other; of two different values the first stays.
FILLED = (
    "email", "phone", "title", "organisation_id", "relation", "form_of_address", "postal_address",
    "language", "time_zone", "pace", "priority", "reference_for",
)  # fmt: skip
# These belong together: the region is one of that country.
PLACE = ("country", "region")
EITHER = ("is_decision_maker", "is_reference")
KIN = ("referred_by_id", "succeeds_id")


def joined_columns(keep: Prospect, gone: Prospect) -> dict[str, object]:
    """The columns of `keep` that change when `gone` becomes part of it, by attribute name."""
    values: dict[str, object] = {name: _together(keep, gone, name) for name in JOINED}
    values |= {name: getattr(keep, name) or getattr(gone, name) for name in FILLED}
    place = keep if keep.country else gone
    values |= {name: getattr(place, name) for name in PLACE}
    values |= {name: getattr(keep, name) or getattr(gone, name) for name in EITHER}
    values |= {name: _kin(keep, gone, name) for name in KIN}
    values["also_called"] = _also_called(keep, gone)
    if keep.is_unnamed and not gone.is_unnamed:
        values |= {"name": gone.name, "is_unnamed": False, "also_called": gone.also_called}
    stops = [row.asked_to_stop_on for row in (keep, gone) if row.asked_to_stop_on]
    values["asked_to_stop_on"] = min(stops, default=None)
    pauses = [row.paused_until for row in (keep, gone) if row.paused_until]
    values["paused_until"] = max(pauses, default=None)
    return {name: value for name, value in values.items() if value != getattr(keep, name)}


def _together(keep: Prospect, gone: Prospect, name: str) -> str:
    here, there = getattr(keep, name), getattr(gone, name)
    return here if there in here else f"{here}\n{there}".strip()


def _kin(keep: Prospect, gone: Prospect, name: str) -> object:
    """Who named them, whose chair they took; nobody is their own."""
    both = {keep.pk, gone.pk}
    return next((pk for pk in (getattr(keep, name), getattr(gone, name)) if pk and pk not in both), None)


def _also_called(keep: Prospect, gone: Prospect) -> str:
    names = (keep.also_called, gone.called(), gone.also_called)
    return next((name for name in names if name and name.casefold() != keep.name.casefold()), "")


def withdrawn_by_either(
    keep: Prospect, gone: Prospect
) -> Mapping[PermissionChannel, tuple[Permission, Permission]]:
    """Channels withdrawn on one row and granted on the other, with the withdrawal and the grant.

    The stricter word wins, whichever is newer: perhaps the one who noted the grant did not know.
    """
    mine, theirs = standing_permissions(keep), standing_permissions(gone)
    found = {}
    for channel in mine.keys() & theirs.keys():
        one, other = sorted((mine[channel], theirs[channel]), key=lambda row: row.is_granted)
        if other.is_granted and not one.is_granted:
            found[channel] = (one, other)
    return found
