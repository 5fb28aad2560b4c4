"""Whatever file is chosen: a table, or one clear sentence; never an error, and nothing is written."""

import csv
import io
import json
from pathlib import Path

import pytest
from django.conf import settings
from pytest_django import DjangoCaptureOnCommitCallbacks

from accounts.models import User
from exchange.imports.reading import open_rows
from exchange.models import Import
from exchange.tables.encoding import MARKS, Encoding
from exchange.tables.refusals import RefusedError
from exchange.tables.table import Row
from prospects.models import Loss, Organisation, Prospect
from tests.exchange.wizard import Wizard
from tests.shared_files import shared_file

pytestmark = pytest.mark.django_db

KINDS = [
    (Encoding.UTF_8, b""),
    (Encoding.UTF_8, MARKS[Encoding.UTF_8]),
    (Encoding.UTF_16_LE, MARKS[Encoding.UTF_16_LE]),
    (Encoding.UTF_16_LE, b""),
    (Encoding.UTF_16_BE, MARKS[Encoding.UTF_16_BE]),
    (Encoding.UTF_16_BE, b""),
    (Encoding.CP1252, b""),
    (Encoding.LATIN_1, b""),
]


# Quotation marks in the midst of cells without any: refused with the line, and a question.
MARKS_INSIDE = {"location_coordinates"}


def files() -> list[Path]:
    """Those that stand for tables; the JSON beside them says what is in them."""
    return sorted(path for path in shared_file("csv").rglob("*") if path.is_file() and path.suffix != ".json")


def uploaded(user: User, name: str, data: bytes) -> tuple[Wizard, list[list[str]] | None]:
    """The page that follows, and the rows of the table with its header; None where it was refused."""
    wizard = Wizard.begin(user, (name, data))
    for part in ("match/", "check/", "spread/", ""):
        if wizard.address:
            wizard.look(part)
    assert not Loss.objects.exists()
    assert not Prospect.objects.exists()
    assert not Organisation.objects.exists()
    return wizard, _table()


def _table() -> list[list[str]] | None:
    imp = Import.objects.order_by("-created_at").first()
    file = imp.files.first() if imp else None
    if file is None:
        return None
    try:
        with open_rows(file) as table:
            rows = [list(row.cells) for row in table.rows() if isinstance(row, Row)]
            return [[column.given for column in table.columns], *rows]
    except RefusedError:
        return None


def test_every_file_of_the_shared_folder(owner: User) -> None:
    for path in files():
        Import.objects.all().delete()
        wizard, table = uploaded(owner, path.name, path.read_bytes())
        assert table or _says_why(wizard), path


def _says_why(wizard: Wizard) -> bool:
    said = wizard.page.one("main").text if not wizard.address else wizard.look("match/").one("main").text
    return any(word in said.lower() for word in ("line ", "nothing in this file", "not a text"))


def test_every_encoding_of_every_good_file(owner: User) -> None:
    for path in sorted(shared_file("csv", "csv-spectrum", "csvs").glob("*.csv")):
        expected = json.loads((path.parents[1] / "json" / f"{path.stem}.json").read_text())
        text = path.read_bytes().decode()
        for encoding, mark in KINDS:
            try:
                data = mark + text.encode(encoding)
            except UnicodeEncodeError:
                continue
            Import.objects.all().delete()
            wizard, table = uploaded(owner, path.name, data)
            if path.stem in MARKS_INSIDE:
                assert "quotation mark stands in the midst" in wizard.look("match/").one("main").text
                continue
            assert table is not None, (path, encoding)
            header, *rows = table
            assert [dict(zip(header, row, strict=True)) for row in rows] == expected, (path, encoding)


@pytest.mark.parametrize(("encoding", "mark"), KINDS)
def test_letters_stay_letters_all_the_way(owner: User, encoding: Encoding, mark: bytes) -> None:
    rows = [
        ["Deal", "Contact", "Company", "Stage", "Close date", "Amount"],
        ["Rührwerk für Öl", "Zoë Åström", "Müßig & Söhne", "Lost", "2025-04-03", "1000"],
    ]
    stream = io.StringIO()
    csv.writer(stream).writerows(rows)
    wizard = Wizard.begin(owner, ("deals.csv", mark + stream.getvalue().encode(encoding)))
    wizard.answer().bring_in()
    loss = Loss.objects.select_related("deal", "prospect__organisation").get()
    assert (loss.deal.title, loss.prospect.name) == ("Rührwerk für Öl", "Zoë Åström")
    assert str(loss.prospect.organisation) == "Müßig & Söhne"


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.csv", b"", "nothing in this file"),
        ("a.csv", b"\xef\xbb\xbf", "nothing in this file"),
        ("a.csv", b'Deal,Stage\n1,"open', "never closed"),
        ("a.csv", b"Deal,Stage\n1,a\x00b\n", "zero byte"),
        ("a.csv", "Deal,Stage\nä,ö\nü,ß\n".encode() + b"\xe4,x\n", "another encoding"),
        ("a.pdf", b"%PDF-1.7\n", "PDF"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old Excel"),
        ("a.xlsx", b"PK\x03\x04" + b"[Content_Types].xml" + b"\0" * 600, "could not be read"),
        ("a.zip", b"PK\x03\x04" + b"\0" * 600, "ZIP"),
        ("a.csv", b"<html><body>Sign in</body></html>", "web page"),
        ("a.csv", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9, "not a text file"),
    ],
)
def test_what_is_no_table_gets_a_sentence(owner: User, name: str, data: bytes, words: str) -> None:
    wizard, _table = uploaded(owner, name, data)
    page = wizard.look("match/") if wizard.address else wizard.page
    assert words in page.one("main").text


def test_what_was_refused_leaves_no_file(
    owner: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        uploaded(owner, "a.pdf", b"%PDF-1.7\n")
    assert not Import.objects.exists()
    assert not settings.UPLOADS_DIR.exists() or not list(settings.UPLOADS_DIR.iterdir())


def test_formulas_and_scripts_are_text(owner: User) -> None:
    payloads = shared_file("csv", "csv-injection", "csv-payload.txt").read_text().splitlines()
    payloads += ["<script>alert(1)</script>", "{{ 7*7 }}", "%s%n", "'; DROP TABLE prospects; --"]
    rows = [["Deal", "Contact", "Company", "Stage", "Close date"]]
    rows += [[text, text, text, "Lost", "2025-04-03"] for text in payloads if text.strip()]
    stream = io.StringIO()
    csv.writer(stream).writerows(rows)
    wizard = Wizard.begin(owner, ("deals.csv", stream.getvalue().encode()))
    wizard.answer()
    assert not wizard.page.one("main").all("script")
    wizard.bring_in()
    titles = set(Loss.objects.values_list("deal__title", flat=True))
    assert titles == {" ".join(row[0].split()) for row in rows[1:]}
