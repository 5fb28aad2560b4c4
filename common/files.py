"""Files that are written once and whole."""

import os
import secrets
from pathlib import Path


def write_once(path: Path, content: str) -> None:
    """Write a file only its owner can read. Of two processes at once the first one wins, whole."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as draft_file:
            draft_file.write(content)
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
