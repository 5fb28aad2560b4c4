"""Checking a backup: that its bytes are those that were written, and its rows those that were counted."""

from pathlib import Path

from exchange.backups import row_files, sqlite_copies
from exchange.backups.making import count_sqlite
from exchange.backups.manifests import Kind, Manifest, manifest_of, sum_of_file
from exchange.backups.refusals import BackupError
from exchange.backups.tables import Node

SQLITE_MAGIC = b"SQLite format 3\x00"


def kind_of(path: Path) -> Kind:
    """In which form a file is, by how it begins. Raises BackupError when it is no backup."""
    try:
        with path.open("rb") as file:
            begin = file.read(len(SQLITE_MAGIC))
    except OSError as fault:
        raise BackupError(f"{path} cannot be read: {fault.strerror}.") from fault
    if begin == SQLITE_MAGIC:
        return Kind.SQLITE
    if begin.startswith(row_files.MAGIC):
        return Kind.ROWS
    raise BackupError(f"{path} is no backup of Lost Deals.")


def check_backup(path: Path) -> tuple[Manifest | None, row_files.Tallies]:
    """Read all of a backup and compare it with its list: the list, and what was counted now.

    Without a list beside it (None) the file itself is checked, as far as it can be. Raises BackupError.
    """
    kind, manifest = kind_of(path), manifest_of(path)
    if manifest is not None and sum_of_file(path) != manifest.sha256:
        raise BackupError("The backup is damaged: its bytes are not those that were written.")
    if manifest is None and kind is Kind.SQLITE:
        # With a list, the bytes have just been found to be all of it, whatever lies beside them.
        sqlite_copies.require_whole(path)
    migrations, counted = _count(kind, path)
    if manifest is not None:
        row_files.compare(counted, dict(manifest.tables))
        if list(manifest.migrations) != migrations:
            raise BackupError("The list beside the backup belongs to another one.")
    return manifest, counted


def _count(kind: Kind, path: Path) -> tuple[list[Node], row_files.Tallies]:
    if kind is Kind.SQLITE:
        sqlite_copies.check(path)
        migrations, counted = count_sqlite(path)
    else:
        migrations, counted = row_files.RowFile(path).migrations(), row_files.tallies_in(path)
    if not migrations:
        raise BackupError("This is no backup of Lost Deals.")
    return migrations, counted
