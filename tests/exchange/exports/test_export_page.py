"""`/export/`: what may be taken, packed at a press, to be fetched by whoever pressed."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from accounts.changes import Change
from accounts.models import User
from desk.erasing import erase
from exchange.exports import running
from exchange.exports.packing import JSON_FILE, pack
from exchange.kinds import WorkKind, WorkState
from exchange.long_work import do_waiting
from exchange.models import Work
from exchange.views import export as page
from followups.actions import record_no
from prospects.models import Prospect
from tests.cast import MONDAY, NINE, a_no
from tests.desk.visiting import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folders(settings: Any, tmp_path: Path) -> None:
    settings.WORK_DIR = tmp_path / "work"
    settings.RESULTS_DIR = tmp_path / "results"


def fetched(user: User, taken: str) -> dict[str, Any]:
    """The JSON of what is fetched after pressing."""
    client = signed_in(user)
    answer = client.post("/export/", {"taken": taken})
    assert answer.status_code == 303
    packed = b"".join(client.get(f"{answer['Location']}file/").streaming_content)
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        return dict(json.loads(archive.read(JSON_FILE)))


def test_a_manager_is_offered_the_team_and_their_own(manager: User, owner: User) -> None:
    record_no(a_no(), by=owner, today=MONDAY, now=NINE)
    text = signed_in(manager).get("/export/").content.decode()
    assert "Take the team along" in text
    assert "1 person and everything beneath, whoever" in text
    assert "0 people and everything beneath, with your debriefs" in text


def test_others_are_offered_their_own(owner: User) -> None:
    text = signed_in(owner).get("/export/").content.decode()
    assert "Take the team along" not in text
    assert "Take your people along" in text


def test_a_few_people_are_packed_at_once(manager: User, owner: User) -> None:
    record_no(a_no("Ingrid"), by=owner, today=MONDAY, now=NINE)
    assert [row["name"] for row in fetched(manager, "team")["tables"]["prospects.prospect"]] == ["Ingrid"]
    assert fetched(manager, "own")["tables"]["prospects.prospect"] == []


def test_the_trail_tells_who_took_how_much_along(manager: User) -> None:
    fetched(manager, "team")
    fetched(manager, "own")
    told = Change.objects.order_by("at", "action").values_list("action", "actor")
    assert set(told) == {("take_team_along", manager.pk), ("take_people_along", manager.pk)}


def test_many_are_packed_by_the_worker(owner: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "AT_ONCE", 0)
    record_no(a_no("Ingrid"), by=owner, today=MONDAY, now=NINE)
    client = signed_in(owner)
    answer = client.post("/export/", {"taken": "own"})
    assert Work.objects.get().state == WorkState.WAITING
    do_waiting(timezone.now())
    assert "rows are packed" in client.get(answer["Location"]).content.decode()


@pytest.mark.parametrize("taken", ["team", "whole", "", "everything"])
def test_more_than_one_may_have_is_refused(taken: str, owner: User) -> None:
    assert signed_in(owner).post("/export/", {"taken": taken}).status_code == 403
    assert not Work.objects.exists()


def test_nobody_takes_the_whole_from_a_page(manager: User) -> None:
    assert signed_in(manager).post("/export/", {"taken": "whole"}).status_code == 403


def test_who_is_no_manager_any_more_when_it_is_packed_gets_nothing(
    manager: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page, "AT_ONCE", -1)
    signed_in(manager).post("/export/", {"taken": "team"})
    User.objects.filter(pk=manager.pk).update(is_manager=False)
    do_waiting(timezone.now())
    work = Work.objects.get()
    assert (work.state, work.said, work.path.exists()) == (WorkState.FAILED, "not_yours", False)
    assert "Only a manager" in signed_in(manager).get(f"/work/{work.pk}/").content.decode()


def test_what_was_packed_is_listed_for_whoever_may_fetch_it(owner: User, colleague: User) -> None:
    fetched(owner, "own")
    work = Work.objects.get(kind=WorkKind.EXPORT)
    assert f"/work/{work.pk}/file/" in signed_in(owner).get("/export/").content.decode()
    assert work.file_name not in signed_in(colleague).get("/export/").content.decode()
    work.path.unlink()
    assert work.file_name not in signed_in(owner).get("/export/").content.decode()


def erased_while_packing(monkeypatch: pytest.MonkeyPatch, *people: Prospect) -> None:
    """Each time something is packed, one of these is erased before it is handed out."""
    waiting = list(people)

    def packed(*args: Any, **options: Any) -> dict[str, int]:
        counts = pack(*args, **options)
        if waiting:
            erase(waiting.pop(), by=None, now=timezone.now())
        return counts

    monkeypatch.setattr(running, "pack", packed)


def test_whoever_is_erased_while_it_is_packed_is_not_in_it(
    owner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = [
        record_no(a_no(name), by=owner, today=MONDAY, now=NINE).loss.prospect for name in ("Ana", "Bo", "Cy")
    ]
    erased_while_packing(monkeypatch, *people[:2])
    assert [row["name"] for row in fetched(owner, "own")["tables"]["prospects.prospect"]] == ["Cy"]
    assert Change.objects.filter(action="take_people_along").count() == 1


def test_where_somebody_is_erased_each_time_nothing_is_handed_out(
    owner: User, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    people = [
        record_no(a_no(f"Somebody {n}"), by=owner, today=MONDAY, now=NINE).loss.prospect
        for n in range(running.ATTEMPTS)
    ]
    erased_while_packing(monkeypatch, *people)
    address = signed_in(owner).post("/export/", {"taken": "own"})["Location"]
    assert "It met a fault of ours" in signed_in(owner).get(address).content.decode()
    assert list(settings.RESULTS_DIR.iterdir()) == []
    assert not Change.objects.filter(action="take_people_along").exists()


def test_erasing_somebody_of_another_team_is_no_matter(
    owner: User, stranger: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    record_no(a_no("Ana"), by=owner, today=MONDAY, now=NINE)
    theirs = record_no(a_no("Bo"), by=stranger, today=MONDAY, now=NINE).loss.prospect
    erased_while_packing(monkeypatch, theirs)
    fetched(owner, "own")
    assert Work.objects.get().attempts == 1
