"""The line each fault prints, and when it says that the promises held."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class Line:
    """What one fault came to. `duplicate` counts further copies of the same mail, `errors` answers of 5xx.

    A copy that no crash and no unknown reply explains, a third one, or one that differs, counts as `wrong`.
    """

    fault: str
    database: str
    queue: str
    seed: int
    size: str
    missed: int
    duplicate: int
    wrong: int
    errors: int
    noes_missing: int
    plans_without_check_in: int
    integrity: str
    seconds: float
    date: str
    sizes: Mapping[str, int] = field(default_factory=dict)
    measured: Mapping[str, Any] = field(default_factory=dict)

    @property
    def held(self) -> bool:
        """Whether every promise held."""
        counts = (self.missed, self.wrong, self.errors, self.noes_missing, self.plans_without_check_in)
        return not any(counts) and self.integrity == "ok"

    def as_json(self) -> dict[str, Any]:
        """For one line of JSON."""
        return asdict(self)
