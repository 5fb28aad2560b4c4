"""What somebody chose about an import as a whole, kept in `Import.choices` as plain JSON."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from exchange.models import Import

NAMES, OWNERS = "names", "owners"


@dataclass(frozen=True)
class Choices:
    """Who said no where the files name nobody, and who looks after whom. Texts are looked up by `noes.spelt`.

    `names` are by organisation; `owners` by what the files call whoever sold there.
    """

    names: Mapping[str, str] = field(default_factory=dict)
    owners: Mapping[str, UUID] = field(default_factory=dict)


def choices_of(imp: Import) -> Choices:
    """What was chosen so far."""
    kept: dict[str, Any] = imp.choices
    owners = {name: UUID(pk) for name, pk in kept.get(OWNERS, {}).items()}
    return Choices(dict(kept.get(NAMES, {})), owners)


def note_names(imp: Import, names: Mapping[str, str]) -> None:
    """Who said no at these organisations; an empty name takes back what was said before. Saves it."""
    known = {**imp.choices.get(NAMES, {}), **names}
    _keep(imp, NAMES, {where: name for where, name in known.items() if name})


def note_owners(imp: Import, owners: Mapping[str, UUID]) -> None:
    """Who looks after the people of each that the files name as selling there. Saves it."""
    known = imp.choices.get(OWNERS, {})
    _keep(imp, OWNERS, {**known, **{name: str(pk) for name, pk in owners.items()}})


def _keep(imp: Import, name: str, values: Mapping[str, str]) -> None:
    imp.choices = {**imp.choices, name: dict(values)}
    imp.save(update_fields=["choices"])
