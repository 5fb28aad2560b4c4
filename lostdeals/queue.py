"""The embedded queue: kombu's filesystem transport, with messages that appear and disappear whole.

kombu writes a message in place and moves it through the system's temporary directory, which may be
another disk; a worker that looks at the wrong moment, or a writer that dies, leaves half a message.
Here both steps are one rename inside the queue's own directory.
"""

import contextlib
import os
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from queue import Empty
from typing import Any

from kombu.transport import filesystem
from kombu.utils.json import dumps, loads

ENDING = ".msg"
_dumps: Callable[[Any], str] = dumps
_loads: Callable[[str], Any] = loads


class Channel(filesystem.Channel):
    """Puts and takes messages by rename."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Whoever comes first makes the folders: worker, beat or web may be started by themselves."""
        super().__init__(*args, **kwargs)  # type: ignore[no-untyped-call]  # kombu is untyped
        for folder in (self.data_folder_in, self.data_folder_out, self.control_folder):
            _make(Path(folder))

    def _put(self, queue: str, payload: Any, **kwargs: Any) -> None:  # type: ignore[override]
        folder = Path(self.data_folder_out)
        name = f"{time.time_ns():020d}-{uuid.uuid4()}.{queue}{ENDING}"
        draft = folder / f".{name}.draft"
        draft.write_text(_dumps(payload), encoding="utf-8")
        draft.rename(folder / name)

    def _get(self, queue: str, timeout: float | None = None) -> Any:
        for path in sorted(Path(self.data_folder_in).glob(f"*.{queue}{ENDING}")):
            taken = path.with_name(f".{path.name}.taken")
            try:
                path.rename(taken)
            except FileNotFoundError:
                continue  # another worker was quicker
            message = taken.read_text(encoding="utf-8")
            taken.unlink()
            return _loads(message)
        raise Empty


class Transport(filesystem.Transport):
    """The transport to name as `broker_transport`."""

    Channel = Channel


def prepare(directory: Path) -> None:
    """Make the queue's folders and drop what an earlier run left: the database knows what is due."""
    for folder in (directory / "messages", directory / "control"):
        _make(folder)
    for entry in os.scandir(directory / "messages"):
        with contextlib.suppress(FileNotFoundError):
            Path(entry.path).unlink()


def _make(folder: Path) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
