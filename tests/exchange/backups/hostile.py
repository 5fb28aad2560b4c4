"""A program for an installation of its own: whatever is legal and breaks things, in every kind of column."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.contrib.sessions.models import Session

from accounts.changes import Change
from accounts.models import Absence, User
from followups.models import Touch
from outbox.models import Delivery
from prospects.models import Deal, Loss, Organisation, Prospect
from tests.security.naughty import OURS

LONG = "Long words, ünïcödé ☃ and 👩‍💻. " * 40_000
DAYS = (date.min, date(1582, 10, 10), date(2024, 2, 29), date.max)
MOMENTS = (
    datetime(1, 1, 1, tzinfo=UTC), datetime(1969, 12, 31, 23, 59, 59, 999999, tzinfo=UTC),
    datetime(2026, 10, 25, 1, 0, 0, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, 59, 59, 999999, tzinfo=UTC),
)  # fmt: skip
MONEY = ("0", "0.01", "-0.00", "999999999999.99", "1234567890.10", "100")
JSON: tuple[Any, ...] = (
    {"b": 1, "a": [1.0, 1e22, 1e-7, 2**70, -0.0, 0.1, True, None], "": {}, "ü☃": "\U0010ffff"},
    [], {}, [None], {"a": None}, "text", 0, [[[[[]]]]], {"z": {"y": {"x": "\\u0000 spelt out"}}},
    {"n": 1.5e300},
)  # fmt: skip


def main() -> None:
    """Write all of it past the actions, as rows may have come to be in years of versions."""
    owner = User.objects.get()
    words = [text for text in (text.replace("\x00", "") for text in OURS) if text]
    words += [
        " ",
        "  two ",
        "\n",
        "a\tb",
        "\\N",
        "\\.",
        "\\",
        "{1,2}",
        '"',
        "NULL",
        "E'x'",
        "\x7f",
        "x" * 200,
    ]
    house = Organisation.objects.create(team=owner.team, name="'; DROP TABLE x; --")
    for number, text in enumerate(words):
        person = Prospect.objects.create(
            team=owner.team, owner=owner, organisation=house, name=text[:200], title=text[:60], learned=text,
            paused_until=DAYS[number % len(DAYS)], created_at=MOMENTS[number % len(MOMENTS)],
        )  # fmt: skip
        Deal.objects.create(
            team=owner.team, prospect=person, title=text[:200], currency="EUR", status="open",
            value=abs(Decimal(MONEY[number % len(MONEY)])), created_at=MOMENTS[number % len(MOMENTS)],
        )  # fmt: skip
    Loss.objects.update(notes=LONG, in_their_words="".join(words))
    Touch.objects.update(summary="\r\n".join(words))
    for number, value in enumerate(JSON):
        Change.objects.create(
            team=owner.team, actor=owner, at=MOMENTS[number % len(MOMENTS)], action="hostile",
            object_type="x", object_id=owner.pk, before=value, after=value, label=words[number][:50],
        )  # fmt: skip
    Delivery.objects.update(context={"n": 1e16, "m": [1e15, 123456789012345678901234567890]}, body_text=LONG)
    for first in (date.min, date(2026, 2, 28)):
        Absence.objects.create(user=owner, first_on=first, last_on=date.max)
    Session.objects.create(session_key="ÄÖ zz", session_data=LONG, expire_date=MOMENTS[-1])
