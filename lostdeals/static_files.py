"""Collecting static files, and knowing when that is needed again."""

import fcntl
import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

STAMP = ".collected"


def collect_if_changed() -> bool:
    """Collect unless what is there was collected from the same files; True when it had to be done.

    Two processes at once take turns. Raises OSError when STATIC_ROOT cannot be written although it must.
    """
    root = Path(settings.STATIC_ROOT)
    if _is_current(root):
        return False
    root.mkdir(parents=True, exist_ok=True)
    with (root / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if _is_current(root):
            return False
        call_command("collectstatic", interactive=False, verbosity=0)
        (root / STAMP).write_text(_fingerprint(), encoding="utf-8")
    return True


def _is_current(root: Path) -> bool:
    stamp = root / STAMP
    return stamp.exists() and stamp.read_text(encoding="utf-8") == _fingerprint()


def _fingerprint() -> str:
    """A digest over name, size and time of every source file."""
    seen = hashlib.sha256()
    for finder in get_finders():
        for path, storage in sorted(finder.list([]), key=lambda found: found[0]):
            about = Path(storage.path(path)).stat()
            seen.update(f"{path}\0{about.st_size}\0{about.st_mtime_ns}\n".encode())
    return seen.hexdigest()
