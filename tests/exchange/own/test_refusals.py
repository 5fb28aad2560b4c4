"""What is no export, is broken, or finds something there is refused in a sentence, and nothing is written."""

import json
import zipfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from accounts.models import Absence, Team, User
from exchange.exports.packing import JSON_FILE
from exchange.kinds import Taken
from exchange.own.bringing_back import bring_back
from exchange.own.reading import RefusedError
from exchange.own.words import SENTENCES, sentence
from exchange.progress import CancelledError
from followups.actions import record_no
from prospects.conversations import ExitConversation
from prospects.models import LossReason, Prospect
from prospects.reasons import add_reason
from tests.cast import MONDAY, NINE, a_no, make_team, make_user
from tests.exchange.own.going_and_coming import brought_back, emptied, fresh_account, json_in, taken_along
from tests.security.tables import everything_stored

pytestmark = pytest.mark.django_db


@pytest.fixture
def export(owner: User, tmp_path: Path) -> Path:
    """An export of one no; the installation is empty but for its one account."""
    record_no(a_no(email="ingrid@example.org"), by=owner, today=MONDAY, now=NINE)
    path = tmp_path / "export.zip"
    taken_along(path, Taken.WHOLE)
    emptied()
    fresh_account(owner.email)
    return path


def refused(path: Path) -> str:
    """Why it is refused; nothing may have been written."""
    before = everything_stored()
    with pytest.raises(RefusedError) as error:
        brought_back(path, User.objects.first())
    assert everything_stored() == before
    assert sentence(error.value.code, error.value.line)
    return error.value.code


def with_json(path: Path, change: Callable[[str], str]) -> Path:
    changed = path.with_name("changed.json")
    changed.write_text(change(json_in(path)), encoding="utf-8", newline="\n")
    return changed


def with_row(path: Path, label: str, **values: Any) -> Path:
    """The export with other values in the first row of a table."""

    def change(text: str) -> str:
        lines = text.split("\n")
        place = lines.index(f'"{label}": [') + 1
        row = json.loads(lines[place].removesuffix(","))
        lines[place] = json.dumps({**row, **values}) + "," * lines[place].endswith(",")
        return "\n".join(lines)

    return with_json(path, change)


def test_the_json_alone_comes_in_as_well(export: Path) -> None:
    brought_back(with_json(export, str), User.objects.get())
    assert Prospect.objects.get().email == "ingrid@example.org"


@pytest.mark.parametrize(
    "data", [b"", b"{}", b"a;b\n1;2\n", b"\xff\xfe\x00", b"{\n", b'{\n"format": "else/1",\n', b"[" * 100_000]
)
def test_what_is_no_export(data: bytes, export: Path) -> None:
    export.write_bytes(data)
    assert refused(export) in {"no_export", "other_version"}


def test_a_zip_of_something_else(export: Path) -> None:
    with zipfile.ZipFile(export, "w") as archive:
        archive.writestr("deals.csv", "a,b")
    assert refused(export) == "no_export"


def test_a_zip_of_which_a_byte_was_lost(export: Path) -> None:
    data = bytearray(export.read_bytes())
    with zipfile.ZipFile(export) as archive:
        info = archive.getinfo(JSON_FILE)
    data[info.header_offset + 200] ^= 0xFF
    export.write_bytes(bytes(data))
    assert refused(export) in {"broken", "not_as_written", "cut_off", "other_version", "no_export"}


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9, 0.999])
def test_a_file_that_breaks_off(share: float, export: Path) -> None:
    changed = with_json(export, lambda text: text[: int(len(text) * share)])
    assert refused(changed) in {"cut_off", "not_as_written"}


def test_a_newer_version_that_knows_another_column_or_table(export: Path) -> None:
    assert refused(with_row(export, "prospects.prospect", shoe_size=43)) == "other_version"
    shoes = with_json(export, lambda text: text.replace('"prospects.prospect"', '"prospects.shoe"'))
    assert refused(shoes) == "other_version"
    assert refused(with_json(export, lambda text: text.replace("export/1", "export/2"))) == "other_version"


