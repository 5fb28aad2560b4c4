"""The first page of an import: what can be brought, what was begun, what came in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from exchange.contact_tables import TABLES
from exchange.dialects.recognition import DIALECTS
from exchange.imports.steps import address_of
from exchange.imports.uploads import names_of
from exchange.kinds import ImportKind, ImportState
from exchange.models import Import

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


def upload_page(user: User) -> dict[str, Any]:
    """The context of the page."""
    mine = Import.objects.visible_to(user).prefetch_related("files").order_by("-created_at")
    begun = mine.filter(state__in=[ImportState.OPEN, ImportState.STARTED])[:_SHOWN]
    done = mine.filter(state=ImportState.DONE)[:_SHOWN]
    return {
        "begun": [_line(imp, user, names_of(imp)) for imp in begun],
        "done": [_line(imp, user) for imp in done],
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


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)
