"""A program for an installation of its own: a backup or a restore that dies at its n-th step on the disk.

Steps are whatever puts a file in its place, takes one away or waits for the disk. Each try is a process of
its own, ended by SIGKILL one step later than the one before. Prints as JSON what stood there after each of
them, the last being the one that lived.
"""

import json
import os
import shutil
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone

from exchange.backups.checking import check_backup
from exchange.backups.making import make_backup
from exchange.backups.refusals import BackupError
from exchange.backups.restoring import restore
from prospects.models import Organisation

STEPS = ((Path, "replace"), (Path, "unlink"), (os, "link"), (os, "fsync"))


def main(what: str, path: str, pristine: str) -> None:
    """Try `backup` into a folder, or `restore` of a file; before each, everything is as in `pristine`."""
    work = (lambda: _back_up(Path(path))) if what == "backup" else (lambda: _restore(path))
    answers, lived = [], False
    while not lived:
        _as_before(Path(pristine))
        lived = _try(len(answers) + 1, work)
        answers.append(_what_is_there() if what == "restore" else _what_lies_in(Path(path)))
    print(json.dumps(answers))


def _try(step: int, work: Callable[[], Any]) -> bool:
    """Whether the work lived to its end."""
    child = os.fork()
    if child == 0:
        _die_at(step)
        work()
        os._exit(0)
    _pid, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0, "it failed by itself"
    return not os.WIFSIGNALED(status)


def _die_at(step: int) -> None:
    left = [step]

    def instead_of(act: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*args: Any, **more: Any) -> Any:
            left[0] -= 1
            if not left[0]:
                os.kill(os.getpid(), signal.SIGKILL)
            return act(*args, **more)

        return counted

    for place, name in STEPS:
        setattr(place, name, instead_of(getattr(place, name)))


def _as_before(pristine: Path) -> None:
    var = Path(settings.VAR_DIR)
    shutil.rmtree(var)
    shutil.copytree(pristine, var)


def _back_up(folder: Path) -> None:
    for left in folder.iterdir():
        left.unlink()
    make_backup(folder, timezone.now())


def _restore(path: str) -> None:
    restore(Path(path), timezone.now(), lambda done, total: None)


def _what_is_there() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        assert cursor.fetchall() == [("ok",)]
    names = sorted(Organisation.objects.values_list("name", flat=True))
    connection.close()
    return names


def _what_lies_in(folder: Path) -> list[str]:
    """How each file that can be seen and is no list turns out."""
    found = []
    for path in folder.glob("[!.]*.sqlite3"):
        try:
            manifest, _counted = check_backup(path)
            found.append("whole" if manifest else "without its list")
        except BackupError as fault:
            found.append(str(fault))
    return found
