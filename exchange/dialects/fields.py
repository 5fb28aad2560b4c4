"""Pure: what a column of an export can be to us, and what a dialect is."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from exchange.folding import plain


class Kind(StrEnum):
    """What the rows of a file are."""

    DEALS = "deals"
    PEOPLE = "people"
    ORGANISATIONS = "organisations"


class Field(StrEnum):
    """What a column can be to us."""

    RECORD_ID = "record_id"
    TITLE = "title"
    VALUE = "value"
    CURRENCY = "currency"
    CLOSED_ON = "closed_on"
    LOST_ON = "lost_on"
    CREATED_ON = "created_on"
    STAGE = "stage"
    STATUS = "status"
    IS_LOST = "is_lost"
    IS_WON = "is_won"
    IS_CLOSED = "is_closed"
    IS_DELETED = "is_deleted"
    IS_ACTIVE = "is_active"
    PROBABILITY = "probability"
    REASON = "reason"
    THEIR_WORDS = "their_words"
    COMPETITOR = "competitor"
    OWNER = "owner"
    SOURCE = "source"
    NOTE = "note"
    ORGANISATION = "organisation"
    ORGANISATION_ID = "organisation_id"
    ORGANISATION_DOMAIN = "organisation_domain"
    PERSON = "person"
    PERSON_ID = "person_id"
    FIRST_NAME = "first_name"
    LAST_NAME = "last_name"
    EMAIL = "email"
    PHONE = "phone"
    MOBILE = "mobile"
    JOB = "job"
    STREET = "street"
    CITY = "city"
    REGION = "region"
    POSTAL_CODE = "postal_code"
    COUNTRY = "country"
    LANGUAGE = "language"
    NO_CONTACT = "no_contact"
    NO_MAIL = "no_mail"
    NO_SERIES = "no_series"
    NO_CALLS = "no_calls"
    PERMISSION = "permission"
    PERMISSION_ON = "permission_on"
    PERMISSION_SOURCE = "permission_source"


# Copper writes its teams' own fields as "Loss Reason cf_123456".
_CUSTOM = re.compile(r" cf \d+\Z")
# A row by header; None where it is too short.
Row = Mapping[str, str | None]
# What people do not want from us, and what they allowed.
WISHES = (
    Field.NO_CONTACT,
    Field.NO_MAIL,
    Field.NO_SERIES,
    Field.NO_CALLS,
    Field.PERMISSION,
    Field.PERMISSION_ON,
    Field.PERMISSION_SOURCE,
)
# A field and the headers it may stand under, the ones liked best first.
Columns = Mapping[Field, tuple[str, ...]]


@dataclass(frozen=True)
class Table:
    """One kind of file a CRM writes. `marks` are headers that tell it apart; all of one set must be there."""

    kind: Kind
    marks: tuple[tuple[str, ...], ...]
    columns: Columns


@dataclass(frozen=True)
class Dialect:
    """How a CRM writes its exports."""

    code: str
    name: str
    tables: tuple[Table, ...]
    blank_flag_is_no: bool = False  # a flag that is not set is left blank
    people_in_one_cell: bool = False  # "Ana Sousa (ana@host);Max Ott (max@host)"
    guards_formulas: bool = False  # a space before = + - @
    lists_with: str = ""  # what parts several values in one cell
    html_in_cells: bool = False
    is_ours: bool = False  # what a spreadsheet would run is guarded as we guard it


def matched(columns: Columns, headers: list[str]) -> dict[Field, str]:
    """Which header of a file each field stands under; a header serves one field only."""
    by_name = dict[str, str]()
    for header in headers:
        by_name.setdefault(_CUSTOM.sub("", plain(header)), header)
    found = dict[Field, str]()
    for field, names in columns.items():
        for name in names:
            header = by_name.get(plain(name), "")
            if header and header not in found.values():
                found[field] = header
                break
    return found
