"""The CSV files: read back cell by cell they are what was stored, and spreadsheets run none of it."""

import io
from datetime import date
from pathlib import Path

import pytest

from accounts.models import User
from common.csv_cells import RUN_BY_SPREADSHEETS, unguarded
from exchange.dialects.answers import Answers, DealRow
from exchange.dialects.recognition import recognise
from exchange.dialects.rows import read_row
from exchange.exports.csv_tables import headers_of
from exchange.exports.tables import TABLES, table_of
from exchange.kinds import Taken
from exchange.tables.table import Row, open_table
from followups.actions import record_no
from library.models import ValueItem
from prospects.models import Loss, Prospect
from prospects.new_no import Offer, Who
from tests.cast import MONDAY, NINE, a_no
from tests.exchange.own.going_and_coming import files_in, taken_along
from tests.security.naughty import OURS

pytestmark = pytest.mark.django_db
HOSTILE = "=cmd|' /C calc'!A0"
CELLS = [
    "'=1+1", "''@x", "'twas", "a\r\nb\nc", '"quoted", and more', "-1", "+49 30 1234", "\t\x1b x", "＝1", "",
    *OURS,
]  # fmt: skip


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "export.zip"


def rows_in(data: bytes) -> list[dict[str, str]]:
    table = open_table(io.BytesIO(data))
    names = [column.name for column in table.columns]
    return [dict(zip(names, row.cells, strict=True)) for row in table.rows() if isinstance(row, Row)]


def test_every_file_has_the_promised_headers_and_is_utf_8_with_its_mark(owner: User, path: Path) -> None:
    taken_along(path, Taken.TEAM, owner)
    found = files_in(path)
    for table in TABLES:
        data = found[table.file]
        assert data.startswith(b"\xef\xbb\xbf")
        assert data.decode("utf-8-sig").split("\r\n")[0] == ",".join(headers_of(table))


def test_a_cell_comes_back_as_it_was(owner: User, path: Path) -> None:
    texts = [text for text in CELLS if "\x00" not in text]
    items = [
        ValueItem(team=owner.team, title=f"{place}", link="x", text=text, added_by=owner, created_at=NINE)
        for place, text in enumerate(texts)
    ]
    # Past the cleaning at the border: whatever stands in a column leaves unharmed.
    ValueItem.objects.bulk_create(items)
    taken_along(path, Taken.TEAM, owner)
    rows = {row["title"]: row["text"] for row in rows_in(files_in(path)["library.csv"])}
    for place, text in enumerate(texts):
        assert unguarded(rows[f"{place}"]) == text
        assert not rows[f"{place}"].startswith(tuple(RUN_BY_SPREADSHEETS))


def test_what_a_row_points_at_is_named_beside_its_id(owner: User, path: Path) -> None:
    loss = record_no(a_no("Ingrid Solheim"), by=owner, today=MONDAY, now=NINE).loss
    taken_along(path, Taken.TEAM, owner)
    (row,) = rows_in(files_in(path)["noes.csv"])
    assert row["prospect"] == str(loss.prospect_id)
    assert row["prospect_is"] == "Ingrid Solheim"
    assert row["logged_by"] == owner.email


def test_the_import_page_reads_deals_csv(owner: User, path: Path) -> None:
    who = Who(name=HOSTILE, organisation="+Havbruk", email="ingrid@example.org")
    no = a_no(who=who, in_their_words="-maybe later", offer=Offer(title="@offer", value=None))
    record_no(no, by=owner, today=MONDAY, now=NINE)
    taken_along(path, Taken.TEAM, owner)
    data = files_in(path)["deals.csv"]
    (row,) = rows_in(data)
    layout = recognise(list(row))
    assert layout is not None
    assert layout.dialect.code == "lost_deals"
    deal = read_row(layout, row, Answers(today=date(2026, 3, 3), home_currency="EUR"))
    assert isinstance(deal, DealRow)
    assert (deal.title, deal.person.name, deal.organisation) == ("@offer", HOSTILE, "+Havbruk")
    assert (deal.said_on, deal.their_words) == (MONDAY, "-maybe later")
    assert deal.record_id == str(Loss.objects.get().pk)


def test_a_table_without_rows_has_its_headers_alone(owner: User, path: Path) -> None:
    taken_along(path, Taken.TEAM, owner)
    assert not Prospect.objects.exists()
    assert rows_in(files_in(path)["prospects.csv"]) == []


def test_the_json_names_the_same_columns(owner: User) -> None:
    table = table_of("prospects.loss")
    assert table
    assert {"prospect", "prospect_is", "notes"} <= set(headers_of(table))
