"""Files somebody brings, as the pages of the wizard leave them."""

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from exchange.dialects.answers import Answers
from exchange.dialects.keeping import answers_as_json
from exchange.imports.reading import SAID
from exchange.imports.uploads import store
from exchange.kinds import ImportKind, WorkKind
from exchange.long_work import ask_for, do_work
from exchange.models import Import, Work
from tests.cast import NINE

HEADERS = (
    "Deal ID",
    "Deal name",
    "Company",
    "Contact name",
    "Email",
    "Status",
    "Close date",
    "Amount",
    "Owner",
)
Row = Mapping[str, str]


def a_deal(number: int, **cells: str) -> dict[str, str]:
    """A declined deal of somebody of their own, by the headers in small letters with underscores."""
    row = {
        "deal_id": f"D{number}",
        "deal_name": f"Offer {number}",
        "company": f"Company {number}",
        "contact_name": f"Person {number}",
        "email": f"person{number}@example.org",
        "status": "Lost",
        "close_date": "2025-06-17",
        "amount": "1000",
        "owner": "",
    }
    assert cells.keys() <= row.keys()
    return {**row, **cells}


def as_csv(rows: Sequence[Row], headers: Sequence[str] = HEADERS) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(headers)
    writer.writerows([row[header.lower().replace(" ", "_")] for header in headers] for row in rows)
    return text.getvalue().encode()


def brought(
    user: User, *files: bytes | Sequence[Row], answers: Answers | None = None, name: str = ""
) -> Import:
    """An import of these files, with everything answered that is given."""
    imp = Import.objects.create(team=user.team, user=user, kind=ImportKind.DEALS)
    for place, content in enumerate(files):
        data = content if isinstance(content, bytes) else as_csv(content)
        store(SimpleUploadedFile(name or f"deals-{place}.csv", data), imp, place)
    if answers is not None:
        imp.answers = {SAID: answers_as_json(answers)}
        imp.save()
    return imp


def bring_in(imp: Import, **changes: Any) -> Work:
    """The last step, as pressing the button does it."""
    work = ask_for(imp.user, WorkKind.IMPORT, of_import=imp, now=NINE, at_once=True)
    do_work(work, NINE)
    imp.refresh_from_db()
    return work
