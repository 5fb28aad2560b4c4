from pathlib import Path
from queue import Empty
from typing import Any

import pytest
from kombu import Connection

from lostdeals import queue


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    queue.prepare(tmp_path / "queue")
    return tmp_path / "queue"


@pytest.fixture
def messages(folder: Path) -> Any:
    queue.Transport.global_state.clear()  # kombu remembers the bindings of other folders
    options = {name: str(folder / "messages") for name in ("data_folder_in", "data_folder_out")}
    with Connection(
        "filesystem://",
        transport="lostdeals.queue:Transport",
        transport_options=options | {"control_folder": str(folder / "control")},
    ) as connection:
        yield connection.SimpleQueue("lostdeals")


def left_in(folder: Path) -> list[str]:
    return [path.name for path in (folder / "messages").iterdir()]


def test_messages_come_out_once_and_in_order(messages: Any, folder: Path) -> None:
    for number in range(3):
        messages.put({"number": number})
    taken = []
    for _ in range(3):
        message = messages.get(timeout=2)
        message.ack()
        taken.append(message.payload["number"])
    assert taken == [0, 1, 2]
    assert left_in(folder) == []
    with pytest.raises(Empty):
        messages.get_nowait()


def test_half_a_message_of_a_writer_that_died_is_never_read(messages: Any, folder: Path) -> None:
    (folder / "messages" / ".0001.lostdeals.msg.draft").write_text('{"body": "hal')
    with pytest.raises(Empty):
        messages.get_nowait()


def test_a_message_another_worker_took_is_passed_over(
    messages: Any, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    messages.put({"number": 1})
    messages.put({"number": 2})
    first, second = sorted((folder / "messages").iterdir())
    ours = Path.glob

    def late(self: Path, pattern: str) -> Any:
        found = list(ours(self, pattern))
        first.unlink(missing_ok=True)
        return found

    monkeypatch.setattr(Path, "glob", late)
    assert messages.get_nowait().payload == {"number": 2}
    assert second.name not in left_in(folder)


def test_the_start_empties_the_queue(messages: Any, folder: Path) -> None:
    messages.put({"number": 1})
    assert len(left_in(folder)) == 1
    (folder / "messages" / ".0001.lostdeals.msg.taken").write_text("{}")
    queue.prepare(folder)
    assert left_in(folder) == []


def test_whoever_comes_first_makes_the_folders_and_drops_nothing(messages: Any, folder: Path) -> None:
    messages.put({"number": 1})
    (folder / "control" / "lostdeals.exchange").unlink(missing_ok=True)
    options = {name: str(folder / "messages") for name in ("data_folder_in", "data_folder_out")}
    for place in (folder, folder.parent / "fresh"):
        told = {name: path.replace(str(folder), str(place)) for name, path in options.items()}
        with (
            Connection(
                "filesystem://",
                transport="lostdeals.queue:Transport",
                transport_options=told | {"control_folder": str(place / "control")},
            ) as late,
            late.channel(),
        ):
            pass
        assert (place / "messages").is_dir()
    assert len(left_in(folder)) == 1
    assert left_in(folder.parent / "fresh") == []
