"""What was uploaded, looked at for the first time: whether it can be read at all, and what it makes."""

import zipfile
from codecs import BOM_UTF8
from collections.abc import Iterable
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from exchange.imports.reading import open_rows
from exchange.imports.standing import keep_layout
from exchange.imports.uploads import remove
from exchange.imports.workbooks import store_tables
from exchange.kinds import ImportKind
from exchange.labels import refusal_words
from exchange.models import Import, ImportFile
from exchange.own.words import sentence
from exchange.people.reading import is_address_book, is_of_cards
from exchange.tables.refusals import Kind, Reason, RefusedError

MOST_FILES = 10
# Of these no other way of reading makes a table.
HOPELESS = frozenset({Reason.NOT_TEXT, Reason.EMPTY})
OWN_FILE = "lost-deals.json"  # in the ZIP that `/export/` makes


def take_in(uploads: "Iterable[UploadedFile[Any]]", imp: Import) -> list[str]:
    """Keep what was uploaded and find out what the import is about; says of each file why it cannot be used.

    Raises OSError where the disk is full.
    """
    place = max((file.place + 1 for file in imp.files.all()), default=0)
    refused = []
    for upload in uploads:
        kept = store_tables(upload, imp, place)
        place += len(kept)
        for file in kept:
            if words := _unusable(file):
                refused.append(_("%(name)s: %(why)s") % {"name": file.name, "why": words})
                remove(file)
            else:
                keep_layout(file)
    return [*refused, *_settle_kind(imp)]


def is_own(file: ImportFile) -> bool:
    """Whether it is what `/export/` made: its ZIP, or the JSON inside."""
    with file.path.open("rb") as stream:
        head = stream.read(64).removeprefix(BOM_UTF8).lstrip()
        if not head.startswith(b"PK"):
            return head.startswith(b"{")
        try:
            with zipfile.ZipFile(stream) as packed:
                return OWN_FILE in packed.namelist()
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
            return False


def _unusable(file: ImportFile) -> str:
    """Why there is nothing to be done with a file; "" where there is."""
    if is_own(file) or is_of_cards(file):
        return ""
    try:
        with open_rows(file):
            return ""
    except RefusedError as refused:
        if refused.refusal.what == Kind.ZIP and not zipfile.is_zipfile(file.path):
            return sentence("broken")
        return refusal_words(refused.refusal) if refused.refusal.reason in HOPELESS else ""


def _settle_kind(imp: Import) -> list[str]:
    """Say what the import is about by its files; what does not go with the others leaves, with a sentence."""
    files = list(imp.files.all())
    own = [file for file in files if is_own(file)]
    books = [file for file in files if file not in own and is_address_book(file)]
    if own and len(files) == 1:
        imp.kind = ImportKind.OWN
    elif books and len(books) == len(files):
        imp.kind = ImportKind.CONTACTS
    else:
        imp.kind = ImportKind.DEALS
    imp.save(update_fields=["kind"])
    return [] if imp.kind != ImportKind.DEALS else _parted([*own, *filter(is_of_cards, books)])


def _parted(alone: Iterable[ImportFile]) -> list[str]:
    said = []
    for file in alone:
        words = _("%(name)s is brought in by itself, without other files.")
        said.append(words % {"name": file.name})
        remove(file)
    return said
