"""An upload of 100 MB is kept, read, matched and looked over without being held."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import TemporaryUploadedFile

from accounts.models import User
from exchange.imports.arriving import take_in
from exchange.imports.choices import choices_of
from exchange.imports.opening import sorted_rows
from exchange.imports.standing import look
from exchange.imports.summary import summed
from exchange.kinds import ImportKind
from exchange.models import Import
from tests.cast import MONDAY, NINE

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

SIZE = 100_000_000
ROW = 'Offer {0},Person {0},p{0}@example.org,Company {1},{2},2025-04-{3:02},1000,"{4}"\r\n'
HIGHEST = Path("/proc/self/status")
FORGET_HIGHEST = Path("/proc/self/clear_refs")


@pytest.fixture
def upload() -> "TemporaryUploadedFile":
    """Of ten deals one is a no."""
    file = TemporaryUploadedFile("deals.csv", "text/csv", SIZE, None)
    file.write(b"Deal,Contact,Email,Company,Stage,Close date,Amount,Note\r\n")
    number = 0
    while file.tell() < SIZE:
        stage = "Open" if number % 10 else "Lost"
        file.write(ROW.format(number, number % 5000, stage, 1 + number % 28, "x" * 1000).encode())
        number += 1
    file.seek(0)
    return file


def highest() -> int:
    """The most bytes this process has held since it was asked to forget."""
    line = next(line for line in HIGHEST.read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) * 1024


@pytest.mark.skipif(not FORGET_HIGHEST.exists(), reason="only Linux says how much a process has held")
def test_less_than_100_mb_are_held_of_100_mb(owner: User, upload: "TemporaryUploadedFile") -> None:
    imp = Import.objects.create(team=owner.team, user=owner, kind=ImportKind.DEALS)
    FORGET_HIGHEST.write_text("5")
    before = highest()
    assert take_in([upload], imp) == []
    look(imp, owner, MONDAY, NINE)
    summary = summed(sorted_rows(imp, owner, MONDAY, choices_of(imp)))
    assert summary.coming > 8_000
    assert highest() - before < 60_000_000
