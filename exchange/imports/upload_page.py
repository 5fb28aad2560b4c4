"""The first page of an import: what can be brought, what was begun, what came in."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from exchange.contact_tables import TABLES
from exchange.dialects.recognition import DIALECTS
from exchange.imports.check_words import number
from exchange.imports.result_page import came_words
from exchange.imports.steps import address_of
from exchange.imports.uploads import names_of
from exchange.kinds import ImportKind, ImportState
from exchange.models import Import
from exchange.people.words import what_came
from followups.actions import Became

KINDS: dict[ImportKind, LazyText] = {
    ImportKind.DEALS: _("Declined deals"),
    ImportKind.CONTACTS: _("People"),
    ImportKind.OWN: _("What was taken along from here"),
}
_SHOWN = 20


@dataclass(frozen=True)
class Line:
    """One import in a list."""

    imp: Import
    what: str
    day: date
    url: str
    is_at_work: bool
    time: str = ""
    came: str = ""


def upload_page(user: User) -> dict[str, Any]:
    """The context of the page."""
    mine = Import.objects.visible_to(user).prefetch_related("files").order_by("-created_at")
    begun = mine.filter(state__in=[ImportState.OPEN, ImportState.STARTED])[:_SHOWN]
    done = mine.filter(state=ImportState.DONE)[:_SHOWN]
    return {
        "begun": [_line(imp, user, names_of(imp)) for imp in begun],
        "done": [_done(imp, user) for imp in done],
        "crms": _listed(dialect.name for dialect in DIALECTS),
        "books": _listed(table.name for table in TABLES),
    }


def _line(imp: Import, user: User, what: str = "") -> Line:
    return Line(
        imp,
        what or str(KINDS[ImportKind(imp.kind)]),
        user.today(imp.created_at),
        address_of(imp),
        imp.state == ImportState.STARTED,
    )


def _done(imp: Import, user: User) -> Line:
    """The names of its files are forgotten, for they may name somebody: its time and its numbers stay."""
    at = imp.changed_at.astimezone(user.zone())
    return replace(_line(imp, user), day=at.date(), time=f"{at:%H:%M}", came=_came(imp))


def _came(imp: Import) -> str:
    if imp.kind == ImportKind.DEALS:
        return came_words(imp)
    if imp.kind == ImportKind.CONTACTS:
        came: dict[str, int] = {code: imp.counts.get(code, 0) for code in (Became.ADDED, Became.COMPLETED)}
        return " ".join(what_came(came)) or gettext("Nobody came in.")
    rows = int(imp.counts.get("rows", 0))
    return ngettext("One row", "%(count)s rows", rows) % {"count": number(rows)}


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)
