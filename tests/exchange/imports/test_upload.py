"""Uploading: what it is about is found out, what cannot be used is said, nothing else happens."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import User
from exchange.imports.arriving import MOST_FILES
from exchange.imports.uploads import MOST_OPEN
from exchange.kinds import ImportKind, ImportState
from exchange.models import Import
from prospects.models import Deal, Loss, Prospect
from tests.cast import NINE
from tests.desk.reading import read
from tests.desk.visiting import signed_in
from tests.exchange.imports.bringing import DEALS, bring
from tests.exchange.imports.deals_brought import a_deal, bring_in, brought

pytestmark = pytest.mark.django_db

CARD = "BEGIN:VCARD\nVERSION:3.0\nFN:Ana Sousa\nEND:VCARD\n"
BOOK = "First Name,Last Name,E-mail 1 - Value\nAna,Sousa,ana@sousa.example\n"
PEOPLE = "Record ID,First Name,Last Name,Email,Associated Company\n1,Ana,Sousa,ana@sousa.example,Sousa\n"


@pytest.fixture
def mine(owner: User) -> Client:
    return signed_in(owner)


def upload(mine: Client, *files: tuple[str, str | bytes]) -> Any:
    sent = [
        SimpleUploadedFile(name, text.encode() if isinstance(text, str) else text) for name, text in files
    ]
    return mine.post("/import/", {"files": sent})


def errors(answer: Any) -> list[str]:
    return [item.text for item in read(answer).one("div", role="alert").all("li")]


def test_a_file_of_deals_goes_on_to_its_columns(mine: Client, owner: User) -> None:
    answer = upload(mine, ("deals.csv", DEALS))
    imp = Import.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, f"/import/{imp.pk}/match/")
    assert (imp.user, imp.team, imp.kind, imp.state) == (
        owner,
        owner.team,
        ImportKind.DEALS,
        ImportState.OPEN,
    )
    assert imp.files.get().name == "deals.csv"


def test_nothing_is_written_but_the_import(mine: Client) -> None:
    upload(mine, ("deals.csv", DEALS))
    assert not Prospect.objects.exists()
    assert not Deal.objects.exists()
    assert not Loss.objects.exists()


@pytest.mark.parametrize(
    ("name", "text", "kind", "part"),
    [
        ("people.vcf", CARD, ImportKind.CONTACTS, "people/"),
        ("people.vcf", CARD.encode("utf-16"), ImportKind.CONTACTS, "people/"),
        ("contacts.csv", BOOK, ImportKind.CONTACTS, "people/"),
        ("export.json", '{"lost_deals": 1}', ImportKind.OWN, "own/"),
    ],
)
def test_what_a_file_is_decides_where_it_goes(
    mine: Client, name: str, text: str | bytes, kind: ImportKind, part: str
) -> None:
    answer = upload(mine, (name, text))
    imp = Import.objects.get()
    assert (imp.kind, answer["Location"]) == (kind, f"/import/{imp.pk}/{part}")


def test_people_beside_deals_are_part_of_them(mine: Client) -> None:
    upload(mine, ("deals.csv", DEALS), ("contacts.csv", PEOPLE))
    imp = Import.objects.get()
    assert (imp.kind, imp.files.count()) == (ImportKind.DEALS, 2)


def test_cards_beside_deals_are_told_to_come_by_themselves(mine: Client) -> None:
    answer = upload(mine, ("deals.csv", DEALS), ("people.vcf", CARD))
    assert Import.objects.get().files.get().name == "deals.csv"
    page = read(mine.get(answer["Location"]))
    assert "people.vcf is brought in by itself, without other files." in page.text


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("empty.csv", b"", "There is nothing in this file."),
        ("list.pdf", b"%PDF-1.7 ...", "This is a PDF. Export the list as CSV, and upload that file."),
        ("page.csv", b"<!DOCTYPE html><table>", "This is a web page"),
        ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....", "old Excel workbook"),
        ("noise.bin", bytes(range(256)) * 9, "noise.bin: This is not a text file."),
    ],
)
def test_what_is_no_table_is_said_and_nothing_stays(mine: Client, name: str, data: bytes, words: str) -> None:
    answer = upload(mine, (name, data))
    assert answer.status_code == 422
    (error,) = errors(answer)
    assert words in error
    assert not Import.objects.exists()


def test_what_can_be_used_is_kept_beside_what_cannot(mine: Client) -> None:
    answer = upload(mine, ("deals.csv", DEALS), ("list.pdf", b"%PDF-1.7 ..."))
    assert answer.status_code == 303
    assert Import.objects.get().files.get().name == "deals.csv"
    assert "list.pdf: This is a PDF." in read(mine.get(answer["Location"])).text


def test_a_file_that_can_be_read_otherwise_is_kept_to_try_again(mine: Client) -> None:
    answer = upload(mine, ("inches.csv", 'Deal,Contact\nPumps 12" wide,Ott\n'))
    page = read(mine.get(answer["Location"]))
    assert "In line 2, cell 1, a quotation mark stands in the midst of the text." in page.text


@pytest.mark.parametrize("files", [[], [("a.csv", DEALS)] * (MOST_FILES + 1)])
def test_no_file_and_too_many_are_said(mine: Client, files: Iterable[tuple[str, str]]) -> None:
    answer = upload(mine, *files)
    assert answer.status_code == 422
    assert errors(answer)
    assert not Import.objects.exists()


def test_what_was_begun_is_listed_for_its_owner_alone(
    mine: Client, owner: User, colleague: User, manager: User
) -> None:
    imp = bring(owner, DEALS)
    assert read(mine.get("/import/")).one("a", href=f"/import/{imp.pk}/match/").text == "deals-0.csv"
    for other in (colleague, manager):
        assert str(imp.pk) not in signed_in(other).get("/import/").content.decode()


def test_what_was_begun_can_be_given_up(mine: Client, owner: User) -> None:
    imp = bring(owner, DEALS)
    answer = mine.post(f"/import/{imp.pk}/give-up/")
    assert (answer.status_code, answer["Location"]) == (303, "/import/")
    imp.refresh_from_db()
    assert (imp.state, imp.files.count()) == (ImportState.GIVEN_UP, 0)


def test_a_full_disk_is_said_and_leaves_nothing(mine: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("exchange.imports.uploads._write", full)
    answer = upload(mine, ("deals.csv", DEALS))
    assert "There is no room for this file on the server." in errors(answer)[0]
    assert not Import.objects.exists()


def test_a_large_file_is_taken_and_one_beyond_the_limit_is_not(mine: Client, monkeypatch: Any) -> None:
    rows = "".join(f"{n},Pumps {'x' * 900},Ana,2025-01-02,Lost\n" for n in range(3000))
    text = "Deal ID,Deal,Contact,Close date,Stage\n" + rows
    assert len(text) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    assert upload(mine, ("large.csv", text)).status_code == 303
    monkeypatch.setattr(settings, "UPLOAD_MAX_BYTES", 1_000_000)
    assert upload(mine, ("large.csv", text)).status_code == 413


def test_a_large_body_goes_nowhere_else_and_not_without_signing_in(mine: Client) -> None:
    large = {"files": SimpleUploadedFile("x.csv", b"x" * 3_000_000)}
    assert mine.post("/no/", large).status_code == 413
    large["files"].seek(0)
    answer = Client(SERVER_NAME="localhost").post("/import/", large)
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/?next=/import/")


def test_what_was_brought_in_says_how_much_and_when(owner: User) -> None:
    bring_in(brought(owner, [a_deal(1), a_deal(2)]))
    page = signed_in(owner).get("/import/").content.decode()
    assert "2 noes" in page
    assert f"{NINE.astimezone(owner.zone()):%H:%M}" in page
    assert "deals-0.csv" not in page


def test_what_makes_room_is_named(mine: Client, owner: User) -> None:
    for _ in range(MOST_OPEN):
        assert upload(mine, ("deals.csv", DEALS)).status_code == 303
    oldest = Import.objects.all()[7]
    Import.objects.filter(pk=oldest.pk).update(changed_at=NINE - timedelta(days=1))
    answer = upload(mine, ("newest.csv", DEALS))
    words = "deals.csv is given up: at most 20 imports can be begun at once. Nothing of it was saved."
    assert words in read(mine.get(answer["Location"])).text
    oldest.refresh_from_db()
    assert oldest.state == ImportState.GIVEN_UP
    assert Import.objects.filter(state=ImportState.OPEN).count() == MOST_OPEN


def test_what_cannot_be_used_makes_nothing_give_way(mine: Client) -> None:
    for _ in range(MOST_OPEN):
        upload(mine, ("deals.csv", DEALS))
    assert upload(mine, ("nothing.csv", "")).status_code == 422
    assert Import.objects.filter(state=ImportState.OPEN).count() == MOST_OPEN
