"""An address book on its way in, as the page would hand it on."""

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from exchange.imports.uploads import store
from exchange.kinds import ImportKind
from exchange.models import ArrivingPerson, Import
from exchange.people.staging import stage


def an_import(user: User, *files: bytes, name: str = "people.vcf") -> Import:
    """Uploaded, not read yet."""
    begun = Import.objects.create(team=user.team, user=user, kind=ImportKind.CONTACTS)
    for place, data in enumerate(files):
        store(SimpleUploadedFile(name, data), begun, place)
    return begun


def staged(user: User, *files: bytes, name: str = "people.vcf") -> Import:
    """Uploaded and read."""
    begun = an_import(user, *files, name=name)
    stage(begun, user)
    return begun


def people_of(begun: Import) -> list[ArrivingPerson]:
    return list(begun.people.order_by("place"))


def card(name: str = "", *lines: str, organisation: str = "", email: str = "") -> bytes:
    """A vCard of somebody, with any further lines."""
    told = ["BEGIN:VCARD", "VERSION:3.0", f"FN:{name}"]
    told += [f"ORG:{organisation}"] if organisation else []
    told += [f"EMAIL:{email}"] if email else []
    return "\r\n".join([*told, *lines, "END:VCARD", ""]).encode()


def google(*rows: dict[str, str]) -> bytes:
    """A file as Google Contacts writes it."""
    headers = ["First Name", "Last Name", "Organization Name", "E-mail 1 - Value", "Phone 1 - Value", "Notes"]
    lines = [",".join(headers), *(",".join(row.get(header, "") for header in headers) for row in rows)]
    return "\r\n".join([*lines, ""]).encode()
