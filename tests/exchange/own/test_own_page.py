"""An export that was uploaded: what is in it, who comes with it, and bringing it in at a press."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.models import User
from exchange.kinds import ImportKind, ImportState, Taken
from exchange.long_work import do_waiting
from exchange.models import Import, Work
from exchange.views import own as page
from followups.actions import record_no
from outbox import arming
from prospects.models import Prospect
from tests.cast import MONDAY, NINE, a_no
from tests.desk.visiting import signed_in
from tests.exchange.own.going_and_coming import emptied, fresh_account, json_in, taken_along

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folders(settings: Any, tmp_path: Path) -> None:
    settings.WORK_DIR = tmp_path / "work"
    settings.RESULTS_DIR = tmp_path / "results"
    settings.UPLOADS_DIR = tmp_path / "uploads"


@pytest.fixture
def export(owner: User, colleague: User, tmp_path: Path) -> Path:
    owner.is_manager = True
    owner.save()
    record_no(a_no("Ingrid"), by=owner, today=MONDAY, now=NINE)
    path = tmp_path / "export.zip"
    taken_along(path, Taken.TEAM, owner)
    return path


def uploaded(user: User, path: Path) -> str:
    """The address an uploaded export leads to."""
    return uploaded_as("lost-deals.zip", user, path.read_bytes())


def uploaded_as(name: str, user: User, data: bytes) -> str:
    file = SimpleUploadedFile(name, data)
    answer = signed_in(user).post("/import/", {"files": [file]})
    assert answer.status_code == 303
    return str(answer["Location"])


def test_it_shows_what_is_in_it_and_who_comes_with_it(export: Path, owner: User, colleague: User) -> None:
    emptied()
    me = fresh_account(owner.email)
    address = uploaded(me, export)
    assert address.endswith("/own/")
    text = signed_in(me).get(address).content.decode()
    for words in (
        '<b class="strong">1</b> person', '<b class="strong">1</b> no<',
        'You are <b class="strong">Maren Vogt', colleague.email,
        "Nobody but you can sign in at first", "arm_mail", "Bring all of it in",
    ):  # fmt: skip
        assert words in text


def test_pressing_brings_it_in(export: Path, owner: User) -> None:
    emptied()
    me = fresh_account(owner.email)
    address = uploaded(me, export)
    client = signed_in(me)
    answer = client.post(address)
    assert answer.status_code == 303
    do_waiting(timezone.now())
    assert Prospect.objects.get().owner == me
    found = Import.objects.get()
    assert (found.kind, found.state, found.files.count()) == (ImportKind.OWN, ImportState.DONE, 0)
    text = client.get(address).content.decode()
    assert "It is all in" in text
    assert "1 colleague came along" in text
    assert not arming.is_armed()
    assert client.get(f"/work/{Work.objects.get().pk}/")["Location"] == address


def test_pressing_twice_brings_it_in_once(export: Path, owner: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "AT_ONCE", 0)
    emptied()
    me = fresh_account(owner.email)
    address = uploaded(me, export)
    client = signed_in(me)
    assert client.post(address)["Location"] == client.post(address)["Location"]
    do_waiting(timezone.now())
    do_waiting(timezone.now())
    assert Prospect.objects.count() == 1


def test_where_something_is_there_it_says_so_and_has_no_button(export: Path, owner: User) -> None:
    address = uploaded(owner, export)
    client = signed_in(owner)
    text = client.get(address).content.decode()
    assert "There is something here already" in text
    for words in ("Bring all of it in", "What comes in", "Who comes with it"):
        assert words not in text
    client.post(address)
    do_waiting(timezone.now())
    assert "There is something here already" in client.get(f"/work/{Work.objects.get().pk}/").content.decode()
    assert Import.objects.get().state == ImportState.OPEN


def test_a_damaged_file_says_so(export: Path, owner: User) -> None:
    emptied()
    me = fresh_account(owner.email)
    address = uploaded(me, export)
    stored = Import.objects.get().files.get().path
    stored.write_bytes(stored.read_bytes()[:-2000])
    assert "This file is damaged" in signed_in(me).get(address).content.decode()


@pytest.mark.parametrize("share", [0.1, 0.5, 0.99])
def test_a_zip_that_was_cut_off_says_so_at_once(share: float, export: Path, owner: User) -> None:
    data = export.read_bytes()
    file = SimpleUploadedFile("lost-deals.zip", data[: int(len(data) * share)])
    text = signed_in(owner).post("/import/", {"files": [file]}).content.decode()
    assert "lost-deals.zip: This file is damaged" in text
    assert "Unpack it" not in text
    assert not Import.objects.exists()


def test_another_zip_is_to_be_unpacked(owner: User) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("deals.csv", "a,b")
    file = SimpleUploadedFile("deals.zip", packed.getvalue())
    assert "Unpack it" in signed_in(owner).post("/import/", {"files": [file]}).content.decode()


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_its_json_written_anew_is_not_as_it_was_written(mark: str, export: Path, owner: User) -> None:
    for indent in (None, 2):
        anew = mark + json.dumps(json.loads(json_in(export)), indent=indent)
        address = uploaded_as("lost-deals.json", owner, anew.encode())
        assert "The file is not as it was written" in signed_in(owner).get(address).content.decode()


def test_who_is_not_in_it_is_told_that_they_join(export: Path) -> None:
    emptied()
    me = fresh_account("new@example.com")
    text = signed_in(me).get(uploaded(me, export)).content.decode()
    assert "Nobody in it has your address" in text
    assert "You join the team Vogt and partners" in text


def test_only_managers_bring_it_in(export: Path, colleague: User) -> None:
    address = uploaded(colleague, export)
    assert "Only a manager" in signed_in(colleague).get(address).content.decode()
    assert signed_in(colleague).post(address).status_code == 200
    assert not Work.objects.exists()


def test_other_people_s_uploads_do_not_exist(export: Path, owner: User, manager: User) -> None:
    assert signed_in(manager).get(uploaded(owner, export)).status_code == 404