@pytest.mark.parametrize(
    ("label", "values"),
    [
        ("prospects.prospect", {"name": ""}),
        ("prospects.prospect", {"name": "x" * 10_000}),
        ("prospects.prospect", {"name": "a\x00b"}),
        ("prospects.prospect", {"email": "not an address"}),
        ("prospects.prospect", {"email": "UPPER@EXAMPLE.ORG"}),
        ("prospects.prospect", {"created_at": "yesterday"}),
        ("prospects.prospect", {"created_at": None}),
        ("prospects.prospect", {"owner": "nobody@example.org"}),
        ("prospects.prospect", {"owner": ["x"]}),
        ("prospects.prospect", {"id": "1"}),
        ("prospects.deal", {"value": "1e999999"}),
        ("prospects.deal", {"value": "-1"}),
        ("prospects.loss", {"conversation": "made up"}),
        ("followups.followup", {"opens_on": "2030-01-01"}),
        ("followups.followup", {"tries": 99_999_999}),
        ("accounts.user", {"time_zone": "Mars/Olympus"}),
        ("accounts.change", {"before": "x"}),
        ("accounts.change", {"object_id": "x"}),
        ("accounts.change", {"before": [["x:1", {"a": "\ud800"}]]}),
        ("followups.followup", {"tries": float("inf")}),
        ("accounts.team", {"cadences": [[1, 2]]}),
        ("accounts.team", {"cadences": {"cannot": "soon"}}),
        ("accounts.team", {"cadences": {"made up": "30-60"}}),
        ("accounts.team", {"preferred_days": "=1+1"}),
        ("accounts.team", {"preferred_days": {"cannot": "45"}}),
        ("accounts.team", {"preferred_days": {"cannot": 9999}}),
        ("accounts.team", {"preferred_days": None}),
        ("accounts.team", {"cadence": "soon"}),
        ("accounts.team", {"currency": "=1+"}),
        ("accounts.team", {"strict_countries": "DE,Mars"}),
        ("accounts.team", {"daily_limit": "6"}),
        ("accounts.team", {"daily_limit": 6.5}),
        ("accounts.team", {"counts_opens": "true"}),
        ("accounts.user", {"language": "=1+1"}),
        ("accounts.user", {"language": 7}),
        ("accounts.user", {"digest_time": "07:30+01:00"}),
        ("accounts.user", {"theme": "pink"}),
        ("accounts.user", {"name": None}),
        ("accounts.user", {"team": True}),
        ("prospects.prospect", {"country": -1}),
        ("prospects.prospect", {"country": "ZZ"}),
        ("prospects.prospect", {"region": float("inf")}),
        ("prospects.prospect", {"language": "=1+1"}),
        ("prospects.prospect", {"phone": 5}),
        ("prospects.prospect", {"owner": 1}),
        ("prospects.prospect", {"is_reference": 1}),
        ("prospects.prospect", {"created_at": "2026-04-06T09:00:00"}),
        ("prospects.prospect", {"pace": None}),
        ("prospects.deal", {"value": 10}),
        ("prospects.deal", {"value": "NaN"}),
        ("prospects.deal", {"currency": "euro"}),
        ("followups.followup", {"manner": "pigeon"}),
        ("followups.followup", {"tries": True}),
        ("followups.followupplan", {"cadence": "soon"}),
        ("accounts.change", {"object_type": "=1+1"}),
        ("accounts.change", {"after": [["x", {"a": 1}]]}),
        ("accounts.change", {"after": [["prospects.prospect:1", {"a": 1}]]}),
        ("accounts.change", {"after": [["prospects.prospect:1", []]]}),
        ("accounts.change", {"before": None}),
    ],
)
def test_values_that_no_column_takes(label: str, values: dict[str, Any], export: Path) -> None:
    assert refused(with_row(export, label, **values)) == "no_such_value"


def test_the_line_is_said(export: Path) -> None:
    changed = with_row(export, "accounts.team", cadences=[[1, 2]])
    line = changed.read_text(encoding="utf-8").split("\n").index('"accounts.team": [') + 2
    with pytest.raises(RefusedError) as error:
        brought_back(changed, User.objects.get())
    assert error.value.line == line


def test_a_row_from_which_its_name_was_taken(export: Path) -> None:
    def change(text: str) -> str:
        lines = text.split("\n")
        place = lines.index('"prospects.prospect": [') + 1
        row = json.loads(lines[place])
        del row["name"]
        return "\n".join([*lines[:place], json.dumps(row), *lines[place + 1 :]])

    assert refused(with_json(export, change)) == "no_such_value"


def test_a_row_that_belongs_to_one_that_is_not_there(export: Path) -> None:
    nowhere = with_row(export, "prospects.loss", prospect="00000000-0000-4000-8000-000000000000")
    assert refused(nowhere) == "points_nowhere"


def test_the_same_row_twice(export: Path) -> None:
    def change(text: str) -> str:
        lines = text.split("\n")
        place = lines.index('"prospects.prospect": [') + 1
        return "\n".join([*lines[:place], f"{lines[place]},", *lines[place:]])

    assert refused(with_json(export, change)) == "no_such_value"


def test_an_installation_that_holds_something(export: Path) -> None:
    me = User.objects.get()
    record_no(a_no("Somebody"), by=me, today=MONDAY, now=NINE)
    assert refused(export) == "not_empty"


def test_an_installation_with_a_second_account(export: Path) -> None:
    make_user(User.objects.get().team, "second@example.com")
    assert refused(export) == "not_empty"


def test_an_installation_with_a_second_team(export: Path) -> None:
    make_team("Second")
    assert refused(export) == "not_empty"


def test_reasons_of_one_s_own_and_days_away_are_something(export: Path) -> None:
    me = User.objects.get()
    day = date(2026, 5, 1)
    away = Absence.objects.create(user=me, first_on=day, last_on=day + timedelta(days=1))
    assert refused(export) == "not_empty"
    away.delete()
    add_reason(ExitConversation.CANNOT, "Ours", by=me, now=NINE)
    assert refused(export) == "not_empty"


def test_a_second_time(export: Path) -> None:
    brought_back(export, User.objects.get())
    assert refused(export) == "not_empty"


def test_several_teams_and_nobody_with_that_address(owner: User, stranger: User, tmp_path: Path) -> None:
    path = tmp_path / "export.zip"
    taken_along(path, Taken.WHOLE)
    emptied()
    fresh_account("new@example.com")
    assert refused(path) == "several_teams"


def test_calling_it_off_leaves_what_was_there(export: Path) -> None:
    class Impatient:
        def at(self, done: int, total: int) -> None:
            raise CancelledError

    before = everything_stored()
    with pytest.raises(CancelledError):
        bring_back(export, me=User.objects.get(), now=NINE, progress=Impatient())
    assert everything_stored() == before
    assert LossReason.objects.exists()
    assert Team.objects.get().name != "Vogt and partners"


def test_every_refusal_has_its_sentence() -> None:
    assert all(sentence(code, line) for code in SENTENCES for line in (0, 7))
