"""Files on their way in that name somebody who is erased: they must not bring them back."""

import json
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from accounts.models import Team
from exchange.imports.uploads import give_up
from exchange.kinds import ImportState
from exchange.models import Import

_PIECE = 1 << 20
_OVERLAP = 1000  # characters: no name or address is longer


def forget_uploads(team: Team, mentions: Callable[[str], bool], now: datetime) -> int:
    """Give up the imports of a team whose files or answers mention somebody; returns how many."""
    begun = Import.objects.filter(team=team, state=ImportState.OPEN).prefetch_related("files")
    return sum(give_up(imp, now) for imp in begun if _names(imp, mentions))


def _names(imp: Import, mentions: Callable[[str], bool]) -> bool:
    said = (json.dumps(kept, ensure_ascii=False) for kept in (imp.answers, imp.choices))
    files = list(imp.files.all())
    return (
        any(map(mentions, said))
        or any(mentions(file.name) for file in files)
        or any(mentions(text) for file in files for text in _texts(file.path))
    )


def _texts(path: Path) -> Iterator[str]:
    """What a file says, piece by piece, in every encoding it may be in."""
    if not path.is_file():
        return
    with path.open("rb") as stream:
        head = stream.read(400)
    wide = ("utf-16-le", "utf-16-be") if b"\x00" in head else ()
    for encoding in wide or ("utf-8", "cp1252"):
        yield from _pieces(path, encoding)


def _pieces(path: Path, encoding: str) -> Iterator[str]:
    with path.open(encoding=encoding, errors="replace", newline="") as stream:
        before = ""
        while piece := stream.read(_PIECE):
            yield before + piece
            before = piece[-_OVERLAP:]
