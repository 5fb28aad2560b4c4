"""Uploaded files: kept while their import goes on, for its owner alone, then gone."""

import hashlib
import os
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from pytest_django import DjangoCaptureOnCommitCallbacks

from accounts.models import User
from exchange.imports.uploads import MOST_OPEN, discard, forget_old, give_up, make_room, remove, store
from exchange.kinds import ImportState
from exchange.models import Import, ImportFile
from tests.cast import NINE
from tests.exchange.imports.bringing import DEALS, bring

pytestmark = pytest.mark.django_db

Commits = DjangoCaptureOnCommitCallbacks


def test_a_file_is_kept_as_it_came_and_nobody_else_on_the_machine_reads_it(owner: User) -> None:
    file = bring(owner, DEALS).files.get()
    assert file.path.read_bytes() == DEALS.encode()
    assert (file.size, file.digest) == (len(DEALS.encode()), hashlib.sha256(DEALS.encode()).hexdigest())
    assert file.path.stat().st_mode & 0o777 == 0o600
    assert file.path.parent.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\deals.csv", "deals.csv"),
        ("a\nb.csv", "a b.csv"),
        ("", "file"),
    ],
)
def test_a_file_s_name_is_a_name_and_no_path(owner: User, given: str, kept: str) -> None:
    upload = SimpleUploadedFile("x", b"a")
    upload.__dict__["_name"] = given  # as no browser sends it
    assert store(upload, bring(owner), 0).name == kept


def test_what_cannot_be_kept_leaves_nothing(owner: User) -> None:
    imp = bring(owner, DEALS)
    with pytest.raises(Exception, match=r"(?i)unique"):
        bring_again(imp)
    assert {path.name for path in settings.UPLOADS_DIR.iterdir()} == {str(imp.files.get().pk)}


def bring_again(imp: Import) -> ImportFile:
    with transaction.atomic():
        return store(SimpleUploadedFile("again.csv", b"x"), imp, 0)


def test_when_it_is_over_nothing_is_left_but_that_it_was(
    owner: User, django_capture_on_commit_callbacks: Commits
) -> None:
    imp = bring(owner, DEALS, DEALS)
    imp.answers, imp.choices = {"said": {"x": 1}}, {"y": 2}
    imp.save()
    with django_capture_on_commit_callbacks(execute=True):
        discard(imp)
    imp.refresh_from_db()
    assert (imp.answers, imp.choices, imp.files.count()) == ({}, {}, 0)
    assert list(settings.UPLOADS_DIR.iterdir()) == []


def test_one_of_several_files_goes(owner: User, django_capture_on_commit_callbacks: Commits) -> None:
    imp = bring(owner, DEALS, DEALS)
    first, second = imp.files.all()
    with django_capture_on_commit_callbacks(execute=True):
        remove(first)
    assert list(imp.files.all()) == [second]
    assert [path.name for path in settings.UPLOADS_DIR.iterdir()] == [str(second.pk)]


def test_after_a_week_it_is_given_up(owner: User, django_capture_on_commit_callbacks: Commits) -> None:
    old, new = bring(owner, DEALS), bring(owner, DEALS)
    Import.objects.filter(pk=old.pk).update(changed_at=NINE - timedelta(days=7, seconds=1))
    with django_capture_on_commit_callbacks(execute=True):
        assert forget_old(NINE) == 1
    old.refresh_from_db()
    assert old.state == ImportState.GIVEN_UP
    assert [path.name for path in settings.UPLOADS_DIR.iterdir()] == [str(new.files.get().pk)]


@pytest.mark.parametrize("state", [ImportState.DONE, ImportState.STARTED, ImportState.GIVEN_UP])
def test_what_is_over_or_at_work_is_not_given_up(owner: User, state: ImportState) -> None:
    imp = bring(owner, DEALS)
    Import.objects.filter(pk=imp.pk).update(state=state, changed_at=NINE - timedelta(days=30))
    assert forget_old(NINE) == 0
    assert not give_up(imp, NINE)


def test_a_file_whose_upload_broke_off_goes_after_a_day(owner: User) -> None:
    kept = bring(owner, DEALS).files.get().path
    stray, fresh = (settings.UPLOADS_DIR / str(uuid4()) for _ in range(2))
    for path, age in ((stray, 25), (fresh, 1), (kept, 25)):
        path.touch()
        moment = (NINE - timedelta(hours=age)).timestamp()
        os.utime(path, (moment, moment))
    forget_old(NINE)
    assert set(settings.UPLOADS_DIR.iterdir()) == {kept, fresh}


def test_the_oldest_begun_makes_room(owner: User) -> None:
    for hours in range(MOST_OPEN + 1):
        imp = bring(owner, DEALS)
        Import.objects.filter(pk=imp.pk).update(changed_at=NINE - timedelta(hours=hours))
    new = bring(owner, DEALS)
    assert make_room(new, NINE) == ["deals-0.csv"] * 2
    begun = Import.objects.filter(state=ImportState.OPEN).exclude(pk=new.pk)
    assert begun.count() == MOST_OPEN - 1
    assert min(begun.values_list("changed_at", flat=True)) == NINE - timedelta(hours=MOST_OPEN - 2)


def test_while_there_is_room_nothing_is_given_up(owner: User, colleague: User) -> None:
    for _ in range(MOST_OPEN - 1):
        bring(owner, DEALS)
        bring(colleague, DEALS)
    assert make_room(bring(owner, DEALS), NINE) == []


def test_a_folder_that_is_not_there_yet_is_no_fault(settings: object, tmp_path: Path) -> None:
    settings.UPLOADS_DIR = tmp_path / "none"  # type: ignore[attr-defined]
    assert forget_old(NINE) == 0
