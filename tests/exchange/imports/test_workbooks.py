"""A workbook becomes its sheets when it arrives; one that cannot be read says so where files are opened."""

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import DjangoCaptureOnCommitCallbacks

from accounts.models import User
from exchange.dialects.answers import DealRow
from exchange.imports.reading import answers_of, open_rows, read_deals
from exchange.imports.workbooks import store_tables
from exchange.labels import refusal_words
from exchange.models import ImportFile
from exchange.tables.refusals import Kind, RefusedError
from tests.cast import NINE
from tests.exchange.imports.bringing import bring
from tests.exchange.tables.workbooks.making import workbook_of

pytestmark = pytest.mark.django_db

DEALS = [
    ["Deal Name", "Deal Stage", "Close Date", "Amount", "Associated Contact Email"],
    ["Fleet", "Closed Lost", "2026-03-02", 1.234, "ana@acme.example"],
]
PEOPLE = [["Contact ID", "First Name", "Last Name", "Email"], [1, "Ana", "Sousa", "ana@acme.example"]]


def stored(owner: User, data: bytes) -> list[ImportFile]:
    return store_tables(SimpleUploadedFile("hubspot.xlsx", data), bring(owner), 0)


def test_sheets_are_joined_as_files_are(
    owner: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        files = stored(owner, workbook_of(Deals=DEALS, Nothing=[], People=PEOPLE))
    assert [(file.place, file.name) for file in files] == [
        (0, "hubspot.xlsx: Deals"),
        (1, "hubspot.xlsx: People"),
    ]
    assert {path.name for path in settings.UPLOADS_DIR.iterdir()} == {str(file.pk) for file in files}
    imp = files[0].of_import
    (row,) = read_deals(imp, answers_of(imp, owner, NINE.date()))
    assert isinstance(row.read, DealRow)
    assert (row.line, row.read.person.name, str(row.read.value)) == (2, "Ana Sousa", "1.2340")


def test_a_file_of_one_sheet_keeps_its_name(owner: User) -> None:
    (file,) = stored(owner, workbook_of(Sheet1=DEALS))
    assert file.name == "hubspot.xlsx"
    assert file.path.stat().st_mode & 0o777 == 0o600
    assert file.size == file.path.stat().st_size


@pytest.mark.parametrize("data", [workbook_of(Sheet1=DEALS)[:-40], workbook_of(Sheet1=[])])
def test_one_that_cannot_be_read_says_so(owner: User, data: bytes) -> None:
    (file,) = stored(owner, data)
    with pytest.raises(RefusedError) as refused, open_rows(file):
        pass
    assert refused.value.refusal.what == Kind.XLSX
    assert "Save the sheet as CSV" in refusal_words(refused.value.refusal)
    assert [path.name for path in settings.UPLOADS_DIR.iterdir()] == [str(file.pk)]


def test_any_other_file_stays_as_it_came(owner: User) -> None:
    (file,) = stored(owner, b"Deal Name,Deal Stage\n")
    assert file.path.read_bytes() == b"Deal Name,Deal Stage\n"
