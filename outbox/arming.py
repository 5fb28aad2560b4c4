"""A restored copy mails nobody until somebody arms it (PROMISES A13).

The database notes which installation may mail from it. An installation is known by where its database is: on
PostgreSQL by the identity of server and database, which all machines that share it see; on SQLite by the path
of the file and a secret in a file under LOSTDEALS_VAR. Neither goes along when the database is copied
elsewhere, so the copy is silent by itself. A new installation arms itself with its first tick.
"""

import hashlib
import secrets
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import QuerySet, Subquery, TextField, Value
from django.db.models.expressions import Combinable, RawSQL
from django.utils.translation import gettext_noop

from common.files import write_once
from outbox.models import Arming, Delivery
from outbox.states import MOVING, State

CHANNEL = "mail"
FILE = "installation"
# Kept as it is here, translated where it is read.
MAY_HAVE_LEFT = gettext_noop("this is a restored copy: it may have left before")

_POSTGRESQL = """(SELECT control.system_identifier::text || '/' || known.oid::text
    FROM pg_control_system() AS control, pg_database AS known WHERE known.datname = current_database())"""


def signs() -> dict[str, Combinable]:
    """What tells whether this installation may mail, as columns of any query: see armed_by."""
    return {"armed_for": Subquery(_row().values("mark")[:1]), "database_is": _database_is()}


def armed_by(read: Mapping[str, Any]) -> bool:
    """What the columns of `signs` say. Before the first tick nothing is noted yet, and nothing amiss."""
    return read["armed_for"] is None or (
        bool(read["armed_for"]) and read["armed_for"] == _mark(read["database_is"])
    )


def is_armed() -> bool:
    """Whether this installation may mail; changes nothing."""
    noted = _row().annotate(database_is=_database_is()).values_list("mark", "database_is").first()
    return noted is None or armed_by({"armed_for": noted[0], "database_is": noted[1]})


def may_mail(now: datetime) -> bool:
    """The same, for whoever is about to: the very first one arms the installation."""
    if not _row().exists():
        # Two workers may find the row missing at the same moment; both would write the same.
        first = Arming(channel=CHANNEL, mark=_own_mark(), at=now)
        Arming.objects.bulk_create([first], ignore_conflicts=True)
    return is_armed()


@transaction.atomic
def arm(prospect_kinds: list[str], now: datetime) -> int:
    """Let this installation mail; how many mails to prospects are held for it.

    Those that waited may have left from where the copy was made, so their owners decide. Nothing happens
    to an installation that may mail already.
    """
    if _row().exists() and is_armed():
        return 0
    Arming.objects.update_or_create(channel=CHANNEL, defaults={"mark": _own_mark(), "at": now})
    waiting = Delivery.objects.filter(kind__in=prospect_kinds, state__in=MOVING)
    return waiting.update(state=State.HELD, error=MAY_HAVE_LEFT, claim=None, lease_until=None)


def disarm(now: datetime) -> None:
    """Mail nobody from this database until it is armed: what a restore ends with."""
    Arming.objects.update_or_create(channel=CHANNEL, defaults={"mark": "", "at": now})


def _row() -> QuerySet[Arming]:
    return Arming.objects.filter(channel=CHANNEL)


def _own_mark() -> str:
    """The mark of this installation; on SQLite its secret is written when there is none."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {_POSTGRESQL}")
            return _mark(cursor.fetchone()[0])
    write_once(Path(settings.VAR_DIR) / FILE, secrets.token_hex(16))
    return _mark("")


def _mark(database_is: str) -> str:
    """The mark of a database that says so of itself; empty when this installation has none."""
    secret = database_is or _on_this_disk()
    return hashlib.sha256(secret.encode()).hexdigest() if secret else ""


def _on_this_disk() -> str:
    try:
        secret = (Path(settings.VAR_DIR) / FILE).read_text(encoding="utf-8").strip()
    except OSError:
        return ""
    place = Path(str(connection.settings_dict["NAME"])).resolve()
    return f"{secret} {place}" if secret else ""


def _database_is() -> Combinable:
    if connection.vendor == "postgresql":
        return RawSQL(_POSTGRESQL, [], output_field=TextField())
    return Value("", output_field=TextField())
