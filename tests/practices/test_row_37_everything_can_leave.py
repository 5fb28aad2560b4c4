"""PRODUCT.md, row 37: everything leaves at any time, in files anybody can read, and comes back as it was."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from exchange.long_work import do_waiting
from prospects.models import Loss
from tests.desk.reading import read
from tests.desk.visiting import signed_in
from tests.exchange.own.going_and_coming import emptied, fresh_account
from tests.practices.desk import Desk

JSON_FILE = "lost-deals.json"


@pytest.fixture(autouse=True)
def own_folders(settings: Any, tmp_path: Path) -> None:
    settings.WORK_DIR, settings.RESULTS_DIR = tmp_path / "work", tmp_path / "results"
    settings.UPLOADS_DIR = tmp_path / "uploads"


def taken_along(desk: Desk, taken: str) -> zipfile.ZipFile:
    """Press the button of the page that Settings leads to, and fetch the file."""
    assert "/export/" in {link.attrs["href"] for link in desk.look("/settings/").all("a", href=True)}
    forms = desk.look("/export/").all("form", action="/export/")
    offered = {each.attrs["value"] for form in forms for each in form.all("input", name="taken")}
    assert taken in offered
    desk.client.post("/export/", {"taken": taken})
    do_waiting(timezone.now())
    page = desk.look("/export/")
    (address,) = {link.attrs["href"] for link in page.all("a", href=True) if "/file/" in link.attrs["href"]}
    answer = desk.client.get(address)
    return zipfile.ZipFile(io.BytesIO(b"".join(answer)))


def test_a_salesperson_takes_their_own_people_along_as_csv_and_json(desk: Desk) -> None:
    desk.log(prospect_name="Ingrid Solheim", email="ingrid@example.org", notes="=1+1")
    archive = taken_along(desk, "own")
    assert archive.testzip() is None
    names = archive.namelist()
    assert JSON_FILE in names
    assert sum(name.endswith(".csv") for name in names) > 5
    assert b"Ingrid Solheim" in archive.read(JSON_FILE)
    people = next(name for name in names if name.endswith("prospects.csv"))
    assert "Ingrid Solheim" in archive.read(people).decode("utf-8-sig")


def test_nothing_in_it_lets_anybody_in(desk: Desk) -> None:
    desk.log()
    text = taken_along(desk, "own").read(JSON_FILE).decode()
    assert "password" not in json.loads(text)
    assert desk.user.password not in text


def test_it_comes_back_into_an_empty_installation(managers_desk: Desk) -> None:
    managers_desk.log(prospect_name="Ingrid Solheim", email="ingrid@example.org")
    archive = taken_along(managers_desk, "team")
    data = archive.fp.getvalue()  # type: ignore[union-attr]
    address = managers_desk.user.email
    emptied()
    client = signed_in(fresh_account(address))
    file = SimpleUploadedFile("lost-deals.zip", data)
    answer = client.post("/import/", {"files": [file]})
    own = answer["Location"]
    assert "Bring all of it in" in read(client.get(own)).one("main").text
    client.post(own)
    do_waiting(timezone.now())
    assert Loss.objects.get().prospect.name == "Ingrid Solheim"


def test_one_person_leaves_alone_too(desk: Desk) -> None:
    desk.log(prospect_name="Ingrid Solheim")
    links = {link.attrs["href"] for link in desk.person().all("a", href=True)}
    stored = desk.look(next(link for link in links if link.endswith("/privacy/")))
    address = next(
        link.attrs["href"] for link in stored.all("a", href=True) if link.attrs["href"].endswith("/export/")
    )
    archive = zipfile.ZipFile(io.BytesIO(b"".join(desk.client.get(address))))
    assert any(b"Ingrid Solheim" in archive.read(name) for name in archive.namelist())
