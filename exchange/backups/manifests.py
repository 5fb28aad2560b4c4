"""The list beside a copy: what it is, how many rows of what, and by which sums they are known again."""

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Self

from exchange.backups.refusals import BackupError
from exchange.backups.tables import Node

ENDING = ".json"
# Read as long as this is the number; a later way of writing gets another one.
FORMAT = 1
CHUNK = 1 << 20


class Kind(StrEnum):
    """In which form a copy is."""

    SQLITE = "sqlite"  # a database file
    ROWS = "rows"  # a gzipped line per row


@dataclass(frozen=True)
class Manifest:
    """`tables`: name -> number of rows and sum of their digests (exchange.backups.rows.Tally)."""

    kind: Kind
    made_at: datetime
    size: int
    sha256: str
    migrations: tuple[Node, ...]
    tables: Mapping[str, tuple[int, str]]
    format: int = FORMAT

    @property
    def rows(self) -> int:
        """How many rows in all tables together."""
        return sum(rows for rows, _sum in self.tables.values())

    def as_text(self) -> str:
        """As it is written."""
        return (
            json.dumps(asdict(self) | {"made_at": self.made_at.astimezone(UTC).isoformat()}, indent=1) + "\n"
        )

    @classmethod
    def from_text(cls, text: str) -> Self:
        """As it was written. Raises BackupError for anything else."""
        try:
            return cls._from(json.loads(text))
        except (ValueError, TypeError, KeyError, AttributeError) as fault:
            raise BackupError("The list beside the backup cannot be read.") from fault

    @classmethod
    def _from(cls, found: dict[str, Any]) -> Self:
        if found["format"] != FORMAT:
            raise BackupError("It was made by a newer version of Lost Deals. Update first.")
        return cls(
            kind=Kind(found["kind"]),
            made_at=datetime.fromisoformat(found["made_at"]),
            size=int(found["size"]),
            sha256=str(found["sha256"]),
            migrations=tuple((str(app), str(name)) for app, name in found["migrations"]),
            tables={str(name): (int(rows), str(digest)) for name, (rows, digest) in found["tables"].items()},
        )


def list_of(path: Path) -> Path:
    """Where the list of a copy lies."""
    return path.with_name(path.name + ENDING)


def manifest_of(path: Path) -> Manifest | None:
    """The list beside a copy; None when there is none."""
    try:
        text = list_of(path).read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as fault:
        raise BackupError("The list beside the backup cannot be read.") from fault
    return Manifest.from_text(text)


def sum_of_file(path: Path) -> str:
    """SHA-256 of a file's bytes, hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def publish(draft: Path, path: Path, manifest: Manifest) -> None:
    """Put a finished copy and its list in their places, for good.

    The list first: a copy that can be seen is whole and has its list, whenever this is cut short.
    """
    beside = list_of(draft)
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(manifest.as_text())
    for finished in (draft, beside):
        to_disk(finished)
    beside.replace(list_of(path))
    draft.replace(path)
    to_disk(path.parent)


def to_disk(path: Path) -> None:
    """Return when a file, or the names in a folder, are on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
