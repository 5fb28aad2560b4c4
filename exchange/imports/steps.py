"""Where an import is gone on with."""

import re

from django.urls import reverse

from exchange.kinds import ImportKind, ImportState
from exchange.models import Import

_TAKES_FILES = re.compile(r"/import/(?:[0-9a-f-]{36}/match/)?\Z")
_PARTS = {ImportKind.CONTACTS: "people/", ImportKind.OWN: "own/"}


def address_of(imp: Import, part: str = "") -> str:
    """The address of one of its pages; without a part, of the one it stands at."""
    here = f"{reverse('exchange:import')}{imp.pk}/"
    if part:
        return f"{here}{part}/"
    if imp.kind in _PARTS:
        return here + _PARTS[ImportKind(imp.kind)]
    return f"{here}match/" if imp.state == ImportState.OPEN else here


def takes_files(path: str) -> bool:
    """Whether files are uploaded to an address: a body there may be larger than any other form's."""
    return _TAKES_FILES.match(path) is not None
